#include <fmt/format.h>

#include "model/base/digest.h"
#include "model/plan_report.h"

namespace stowage {
namespace {

/// Risks and gaps are statistics: four significant digits say all that they know.
constexpr int kStatisticDigits = 4;

DocumentNode bytesNode(Bytes bytes) {
    return makeNumber(bytes.raw());
}
DocumentNode cpuNode(MilliCpu cpu) {
    return makeNumber(cpu.raw());
}
DocumentNode moneyNode(Money money) {
    return makeDecimal(toDecimal(money));
}
DocumentNode statisticNode(double value) {
    return makeRounded(value, kStatisticDigits);
}

DocumentNode textOrNull(const std::string& text) {
    return text.empty() ? makeNull() : makeString(text);
}

DocumentNode toNode(const PlanResources& resources) {
    DocumentNode node = makeMap();
    addEntry(node, "cpuMilli", cpuNode(resources.cpu));
    addEntry(node, "memoryBytes", bytesNode(resources.memory));
    return node;
}

DocumentNode toNode(const PlanUse& use) {
    DocumentNode node = makeMap();
    addEntry(node, "cpuMilli", cpuNode(use.cpu));
    addEntry(node, "memoryBytes", bytesNode(use.memory));
    addEntry(node, "coreBytes", bytesNode(use.core));
    return node;
}

/// The mean with the band around it, where there is one.
DocumentNode overheadNode(const PlanNode& planNode) {
    DocumentNode node = toNode(planNode.overhead);
    if (planNode.overheadBand) {
        addEntry(node, "low", bytesNode(planNode.overheadBand->low));
        addEntry(node, "high", bytesNode(planNode.overheadBand->high));
        addEntry(node, "coreLow", bytesNode(planNode.overheadBand->coreLow));
        addEntry(node, "coreHigh", bytesNode(planNode.overheadBand->coreHigh));
    }
    return node;
}

DocumentNode toNode(const Adjustment& adjustment) {
    DocumentNode node = makeMap();
    addEntry(node, "kind", makeString(toWord(adjustment.kind)));
    addEntry(node, "target", makeString(adjustment.target));
    addEntry(node, "from", makeString(adjustment.from));
    addEntry(node, "to", makeString(adjustment.to));
    addEntry(node, "why", makeString(adjustment.why));
    addEntry(node, "by", makeString(toWord(adjustment.by)));
    return node;
}

DocumentNode allocatableNode(const PlanNode& planNode) {
    DocumentNode node = makeMap();
    addEntry(node, "cpuMilli", cpuNode(planNode.allocatableCpu));
    addEntry(node, "memoryBytes", bytesNode(planNode.allocatableMemory));
    addEntry(node, "pods", makeNumber(planNode.allocatablePods));
    for (const auto& [name, amount] : planNode.allocatableOther) {
        addEntry(node, name, makeNumber(amount));
    }
    return node;
}

DocumentNode toNode(const PlanNode& planNode) {
    DocumentNode node = makeMap();
    addEntry(node, "name", makeString(planNode.name));
    addEntry(node, "role", makeString(planNode.role));
    addEntry(node, "offer", makeString(planNode.offer));
    addEntry(node, "provider", makeString(planNode.provider));
    if (!planNode.zone.empty()) {
        addEntry(node, "zone", makeString(planNode.zone));
    }
    addEntry(node, "cpuMilli", cpuNode(planNode.cpu));
    addEntry(node, "memoryBytes", bytesNode(planNode.memory));
    addEntry(node, "capacityBytes", bytesNode(planNode.capacity));
    addEntry(node, "diskBytes", bytesNode(planNode.disk));
    addEntry(node, "allocatable", allocatableNode(planNode));
    addEntry(node, "overhead", overheadNode(planNode));
    addEntry(node, "expected", toNode(planNode.expected));
    addEntry(node, "existing", makeBool(planNode.isExisting));
    if (!planNode.labels.empty()) {
        DocumentNode labels = makeMap();
        for (const auto& [key, value] : planNode.labels) {
            addEntry(labels, key, makeString(value));
        }
        addEntry(node, "labels", std::move(labels));
    }
    return node;
}

DocumentNode limitsNode(const PlanPod& pod) {
    DocumentNode node = makeMap();
    addEntry(node, "cpuMilli", pod.cpuLimit ? cpuNode(*pod.cpuLimit) : makeNull());
    addEntry(node, "memoryBytes", pod.memoryLimit ? bytesNode(*pod.memoryLimit) : makeNull());
    return node;
}

DocumentNode toNode(const PlanPod& pod) {
    DocumentNode node = makeMap();
    addEntry(node, "pod", makeString(pod.pod));
    addEntry(node, "node", textOrNull(pod.node));
    addEntry(node, "environment", textOrNull(pod.environment));
    addEntry(node, "role", makeString(pod.role));
    addEntry(node, "origin", makeString(pod.origin));
    addEntry(node, "requests", toNode(pod.requests));
    addEntry(node, "limits", limitsNode(pod));
    addEntry(node, "expected", toNode(pod.expected));
    DocumentNode p99 = toNode(pod.p99);
    addEntry(p99, "coreBytes", bytesNode(pod.coreP99));
    addEntry(node, "p99", std::move(p99));
    addEntry(node, "low", bytesNode(pod.low));
    addEntry(node, "high", bytesNode(pod.high));
    addEntry(node, "coreLow", bytesNode(pod.coreLow));
    addEntry(node, "coreHigh", bytesNode(pod.coreHigh));
    addEntry(node, "profile", textOrNull(pod.profile));
    addEntry(node, "quality", makeString(pod.quality));
    addEntry(node, "measured", pod.measured ? bytesNode(*pod.measured) : makeNull());
    return node;
}

DocumentNode toNode(const PlanVolume& volume) {
    DocumentNode node = makeMap();
    addEntry(node, "claim", makeString(volume.claim));
    addEntry(node, "sizeBytes", bytesNode(volume.size));
    addEntry(node, "usedBytes", bytesNode(volume.used));
    addEntry(node, "node", textOrNull(volume.node));
    addEntry(node, "storageClass", makeString(volume.storageClass));
    return node;
}

/// Requests, limits and use summed over every pod; what nodes use themselves stands with the nodes.
DocumentNode totalsNode(const CapacityPlan& plan) {
    PlanResources requests;
    PlanResources limits;
    PlanUse expected;
    PlanResources p99;
    for (const PlanPod& pod : plan.placement) {
        requests.cpu += pod.requests.cpu;
        requests.memory += pod.requests.memory;
        limits.cpu += pod.cpuLimit.value_or(MilliCpu());
        limits.memory += pod.memoryLimit.value_or(Bytes());
        expected.cpu += pod.expected.cpu;
        expected.memory += pod.expected.memory;
        expected.core += pod.expected.core;
        p99.cpu += pod.p99.cpu;
        p99.memory += pod.p99.memory;
    }
    DocumentNode node = makeMap();
    addEntry(node, "requests", toNode(requests));
    addEntry(node, "limits", toNode(limits));
    addEntry(node, "expected", toNode(expected));
    addEntry(node, "p99", toNode(p99));
    return node;
}

DocumentNode toNode(const PlanCost& cost) {
    DocumentNode lines = makeSequence();
    for (const CostLine& line : cost.lines) {
        DocumentNode node = makeMap();
        addEntry(node, "item", makeString(line.item));
        addEntry(node, "count", makeNumber(line.count));
        addEntry(node, "unit", moneyNode(line.unit));
        addEntry(node, "monthly", moneyNode(line.monthly));
        lines.items.push_back(std::move(node));
    }
    DocumentNode node = makeMap();
    addEntry(node, "currency", makeString(cost.currency));
    addEntry(node, "monthly", moneyNode(cost.monthly));
    addEntry(node, "lines", std::move(lines));
    addEntry(node, "lowerBound", moneyNode(cost.lowerBound));
    addEntry(node, "gap", cost.gap ? statisticNode(*cost.gap) : makeNull());
    addEntry(node, "proven", makeBool(cost.proven));
    addEntry(node, "timeLimited", makeBool(cost.timeLimited));
    addEntry(node, "certificate", cost.certificate);
    return node;
}

void addShortage(DocumentNode& node, const Shortage& shortage) {
    addEntry(node, "node", textOrNull(shortage.node));
    addEntry(node, "resource", makeString(shortage.resource));
    addEntry(node, "needed", makeNumber(shortage.needed));
    addEntry(node, "available", makeNumber(shortage.available));
    addEntry(node, "short", makeNumber(shortage.shortBy));
}

DocumentNode toNode(const Check& check) {
    DocumentNode node = makeMap();
    addEntry(node, "id", makeString(std::string(toWord(check.id))));
    addEntry(node, "verdict", makeString(std::string(toWord(check.verdict))));
    addEntry(node, "text", makeString(check.text));
    addEntry(node, "numbers", check.numbers);
    if (check.shortage) {
        DocumentNode shortage = makeMap();
        addShortage(shortage, *check.shortage);
        addEntry(node, "shortage", std::move(shortage));
    }
    return node;
}

DocumentNode toNode(const MemoryRiskFigures& risk) {
    DocumentNode node = makeMap();
    addEntry(node, "memoryPerMonth", statisticNode(risk.memoryPerMonth));
    addEntry(node, "low", statisticNode(risk.low));
    addEntry(node, "high", statisticNode(risk.high));
    addEntry(node, "modelLow", statisticNode(risk.modelLow));
    addEntry(node, "modelHigh", statisticNode(risk.modelHigh));
    addEntry(node, "samples", makeNumber(risk.samples));
    return node;
}

DocumentNode toNode(const NodeLossEntry& loss) {
    DocumentNode environments = makeMap();
    for (const auto& [id, state] : loss.environments) {
        addEntry(environments, id, makeString(state));
    }
    DocumentNode pods = makeSequence();
    for (const NodeLossPod& pod : loss.pods) {
        DocumentNode node = makeMap();
        addEntry(node, "pod", makeString(pod.pod));
        addEntry(node, "to", textOrNull(pod.to));
        addEntry(node, "seconds", makeNumber(pod.seconds));
        addEntry(node, "why", makeString(pod.why));
        pods.items.push_back(std::move(node));
    }
    DocumentNode node = makeMap();
    addEntry(node, "node", makeString(loss.node));
    addEntry(node, "environments", std::move(environments));
    addEntry(node, "pods", std::move(pods));
    return node;
}

DocumentNode layoutNode(const CapacityPlan& plan) {
    DocumentNode nodes = makeSequence();
    for (const PlanNode& planNode : plan.nodes) {
        nodes.items.push_back(toNode(planNode));
    }
    DocumentNode extras = makeSequence();
    for (const Extra& extra : plan.extras) {
        DocumentNode node = makeMap();
        addEntry(node, "kind", makeString(toWord(extra.kind)));
        addEntry(node, "text", makeString(extra.text));
        extras.items.push_back(std::move(node));
    }
    DocumentNode layout = makeMap();
    addEntry(layout, "topology", makeString(plan.topology));
    addEntry(layout, "provider", makeString(plan.provider));
    addEntry(layout, "nodes", std::move(nodes));
    addEntry(layout, "storageClass", makeString(plan.storageClass));
    addEntry(layout, "ingress", makeString(plan.ingress));
    addEntry(layout, "extras", std::move(extras));
    return layout;
}

DocumentNode toNode(const SmallestFix& fix) {
    DocumentNode change = makeMap();
    addEntry(change, "patch", fix.patch);
    DocumentNode node = makeMap();
    addEntry(node, "text", makeString(fix.text));
    const char* kind = fix.kind == FixKind::Share    ? "share"
                       : fix.kind == FixKind::Accept ? "accept"
                                                     : "if-true";
    addEntry(node, "kind", makeString(kind));
    addEntry(node, "change", std::move(change));
    return node;
}

DocumentNode toNode(const Refusal& refusal) {
    DocumentNode because = makeMap();
    addEntry(because, "check", makeString(std::string(toWord(refusal.check))));
    addShortage(because, refusal.shortage);
    DocumentNode others = makeSequence();
    for (const std::string& id : refusal.otherChecks) {
        others.items.push_back(makeString(id));
    }
    DocumentNode node = makeMap();
    addEntry(node, "title", makeString(refusal.title));
    addEntry(node, "topology", makeString(refusal.topology));
    addEntry(node, "monthly", moneyNode(refusal.monthly));
    addEntry(node, "priced", makeBool(refusal.isPriced));
    addEntry(node, "because", std::move(because));
    addEntry(node, "text", makeString(refusal.text));
    addEntry(node, "otherChecks", std::move(others));
    addEntry(node, "smallestFix", refusal.smallestFix ? toNode(*refusal.smallestFix) : makeNull());
    return node;
}

DocumentNode numberOrNull(const std::optional<double>& number) {
    return number ? makeRounded(*number, 9) : makeNull();
}

DocumentNode toNode(const SensitivityRow& row) {
    DocumentNode node = makeMap();
    addEntry(node, "input", makeString(row.input));
    addEntry(node, "current", makeString(row.current));
    addEntry(node, "currentNumber", numberOrNull(row.currentNumber));
    addEntry(node, "flipsAt", makeString(row.flipsAt));
    addEntry(node, "to", makeString(row.to));
    addEntry(node, "limit", makeString(row.limit));
    addEntry(node, "limitNumber", numberOrNull(row.limitNumber));
    addEntry(node, "text", makeString(row.text));
    return node;
}

DocumentNode toNode(const Assumption& assumption) {
    DocumentNode node = makeMap();
    addEntry(node, "id", makeString(assumption.id));
    addEntry(node, "text", makeString(assumption.text));
    addEntry(node, "value", makeString(assumption.value));
    addEntry(node, "low", makeString(assumption.low));
    addEntry(node, "high", makeString(assumption.high));
    addEntry(node, "unit", makeString(assumption.unit));
    addEntry(node, "quality", makeString(assumption.quality));
    addEntry(node, "source", makeString(assumption.source));
    addEntry(node, "date", makeString(assumption.date));
    return node;
}

template <typename Value>
DocumentNode sequenceOf(const std::vector<Value>& values) {
    DocumentNode sequence = makeSequence();
    for (const Value& value : values) {
        sequence.items.push_back(toNode(value));
    }
    return sequence;
}

DocumentNode pricesNode(const PlanReport& report) {
    DocumentNode node = makeMap();
    addEntry(node, "pinned", report.pinnedPrice ? moneyNode(*report.pinnedPrice) : makeNull());
    addEntry(node, "reachable",
             report.reachablePrice ? moneyNode(*report.reachablePrice) : makeNull());
    return node;
}

}  // namespace

DocumentNode toDocument(const CapacityPlan& plan) {
    DocumentNode services = makeMap();
    for (const auto& [key, mode] : plan.services) {
        addEntry(services, key, makeString(std::string(toWord(mode))));
    }
    DocumentNode strategies = makeMap();
    for (const auto& [id, strategy] : plan.strategy) {
        addEntry(strategies, id, makeString(std::string(toWord(strategy))));
    }
    DocumentNode node = makeMap();
    addEntry(node, "id", makeString(plan.id));
    addEntry(node, "title", makeString(plan.title));
    addEntry(node, "services", std::move(services));
    addEntry(node, "migrations", makeNumber(plan.migrations));
    addEntry(node, "strategy", std::move(strategies));
    addEntry(node, "adjustments", sequenceOf(plan.adjustments));
    addEntry(node, "layout", layoutNode(plan));
    addEntry(node, "placement", sequenceOf(plan.placement));
    addEntry(node, "volumes", sequenceOf(plan.volumes));
    addEntry(node, "totals", totalsNode(plan));
    addEntry(node, "cost", toNode(plan.cost));
    addEntry(node, "checks", sequenceOf(plan.checks));
    addEntry(node, "risk", toNode(plan.risk));
    addEntry(node, "nodeLoss", sequenceOf(plan.nodeLoss));
    return node;
}

DocumentNode toDocument(const PlanReport& report) {
    DocumentNode scenario = makeMap();
    addEntry(scenario, "name", makeString(report.scenarioName));
    addEntry(scenario, "digest", makeString(report.scenarioDigest));
    addEntry(scenario, "document", report.scenarioDocument);
    DocumentNode plans = makeSequence();
    for (const CapacityPlan& plan : report.plans) {
        plans.items.push_back(toDocument(plan));
    }
    DocumentNode warnings = makeSequence();
    for (const std::string& warning : report.warnings) {
        warnings.items.push_back(makeString(warning));
    }
    DocumentNode node = makeMap();
    addEntry(node, "apiVersion", makeString("stowage/v1"));
    addEntry(node, "kind", makeString("PlanReport"));
    addEntry(node, "today", makeString(report.today));
    addEntry(node, "scenario", std::move(scenario));
    addEntry(node, "recommended", textOrNull(report.recommended));
    addEntry(node, "provenInfeasible", makeBool(report.provenInfeasible));
    addEntry(node, "prices", pricesNode(report));
    addEntry(node, "plans", std::move(plans));
    addEntry(node, "refused", sequenceOf(report.refused));
    addEntry(node, "sensitivity", sequenceOf(report.sensitivity));
    addEntry(node, "assumptions", sequenceOf(report.assumptions));
    addEntry(node, "warnings", std::move(warnings));
    seal(node);
    return node;
}

void seal(DocumentNode& report) {
    // Over every byte above, so that a file that was cut or edited by hand is noticed.
    addEntry(report, "integrity", makeString("sha256:" + sha256Hex(writeJson(report))));
}

bool isIntact(const DocumentNode& report) {
    const DocumentNode* stated = report.find("integrity");
    if (stated == nullptr || report.entries.back().key != "integrity") {
        return false;
    }
    DocumentNode rest = report;
    rest.entries.pop_back();
    return stated->text == "sha256:" + sha256Hex(writeJson(rest));
}

}  // namespace stowage
