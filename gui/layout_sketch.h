#pragma once

#include <QString>
#include <vector>

#include "gui/theme.h"
#include "model/capacity_plan.h"

class QPainter;
class QRectF;

namespace stowage::gui {

/// A layout reduced to what a card of the start page shows: servers with the areas of their pods.
struct LayoutSketch {
    struct Tile {
        Category category = Category::App;
        int mebibytes = 0;
        bool operator==(const Tile&) const = default;
    };
    struct Server {
        int capacity = 0;  ///< MiB
        int machine = 0;   ///< MiB of OS + K3s
        std::vector<Tile> tiles;
        bool operator==(const Server&) const = default;
    };
    std::vector<Server> servers;

    bool isEmpty() const { return servers.empty(); }
    bool operator==(const LayoutSketch&) const = default;
};

LayoutSketch sketchOf(const CapacityPlan& plan);
/// "1966/610 a220 d268; …": one short line for the settings.
QString toText(const LayoutSketch& sketch);
/// What is not understood is left out.
LayoutSketch sketchFromText(const QString& text);
/// "1 × 4 GB", "2 × 2 GB + 1 × 8 GB": in the seller's words.
QString serversText(const std::vector<int>& soldMebibytes);
QString serversText(const CapacityPlan& plan);

/// Servers side by side, as wide as they have memory; OS + K3s hatched at the bottom, pods as
/// areas.
void paintSketch(QPainter& painter, const QRectF& area, const LayoutSketch& sketch,
                 const Theme& theme);

}  // namespace stowage::gui
