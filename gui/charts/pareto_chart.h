#pragma once

#include <optional>
#include <vector>

#include "gui/charts/axis.h"
#include "gui/charts/chart_widget.h"
#include "gui/format.h"

namespace stowage::gui {

enum class ParetoAxis { Cost, Headroom, Risk };
enum class ParetoState { Accepted, Refused };

/// One layout in the plot. What a refused layout lacks is a negative headroom; where nothing was
/// computed the point stands in the margin of that axis.
struct ParetoPoint {
    QString id, letter, name;
    Money cost;
    std::optional<Bytes> headroom;
    std::optional<double> risk;  ///< chance a month that memory runs out
    ParetoState state = ParetoState::Accepted;
    bool isHeld = false;
    bool operator==(const ParetoPoint&) const = default;
};

/// Indices of the accepted points that no other accepted point beats on both axes, sorted along x.
/// Less cost, less risk and more headroom are better; equal points are all on it.
std::vector<std::size_t> frontierOf(const std::vector<ParetoPoint>& points, ParetoAxis x,
                                    ParetoAxis y);
QString axisText(ParetoAxis axis);

/// Cost, headroom and risk of layouts, two at a time. Hollow: another one is better on both axes;
/// crossed: refused; joined: the frontier; double ring: shown on the canvas.
class ParetoChart : public ChartWidget {
    Q_OBJECT

public:
    explicit ParetoChart(QWidget* parent = nullptr);
    void setPoints(std::vector<ParetoPoint> points, const std::string& currency);
    void setAxes(ParetoAxis x, ParetoAxis y);
    void setUnits(ByteUnits units);
    const std::vector<ParetoPoint>& points() const { return m_points; }
    /// Marks a point; empty or unknown: none.
    void setCurrent(const QString& id);
    QString current() const;
    /// Place of a point in the widget.
    QPointF placeOf(std::size_t index) const;

    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    std::vector<ChartValue> values() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(const QString& id);
    void planActivated(const QString& id);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Frame {
        QRectF plot;
        Axis x, y;
    };
    Frame frameIn(const QRectF& area) const;
    QPointF placeIn(const Frame& frame, const ParetoPoint& point) const;
    std::optional<std::size_t> pointAt(const QPointF& place) const;
    void choose(std::size_t index);
    void paintAxes(QPainter& painter, const Frame& frame, const Theme& theme) const;
    enum class Standing { Frontier, Beaten };
    void paintPoint(QPainter& painter, const Frame& frame, std::size_t index, Standing standing,
                    const Theme& theme) const;
    QString tickText(ParetoAxis axis, double value) const;
    QString wordsOf(const ParetoPoint& point) const;
    std::vector<std::size_t> orderAlongX() const;
    QString labelOf(const Frame& frame, std::size_t index) const;

    std::vector<ParetoPoint> m_points;
    std::string m_currency = "USD";
    ParetoAxis m_x = ParetoAxis::Headroom;
    ParetoAxis m_y = ParetoAxis::Cost;
    ByteUnits m_units = ByteUnits::Binary;
    std::optional<std::size_t> m_current;
};

}  // namespace stowage::gui
