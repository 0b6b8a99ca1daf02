#include "model/pod_spec_io.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace stowage {
namespace {

/// The pod that a spec of this YAML becomes, with labels app=api and tier=front.
struct ReadPod {
    PodTemplate pod{.labels = {{"app", "api"}, {"tier", "front"}}};
    Diagnostics findings;

    explicit ReadPod(const std::string& yaml) {
        const auto document = parseDocument("pod.yaml", "containers: [ { name: c } ]\n" + yaml,
                                            DocumentFormat::Yaml, {}, findings);
        if (document) {
            readPodSpec(document->root, "the pod spec of 'api'", pod, findings);
        }
    }
};

SelectorRequirement own(const std::string& key, SelectorOperator op, const std::string& value) {
    return {.key = key, .op = op, .values = {value}};
}

/// Does the selector mean a pod with these labels?
bool means(const std::optional<LabelSelector>& selector,
           const std::map<std::string, std::string>& labels) {
    return selector && matches(*selector, labels);
}

// tier=front of both, but only pods of the own workload have its hash.
TEST(MatchLabelKeys, NarrowASpreadToTheRevisionOfItsWorkload) {
    const ReadPod read(R"(topologySpreadConstraints:
  - { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule,
      labelSelector: { matchLabels: { tier: front } }, matchLabelKeys: [pod-template-hash] }
)");
    ASSERT_FALSE(read.findings.hasErrors());
    ASSERT_EQ(read.pod.spread.size(), 1U);
    const auto& selector = read.pod.spread[0].selector;
    EXPECT_TRUE(means(selector, {{"app", "api"}, {"tier", "front"}}));
    EXPECT_FALSE(means(selector, {{"app", "web"}, {"tier", "front"}}));
}

TEST(MatchLabelKeys, TakeTheValueOfThePodAndPassOverKeysItDoesNotHave) {
    const ReadPod read(R"(affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - { topologyKey: zone, labelSelector: {}, matchLabelKeys: [tier, absent] }
      - { topologyKey: zone, labelSelector: {}, mismatchLabelKeys: [tier] }
)");
    ASSERT_FALSE(read.findings.hasErrors());
    ASSERT_EQ(read.pod.requiredAntiAffinity.size(), 2U);
    EXPECT_EQ(read.pod.requiredAntiAffinity[0].selector->matchExpressions,
              std::vector{own("tier", SelectorOperator::In, "front")});
    EXPECT_EQ(read.pod.requiredAntiAffinity[1].selector->matchExpressions,
              std::vector{own("tier", SelectorOperator::NotIn, "front")});
    EXPECT_TRUE(means(read.pod.requiredAntiAffinity[0].selector, {{"tier", "front"}}));
    EXPECT_FALSE(means(read.pod.requiredAntiAffinity[0].selector, {{"tier", "back"}}));
    EXPECT_TRUE(means(read.pod.requiredAntiAffinity[1].selector, {{"tier", "back"}}));
    EXPECT_FALSE(means(read.pod.requiredAntiAffinity[1].selector, {{"tier", "front"}}));
}

TEST(PodSpec, WhatIsNotEmulatedIsRefused) {
    for (const char* field : {"schedulerName: mine", "schedulingGates: [ { name: wait } ]",
                              "resourceClaims: [ { name: gpu } ]", "os: { name: windows }"}) {
        EXPECT_TRUE(ReadPod(fmt::format("{}\n", field)).findings.hasErrors()) << field;
    }
    for (const char* field : {"schedulerName: default-scheduler", "schedulingGates: []",
                              "resourceClaims: []", "os: { name: linux }"}) {
        EXPECT_FALSE(ReadPod(fmt::format("{}\n", field)).findings.hasErrors()) << field;
    }
}

}  // namespace
}  // namespace stowage
