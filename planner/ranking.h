#pragma once

#include "planner/evaluation.h"

namespace stowage::planner {

/// Order of preference: cost, fewest adjustments, fewest changes from today, smaller risk, fewer
/// nodes, more headroom, text.
bool isPreferred(const JudgedLayout& a, const JudgedLayout& b);

/// The least free share of promised cpu and memory over all nodes, in parts per million.
std::int64_t leastHeadroom(const JudgedLayout& layout);

}  // namespace stowage::planner
