#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/expansion.h"
#include "model/node_shape.h"
#include "model/offer.h"

namespace stowage {

enum class NodeRole { Server, Agent, Managed };

struct LayoutNode {
    std::string name;  ///< node-1, node-2, …
    NodeRole role = NodeRole::Server;
    Offer offer;
    NodeShape shape;
    NodeOverhead overhead;
    std::string zone;  ///< empty: none
    bool isExisting = false;
};

enum class ExtraKind { K3sServers, EngineSize, JoinStep, Note };

struct Extra {
    ExtraKind kind = ExtraKind::Note;
    std::string text;
    bool operator==(const Extra&) const = default;
};

/// What is bought. Nodes are ordered: dearest first, then by name; servers before agents.
struct Layout {
    TopologyKind topology = TopologyKind::SingleNode;
    std::string provider;
    std::vector<LayoutNode> nodes;
    StorageClassKind storageClass = StorageClassKind::LocalPath;
    IngressKind ingress = IngressKind::HostPorts;
    std::vector<Extra> extras;

    /// "1 × s-1vcpu-2gb (DigitalOcean)" without the services part.
    std::string title() const;
};

/// One pod of an expansion on a node, or nowhere.
struct PlacedPod {
    WorkloadIndex workload;
    std::int64_t ordinal = 0;
    NodeIndex node;  ///< invalid: not placed
    bool operator==(const PlacedPod&) const = default;
};

/// Every pod of the expansion, DaemonSet pods included, in the order of workloads and ordinals.
using Placement = std::vector<PlacedPod>;

std::string toWord(NodeRole role);
std::string toWord(ExtraKind kind);
std::string toWord(StorageClassKind storageClass);
std::string toWord(IngressKind ingress);

}  // namespace stowage
