#include "gui/notice_bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "gui/theme.h"

namespace stowage::gui {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_dismiss(new QPushButton(tr("Dismiss"), this)) {
    setObjectName(QStringLiteral("noticeBar"));
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    m_dismiss->setFlat(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kPanelPadding + 6, 6, kPanelPadding, 6);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_dismiss);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::acted);
    connect(m_dismiss, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void NoticeBar::setNotice(Tone tone, const QString& text, const QString& action) {
    m_tone = tone;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    show();
    update();
}

void NoticeBar::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    const QColor band = m_tone == Tone::Danger    ? theme.danger
                        : m_tone == Tone::Warning ? theme.warnMark
                                                  : theme.accent;
    painter.fillRect(QRect(0, 0, 4, height()), band);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

}  // namespace stowage::gui
