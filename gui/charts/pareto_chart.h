#pragma once

#include <map>
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
    bool isRecommended = false;
    /// What it takes to get there: deviations from the stock templates, services that move.
    int adjustments = 0, migrations = 0;
    bool operator==(const ParetoPoint&) const = default;
};

/// Indices of the accepted points that no other accepted point beats on both axes, sorted along x.
/// Less cost, less risk and more headroom are better; equal points are all on it.
std::vector<std::size_t> frontierOf(const std::vector<ParetoPoint>& points, ParetoAxis x,
                                    ParetoAxis y);
/// For each point another accepted one that is at least as good in everything (cost, risk,
/// headroom, adjustments, migrations) and better in something; nullopt: none is, or the point is
/// refused. The recommended one is never beaten: the order of preference knows more than the plot.
std::vector<std::optional<std::size_t>> beatenBy(const std::vector<ParetoPoint>& points);
QString axisText(ParetoAxis axis);

/// Cost, headroom and risk of layouts, two at a time. Hollow: beaten in everything; crossed:
/// refused; joined: the best on both axes shown; double ring: shown on the canvas.
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
    /// Letters of the points at one place, with the box of their words in the widget.
    struct Label {
        std::size_t point = 0;  ///< the first of those that share it
        QString text;
        QRectF box;
    };
    std::vector<Label> labels() const;

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
    void paintUnknown(QPainter& painter, const Frame& frame, const Theme& theme) const;
    void paintAxes(QPainter& painter, const Frame& frame, const Theme& theme) const;
    enum class Standing { Worth, Beaten };
    void paintPoint(QPainter& painter, const Frame& frame, std::size_t index, Standing standing,
                    const Theme& theme) const;
    QString tickText(ParetoAxis axis, double value) const;
    QString wordsOf(const ParetoPoint& point) const;
    std::vector<std::size_t> orderAlongX() const;
    std::map<std::size_t, QStringList> sharedLetters(const Frame& frame) const;
    std::vector<Label> labelsIn(const Frame& frame) const;
    void paintLabels(QPainter& painter, const Frame& frame, const Theme& theme) const;

    std::vector<ParetoPoint> m_points;
    std::string m_currency = "USD";
    ParetoAxis m_x = ParetoAxis::Headroom;
    ParetoAxis m_y = ParetoAxis::Cost;
    ByteUnits m_units = ByteUnits::Binary;
    std::optional<std::size_t> m_current;
};

}  // namespace stowage::gui
