#include "gui/canvas_measures.h"

#include "model/base/invariant.h"

namespace stowage::gui::measures {

NodeChrome chromeOf(NodeDetail detail) {
    switch (detail) {
        case NodeDetail::Full:
            return {.padding = 10, .title = 28, .bar = 19, .barGap = 16, .lane = 20, .disk = 22};
        case NodeDetail::Compact:
            return {.padding = 5, .title = 19, .bar = 6, .barGap = 4, .lane = 0, .disk = 0};
        case NodeDetail::Bare:
            return {
                .padding = 2, .title = 0, .bar = 4, .barGap = 2, .lane = 0, .disk = 0, .bars = 1};
    }
    STOWAGE_UNREACHABLE();
}

QRectF diskTrackOf(const QRectF& disk) {
    return {disk.left() + kBarLabel, disk.center().y() - kDiskTrackHeight / 2,
            disk.width() - kBarLabel - kBarFigure - 28, kDiskTrackHeight};
}

QRectF barTrackOf(const QRectF& line) {
    return {line.left() + kBarLabel, line.center().y() - 4.5, line.width() - kBarLabel - kBarFigure,
            9};
}

}  // namespace stowage::gui::measures
