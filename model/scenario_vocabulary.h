#pragma once

#include "model/assumption.h"
#include "model/catalog.h"
#include "model/scenario_builder.h"

namespace stowage {

/// The names that a scenario may use with these data files.
ScenarioVocabulary vocabularyOf(const Catalog& catalog, const AssumptionTable& assumptions);

}  // namespace stowage
