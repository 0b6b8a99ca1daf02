#pragma once

#include <QRectF>

#include "gui/canvas_geometry.h"
#include "gui/theme.h"

namespace stowage::gui {

/// Sizes of the marks of the canvas, in pixels on screen.
namespace measures {

inline constexpr qreal kSceneMargin = 24;
inline constexpr qreal kNodeGap = 24;
inline constexpr qreal kUsualChrome = 150;
inline constexpr qreal kLeastSceneWidth = 420;
inline constexpr qreal kIngressHeight = 34;
inline constexpr qreal kBelowIngress = 28;
inline constexpr qreal kManagedLabel = 72;
inline constexpr qreal kTrayTitle = 30;
inline constexpr qreal kWaitingWidth = 148;
inline constexpr qreal kWaitingHeight = 46;
inline constexpr qreal kOverflowRim = 2;
inline constexpr qreal kOverflowWords = 120;
inline constexpr qreal kHitSide = 24;

inline constexpr qreal kDotSide = 18;
inline constexpr qreal kNameWidth = 40;
inline constexpr qreal kNameHeight = 20;
inline constexpr qreal kFullWidth = 92;
inline constexpr qreal kFullHeight = 46;
inline constexpr qreal kBandWidth = 3;
inline constexpr qreal kTilePadding = 6;
inline constexpr qreal kWordsWidth = 124;  ///< of a tile with a monogram
inline constexpr qreal kPinRoom = 22;
inline constexpr qreal kMonogram = 20;
inline constexpr qreal kChipHeight = 20;
inline constexpr qreal kChipTall = 24;
inline constexpr qreal kChipPadding = 14;

inline constexpr qreal kFullNodeWidth = 300;
inline constexpr qreal kCompactNodeWidth = 110;
inline constexpr qreal kBarLabel = 62;    ///< the least
inline constexpr qreal kBarFigure = 112;  ///< the least
inline constexpr qreal kDiskTrackHeight = 18;

/// Heights of the lines of a node.
struct NodeChrome {
    qreal padding = 0, title = 0, bar = 0, barGap = 0, lane = 0, disk = 0;
    int bars = 2;
};

NodeChrome chromeOf(NodeDetail detail);
/// The words before the bars of a server, in the language of the user.
struct BarWords {
    QString reserved, expected, disk;
};
BarWords barWords();
/// Room for these words and for a figure after the bar, at the text size of the user.
qreal barLabelWidth();
qreal barFigureWidth();
/// The track of the disk within its shelf.
QRectF diskTrackOf(const QRectF& disk);
/// The track of a bar with words within its line.
QRectF barTrackOf(const QRectF& line);

}  // namespace measures
}  // namespace stowage::gui
