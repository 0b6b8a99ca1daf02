#pragma once

#include <vector>

#include "planner/layout_judge.h"
#include "planner/layout_search.h"

namespace stowage::planner {

/// The cheaper layouts that a reader would ask about, each judged again with its reasons: what the
/// search refused last, single machines, and sets of one size; not inside one another where there
/// are enough. At most `most`, at least one for each topology that has a cheaper layout; by price.
std::vector<RefusedLayout> refusedLayouts(LayoutJudge& judge, const LayoutSearch& search,
                                          const SearchResult& result, int most,
                                          const RunControl& control);

/// One layout judged with its reasons.
RefusedLayout explainRefusal(const LayoutJudge& judge, JudgedLayout layout,
                             const RunControl& control);

}  // namespace stowage::planner
