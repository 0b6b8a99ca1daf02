#pragma once

#include <cstdint>

#include "planner/pack_state.h"

namespace stowage::planner {

/// Tries to place what a greedy pass left over: an item pushes another one to a third place; then
/// parts of two nodes are emptied and filled again in another order, kept when no more items are
/// left over than before. Ends when complete or after `stepsMax` steps; counts into `steps`.
void improve(PackState& state, std::uint64_t seed, std::int64_t stepsMax, std::int64_t& steps);

}  // namespace stowage::planner
