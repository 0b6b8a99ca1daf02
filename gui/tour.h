#pragma once

#include <QFrame>
#include <QPointer>
#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace stowage::gui {

/// One label of the tour and the widget that it is about.
struct TourStep {
    QString title, text;
    QPointer<QWidget> target;
    /// Part of the target; null: the whole.
    QRect part;
};

/// Labels beside real widgets, one after the other; never modal: everything below stays usable.
/// Return or → goes on, ← back, Esc ends.
class Tour : public QFrame {
    Q_OBJECT

public:
    explicit Tour(QWidget* window);

    void start(std::vector<TourStep> steps);
    int step() const { return m_at; }
    int stepCount() const { return static_cast<int>(m_steps.size()); }
    void next();
    void back();

Q_SIGNALS:
    /// Seen to the end, or skipped.
    void ended();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showStep();
    void place();
    void end();
    QRect targetRect() const;

    std::vector<TourStep> m_steps;
    int m_at = 0;
    QWidget* m_ring;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_count;
    QPushButton* m_back;
    QPushButton* m_next;
};

}  // namespace stowage::gui
