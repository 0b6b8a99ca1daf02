#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "gui/layout_sketch.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// A scenario that comes with the program, and what its card says without planning it.
struct ShippedSample {
    QString name;         ///< as in its metadata: "plex-commons"
    QString title;        ///< "Shared services"
    QString description;  ///< one line, as in its metadata
    QString text;         ///< needs no other file: blueprints are inlined
    QString scenarioDigest;
    QString today;  ///< ISO date of the prices
    PlanVerdict verdict = PlanVerdict::NotEnoughData;
    QString price;    ///< "$24.00 / month"
    QString servers;  ///< "1 × 4 GB"
    LayoutSketch sketch;
};

struct ShippedSamples {
    QString dataDigest;  ///< of the shipped data files that the figures were computed with
    std::vector<ShippedSample> samples;
};

/// Computed when the program was built; read from its resources.
ShippedSamples shippedSamples();

}  // namespace stowage::gui
