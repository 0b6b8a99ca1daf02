#include "model/capacity_plan.h"

#include <algorithm>

namespace stowage {
namespace {

/// price.fresh and rollout.downtime never make a plan tight (rulings, verdict words).
bool makesTight(CheckId id) {
    return id != CheckId::PriceFresh && id != CheckId::RolloutDowntime &&
           id != CheckId::HostsUnique && id != CheckId::StrategyConsistent;
}

bool isBinding(CheckId id, const std::optional<std::vector<std::string>>& binding) {
    return !binding || std::find(binding->begin(), binding->end(), toWord(id)) != binding->end();
}

}  // namespace

const CapacityPlan* PlanReport::findPlan(const std::string& id) const {
    const auto at = std::ranges::find(plans, id, &CapacityPlan::id);
    return at == plans.end() ? nullptr : &*at;
}

PlanVerdict verdictOf(const CapacityPlan& plan,
                      const std::optional<std::vector<std::string>>& binding) {
    PlanVerdict worst = PlanVerdict::Fits;
    for (const Check& check : plan.checks) {
        PlanVerdict here = PlanVerdict::Fits;
        switch (check.verdict) {
            case Verdict::Pass:
                break;
            case Verdict::Warn:
                here = makesTight(check.id) ? PlanVerdict::Tight : PlanVerdict::Fits;
                break;
            case Verdict::Unknown:
                here =
                    isBinding(check.id, binding) ? PlanVerdict::NotEnoughData : PlanVerdict::Fits;
                break;
            case Verdict::Fail:
                here = PlanVerdict::DoesNotFit;
                break;
        }
        if (here == PlanVerdict::DoesNotFit) {
            return here;
        }
        worst = std::max(worst, here, [](PlanVerdict a, PlanVerdict b) {
            return static_cast<int>(a) < static_cast<int>(b);
        });
    }
    return worst;
}

std::string_view toHumanWord(PlanVerdict verdict) {
    switch (verdict) {
        case PlanVerdict::Fits:
            return "Fits";
        case PlanVerdict::Tight:
            return "Tight";
        case PlanVerdict::DoesNotFit:
            return "Does not fit";
        case PlanVerdict::NotEnoughData:
            return "Not enough data";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
