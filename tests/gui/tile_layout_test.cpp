#include "gui/tile_layout.h"

#include <rapidcheck.h>

#include <QtTest>
#include <algorithm>

#include "gui/canvas_geometry.h"
#include "tests/gui/canvas_samples.h"

namespace stowage::gui {
namespace {

constexpr qreal kTolerance = 1e-6;

TileInput anyInput() {
    TileInput input;
    input.capacity = *rc::gen::inRange<std::int64_t>(500, 20'000);
    input.overhead = *rc::gen::inRange<std::int64_t>(0, 2'000);
    const int groups = *rc::gen::inRange(0, 7);
    for (int g = 0; g < groups; ++g) {
        TileGroup group;
        group.weights =
            *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 700));
        group.place = *rc::gen::inRange(0, 5) == 0 ? GroupPlace::TopRight : GroupPlace::Flow;
        input.groups.push_back(group);
    }
    return input;
}

std::vector<QRectF> allTiles(const TileLayout& layout) {
    std::vector<QRectF> rects;
    for (const auto& group : layout.tiles) {
        for (const QRectF& tile : group) {
            if (!tile.isEmpty()) {
                rects.push_back(tile);
            }
        }
    }
    return rects;
}

qreal areaOf(const QRectF& rect) {
    return rect.width() * rect.height();
}

bool overlap(const QRectF& a, const QRectF& b) {
    const QRectF common = a & b;
    return common.width() > 1e-4 && common.height() > 1e-4;
}

/// Tiles in reading order: by strip, then by place in it.
bool isBefore(const QRectF& a, const QRectF& b) {
    return a.top() < b.top() - 1e-4 || (a.top() < b.top() + 1e-4 && a.left() < b.left());
}

}  // namespace

class TileLayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areasAreProportionalToWeights() {
        const bool ok = rc::check("area = weight * box / capacity", [] {
            const TileInput input = anyInput();
            const QSizeF box(640, 420);
            const TileLayout layout = layOutTiles(input, box);
            const qreal unit = 640.0 * 420 / static_cast<qreal>(input.capacity);
            qreal sum = 0;
            for (std::size_t g = 0; g < input.groups.size(); ++g) {
                for (std::size_t t = 0; t < input.groups[g].weights.size(); ++t) {
                    const qreal wanted = static_cast<qreal>(input.groups[g].weights[t]) * unit;
                    RC_ASSERT(std::abs(areaOf(layout.tiles[g][t]) - wanted) < 1e-3);
                    sum += wanted;
                }
            }
            const qreal machine = static_cast<qreal>(input.overhead) * unit;
            // Used and free together are the box and what passes its edge (unless both the pods
            // and the system pass it, each by its own width).
            const qreal all = sum + machine + areaOf(layout.free);
            if (layout.overflow.height() < 420 - 1e-4) {
                RC_ASSERT(std::abs(all - 640.0 * 420 - areaOf(layout.overflow)) < 1e-2);
            } else {
                RC_ASSERT(all > 640.0 * 420 && layout.free.isEmpty());
            }
        });
        QVERIFY(ok);
    }

    void tilesDoNotOverlapAndStayInside() {
        const bool ok = rc::check("tiles part the area above the system", [] {
            const TileInput input = anyInput();
            const TileLayout layout = layOutTiles(input, QSizeF(640, 420));
            std::vector<QRectF> rects = allTiles(layout);
            if (!layout.free.isEmpty()) {
                rects.push_back(layout.free);
            }
            rects.push_back(layout.machine);
            const qreal right = layout.overflow.isEmpty() ? 640 : layout.overflow.right();
            for (std::size_t i = 0; i < rects.size(); ++i) {
                RC_ASSERT(rects[i].left() >= -kTolerance);
                RC_ASSERT(rects[i].top() >= -kTolerance);
                RC_ASSERT(rects[i].right() <= right + 1e-4);
                RC_ASSERT(rects[i].bottom() <= 420 + 1e-4);
                for (std::size_t j = i + 1; j < rects.size(); ++j) {
                    RC_ASSERT(!overlap(rects[i], rects[j]));
                }
            }
        });
        QVERIFY(ok);
    }

    void orderIsThatOfTheInputWhateverTheWeights() {
        const bool ok = rc::check("reading order = input order", [] {
            TileInput input = anyInput();
            for (TileGroup& group : input.groups) {
                group.place = GroupPlace::Flow;
            }
            // One value changes, the order does not.
            if (!input.groups.empty() && !input.groups.front().weights.empty()) {
                input.groups.front().weights.front() = *rc::gen::inRange<std::int64_t>(1, 5'000);
            }
            const TileLayout layout = layOutTiles(input, QSizeF(640, 420));
            std::vector<QRectF> groups;
            std::copy_if(layout.groups.begin(), layout.groups.end(), std::back_inserter(groups),
                         [](const QRectF& rect) { return !rect.isEmpty(); });
            RC_ASSERT(std::is_sorted(groups.begin(), groups.end(), isBefore));
            for (const auto& tiles : layout.tiles) {
                std::vector<QRectF> shown;
                std::copy_if(tiles.begin(), tiles.end(), std::back_inserter(shown),
                             [](const QRectF& rect) { return !rect.isEmpty(); });
                RC_ASSERT(std::is_sorted(shown.begin(), shown.end(), isBefore));
            }
        });
        QVERIFY(ok);
    }

    void commonsStandsAtTheTopRight() {
        const TileInput input{.capacity = 2000,
                              .overhead = 600,
                              .groups = {{.weights = {100, 100}, .place = GroupPlace::Flow},
                                         {.weights = {80, 60}, .place = GroupPlace::Flow},
                                         {.weights = {200, 60}, .place = GroupPlace::TopRight}}};
        const TileLayout layout = layOutTiles(input, QSizeF(640, 420));
        QCOMPARE(layout.stripOfGroup[2], std::size_t{0});
        QCOMPARE(layout.groups[2].right(), 640.0);
        QCOMPARE(layout.groups[2].top(), 0.0);
    }

    void overflowIsWhatPassesTheEdge() {
        // 700 + 600 on 1,000: 300 too much. 300 / 1,000 of 400 * 250 is 30,000 square pixels.
        const TileInput input{.capacity = 1000,
                              .overhead = 600,
                              .groups = {{.weights = {400, 300}, .place = GroupPlace::Flow}}};
        const TileLayout layout = layOutTiles(input, QSizeF(400, 250));
        QVERIFY(layout.free.isEmpty());
        QCOMPARE(areaOf(layout.overflow), 30'000.0);
        QCOMPARE(layout.machine, QRectF(0, 100, 400, 150));
    }

    void shippedPlansAddUpToTheirNodes() {
        for (const char* name :
             {"one-vps", "plex-commons", "multi-node", "all-together", "agency"}) {
            const CanvasModel model = canvasModelOf(testkit::shippedInput(name));
            QVERIFY(model.tileCount() == model.plan->placement.size());
            for (const CanvasNode& node : model.nodes) {
                std::int64_t pods = 0;
                for (const CanvasGroup& group : node.groups) {
                    for (const CanvasTile& tile : group.tiles) {
                        pods += tile.weight;
                    }
                }
                const auto source =
                    std::find_if(model.plan->nodes.begin(), model.plan->nodes.end(),
                                 [&](const PlanNode& one) { return qs(one.name) == node.name; });
                // The shipped plans are judged by core memory.
                QCOMPARE(pods + node.overhead, source->expected.core.raw());
            }
        }
    }
};

}  // namespace stowage::gui

QTEST_GUILESS_MAIN(stowage::gui::TileLayoutTest)
#include "tile_layout_test.moc"
