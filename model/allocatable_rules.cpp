#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "model/data_files.h"
#include "model/data_row.h"
#include "model/diagnostic.h"
#include "model/document.h"
#include "model/node_shape.h"

namespace stowage {

namespace {

constexpr const char* kRuleFile = "allocatable.yaml";

/// Reads the value of a key as a plain number of bytes or of millicores.
using AmountReader = std::optional<std::int64_t> (*)(DataRow&, std::string_view);

std::optional<std::int64_t> readBytes(DataRow& row, std::string_view key) {
    const std::optional<Bytes> value = row.bytes(key);
    return value ? std::optional<std::int64_t>(value->raw()) : std::nullopt;
}

std::optional<std::int64_t> readCpu(DataRow& row, std::string_view key) {
    const std::optional<MilliCpu> value = row.cpu(key);
    return value ? std::optional<std::int64_t>(value->raw()) : std::nullopt;
}

std::vector<ReserveStep> readSteps(DataRow& owner, AmountReader read, Diagnostics& diagnostics) {
    std::vector<ReserveStep> steps;
    const std::vector<DocumentNode>& items = owner.items("steps");
    std::int64_t from = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        DataRow row(items[i], diagnostics);
        const std::optional<std::int64_t> end = read(row, "upTo");
        const std::optional<PartsPerMillion> share = row.share("share");
        row.finish();
        if (!share || end.has_value() != (i + 1 < items.size()) || (end && *end <= from)) {
            row.complain("upTo",
                         "each step needs 'share' and a growing 'upTo'; the last has no end");
            continue;
        }
        from = end.value_or(from);
        steps.push_back(ReserveStep{end, *share});
    }
    return steps;
}

std::vector<ReserveRow> readTable(DataRow& owner, std::string_view sizeKey,
                                  std::string_view amountKey, AmountReader read,
                                  Diagnostics& diagnostics) {
    std::vector<ReserveRow> table;
    for (const DocumentNode& item : owner.items("table")) {
        DataRow row(item, diagnostics);
        const std::optional<std::int64_t> size = read(row, sizeKey);
        const std::optional<std::int64_t> amount = read(row, amountKey);
        row.finish();
        if (!size || !amount || *size <= (table.empty() ? 0 : table.back().size)) {
            row.complain(sizeKey, fmt::format("a table row needs a growing '{}' and '{}'", sizeKey,
                                              amountKey));
            continue;
        }
        table.push_back(ReserveRow{*size, *amount});
    }
    return table;
}

void readMemory(const DocumentNode& node, AllocatableRule& rule, Diagnostics& diagnostics) {
    DataRow row(node, diagnostics);
    rule.memorySteps = readSteps(row, readBytes, diagnostics);
    rule.memoryTable = readTable(row, "size", "allocatable", readBytes, diagnostics);
    rule.memoryBase = row.bytes("base").value_or(Bytes());
    rule.memoryPerPod = row.bytes("perPod").value_or(Bytes());
    rule.reserveCap = row.share("cap");
    rule.evictionMemory = row.bytes("eviction").value_or(Bytes());
    rule.smallBelow = row.bytes("smallBelow");
    rule.smallReserve = row.bytes("smallReserve").value_or(Bytes());
    if (row.flag("measured").value_or(false)) {
        rule.tableQuality = AllocatableQuality::Measured;
    }
    row.finish();
}

void readCpuPart(const DocumentNode& node, AllocatableRule& rule, Diagnostics& diagnostics) {
    DataRow row(node, diagnostics);
    rule.cpuSteps = readSteps(row, readCpu, diagnostics);
    rule.cpuTable = readTable(row, "cores", "reserved", readCpu, diagnostics);
    row.finish();
}

std::optional<AllocatableRule> readRule(const DocumentNode& node, Diagnostics& diagnostics) {
    DataRow row(node, diagnostics);
    AllocatableRule rule;
    rule.name = row.requiredText("name");
    rule.source = row.requiredText("source");
    row.requiredText("date");
    rule.date = row.date("date").value_or(CalendarDate());
    rule.storageReserve = row.share("storageReserve").value_or(PartsPerMillion());
    rule.pods = row.integer("pods").value_or(rule.pods);
    const int errorsBefore = diagnostics.count(Severity::Error);
    if (const DocumentNode* memory = row.map("memory")) {
        readMemory(*memory, rule, diagnostics);
    }
    if (const DocumentNode* cpu = row.map("cpu")) {
        readCpuPart(*cpu, rule, diagnostics);
    }
    row.text("note");
    row.finish();
    const bool isBroken = row.isBroken() || diagnostics.count(Severity::Error) > errorsBefore;
    return isBroken ? std::nullopt : std::optional<AllocatableRule>(std::move(rule));
}

}  // namespace

AllocatableRules AllocatableRules::load(const DataFiles& files, Diagnostics& diagnostics) {
    const DataFile* file = files.find(kRuleFile);
    if (file == nullptr) {
        diagnostics.error(SourcePlace{kRuleFile, 0, 0},
                          fmt::format("data file '{}' is missing", kRuleFile));
        return of({});
    }
    const std::optional<Document> document =
        parseDocument(file->origin, file->text, DocumentFormat::Yaml, {}, diagnostics);
    if (!document) {
        return of({});
    }
    DataRow root(document->root, diagnostics);
    std::vector<AllocatableRule> rules;
    for (const DocumentNode& node : root.items("rules")) {
        std::optional<AllocatableRule> rule = readRule(node, diagnostics);
        if (!rule) {
            continue;
        }
        const auto same = std::find_if(
            rules.begin(), rules.end(),
            [&rule](const AllocatableRule& other) { return other.name == rule->name; });
        if (same != rules.end()) {
            diagnostics.error(node.place, fmt::format("rule '{}' stands twice", rule->name));
            continue;
        }
        rules.push_back(std::move(*rule));
    }
    root.finish();
    diagnostics.attachLines(file->origin, file->text);
    for (const char* required : {"k3s", "unknown-managed"}) {
        if (std::none_of(rules.begin(), rules.end(), [required](const AllocatableRule& rule) {
                return rule.name == required;
            })) {
            diagnostics.error(SourcePlace{file->origin, 0, 0},
                              fmt::format("rule '{}' is missing", required));
        }
    }
    return of(std::move(rules));
}

}  // namespace stowage
