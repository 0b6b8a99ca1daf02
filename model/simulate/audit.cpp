#include "model/simulate/audit.h"

#include <algorithm>

#include "model/simulate/audit_context.h"
#include "model/simulate/check_commons.h"
#include "model/simulate/check_consistency.h"
#include "model/simulate/check_disk.h"
#include "model/simulate/check_fit.h"
#include "model/simulate/check_latency.h"
#include "model/simulate/check_memory.h"
#include "model/simulate/check_node_loss.h"
#include "model/simulate/check_requests.h"
#include "model/simulate/check_rollout.h"
#include "model/simulate/check_storage.h"

namespace stowage::simulate {
namespace {

/// A check that only advises warns instead of failing; its figures stay.
void weigh(const Requirements& requirements, AuditResult& result) {
    for (Check& check : result.checks) {
        const bool binds = isBinding(requirements, check.id);
        if (check.verdict == Verdict::Fail && !binds) {
            check.verdict = Verdict::Warn;
        }
        result.hasBindingFailure = result.hasBindingFailure || check.verdict == Verdict::Fail;
        result.hasBindingUnknown =
            result.hasBindingUnknown || (check.verdict == Verdict::Unknown && binds);
    }
}

/// The checks that need no deploy and no loss of a node, memory in the normal hours among them:
/// most layouts that are refused fail here already.
bool failsAtRest(const AuditContext& context, const RunControl& control, AuditResult& result) {
    result.checks = {checkFitMemory(context).check,
                     checkFitCpu(context),
                     checkFitPods(context),
                     checkFitDisk(context),
                     checkFitPorts(context),
                     checkStorageSqlite(context),
                     checkRedisIndexes(context),
                     checkHostsUnique(context),
                     checkTenantIds(context),
                     checkStrategyConsistent(context),
                     checkFitRequests(context, control)};
    weigh(context.requirements(), result);
    return result.hasBindingFailure;
}

}  // namespace

AuditResult audit(const AuditInput& input, const AuditOptions& options, const RunControl& control) {
    AuditContext context = makeAuditContext(input, options);
    if (options.depth == AuditDepth::Screening) {
        AuditResult atRest;
        if (failsAtRest(context, control, atRest)) {
            return atRest;
        }
    }
    addPhases(context);
    MemoryAudit memory = checkFitMemory(context);
    NodeLossAudit loss = checkNodeLoss(context);
    AuditResult result;
    result.checks = {checkFitRequests(context, control),
                     std::move(memory.check),
                     checkFitCpu(context),
                     checkFitPods(context),
                     checkFitDisk(context),
                     checkFitPorts(context),
                     checkRolloutSurge(context),
                     checkRolloutDowntime(context),
                     std::move(loss.check),
                     checkStorageFollow(context),
                     checkStorageSqlite(context),
                     checkStorageRwx(context),
                     checkRedisIndexes(context),
                     checkTenantIds(context),
                     checkLoginLength(context),
                     checkConnections(context),
                     checkHostsUnique(context),
                     checkStrategyConsistent(context),
                     checkPriceFresh(context),
                     checkLatencyP95(context)};
    result.risk = memory.figures;
    result.nodeLoss = std::move(loss.entries);
    weigh(input.scenario.requirements, result);
    return result;
}

}  // namespace stowage::simulate
