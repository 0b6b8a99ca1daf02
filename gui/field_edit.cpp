#include "gui/field_edit.h"

#include <QBoxLayout>
#include <QKeyEvent>

#include "gui/control_style.h"
#include "gui/theme.h"

namespace stowage::gui {

FieldEdit::FieldEdit(const QString& name, Check check, QWidget* parent)
    : QWidget(parent), m_check(std::move(check)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    m_line = new QLineEdit(this);
    m_line->setAccessibleName(name);
    m_line->setMinimumHeight(kRowHeight);
    m_line->installEventFilter(this);
    m_problem = new QLabel(this);
    m_problem->setFont(fontOf(TextRole::Secondary));
    m_problem->setWordWrap(true);
    m_problem->hide();
    column->addWidget(m_line);
    column->addWidget(m_problem);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::editingFinished, this, &FieldEdit::commit);
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_problem->hide();
        setMarked(false);
    });
}

QSize FieldEdit::sizeHint() const {
    const int below = m_problem->isHidden() ? 0 : m_problem->heightForWidth(width()) + 2;
    return {m_line->sizeHint().width(), m_line->sizeHint().height() + below};
}

QSize FieldEdit::minimumSizeHint() const {
    constexpr int kWidthMin = 60;
    return {kWidthMin, std::max(sizeHint().height(), kRowHeight)};
}

void FieldEdit::setValue(const QString& text) {
    const bool isTyping = m_line->hasFocus() && m_line->isModified();
    m_value = text;
    if (isTyping || !m_problem->isHidden()) {
        return;
    }
    QFont font = fontOf(TextRole::Body);
    font.setWeight(text.isEmpty() ? QFont::Normal : QFont::DemiBold);
    m_line->setFont(font);
    m_line->setText(text);
    m_line->setCursorPosition(0);
}

void FieldEdit::restart(const QString& text) {
    m_problem->hide();
    setMarked(false);
    m_line->setAccessibleDescription({});
    m_line->setModified(false);
    setValue(text);
}

void FieldEdit::setUsual(const QString& text) {
    m_line->setPlaceholderText(text);
}

/// The style outlines what cannot be taken.
void FieldEdit::setMarked(bool isInvalid) {
    m_line->setProperty(kInvalidProperty, isInvalid);
    m_line->update();
}

void FieldEdit::commit() {
    const QString text = m_line->text().trimmed();
    setMarked(false);
    if (text == m_value) {
        m_problem->hide();
        return;
    }
    if (text.isEmpty()) {
        m_line->setModified(false);
        m_problem->hide();
        Q_EMIT emptied();
        return;
    }
    const QString problem = m_check ? m_check(text) : QString();
    if (!problem.isEmpty()) {
        m_line->setAccessibleDescription(problem);
        setMarked(true);
        if (m_place == ProblemPlace::Elsewhere) {
            Q_EMIT refused(problem);
            return;
        }
        m_problem->setForegroundRole(QPalette::BrightText);
        m_problem->setText(problem);
        m_problem->show();
        updateGeometry();
        return;
    }
    m_line->setModified(false);
    m_problem->hide();
    m_line->setAccessibleDescription({});
    Q_EMIT entered(text);
}

bool FieldEdit::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_line && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && m_line->isModified()) {
        m_problem->hide();
        setMarked(false);
        m_line->setModified(false);
        setValue(m_value);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

TitledForm addTitledForm(QWidget& owner) {
    const TitledForm parts{
        .column = new QVBoxLayout(&owner), .title = new QLabel(&owner), .rows = new QFormLayout};
    parts.column->setContentsMargins(kPanelPadding, kPanelPadding, kPanelPadding, 0);
    parts.column->setSpacing(kGap);
    parts.title->setFont(fontOf(TextRole::Title));
    parts.title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    parts.column->addWidget(parts.title);
    parts.rows->setHorizontalSpacing(kPanelPadding);
    parts.rows->setVerticalSpacing(kGapSmall);
    parts.rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    parts.column->addLayout(parts.rows);
    return parts;
}

}  // namespace stowage::gui
