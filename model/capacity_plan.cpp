#include "model/capacity_plan.h"

#include <algorithm>
#include <charconv>

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

const Check* memoryCheckOf(const CapacityPlan& plan) {
    const auto at = std::ranges::find(plan.checks, CheckId::FitMemory, &Check::id);
    return at == plan.checks.end() ? nullptr : &*at;
}

std::optional<Bytes> bytesAt(const DocumentNode& numbers, std::string_view key) {
    const DocumentNode* node = numbers.find(key);
    if (node == nullptr || node->kind != NodeKind::Number) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const char* end = node->text.data() + node->text.size();
    const auto parsed = std::from_chars(node->text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(Bytes::fromRaw(value))
                                                         : std::nullopt;
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

MemoryLedger::MemoryLedger(const CapacityPlan& plan) {
    const Check* check = memoryCheckOf(plan);
    const DocumentNode* measure = check == nullptr ? nullptr : check->numbers.find("measure");
    m_isCore = measure != nullptr && measure->text == "core";
}

std::optional<JudgedMemory> judgedMemoryOf(const CapacityPlan& plan) {
    const Check* check = memoryCheckOf(plan);
    if (check == nullptr) {
        return std::nullopt;
    }
    const DocumentNode* node = check->numbers.find("node");
    const auto needed = bytesAt(check->numbers, "needed");
    const auto available = bytesAt(check->numbers, "available");
    const auto capacity = bytesAt(check->numbers, "capacityBytes");
    if (node == nullptr || !needed || !available || !capacity) {
        return std::nullopt;
    }
    return JudgedMemory{
        .node = node->text, .expected = *needed, .limit = *available, .capacity = *capacity};
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
