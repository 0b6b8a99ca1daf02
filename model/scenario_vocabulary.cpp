#include "model/scenario_vocabulary.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace stowage {

ScenarioVocabulary vocabularyOf(const Catalog& catalog, const AssumptionTable& assumptions) {
    ScenarioVocabulary vocabulary;
    for (const ProviderInfo& provider : catalog.providers()) {
        vocabulary.providers.push_back(provider.name);
    }
    for (const Offer& offer : catalog.offers()) {
        if (isMachine(offer.kind)) {
            vocabulary.offers.push_back(offer.name);
            vocabulary.offers.push_back(qualifiedName(offer));
        }
    }
    std::vector<std::string>& offers = vocabulary.offers;
    std::sort(offers.begin(), offers.end());
    offers.erase(std::unique(offers.begin(), offers.end()), offers.end());
    vocabulary.assumptions = assumptions.ids();
    return vocabulary;
}

}  // namespace stowage
