#include "cli/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/cli_context.h"
#include "cli/text_table.h"
#include "model/human_text.h"

namespace stowage::cli {
namespace {

constexpr int kIndent = 2;

std::string heading(const CliContext& context, std::string_view text) {
    return "\n" + context.paint(Style::Heading, text) + "\n";
}

/// One hanging paragraph per item, with a mark in front.
std::string bullet(const CliContext& context, std::string_view mark, std::string_view text) {
    const std::string head = fmt::format("{:{}}{} ", "", kIndent, mark);
    return hangingText(head, text, kIndent + displayWidth(mark) + 1, context.width());
}

std::string paragraph(const CliContext& context, std::string_view text) {
    return hangingText(std::string(kIndent, ' '), text, kIndent, context.width());
}

Style styleOf(PlanVerdict verdict) {
    switch (verdict) {
        case PlanVerdict::Fits:
            return Style::Good;
        case PlanVerdict::Tight:
        case PlanVerdict::NotEnoughData:
            return Style::Warning;
        case PlanVerdict::DoesNotFit:
            return Style::Bad;
    }
    STOWAGE_UNREACHABLE();
}

Style styleOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return Style::Good;
        case Verdict::Warn:
        case Verdict::Unknown:
            return Style::Warning;
        case Verdict::Fail:
            return Style::Bad;
    }
    STOWAGE_UNREACHABLE();
}

std::string_view markOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return "✓";
        case Verdict::Warn:
            return "!";
        case Verdict::Fail:
            return "✗";
        case Verdict::Unknown:
            return "?";
    }
    STOWAGE_UNREACHABLE();
}

std::string wholeMebibytes(Bytes bytes) {
    std::string text = mebibyteText(bytes);
    return text.substr(0, text.size() - std::string_view(" MiB").size());
}

std::string billText(const CapacityPlan& plan, const CliContext& context) {
    TextTable table({{.header = ""},
                     {.header = "", .align = Align::Right},
                     {.header = "", .align = Align::Right},
                     {.header = "", .align = Align::Right}});
    const std::string& currency = plan.cost.currency;
    for (const CostLine& line : plan.cost.lines) {
        table.addRow({line.item, fmt::format("{} ×", line.count),
                      // A price per GiB has more than two decimals and is shown whole.
                      toDecimal(line.unit), moneyText(line.monthly, currency)});
    }
    table.addRow({"total a month", "", "", moneyText(plan.cost.monthly, currency)});
    return heading(context, "Bill") + table.toText(context.width(), kIndent);
}

/// Where a pod's memory is counted in the table of a node.
std::string groupOf(const PlanPod& pod) {
    if (pod.origin == "system") {
        return "system pods";
    }
    if (pod.origin == "commons") {
        return "shared services (Commons)";
    }
    return pod.environment.empty() ? "other pods" : pod.environment;
}

struct MemoryRow {
    Bytes reserved, expected;
    int pods = 0;
};

/// Groups in the order: system, Commons, then environments as they come; more than `kGroupsMax`
/// environments are folded.
constexpr std::size_t kGroupsMax = 12;

/// The row of what is no pod, with the range of the guess.
std::string machineLabel(const PlanNode& node, const MemoryLedger& ledger) {
    const std::string name = "K3s and operating system";
    return node.overheadBand
               ? fmt::format("{}, {} to {}", name, wholeMebibytes(ledger.lowOf(*node.overheadBand)),
                             wholeMebibytes(ledger.highOf(*node.overheadBand)))
               : name;
}

std::string nodeMemoryText(const CapacityPlan& plan, const PlanNode& node,
                           const CliContext& context) {
    const MemoryLedger ledger(plan);
    std::vector<std::string> order;
    std::map<std::string, MemoryRow> rows;
    for (const PlanPod& pod : plan.placement) {
        if (pod.node != node.name) {
            continue;
        }
        const std::string group = groupOf(pod);
        if (!rows.contains(group)) {
            order.push_back(group);
        }
        rows[group].reserved += pod.requests.memory;
        rows[group].expected += ledger.of(pod.expected);
        ++rows[group].pods;
    }
    MemoryRow total{.reserved = {}, .expected = ledger.of(node.overhead)};
    MemoryRow folded;
    std::size_t foldedGroups = 0;
    TextTable table({{.header = "MiB"},
                     {.header = "pods", .align = Align::Right},
                     {.header = "reserved", .align = Align::Right},
                     {.header = "expected", .align = Align::Right}});
    if (!total.expected.isZero()) {
        table.addRow({machineLabel(node, ledger), "", "0", wholeMebibytes(total.expected)});
    }
    for (std::size_t at = 0; at < order.size(); ++at) {
        const MemoryRow& row = rows[order[at]];
        total.reserved += row.reserved;
        total.expected += row.expected;
        total.pods += row.pods;
        if (order.size() > kGroupsMax && at + 1 >= kGroupsMax) {
            folded.reserved += row.reserved;
            folded.expected += row.expected;
            folded.pods += row.pods;
            ++foldedGroups;
            continue;
        }
        table.addRow({order[at], std::to_string(row.pods), wholeMebibytes(row.reserved),
                      wholeMebibytes(row.expected)});
    }
    if (foldedGroups > 0) {
        table.addRow({fmt::format("{} more environments", foldedGroups),
                      std::to_string(folded.pods), wholeMebibytes(folded.reserved),
                      wholeMebibytes(folded.expected)});
    }
    table.addRow({"total", std::to_string(total.pods), wholeMebibytes(total.reserved),
                  wholeMebibytes(total.expected)});
    table.addRow({"the node has", std::to_string(node.allocatablePods),
                  wholeMebibytes(node.allocatableMemory), wholeMebibytes(node.capacity)});
    return heading(context, fmt::format("Memory of {} ({})", node.name, node.offer)) +
           table.toText(context.width(), kIndent);
}

std::string memoryText(const CapacityPlan& plan, const CliContext& context) {
    std::string text;
    for (const PlanNode& node : plan.nodes) {
        text += nodeMemoryText(plan, node, context);
    }
    const char* expected = MemoryLedger(plan).isCore()
                               ? "what is in use on average and the kernel cannot take back, "
                                 "without file caches"
                               : "what is in use on average, file caches included";
    return text + paragraph(context, fmt::format("reserved: what Kubernetes sets aside (requests) "
                                                 "· expected: {}",
                                                 expected));
}

std::string breaksText(const std::vector<planner::Pressure>& breaks, const CapacityPlan& plan,
                       const CliContext& context) {
    std::string text = heading(context, "What breaks first");
    constexpr std::size_t kShown = 4;
    for (std::size_t at = 0; at < std::min(kShown, breaks.size()); ++at) {
        text += bullet(context, fmt::format("{}.", at + 1), breaks[at].text);
    }
    const std::string likely = riskText(plan.risk.memoryPerMonth);
    const std::string unlucky = riskText(plan.risk.modelHigh);
    text += paragraph(context, "Chance that a node runs out of memory: " + likely +
                                   (unlucky == likely ? "" : "; with unlucky guesses " + unlucky) +
                                   ".");
    return text;
}

std::string lossText(const CapacityPlan& plan, const CliContext& context) {
    std::map<std::string, std::vector<std::string>> byState;
    for (const NodeLossEntry& loss : plan.nodeLoss) {
        for (const auto& [id, state] : loss.environments) {
            byState[loss.node + "|" + state].push_back(id);
        }
    }
    if (byState.empty()) {
        return {};
    }
    std::string text = heading(context, "If a node dies");
    for (const auto& [key, ids] : byState) {
        const std::size_t bar = key.find('|');
        const std::string who = ids.size() > 4 ? fmt::format("{} environments", ids.size())
                                               : fmt::format("{}", fmt::join(ids, ", "));
        text += bullet(context, "·",
                       fmt::format("{}: {} {}", key.substr(0, bar), who, key.substr(bar + 1)));
    }
    return text;
}

std::string changesText(const CapacityPlan& plan, const CliContext& context) {
    if (plan.adjustments.empty()) {
        return {};
    }
    std::string text = heading(context, "What has to change");
    for (const Adjustment& adjustment : plan.adjustments) {
        text += bullet(context, adjustment.by == AdjustmentBy::Manual ? "by hand:" : "apply:",
                       fmt::format("{}: {} → {}. {}", adjustment.target, adjustment.from,
                                   adjustment.to, adjustment.why));
    }
    return text;
}

/// Checks that did not pass, worst first; a plan that passes all says so in one line.
std::string checksText(const CapacityPlan& plan, const CliContext& context) {
    std::vector<const Check*> open;
    for (const Check& check : plan.checks) {
        if (check.verdict != Verdict::Pass) {
            open.push_back(&check);
        }
    }
    if (open.empty()) {
        return heading(context, "Checks") +
               paragraph(context, fmt::format("All {} checks pass.", plan.checks.size()));
    }
    std::string text = heading(context, "Checks");
    for (const Check* check : open) {
        const std::string mark = context.paint(styleOf(check->verdict), markOf(check->verdict));
        text += bullet(context, mark, fmt::format("{}: {}", toWord(check->id), check->text));
    }
    return text +
           paragraph(context, fmt::format("{} of {} checks pass.", plan.checks.size() - open.size(),
                                          plan.checks.size()));
}

std::string servicesText(const CapacityPlan& plan, const CliContext& context) {
    std::map<std::string, std::map<std::string, int>> byService;
    for (const auto& [key, mode] : plan.services) {
        ++byService[key.substr(key.find('/') + 1)][std::string(toHumanWord(mode))];
    }
    if (byService.empty()) {
        return {};
    }
    std::string text = heading(context, "Services");
    for (const auto& [service, modes] : byService) {
        std::vector<std::string> parts;
        for (const auto& [word, count] : modes) {
            parts.push_back(fmt::format("{} × {}", count, word));
        }
        text += bullet(context, "·", fmt::format("{}: {}", service, fmt::join(parts, ", ")));
    }
    return text;
}

std::string othersText(const PlanReport& report, const CliContext& context) {
    TextTable table({{.header = ""},
                     {.header = "", .align = Align::Right},
                     {.header = ""},
                     {.header = "", .shrink = Shrink::Wrap}});
    for (const CapacityPlan& plan : report.plans) {
        if (plan.id == report.recommended) {
            continue;
        }
        const PlanVerdict verdict = verdictOf(plan, planner::bindingOf(report));
        table.addRow({plan.id, moneyText(plan.cost.monthly, plan.cost.currency),
                      context.paint(styleOf(verdict), toHumanWord(verdict)), plan.title});
    }
    return table.isEmpty()
               ? std::string()
               : heading(context, "Also possible") + table.toText(context.width(), kIndent);
}

std::string noPlanText(const PlanReport& report, const CliContext& context) {
    std::string text;
    if (report.provenInfeasible) {
        text += context.paint(Style::Bad, "No layout satisfies this scenario. This is proven.");
    } else if (report.plans.empty()) {
        text += context.paint(Style::Bad, "No plan was found, and nothing is proven.");
    } else {
        text += context.paint(Style::Warning,
                              "Nothing can be recommended: figures that decide are missing.");
    }
    return text + "\n";
}

std::string nextText(const PlanReport& report, const std::string& scenarioFile,
                     const CliContext& context) {
    if (context.isQuiet()) {
        return {};
    }
    std::string text = heading(context, "Next");
    text += bullet(context, "·", fmt::format("stowage compare {}", scenarioFile));
    text += bullet(context, "·", fmt::format("stowage plan {} -o plan.json", scenarioFile));
    if (!report.recommended.empty()) {
        text += bullet(context, "·", "stowage explain plan.json");
    }
    return text;
}

}  // namespace

std::string expectedText(const CapacityPlan& plan) {
    const auto memory = judgedMemoryOf(plan);
    if (!memory) {
        return {};
    }
    // The limit wears the unit of the capacity that stands before it.
    const std::string limit = ofText(memory->limit, memory->capacity);
    return fmt::format("{} expected, limit {}{}", ofText(memory->expected, memory->capacity),
                       limit.substr(0, limit.find(' ')),
                       plan.nodes.size() > 1 ? " on " + memory->node : "");
}

std::string verdictLine(const CapacityPlan& plan, const PlanReport& report,
                        const CliContext& context) {
    const PlanVerdict verdict = verdictOf(plan, planner::bindingOf(report));
    const std::string memory = expectedText(plan);
    return fmt::format("{} · {} a month{}{}", context.paint(styleOf(verdict), toHumanWord(verdict)),
                       moneyText(plan.cost.monthly, plan.cost.currency),
                       memory.empty() ? "" : " · " + memory,
                       plan.cost.proven ? " · proven cheapest" : "");
}

std::string refusedText(const std::vector<Refusal>& refused, const PlanReport& report,
                        const CliContext& context) {
    if (refused.empty()) {
        return {};
    }
    const DocumentNode* written = report.scenarioDocument.find("currency");
    const std::string currency = written == nullptr ? std::string("USD") : written->text;
    std::string text = heading(context, "Refused");
    for (const Refusal& refusal : refused) {
        // What no layout changes has no price; what misses the price of an add-on says so.
        const std::string price = refusal.isPriced           ? moneyText(refusal.monthly, currency)
                                  : refusal.monthly.isZero() ? std::string()
                                                             : std::string("not priced");
        text += bullet(context, context.paint(Style::Bad, "✗"),
                       price.empty() ? refusal.title : price + "  " + refusal.title);
        text += hangingText("    ", fmt::format("{}: {}", toWord(refusal.check), refusal.text), 4,
                            context.width());
        if (refusal.smallestFix) {
            text += hangingText("    ", "→ " + refusal.smallestFix->text, 6, context.width());
        }
    }
    return text;
}

std::string sensitivityText(const std::vector<SensitivityRow>& rows, const CliContext& context) {
    if (rows.empty()) {
        return {};
    }
    std::string text = heading(context, "Which guess decides");
    for (const SensitivityRow& row : rows) {
        text += bullet(context, "·", row.text);
    }
    return text;
}

std::string planText(const PlanReport& report, const std::string& scenarioFile,
                     const CliContext& context) {
    const CapacityPlan* plan = report.findPlan(report.recommended);
    std::string text = context.paint(Style::Heading, report.scenarioName) + "\n\n";
    if (plan == nullptr) {
        text += noPlanText(report, context);
        for (const CapacityPlan& shown : report.plans) {
            text += "\n" + shown.title + "\n" + verdictLine(shown, report, context) + "\n" +
                    checksText(shown, context);
        }
        return text + refusedText(report.refused, report, context);
    }
    text += hangingText("Recommended: ", context.paint(Style::Heading, plan->title), 13,
                        context.width());
    text += verdictLine(*plan, report, context) + "\n";
    const auto explanation = planner::explain(report, plan->id);
    STOWAGE_ASSERT(explanation.has_value());
    text += heading(context, "Why");
    for (const planner::Reason& reason : explanation->why) {
        if (reason.kind != "requirement") {
            text += bullet(context, "·", reason.text);
        }
    }
    text += changesText(*plan, context) + billText(*plan, context) + servicesText(*plan, context) +
            memoryText(*plan, context) + breaksText(explanation->breaksFirst, *plan, context) +
            lossText(*plan, context) + checksText(*plan, context) +
            refusedText(explanation->refused, report, context) +
            sensitivityText(report.sensitivity, context) + othersText(report, context);
    return text + nextText(report, scenarioFile, context);
}

std::string explanationText(const planner::Explanation& explanation, const PlanReport& report,
                            const CliContext& context) {
    const CapacityPlan* plan = report.findPlan(explanation.planId);
    STOWAGE_ASSERT(plan != nullptr);
    std::string text = hangingText(fmt::format("{}: ", plan->id),
                                   context.paint(Style::Heading, plan->title), 4, context.width());
    text += verdictLine(*plan, report, context) + "\n" + heading(context, "Why this one");
    for (const planner::Reason& reason : explanation.why) {
        text += bullet(context, "·", reason.text);
    }
    text += refusedText(explanation.refused, report, context);
    text += breaksText(explanation.breaksFirst, *plan, context);
    text += sensitivityText(explanation.sensitivity, context);
    text += heading(context, "Every check");
    for (const Check& check : plan->checks) {
        text += bullet(context, context.paint(styleOf(check.verdict), markOf(check.verdict)),
                       fmt::format("{}: {}", toWord(check.id), check.text));
    }
    TextTable assumptions({{.header = "assumption", .shrink = Shrink::Wrap},
                           {.header = "value", .align = Align::Right},
                           {.header = "range", .align = Align::Right},
                           {.header = "quality"}});
    for (const Assumption& assumption : report.assumptions) {
        assumptions.addRow({assumption.id, assumption.value,
                            fmt::format("{} … {}", assumption.low, assumption.high),
                            assumption.quality});
    }
    return text + heading(context, "Assumptions (sources: --json)") +
           assumptions.toText(context.width(), kIndent);
}

}  // namespace stowage::cli
