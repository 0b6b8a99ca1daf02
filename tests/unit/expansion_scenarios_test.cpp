#include <gtest/gtest.h>

#include <set>

#include "model/scenario_io.h"
#include "tests/support/expansion_views.h"
#include "tests/support/golden.h"

namespace stowage {
namespace {

using namespace testkit;

Scenario shipped(const std::string& name) {
    Diagnostics diagnostics;
    auto scenario = loadScenario(repositoryPath("scenarios/" + name + ".yaml"), diagnostics);
    EXPECT_TRUE(scenario.has_value()) << name;
    return scenario.value_or(Scenario());
}

TEST(ExpansionOfShippedScenarios, TwoEnvironmentsOnOneServerPromiseWhatTheirFileSays) {
    const Expansion expansion = expandToday(shipped("two-envs-one-server"));
    EXPECT_EQ(promised(expansion), amounts(800, 1500));
    EXPECT_EQ(expansion.workloads.size(), 13U);
}

TEST(ExpansionOfShippedScenarios, EveryOneExpandsOnEveryTopology) {
    for (const std::string name : {"one-vps", "two-apps-one-server", "two-envs-one-server",
                                   "plex-commons", "all-together", "multi-node", "agency"}) {
        const Scenario scenario = shipped(name);
        for (const ExpansionTarget& target :
             {k3sTarget(1, IngressKind::HostPorts), k3sTarget(3, IngressKind::LoadBalancer),
              managedTarget(3)}) {
            const Expansion expansion = expandToday(scenario, target);
            std::set<std::string> ids;
            for (const PlannedWorkload& workload : expansion.workloads) {
                EXPECT_TRUE(ids.insert(workload.id()).second) << name << " " << workload.id();
                EXPECT_FALSE(workload.pod.containers.empty()) << workload.id();
                EXPECT_GT(workload.demand.memory.expected, Bytes()) << workload.id();
            }
            EXPECT_GE(podCount(expansion, WorkloadOrigin::App),
                      static_cast<std::int64_t>(scenario.environments().size()))
                << name;
        }
    }
}

}  // namespace
}  // namespace stowage
