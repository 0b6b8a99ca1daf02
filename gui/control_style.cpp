#include "gui/control_style.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>

#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kCellMargin = 6;

/// A round line of one pixel is thinned by its smoothing.
constexpr qreal kIndicatorLine = 1.25;

/// What the state of a control means for its frame.
struct Frame {
    QColor fill, line;
    qreal width = 1;
};

/// Text fields are always "sunken" for Qt; only what can be pressed shows it.
enum class Press { Shown, Ignored };

Frame frameOf(const QStyleOption& option, const QColor& fill, Press press = Press::Shown) {
    const Theme& theme = currentTheme();
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    const bool isPressed = press == Press::Shown && option.state.testFlag(QStyle::State_Sunken);
    return {.fill = !isEnabled  ? theme.window
                    : isPressed ? theme.sunken
                                : fill,
            .line = !isEnabled ? theme.line
                    : hasFocus ? theme.accent
                               : theme.lineStrong,
            .width = hasFocus && isEnabled ? 2.0 : 1.0};
}

/// Of a text field; one that holds what cannot be taken has the outline of an error.
Frame fieldFrame(const QStyleOption& option, const QColor& fill, const QWidget* widget) {
    Frame frame = frameOf(option, fill, Press::Ignored);
    if (widget != nullptr && widget->property(kInvalidProperty).toBool()) {
        frame.line = currentTheme().danger;
        frame.width = 2;
    }
    return frame;
}

void drawFrame(QPainter& painter, const QRect& rect, const Frame& frame, qreal radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal inset = frame.width / 2;
    painter.setPen(QPen(frame.line, frame.width));
    painter.setBrush(frame.fill);
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

/// A square of at most 14 in the middle of the room that the style reserves.
QRectF indicatorPlace(const QRect& rect) {
    const qreal size = std::min({14, rect.width(), rect.height()});
    const QPointF middle = QRectF(rect).center();
    return QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        .adjusted(0.5, 0.5, -0.5, -0.5);
}

void drawTick(QPainter& painter, const QRectF& box, const QColor& colour) {
    QPainterPath tick(QPointF(box.left() + box.width() * 0.22, box.top() + box.height() * 0.52));
    tick.lineTo(box.left() + box.width() * 0.43, box.top() + box.height() * 0.73);
    tick.lineTo(box.left() + box.width() * 0.79, box.top() + box.height() * 0.29);
    painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(tick);
}

void drawCheckBox(QPainter& painter, const QStyleOption& option) {
    const Theme& theme = currentTheme();
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPartly = option.state.testFlag(QStyle::State_NoChange);
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    const QRectF box = indicatorPlace(option.rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = isEnabled ? theme.lineStrong : theme.line;
    const bool isFilled = (isOn || isPartly) && isEnabled;
    painter.setPen(QPen(isFilled ? theme.accent : line, kIndicatorLine));
    painter.setBrush(isFilled ? theme.accent : isEnabled ? theme.panel : theme.window);
    painter.drawRoundedRect(box, kRadiusTile, kRadiusTile);
    const QColor mark = isEnabled ? theme.onAccent : theme.lineStrong;
    if (isOn) {
        drawTick(painter, box, mark);
    } else if (isPartly) {
        painter.setPen(QPen(mark, 1.8, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(box.left() + 3.5, box.center().y()),
                         QPointF(box.right() - 3.5, box.center().y()));
    }
    painter.restore();
}

void drawRadio(QPainter& painter, const QStyleOption& option) {
    const Theme& theme = currentTheme();
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    const QRectF ring = indicatorPlace(option.rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = isEnabled ? theme.lineStrong : theme.line;
    painter.setPen(QPen(isOn && isEnabled ? theme.accent : line, kIndicatorLine));
    painter.setBrush(isEnabled ? theme.panel : theme.window);
    painter.drawEllipse(ring);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled ? theme.accent : theme.lineStrong);
        painter.drawEllipse(ring.adjusted(3, 3, -3, -3));
    }
    painter.restore();
}

void drawButton(QPainter& painter, const QStyleOption& option) {
    const Theme& theme = currentTheme();
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool isFlat = button != nullptr && button->features.testFlag(QStyleOptionButton::Flat);
    const bool isOn = option.state.testFlag(QStyle::State_On);
    Frame frame = frameOf(option, isOn ? theme.sunken : theme.panel);
    const bool isDefault =
        button != nullptr && button->features.testFlag(QStyleOptionButton::DefaultButton);
    if (isDefault && option.state.testFlag(QStyle::State_Enabled)) {
        frame.line = theme.accent;
        frame.width = std::max(frame.width, 1.5);
    }
    const bool isTouched = option.state.testFlag(QStyle::State_MouseOver) ||
                           option.state.testFlag(QStyle::State_Sunken) ||
                           option.state.testFlag(QStyle::State_HasFocus) || isOn;
    if (isFlat && !isTouched) {
        return;
    }
    drawFrame(painter, option.rect, frame, kRadiusControl);
}

/// The small arrow of combo and spin boxes.
/// Turned from "down" clockwise.
int degreesOf(Qt::ArrowType direction) {
    switch (direction) {
        case Qt::LeftArrow:
            return 90;
        case Qt::UpArrow:
            return 180;
        case Qt::RightArrow:
            return 270;
        case Qt::DownArrow:
        case Qt::NoArrow:
            return 0;
    }
    STOWAGE_UNREACHABLE();
}

void drawArrow(QPainter& painter, const QRect& rect, Qt::ArrowType direction, bool isEnabled) {
    const Theme& theme = currentTheme();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect).center());
    painter.rotate(degreesOf(direction));
    painter.setPen(QPen(isEnabled ? theme.muted : theme.line, 1.5, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    QPainterPath arrow(QPointF(-3.5, -1.75));
    arrow.lineTo(QPointF(0, 1.75));
    arrow.lineTo(QPointF(3.5, -1.75));
    painter.drawPath(arrow);
    painter.restore();
}

bool isEnabledFor(const QStyleOptionSpinBox& spin, QAbstractSpinBox::StepEnabledFlag step) {
    return spin.state.testFlag(QStyle::State_Enabled) && spin.stepEnabled.testFlag(step);
}

}  // namespace

ControlStyle::ControlStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                 QPainter* painter, const QWidget* widget) const {
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    const bool isField = frame != nullptr && frame->lineWidth > 0;
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) {
        drawCheckBox(*painter, *option);
    } else if (element == PE_IndicatorRadioButton) {
        drawRadio(*painter, *option);
    } else if (element == PE_PanelButtonCommand) {
        drawButton(*painter, *option);
    } else if (element == PE_PanelLineEdit && isField) {
        const QColor& fill = currentTheme().panel;
        drawFrame(*painter, option->rect, fieldFrame(*option, fill, widget), kRadiusTile);
    } else if (element == PE_FrameLineEdit) {
        drawFrame(*painter, option->rect, fieldFrame(*option, Qt::transparent, widget),
                  kRadiusTile);
    } else {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ControlStyle::drawControl(ControlElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        const Theme& theme = currentTheme();
        const QRect& rect = option->rect;
        painter->save();
        painter->fillRect(rect, theme.window);
        painter->setPen(QPen(theme.line, 1));
        painter->drawLine(rect.bottomLeft(), rect.bottomRight());
        if (element == CE_HeaderSection) {
            painter->drawLine(rect.topRight() + QPoint(0, 5), rect.bottomRight() - QPoint(0, 5));
        }
        painter->restore();
        return;
    }
    if (element == CE_ToolBar) {
        // Flat: a gradient of two greys looks like a bar of half the height.
        const Theme& theme = currentTheme();
        painter->fillRect(option->rect, theme.window);
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.line);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
    const Theme& theme = currentTheme();
    const bool isEnabled = option->state.testFlag(State_Enabled);
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        control == CC_ComboBox && combo != nullptr) {
        if (combo->frame) {
            drawFrame(*painter, option->rect, frameOf(*option, theme.panel), kRadiusTile);
        }
        drawArrow(*painter, subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget),
                  Qt::DownArrow, isEnabled);
        return;
    }
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        control == CC_SpinBox && spin != nullptr) {
        if (spin->frame) {
            drawFrame(*painter, option->rect, frameOf(*option, theme.panel), kRadiusTile);
        }
        if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
            drawArrow(*painter, subControlRect(CC_SpinBox, option, SC_SpinBoxUp, widget),
                      Qt::UpArrow, isEnabledFor(*spin, QAbstractSpinBox::StepUpEnabled));
            drawArrow(*painter, subControlRect(CC_SpinBox, option, SC_SpinBoxDown, widget),
                      Qt::DownArrow, isEnabledFor(*spin, QAbstractSpinBox::StepDownEnabled));
        }
        return;
    }
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        control == CC_ScrollBar && bar != nullptr) {
        drawScrollBar(*bar, *painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

/// Fusion's handle is brighter than its groove: which of them is the handle is hard to tell.
void ControlStyle::drawScrollBar(const QStyleOptionSlider& bar, QPainter& painter,
                                 const QWidget* widget) const {
    constexpr int kHandleInset = 3;
    const Theme& theme = currentTheme();
    painter.fillRect(bar.rect, theme.window);
    const bool isAcross = bar.orientation == Qt::Horizontal;
    drawArrow(painter, subControlRect(CC_ScrollBar, &bar, SC_ScrollBarSubLine, widget),
              isAcross ? Qt::LeftArrow : Qt::UpArrow, bar.sliderPosition > bar.minimum);
    drawArrow(painter, subControlRect(CC_ScrollBar, &bar, SC_ScrollBarAddLine, widget),
              isAcross ? Qt::RightArrow : Qt::DownArrow, bar.sliderPosition < bar.maximum);
    if (bar.maximum <= bar.minimum) {
        return;
    }
    const QRect handle =
        subControlRect(CC_ScrollBar, &bar, SC_ScrollBarSlider, widget)
            .marginsRemoved({kHandleInset, kHandleInset, kHandleInset, kHandleInset});
    const bool isTouched =
        bar.activeSubControls.testFlag(SC_ScrollBarSlider) &&
        (bar.state.testFlag(State_MouseOver) || bar.state.testFlag(State_Sunken));
    const qreal radius = std::min(handle.width(), handle.height()) / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isTouched ? theme.muted : theme.lineStrong);
    painter.drawRoundedRect(handle, radius, radius);
    painter.restore();
}

void ControlStyle::drawItemText(QPainter* painter, const QRect& rect, int flags,
                                const QPalette& palette, bool isEnabled, const QString& text,
                                QPalette::ColorRole role) const {
    // A pixel or two are bearings of letters, not a lack of room.
    constexpr int kRounding = 2;
    const bool isOneLine = (flags & Qt::TextWordWrap) == 0 && !text.contains(QLatin1Char('\n'));
    const int mnemonic = flags & (Qt::TextShowMnemonic | Qt::TextHideMnemonic);
    const QFontMetrics metrics = painter->fontMetrics();
    const bool isTooWide =
        isOneLine && metrics.size(mnemonic, text).width() > rect.width() + kRounding;
    const QString shown =
        isTooWide ? metrics.elidedText(text, Qt::ElideRight, rect.width(), mnemonic) : text;
    QProxyStyle::drawItemText(painter, rect, flags, palette, isEnabled, shown, role);
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                              const QWidget* widget) const {
    // A figure at the right of its cell would touch the word at the left of the next one.
    const bool isOfACell = (metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin) &&
                           qobject_cast<const QAbstractItemView*>(widget) != nullptr;
    return isOfACell ? kCellMargin : QProxyStyle::pixelMetric(metric, option, widget);
}

}  // namespace stowage::gui
