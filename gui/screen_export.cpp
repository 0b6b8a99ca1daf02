#include "gui/screen_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QWidget>

#include "gui/format.h"

namespace stowage::gui {
namespace {

QByteArray pngOf(QWidget& widget, int pixelsPerPoint) {
    QImage image(widget.size() * pixelsPerPoint, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixelsPerPoint);
    image.fill(currentTheme().window);
    widget.render(&image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(QWidget& widget) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(widget.size());
    generator.setViewBox(QRect(QPoint(), widget.size()));
    generator.setTitle(widget.windowTitle());
    QPainter painter(&generator);
    widget.render(&painter);
    painter.end();
    return bytes;
}

QByteArray pdfOf(QWidget& widget) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    // One point of the page for each pixel of the widget at 96 dpi.
    writer.setResolution(96);
    writer.setPageSize(
        QPageSize(QSizeF(widget.width() / 96.0, widget.height() / 96.0), QPageSize::Inch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(widget.windowTitle());
    QPainter painter(&writer);
    widget.render(&painter);
    painter.end();
    return bytes;
}

}  // namespace

Status writeBytes(const QString& file, const QByteArray& bytes) {
    QSaveFile save(file);
    if (!save.open(QIODevice::WriteOnly) || save.write(bytes) != bytes.size() || !save.commit()) {
        return Error{.code = ErrorCode::Unreadable,
                     .message = "cannot write '" + ss(file) + "': " + ss(save.errorString())};
    }
    return Done();
}

Status exportWidget(QWidget& widget, const QString& file, int pixelsPerPoint) {
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending == QLatin1String("png")) {
        return writeBytes(file, pngOf(widget, pixelsPerPoint));
    }
    if (ending == QLatin1String("svg")) {
        return writeBytes(file, svgOf(widget));
    }
    if (ending == QLatin1String("pdf")) {
        return writeBytes(file, pdfOf(widget));
    }
    return Error{.code = ErrorCode::InvalidArgument,
                 .message = "'" + ss(file) + "' must end in .png, .svg or .pdf"};
}

}  // namespace stowage::gui
