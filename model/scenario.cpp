#include "model/scenario.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage {

const Environment* Scenario::findEnvironment(const std::string& id) const {
    for (const App& app : apps) {
        for (const Environment& environment : app.environments) {
            if (environment.id == id) {
                return &environment;
            }
        }
    }
    return nullptr;
}

const App& Scenario::appOf(const Environment& environment) const {
    const auto at = std::find_if(apps.begin(), apps.end(), [&](const App& app) {
        return std::any_of(app.environments.begin(), app.environments.end(),
                           [&](const Environment& own) { return own.id == environment.id; });
    });
    STOWAGE_ASSERT(at != apps.end());
    return *at;
}

std::vector<const Environment*> Scenario::environments() const {
    std::vector<const Environment*> all;
    for (const App& app : apps) {
        for (const Environment& environment : app.environments) {
            all.push_back(&environment);
        }
    }
    return all;
}

std::string_view toWord(Weight weight) {
    switch (weight) {
        case Weight::Light:
            return "light";
        case Weight::Medium:
            return "medium";
        case Weight::Heavy:
            return "heavy";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(TopologyKind topology) {
    switch (topology) {
        case TopologyKind::SingleNode:
            return "single-node";
        case TopologyKind::K3sMulti:
            return "k3s-multi";
        case TopologyKind::Managed:
            return "managed";
        case TopologyKind::Nodes:
            return "nodes";
    }
    STOWAGE_UNREACHABLE();
}

std::optional<Weight> parseWeight(std::string_view word) {
    for (const Weight weight : {Weight::Light, Weight::Medium, Weight::Heavy}) {
        if (toWord(weight) == word) {
            return weight;
        }
    }
    return std::nullopt;
}

std::optional<TopologyKind> parseTopology(std::string_view word) {
    for (const TopologyKind topology : {TopologyKind::SingleNode, TopologyKind::K3sMulti,
                                        TopologyKind::Managed, TopologyKind::Nodes}) {
        if (toWord(topology) == word) {
            return topology;
        }
    }
    return std::nullopt;
}

}  // namespace stowage
