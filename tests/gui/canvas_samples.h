#pragma once

#include <memory>
#include <string>

#include "gui/canvas_model.h"
#include "model/capacity_plan.h"

namespace stowage::testkit {

/// The recommended plan of a scenario in tests/golden, as its plan file has it.
std::shared_ptr<const CapacityPlan> shippedPlan(const std::string& scenario);
/// The same with the hosts of the sample apps.
gui::CanvasInput shippedInput(const std::string& scenario);

struct MadeCanvas {
    int nodes = 1;
    int podsPerNode = 100;
};
/// A plan of equal nodes filled with pods of all kinds; the same for the same numbers.
CapacityPlan madePlan(const MadeCanvas& wish);

/// Two 2 GB nodes: a node that is over its capacity, one with room, a pod without a place.
CapacityPlan crowdedPlan();

}  // namespace stowage::testkit
