#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/cli_context.h"
#include "cli/plan_text.h"
#include "cli/text_table.h"
#include "model/human_text.h"

namespace stowage::cli {
namespace {

struct PlanFigures {
    Bytes expected, promised;
};

PlanFigures figuresOf(const CapacityPlan& plan) {
    const MemoryLedger ledger(plan);
    PlanFigures figures;
    for (const PlanNode& node : plan.nodes) {
        figures.expected += ledger.of(node.expected);
    }
    for (const PlanPod& pod : plan.placement) {
        figures.promised += pod.requests.memory;
    }
    return figures;
}

/// "1.57 of 1.92 GiB", of the fullest server, with its name where there are several.
std::string fullestText(const CapacityPlan& plan) {
    const auto memory = judgedMemoryOf(plan);
    return !memory ? std::string()
                   : ofText(memory->expected, memory->capacity) +
                         (plan.nodes.size() > 1 ? " on " + memory->node : "");
}

std::string worstLoss(const CapacityPlan& plan) {
    std::set<std::string> states;
    for (const NodeLossEntry& loss : plan.nodeLoss) {
        for (const auto& [id, state] : loss.environments) {
            states.insert(state);
        }
    }
    for (const char* state : {"data-stuck", "down", "degraded", "serving"}) {
        if (states.contains(state)) {
            return state;
        }
    }
    return "–";
}

std::string signedText(Bytes difference) {
    return (difference.raw() > 0 ? "+" : "") + mebibyteText(difference);
}

std::string signedMoney(Money difference, const std::string& currency) {
    const bool negative = difference.raw() < 0;
    return (negative ? "−" : "+") + moneyText(negative ? -difference : difference, currency);
}

/// "mariadb: own instead of shared" for every service whose mode differs.
std::vector<std::string> modeDifferences(const CapacityPlan& base, const CapacityPlan& other) {
    std::map<std::string, int> counted;
    for (const auto& [key, mode] : other.services) {
        const auto at = base.services.find(key);
        if (at != base.services.end() && at->second != mode) {
            ++counted[fmt::format("{} {} instead of {}", key.substr(key.find('/') + 1),
                                  toHumanWord(mode), toHumanWord(at->second))];
        }
    }
    std::vector<std::string> lines;
    for (const auto& [text, count] : counted) {
        lines.push_back(count == 1 ? text : fmt::format("{} × {}", count, text));
    }
    return lines;
}

std::string differenceText(const CapacityPlan& base, const CapacityPlan& other,
                           const CliContext& context) {
    const PlanFigures a = figuresOf(base);
    const PlanFigures b = figuresOf(other);
    std::vector<std::string> parts = modeDifferences(base, other);
    if (other.topology != base.topology) {
        parts.push_back(fmt::format("{} instead of {}", other.topology, base.topology));
    }
    parts.push_back("expected memory " + signedText(b.expected - a.expected));
    parts.push_back("reserved " + signedText(b.promised - a.promised));
    parts.push_back(signedMoney(other.cost.monthly - base.cost.monthly, base.cost.currency) +
                    " a month");
    return hangingText(fmt::format("  {}  ", other.id), fmt::format("{}", fmt::join(parts, " · ")),
                       6, context.width());
}

}  // namespace

std::string compareText(const PlanReport& report, const CliContext& context) {
    std::string text = context.paint(Style::Heading, report.scenarioName) + "\n";
    const CapacityPlan* base = report.findPlan(report.recommended);
    if (base == nullptr && !report.plans.empty()) {
        base = &report.plans.front();
    }
    if (base != nullptr) {
        text +=
            "\n" +
            context.paint(Style::Heading, fmt::format("Against {} ({})", base->id, base->title)) +
            "\n";
        for (const CapacityPlan& plan : report.plans) {
            if (plan.id != base->id) {
                text += differenceText(*base, plan, context);
            }
        }
    }
    TextTable table({{.header = ""},
                     {.header = "layout", .shrink = Shrink::Wrap},
                     {.header = "a month", .align = Align::Right},
                     {.header = "verdict"},
                     {.header = "expected"},
                     {.header = "node loss"}});
    for (const CapacityPlan& plan : report.plans) {
        const PlanVerdict verdict = verdictOf(plan, planner::bindingOf(report));
        table.addRow({plan.id, plan.title, moneyText(plan.cost.monthly, plan.cost.currency),
                      std::string(toHumanWord(verdict)), fullestText(plan), worstLoss(plan)});
    }
    text += "\n" + context.paint(Style::Heading, "All of them") + "\n" +
            table.toText(context.width(), 2);
    return text + refusedText(report.refused, report, context);
}

}  // namespace stowage::cli
