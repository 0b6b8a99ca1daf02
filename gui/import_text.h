#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "gui/services.h"

namespace stowage::gui {

/// Traffic that an import writes for every environment, because no blueprint says it.
enum class TrafficStart {
    Quiet,  ///< 0.5 requests a second at any hour
    Small,  ///< 2 at the peak of office hours
    Busy,   ///< 12 at the peak of office hours
    Typed,  ///< nothing: the user will type it; until then it is assumed
};

/// One blueprint to import, with the environments that were ticked.
struct ImportChoice {
    FoundBlueprint blueprint;
    QStringList environments;
};

struct ImportedScenario {
    QString name;
    std::string text;  ///< blueprints by their absolute paths
};

/// The scenario of an import, with its comments. Reads the blueprints, writes nothing. Errors: as
/// of importedScenario.
Result<ImportedScenario> composeImport(const std::vector<ImportChoice>& choices,
                                       TrafficStart traffic, const std::string& today);

}  // namespace stowage::gui
