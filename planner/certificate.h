#pragma once

#include "model/document.h"
#include "planner/evaluation.h"

namespace stowage::planner {

/// Why nothing is cheaper, in a form that can be read and re-checked: how many cheaper sets of
/// machines were refused by what, the cheaper layouts that come closest with their figures, and
/// the bound.
DocumentNode certificateOf(const Evaluation& evaluation);

/// Of a plan that is only as good as the bound: nothing cheaper was left open below it.
DocumentNode boundCertificate(Money lowerBound);

}  // namespace stowage::planner
