#include "model/simulate/check_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/simulate/check_text.h"
#include "model/simulate/statistics.h"

namespace stowage::simulate {
namespace {

/// Deviations of a mean to both sides, in bytes.
struct Deviation {
    double down = 0;
    double up = 0;

    void add(Bytes low, Bytes expected, Bytes high) {
        down += std::max(0.0, static_cast<double>((expected - low).raw()));
        up += std::max(0.0, static_cast<double>((high - expected).raw()));
    }
    void addSquaresTo(Deviation& squares) const {
        squares.down += down * down;
        squares.up += up * up;
    }
};

/// One part a class of equal pods, so that the convolution transforms each law once.
void addPart(std::vector<MemoryPart>& parts, const UsageMoments& law, std::int64_t count = 1) {
    for (MemoryPart& part : parts) {
        if (part.law == law) {
            part.count += count;
            return;
        }
    }
    parts.push_back({.law = law, .count = count});
}

const UsageMoments& overheadChance(const LayoutNode& node) {
    const MemoryUse& use = node.overhead.memory;
    return memoryMeasureOf(node) == MemoryMeasure::Core ? use.coreChance : use.chance;
}

class MemoryJudge {
public:
    explicit MemoryJudge(const AuditContext& context) : m_context(context) {}

    MemoryAudit run() {
        for (std::size_t k = 0; k < m_context.nodeCount(); ++k) {
            m_nodes.push_back(expectationOf(m_context, NodeIndex(k)));
        }
        makeRiskInput();
        if (m_context.options.depth == AuditDepth::Screening) {
            m_risk = monthlyMemoryRisk(m_input, RiskMethod::Cumulants);
            m_bandHigh = m_risk.high;
            m_bandLow = m_risk.low;
            return {.check = judge(), .figures = figures()};
        }
        m_risk = monthlyMemoryRisk(m_input, RiskMethod::CumulantsAndFft);
        m_bandHigh =
            shifted([](const NodeExpectation& node) { return node.expected() - node.high; }).high;
        m_bandLow =
            shifted([](const NodeExpectation& node) { return node.expected() - node.low; }).low;
        return {.check = judge(), .figures = figures()};
    }

private:
    const LayoutNode& layoutNode(std::size_t k) const { return m_context.layout().nodes[k]; }
    Bytes limit(std::size_t k) const {
        return memoryLimitOf(layoutNode(k), m_context.requirements());
    }

    void makeRiskInput() {
        m_input.constants = m_context.constants;
        for (std::size_t k = 0; k < m_context.nodeCount(); ++k) {
            std::vector<AppMemory> pods{{.law = overheadChance(layoutNode(k))}};
            for (const WorkloadIndex pod : m_context.podsOn[k]) {
                const PlannedWorkload& workload = m_context.workload(pod);
                pods.push_back({.environmentId = workload.environmentId,
                                .law = judgedChanceOf(workload, layoutNode(k))});
            }
            m_input.nodes.push_back(
                {.capacity = memoryCapacityOf(layoutNode(k)),
                 .parts = correlatedParts(pods, m_context.constants.appCorrelation)});
        }
        for (const EnvironmentRollout& rollout : m_context.rollouts) {
            addDeploy(rollout);
        }
        for (const NodeLossCase& loss : m_context.losses) {
            addLoss(loss);
        }
    }

    void addPod(RiskPhase& phase, WorkloadIndex workload, NodeIndex node,
                std::int64_t count) const {
        const auto at =
            std::find_if(phase.added.begin(), phase.added.end(),
                         [&](const AddedMemory& added) { return added.node == node.value(); });
        AddedMemory& added =
            at != phase.added.end() ? *at : phase.added.emplace_back(AddedMemory{node.value(), {}});
        addPart(added.parts, judgedChanceOf(m_context.workload(workload), layoutNode(node.value())),
                count);
    }

    /// A deploy makes at most `replicas` new pods; old ones in their grace period still hold memory
    /// while the next new one starts, where the first of them did.
    void addDeploy(const EnvironmentRollout& rollout) {
        const Environment* environment =
            m_context.scenario().findEnvironment(rollout.environmentId);
        const TrafficSpec traffic = environment != nullptr ? environment->traffic : TrafficSpec{};
        RiskPhase phase{.name = "a deploy of " + rollout.environmentId,
                        .eventsPerMonth = static_cast<double>(traffic.deploysPerMonth),
                        .hours = m_context.constants.deployHours};
        for (const WorkloadRollout& workload : rollout.workloads) {
            const std::int64_t replicas = m_context.workload(workload.workload).replicas;
            std::int64_t terminating =
                std::min(workload.peakWithTerminating, 2 * replicas) - workload.peakPods;
            for (const PlacedPod& pod : workload.surgePods) {
                if (pod.node.isValid()) {
                    const std::int64_t more = std::max<std::int64_t>(0, terminating);
                    addPod(phase, workload.workload, pod.node, 1 + more);
                    terminating = 0;
                }
            }
        }
        if (!phase.added.empty()) {
            m_input.phases.push_back(std::move(phase));
        }
    }

    void addLoss(const NodeLossCase& loss) {
        RiskPhase phase{.name = "the loss of " + m_context.nodeName(loss.node),
                        .eventsPerMonth = m_context.constants.lossesPerNodeAndMonth,
                        .hours = m_context.constants.lossHours,
                        .lostNode = loss.node.value()};
        for (const PlacedPod& pod : loss.replacement.placed) {
            addPod(phase, pod.workload, pod.node, 1);
        }
        m_input.phases.push_back(std::move(phase));
    }

    /// The risk when every unknown constant moves all nodes by this much.
    template <typename Shift>
    MonthlyRisk shifted(Shift shiftOf) const {
        MemoryRiskInput moved = m_input;
        for (std::size_t k = 0; k < moved.nodes.size(); ++k) {
            moved.nodes[k].capacity += shiftOf(m_nodes[k]);
        }
        return monthlyMemoryRisk(moved, RiskMethod::Cumulants);
    }

    PartsPerBillion judgedRisk() const { return toPartsPerBillionRoundUp(m_risk.high); }

    Comparison comparisonOf(std::size_t k) const {
        return {.node = layoutNode(k).name,
                .resource = "memory",
                .needed = m_nodes[k].expected().raw(),
                .available = limit(k).raw()};
    }

    std::size_t tightestNode() const {
        std::size_t tightest = 0;
        for (std::size_t k = 1; k < m_nodes.size(); ++k) {
            if (comparisonOf(k).isTighterThan(comparisonOf(tightest))) {
                tightest = k;
            }
        }
        return tightest;
    }

    /// A node whose band reaches over its limit, the tightest first.
    std::optional<std::size_t> nodeOfBand(std::size_t tightest) const {
        if (m_nodes[tightest].high > limit(tightest)) {
            return tightest;
        }
        for (std::size_t k = 0; k < m_nodes.size(); ++k) {
            if (m_nodes[k].high > limit(k)) {
                return k;
            }
        }
        return std::nullopt;
    }

    Check judge() const {
        const std::vector<std::string> unknown = m_context.unknownWorkloads();
        if (m_nodes.empty()) {
            return makeCheck(CheckId::FitMemory, Verdict::Pass, "no node, so nothing to hold");
        }
        const std::size_t tightest = tightestNode();
        if (!comparisonOf(tightest).holds()) {
            return withNumbers(tightest, overHeadroom(tightest));
        }
        if (judgedRisk() > m_context.requirements().memoryRisk) {
            return withNumbers(m_risk.worstNode, overRisk(m_risk.worstNode));
        }
        if (!unknown.empty()) {
            return withNumbers(
                tightest, makeCheck(CheckId::FitMemory, Verdict::Unknown,
                                    fmt::format("nothing is known about the memory of {}: give "
                                                "requests or usage",
                                                listText(unknown))));
        }
        if (const auto node = nodeOfBand(tightest)) {
            return withNumbers(*node, bandOverHeadroom(*node));
        }
        if (toPartsPerBillionRoundUp(m_bandHigh) > m_context.requirements().memoryRisk) {
            return withNumbers(m_risk.worstNode, bandOverRisk(m_risk.worstNode));
        }
        return withNumbers(tightest, fits(tightest));
    }

    std::string measureText(std::size_t k) const {
        return memoryMeasureOf(layoutNode(k)) == MemoryMeasure::Core
                   ? "memory that the kernel cannot reclaim"
                   : "working set";
    }

    std::string limitText(std::size_t k) const {
        const char* whole = layoutNode(k).shape.kind == NodeShapeKind::K3s ? "" : " for pods";
        return fmt::format("{} that it may use ({}{} less {} headroom)", mebibyteText(limit(k)),
                           mebibyteText(memoryCapacityOf(layoutNode(k))), whole,
                           shareText(m_context.requirements().headroom));
    }

    std::string useText(std::size_t k) const {
        const NodeExpectation& node = m_nodes[k];
        const std::string own =
            node.overhead.isZero()
                ? ""
                : fmt::format(" ({} for the system and K3s, {} for the pods)",
                              mebibyteText(node.overhead), mebibyteText(node.pods));
        return fmt::format("{} is expected to hold {}{}", layoutNode(k).name,
                           mebibyteText(node.expected()), own);
    }

    Check overHeadroom(std::size_t k) const {
        return makeCheck(CheckId::FitMemory, Verdict::Fail,
                         fmt::format("{}, more than the {}", useText(k), limitText(k)));
    }

    std::string riskText() const {
        return "the chance that memory runs out is " + stowage::riskText(m_risk.high);
    }

    std::string allowedRiskText() const {
        const double allowed = static_cast<double>(m_context.requirements().memoryRisk.raw()) / 1e9;
        return stowage::riskText(allowed) + " allowed";
    }

    Check overRisk(std::size_t k) const {
        const std::string phase = m_risk.worstPhase.empty()
                                      ? ""
                                      : fmt::format(", most of it during {}", m_risk.worstPhase);
        Check check = makeCheck(
            CheckId::FitMemory, Verdict::Fail,
            fmt::format("{}{}, more than the {}; {} of {}", riskText(), phase, allowedRiskText(),
                        useText(k), mebibyteText(memoryCapacityOf(layoutNode(k)))));
        return check;
    }

    Check bandOverHeadroom(std::size_t k) const {
        return makeCheck(
            CheckId::FitMemory, Verdict::Warn,
            fmt::format(
                "{} of the {}; but some figures are guesses, and with unlucky ones it could "
                "be {}",
                useText(k), limitText(k), mebibyteText(m_nodes[k].high)));
    }

    Check bandOverRisk(std::size_t k) const {
        return makeCheck(
            CheckId::FitMemory, Verdict::Warn,
            fmt::format("{} and {} of the {}; but some figures are guesses, and with unlucky ones "
                        "the chance could be {} ({})",
                        riskText(), useText(k), limitText(k), stowage::riskText(m_bandHigh),
                        allowedRiskText()));
    }

    Check fits(std::size_t k) const {
        return makeCheck(CheckId::FitMemory, Verdict::Pass,
                         fmt::format("{} of the {}; {} ({})", useText(k), limitText(k), riskText(),
                                     allowedRiskText()));
    }

    Check withNumbers(std::size_t k, Check check) const {
        const NodeExpectation& node = m_nodes[k];
        addComparison(check, comparisonOf(k));
        addWord(check, "measure", std::string(toWord(memoryMeasureOf(layoutNode(k)))));
        addNumber(check, "overheadBytes", node.overhead.raw());
        addNumber(check, "podsBytes", node.pods.raw());
        addNumber(check, "capacityBytes", memoryCapacityOf(layoutNode(k)).raw());
        addNumber(check, "bandLowBytes", node.low.raw());
        addNumber(check, "bandHighBytes", node.high.raw());
        addNumber(check, "p99Bytes",
                  bytesRoundUp(upperQuantile(sumOf(m_input.nodes[k].parts), 0.01)).raw());
        addWord(check, "otherMeasure",
                memoryMeasureOf(layoutNode(k)) == MemoryMeasure::Core ? "working set" : "core");
        addNumber(check, "otherMeasureBytes", otherMeasure(k).raw());
        addNumber(check, "riskPpb", judgedRisk().raw());
        addNumber(check, "riskLimitPpb", m_context.requirements().memoryRisk.raw());
        addNumber(check, "riskBandHighPpb", toPartsPerBillionRoundUp(m_bandHigh).raw());
        if (!m_risk.worstPhase.empty()) {
            addWord(check, "riskPhase", m_risk.worstPhase);
        }
        if (check.verdict == Verdict::Fail && !check.shortage) {
            check.shortage = riskShortage(k);
        }
        return check;
    }

    Bytes otherMeasure(std::size_t k) const {
        const bool isCore = memoryMeasureOf(layoutNode(k)) == MemoryMeasure::Core;
        const auto other = [&](const MemoryUse& use) {
            return isCore ? use.expected : use.coreExpected;
        };
        Bytes sum = other(layoutNode(k).overhead.memory);
        for (const WorkloadIndex pod : m_context.podsOn[k]) {
            sum += other(m_context.workload(pod).demand.memory);
        }
        return sum;
    }

    /// The smallest capacity of this node with which the risk would be allowed, to one MiB.
    Shortage riskShortage(std::size_t k) const {
        const Bytes capacity = memoryCapacityOf(layoutNode(k));
        std::int64_t low = 0;
        std::int64_t high = capacity.raw() / mebibytes(1).raw() + 1;
        while (low + 1 < high) {
            const std::int64_t middle = (low + high) / 2;
            MemoryRiskInput larger = m_input;
            larger.nodes[k].capacity += mebibytes(middle);
            const double risk = monthlyMemoryRisk(larger, RiskMethod::Cumulants).high;
            const bool isEnough =
                toPartsPerBillionRoundUp(risk) <= m_context.requirements().memoryRisk;
            (isEnough ? high : low) = middle;
        }
        return toShortage({.node = layoutNode(k).name,
                           .resource = "memory",
                           .needed = (capacity + mebibytes(high)).raw(),
                           .available = capacity.raw()});
    }

    MemoryRiskFigures figures() const {
        return {.memoryPerMonth = m_risk.value,
                .low = m_risk.low,
                .high = m_risk.high,
                .modelLow = std::min(m_bandLow, m_risk.low),
                .modelHigh = std::max(m_bandHigh, m_risk.high)};
    }

    const AuditContext& m_context;
    std::vector<NodeExpectation> m_nodes;
    MemoryRiskInput m_input;
    MonthlyRisk m_risk;
    double m_bandLow = 0;
    double m_bandHigh = 0;
};

}  // namespace

NodeExpectation expectationOf(const AuditContext& context, NodeIndex node) {
    const LayoutNode& layoutNode = context.layout().nodes[node.value()];
    const MemoryMeasure measure = memoryMeasureOf(layoutNode);
    NodeExpectation sum{.overhead = judgedOverheadOf(layoutNode)};
    Deviation own;
    const MemoryBand ownBand = judgedBandOf(layoutNode.overhead.memory, measure);
    own.add(ownBand.low, sum.overhead, ownBand.high);
    std::map<std::string, Deviation> byProfile;
    for (const WorkloadIndex pod : context.podsOn[node.value()]) {
        const PlannedWorkload& workload = context.workload(pod);
        const Bytes expected = judgedMemoryOf(workload, layoutNode);
        const MemoryBand band = judgedBandOf(workload.demand.memory, measure);
        const std::string& profile = workload.demand.profile;
        byProfile[profile.empty() ? workload.id() : profile].add(band.low, expected, band.high);
        sum.pods += expected;
    }
    Deviation squares;
    own.addSquaresTo(squares);
    for (const auto& [profile, deviation] : byProfile) {
        deviation.addSquaresTo(squares);
    }
    sum.high = sum.expected() + bytesRoundUp(std::sqrt(squares.up));
    sum.low = std::max(Bytes(), sum.expected() - bytesRoundUp(std::sqrt(squares.down)));
    return sum;
}

MemoryAudit checkFitMemory(const AuditContext& context) {
    return MemoryJudge(context).run();
}

}  // namespace stowage::simulate
