#include "planner/ranking.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "model/base/invariant.h"

namespace stowage::planner {

namespace {

/// Upper limit of the monthly risk in whole parts per billion: statistics do not break ties by
/// their last bits.
std::int64_t riskOf(const JudgedLayout& layout) {
    const double high = std::clamp(layout.audit.risk.high, 0.0, 1.0);
    return static_cast<std::int64_t>(std::ceil(high * 1e9));
}

auto keyOf(const JudgedLayout& layout) {
    return std::tuple(layout.bill.monthly.raw(), layout.audit.hasBindingUnknown,
                      layout.expansion->adjustments.size(), layout.changes, riskOf(layout),
                      layout.layout.nodes.size(), -leastHeadroom(layout), layout.layout.title());
}

}  // namespace

std::int64_t leastHeadroom(const JudgedLayout& layout) {
    const std::vector<LayoutNode>& nodes = layout.layout.nodes;
    std::vector<std::int64_t> cpu(nodes.size(), 0);
    std::vector<std::int64_t> memory(nodes.size(), 0);
    for (const PlacedPod& pod : layout.placement) {
        if (pod.node.isValid()) {
            const ResourceAmounts requests =
                effectiveRequests(layout.expansion->workloads[pod.workload.value()].pod);
            cpu[pod.node.value()] += requests.cpu().raw();
            memory[pod.node.value()] += requests.memory().raw();
        }
    }
    std::int64_t least = kWhole.raw();
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        const ResourceAmounts& all = nodes[n].shape.allocatable;
        for (const auto& [used, of] :
             {std::pair(cpu[n], all.cpu().raw()), std::pair(memory[n], all.memory().raw())}) {
            const auto share = of > 0 ? mulDivRoundDown(of - used, kWhole.raw(), of) : std::nullopt;
            least = std::min(least, share.value_or(0));
        }
    }
    return least;
}

bool isPreferred(const JudgedLayout& a, const JudgedLayout& b) {
    const auto left = keyOf(a);
    const auto right = keyOf(b);
    return left != right ? left < right : a.arrangement < b.arrangement;
}

}  // namespace stowage::planner
