#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// The figures of a "no" agree with themselves and with the check's own numbers. Only a "no" has
/// some: one that binds, or one that was weakened to a warning.
void checkShortage(const PlanContext& context, const Check& check) {
    const Shortage& shortage = *check.shortage;
    const std::string id(toWord(check.id));
    context.expectEqual("check.shortage", id + " short", shortage.shortBy,
                        std::max<std::int64_t>(0, shortage.needed - shortage.available));
    const bool isWeakened = check.verdict == Verdict::Warn && !context.binds(check.id);
    if (check.verdict != Verdict::Fail && !isWeakened) {
        context.violate("check.shortage", id, std::string(toWord(check.verdict)), "a shortage");
    }
    if (shortage.shortBy == 0) {
        context.violate("check.shortage", id + " short", "0", "a shortage of something");
    }
    if (!shortage.node.empty() && context.node(shortage.node) == nullptr) {
        context.violate("check.shortage", id + " shortage", shortage.node, "no such node");
    }
    const bool isSameFigure = wordOf(check, "resource") == shortage.resource &&
                              wordOf(check, "node") == shortage.node &&
                              numberOf(check, "needed") > numberOf(check, "available");
    if (isSameFigure && wordOf(check, "failingOrder").empty()) {
        context.expectEqual("check.shortage", id + " shortage needed", shortage.needed,
                            numberOf(check, "needed").value_or(0));
        context.expectEqual("check.shortage", id + " shortage available", shortage.available,
                            numberOf(check, "available").value_or(0));
    }
}

/// Some shortages are no figure of their check's numbers: they are redone here from the plan.
void checkCounts(const PlanContext& context, const Check& check) {
    const Shortage& shortage = *check.shortage;
    const auto expect = [&](std::int64_t needed, std::int64_t available) {
        const std::string id(toWord(check.id));
        context.expectEqual("check.shortage", id + " shortage needed", shortage.needed, needed);
        context.expectEqual("check.shortage", id + " shortage available", shortage.available,
                            available);
    };
    const auto nodes = static_cast<std::int64_t>(context.nodes.size());
    if (check.id == CheckId::NodeLoss) {
        expect(1, 0);
    } else if (check.id == CheckId::HostsUnique || check.id == CheckId::CommonsTenantIds) {
        expect(2, 1);
    } else if (check.id == CheckId::StrategyConsistent) {
        expect(nodes > 1 ? nodes : 2, 1);
    } else if (check.id == CheckId::StorageSqlite) {
        expect(nodes, 1);
    } else if (check.id == CheckId::StorageFollow) {
        expect(numberOf(check, "stuckVolumes").value_or(-1), 0);
    } else if (check.id == CheckId::RolloutDowntime || check.id == CheckId::StorageRwx) {
        expect(shortage.needed, 0);
    }
}

}  // namespace

void checkVerdicts(const PlanContext& context) {
    std::set<CheckId> seen;
    for (const Check& check : context.plan.checks) {
        const std::string id(toWord(check.id));
        if (!seen.insert(check.id).second) {
            context.violate("check.presence", id, "twice", "once");
        }
        if (check.text.empty()) {
            context.violate("check.text", id, std::string(toWord(check.verdict)), "no reason");
        }
        if (check.verdict == Verdict::Fail && !check.shortage) {
            context.violate("check.shortage", id, "fail", "no shortage");
        }
        if (check.shortage) {
            checkShortage(context, check);
            checkCounts(context, check);
        }
    }
    for (const CheckId id : planCheckIds()) {
        if (!seen.contains(id)) {
            context.violate("check.presence", std::string(toWord(id)), "missing",
                            "every plan has it");
        }
    }
}

}  // namespace stowage::checker
