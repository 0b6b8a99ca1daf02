#include "model/blueprint.h"

#include <algorithm>

namespace stowage {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

const BlueprintEnvironment* Blueprint::findEnvironment(const std::string& environment) const {
    const auto at =
        std::find_if(environments.begin(), environments.end(),
                     [&](const BlueprintEnvironment& entry) { return entry.name == environment; });
    return at == environments.end() ? nullptr : &*at;
}

bool Blueprint::hasFeature(const std::string& feature,
                           const BlueprintEnvironment& environment) const {
    if (contains(environment.excludeFeatures, feature)) {
        return false;
    }
    return contains(features, feature) || contains(environment.addFeatures, feature);
}

}  // namespace stowage
