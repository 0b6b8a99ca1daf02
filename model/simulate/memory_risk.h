#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/units.h"
#include "model/distribution.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "model/scenario.h"

namespace stowage::simulate {

/// What decides about memory on a node: the kernel (core: what it cannot reclaim) on K3s, the
/// kubelet (working set) on managed nodes and where the allocatable is stated.
enum class MemoryMeasure { Core, WorkingSet };

MemoryMeasure memoryMeasureOf(const LayoutNode& node);
std::string_view toWord(MemoryMeasure measure);  ///< "core", "working set"
/// Where a node runs out: the capacity of a K3s node, the allocatable of any other.
Bytes memoryCapacityOf(const LayoutNode& node);
/// Mean (equal to judgedMemoryOf) and the moments of what varies, in the measure of the node.
const UsageMoments& judgedChanceOf(const PlannedWorkload& workload, const LayoutNode& node);
/// The model band of the mean in the measure of the node.
struct MemoryBand {
    Bytes low;
    Bytes high;
    bool operator==(const MemoryBand&) const = default;
};
MemoryBand judgedBandOf(const MemoryUse& use, MemoryMeasure measure);

/// Constants of the monthly risk; assumptions `risk.*` where the table has them.
struct RiskConstants {
    double monthHours = 730;
    double decorrelationHours = 1;  ///< tau: moments this far apart count as independent
    double deployHours = 5.0 / 60;
    double lossesPerNodeAndMonth = 0.02;
    double lossHours = 1;         ///< until the lost node is back or replaced
    double appCorrelation = 0.3;  ///< between the pods of one app
    bool operator==(const RiskConstants&) const = default;
};
RiskConstants riskConstants(const AssumptionTable& assumptions);

/// `count` pods with the same law of memory, in bytes.
struct MemoryPart {
    UsageMoments law;
    std::int64_t count = 1;
};

/// Pods of one environment; empty: of the cluster or of a shared engine, independent of all others.
struct AppMemory {
    std::string_view environmentId;
    UsageMoments law;
    std::int64_t count = 1;
};
/// Pods of one app move together (traffic, a bad release): each is the sum of an own part and of
/// its share of one factor of the app, so that two of them correlate by `correlation`. The result
/// holds the own parts and one factor an app, all independent; every pod keeps its mean and
/// variance, and its third moment where the pods of the app are equally skewed.
std::vector<MemoryPart> correlatedParts(const std::vector<AppMemory>& pods, double correlation);

/// All memory of one node in the normal phase, overhead included.
struct NodeMemory {
    Bytes capacity;
    std::vector<MemoryPart> parts;
};

/// Pods that a phase adds to one node.
struct AddedMemory {
    std::size_t node = 0;
    std::vector<MemoryPart> parts;
};

/// A recurring situation: a deploy of one environment, the loss of one node. The normal phase is
/// implied: one event that lasts the month.
struct RiskPhase {
    std::string name;
    double eventsPerMonth = 0;
    double hours = 0;
    std::vector<AddedMemory> added;
    static constexpr std::size_t kNoNode = static_cast<std::size_t>(-1);
    std::size_t lostNode = kNoNode;  ///< holds nothing during the phase
};

struct MemoryRiskInput {
    std::vector<NodeMemory> nodes;
    std::vector<RiskPhase> phases;
    RiskConstants constants;
};

enum class RiskMethod {
    Cumulants,        ///< of Cornish-Fisher and shifted gamma the larger, times kCumulantSafety
    CumulantsAndFft,  ///< the larger of those and of the convolution on the grid
};

/// P(month) = 1 - exp(-N), N = sum over phases of events * max(1, hours / tau) * p_any.
struct MonthlyRisk {
    double value = 0;  ///< convolution, nodes independent
    double low = 0;    ///< lowest method, nodes fully dependent (max of p)
    double high = 0;   ///< highest method, nodes added up: this one is judged
    std::size_t worstNode = 0;
    std::string worstPhase;             ///< empty: normal
    std::vector<double> normalPerNode;  ///< p_k at a random peak moment, highest method
};
MonthlyRisk monthlyMemoryRisk(const MemoryRiskInput& input, RiskMethod method);

/// P(sum of the parts > capacity) at a random moment, by convolution on a grid of 4096 points with
/// masses rounded up. Parts follow the gamma law of their three moments.
double convolvedTail(const std::vector<MemoryPart>& parts, Bytes capacity);
/// Sum of the moments.
UsageMoments sumOf(const std::vector<MemoryPart>& parts);

/// One node of a candidate as the planner's inner loop carries it: plain sums in its measure.
struct QuickNode {
    Bytes expected;  ///< overhead + pods
    Bytes limit;     ///< memoryLimitOf
    Bytes capacity;  ///< memoryCapacityOf
    UsageMoments chance;
};

/// A deploy that adds pods to one node.
struct QuickDeploy {
    std::size_t node = 0;
    double eventsPerMonth = 0;
    UsageMoments added;
};

enum class QuickMemoryVerdict { Fits, OverHeadroom, OverRisk };

/// fit.memory from sums alone: expected against the headroom limit, then the monthly risk by
/// cumulants (high side) against requirements.memoryRisk, both in integers. Never kinder than the
/// audit about headroom; about risk the audit may still refuse what passes here.
QuickMemoryVerdict judgeMemoryQuick(std::span<const QuickNode> nodes,
                                    std::span<const QuickDeploy> deploys,
                                    const Requirements& requirements,
                                    const RiskConstants& constants);

}  // namespace stowage::simulate
