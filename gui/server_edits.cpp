#include <QCoreApplication>
#include <algorithm>
#include <utility>

#include "gui/format.h"
#include "gui/root_edits.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"
#include "model/quantity.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RootEdits", text);
}

const DocumentPath kFixed = {"candidates", "fixed"};

bool isSameOffer(const FixedNode& a, const FixedNode& b) {
    return a.provider == b.provider && a.offer == b.offer;
}

/// One entry an offer.
void addTo(FixedLayout& layout, const FixedNode& server) {
    const auto at = std::find_if(layout.nodes.begin(), layout.nodes.end(),
                                 [&](const FixedNode& one) { return isSameOffer(one, server); });
    if (at == layout.nodes.end()) {
        layout.nodes.push_back(server);
    } else {
        at->count += server.count;
    }
}

int countOf(const FixedLayout& layout) {
    int count = 0;
    for (const FixedNode& node : layout.nodes) {
        count += node.count;
    }
    return count;
}

/// A single node that gets company is a K3s cluster, and the other way round.
TopologyKind topologyFor(const FixedLayout& layout) {
    const bool isSeveral = countOf(layout) > 1;
    switch (layout.topology) {
        case TopologyKind::SingleNode:
        case TopologyKind::K3sMulti:
            return isSeveral ? TopologyKind::K3sMulti : TopologyKind::SingleNode;
        case TopologyKind::Managed:
        case TopologyKind::Nodes:
            return layout.topology;
    }
    STOWAGE_UNREACHABLE();
}

DocumentNode serverNode(const FixedNode& server) {
    DocumentNode node = makeMap();
    if (!server.provider.empty() && server.provider != "custom") {
        addEntry(node, "provider", makeString(server.provider));
    }
    addEntry(node, "offer", makeString(server.offer));
    addEntry(node, "count", makeNumber(server.count));
    return node;
}

Edit fixAs(const DocumentNode& document, const FixedLayout& layout, QString text) {
    DocumentNode nodes = makeSequence();
    for (const FixedNode& server : layout.nodes) {
        nodes.items.push_back(serverNode(server));
    }
    DocumentNode fixed = makeMap();
    addEntry(fixed, "topology", makeString(std::string(toWord(topologyFor(layout)))));
    addEntry(fixed, "nodes", std::move(nodes));
    return EditBuilder(document).set(kFixed, std::move(fixed)).finish(std::move(text));
}

}  // namespace

std::optional<FixedLayout> fixedLayoutIn(const DocumentNode& document) {
    const DocumentNode* fixed = findPath(document, kFixed);
    const DocumentNode* nodes = fixed == nullptr ? nullptr : fixed->find("nodes");
    const DocumentNode* topology = fixed == nullptr ? nullptr : fixed->find("topology");
    if (nodes == nullptr || topology == nullptr) {
        return std::nullopt;
    }
    FixedLayout layout;
    layout.topology = parseTopology(topology->text).value_or(TopologyKind::SingleNode);
    for (const DocumentNode& item : nodes->items) {
        const auto textOf = [&](const char* key) {
            const DocumentNode* value = item.find(key);
            return value == nullptr ? std::string() : value->text;
        };
        const auto count = parseCount(textOf("count"));
        layout.nodes.push_back({.provider = textOf("provider"),
                                .offer = textOf("offer"),
                                .count = count.ok() ? static_cast<int>(*count) : 1});
    }
    return layout;
}

Edit fixServers(const DocumentNode& document, const FixedLayout& layout) {
    return fixAs(document, layout, tr("Fix the servers"));
}

Edit addServer(const DocumentNode& document, const FixedLayout& from, const FixedNode& server) {
    FixedLayout layout = from;
    addTo(layout, server);
    return fixAs(document, layout, tr("Add a server %1").arg(qs(server.offer)));
}

Edit replaceServer(const DocumentNode& document, const FixedLayout& from, std::size_t index,
                   const FixedNode& server) {
    FixedLayout layout = from;
    STOWAGE_ASSERT(index < layout.nodes.size());
    const QString before = qs(layout.nodes[index].offer);
    // One server of the entry is replaced, not all of them.
    FixedNode& old = layout.nodes[index];
    if (--old.count == 0) {
        layout.nodes.erase(layout.nodes.begin() + static_cast<std::ptrdiff_t>(index));
    }
    addTo(layout, {.provider = server.provider, .offer = server.offer, .count = 1});
    return fixAs(document, layout, tr("Replace %1 by %2").arg(before, qs(server.offer)));
}

Edit removeServer(const DocumentNode& document, const FixedLayout& from, std::size_t index) {
    FixedLayout layout = from;
    STOWAGE_ASSERT(index < layout.nodes.size());
    const QString name = qs(layout.nodes[index].offer);
    if (--layout.nodes[index].count == 0) {
        layout.nodes.erase(layout.nodes.begin() + static_cast<std::ptrdiff_t>(index));
    }
    if (layout.nodes.empty()) {
        return freeServers(document);
    }
    return fixAs(document, layout, tr("Remove a server %1").arg(name));
}

Edit freeServers(const DocumentNode& document) {
    return EditBuilder(document).clear(kFixed).finish(tr("Let the planner choose the servers"));
}

}  // namespace stowage::gui
