#pragma once

#include <string>

namespace stowage {

/// A deviation from LaraKube's stock templates (rulings.md 1 to 6). Listed, never silent.
enum class AdjustmentKind {
    UpdateStrategy,
    HardSpread,
    Requests,
    NodeAffinity,
    PriorityClass,
    CreationOrder,
    Replicas,
    Strategy,
    IngressReplicas,
    EngineSetting,
    DisruptionBudget,
};

enum class AdjustmentBy { Apply, Manual };

struct Adjustment {
    AdjustmentKind kind = AdjustmentKind::UpdateStrategy;
    std::string target;  ///< "shop-production/web"
    std::string from;
    std::string to;
    std::string why;  ///< the requirement or check that needs it, or the steps when by hand
    AdjustmentBy by = AdjustmentBy::Apply;
    bool operator==(const Adjustment&) const = default;
};

std::string toWord(AdjustmentKind kind);  ///< as in contracts.md: "updateStrategy"
std::string toWord(AdjustmentBy by);

}  // namespace stowage
