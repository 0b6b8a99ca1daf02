#include "model/simulate/memory_risk.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "model/base/invariant.h"
#include "model/simulate/audit.h"
#include "model/simulate/convolution.h"
#include "model/simulate/statistics.h"

namespace stowage::simulate {
namespace {

/// A tail below this is under the rounding noise of the transform: the cumulants stand alone.
constexpr double kTailNoise = 1e-12;
/// A law starts this many standard deviations below its mean; what lies lower is rounded up to it.
constexpr double kLowerDeviations = 3.5;
/// A law ends where its own tail is below this; the rest is gathered in the last point.
constexpr double kMassNoise = 1e-15;

double toDouble(Bytes bytes) {
    return static_cast<double>(bytes.raw());
}

/// Masses of one law on the grid, less a part that never goes away.
struct GridLaw {
    double offset = 0;  ///< bytes
    std::vector<double> masses;
};

GridLaw gridLaw(const UsageMoments& law, double step) {
    const double deviation = std::sqrt(law.variance);
    GridLaw grid{.offset = law.mean - kLowerDeviations * deviation};
    double above = 1;
    for (std::size_t i = 0; i + 1 < kGridPoints; ++i) {
        const double tail = shiftedGammaTail(law, grid.offset + step * static_cast<double>(i));
        grid.masses.push_back(above - tail);
        above = tail;
        if (tail < kMassNoise) {
            return grid;
        }
    }
    grid.masses.push_back(above);
    return grid;
}

/// One node on its grid; phases reuse the spectrum of the normal phase.
class NodeGrid {
public:
    NodeGrid(GridTransform& transform, const NodeMemory& node)
        : m_transform(transform),
          m_capacity(toDouble(node.capacity)),
          m_sum(GridTransform::unit()) {
        double least = 0;
        for (const MemoryPart& part : node.parts) {
            least += static_cast<double>(part.count) *
                     (part.law.mean - kLowerDeviations * std::sqrt(part.law.variance));
        }
        // Half of the grid holds what fits, so that little of the sum can wrap around.
        m_step = (m_capacity - least) / static_cast<double>(kGridPoints / 2);
        if (m_step > 0) {
            add(m_sum, m_offset, node.parts);
        }
    }

    double tail() const { return tailOf(m_sum, m_offset); }

    double tailWith(const std::vector<MemoryPart>& parts) const {
        Spectrum sum = m_sum;
        double offset = m_offset;
        if (m_step > 0) {
            add(sum, offset, parts);
        }
        return tailOf(sum, offset);
    }

private:
    void add(Spectrum& sum, double& offset, const std::vector<MemoryPart>& parts) const {
        for (const MemoryPart& part : parts) {
            if (part.law.variance <= 0) {
                offset += part.law.mean * static_cast<double>(part.count);
                continue;
            }
            const GridLaw law = gridLaw(part.law, m_step);
            offset += law.offset * static_cast<double>(part.count);
            multiplyBy(sum, m_transform.toSpectrum(law.masses), part.count);
        }
    }

    double tailOf(const Spectrum& sum, double offset) const {
        if (m_step <= 0) {
            return 1;
        }
        const double steps = std::floor((m_capacity - offset) / m_step);
        return m_transform.upperTail(sum, static_cast<std::int64_t>(steps));
    }

    GridTransform& m_transform;
    double m_capacity = 0;
    double m_step = 0;
    double m_offset = 0;
    Spectrum m_sum;
};

/// Tail of one node in one phase: the convolution, and the range over the methods.
struct NodeTail {
    double value = 0;
    double low = 0;
    double high = 0;
};

NodeTail constantTail(const UsageMoments& sum, Bytes capacity) {
    const double tail = sum.mean > toDouble(capacity) ? 1 : 0;
    return {.value = tail, .low = tail, .high = tail};
}

NodeTail cumulantTail(const UsageMoments& sum, Bytes capacity) {
    if (sum.variance <= 0) {
        return constantTail(sum, capacity);
    }
    const double room = toDouble(capacity);
    const double expanded = cornishFisherTail(sum, room);
    const double gamma = shiftedGammaTail(sum, room);
    return {.value = std::max(expanded, gamma),
            .low = std::min(expanded, gamma),
            .high = std::min(1.0, kCumulantSafety * std::max(expanded, gamma))};
}

void widen(NodeTail& tail, double convolved) {
    tail.value = convolved;
    tail.low = std::min(tail.low, convolved);
    tail.high = std::max(tail.high, convolved);
}

/// p_any of the cluster from the tails of its nodes.
struct AnyTail {
    double none = 1;  ///< product of 1 - value
    double low = 0;
    double high = 0;

    void take(const NodeTail& tail) {
        none *= 1 - tail.value;
        low = std::max(low, tail.low);
        high = std::min(1.0, high + tail.high);
    }
};

/// Adds up the phases of a month.
class MonthSum {
public:
    void add(const AnyTail& any, double weight) {
        m_value += weight * (1 - any.none);
        m_low += weight * any.low;
        m_high += weight * any.high;
    }
    void writeTo(MonthlyRisk& risk) const {
        risk.value = -std::expm1(-m_value);
        risk.low = std::min(-std::expm1(-m_low), risk.value);
        risk.high = std::max(-std::expm1(-m_high), risk.value);
    }

private:
    double m_value = 0;
    double m_low = 0;
    double m_high = 0;
};

double phaseWeight(double events, double hours, const RiskConstants& constants) {
    return events * std::max(1.0, hours / constants.decorrelationHours);
}

/// Walks over the phases; holds the sums and, when wanted, the grids of the normal phase.
class RiskWalk {
public:
    RiskWalk(const MemoryRiskInput& input, RiskMethod method)
        : m_input(input), m_method(method), m_grids(input.nodes.size()) {
        for (const NodeMemory& node : input.nodes) {
            m_sums.push_back(sumOf(node.parts));
        }
    }

    MonthlyRisk run() {
        const double normalWeight = phaseWeight(1, m_input.constants.monthHours, m_input.constants);
        AnyTail any;
        for (std::size_t k = 0; k < m_input.nodes.size(); ++k) {
            m_normal.push_back(normalTail(k));
            m_risk.normalPerNode.push_back(m_normal[k].high);
            any.take(m_normal[k]);
            noteWorst(k, "", normalWeight * m_normal[k].high);
        }
        m_month.add(any, normalWeight);
        for (const RiskPhase& phase : m_input.phases) {
            addPhase(phase);
        }
        m_month.writeTo(m_risk);
        return m_risk;
    }

private:
    NodeGrid& gridOf(std::size_t k) {
        if (!m_grids[k]) {
            m_grids[k] = std::make_unique<NodeGrid>(transform(), m_input.nodes[k]);
        }
        return *m_grids[k];
    }

    GridTransform& transform() {
        if (!m_transform) {
            m_transform = std::make_unique<GridTransform>();
        }
        return *m_transform;
    }

    bool needsGrid(const UsageMoments& sum, const NodeTail& tail) const {
        return m_method == RiskMethod::CumulantsAndFft && sum.variance > 0 &&
               tail.high > kTailNoise;
    }

    NodeTail normalTail(std::size_t k) {
        NodeTail tail = cumulantTail(m_sums[k], m_input.nodes[k].capacity);
        if (needsGrid(m_sums[k], tail)) {
            widen(tail, gridOf(k).tail());
        }
        return tail;
    }

    NodeTail tailWith(std::size_t k, const std::vector<MemoryPart>& parts) {
        const UsageMoments sum = m_sums[k] + sumOf(parts);
        NodeTail tail = cumulantTail(sum, m_input.nodes[k].capacity);
        if (needsGrid(sum, tail)) {
            widen(tail, gridOf(k).tailWith(parts));
        }
        return tail;
    }

    void addPhase(const RiskPhase& phase) {
        const double weight = phaseWeight(phase.eventsPerMonth, phase.hours, m_input.constants);
        std::vector<NodeTail> tails = m_normal;
        for (const AddedMemory& added : phase.added) {
            STOWAGE_ASSERT(added.node < tails.size());
            tails[added.node] = tailWith(added.node, added.parts);
        }
        if (phase.lostNode != RiskPhase::kNoNode) {
            tails[phase.lostNode] = NodeTail{};
        }
        AnyTail any;
        for (std::size_t k = 0; k < tails.size(); ++k) {
            any.take(tails[k]);
            noteWorst(k, phase.name, weight * tails[k].high);
        }
        m_month.add(any, weight);
    }

    void noteWorst(std::size_t k, const std::string& phase, double episodes) {
        if (episodes > m_worstEpisodes) {
            m_worstEpisodes = episodes;
            m_risk.worstNode = k;
            m_risk.worstPhase = phase;
        }
    }

    const MemoryRiskInput& m_input;
    RiskMethod m_method;
    std::vector<UsageMoments> m_sums;
    std::vector<NodeTail> m_normal;
    std::unique_ptr<GridTransform> m_transform;
    std::vector<std::unique_ptr<NodeGrid>> m_grids;
    MonthSum m_month;
    MonthlyRisk m_risk;
    double m_worstEpisodes = 0;
};

/// One part a class of equal pods, so that the convolution transforms each law once.
void addPart(std::vector<MemoryPart>& parts, const UsageMoments& law, std::int64_t count) {
    for (MemoryPart& part : parts) {
        if (part.law == law) {
            part.count += count;
            return;
        }
    }
    parts.push_back({.law = law, .count = count});
}

/// What the pods of one app have in common: sum of their deviations, skewness weighted alike.
struct CommonFactor {
    double deviations = 0;
    double weightedSkewness = 0;

    void add(const UsageMoments& law, std::int64_t count) {
        const double deviation = std::sqrt(law.variance) * static_cast<double>(count);
        deviations += deviation;
        weightedSkewness += deviation * law.thirdCentral / std::pow(law.variance, 1.5);
    }
    UsageMoments law(double common, double cubes) const {
        const double deviation = common * deviations;
        const double skew = weightedSkewness / deviations / cubes;
        return {.mean = 0,
                .variance = deviation * deviation,
                .thirdCentral = skew * deviation * deviation * deviation};
    }
};

double constantOr(const AssumptionTable& table, std::string_view id, double otherwise) {
    const AssumptionRow* row = table.find(id);
    return row != nullptr ? row->value : otherwise;
}

constexpr double kSecondsPerHour = 3600;

}  // namespace

MemoryMeasure memoryMeasureOf(const LayoutNode& node) {
    return node.shape.kind == NodeShapeKind::K3s ? MemoryMeasure::Core : MemoryMeasure::WorkingSet;
}

std::string_view toWord(MemoryMeasure measure) {
    return measure == MemoryMeasure::Core ? "core" : "working set";
}

Bytes memoryCapacityOf(const LayoutNode& node) {
    return node.shape.kind == NodeShapeKind::K3s ? node.shape.capacity
                                                 : node.shape.allocatable.memory();
}

const UsageMoments& judgedChanceOf(const PlannedWorkload& workload, const LayoutNode& node) {
    const MemoryUse& use = workload.demand.memory;
    return memoryMeasureOf(node) == MemoryMeasure::Core ? use.coreChance : use.chance;
}

MemoryBand judgedBandOf(const MemoryUse& use, MemoryMeasure measure) {
    return measure == MemoryMeasure::Core ? MemoryBand{.low = use.coreLow, .high = use.coreHigh}
                                          : MemoryBand{.low = use.low, .high = use.high};
}

Bytes memoryLimitOf(const LayoutNode& node, const Requirements& requirements) {
    return shareRoundDown(memoryCapacityOf(node), kWhole - requirements.headroom);
}

Bytes judgedMemoryOf(const PlannedWorkload& workload, const LayoutNode& node) {
    const MemoryUse& use = workload.demand.memory;
    return memoryMeasureOf(node) == MemoryMeasure::Core ? use.coreExpected : use.expected;
}

Bytes judgedOverheadOf(const LayoutNode& node) {
    const MemoryUse& use = node.overhead.memory;
    return memoryMeasureOf(node) == MemoryMeasure::Core ? use.coreExpected : use.expected;
}

RiskConstants riskConstants(const AssumptionTable& assumptions) {
    RiskConstants constants;
    const auto hours = [&](std::string_view id, double otherwise) {
        return constantOr(assumptions, id, otherwise * kSecondsPerHour) / kSecondsPerHour;
    };
    constants.monthHours = hours("risk.month", constants.monthHours);
    constants.decorrelationHours = hours("risk.tau", constants.decorrelationHours);
    constants.deployHours = hours("risk.deploy-duration", constants.deployHours);
    constants.lossesPerNodeAndMonth =
        constantOr(assumptions, "risk.node-losses", constants.lossesPerNodeAndMonth);
    constants.appCorrelation =
        constantOr(assumptions, "risk.app-correlation", constants.appCorrelation);
    return constants;
}

std::vector<MemoryPart> correlatedParts(const std::vector<AppMemory>& pods, double correlation) {
    STOWAGE_ASSERT(correlation >= 0 && correlation < 1);
    const double own = std::sqrt(1 - correlation);
    const double common = std::sqrt(correlation);
    const double cubes = own * own * own + common * common * common;
    std::vector<MemoryPart> parts;
    std::map<std::string_view, CommonFactor> factors;
    for (const AppMemory& pod : pods) {
        UsageMoments law = pod.law;
        if (!pod.environmentId.empty() && law.variance > 0) {
            factors[pod.environmentId].add(law, pod.count);
            law.variance *= own * own;
            law.thirdCentral *= own * own * own / cubes;
        }
        addPart(parts, law, pod.count);
    }
    for (const auto& [environmentId, factor] : factors) {
        addPart(parts, factor.law(common, cubes), 1);
    }
    return parts;
}

UsageMoments sumOf(const std::vector<MemoryPart>& parts) {
    UsageMoments sum;
    for (const MemoryPart& part : parts) {
        const double count = static_cast<double>(part.count);
        sum.mean += count * part.law.mean;
        sum.variance += count * part.law.variance;
        sum.thirdCentral += count * part.law.thirdCentral;
    }
    return sum;
}

double convolvedTail(const std::vector<MemoryPart>& parts, Bytes capacity) {
    GridTransform transform;
    return NodeGrid(transform, {.capacity = capacity, .parts = parts}).tail();
}

MonthlyRisk monthlyMemoryRisk(const MemoryRiskInput& input, RiskMethod method) {
    return RiskWalk(input, method).run();
}

QuickMemoryVerdict judgeMemoryQuick(std::span<const QuickNode> nodes,
                                    std::span<const QuickDeploy> deploys,
                                    const Requirements& requirements,
                                    const RiskConstants& constants) {
    double highest = 0;
    const auto tailOf = [](const UsageMoments& sum, Bytes capacity) {
        return safeCumulantTail(sum, toDouble(capacity));
    };
    for (const QuickNode& node : nodes) {
        if (node.expected > node.limit) {
            return QuickMemoryVerdict::OverHeadroom;
        }
        highest += tailOf(node.chance, node.capacity);
    }
    double episodes = phaseWeight(1, constants.monthHours, constants) * std::min(1.0, highest);
    for (const QuickDeploy& deploy : deploys) {
        const QuickNode& node = nodes[deploy.node];
        UsageMoments sum = node.chance;
        sum += deploy.added;
        const double others = highest - tailOf(node.chance, node.capacity);
        const double any = std::min(1.0, std::max(0.0, others) + tailOf(sum, node.capacity));
        episodes += phaseWeight(deploy.eventsPerMonth, constants.deployHours, constants) * any;
    }
    const PartsPerBillion risk = toPartsPerBillionRoundUp(-std::expm1(-episodes));
    return risk > requirements.memoryRisk ? QuickMemoryVerdict::OverRisk : QuickMemoryVerdict::Fits;
}

}  // namespace stowage::simulate
