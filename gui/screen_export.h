#pragma once

#include <QString>

#include "model/base/result.h"

class QWidget;

namespace stowage::gui {

/// A widget as it stands, written to a file whose ending chooses the format: .png, .svg (text as
/// text) or .pdf. `pixelsPerPoint` is for PNG. Errors: InvalidArgument for another ending,
/// Unreadable when it cannot be written; the old file stays whole.
Status exportWidget(QWidget& widget, const QString& file, int pixelsPerPoint = 1);
/// Writes bytes whole or not at all.
Status writeBytes(const QString& file, const QByteArray& bytes);

}  // namespace stowage::gui
