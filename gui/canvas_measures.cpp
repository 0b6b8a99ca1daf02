#include "gui/canvas_measures.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

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

BarWords barWords() {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("CanvasBars", text);
    };
    return {.reserved = tr("reserved"), .expected = tr("expected"), .disk = tr("disk")};
}

qreal barLabelWidth() {
    const QFontMetricsF metrics(fontOf(TextRole::Secondary));
    const BarWords words = barWords();
    qreal widest = kBarLabel - kGap;
    for (const QString& word : {words.reserved, words.expected, words.disk}) {
        widest = std::max(widest, metrics.horizontalAdvance(word));
    }
    return std::ceil(widest) + kGap;
}

qreal barFigureWidth() {
    const QFontMetricsF metrics(fontOf(TextRole::Secondary));
    return std::max(
        kBarFigure,
        std::ceil(metrics.horizontalAdvance(QStringLiteral("88.88 of 88.88 GiB"))) + 2 * kGap);
}

QRectF diskTrackOf(const QRectF& disk) {
    const qreal label = barLabelWidth();
    return {disk.left() + label, disk.center().y() - kDiskTrackHeight / 2,
            disk.width() - label - barFigureWidth() - 28, kDiskTrackHeight};
}

QRectF barTrackOf(const QRectF& line) {
    const qreal label = barLabelWidth();
    return {line.left() + label, line.center().y() - 4.5, line.width() - label - barFigureWidth(),
            9};
}

}  // namespace stowage::gui::measures
