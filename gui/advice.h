#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "gui/charts/bar_chart.h"
#include "gui/figure.h"
#include "planner/explain.h"

namespace stowage::gui {

/// The recommendation as content: what the card shows and what a copy of it says are the same
/// lines.

enum class RowTone { Neutral, Ok, Warn, Danger };

/// A button that turns a refusal into a fit.
struct AdviceFix {
    FixKind kind = FixKind::Share;
    QString label;   ///< "Share or resize: …", "Accept less: …", "Only if it is true: …"
    QString button;  ///< empty: text without a button
    DocumentNode patch = makeSequence();
    QString input;  ///< of IfTrue: the field to open
};

struct AdviceRow {
    QString mark;  ///< glyph or number; the tone is never the only sign
    RowTone tone = RowTone::Neutral;
    QString text, detail;
    QString value;  ///< at the right
    std::optional<MarginBar> margin;
    std::optional<Figure> figure;  ///< what a click explains
    std::optional<AdviceFix> fix;
    QString planId;  ///< another plan of the report
};

enum class SectionId {
    Remedy,
    Changes,
    Checks,
    Why,
    Breaks,
    NotChosen,
    Flips,
    Assumed,
    NodeLoss,
    Bill
};

struct AdviceSection {
    SectionId id = SectionId::Why;
    QString title;
    QString emptyText;  ///< shown without rows; empty: the section is left out
    std::vector<AdviceRow> rows;
    int shownAtFirst = 0;  ///< zero: all
};

enum class AdviceKind {
    Empty,       ///< nothing was planned
    Found,       ///< there is a plan
    Infeasible,  ///< no layout passes
};

struct Advice {
    AdviceKind kind = AdviceKind::Empty;
    PlanVerdict verdict = PlanVerdict::NotEnoughData;
    QString planId;
    QString headline;
    QString money;      ///< "$12.00 / month"
    QString moneyNote;  ///< proof, savings, "uses the server you own"
    QString facts;      ///< "1.49 of 1.92 GiB, limit 1.73"
    QString guess;      ///< which guess decides; empty: none does
    std::optional<Figure> moneyFigure, factsFigure;
    std::vector<ServerBars> bars;
    std::vector<AdviceSection> sections;

    const AdviceSection* find(SectionId id) const;
};

struct AdviceOptions {
    ByteUnits units = ByteUnits::Binary;
    /// What is paid today, when the user kept an alternative under that name.
    std::optional<Money> today;
};

/// `explanation`: of the plan to show; nullopt: the report has no such plan, the closest refusals
/// are shown.
Advice adviceOf(const PlanReport& report, const std::optional<planner::Explanation>& explanation,
                const AdviceOptions& options = {});
/// Of one section each; for adviceOf.
AdviceSection changesSection(const CapacityPlan& plan);
AdviceSection checksSection(const CapacityPlan& plan, const PlanReport& report, ByteUnits units);
/// Each reason opens what proves it: the bill, the memory of the servers, or the layout.
AdviceSection whySection(const planner::Explanation& explanation, const CapacityPlan& plan,
                         const PlanReport& report, ByteUnits units);
AdviceSection breaksSection(const planner::Explanation& explanation, const CapacityPlan& plan,
                            const PlanReport& report, ByteUnits units);
AdviceSection notChosenSection(const PlanReport& report, const std::vector<Refusal>& refused,
                               const std::string& planId);
AdviceSection flipsSection(const PlanReport& report, ByteUnits units);
AdviceSection assumedSection(const PlanReport& report, ByteUnits units);
AdviceSection nodeLossSection(const CapacityPlan& plan);
AdviceSection billSection(const CapacityPlan& plan);

/// The name of an input for people: "K3s server process with containerd and SQLite".
QString inputName(const SensitivityRow& row, const PlanReport& report);

QString toPlainText(const Advice& advice);
QString toMarkdown(const Advice& advice);

}  // namespace stowage::gui
