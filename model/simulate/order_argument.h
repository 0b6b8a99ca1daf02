#pragma once

#include <vector>

#include "model/cluster_state.h"

namespace stowage::simulate {

/// Arguments that hold for every order at once, so that no order needs to be tried. `base` holds
/// the fixed pods; `pods` are those that still come. False means "no argument", never "some order
/// fails".

/// On one node order decides nothing, as long as one order binds every pod: what is bound only
/// grows and nothing that was refused for room is let in later. `base` has one open node.
bool isOrderFreeOnOneNode(const ClusterState& base, const std::vector<PodRef>& pods);

/// Whatever the other pods do, each pod keeps a node: to close all nodes that take it the others
/// would need more of some resource, slot or conflict than they have together. A relaxation: it
/// divides the others' amounts freely over the nodes, in steps of their sizes.
bool hasRoomInEveryOrder(const ClusterState& base, const std::vector<PodRef>& pods);

}  // namespace stowage::simulate
