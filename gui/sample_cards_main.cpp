/// Build-time program: boils the plans of the shipped scenarios down to what the cards of the start
/// page show, so that the first frame needs no planning.
///
/// Usage: stowage-sample-cards OUTPUT (SCENARIO.yaml PLAN.json)...

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/digest.h"
#include "model/base/result.h"
#include "model/data_files.h"
#include "model/document.h"
#include "model/plan_report.h"

namespace stowage {
namespace {

constexpr DocumentLimits kLimits{
    .bytesMax = 64LL * 1024 * 1024, .depthMax = 100, .nodesMax = 5'000'000};
constexpr std::string_view kBlueprintKey = "blueprint: ./";

Error brokenInput(const std::string& what) {
    return {.code = ErrorCode::InvalidArgument, .message = what};
}

/// The blueprint file named by a line, written into its place: JSON is YAML in flow style. The
/// comments of the scenario stay.
Result<std::string> inlinedLine(const std::string& line, const std::filesystem::path& folder) {
    const std::size_t at = line.find(kBlueprintKey);
    if (at == std::string::npos) {
        return line + "\n";
    }
    const std::string name = line.substr(at + kBlueprintKey.size() - 2);
    STOWAGE_TRY(std::string blueprint,
                readTextFile((folder / name).lexically_normal().string(), kLimits.bytesMax));
    const std::string indent(at, ' ');
    std::string text = line.substr(0, at) + "blueprint:";
    std::size_t begin = 0;
    while (begin < blueprint.size()) {
        const std::size_t end = std::min(blueprint.find('\n', begin), blueprint.size());
        text += (begin == 0 ? " " : indent + "  ") + blueprint.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    return text;
}

Result<std::string> selfContained(const std::string& path) {
    STOWAGE_TRY(const std::string source, readTextFile(path, kLimits.bytesMax));
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::string text;
    std::size_t begin = 0;
    while (begin < source.size()) {
        const std::size_t end = std::min(source.find('\n', begin), source.size());
        STOWAGE_TRY(const std::string line, inlinedLine(source.substr(begin, end - begin), folder));
        text += line;
        begin = end + 1;
    }
    return text;
}

std::optional<std::vector<std::string>> bindingOf(const DocumentNode& scenario) {
    const DocumentNode* requirements = scenario.find("requirements");
    const DocumentNode* binding = requirements == nullptr ? nullptr : requirements->find("binding");
    if (binding == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> checks;
    for (const DocumentNode& item : binding->items) {
        checks.push_back(item.text);
    }
    return checks;
}

DocumentNode serversOf(const CapacityPlan& plan) {
    const MemoryLedger ledger(plan);
    DocumentNode servers = makeSequence();
    for (const PlanNode& node : plan.nodes) {
        DocumentNode server = makeMap();
        addEntry(server, "memory", makeNumber(node.memory.raw()));
        addEntry(server, "capacity", makeNumber(node.capacity.raw()));
        addEntry(server, "overhead", makeNumber(ledger.of(node.overhead).raw()));
        DocumentNode pods = makeSequence();
        for (const PlanPod& pod : plan.placement) {
            if (pod.node == node.name) {
                DocumentNode entry = makeMap();
                addEntry(entry, "role", makeString(pod.role));
                addEntry(entry, "origin", makeString(pod.origin));
                addEntry(entry, "expected", makeNumber(ledger.of(pod.expected).raw()));
                pods.items.push_back(std::move(entry));
            }
        }
        addEntry(server, "pods", std::move(pods));
        servers.items.push_back(std::move(server));
    }
    return servers;
}

Result<DocumentNode> cardOf(const std::string& scenarioPath, const std::string& planPath) {
    STOWAGE_TRY(std::string planText, readTextFile(planPath, kLimits.bytesMax));
    Diagnostics diagnostics;
    const auto document =
        parseDocument(planPath, std::move(planText), DocumentFormat::Json, kLimits, diagnostics);
    const auto report =
        document ? parsePlanReport(*document, diagnostics) : std::optional<PlanReport>();
    const CapacityPlan* plan = report ? report->findPlan(report->recommended) : nullptr;
    if (plan == nullptr) {
        return brokenInput("'" + planPath + "' recommends nothing");
    }
    STOWAGE_TRY(std::string text, selfContained(scenarioPath));
    const DocumentNode* metadata = report->scenarioDocument.find("metadata");
    const DocumentNode* description = metadata == nullptr ? nullptr : metadata->find("description");
    if (description == nullptr) {
        return brokenInput("'" + scenarioPath + "' has no description");
    }
    DocumentNode card = makeMap();
    addEntry(card, "name", makeString(report->scenarioName));
    addEntry(card, "description", makeString(description->text));
    addEntry(card, "text", makeString(std::move(text)));
    addEntry(card, "digest", makeString(report->scenarioDigest));
    addEntry(card, "today", makeString(report->today));
    const PlanVerdict verdict = verdictOf(*plan, bindingOf(report->scenarioDocument));
    addEntry(card, "verdict", makeNumber(static_cast<int>(verdict)));
    addEntry(card, "monthly", makeString(toDecimal(plan->cost.monthly)));
    addEntry(card, "currency", makeString(plan->cost.currency));
    addEntry(card, "servers", serversOf(*plan));
    return card;
}

/// Of the data that the figures were computed with: all names and texts.
std::string digestOfShippedData() {
    std::string all;
    const DataFiles files = DataFiles::shipped();
    for (const DataFile& file : files.all()) {
        all += file.name + '\n' + file.text + '\n';
    }
    return sha256Hex(all);
}

Status writeCards(const std::vector<std::string>& arguments) {
    DocumentNode cards = makeSequence();
    for (std::size_t i = 1; i + 1 < arguments.size(); i += 2) {
        STOWAGE_TRY(DocumentNode card, cardOf(arguments[i], arguments[i + 1]));
        cards.items.push_back(std::move(card));
    }
    DocumentNode root = makeMap();
    addEntry(root, "dataDigest", makeString(digestOfShippedData()));
    addEntry(root, "samples", std::move(cards));
    return writeTextFile(arguments[0], writeJson(root));
}

}  // namespace
}  // namespace stowage

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    if (arguments.size() < 3 || arguments.size() % 2 == 0) {
        std::fputs("usage: stowage-sample-cards OUTPUT (SCENARIO.yaml PLAN.json)...\n", stderr);
        return 2;
    }
    const stowage::Status status = stowage::writeCards(arguments);
    if (!status.ok()) {
        std::fputs((status.error().message + "\n").c_str(), stderr);
        return 1;
    }
    return 0;
}
