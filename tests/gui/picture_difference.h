#pragma once

#include <QImage>
#include <QString>

namespace stowage::gui {

/// A channel may differ by this much, of 255, without counting.
inline constexpr int kChannelTolerance = 8;
/// So many of the pixels may differ.
inline constexpr double kShareMax = 0.005;

struct PictureDifference {
    bool isSameSize = true;
    qsizetype differing = 0;  ///< pixels with a channel further off than the tolerance
    qsizetype pixels = 0;     ///< of the larger picture
    QImage picture;           ///< the actual one pale, what differs in red

    double share() const {
        return pixels == 0 ? 0 : static_cast<double>(differing) / static_cast<double>(pixels);
    }
    bool isSmall() const { return isSameSize && share() <= kShareMax; }
};

PictureDifference differenceOf(const QImage& expected, const QImage& actual);

/// Compares with a PNG of the source tree. "" when alike; else what is wrong, with the paths of the
/// actual picture and of the difference, both written into `folder`. With UPDATE_GOLDEN=1 in the
/// environment the reference is rewritten instead, unless it is alike.
QString comparedWithGolden(const QImage& actual, const QString& golden, const QString& folder);

}  // namespace stowage::gui
