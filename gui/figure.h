#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "gui/charts/range_chart.h"
#include "gui/format.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// One line of the origin of a figure: a part of its sum, or one of its inputs.
struct FigureLine {
    QString name, value;
    QString quality;  ///< glyph; empty: a fact
    bool operator==(const FigureLine&) const = default;
};

/// Everything that answers "where does this figure come from?".
struct Figure {
    QString name, value;
    QString sentence;  ///< what it means, one or two sentences; may be empty
    std::optional<RangeValue> range;
    std::string quality;  ///< measured, documented, assumed; empty: follows from its parts
    QString partsTitle;
    std::vector<FigureLine> parts;
    QString source, date;
    QStringList flips;  ///< what would change the answer
    /// The input as the report names it, when the scenario may override it: an assumption id, or
    /// "shop-production.traffic.peakRps".
    QString input;
    bool operator==(const Figure&) const = default;
};

/// "560 MiB" of "560Mi": amounts of memory in the chosen unit, everything else as it stands.
QString amountText(const std::string& amount, const std::string& unit,
                   ByteUnits units = ByteUnits::Binary);

Figure figureOf(const Assumption& assumption, const PlanReport& report,
                ByteUnits units = ByteUnits::Binary);
/// Expected memory of a pod with the assumptions of its profile.
/// `ledger`: that of the plan that holds the pod.
Figure figureOf(const PlanPod& pod, const MemoryLedger& ledger, const PlanReport& report,
                ByteUnits units = ByteUnits::Binary);
/// Expected memory of a server: its own processes and its pods.
Figure figureOf(const PlanNode& node, const CapacityPlan& plan,
                ByteUnits units = ByteUnits::Binary);
Figure figureOf(const CostLine& line, const std::string& currency);
/// All lines of the bill.
Figure figureOf(const PlanCost& cost);
Figure figureOf(const Check& check, const PlanReport& report, ByteUnits units = ByteUnits::Binary);

/// As copied: one line each.
QString toPlainText(const Figure& figure);

}  // namespace stowage::gui
