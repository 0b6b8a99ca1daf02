#include "model/layout.h"

#include <fmt/format.h>

namespace stowage {
namespace {

/// Equal offers of one layout, in the order of its nodes.
struct OfferCount {
    std::string name;
    int count = 0;
};

std::vector<OfferCount> countOffers(const std::vector<LayoutNode>& nodes) {
    std::vector<OfferCount> counts;
    for (const LayoutNode& node : nodes) {
        if (!counts.empty() && counts.back().name == node.offer.name) {
            ++counts.back().count;
        } else {
            counts.push_back({.name = node.offer.name, .count = 1});
        }
    }
    return counts;
}

}  // namespace

std::string Layout::title() const {
    std::string text;
    for (const OfferCount& offers : countOffers(nodes)) {
        text += fmt::format("{}{} × {}", text.empty() ? "" : " + ", offers.count, offers.name);
    }
    if (!provider.empty() && provider != "custom") {
        text += fmt::format(" ({})", nodes.empty() ? provider : providerTitle(nodes.front().offer));
    }
    return topology == TopologyKind::Managed ? text + ", managed Kubernetes" : text;
}

std::string toWord(NodeRole role) {
    switch (role) {
        case NodeRole::Server:
            return "server";
        case NodeRole::Agent:
            return "agent";
        case NodeRole::Managed:
            return "managed";
    }
    STOWAGE_UNREACHABLE();
}

std::string toWord(ExtraKind kind) {
    switch (kind) {
        case ExtraKind::K3sServers:
            return "k3sServers";
        case ExtraKind::EngineSize:
            return "engineSize";
        case ExtraKind::JoinStep:
            return "joinStep";
        case ExtraKind::Note:
            return "note";
    }
    STOWAGE_UNREACHABLE();
}

std::string toWord(StorageClassKind storageClass) {
    switch (storageClass) {
        case StorageClassKind::LocalPath:
            return "local-path";
        case StorageClassKind::Block:
            return "block";
        case StorageClassKind::LarakubeNfs:
            return "larakube-nfs";
        case StorageClassKind::None:
            return "none";
    }
    STOWAGE_UNREACHABLE();
}

std::string toWord(IngressKind ingress) {
    switch (ingress) {
        case IngressKind::HostPorts:
            return "host-ports";
        case IngressKind::LoadBalancer:
            return "load-balancer";
        case IngressKind::None:
            return "none";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
