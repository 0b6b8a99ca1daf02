#pragma once

#include <QLabel>
#include <QTimer>
#include <functional>

#include "gui/theme.h"

namespace stowage::gui {

/// Words that are worth four seconds: they stand, then fade. With reduced motion they stand and
/// are gone.
class FadingNote : public QLabel {
    Q_OBJECT

public:
    using Clock = std::function<qint64()>;  ///< milliseconds; tests inject their own

    static constexpr int kStayMs = 4000;
    static constexpr int kFadeMs = 600;  ///< the last part of it

    explicit FadingNote(QWidget* parent = nullptr);

    void setClock(Clock clock) { m_clock = std::move(clock); }
    void setMotion(Motion motion) { m_motion = motion; }
    void showNote(const QString& text, const QString& tip);
    /// Looks at the clock. The own timer calls it; tests do.
    void look();
    qreal strength() const { return m_strength; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void setStrength(qreal strength);

    Clock m_clock;
    Motion m_motion = Motion::Full;
    QTimer m_timer;
    qint64 m_since = 0;
    qreal m_strength = 0;
    bool m_isColouring = false;
};

}  // namespace stowage::gui
