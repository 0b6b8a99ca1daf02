#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <memory>
#include <optional>
#include <string>

#include "model/capacity_plan.h"

namespace stowage::gui {

/// What a kept plan is for: one of them may be what runs today, against which savings are shown.
enum class KeptRole { Alternative, Today };

/// A plan that the user keeps beside the present one.
struct KeptPlan {
    QString name;  ///< the user's
    KeptRole role = KeptRole::Alternative;
    /// The plan alone with the scenario that it was planned for.
    std::shared_ptr<const PlanReport> report;
    std::shared_ptr<const CapacityPlan> plan;  ///< of the report
    /// Digest of the document that the plan answers: equal to the present one, it is not outdated.
    std::string tree;
    /// Undo steps at the time; empty: kept by a former window.
    std::optional<int> steps;
    QDateTime keptAt;
    QString file;  ///< name in the folder of its scenario
};

/// The only plan of a report of one.
std::shared_ptr<const CapacityPlan> planOf(const std::shared_ptr<const PlanReport>& report);

/// A plan file as every other, with a field `kept` for the name; its digest covers that too.
QByteArray toBytes(const KeptPlan& kept);

/// A file read back, or what is wrong with it.
struct KeptFile {
    std::optional<KeptPlan> kept;
    QString problem;
};
KeptFile readKeptFile(const QString& path);

}  // namespace stowage::gui
