#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/plan_checker/checker_pods.h"

namespace stowage::checker {
namespace {

/// p95 and p99 of a normal law in deviations from its mean.
constexpr double kP95OverP99 = 1.6448536269514722 / 2.3263478740408408;

std::int64_t roundedUp(double value) {
    return static_cast<std::int64_t>(std::ceil(value));
}

std::vector<std::string> unknownWorkloads(const PlanContext& context) {
    std::vector<std::string> names;
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        if (!workload.demand.isKnown) {
            names.push_back(workload.id());
        }
    }
    return names;
}

// --- memory of one node in the measure that decides ---

/// K3s: what the kernel cannot reclaim, against the capacity. Others: the working set, against
/// the allocatable.
std::int64_t memoryOf(const BoundNode& node, const MemoryUse& use) {
    return (node.isK3s() ? use.coreExpected : use.expected).raw();
}
std::int64_t memoryLimit(const PlanContext& context, const BoundNode& node) {
    return withHeadroom(context,
                        (node.isK3s() ? node.node->capacity : node.node->allocatableMemory).raw());
}

struct Memory {
    std::int64_t overhead = 0;
    std::int64_t pods = 0;
    std::int64_t other = 0;  ///< all of it in the measure that does not decide
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t expected() const { return overhead + pods; }
};

/// Guesses of one profile err together, those of different profiles apart.
struct Doubt {
    double down = 0;
    double up = 0;
};

Memory memorySum(const BoundNode& node) {
    std::map<std::string, Doubt> doubts;
    const auto add = [&](const std::string& cause, const MemoryUse& use) {
        const std::int64_t mean = memoryOf(node, use);
        const std::int64_t low = (node.isK3s() ? use.coreLow : use.low).raw();
        const std::int64_t high = (node.isK3s() ? use.coreHigh : use.high).raw();
        doubts[cause].down += static_cast<double>(std::max<std::int64_t>(0, mean - low));
        doubts[cause].up += static_cast<double>(std::max<std::int64_t>(0, high - mean));
        return mean;
    };
    const auto otherOf = [&](const MemoryUse& use) {
        return (node.isK3s() ? use.expected : use.coreExpected).raw();
    };
    Memory sum{.overhead = add("/", node.overhead.memory), .other = otherOf(node.overhead.memory)};
    for (const BoundPod* pod : node.pods) {
        const PodDemand& demand = pod->workload->demand;
        sum.pods +=
            add(demand.profile.empty() ? pod->workload->id() : demand.profile, demand.memory);
        sum.other += otherOf(demand.memory);
    }
    double down = 0;
    double up = 0;
    for (const auto& [cause, doubt] : doubts) {
        down += doubt.down * doubt.down;
        up += doubt.up * doubt.up;
    }
    sum.high = sum.expected() + roundedUp(std::sqrt(up));
    sum.low = std::max<std::int64_t>(0, sum.expected() - roundedUp(std::sqrt(down)));
    return sum;
}

// --- fit.requests ---

std::vector<Figure> promises(const PlanContext& context) {
    std::vector<Figure> figures;
    for (const BoundNode& node : context.nodes) {
        Amounts asked;
        for (const BoundPod* pod : node.pods) {
            for (const auto& [name, amount] : *pod->requests) {
                asked[name] += amount;
            }
        }
        Amounts room(node.node->allocatableOther.begin(), node.node->allocatableOther.end());
        room[kCpu] = node.node->allocatableCpu.raw();
        room[kMemory] = node.node->allocatableMemory.raw();
        for (const auto& [name, amount] : asked) {
            figures.push_back({.node = node.node->name,
                               .resource = name,
                               .needed = amount,
                               .available = withHeadroom(context, room[name])});
        }
    }
    return figures;
}

/// A pod without requests whose worst landing would break fit.memory.
bool hasHarmfulWish(const PlanContext& context) {
    if (context.nodes.size() < 2 || context.requirements().placement != PlacementRule::Reachable) {
        return false;
    }
    const PodSet empty(context);
    for (const BoundNode& node : context.nodes) {
        const std::int64_t limit = memoryLimit(context, node);
        const std::int64_t expected = memorySum(node).expected();
        for (const BoundPod& pod : context.pods) {
            const bool isWish = pod.at != nullptr && pod.at != &node && pod.requests->empty() &&
                                pod.workload->kind != WorkloadKind::DaemonSet &&
                                !pod.workload->isObserved;
            if (!isWish || expected + memoryOf(node, pod.workload->demand.memory) <= limit) {
                continue;
            }
            BoundPod alone = pod;
            alone.at = &node;
            const std::vector<std::string> broken = empty.broken(alone);
            // A partner that is not there is no rule of the node itself.
            if (std::ranges::all_of(broken, [](const std::string& rule) {
                    return rule == "required affinity finds no partner";
                })) {
                return true;
            }
        }
    }
    return false;
}

bool hasUnknownRule(const PlanContext& context) {
    const auto isUnknown = [](const PodAffinityTerm& term) {
        const auto isName = [](const std::string& key) {
            return key == "kubernetes.io/metadata.name";
        };
        return term.namespaceSelector &&
               !(std::ranges::all_of(term.namespaceSelector->matchLabels,
                                     [&](const auto& label) { return isName(label.first); }) &&
                 std::ranges::all_of(term.namespaceSelector->matchExpressions,
                                     [&](const auto& one) { return isName(one.key); }));
    };
    return std::ranges::any_of(context.expansion.workloads, [&](const PlannedWorkload& workload) {
        return std::ranges::any_of(workload.pod.requiredAffinity, isUnknown) ||
               std::ranges::any_of(workload.pod.requiredAntiAffinity, isUnknown);
    });
}

/// The replay of arrival orders is the simulation's; its outcome stands in the numbers as a proof
/// or as the order that failed, and the verdict must be the one that follows from it.
void checkReplay(const PlanContext& context, const Check& check) {
    if (context.requirements().placement == PlacementRule::Pinned) {
        context.expectWord(check.id, "placement", "pinned");
        context.expectVerdict(check.id, {Verdict::Pass}, "pinned, and every rule holds");
    } else if (!wordOf(check, "failingOrder").empty()) {
        context.expectVerdict(check.id, {Verdict::Fail}, "it names an order that fails");
    } else if (wordOf(check, "proof").empty() || wordOf(check, "placement") != "reachable") {
        context.expectVerdict(check.id, {Verdict::Unknown},
                              "neither a proof that every order succeeds nor one that fails");
    } else if (hasHarmfulWish(context)) {
        context.expectVerdict(check.id, {Verdict::Warn},
                              "a pod without requests could overfill another node");
    } else {
        context.expectVerdict(check.id, {Verdict::Pass}, "every rule holds and orders succeed");
    }
}

void checkRequests(const PlanContext& context) {
    const Check* check = context.check(CheckId::FitRequests);
    if (check == nullptr) {
        return;
    }
    if (hasUnknownRule(context)) {
        context.expectVerdict(check->id, {Verdict::Unknown}, "a rule that is not emulated");
        return;
    }
    const auto unplaced =
        std::ranges::count_if(context.pods, [](const BoundPod& pod) { return pod.at == nullptr; });
    if (unplaced > 0) {
        context.expectVerdict(check->id, {Verdict::Fail}, fmt::format("{} pending", unplaced));
        context.expectNumber(check->id, "unplacedPods", unplaced);
        return;
    }
    const bool isBroken =
        !context.overfull.empty() ||
        std::ranges::any_of(context.broken, [](const auto& rules) { return !rules.empty(); });
    if (isBroken) {
        context.expectVerdict(check->id, {Verdict::Fail}, "a rule of the scheduler is broken");
        return;
    }
    const std::vector<Figure> figures = promises(context);
    if (!figures.empty()) {
        expectFigure(context, check->id, figures, NamedFigure::Tightest);
    }
    if (std::ranges::any_of(figures, [](const Figure& figure) { return !figure.holds(); })) {
        context.expectVerdict(check->id, {Verdict::Fail}, "requests exceed the headroom");
        return;
    }
    checkReplay(context, *check);
}

// --- fit.memory ---

/// Risks in the numbers are exact parts per billion; the report's own figures have four digits.
bool agree(double shown, std::int64_t partsPerBillion) {
    const double exact = static_cast<double>(partsPerBillion) * 1e-9;
    return std::abs(shown - exact) <= 6e-4 * shown + 1.1e-9;
}

void checkRiskFigures(const PlanContext& context, const Check& check) {
    const MemoryRiskFigures& risk = context.plan.risk;
    const auto violate = [&](const char* what, double stated, const std::string& found) {
        context.violate("check.risk", what, fmt::format("{}", stated), found);
    };
    if (risk.low < 0 || risk.low > risk.memoryPerMonth || risk.memoryPerMonth > risk.high ||
        risk.high > 1) {
        violate("risk", risk.memoryPerMonth, fmt::format("{} to {}", risk.low, risk.high));
    }
    if (risk.modelLow < 0 || risk.modelLow > risk.low || risk.modelHigh < risk.high ||
        risk.modelHigh > 1) {
        violate("risk band", risk.modelLow, fmt::format("to {}", risk.modelHigh));
    }
    if (risk.samples < 0) {
        violate("risk samples", static_cast<double>(risk.samples), "at least 0");
    }
    const std::int64_t judged = numberOf(check, "riskPpb").value_or(-1);
    const std::int64_t band = numberOf(check, "riskBandHighPpb").value_or(-1);
    if (!agree(risk.high, judged)) {
        violate("risk high", risk.high, fmt::format("{} parts per billion", judged));
    }
    if (!agree(risk.modelHigh, std::max(judged, band))) {
        violate("risk band high", risk.modelHigh,
                fmt::format("{} parts per billion", std::max(judged, band)));
    }
    context.expectNumber(check.id, "riskLimitPpb", context.requirements().memoryRisk.raw());
}

struct MemoryFigures {
    std::vector<Figure> figures;
    bool isOver = false;
    bool isBandOver = false;
};

MemoryFigures memoryFigures(const PlanContext& context) {
    MemoryFigures result;
    for (const BoundNode& node : context.nodes) {
        const Memory memory = memorySum(node);
        const std::int64_t limit = memoryLimit(context, node);
        result.figures.push_back({.node = node.node->name,
                                  .resource = "memory",
                                  .needed = memory.expected(),
                                  .available = limit});
        result.isOver = result.isOver || memory.expected() > limit;
        result.isBandOver = result.isBandOver || memory.high > limit;
    }
    return result;
}

void checkMemoryNumbers(const PlanContext& context, const Check& check) {
    const std::string name = wordOf(check, "node");
    for (const BoundNode& node : context.nodes) {
        if (node.node->name != name) {
            continue;
        }
        const Memory memory = memorySum(node);
        context.expectWord(check.id, "measure", node.isK3s() ? "core" : "working set");
        context.expectNumber(check.id, "overheadBytes", memory.overhead);
        context.expectNumber(check.id, "podsBytes", memory.pods);
        context.expectNumber(
            check.id, "capacityBytes",
            (node.isK3s() ? node.node->capacity : node.node->allocatableMemory).raw());
        context.expectNumber(check.id, "otherMeasureBytes", memory.other);
        context.expectNumber(check.id, "bandLowBytes", memory.low);
        context.expectNumber(check.id, "bandHighBytes", memory.high);
    }
}

void checkMemory(const PlanContext& context) {
    const Check* check = context.check(CheckId::FitMemory);
    if (check == nullptr || context.nodes.empty()) {
        return;
    }
    const MemoryFigures memory = memoryFigures(context);
    checkRiskFigures(context, *check);
    checkMemoryNumbers(context, *check);
    const std::int64_t allowed = context.requirements().memoryRisk.raw();
    const std::int64_t risk = numberOf(*check, "riskPpb").value_or(allowed + 1);
    const std::int64_t band = numberOf(*check, "riskBandHighPpb").value_or(allowed + 1);
    NamedFigure named = NamedFigure::Any;
    if (memory.isOver) {
        context.expectVerdict(check->id, {Verdict::Fail}, "more is expected than may be used");
        named = NamedFigure::Tightest;
    } else if (risk > allowed) {
        context.expectVerdict(check->id, {Verdict::Fail}, fmt::format("risk {} ppb", risk));
    } else if (!unknownWorkloads(context).empty()) {
        context.expectVerdict(check->id, {Verdict::Unknown}, "a workload nothing is known about");
    } else if (memory.isBandOver || band > allowed) {
        context.expectVerdict(check->id, {Verdict::Warn}, "unlucky guesses would not fit");
    } else {
        context.expectVerdict(check->id, {Verdict::Pass}, "expected, risk and band fit");
        named = NamedFigure::Tightest;
    }
    expectFigure(context, check->id, memory.figures, named);
}

// --- fit.cpu ---

Figure cpuFigure(const PlanContext& context, const BoundNode& node) {
    std::int64_t sum = node.overhead.cpu.expected.raw();
    for (const BoundPod* pod : node.pods) {
        sum += pod->workload->demand.cpu.expected.raw();
    }
    const Int128 scale = cpuScale(context, node);
    const Int128 scaled = (static_cast<Int128>(sum) * 1'000'000 + scale - 1) / scale;
    return {.node = node.node->name,
            .resource = kCpu,
            .needed = static_cast<std::int64_t>(scaled),
            .available = withHeadroom(context, usableCpu(node))};
}

bool isStolen(const PlanContext& context) {
    const AssumptionRow* steal = context.input.assumptions.find("cpu.steal");
    const double share = steal != nullptr ? steal->high : 0.1;
    return std::ranges::any_of(context.nodes, [&](const BoundNode& node) {
        const Figure cpu = cpuFigure(context, node);
        return !node.isStated() && node.offer->cpuShare == CpuShare::Shared &&
               cpu.needed >
                   static_cast<std::int64_t>(static_cast<double>(cpu.available) * (1 - share));
    });
}

bool isThrottled(const PlanContext& context) {
    return std::ranges::any_of(context.pods, [&](const BoundPod& pod) {
        const auto limit = limitOf(pod.workload->pod, kCpu);
        if (pod.at == nullptr || !limit) {
            return false;
        }
        const double scale = static_cast<double>(cpuScale(context, *pod.at)) / 1e6;
        const double mean = static_cast<double>(pod.workload->demand.cpu.expected.raw());
        const double p99 = static_cast<double>(pod.workload->demand.cpu.p99.raw());
        const double p95 = mean + kP95OverP99 * std::max(0.0, p99 - mean);
        return roundedUp(p95 / scale) > *limit;
    });
}

void checkCpu(const PlanContext& context) {
    std::vector<Figure> figures;
    for (const BoundNode& node : context.nodes) {
        figures.push_back(cpuFigure(context, node));
    }
    if (figures.empty()) {
        return;
    }
    expectFigure(context, CheckId::FitCpu, figures, NamedFigure::Tightest);
    for (const BoundNode& node : context.nodes) {
        const Check* check = context.check(CheckId::FitCpu);
        if (check != nullptr && wordOf(*check, "node") == node.node->name) {
            context.expectNumber(CheckId::FitCpu, "scalePpm", cpuScale(context, node));
        }
    }
    if (std::ranges::any_of(figures, [](const Figure& figure) { return !figure.holds(); })) {
        context.expectVerdict(CheckId::FitCpu, {Verdict::Fail}, "more cores than there are");
    } else if (!unknownWorkloads(context).empty()) {
        context.expectVerdict(CheckId::FitCpu, {Verdict::Unknown},
                              "a workload nothing is known about");
    } else if (isStolen(context) || isThrottled(context)) {
        context.expectVerdict(CheckId::FitCpu, {Verdict::Warn},
                              "neighbours or a limit can slow it down");
    } else {
        context.expectVerdict(CheckId::FitCpu, {Verdict::Pass}, "the cores suffice");
    }
}

// --- fit.pods, fit.ports ---

void checkPods(const PlanContext& context) {
    std::vector<Figure> figures;
    for (const BoundNode& node : context.nodes) {
        const auto count = static_cast<std::int64_t>(node.pods.size());
        figures.push_back({.node = node.node->name,
                           .resource = "pods",
                           .needed = count,
                           .available = node.node->allocatablePods});
    }
    if (figures.empty()) {
        return;
    }
    expectFigure(context, CheckId::FitPods, figures, NamedFigure::Tightest);
    const bool holds = std::ranges::all_of(figures, [](const Figure& one) { return one.holds(); });
    context.expectVerdict(CheckId::FitPods, {holds ? Verdict::Pass : Verdict::Fail},
                          holds ? "enough slots" : "too many pods");
}

void checkPorts(const PlanContext& context) {
    const bool clashes = std::ranges::any_of(context.broken, [](const auto& broken) {
        return std::ranges::any_of(
            broken, [](const std::string& rule) { return rule.starts_with("port "); });
    });
    const bool isPending = std::ranges::any_of(context.pods, [](const BoundPod& pod) {
        return pod.at == nullptr && !pod.workload->pod.hostPorts.empty();
    });
    if (clashes) {
        context.expectVerdict(CheckId::FitPorts, {Verdict::Fail}, "two pods share a port");
    } else if (isPending) {
        context.expectVerdict(CheckId::FitPorts, {Verdict::Pass, Verdict::Fail}, "no clash");
    } else {
        context.expectVerdict(CheckId::FitPorts, {Verdict::Pass}, "no two pods share a port");
        std::int64_t ports = 0;
        for (const PlannedWorkload& workload : context.expansion.workloads) {
            ports += static_cast<std::int64_t>(workload.pod.hostPorts.size());
        }
        context.expectNumber(CheckId::FitPorts, "hostPorts", ports);
    }
}

}  // namespace

void checkFits(const PlanContext& context) {
    checkRequests(context);
    checkMemory(context);
    checkCpu(context);
    checkPods(context);
    checkPorts(context);
}

}  // namespace stowage::checker
