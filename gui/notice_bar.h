#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace stowage::gui {

/// One line under the tool bar: what the user may want to do about the present answer.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Neutral, Warning, Danger };

    explicit NoticeBar(QWidget* parent = nullptr);

    /// `action` empty: no button. Shows the bar.
    void setNotice(Tone tone, const QString& text, const QString& action);
    QString text() const { return m_text->text(); }

Q_SIGNALS:
    void acted();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Neutral;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_dismiss;
};

}  // namespace stowage::gui
