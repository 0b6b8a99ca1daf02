#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/feasibility.h"
#include "tests/support/made_cluster.h"

namespace stowage {
namespace {

using test::MadeCluster;
using test::pod;

std::string nameOf(std::size_t workload) {
    return "w" + std::to_string(workload);
}

std::string anyKey() {
    return *rc::gen::element<std::string>("kubernetes.io/hostname", "topology.kubernetes.io/zone");
}

/// Some rules of every kind, drawn for one workload.
void addRules(PlannedWorkload& workload, std::size_t count) {
    const auto other = [&] { return nameOf(*rc::gen::inRange<std::size_t>(0, count)); };
    const int kinds = *rc::gen::inRange(0, 128);
    PodTemplate& made = workload.pod;
    if ((kinds & 1) != 0) {
        made.requiredAntiAffinity = {test::term(other(), anyKey())};
    }
    if ((kinds & 2) != 0) {
        made.spread = {test::hardSpread(workload.name, anyKey(), *rc::gen::inRange(1, 3))};
    }
    if ((kinds & 12) == 4) {
        made.requiredAffinity = {test::term(other(), anyKey())};
    }
    if ((kinds & 16) != 0) {
        made.volumes = {{.claim = *rc::gen::element<std::string>("a", "b"),
                         .accessMode = *rc::gen::element(AccessMode::ReadWriteOnce,
                                                         AccessMode::ReadWriteOncePod)}};
    }
    if ((kinds & 32) != 0) {
        made.hostPorts = {{.address = *rc::gen::element<std::string>("0.0.0.0", "10.0.0.1"),
                           .port = *rc::gen::inRange(80, 82)}};
    }
    if ((kinds & 64) != 0) {
        made.preferredAntiAffinity = {{.weight = 5, .term = test::term(other(), anyKey())}};
    }
}

MadeCluster anyCluster() {
    MadeCluster made;
    const int nodes = *rc::gen::inRange(1, 5);
    for (int n = 0; n < nodes; ++n) {
        NodeFacts& node = made.node(*rc::gen::inRange(0, 1000), *rc::gen::inRange(0, 1000),
                                    *rc::gen::element<std::string>("", "a", "b"));
        node.podSlots = *rc::gen::inRange(1, 6);
        node.volumeSlots = *rc::gen::inRange(0, 3);
    }
    made.input.storageClass =
        *rc::gen::element(StorageClassKind::LocalPath, StorageClassKind::Block);
    const std::size_t workloads = *rc::gen::inRange<std::size_t>(1, 5);
    for (std::size_t w = 0; w < workloads; ++w) {
        addRules(made.workload(nameOf(w), 3, *rc::gen::inRange(0, 500), *rc::gen::inRange(0, 500)),
                 workloads);
    }
    return made;
}

PodRef anyPod(const MadeCluster& made) {
    return pod(*rc::gen::inRange<std::size_t>(0, made.workloads.size()), *rc::gen::inRange(0, 3));
}

NodeIndex anyNode(const MadeCluster& made) {
    return NodeIndex(*rc::gen::inRange<std::size_t>(0, made.input.nodes.size()));
}

/// Binds some pods anywhere, whether they fit or not.
void bindSome(ClusterState& state, const MadeCluster& made) {
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
        state.bind(anyPod(made), anyNode(made));
    }
}

RC_GTEST_PROP(ClusterStateLaw, BindThenUnbindRestoresEveryCount, ()) {
    const MadeCluster made = anyCluster();
    ClusterState state = made.state();
    bindSome(state, made);
    const ClusterState before = state;
    const PodRef who = anyPod(made);
    const NodeIndex node = anyNode(made);
    state.bind(who, node);
    RC_ASSERT(!state.isSameAs(before));
    state.unbind(who, node);
    RC_ASSERT(state.isSameAs(before));
}

RC_GTEST_PROP(ClusterStateLaw, AForkUndoesBindsAndUnbindsInAnyMixture, ()) {
    const MadeCluster made = anyCluster();
    ClusterState state = made.state();
    bindSome(state, made);
    const ClusterState before = state;
    const auto lists = [&](const ClusterState& of) {
        std::vector<std::vector<PodRef>> all;
        for (std::size_t n = 0; n < made.input.nodes.size(); ++n) {
            all.push_back(of.podsOn(NodeIndex(n)));
        }
        return all;
    };
    {
        const StateFork fork(state);
        bindSome(state, made);
        for (std::size_t n = 0; n < made.input.nodes.size(); ++n) {
            if (!state.podsOn(NodeIndex(n)).empty()) {
                state.unbind(state.podsOn(NodeIndex(n)).front(), NodeIndex(n));
            }
        }
        StateFork inner(state);
        bindSome(state, made);
        inner.commit();
    }
    RC_ASSERT(state.isSameAs(before));
    RC_ASSERT(lists(state) == lists(before));
}

RC_GTEST_PROP(ClusterStateLaw, CountsDoNotDependOnTheOrderOfBinding, ()) {
    const MadeCluster made = anyCluster();
    ClusterState state = made.state();
    bindSome(state, made);
    const Placement placement = state.placement();
    const ClusterState again(state.sharedModel(), placement);
    RC_ASSERT(again.isSameAs(state));
}

RC_GTEST_PROP(FeasibilityLaw, ThereAreReasonsExactlyWhereThePodDoesNotFit, ()) {
    const MadeCluster made = anyCluster();
    ClusterState state = made.state();
    bindSome(state, made);
    if (*rc::gen::arbitrary<bool>()) {
        state.keepVolumes();
    }
    const PodRef who = anyPod(made);
    const NodeIndex node = anyNode(made);
    RC_ASSERT(explain(state, who, node).empty() == fits(state, who, node));
}

RC_GTEST_PROP(FeasibilityLaw, BindingOnlyWhereItFitsLeavesNoShortResource, ()) {
    const MadeCluster made = anyCluster();
    ClusterState state = made.state();
    for (int i = 0; i < 12; ++i) {
        const PodRef who = anyPod(made);
        const NodeIndex node = anyNode(made);
        if (fits(state, who, node)) {
            state.bind(who, node);
        }
    }
    for (const NodeRefusal& found : violations(state)) {
        // Affinity to a pod elsewhere and skew counted by others may end as they began; the rest
        // holds for running pods as well.
        RC_ASSERT(found.kind == RefusalKind::Affinity || found.kind == RefusalKind::Spread);
    }
}

}  // namespace
}  // namespace stowage
