#include "gui/picture_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <optional>

#include "gui/canvas_geometry.h"
#include "gui/canvas_painter.h"
#include "gui/screen_export.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PictureExport", text);
}

/// Words below 8 points do not print; the floor of 11 pixels at 96 dpi is 8.25 points.
constexpr qreal kScreenDpi = 96;
constexpr int kPrintDpi = 300;
/// A PNG side beyond this is refused by many viewers.
constexpr qreal kMostPixels = 16'000;

class Picture {
public:
    Picture(const CanvasModel& model, const PictureOptions& options)
        : m_model(model),
          m_theme(themeOf(options.theme)),
          m_geometry(canvasGeometryOf(model, canvasPlanOf(model), options.zoom)) {}

    QSizeF size() const { return m_geometry.bounds.size(); }
    void paint(QPainter& painter) const {
        CanvasPainter(m_theme, m_model, m_geometry, m_marks).paint(painter);
    }

private:
    const CanvasModel& m_model;
    const Theme& m_theme;
    CanvasGeometry m_geometry;
    CanvasMarks m_marks;
};

std::optional<PictureFormat> formatOf(const QString& file) {
    if (file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        return PictureFormat::Png;
    }
    if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        return PictureFormat::Svg;
    }
    return file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)
               ? std::optional(PictureFormat::Pdf)
               : std::nullopt;
}

}  // namespace

qreal zoomForWidth(const CanvasModel& model, qreal width) {
    const CanvasPlan plan = canvasPlanOf(model);
    qreal low = 0.4;
    qreal high = 1;
    for (int step = 0; step < 12; ++step) {
        const qreal middle = (low + high) / 2;
        (canvasSizeOf(model, plan, middle).width() <= width ? low : high) = middle;
    }
    return low;
}

QImage pictureImage(const CanvasModel& model, const PictureOptions& options) {
    const Picture picture(model, options);
    const qreal longest = std::max(picture.size().width(), picture.size().height());
    const qreal scale = std::min<qreal>(options.pixelsPerPoint, kMostPixels / longest);
    QImage image((picture.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDotsPerMeterX(static_cast<int>(kScreenDpi * scale / 0.0254));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.fill(themeOf(options.theme).window);
    QPainter painter(&image);
    painter.scale(scale, scale);
    picture.paint(painter);
    return image;
}

QByteArray pictureSvg(const CanvasModel& model, const PictureOptions& options) {
    const Picture picture(model, options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(options.title);
    generator.setDescription(tr("Layout of servers and pods, by Stowage"));
    generator.setResolution(static_cast<int>(kScreenDpi));
    generator.setSize(picture.size().toSize());
    generator.setViewBox(QRectF(QPointF(), picture.size()));
    QPainter painter(&generator);
    picture.paint(painter);
    painter.end();
    return bytes;
}

QByteArray picturePdf(const CanvasModel& model, const PictureOptions& options) {
    const Picture picture(model, options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(options.title);
    writer.setCreator(QStringLiteral("Stowage"));
    writer.setResolution(kPrintDpi);
    const QSizeF points = picture.size() * 72.0 / kScreenDpi;
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter(&writer);
    painter.scale(kPrintDpi / kScreenDpi, kPrintDpi / kScreenDpi);
    picture.paint(painter);
    painter.end();
    return bytes;
}

QByteArray pictureBytes(const CanvasModel& model, PictureFormat format,
                        const PictureOptions& options) {
    switch (format) {
        case PictureFormat::Png: {
            QByteArray bytes;
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::WriteOnly);
            pictureImage(model, options).save(&buffer, "PNG");
            return bytes;
        }
        case PictureFormat::Svg:
            return pictureSvg(model, options);
        case PictureFormat::Pdf:
            return picturePdf(model, options);
    }
    STOWAGE_UNREACHABLE();
}

Status writePicture(const CanvasModel& model, const QString& file, const PictureOptions& options) {
    const std::optional<PictureFormat> format = formatOf(file);
    if (!format) {
        return Error{
            .code = ErrorCode::InvalidArgument,
            .message = "'" + ss(file) + "' is no picture name: end it in .png, .svg or .pdf",
            .context = {}};
    }
    return writeBytes(file, pictureBytes(model, *format, options));
}

}  // namespace stowage::gui
