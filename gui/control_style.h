#pragma once

#include <QProxyStyle>

namespace stowage::gui {

/// A text field with this property, true, holds what cannot be taken: its outline says so.
inline constexpr const char* kInvalidProperty = "stowageInvalid";

/// Fusion with flat controls in the colours of the theme: its own outlines are derived from the
/// window and vanish on a dark one. Changes no size but
/// the room beside the text of a cell, so layouts are those of Fusion.
class ControlStyle : public QProxyStyle {
    Q_OBJECT

public:
    ControlStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget = nullptr) const override;
    /// A line that has too little room ends with an ellipsis; Fusion cuts it, at both ends if it is
    /// centred.
    void drawItemText(QPainter* painter, const QRect& rect, int flags, const QPalette& palette,
                      bool isEnabled, const QString& text,
                      QPalette::ColorRole role = QPalette::NoRole) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                    const QWidget* widget = nullptr) const override;

private:
    void drawScrollBar(const QStyleOptionSlider& bar, QPainter& painter,
                       const QWidget* widget) const;
};

}  // namespace stowage::gui
