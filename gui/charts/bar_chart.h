#pragma once

#include <vector>

#include "gui/charts/chart_widget.h"
#include "gui/plan_figures.h"

namespace stowage::gui {

enum class BarTone {
    Solid,    ///< what will be in use
    Blended,  ///< what is set aside
};

/// One bar of memory: parts from left to right on a track that ends at the capacity, a solid line
/// at the capacity, a dashed one at the usable part. What lies beyond the capacity is hatched.
struct MemoryBar {
    std::vector<BarSegment> segments;
    Bytes capacity;
    Bytes usable;  ///< zero: no line
    Bytes scale;   ///< amount at the right edge of the area; zero: the larger of capacity and sum
    BarTone tone = BarTone::Solid;
    bool operator==(const MemoryBar&) const = default;
};
void paintMemoryBar(QPainter& painter, const QRectF& area, const MemoryBar& bar,
                    const Theme& theme);
/// The right edge that all bars of these servers share.
Bytes sharedScaleOf(const std::vector<ServerBars>& servers);

/// A bar of how much of one limit is used, for "what breaks first". Beyond the limit it is full and
/// hatched in the colour of danger.
struct MarginBar {
    std::int64_t needed = 0;
    std::int64_t available = 0;
    bool operator==(const MarginBar&) const = default;
};
void paintMarginBar(QPainter& painter, const QRectF& area, const MarginBar& bar,
                    const Theme& theme);

/// Twin bars of every server of a plan on one scale, with words and figures.
class BarChart : public ChartWidget {
    Q_OBJECT

public:
    enum class Axis { Shown, Hidden };
    enum class Legend { Shown, Hidden };

    explicit BarChart(QWidget* parent = nullptr);
    void setServers(std::vector<ServerBars> servers);
    void setUnits(ByteUnits units);
    /// Zero: the servers' own.
    void setScale(Bytes scale);
    void setAxis(Axis axis);
    /// Names of the colours under the bars.
    void setLegend(Legend legend);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    std::vector<ChartValue> values() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// Words for the part of a bar at a place; empty beside the bars.
    QString hintAt(const QPointF& place) const;

protected:
    bool event(QEvent* event) override;

private:
    struct Row {
        const ServerBars* server = nullptr;
        bool isPromised = false;
        QRectF label, track, figure;
    };
    std::vector<Row> rowsIn(const QRectF& area) const;
    MemoryBar barOf(const Row& row) const;
    QString figureOf(const Row& row) const;
    struct LegendEntry {
        BarSegment segment;
        QRectF box;
    };
    std::vector<LegendEntry> legendIn(qreal left, qreal top, qreal width) const;
    int barsHeight() const;
    void paintAxis(QPainter& painter, const QRectF& area, const Theme& theme) const;

    std::vector<ServerBars> m_servers;
    ByteUnits m_units = ByteUnits::Binary;
    Bytes m_scale;
    Axis m_axis = Axis::Hidden;
    Legend m_legend = Legend::Hidden;
};

}  // namespace stowage::gui
