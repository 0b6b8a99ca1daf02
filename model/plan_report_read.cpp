#include <fmt/format.h>

#include <charconv>

#include "model/plan_report.h"

namespace stowage {
namespace {

/// Reads one map of a plan file; a missing or malformed field is an error with its place and
/// yields the empty value, so that one run finds every fault.
class FieldReader {
public:
    FieldReader(const DocumentNode& node, Diagnostics& diagnostics)
        : m_node(node), m_diagnostics(diagnostics) {
        if (node.kind != NodeKind::Map) {
            m_diagnostics.error(node.place, "a map is needed here");
        }
    }

    std::string text(std::string_view key) const {
        const DocumentNode* node = need(key);
        if (node == nullptr || node->isNull()) {
            return {};
        }
        if (node->kind != NodeKind::String) {
            m_diagnostics.error(node->place, fmt::format("'{}' must be a text", key));
            return {};
        }
        return node->text;
    }

    /// Of fields that newer versions added: absent reads as empty.
    std::string textOr(std::string_view key, std::string fallback) const {
        return m_node.find(key) == nullptr ? std::move(fallback) : text(key);
    }

    std::int64_t integer(std::string_view key) const {
        const DocumentNode* node = need(key);
        return node == nullptr ? 0 : integerOf(*node, key);
    }
    std::int64_t integerOr(std::string_view key, std::int64_t fallback) const {
        const DocumentNode* node = m_node.find(key);
        return node == nullptr || node->isNull() ? fallback : integerOf(*node, key);
    }
    std::optional<std::int64_t> optionalInteger(std::string_view key) const {
        const DocumentNode* node = m_node.find(key);
        if (node == nullptr || node->isNull()) {
            return std::nullopt;
        }
        return integerOf(*node, key);
    }

    std::optional<double> optionalNumber(std::string_view key) const {
        const DocumentNode* node = m_node.find(key);
        if (node == nullptr || node->isNull()) {
            return std::nullopt;
        }
        double value = 0;
        const char* end = node->text.data() + node->text.size();
        const auto parsed = std::from_chars(node->text.data(), end, value);
        if (node->kind != NodeKind::Number || parsed.ec != std::errc() || parsed.ptr != end) {
            m_diagnostics.error(node->place, fmt::format("'{}' must be a number", key));
            return std::nullopt;
        }
        return value;
    }
    double number(std::string_view key) const {
        need(key);
        return optionalNumber(key).value_or(0);
    }

    Money money(std::string_view key) const {
        need(key);
        return optionalMoney(key).value_or(Money());
    }
    std::optional<Money> optionalMoney(std::string_view key) const {
        const DocumentNode* node = m_node.find(key);
        if (node == nullptr || node->isNull()) {
            return std::nullopt;
        }
        const auto parsed = parseDecimal(node->text);
        if (node->kind != NodeKind::Number || !parsed) {
            m_diagnostics.error(node->place, fmt::format("'{}' must be an exact amount", key));
        }
        return parsed;
    }

    bool flag(std::string_view key) const {
        const DocumentNode* node = m_node.find(key);
        if (node != nullptr && node->kind != NodeKind::Bool) {
            m_diagnostics.error(node->place, fmt::format("'{}' must be true or false", key));
        }
        return node != nullptr && node->text == "true";
    }

    /// The child, or an empty map where it is missing (which is reported).
    const DocumentNode& child(std::string_view key) const {
        static const DocumentNode kNothing = makeMap();
        const DocumentNode* node = need(key);
        return node == nullptr ? kNothing : *node;
    }
    /// Items of a sequence; nothing where the key is absent.
    const std::vector<DocumentNode>& items(std::string_view key) const {
        static const std::vector<DocumentNode> kNone;
        const DocumentNode* node = m_node.find(key);
        if (node == nullptr || node->isNull()) {
            return kNone;
        }
        if (node->kind != NodeKind::Sequence) {
            m_diagnostics.error(node->place, fmt::format("'{}' must be a list", key));
        }
        return node->items;
    }
    const DocumentNode* find(std::string_view key) const { return m_node.find(key); }

    template <typename Parse>
    auto word(std::string_view key, Parse parse) const {
        const std::string written = text(key);
        const auto parsed = parse(written);
        if (!parsed) {
            m_diagnostics.error(m_node.place, fmt::format("'{}': unknown word '{}'", key, written));
        }
        return parsed;
    }

    Diagnostics& diagnostics() const { return m_diagnostics; }

private:
    const DocumentNode* need(std::string_view key) const {
        const DocumentNode* node = m_node.find(key);
        if (node == nullptr) {
            m_diagnostics.error(m_node.place, fmt::format("'{}' is missing", key));
        }
        return node;
    }
    std::int64_t integerOf(const DocumentNode& node, std::string_view key) const {
        std::int64_t value = 0;
        const char* end = node.text.data() + node.text.size();
        const auto parsed = std::from_chars(node.text.data(), end, value);
        if (node.kind != NodeKind::Number || parsed.ec != std::errc() || parsed.ptr != end) {
            m_diagnostics.error(node.place, fmt::format("'{}' must be a whole number", key));
            return 0;
        }
        return value;
    }

    const DocumentNode& m_node;
    Diagnostics& m_diagnostics;
};

PlanResources readResources(const FieldReader& parent, std::string_view key) {
    const FieldReader reader(parent.child(key), parent.diagnostics());
    return {.cpu = milliCpu(reader.integer("cpuMilli")),
            .memory = Bytes::fromRaw(reader.integer("memoryBytes"))};
}

PlanUse readUse(const FieldReader& parent, std::string_view key) {
    if (parent.find(key) == nullptr) {
        return {};
    }
    const FieldReader reader(parent.child(key), parent.diagnostics());
    return {.cpu = milliCpu(reader.integer("cpuMilli")),
            .memory = Bytes::fromRaw(reader.integer("memoryBytes")),
            .core = Bytes::fromRaw(reader.integer("coreBytes"))};
}

/// Absent in files of before the field, too.
std::optional<PlanBand> readBand(const FieldReader& parent, std::string_view key) {
    if (parent.find(key) == nullptr) {
        return std::nullopt;
    }
    const FieldReader reader(parent.child(key), parent.diagnostics());
    if (reader.find("low") == nullptr) {
        return std::nullopt;
    }
    return PlanBand{.low = Bytes::fromRaw(reader.integer("low")),
                    .high = Bytes::fromRaw(reader.integer("high")),
                    .coreLow = Bytes::fromRaw(reader.integer("coreLow")),
                    .coreHigh = Bytes::fromRaw(reader.integer("coreHigh"))};
}

std::optional<AdjustmentKind> parseAdjustmentKind(std::string_view word) {
    using enum AdjustmentKind;
    for (const AdjustmentKind kind :
         {UpdateStrategy, HardSpread, Requests, NodeAffinity, PriorityClass, CreationOrder,
          Replicas, Strategy, IngressReplicas, EngineSetting, DisruptionBudget}) {
        if (toWord(kind) == word) {
            return kind;
        }
    }
    return std::nullopt;
}

std::optional<ExtraKind> parseExtraKind(std::string_view word) {
    using enum ExtraKind;
    for (const ExtraKind kind : {K3sServers, EngineSize, JoinStep, Note}) {
        if (toWord(kind) == word) {
            return kind;
        }
    }
    return std::nullopt;
}

Adjustment readAdjustment(const FieldReader& reader) {
    return {
        .kind = reader.word("kind", parseAdjustmentKind).value_or(AdjustmentKind::UpdateStrategy),
        .target = reader.text("target"),
        .from = reader.text("from"),
        .to = reader.text("to"),
        .why = reader.text("why"),
        .by = reader.text("by") == "manual" ? AdjustmentBy::Manual : AdjustmentBy::Apply};
}

PlanNode readNode(const FieldReader& reader) {
    PlanNode node;
    node.name = reader.text("name");
    node.role = reader.text("role");
    node.offer = reader.text("offer");
    node.provider = reader.textOr("provider", {});
    node.zone = reader.textOr("zone", {});
    node.cpu = milliCpu(reader.integer("cpuMilli"));
    node.memory = Bytes::fromRaw(reader.integer("memoryBytes"));
    node.capacity = Bytes::fromRaw(reader.integer("capacityBytes"));
    node.disk = Bytes::fromRaw(reader.integerOr("diskBytes", 0));
    const FieldReader allocatable(reader.child("allocatable"), reader.diagnostics());
    node.allocatableCpu = milliCpu(allocatable.integer("cpuMilli"));
    node.allocatableMemory = Bytes::fromRaw(allocatable.integer("memoryBytes"));
    node.allocatablePods = allocatable.integer("pods");
    for (const auto& entry : reader.child("allocatable").entries) {
        if (entry.key != "cpuMilli" && entry.key != "memoryBytes" && entry.key != "pods") {
            node.allocatableOther[entry.key] = allocatable.integer(entry.key);
        }
    }
    node.overhead = readUse(reader, "overhead");
    node.overheadBand = readBand(reader, "overhead");
    node.expected = readUse(reader, "expected");
    node.isExisting = reader.flag("existing");
    if (const DocumentNode* labels = reader.find("labels")) {
        for (const auto& entry : labels->entries) {
            node.labels[entry.key] = entry.value.text;
        }
    }
    return node;
}

PlanPod readPod(const FieldReader& reader) {
    PlanPod pod;
    pod.pod = reader.text("pod");
    pod.node = reader.text("node");
    pod.environment = reader.textOr("environment", {});
    pod.role = reader.textOr("role", {});
    pod.origin = reader.textOr("origin", {});
    pod.requests = readResources(reader, "requests");
    if (reader.find("limits") != nullptr) {
        const FieldReader limits(reader.child("limits"), reader.diagnostics());
        if (const auto cpu = limits.optionalInteger("cpuMilli")) {
            pod.cpuLimit = milliCpu(*cpu);
        }
        if (const auto memory = limits.optionalInteger("memoryBytes")) {
            pod.memoryLimit = Bytes::fromRaw(*memory);
        }
    }
    pod.expected = readUse(reader, "expected");
    pod.p99 = readResources(reader, "p99");
    pod.low = Bytes::fromRaw(reader.integerOr("low", 0));
    pod.high = Bytes::fromRaw(reader.integerOr("high", 0));
    pod.coreLow = Bytes::fromRaw(reader.integerOr("coreLow", 0));
    pod.coreHigh = Bytes::fromRaw(reader.integerOr("coreHigh", 0));
    const FieldReader p99(reader.child("p99"), reader.diagnostics());
    pod.coreP99 = Bytes::fromRaw(p99.integerOr("coreBytes", 0));
    pod.profile = reader.textOr("profile", {});
    pod.quality = reader.textOr("quality", {});
    if (const auto measured = reader.optionalInteger("measured")) {
        pod.measured = Bytes::fromRaw(*measured);
    }
    return pod;
}

PlanVolume readVolume(const FieldReader& reader) {
    return {.claim = reader.text("claim"),
            .size = Bytes::fromRaw(reader.integer("sizeBytes")),
            .used = Bytes::fromRaw(reader.integerOr("usedBytes", 0)),
            .node = reader.textOr("node", {}),
            .storageClass = reader.textOr("storageClass", {})};
}

PlanCost readCost(const FieldReader& reader) {
    PlanCost cost;
    cost.currency = reader.text("currency");
    cost.monthly = reader.money("monthly");
    for (const DocumentNode& item : reader.items("lines")) {
        const FieldReader line(item, reader.diagnostics());
        cost.lines.push_back({.item = line.text("item"),
                              .count = line.integer("count"),
                              .unit = line.money("unit"),
                              .monthly = line.money("monthly")});
    }
    cost.lowerBound = reader.money("lowerBound");
    cost.gap = reader.optionalNumber("gap");
    cost.proven = reader.flag("proven");
    cost.timeLimited = reader.flag("timeLimited");
    if (const DocumentNode* certificate = reader.find("certificate")) {
        cost.certificate = *certificate;
    }
    return cost;
}

Shortage readShortage(const FieldReader& reader) {
    return {.node = reader.text("node"),
            .resource = reader.text("resource"),
            .needed = reader.integer("needed"),
            .available = reader.integer("available"),
            .shortBy = reader.integer("short")};
}

Check readCheck(const FieldReader& reader) {
    Check check;
    check.id = reader.word("id", parseCheckId).value_or(CheckId::FitRequests);
    check.verdict = reader.word("verdict", parseVerdict).value_or(Verdict::Unknown);
    check.text = reader.text("text");
    if (const DocumentNode* numbers = reader.find("numbers")) {
        check.numbers = *numbers;
    }
    if (reader.find("shortage") != nullptr) {
        check.shortage = readShortage(FieldReader(reader.child("shortage"), reader.diagnostics()));
    }
    return check;
}

MemoryRiskFigures readRisk(const FieldReader& reader) {
    return {.memoryPerMonth = reader.number("memoryPerMonth"),
            .low = reader.number("low"),
            .high = reader.number("high"),
            .modelLow = reader.number("modelLow"),
            .modelHigh = reader.number("modelHigh"),
            .samples = reader.integer("samples")};
}

NodeLossEntry readNodeLoss(const FieldReader& reader) {
    NodeLossEntry loss;
    loss.node = reader.text("node");
    for (const auto& entry : reader.child("environments").entries) {
        loss.environments[entry.key] = entry.value.text;
    }
    for (const DocumentNode& item : reader.items("pods")) {
        const FieldReader pod(item, reader.diagnostics());
        loss.pods.push_back({.pod = pod.text("pod"),
                             .to = pod.text("to"),
                             .seconds = pod.integer("seconds"),
                             .why = pod.text("why")});
    }
    return loss;
}

void readLayout(const FieldReader& reader, CapacityPlan& plan) {
    plan.topology = reader.text("topology");
    plan.provider = reader.text("provider");
    plan.storageClass = reader.text("storageClass");
    plan.ingress = reader.text("ingress");
    for (const DocumentNode& item : reader.items("nodes")) {
        plan.nodes.push_back(readNode(FieldReader(item, reader.diagnostics())));
    }
    for (const DocumentNode& item : reader.items("extras")) {
        const FieldReader extra(item, reader.diagnostics());
        plan.extras.push_back({.kind = extra.word("kind", parseExtraKind).value_or(ExtraKind::Note),
                               .text = extra.text("text")});
    }
}

CapacityPlan readPlan(const FieldReader& reader) {
    Diagnostics& diagnostics = reader.diagnostics();
    CapacityPlan plan;
    plan.id = reader.text("id");
    plan.title = reader.text("title");
    const FieldReader services(reader.child("services"), diagnostics);
    for (const auto& entry : reader.child("services").entries) {
        plan.services[entry.key] = services.word(entry.key, parseMode).value_or(Mode::Own);
    }
    plan.migrations = static_cast<int>(reader.integerOr("migrations", 0));
    const FieldReader strategies(reader.child("strategy"), diagnostics);
    for (const auto& entry : reader.child("strategy").entries) {
        plan.strategy[entry.key] =
            strategies.word(entry.key, parseStrategy).value_or(Strategy::SingleNode);
    }
    for (const DocumentNode& item : reader.items("adjustments")) {
        plan.adjustments.push_back(readAdjustment(FieldReader(item, diagnostics)));
    }
    readLayout(FieldReader(reader.child("layout"), diagnostics), plan);
    for (const DocumentNode& item : reader.items("placement")) {
        plan.placement.push_back(readPod(FieldReader(item, diagnostics)));
    }
    for (const DocumentNode& item : reader.items("volumes")) {
        plan.volumes.push_back(readVolume(FieldReader(item, diagnostics)));
    }
    plan.cost = readCost(FieldReader(reader.child("cost"), diagnostics));
    for (const DocumentNode& item : reader.items("checks")) {
        plan.checks.push_back(readCheck(FieldReader(item, diagnostics)));
    }
    plan.risk = readRisk(FieldReader(reader.child("risk"), diagnostics));
    for (const DocumentNode& item : reader.items("nodeLoss")) {
        plan.nodeLoss.push_back(readNodeLoss(FieldReader(item, diagnostics)));
    }
    return plan;
}

FixKind readFixKind(const std::string& word) {
    return word == "accept"    ? FixKind::Accept
           : word == "if-true" ? FixKind::IfTrue
                               : FixKind::Share;
}

Refusal readRefusal(const FieldReader& reader) {
    Refusal refusal;
    refusal.title = reader.text("title");
    refusal.topology = reader.textOr("topology", {});
    refusal.monthly = reader.money("monthly");
    refusal.isPriced = reader.find("priced") == nullptr || reader.flag("priced");
    const FieldReader because(reader.child("because"), reader.diagnostics());
    refusal.check = because.word("check", parseCheckId).value_or(CheckId::FitMemory);
    refusal.shortage = readShortage(because);
    refusal.text = reader.textOr("text", {});
    for (const DocumentNode& item : reader.items("otherChecks")) {
        refusal.otherChecks.push_back(item.text);
    }
    const DocumentNode* fixNode = reader.find("smallestFix");
    if (fixNode != nullptr && !fixNode->isNull()) {
        const FieldReader fix(*fixNode, reader.diagnostics());
        const FieldReader change(fix.child("change"), reader.diagnostics());
        refusal.smallestFix = SmallestFix{.text = fix.text("text"),
                                          .kind = readFixKind(fix.textOr("kind", "share")),
                                          .patch = change.child("patch")};
    }
    return refusal;
}

SensitivityRow readSensitivity(const FieldReader& reader) {
    return {.input = reader.text("input"),
            .current = reader.textOr("current", {}),
            .flipsAt = reader.text("flipsAt"),
            .to = reader.text("to"),
            .limit = reader.textOr("limit", {}),
            .currentNumber = reader.optionalNumber("currentNumber"),
            .limitNumber = reader.optionalNumber("limitNumber"),
            .text = reader.textOr("text", {})};
}

Assumption readAssumption(const FieldReader& reader) {
    Assumption assumption;
    assumption.id = reader.text("id");
    assumption.text = reader.textOr("text", {});
    assumption.value = reader.text("value");
    assumption.low = reader.text("low");
    assumption.high = reader.text("high");
    assumption.unit = reader.textOr("unit", {});
    assumption.quality = reader.textOr("quality", {});
    assumption.source = reader.text("source");
    assumption.date = reader.textOr("date", {});
    return assumption;
}

void readHead(const FieldReader& reader, PlanReport& report) {
    if (reader.text("apiVersion") != "stowage/v1") {
        reader.diagnostics().error(reader.child("apiVersion").place,
                                   "'apiVersion' must be 'stowage/v1'",
                                   "write the file anew with 'stowage plan -o'");
    }
    if (reader.text("kind") != "PlanReport") {
        reader.diagnostics().error(reader.child("kind").place, "'kind' must be 'PlanReport'",
                                   "give the file that 'stowage plan SCENARIO -o FILE' writes");
    }
    const FieldReader scenario(reader.child("scenario"), reader.diagnostics());
    report.scenarioName = scenario.text("name");
    report.scenarioDigest = scenario.text("digest");
    report.scenarioDocument = scenario.child("document");
    report.today = reader.textOr("today", {});
    report.recommended = reader.text("recommended");
    report.provenInfeasible = reader.flag("provenInfeasible");
    const FieldReader prices(reader.child("prices"), reader.diagnostics());
    report.pinnedPrice = prices.optionalMoney("pinned");
    report.reachablePrice = prices.optionalMoney("reachable");
}

}  // namespace

std::optional<PlanReport> parsePlanReport(const Document& document, Diagnostics& diagnostics) {
    Diagnostics found;
    const FieldReader reader(document.root, found);
    PlanReport report;
    readHead(reader, report);
    for (const DocumentNode& item : reader.items("plans")) {
        report.plans.push_back(readPlan(FieldReader(item, found)));
    }
    for (const DocumentNode& item : reader.items("refused")) {
        report.refused.push_back(readRefusal(FieldReader(item, found)));
    }
    for (const DocumentNode& item : reader.items("sensitivity")) {
        report.sensitivity.push_back(readSensitivity(FieldReader(item, found)));
    }
    for (const DocumentNode& item : reader.items("assumptions")) {
        report.assumptions.push_back(readAssumption(FieldReader(item, found)));
    }
    for (const DocumentNode& item : reader.items("warnings")) {
        report.warnings.push_back(item.text);
    }
    diagnostics.append(found);
    if (found.hasErrors()) {
        return std::nullopt;
    }
    return report;
}

std::optional<PlanReport> parsePlanFile(const std::string& path, std::string text,
                                        Diagnostics& diagnostics) {
    const auto document =
        parseDocument(path, std::move(text), DocumentFormat::Json, kPlanFileLimits, diagnostics);
    auto report = document ? parsePlanReport(*document, diagnostics) : std::nullopt;
    if (report && !isIntact(document->root)) {
        diagnostics.error({.file = path},
                          "the content does not match the digest of the file: its figures cannot "
                          "be trusted",
                          "it was edited or cut after 'stowage plan' wrote it; write it anew");
        return std::nullopt;
    }
    return report;
}

}  // namespace stowage
