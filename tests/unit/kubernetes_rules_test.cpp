#include "model/kubernetes_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/data_files.h"
#include "model/scenario_io.h"
#include "model/workload.h"

namespace stowage {
namespace {

/// A pod of 200m that asks for 500m as a whole, planned for a version.
std::optional<Scenario> plannedFor(const std::string& version, Diagnostics& findings) {
    return parseScenario("test.yaml",
                         fmt::format(R"(apiVersion: stowage/v1
kind: Scenario
metadata: {{ name: test }}
apps:
  - name: shop
    workloads:
      - name: api
        environment: production
        podSpec:
          resources: {{ requests: {{ cpu: 500m }} }}
          containers: [ {{ name: c, resources: {{ requests: {{ cpu: 200m }} }} }} ]
candidates: {{ kubernetesVersion: "{}" }}
)",
                                     version),
                         "", findings);
}

TEST(MinorVersion, IsReadFromWhatPeopleAndK3sWrite) {
    EXPECT_EQ(minorVersion("1.34"), 34);
    EXPECT_EQ(minorVersion("v1.30.4+k3s1"), 30);
    EXPECT_EQ(minorVersion("2.1"), 0);
    EXPECT_EQ(minorVersion("1.x"), 0);
    EXPECT_EQ(minorVersion(""), 0);
}

TEST(KubernetesRules, EveryChangeBeginsWithItsVersion) {
    const KubernetesRules& rules = shippedKubernetesRules();
    EXPECT_EQ(rules.oldest(), 30);
    EXPECT_EQ(rules.newest(), 36);
    EXPECT_TRUE(rules.holds("pod-level-resources", 34));
    EXPECT_FALSE(rules.holds("pod-level-resources", 33));
    EXPECT_TRUE(rules.holds("node-grace-period-50s", 32));
    EXPECT_FALSE(rules.holds("node-grace-period-50s", 31));
}

TEST(KubernetesRules, ARowWithoutSourceOrVersionIsAnError) {
    for (const char* row : {"{ id: a, since: \"1.30\", text: t, date: 2025-01 }",
                            "{ id: a, since: soon, text: t, source: s, date: 2025-01 }"}) {
        Diagnostics findings;
        const auto rules = KubernetesRules::load(
            DataFiles::of({{.name = "kubernetes.yaml",
                            .origin = "kubernetes.yaml",
                            .text = fmt::format(
                                "oldest: \"1.30\"\nnewest: \"1.36\"\nchanges: [ {} ]\n", row)}}),
            findings);
        EXPECT_TRUE(findings.hasErrors()) << row;
        EXPECT_TRUE(rules.changes().empty()) << row;
    }
}

// From 1.34 on the pod's 500m count, before that its container's 200m.
TEST(KubernetesRules, PodLevelRequestsCountFromTheirVersionOn) {
    Diagnostics findings;
    const auto now = plannedFor("1.34", findings);
    const auto before = plannedFor("1.33", findings);
    ASSERT_TRUE(now && before);
    EXPECT_EQ(effectiveRequests(now->apps[0].workloads[0].pod).cpu(), milliCpu(500));
    EXPECT_EQ(effectiveRequests(before->apps[0].workloads[0].pod).cpu(), milliCpu(200));
    EXPECT_EQ(findings.count(Severity::Warning), 1);
}

TEST(KubernetesRules, AVersionThatNobodyKnowsIsWarnedOf) {
    Diagnostics known;
    Diagnostics unknown;
    ASSERT_TRUE(plannedFor("1.36", known) && plannedFor("1.37", unknown));
    EXPECT_EQ(known.count(Severity::Warning), 0);
    EXPECT_EQ(unknown.count(Severity::Warning), 1);
}

}  // namespace
}  // namespace stowage
