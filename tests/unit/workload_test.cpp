#include "model/workload.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

ContainerTemplate container(std::int64_t milli, std::int64_t mebi) {
    return {.name = "c", .requests = ResourceAmounts::of(milliCpu(milli), mebibytes(mebi))};
}

ContainerTemplate sidecar(std::int64_t milli, std::int64_t mebi) {
    ContainerTemplate side = container(milli, mebi);
    side.restartsAlways = true;
    return side;
}

TEST(EffectiveRequests, AddsContainersAndSidecarsAndOverhead) {
    PodTemplate pod{.containers = {container(100, 64), container(50, 32)},
                    .initContainers = {sidecar(25, 16)},
                    .overhead = ResourceAmounts::of(milliCpu(10), mebibytes(4))};
    // CPU 100 + 50 + 25 + 10; memory 64 + 32 + 16 + 4.
    EXPECT_EQ(effectiveRequests(pod), ResourceAmounts::of(milliCpu(185), mebibytes(116)));
}

TEST(EffectiveRequests, AnInitContainerCountsWithTheSidecarsBeforeItOnly) {
    const PodTemplate pod{.containers = {container(100, 10)},
                          .initContainers = {sidecar(0, 20), container(10, 50), sidecar(0, 15)}};
    // Memory: running 10 + 20 + 15 = 45; init 50 + 20 = 70 is more. CPU: running 100.
    EXPECT_EQ(effectiveRequests(pod), ResourceAmounts::of(milliCpu(100), mebibytes(70)));
}

TEST(EffectiveRequests, AnAbsentRequestTakesTheLimitButAWrittenZeroDoesNot) {
    ContainerTemplate limited;
    limited.limits.set(kMemory, 1000);
    limited.limits.set(kCpu, 500);
    limited.zeroRequests = {kCpu};
    ResourceAmounts expected;
    expected.set(kMemory, 1000);
    EXPECT_EQ(effectiveRequests({.containers = {limited}}), expected);
}

TEST(EffectiveRequests, PodLevelRequestsReplaceTheSumPerResource) {
    PodTemplate pod{.containers = {container(100, 64)}};
    pod.podRequests.emplace();
    pod.podRequests->set(kMemory, 42);
    // Memory is the pod's 42 bytes, CPU stays the container's.
    EXPECT_EQ(effectiveRequests(pod), ResourceAmounts::of(milliCpu(100), Bytes::fromRaw(42)));
}

TEST(EffectiveRequests, APodLevelLimitIsTheRequestWhereNoContainerAsks) {
    PodTemplate pod{.containers = {container(100, 0)}};
    pod.podLimits.emplace();
    pod.podLimits->set(kMemory, 7);
    pod.podLimits->set(kCpu, 900);
    EXPECT_EQ(effectiveRequests(pod), ResourceAmounts::of(milliCpu(100), Bytes::fromRaw(7)));
}

TEST(EffectiveLimits, OneUnlimitedContainerMakesThePodUnlimited) {
    ContainerTemplate first;
    first.limits.set(kMemory, 100);
    first.limits.set(kCpu, 5);
    ContainerTemplate second;
    second.limits.set(kMemory, 30);
    const ResourceLimits limits = effectiveLimits({.containers = {first, second}});
    EXPECT_EQ(limits.get(kMemory), 130);
    EXPECT_FALSE(limits.has(kCpu));
}

TEST(EffectiveLimits, AnUnlimitedInitContainerDoesNotUnlimitTheRunningPod) {
    ContainerTemplate app;
    app.limits.set(kMemory, 100);
    const PodTemplate pod{.containers = {app}, .initContainers = {{.name = "wait-for-deps"}}};
    EXPECT_EQ(effectiveLimits(pod).get(kMemory), 100);
}

TEST(RolloutBounds, RoundsTheSurgeUpAndTheUnavailableShareDown) {
    const UpdateStrategy stock;
    // 25 % of 1: up to 1, down to 0. Of 3: 0.75. Of 8: 2.
    EXPECT_EQ(rolloutBounds(stock, 1).surge, 1);
    EXPECT_EQ(rolloutBounds(stock, 1).unavailable, 0);
    EXPECT_EQ(rolloutBounds(stock, 3).surge, 1);
    EXPECT_EQ(rolloutBounds(stock, 3).unavailable, 0);
    EXPECT_EQ(rolloutBounds(stock, 8).surge, 2);
    EXPECT_EQ(rolloutBounds(stock, 8).unavailable, 2);
}

TEST(RolloutBounds, NeverStandsStill) {
    const UpdateStrategy stuck{.maxSurge = {.value = 0}, .maxUnavailable = {.value = 0}};
    EXPECT_EQ(rolloutBounds(stuck, 4).unavailable, 1);
}

TEST(RolloutBounds, RecreateTakesEverythingDownAndOnDeleteNothing) {
    EXPECT_EQ(rolloutBounds({.kind = UpdateKind::Recreate}, 3).surge, 0);
    EXPECT_EQ(rolloutBounds({.kind = UpdateKind::Recreate}, 3).unavailable, 3);
    EXPECT_EQ(rolloutBounds({.kind = UpdateKind::OnDelete}, 3).unavailable, 0);
}

TEST(Matches, OperatorsFollowKubernetes) {
    const std::map<std::string, std::string> labels{{"app", "web"}, {"size", "12"}};
    const auto holds = [&](std::string key, SelectorOperator op, std::vector<std::string> values) {
        return matches(SelectorRequirement{std::move(key), op, std::move(values)}, labels);
    };
    EXPECT_TRUE(holds("app", SelectorOperator::In, {"api", "web"}));
    EXPECT_FALSE(holds("tier", SelectorOperator::In, {"web"}));
    EXPECT_TRUE(holds("tier", SelectorOperator::NotIn, {"web"}));
    EXPECT_FALSE(holds("app", SelectorOperator::NotIn, {"web"}));
    EXPECT_TRUE(holds("app", SelectorOperator::Exists, {}));
    EXPECT_TRUE(holds("tier", SelectorOperator::DoesNotExist, {}));
    EXPECT_TRUE(holds("size", SelectorOperator::Gt, {"11"}));
    EXPECT_FALSE(holds("size", SelectorOperator::Gt, {"12"}));
    EXPECT_TRUE(holds("size", SelectorOperator::Lt, {"13"}));
    EXPECT_FALSE(holds("app", SelectorOperator::Lt, {"13"}));
}

TEST(Matches, AnEmptySelectorMatchesEverythingAndPartsAreAnded) {
    const std::map<std::string, std::string> labels{{"app", "web"}};
    EXPECT_TRUE(matches(LabelSelector{}, labels));
    LabelSelector selector{.matchLabels = {{"app", "web"}}};
    EXPECT_TRUE(matches(selector, labels));
    selector.matchExpressions = {{.key = "app", .op = SelectorOperator::DoesNotExist}};
    EXPECT_FALSE(matches(selector, labels));
    EXPECT_FALSE(matches(LabelSelector{.matchLabels = {{"app", "api"}}}, labels));
}

}  // namespace
}  // namespace stowage
