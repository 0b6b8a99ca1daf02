#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

#include "gui/canvas_model.h"
#include "gui/theme.h"
#include "model/base/result.h"

namespace stowage::gui {

enum class PictureFormat { Png, Svg, Pdf };

/// What a picture of a layout looks like.
struct PictureOptions {
    ThemeKind theme = ThemeKind::Light;
    qreal zoom = 1;          ///< of the layout: areas of memory, not words
    int pixelsPerPoint = 1;  ///< PNG only: 1, 2 or 4
    QString title;           ///< of the document
};

/// The zoom at which a layout is near a sheet of this width, between 40 % and 100 %.
qreal zoomForWidth(const CanvasModel& model, qreal width);

/// The whole layout. Needs a QGuiApplication for fonts but no window and no GUI thread.
QImage pictureImage(const CanvasModel& model, const PictureOptions& options);
/// With text as text and without bitmaps.
QByteArray pictureSvg(const CanvasModel& model, const PictureOptions& options);
QByteArray picturePdf(const CanvasModel& model, const PictureOptions& options);
QByteArray pictureBytes(const CanvasModel& model, PictureFormat format,
                        const PictureOptions& options);
/// Writes the file whole or not at all; the format follows the ending.
Status writePicture(const CanvasModel& model, const QString& file, const PictureOptions& options);

}  // namespace stowage::gui
