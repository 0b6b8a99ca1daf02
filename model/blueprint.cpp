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

std::optional<ServiceKind> serviceOfHost(const Blueprint& blueprint, const std::string& role) {
    if (const auto kind = parseServiceKind(role)) {
        return kind;
    }
    if (role != "s3" && role.rfind("s3-", 0) != 0) {
        return std::nullopt;
    }
    const auto at =
        std::find_if(blueprint.services.begin(), blueprint.services.end(), [](ServiceKind kind) {
            return serviceFacts(kind).category == ServiceCategory::ObjectStorage;
        });
    return at == blueprint.services.end() ? std::nullopt : std::optional(*at);
}

}  // namespace stowage
