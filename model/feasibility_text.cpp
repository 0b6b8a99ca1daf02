#include <fmt/format.h>

#include "model/base/invariant.h"
#include "model/feasibility.h"

namespace stowage {

std::string toWord(RefusalKind kind) {
    switch (kind) {
        case RefusalKind::Closed:
            return "node not available";
        case RefusalKind::NodeName:
            return "other node named";
        case RefusalKind::Unschedulable:
            return "node unschedulable";
        case RefusalKind::Taint:
            return "taint not tolerated";
        case RefusalKind::NodeSelector:
            return "node selector";
        case RefusalKind::NodeAffinity:
            return "node affinity";
        case RefusalKind::Resource:
            return "resource";
        case RefusalKind::PodSlots:
            return "pod slots";
        case RefusalKind::HostPort:
            return "host port";
        case RefusalKind::AntiAffinity:
            return "anti-affinity";
        case RefusalKind::ExistingAntiAffinity:
            return "anti-affinity of a running pod";
        case RefusalKind::Affinity:
            return "affinity";
        case RefusalKind::Spread:
            return "topology spread";
        case RefusalKind::BoundVolume:
            return "volume bound to another node";
        case RefusalKind::VolumeNode:
            return "volume on another node";
        case RefusalKind::VolumeZone:
            return "volume in another zone";
        case RefusalKind::VolumeInUse:
            return "volume in use";
        case RefusalKind::AttachLimit:
            return "volume slots";
    }
    STOWAGE_UNREACHABLE();
}

std::string toText(const NodeRefusal& refusal) {
    switch (refusal.kind) {
        case RefusalKind::Resource:
        case RefusalKind::PodSlots:
        case RefusalKind::AttachLimit:
            return fmt::format("{}: {} requested, {} of {} used", refusal.what, refusal.requested,
                               refusal.used, refusal.allocatable);
        case RefusalKind::HostPort:
            return fmt::format("host port {} is taken", refusal.what);
        case RefusalKind::Spread:
            return refusal.allocatable == 0
                       ? fmt::format("topology spread: the node has no label '{}'", refusal.what)
                       : fmt::format("topology spread over '{}': skew {} of at most {}",
                                     refusal.what, refusal.requested, refusal.allocatable);
        case RefusalKind::AntiAffinity:
        case RefusalKind::ExistingAntiAffinity:
        case RefusalKind::Affinity:
        case RefusalKind::BoundVolume:
        case RefusalKind::VolumeNode:
        case RefusalKind::VolumeZone:
        case RefusalKind::VolumeInUse:
        case RefusalKind::Closed:
        case RefusalKind::NodeName:
        case RefusalKind::Unschedulable:
        case RefusalKind::Taint:
        case RefusalKind::NodeSelector:
        case RefusalKind::NodeAffinity:
            return fmt::format("{} ('{}')", toWord(refusal.kind), refusal.what);
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
