#include "gui/advice.h"

#include <QCoreApplication>
#include <algorithm>

#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Advice", text);
}

const SensitivityRow* decidingRow(const PlanReport& report) {
    const auto at =
        std::ranges::find_if(report.sensitivity, [](const auto& row) { return !row.to.empty(); });
    return at == report.sensitivity.end() ? nullptr : &*at;
}

/// "2 × s-1vcpu-2gb (DigitalOcean)" as what to do: keep what is owned already, buy the rest.
QString actionText(const CapacityPlan& plan) {
    const TitleParts parts = titlePartsOf(plan.title);
    const bool isOwned =
        !plan.nodes.empty() && std::ranges::all_of(plan.nodes, &PlanNode::isExisting);
    const QString action =
        isOwned ? tr("Keep %1").arg(parts.servers) : tr("Buy %1").arg(parts.servers);
    return parts.rest.isEmpty() ? action : tr("%1, %2").arg(action, parts.rest);
}

QString proofText(const PlanCost& cost) {
    if (cost.proven) {
        return tr("proven cheapest");
    }
    const QString gap = moneyTextOf(cost.monthly - cost.lowerBound, cost.currency);
    return cost.timeLimited ? tr("best so far, within %1 of the best possible").arg(gap)
                            : tr("not proven: within %1 of the best possible").arg(gap);
}

QString moneyNote(const CapacityPlan& plan, const AdviceOptions& options) {
    QStringList notes;
    if (options.today) {
        const Money saved = *options.today - plan.cost.monthly;
        const QString today = moneyTextOf(*options.today, plan.cost.currency);
        notes.append(
            saved == Money() ? tr("today %1: no saving").arg(today)
            : saved > Money()
                ? tr("today %1: saves %2").arg(today, moneyTextOf(saved, plan.cost.currency))
                : tr("today %1: %2 more").arg(today, moneyTextOf(-saved, plan.cost.currency)));
    } else if (std::ranges::any_of(plan.nodes, &PlanNode::isExisting)) {
        notes.append(tr("uses the server you own"));
    }
    notes.append(proofText(plan.cost));
    return notes.join(QStringLiteral(" · "));
}

void addFound(Advice& advice, const PlanReport& report, const CapacityPlan& plan,
              const planner::Explanation& explanation, const AdviceOptions& options) {
    advice.kind = AdviceKind::Found;
    advice.planId = qs(plan.id);
    advice.verdict = explanation.verdict;
    advice.headline = actionText(plan);
    advice.money = monthlyText(plan.cost.monthly, plan.cost.currency);
    advice.moneyNote = moneyNote(plan, options);
    advice.moneyFigure = figureOf(plan.cost);
    advice.facts = memoryFactsText(plan, options.units);
    if (const Check* check = findCheck(plan, CheckId::FitMemory)) {
        advice.factsFigure = figureOf(*check, report, options.units);
    }
    advice.bars = serverBarsOf(plan);
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    if (facts && facts->isGuessDeciding) {
        const SensitivityRow* row = decidingRow(report);
        const QString servers = titlePartsOf(plan.title).servers;
        advice.headline =
            row == nullptr
                ? tr("Probably %1: some figures are guesses").arg(servers)
                : tr("Probably %1: measure the %2 first")
                      .arg(servers,
                           inputName(*row, report).section(QStringLiteral(" with "), 0, 0));
        advice.guess = row == nullptr ? QString() : qs(row->text);
    }
    advice.sections = {changesSection(plan),
                       checksSection(plan, report, options.units),
                       whySection(explanation, plan, report, options.units),
                       breaksSection(explanation, plan, report, options.units),
                       flipsSection(report, options.units),
                       notChosenSection(report, explanation.refused, plan.id),
                       nodeLossSection(plan),
                       billSection(plan),
                       assumedSection(report, options.units)};
}

/// The limit on the cost that the scenario sets, as text; empty: none.
QString costLimitOf(const PlanReport& report) {
    const DocumentNode* requirements = report.scenarioDocument.find("requirements");
    const DocumentNode* limit =
        requirements == nullptr ? nullptr : requirements->find("maxMonthlyCost");
    const auto money = limit == nullptr || limit->kind != NodeKind::Number
                           ? std::nullopt
                           : parseDecimal(limit->text);
    if (!money) {
        return {};
    }
    const DocumentNode* currency = report.scenarioDocument.find("currency");
    return moneyTextOf(*money, currency == nullptr ? "USD" : currency->text);
}

/// The refusal that a small change turns into a fit, else the dearest one, which lacks least.
const Refusal* closestOf(const PlanReport& report) {
    const auto fixable = std::ranges::find_if(
        report.refused, [](const Refusal& one) { return one.smallestFix.has_value(); });
    if (fixable != report.refused.end()) {
        return &*fixable;
    }
    return report.refused.empty() ? nullptr : &report.refused.back();
}

void addInfeasible(Advice& advice, const PlanReport& report, const AdviceOptions& options) {
    advice.kind = AdviceKind::Infeasible;
    advice.verdict = PlanVerdict::DoesNotFit;
    const QString limit = costLimitOf(report);
    advice.headline =
        limit.isEmpty() ? tr("Nothing fits.") : tr("Nothing under %1 a month fits.").arg(limit);
    if (const Refusal* closest = closestOf(report)) {
        advice.headline += tr(" Closest: %1.").arg(titlePartsOf(closest->title).servers);
        advice.facts = qs(closest->text);
        advice.facts.replace(0, 1, advice.facts.left(1).toUpper());
    }
    advice.moneyNote = report.provenInfeasible ? tr("proven: no allowed layout passes every check")
                                               : tr("not proven: more time may find one");
    AdviceSection refused = notChosenSection(report, report.refused, report.recommended);
    refused.title = tr("What was tried");
    refused.shownAtFirst = 8;
    AdviceSection remedy{.id = SectionId::Remedy, .title = tr("Cheapest change")};
    if (const Refusal* closest = closestOf(report); closest != nullptr && closest->smallestFix) {
        // The rows stand in the order of the refusals.
        const auto at = static_cast<std::size_t>(closest - report.refused.data());
        remedy.rows = {refused.rows[at]};
        remedy.rows.front().mark = QStringLiteral("→");
        remedy.rows.front().tone = RowTone::Neutral;
    }
    advice.sections = {remedy, refused, assumedSection(report, options.units)};
}

void addRow(QStringList& lines, const AdviceRow& row, const QString& bullet) {
    QString line = bullet;
    if (!row.mark.isEmpty()) {
        line += row.mark + QLatin1Char(' ');
    }
    line += row.text;
    if (!row.value.isEmpty()) {
        line += tr(": %1").arg(row.value);
    }
    lines.append(line);
    const QString indent(bullet.size(), QLatin1Char(' '));
    if (!row.detail.isEmpty()) {
        const QString inner = QLatin1Char('\n') + indent;
        lines.append(indent + QString(row.detail).replace(QLatin1Char('\n'), inner));
    }
    if (row.fix) {
        lines.append(indent + QStringLiteral("→ ") + row.fix->label);
    }
}

QStringList headLines(const Advice& advice) {
    QStringList facts{verdictText(advice.verdict), advice.money, advice.facts};
    facts.removeAll(QString());
    QStringList lines{facts.join(QStringLiteral(" · "))};
    if (!advice.moneyNote.isEmpty()) {
        lines.append(advice.moneyNote);
    }
    if (!advice.guess.isEmpty()) {
        lines.append(advice.guess);
    }
    return lines;
}

void addSection(QStringList& lines, const AdviceSection& section, const QString& title,
                const QString& bullet) {
    if (section.rows.empty() && section.emptyText.isEmpty()) {
        return;
    }
    lines.append({QString(), title});
    if (section.rows.empty()) {
        lines.append(bullet + section.emptyText);
    }
    // A copy is as long as what the card shows at first: 128 assumptions are the report's.
    int left =
        section.shownAtFirst == 0 ? static_cast<int>(section.rows.size()) : section.shownAtFirst;
    for (const AdviceRow& row : section.rows) {
        if (left-- <= 0) {
            break;
        }
        addRow(lines, row, bullet);
    }
}

}  // namespace

const AdviceSection* Advice::find(SectionId id) const {
    const auto at = std::ranges::find(sections, id, &AdviceSection::id);
    return at == sections.end() ? nullptr : &*at;
}

Advice adviceOf(const PlanReport& report, const std::optional<planner::Explanation>& explanation,
                const AdviceOptions& options) {
    Advice advice;
    const CapacityPlan* plan = explanation ? report.findPlan(explanation->planId) : nullptr;
    if (plan != nullptr) {
        addFound(advice, report, *plan, *explanation, options);
    } else {
        addInfeasible(advice, report, options);
    }
    return advice;
}

QString toPlainText(const Advice& advice) {
    QStringList lines{advice.headline};
    lines.append(headLines(advice));
    for (const AdviceSection& section : advice.sections) {
        addSection(lines, section, section.title.toUpper(), QStringLiteral("  "));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString toMarkdown(const Advice& advice) {
    QStringList lines{QStringLiteral("## %1").arg(advice.headline), QString()};
    lines.append(headLines(advice).join(QStringLiteral("  \n")));
    for (const AdviceSection& section : advice.sections) {
        addSection(lines, section, QStringLiteral("### %1\n").arg(section.title),
                   QStringLiteral("- "));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace stowage::gui
