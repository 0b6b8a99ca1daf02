#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "gui/advice.h"
#include "gui/plan_figures.h"
#include "model/assumption.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Advice", text);
}

QString capitalised(const QString& text) {
    // Names keep their letters: "node-1", "shop-production/web", "s-1vcpu-2gb".
    const QString first = text.section(QLatin1Char(' '), 0, 0);
    const bool isWord =
        std::all_of(first.begin(), first.end(), [](QChar letter) { return letter.isLetter(); });
    return isWord ? text.left(1).toUpper() + text.mid(1) : text;
}

QString adjustmentName(AdjustmentKind kind) {
    switch (kind) {
        case AdjustmentKind::UpdateStrategy:
            return tr("update strategy");
        case AdjustmentKind::HardSpread:
            return tr("spread over the servers");
        case AdjustmentKind::Requests:
            return tr("reserved (request)");
        case AdjustmentKind::NodeAffinity:
            return tr("server that it is tied to");
        case AdjustmentKind::PriorityClass:
            return tr("priority");
        case AdjustmentKind::CreationOrder:
            return tr("order of creation");
        case AdjustmentKind::Replicas:
        case AdjustmentKind::IngressReplicas:
            return tr("replicas");
        case AdjustmentKind::Strategy:
            return tr("strategy");
        case AdjustmentKind::EngineSetting:
            return tr("setting");
        case AdjustmentKind::DisruptionBudget:
            return tr("disruption budget");
    }
    STOWAGE_UNREACHABLE();
}

RowTone toneOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return RowTone::Ok;
        case Verdict::Warn:
            return RowTone::Warn;
        case Verdict::Fail:
            return RowTone::Danger;
        case Verdict::Unknown:
            return RowTone::Neutral;
    }
    STOWAGE_UNREACHABLE();
}

/// The reason of an adjustment: requirements by their words, steps ("1. …; 2. …") on lines of
/// their own.
QString reasonText(const std::string& why) {
    static const QRegularExpression kNextStep(
        QStringLiteral("[;:]\\s+(by hand:\\s+)?(?=\\d+\\. )"));
    static const std::array<std::pair<const char*, const char*>, 2> kRequirements{{
        {"surviveNodeLoss", QT_TRANSLATE_NOOP("Advice", "to survive the loss of a server")},
        {"zeroDowntimeDeploys", QT_TRANSLATE_NOOP("Advice", "to deploy without downtime")},
    }};
    QString text = qs(why);
    for (const auto& [word, meaning] : kRequirements) {
        text.replace(QLatin1String(word), tr(meaning));
    }
    return capitalised(text.replace(kNextStep, QStringLiteral("\n")));
}

/// The field that "only if it is true" is about: the traffic of the environment that the text
/// names, in the words of the report's inputs.
QString inputOfFix(const SmallestFix& fix, const PlanReport& report) {
    for (const CapacityPlan& plan : report.plans) {
        for (const auto& [environment, strategy] : plan.strategy) {
            if (fix.text.find(environment) != std::string::npos) {
                return qs(environment + ".traffic.peakRps");
            }
        }
    }
    return QStringLiteral("weight");
}

AdviceFix fixOf(const SmallestFix& fix, const PlanReport& report) {
    AdviceFix advice{.kind = fix.kind, .patch = fix.patch};
    const bool hasPatch = !fix.patch.items.empty();
    switch (fix.kind) {
        case FixKind::Share:
            advice.label = tr("Share or resize: %1").arg(qs(fix.text));
            advice.button = hasPatch ? tr("Do this") : QString();
            return advice;
        case FixKind::Accept:
            advice.label = fix.text.starts_with("accept ") ? capitalised(qs(fix.text))
                                                           : tr("Accept: %1").arg(qs(fix.text));
            advice.button = hasPatch ? tr("Accept") : QString();
            return advice;
        case FixKind::IfTrue:
            advice.label = capitalised(qs(fix.text));
            advice.button = tr("Open the field");
            advice.input = inputOfFix(fix, report);
            return advice;
    }
    STOWAGE_UNREACHABLE();
}

const Assumption* findAssumption(const PlanReport& report, const std::string& id) {
    const auto at = std::ranges::find(report.assumptions, id, &Assumption::id);
    return at == report.assumptions.end() ? nullptr : &*at;
}

/// How much an assumption matters: flips the answer, was tried, is a guess, is published,
/// was measured.
int importanceOf(const Assumption& assumption, const PlanReport& report) {
    const auto row = std::ranges::find(report.sensitivity, assumption.id, &SensitivityRow::input);
    if (row != report.sensitivity.end()) {
        return row->to.empty() ? 1 : 0;
    }
    if (assumption.quality == "assumed") {
        return 2;
    }
    return assumption.quality == "documented" ? 3 : 4;
}

/// Mebibytes between the low and the high end of an assumption about memory that this plan uses;
/// zero for all others.
double spreadOf(const Assumption& assumption, const std::set<std::string>& used) {
    const std::string family = assumption.id.substr(0, assumption.id.find('.'));
    if (assumption.unit != "memory" || !used.contains(family)) {
        return 0;
    }
    const Result<double> low = parseAssumption(assumption.low, AssumptionUnit::Mebibytes);
    const Result<double> high = parseAssumption(assumption.high, AssumptionUnit::Mebibytes);
    return low && high ? *high - *low : 0;
}

/// What the memory of a plan is computed from: the profiles of its pods and the machines.
std::set<std::string> familiesOf(const PlanReport& report) {
    std::set<std::string> families{"os", "k3s"};
    for (const CapacityPlan& plan : report.plans) {
        for (const PlanPod& pod : plan.placement) {
            families.insert(pod.profile);
        }
    }
    return families;
}

QString environmentList(const std::vector<std::string>& names) {
    if (names.size() > 3) {
        return QCoreApplication::translate("Advice", "%n environments", nullptr,
                                           static_cast<int>(names.size()));
    }
    QStringList all;
    for (const std::string& name : names) {
        all.append(qs(name));
    }
    return all.join(QStringLiteral(", "));
}

}  // namespace

QString inputName(const SensitivityRow& row, const PlanReport& report) {
    if (const Assumption* assumption = findAssumption(report, row.input)) {
        return qs(assumption->text);
    }
    return qs(row.text).section(QStringLiteral(": taken as"), 0, 0);
}

AdviceSection changesSection(const CapacityPlan& plan) {
    AdviceSection section{.id = SectionId::Changes,
                          .title = tr("What has to change"),
                          .emptyText = tr("Nothing: LaraKube's stock templates fit as they are.")};
    std::vector<Adjustment> ordered = plan.adjustments;
    std::ranges::stable_partition(
        ordered, [](const Adjustment& one) { return one.by == AdjustmentBy::Manual; });
    const auto byHand = std::ranges::count(ordered, AdjustmentBy::Manual, &Adjustment::by);
    for (const Adjustment& adjustment : ordered) {
        const bool isByHand = adjustment.by == AdjustmentBy::Manual;
        section.rows.push_back(
            {.mark = QStringLiteral("~"),
             .text = tr("%1, %2: %3 → %4")
                         .arg(qs(adjustment.target), adjustmentName(adjustment.kind),
                              qs(adjustment.from), qs(adjustment.to)),
             .detail = reasonText(adjustment.why),
             .value = isByHand ? tr("by hand") : tr("by apply")});
    }
    if (plan.migrations > 0) {
        // After what a person has to do, before what the program does by itself.
        section.rows.insert(
            section.rows.begin() + byHand,
            {.mark = QStringLiteral("↻"),
             .text = migrationsText(plan.migrations),
             .detail = tr("Own, shared or managed differs from what the blueprints say today; "
                          "their data moves along."),
             .value = tr("migration")});
    }
    for (const Extra& extra : plan.extras) {
        section.rows.push_back({.mark = QStringLiteral("+"), .text = qs(extra.text)});
    }
    return section;
}

AdviceSection checksSection(const CapacityPlan& plan, const PlanReport& report, ByteUnits units) {
    AdviceSection section{.id = SectionId::Checks,
                          .title = tr("Worth knowing"),
                          .emptyText = tr("✓ All checks pass.")};
    for (const Check& check : plan.checks) {
        if (check.verdict != Verdict::Pass) {
            section.rows.push_back({.mark = checkMark(check.verdict),
                                    .tone = toneOf(check.verdict),
                                    .text = capitalised(qs(check.text)),
                                    .figure = figureOf(check, report, units)});
        }
    }
    return section;
}

AdviceSection whySection(const planner::Explanation& explanation, const CapacityPlan& plan,
                         const PlanReport& report, ByteUnits units) {
    AdviceSection section{.id = SectionId::Why, .title = tr("Why")};
    const Check* memory = findCheck(plan, CheckId::FitMemory);
    for (const planner::Reason& reason : explanation.why) {
        if (reason.kind == "requirement") {
            continue;  // stands under "what has to change"
        }
        AdviceRow row{.mark = QString::number(section.rows.size() + 1),
                      .text = capitalised(qs(reason.text))};
        if (reason.kind == "cost" || reason.kind == "proof") {
            row.figure = figureOf(plan.cost);
        } else if (reason.kind == "memory" && memory != nullptr) {
            row.figure = figureOf(*memory, report, units);
        } else if (reason.kind == "sharing" || reason.kind == "strategy") {
            row.planId = qs(plan.id);
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

AdviceSection breaksSection(const planner::Explanation& explanation, const CapacityPlan& plan,
                            const PlanReport& report, ByteUnits units) {
    AdviceSection section{
        .id = SectionId::Breaks, .title = tr("What breaks first"), .shownAtFirst = 4};
    for (const planner::Pressure& pressure : explanation.breaksFirst) {
        AdviceRow row{
            .mark = QString::number(section.rows.size() + 1),
            .text = capitalised(qs(pressure.text)),
            .margin = MarginBar{.needed = pressure.needed, .available = pressure.available}};
        row.tone = pressure.needed > pressure.available ? RowTone::Danger : RowTone::Neutral;
        if (const Check* check = findCheck(plan, pressure.check)) {
            row.figure = figureOf(*check, report, units);
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

AdviceSection notChosenSection(const PlanReport& report, const std::vector<Refusal>& refused,
                               const std::string& planId) {
    AdviceSection section{.id = SectionId::NotChosen, .title = tr("Not chosen"), .shownAtFirst = 6};
    const std::string currency = report.plans.empty() ? "USD" : report.plans.front().cost.currency;
    for (const Refusal& refusal : refused) {
        AdviceRow row{
            .mark = QStringLiteral("✕"),
            .tone = RowTone::Danger,
            .text = qs(refusal.title),
            .detail = capitalised(qs(refusal.text)),
            .value = refusal.isPriced ? moneyTextOf(refusal.monthly, currency) : tr("no price")};
        if (refusal.smallestFix) {
            row.fix = fixOf(*refusal.smallestFix, report);
        }
        section.rows.push_back(std::move(row));
    }
    for (const CapacityPlan& plan : report.plans) {
        if (plan.id != planId) {
            const PlanVerdict verdict = verdictOf(plan, planner::bindingOf(report));
            section.rows.push_back({.mark = verdictMark(verdict),
                                    .text = qs(plan.title),
                                    .detail = tr("%1: possible too").arg(verdictText(verdict)),
                                    .value = moneyTextOf(plan.cost.monthly, plan.cost.currency),
                                    .planId = qs(plan.id)});
        }
    }
    return section;
}

AdviceSection flipsSection(const PlanReport& report, ByteUnits units) {
    AdviceSection section{.id = SectionId::Flips, .title = tr("What would change the answer")};
    for (const SensitivityRow& row : report.sensitivity) {
        AdviceRow line{.mark = row.to.empty() ? QStringLiteral("=") : QStringLiteral("↻"),
                       .tone = row.to.empty() ? RowTone::Neutral : RowTone::Warn,
                       .text = capitalised(inputName(row, report))};
        // The report's sentence repeats the name; what follows it is the news.
        const QString sentence = qs(row.text);
        const qsizetype taken = sentence.indexOf(QStringLiteral("taken as"));
        line.detail = capitalised(taken < 0 ? sentence : sentence.mid(taken));
        if (const Assumption* assumption = findAssumption(report, row.input)) {
            line.figure = figureOf(*assumption, report, units);
        } else {
            line.figure = Figure{.name = inputName(row, report),
                                 .value = qs(row.current),
                                 .flips = {sentence},
                                 .input = qs(row.input)};
        }
        section.rows.push_back(std::move(line));
    }
    return section;
}

AdviceSection assumedSection(const PlanReport& report, ByteUnits units) {
    AdviceSection section{.id = SectionId::Assumed, .title = tr("Assumed"), .shownAtFirst = 6};
    const std::set<std::string> used = familiesOf(report);
    struct Weighed {
        const Assumption* assumption = nullptr;
        int importance = 0;
        double spread = 0;
    };
    std::vector<Weighed> ordered;
    for (const Assumption& assumption : report.assumptions) {
        ordered.push_back(
            {&assumption, importanceOf(assumption, report), spreadOf(assumption, used)});
    }
    std::ranges::stable_sort(ordered, [](const Weighed& a, const Weighed& b) {
        return a.importance != b.importance ? a.importance < b.importance : a.spread > b.spread;
    });
    for (const Weighed& one : ordered) {
        const Assumption* assumption = one.assumption;
        const QString value = amountText(assumption->value, assumption->unit, units);
        AdviceRow row{.mark = qualityMark(assumption->quality),
                      .text = capitalised(qs(assumption->text)),
                      .value = value,
                      .figure = figureOf(*assumption, report, units)};
        if (assumption->low != assumption->high) {
            row.detail = tr("%1, between %2 and %3")
                             .arg(qualityText(assumption->quality),
                                  amountText(assumption->low, assumption->unit, units),
                                  amountText(assumption->high, assumption->unit, units));
        } else {
            row.detail = qualityText(assumption->quality);
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

AdviceSection nodeLossSection(const CapacityPlan& plan) {
    AdviceSection section{.id = SectionId::NodeLoss, .title = tr("When a server dies")};
    for (const NodeLossEntry& entry : plan.nodeLoss) {
        std::map<std::string, std::vector<std::string>> byWord;
        for (const auto& [environment, word] : entry.environments) {
            byWord[word].push_back(environment);
        }
        for (const auto& [word, environments] : byWord) {
            const bool isServing = word == "serving" || word == "degraded";
            section.rows.push_back(
                {.mark = isServing ? QStringLiteral("✓") : QStringLiteral("↓"),
                 .text = tr("%1 dies: %2").arg(qs(entry.node), nodeLossText(word)),
                 .detail = environmentList(environments)});
        }
    }
    return section;
}

AdviceSection billSection(const CapacityPlan& plan) {
    AdviceSection section{.id = SectionId::Bill, .title = tr("The bill, per month")};
    for (const CostLine& line : plan.cost.lines) {
        section.rows.push_back({.text = tr("%1 × %2").arg(line.count).arg(qs(line.item)),
                                .value = moneyTextOf(line.monthly, plan.cost.currency),
                                .figure = figureOf(line, plan.cost.currency)});
    }
    return section;
}

}  // namespace stowage::gui
