#pragma once

#include <array>
#include <optional>

#include "gui/charts/axis.h"
#include "gui/charts/chart_widget.h"

namespace stowage::gui {

/// Requests a second in each hour of a day.
using DayRates = std::array<double, 24>;

/// "14:00".
QString hourText(int hour);
/// "6.5", "0.04": three significant digits.
QString rateText(double rate);

/// The day of an environment as 24 points that are dragged up and down. Left and Right choose the
/// hour, Up and Down change it, Page Up and Page Down by more; digits ask for a field to type into.
/// One gesture is one rateSet(); nothing is kept: the owner sets the day that came of it.
class DayChart : public ChartWidget {
    Q_OBJECT

public:
    explicit DayChart(QWidget* parent = nullptr);

    /// Not while a point is being dragged.
    void setRates(const DayRates& rates);
    /// As shown: with the point that is being dragged.
    const DayRates& rates() const { return m_rates; }
    int hour() const { return m_hour; }
    void setHour(int hour);
    bool isDragging() const { return m_before.has_value(); }
    /// Middle of the point of an hour.
    QPointF placeOf(int hour) const;
    /// Place of a rate on the vertical axis, in the widget.
    qreal heightOf(double rate) const;

    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    std::vector<ChartValue> values() const override;
    QSize sizeHint() const override { return {640, 260}; }
    QSize minimumSizeHint() const override { return {420, 160}; }

Q_SIGNALS:
    void hourChanged(int hour);
    /// The day as the pointer has it; not yet asked for.
    void shownRatesChanged();
    /// A gesture ended: this rate is wanted in this hour.
    void rateSet(int hour, double rate);
    /// A digit was pressed: the field beside the chart takes over.
    void typingStarted(const QString& text);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Axis upAxis(const QRectF& inner) const;
    int hourAt(qreal x) const;
    void dragTo(qreal y);
    enum class Gesture { Taken, Dropped };
    void endDrag(Gesture gesture);
    void step(int steps, int most);
    void paintGrid(QPainter& painter, const QRectF& inner, const Theme& theme) const;
    void paintPoints(QPainter& painter, const QRectF& inner, const Theme& theme) const;
    void announce();

    DayRates m_rates{};
    double m_top = 1;  ///< of the axis; stays while a point is dragged
    int m_hour = 10;
    std::optional<DayRates> m_before;  ///< while a point is dragged
};

}  // namespace stowage::gui
