#pragma once

#include "model/capacity_plan.h"

namespace stowage::testkit {

/// A report with every field filled: one plan that fails fit.memory by 5 bytes, one refusal, one
/// sensitivity row, one assumption.
PlanReport sampleReport();
CapacityPlan samplePlan();

}  // namespace stowage::testkit
