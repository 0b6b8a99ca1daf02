#include "tests/gui/picture_difference.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

namespace stowage::gui {
namespace {

constexpr int kPaletteMax = 256;
constexpr int kPackToleranceMax = 6;

bool isFar(QRgb one, QRgb other, int tolerance) {
    const auto off = [tolerance](int a, int b) { return std::abs(a - b) > tolerance; };
    return off(qRed(one), qRed(other)) || off(qGreen(one), qGreen(other)) ||
           off(qBlue(one), qBlue(other));
}

QRgb paled(QRgb colour) {
    return qRgb(170 + qRed(colour) / 3, 170 + qGreen(colour) / 3, 170 + qBlue(colour) / 3);
}

/// Colours by how often they occur, the most frequent first; equally frequent ones by value.
std::vector<QRgb> coloursOf(const QImage& picture) {
    QHash<QRgb, qsizetype> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            ++counts[picture.pixel(x, y)];
        }
    }
    std::vector<QRgb> colours(counts.keyBegin(), counts.keyEnd());
    std::sort(colours.begin(), colours.end(), [&counts](QRgb one, QRgb other) {
        return std::pair(-counts[one], one) < std::pair(-counts[other], other);
    });
    return colours;
}

/// Each colour as the place of one in `kept` that is at most `tolerance` away; a colour without one
/// is kept itself. Flat areas come first, so they are exact; only the edges of letters are rounded.
QHash<QRgb, uint> placesOf(const std::vector<QRgb>& colours, int tolerance, QList<QRgb>& kept) {
    QHash<QRgb, uint> places;
    for (const QRgb colour : colours) {
        const auto near = std::find_if(kept.begin(), kept.end(),
                                       [&](QRgb one) { return !isFar(one, colour, tolerance); });
        places[colour] = static_cast<uint>(near - kept.begin());
        if (near == kept.end()) {
            kept.push_back(colour);
        }
    }
    return places;
}

/// With a palette: a third of the bytes. Colours move by as little as that takes; a part of
/// kChannelTolerance is always left for what the reference is compared with.
QImage packed(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB32);
    const std::vector<QRgb> colours = coloursOf(rgb);
    QList<QRgb> kept;
    QHash<QRgb, uint> places;
    for (int tolerance = 0; tolerance == 0 || kept.size() > kPaletteMax; ++tolerance) {
        if (tolerance > kPackToleranceMax) {
            return rgb.convertToFormat(QImage::Format_RGB888);
        }
        kept.clear();
        places = placesOf(colours, tolerance, kept);
    }
    QImage indexed(rgb.size(), QImage::Format_Indexed8);
    indexed.setColorTable(kept);
    for (int y = 0; y < rgb.height(); ++y) {
        for (int x = 0; x < rgb.width(); ++x) {
            indexed.setPixel(x, y, places.value(rgb.pixel(x, y)));
        }
    }
    return indexed;
}

bool isUpdating() {
    return qEnvironmentVariable("UPDATE_GOLDEN") == QLatin1String("1");
}

}  // namespace

PictureDifference differenceOf(const QImage& expected, const QImage& actual) {
    const QImage before = expected.convertToFormat(QImage::Format_RGB32);
    const QImage now = actual.convertToFormat(QImage::Format_RGB32);
    const QSize all = before.size().expandedTo(now.size());
    PictureDifference difference{.isSameSize = before.size() == now.size(),
                                 .pixels = static_cast<qsizetype>(all.width()) * all.height(),
                                 .picture = QImage(all, QImage::Format_RGB32)};
    for (int y = 0; y < all.height(); ++y) {
        for (int x = 0; x < all.width(); ++x) {
            const bool isInBoth = before.valid(x, y) && now.valid(x, y);
            const bool isDifferent =
                !isInBoth || isFar(before.pixel(x, y), now.pixel(x, y), kChannelTolerance);
            difference.differing += isDifferent ? 1 : 0;
            difference.picture.setPixel(x, y,
                                        isDifferent ? qRgb(220, 0, 0) : paled(now.pixel(x, y)));
        }
    }
    return difference;
}

QString comparedWithGolden(const QImage& actual, const QString& golden, const QString& folder) {
    const QImage expected(golden);
    const PictureDifference difference = differenceOf(expected, actual);
    if (!expected.isNull() && difference.isSmall() &&
        (!isUpdating() || difference.differing == 0)) {
        return {};
    }
    if (isUpdating()) {
        QDir().mkpath(QFileInfo(golden).path());
        // 0: as small as zlib can make it.
        return packed(actual).save(golden, "PNG", 0) ? QString()
                                                     : golden + QStringLiteral(" is not writable");
    }
    QDir().mkpath(folder);
    const QString name = QFileInfo(golden).completeBaseName();
    const QString actualFile = QDir(folder).filePath(name + QStringLiteral(".actual.png"));
    const QString differenceFile = QDir(folder).filePath(name + QStringLiteral(".difference.png"));
    actual.save(actualFile);
    difference.picture.save(differenceFile);
    const QString what = expected.isNull()
                             ? QStringLiteral("%1 is missing or no picture").arg(golden)
                         : difference.isSameSize
                             ? QStringLiteral("%1 % of the pixels differ from %2; at most %3 % may")
                                   .arg(difference.share() * 100, 0, 'f', 2)
                                   .arg(golden)
                                   .arg(kShareMax * 100)
                             : QStringLiteral("%1 × %2 pixels in place of the %3 × %4 of %5")
                                   .arg(actual.width())
                                   .arg(actual.height())
                                   .arg(expected.width())
                                   .arg(expected.height())
                                   .arg(golden);
    return QStringLiteral("%1\nactual: %2\ndifference: %3\nUPDATE_GOLDEN=1 accepts it")
        .arg(what, actualFile, differenceFile);
}

}  // namespace stowage::gui
