#include "gui/models/comparison_cells.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

#include "gui/plan_figures.h"
#include "model/base/invariant.h"
#include "model/human_text.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Comparison", text);
}

/// English has its plural in the source; others in their translation of `many`.
QString countText(const char* one, const char* many, std::int64_t count) {
    return count == 1
               ? tr(one)
               : QCoreApplication::translate("Comparison", many, nullptr, static_cast<int>(count));
}

}  // namespace

QString billText(const CapacityPlan& plan) {
    QStringList lines;
    int free = 0;
    for (const CostLine& line : plan.cost.lines) {
        if (line.monthly.isZero()) {
            ++free;
            continue;
        }
        lines.append(tr("%1 × %2 %3")
                         .arg(line.count)
                         .arg(qs(line.item), moneyTextOf(line.monthly, plan.cost.currency)));
    }
    if (free > 0) {
        lines.append(tr("%1 more at %2").arg(free).arg(moneyTextOf(Money(), plan.cost.currency)));
    }
    return lines.isEmpty() ? tr("nothing is bought") : lines.join(QLatin1Char('\n'));
}

std::optional<Bytes> headroomOf(const ComparisonColumn& column) {
    if (column.plan) {
        const std::optional<MemoryFacts> facts = memoryFactsOf(*column.plan);
        return facts ? std::optional(facts->available - facts->needed) : std::nullopt;
    }
    if (column.refusal && column.refusal->shortage.resource == "memory") {
        return -Bytes::fromRaw(column.refusal->shortage.shortBy);
    }
    return std::nullopt;
}

QString headroomText(const CapacityPlan& plan, ByteUnits units) {
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    if (!facts) {
        return tr("not computed");
    }
    const Bytes left = facts->available - facts->needed;
    const QString text = left < Bytes() ? tr("lacks %1").arg(bytesText(-left, units))
                                        : tr("%1 below the limit").arg(bytesText(left, units));
    return plan.nodes.size() > 1 ? tr("%1 on %2").arg(text, facts->node) : text;
}

QString riskCellText(const CapacityPlan& plan) {
    return qs(riskText(plan.risk.memoryPerMonth));
}

QString deployText(const CapacityPlan& plan) {
    const Check* check = findCheck(plan, CheckId::RolloutSurge);
    const auto surge = check == nullptr ? std::nullopt : wholeNumberAt(check->numbers, "surgePods");
    if (check == nullptr || check->verdict == Verdict::Unknown) {
        return tr("not computed");
    }
    if (check->verdict == Verdict::Fail || !surge) {
        return qs(check->text);
    }
    if (*surge == 0) {
        return tr("no extra pods");
    }
    return check->verdict == Verdict::Warn
               ? countText("! 1 extra pod, without room beside the old one",
                           "! %n extra pods, not all at once", *surge)
               : countText("1 extra pod, there is room", "%n extra pods, there is room", *surge);
}

QString nodeLossCellText(const CapacityPlan& plan) {
    std::map<std::string, std::vector<std::string>> byWord;
    for (const std::string& environment : environmentsOf(plan)) {
        byWord[worstLossOf(plan, environment)].push_back(environment);
    }
    if (byWord.empty()) {
        return tr("not computed");
    }
    if (byWord.size() == 1) {
        return nodeLossText(byWord.begin()->first);
    }
    QStringList lines;
    for (const auto& [word, environments] : byWord) {
        const QString who =
            environments.size() > 2
                ? countText("1 environment", "%n environments",
                            static_cast<std::int64_t>(environments.size()))
                : qs(environments.front()) + (environments.size() == 2
                                                  ? tr(", %1").arg(qs(environments.back()))
                                                  : QString());
        lines.append(tr("%1: %2").arg(who, nodeLossText(word)));
    }
    return lines.join(QLatin1Char('\n'));
}

QString serviceText(const CapacityPlan& plan, const std::string& service) {
    std::map<Mode, int> counts;
    for (const auto& [key, mode] : plan.services) {
        if (key.ends_with("/" + service)) {
            ++counts[mode];
        }
    }
    QStringList parts;
    for (const auto& [mode, count] : counts) {
        parts.append(tr("%1 %2").arg(count).arg(modeText(mode)));
    }
    return parts.isEmpty() ? tr("none") : parts.join(QStringLiteral(" + "));
}

QString changesText(const CapacityPlan& plan) {
    const auto byHand = std::ranges::count(plan.adjustments, AdjustmentBy::Manual, &Adjustment::by);
    const auto all = static_cast<std::int64_t>(plan.adjustments.size());
    QStringList parts;
    if (all > 0) {
        const QString text = countText("1 change", "%n changes", all);
        parts.append(byHand == 0 ? text : tr("%1, %2 by hand").arg(text).arg(byHand));
    }
    if (plan.migrations > 0) {
        parts.append(migrationsText(plan.migrations));
    }
    return parts.isEmpty() ? tr("nothing") : parts.join(QStringLiteral(" · "));
}

QString certaintyText(const CapacityPlan& plan) {
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    if (!facts) {
        return tr("not computed");
    }
    return facts->isGuessDeciding ? tr("only if the guesses hold")
                                  : tr("also with unlucky guesses");
}

QString refusalText(const Refusal& refusal) {
    QString text = qs(refusal.text);
    if (refusal.smallestFix) {
        text += QStringLiteral("\n→ ") + qs(refusal.smallestFix->text);
    }
    return text;
}

}  // namespace stowage::gui
