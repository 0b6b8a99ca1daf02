#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// What the loss of a node means for one environment.
enum class LossValue { Serving, Degraded, Down, DataStuck };
std::string_view toWord(LossValue value);  ///< serving | degraded | down | data-stuck

struct EnvironmentLoss {
    std::string environmentId;
    LossValue value = LossValue::Serving;
    std::string why;
    /// Seconds until it serves again; empty: not by itself, or never down.
    std::optional<std::int64_t> recoverySeconds;
    /// Data services without a pod: what would have to become managed.
    std::vector<std::string> lostServices;
};

struct NodeLossAudit {
    Check check;
    std::vector<NodeLossEntry> entries;  ///< one a node, in order
};

/// nodeloss: for every node and environment whether it goes on serving. "Serving" is only said with
/// a placement of every displaced pod at hand. Environments in surviveNodeLoss fail on down and
/// data-stuck, warn on degraded; for the others it is information.
NodeLossAudit checkNodeLoss(const AuditContext& context);

/// One node, one environment.
EnvironmentLoss environmentLoss(const AuditContext& context, const NodeLossCase& loss,
                                const std::string& environmentId);

}  // namespace stowage::simulate
