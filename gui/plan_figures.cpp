#include "gui/plan_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PlanFigures", text);
}

Bytes bytesAt(const DocumentNode& numbers, std::string_view key) {
    return Bytes::fromRaw(wholeNumberAt(numbers, key).value_or(0));
}

/// Amounts by category as segments, in the order of the enumeration.
std::vector<BarSegment> segmentsOf(const std::map<Category, Bytes>& amounts) {
    std::vector<BarSegment> segments;
    for (const auto& [category, amount] : amounts) {
        if (!amount.isZero()) {
            segments.push_back(
                {.name = categoryText(category), .amount = amount, .category = category});
        }
    }
    return segments;
}

int severityOf(const std::string& word) {
    static const std::array<const char*, 4> kWords{"serving", "degraded", "down", "data-stuck"};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (word == kWords[i]) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

ServerBars barsOf(const CapacityPlan& plan, const PlanNode& node,
                  const std::optional<MemoryFacts>& facts) {
    const MemoryLedger ledger(plan);
    std::map<Category, Bytes> promised;
    std::map<Category, Bytes> expected;
    for (const PlanPod& pod : plan.placement) {
        if (pod.node == node.name) {
            promised[categoryOf(pod)] += pod.requests.memory;
            expected[categoryOf(pod)] += ledger.of(pod.expected);
        }
    }
    ServerBars bars{.name = qs(node.name), .capacity = node.capacity};
    bars.promised = segmentsOf(promised);
    bars.expected = segmentsOf(expected);
    bars.expected.insert(bars.expected.begin(),
                         BarSegment{.name = tr("OS + K3s"), .amount = ledger.of(node.overhead)});
    if (facts && facts->capacity.raw() > 0) {
        bars.usable = Bytes::fromRaw(
            mulDivRoundDown(node.capacity.raw(), facts->available.raw(), facts->capacity.raw())
                .value_or(0));
    }
    return bars;
}

}  // namespace

std::optional<std::int64_t> wholeNumberAt(const DocumentNode& numbers, std::string_view key) {
    const DocumentNode* node = numbers.find(key);
    if (node == nullptr || node->kind != NodeKind::Number) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const char* end = node->text.data() + node->text.size();
    const auto parsed = std::from_chars(node->text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

QString textAt(const DocumentNode& numbers, std::string_view key) {
    const DocumentNode* node = numbers.find(key);
    return node != nullptr && node->kind == NodeKind::String ? qs(node->text) : QString();
}

const Check* findCheck(const CapacityPlan& plan, CheckId id) {
    const auto at = std::ranges::find(plan.checks, id, &Check::id);
    return at == plan.checks.end() ? nullptr : &*at;
}

std::optional<std::int64_t> oldestPriceDays(const CapacityPlan& plan) {
    const Check* check = findCheck(plan, CheckId::PriceFresh);
    return check == nullptr ? std::nullopt : wholeNumberAt(check->numbers, "oldestDays");
}

std::optional<MemoryFacts> memoryFactsOf(const CapacityPlan& plan) {
    const Check* check = findCheck(plan, CheckId::FitMemory);
    if (check == nullptr || !wholeNumberAt(check->numbers, "needed") ||
        !wholeNumberAt(check->numbers, "available")) {
        return std::nullopt;
    }
    MemoryFacts facts{.node = textAt(check->numbers, "node"),
                      .needed = bytesAt(check->numbers, "needed"),
                      .available = bytesAt(check->numbers, "available"),
                      .capacity = bytesAt(check->numbers, "capacityBytes"),
                      .low = bytesAt(check->numbers, "bandLowBytes"),
                      .high = bytesAt(check->numbers, "bandHighBytes"),
                      .isCore = textAt(check->numbers, "measure") == QLatin1String("core")};
    const bool isBandTooHigh = facts.high > facts.available;
    const bool isRiskTooHigh = wholeNumberAt(check->numbers, "riskBandHighPpb").value_or(0) >
                               wholeNumberAt(check->numbers, "riskLimitPpb").value_or(0);
    facts.isGuessDeciding = check->verdict == Verdict::Warn && (isBandTooHigh || isRiskTooHigh);
    return facts;
}

PlanResources requestsOn(const CapacityPlan& plan, const PlanNode& node) {
    PlanResources sum;
    for (const PlanPod& pod : plan.placement) {
        if (pod.node == node.name) {
            sum.cpu += pod.requests.cpu;
            sum.memory += pod.requests.memory;
        }
    }
    return sum;
}

QStringList factsLines(const CapacityPlan& plan, PlanVerdict verdict, ByteUnits units) {
    const QString dot = QStringLiteral(" · ");
    const QString word = verdictText(verdict);
    const QString price = monthlyText(plan.cost.monthly, plan.cost.currency);
    const QString memory = memoryFactsText(plan, units);
    const QString used = memory.section(QLatin1Char(','), 0, 0);
    QStringList lines{factsLine(plan, verdict, units)};
    if (!memory.isEmpty()) {
        lines.append(QStringList{word, price, used}.join(dot));
    }
    lines.append(QStringList{word, price}.join(dot));
    lines.append(word);
    return lines;
}

QString migrationsText(int migrations) {
    return migrations == 1 ? tr("1 service moves")
                           : QCoreApplication::translate("PlanFigures", "%n services move", nullptr,
                                                         migrations);
}

QString factsLine(const CapacityPlan& plan, PlanVerdict verdict, ByteUnits units) {
    QString word = verdictText(verdict);
    const auto failing =
        std::find_if(plan.checks.begin(), plan.checks.end(),
                     [](const Check& check) { return check.verdict == Verdict::Fail; });
    if (verdict == PlanVerdict::DoesNotFit && failing != plan.checks.end()) {
        word =
            QCoreApplication::translate("PlanFigures", "%1: %2").arg(word, checkText(failing->id));
    }
    QStringList parts{word, monthlyText(plan.cost.monthly, plan.cost.currency)};
    const QString memory = memoryFactsText(plan, units);
    if (!memory.isEmpty()) {
        parts.push_back(memory);
    }
    return parts.join(QStringLiteral(" · "));
}

QString memoryFactsText(const CapacityPlan& plan, ByteUnits units) {
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    if (!facts) {
        return {};
    }
    // The limit wears the unit of the capacity that stands before it.
    const QString limit = bytesOfText(facts->available, facts->capacity, units);
    const QString used = bytesOfText(facts->needed, facts->capacity, units);
    const QString text = tr("%1, limit %2").arg(used, limit.section(QLatin1Char(' '), 0, 0));
    return plan.nodes.size() > 1 ? tr("%1 on %2").arg(text, facts->node) : text;
}

QString categoryText(Category category) {
    switch (category) {
        case Category::App:
            return tr("web");
        case Category::Worker:
            return tr("workers");
        case Category::Database:
            return tr("databases");
        case Category::Cache:
            return tr("caches");
        case Category::Files:
            return tr("file storage");
        case Category::Search:
            return tr("search");
        case Category::System:
            return tr("system pods");
    }
    STOWAGE_UNREACHABLE();
}

QString checkText(CheckId id) {
    switch (id) {
        case CheckId::FitRequests:
            return tr("what Kubernetes sets aside (requests)");
        case CheckId::FitMemory:
            return tr("memory in use");
        case CheckId::FitCpu:
            return tr("CPU in use at the peak");
        case CheckId::FitPods:
            return tr("pods on a server");
        case CheckId::FitDisk:
            return tr("disk");
        case CheckId::FitPorts:
            return tr("ports of the servers");
        case CheckId::RolloutSurge:
            return tr("room for a deploy");
        case CheckId::RolloutDowntime:
            return tr("downtime of a deploy");
        case CheckId::NodeLoss:
            return tr("loss of a server");
        case CheckId::StorageFollow:
            return tr("volumes that follow their pods");
        case CheckId::StorageSqlite:
            return tr("SQLite files");
        case CheckId::StorageRwx:
            return tr("shared volumes");
        case CheckId::CommonsRedisIndexes:
            return tr("Redis indexes of the Commons");
        case CheckId::CommonsTenantIds:
            return tr("names of tenants");
        case CheckId::CommonsLoginLength:
            return tr("length of database logins");
        case CheckId::CommonsConnections:
            return tr("database connections");
        case CheckId::HostsUnique:
            return tr("host names");
        case CheckId::StrategyConsistent:
            return tr("strategy of the blueprint");
        case CheckId::PriceFresh:
            return tr("age of the prices");
        case CheckId::LatencyP95:
            return tr("response time");
        case CheckId::LimitCost:
            return tr("budget");
        case CheckId::LimitNodes:
            return tr("number of servers");
        case CheckId::LimitZones:
            return tr("zones");
    }
    STOWAGE_UNREACHABLE();
}

QString checkVerdictText(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return tr("passes");
        case Verdict::Warn:
            return tr("passes, with a warning");
        case Verdict::Fail:
            return tr("fails");
        case Verdict::Unknown:
            return tr("not enough data");
    }
    STOWAGE_UNREACHABLE();
}

std::vector<ServerBars> serverBarsOf(const CapacityPlan& plan) {
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    std::vector<ServerBars> all;
    for (const PlanNode& node : plan.nodes) {
        all.push_back(barsOf(plan, node, facts));
    }
    return all;
}

Bytes sumOf(const std::vector<BarSegment>& segments) {
    Bytes sum;
    for (const BarSegment& segment : segments) {
        sum += segment.amount;
    }
    return sum;
}

std::string worstLossOf(const CapacityPlan& plan, const std::string& environment) {
    std::string worst = "serving";
    for (const NodeLossEntry& entry : plan.nodeLoss) {
        const auto at = entry.environments.find(environment);
        if (at != entry.environments.end() && severityOf(at->second) > severityOf(worst)) {
            worst = at->second;
        }
    }
    return worst;
}

std::vector<std::string> environmentsOf(const CapacityPlan& plan) {
    std::set<std::string> names;
    for (const NodeLossEntry& entry : plan.nodeLoss) {
        for (const auto& [environment, word] : entry.environments) {
            names.insert(environment);
        }
    }
    return {names.begin(), names.end()};
}

TitleParts titlePartsOf(const std::string& title) {
    const QString text = qs(title);
    const qsizetype comma = text.indexOf(QLatin1String(", "));
    return comma < 0 ? TitleParts{text, {}} : TitleParts{text.left(comma), text.mid(comma + 2)};
}

}  // namespace stowage::gui
