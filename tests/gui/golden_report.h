#pragma once

#include <map>
#include <memory>

#include "gui/services.h"

namespace stowage::gui {

/// The golden plan report of a shipped scenario, read once a program.
inline std::shared_ptr<const PlanReport> planned(const char* name) {
    static std::map<std::string, std::shared_ptr<const PlanReport>> known;
    std::shared_ptr<const PlanReport>& report = known[name];
    if (!report) {
        const QString path =
            QStringLiteral(STOWAGE_SOURCE_FOLDER "/tests/golden/%1/expected_plan.json")
                .arg(QLatin1String(name));
        report = readPlanFile(path).report;
    }
    return report;
}

}  // namespace stowage::gui
