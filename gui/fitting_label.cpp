#include "gui/fitting_label.h"

#include <QEvent>
#include <algorithm>

namespace stowage::gui {

FittingLabel::FittingLabel(QWidget* parent) : QLabel(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void FittingLabel::setTexts(const QStringList& texts) {
    if (texts == m_texts) {
        return;
    }
    m_texts = texts;
    setAccessibleName(m_texts.value(0));
    fit();
    updateGeometry();
}

QSize FittingLabel::minimumSizeHint() const {
    const int width = m_texts.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_texts.back()) + 1;
    return {width, QLabel::minimumSizeHint().height()};
}

void FittingLabel::fit() {
    const auto found = std::find_if(m_texts.begin(), m_texts.end(), [this](const QString& text) {
        return fontMetrics().horizontalAdvance(text) <= width();
    });
    setText(found != m_texts.end() ? *found : m_texts.isEmpty() ? QString() : m_texts.back());
}

void FittingLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void FittingLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fit();
        updateGeometry();
    }
}

}  // namespace stowage::gui
