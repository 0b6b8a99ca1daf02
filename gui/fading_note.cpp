#include "gui/fading_note.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QEvent>
#include <algorithm>

namespace stowage::gui {
namespace {

constexpr int kFrameMs = 40;

FadingNote::Clock systemClock() {
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

}  // namespace

FadingNote::FadingNote(QWidget* parent) : QLabel(parent), m_clock(systemClock()) {
    QFont font = fontOf(TextRole::Body);
    font.setWeight(QFont::DemiBold);
    setFont(font);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FadingNote::look);
    hide();
}

void FadingNote::showNote(const QString& text, const QString& tip) {
    setText(text);
    setToolTip(tip);
    setAccessibleName(tip.isEmpty() ? text : tr("%1: %2").arg(tip, text));
    m_since = m_clock();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    look();
}

void FadingNote::look() {
    const qint64 age = m_clock() - m_since;
    const qint64 fadeAt = m_motion == Motion::Full ? kStayMs - kFadeMs : kStayMs;
    if (age >= kStayMs) {
        m_timer.stop();
        setStrength(0);
        hide();
        return;
    }
    setStrength(
        age < fadeAt ? 1.0 : 1.0 - static_cast<qreal>(age - fadeAt) / static_cast<qreal>(kFadeMs));
    m_timer.start(age < fadeAt ? static_cast<int>(fadeAt - age) : kFrameMs);
}

void FadingNote::setStrength(qreal strength) {
    m_strength = strength;
    QColor colour = currentTheme().text;
    colour.setAlphaF(static_cast<float>(strength));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, colour);
    m_isColouring = true;
    setPalette(colours);
    m_isColouring = false;
}

void FadingNote::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    // Another theme while it stands.
    const bool isOther =
        event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange;
    if (isOther && !m_isColouring && isVisible()) {
        setStrength(m_strength);
    }
}

}  // namespace stowage::gui
