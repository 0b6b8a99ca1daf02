#include "model/adjustment.h"

#include "model/base/invariant.h"

namespace stowage {

std::string toWord(AdjustmentKind kind) {
    switch (kind) {
        case AdjustmentKind::UpdateStrategy:
            return "updateStrategy";
        case AdjustmentKind::HardSpread:
            return "hardSpread";
        case AdjustmentKind::Requests:
            return "requests";
        case AdjustmentKind::NodeAffinity:
            return "nodeAffinity";
        case AdjustmentKind::PriorityClass:
            return "priorityClass";
        case AdjustmentKind::CreationOrder:
            return "creationOrder";
        case AdjustmentKind::Replicas:
            return "replicas";
        case AdjustmentKind::Strategy:
            return "strategy";
        case AdjustmentKind::IngressReplicas:
            return "ingressReplicas";
        case AdjustmentKind::EngineSetting:
            return "engineSetting";
        case AdjustmentKind::DisruptionBudget:
            return "disruptionBudget";
    }
    STOWAGE_UNREACHABLE();
}

std::string toWord(AdjustmentBy by) {
    switch (by) {
        case AdjustmentBy::Apply:
            return "apply";
        case AdjustmentBy::Manual:
            return "manual";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
