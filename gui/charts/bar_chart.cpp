#include "gui/charts/bar_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "gui/charts/axis.h"

namespace stowage::gui {
namespace {

constexpr qreal kLabelWidth = 64;
constexpr qreal kFigureWidth = 104;
constexpr qreal kBarHeight = 12;
constexpr qreal kLineHeight = 20;
constexpr qreal kTitleHeight = 18;
constexpr qreal kServerGap = 10;
constexpr qreal kAxisHeight = 20;
constexpr qreal kSwatch = 10;
constexpr qreal kLegendLine = 18;

double raw(Bytes bytes) {
    return static_cast<double>(bytes.raw());
}

void paintSegment(QPainter& painter, const QRectF& part, const BarSegment& segment, BarTone tone,
                  const Theme& theme) {
    if (part.width() <= 0) {
        return;
    }
    QColor fill = theme.machine;
    if (segment.category) {
        fill =
            tone == BarTone::Solid ? theme.of(*segment.category) : theme.fillOf(*segment.category);
    }
    painter.fillRect(part, fill);
    if (!segment.category) {
        paintHatching(painter, part, theme.panel, 5);
    }
    if (part.width() > 3) {
        painter.setPen(QPen(theme.muted, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void paintMark(QPainter& painter, const QRectF& area, qreal x, const QPen& pen) {
    painter.setPen(pen);
    painter.drawLine(QPointF(x, area.top() - 3), QPointF(x, area.bottom() + 3));
}

Bytes scaleOf(const MemoryBar& bar) {
    const Bytes natural = std::max(bar.capacity, sumOf(bar.segments));
    return bar.scale.isZero() ? natural : bar.scale;
}

}  // namespace

void paintMemoryBar(QPainter& painter, const QRectF& area, const MemoryBar& bar,
                    const Theme& theme) {
    painter.save();
    const Axis axis{
        .low = 0, .high = raw(scaleOf(bar)), .from = area.left(), .to = area.right() - 1};
    const qreal end = axis.at(raw(bar.capacity));
    painter.fillRect(QRectF(area.left(), area.top(), end - area.left(), area.height()),
                     theme.sunken);
    Bytes sum;
    for (const BarSegment& segment : bar.segments) {
        const qreal left = axis.at(raw(sum));
        sum += segment.amount;
        paintSegment(painter, QRectF(left, area.top(), axis.at(raw(sum)) - left, area.height()),
                     segment, bar.tone, theme);
    }
    if (sum > bar.capacity) {
        const QRectF over(end, area.top(), axis.at(raw(sum)) - end, area.height());
        paintHatching(painter, over, theme.danger, 4);
        painter.setPen(QPen(theme.danger, 1.5, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(over);
    }
    if (!bar.usable.isZero()) {
        QPen dashed(theme.text, 1);
        dashed.setDashPattern({3, 2});
        paintMark(painter, area, axis.at(raw(bar.usable)), dashed);
    }
    paintMark(painter, area, end, QPen(theme.text, 1.75));
    painter.restore();
}

Bytes sharedScaleOf(const std::vector<ServerBars>& servers) {
    Bytes scale;
    for (const ServerBars& server : servers) {
        scale = std::max({scale, server.capacity, sumOf(server.promised), sumOf(server.expected)});
    }
    return scale;
}

void paintMarginBar(QPainter& painter, const QRectF& area, const MarginBar& bar,
                    const Theme& theme) {
    painter.save();
    painter.setPen(QPen(theme.lineStrong, 1));
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    const bool isOver = bar.needed > bar.available;
    const double share =
        bar.available <= 0
            ? 1.0
            : std::min(1.0, static_cast<double>(bar.needed) / static_cast<double>(bar.available));
    const QRectF used(area.left(), area.top(), area.width() * share, area.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(isOver ? theme.danger : theme.lineStrong);
    painter.drawRoundedRect(used, 2, 2);
    if (isOver) {
        paintHatching(painter, used, theme.panel, 4);
    }
    paintMark(painter, area.adjusted(0, 2, 0, -2), area.right() - 0.5, QPen(theme.text, 1.5));
    painter.restore();
}

BarChart::BarChart(QWidget* parent) : ChartWidget(parent) {
    setAccessibleName(tr("Memory of the servers"));
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void BarChart::setServers(std::vector<ServerBars> servers) {
    m_servers = std::move(servers);
    updateGeometry();
    update();
}

void BarChart::setUnits(ByteUnits units) {
    m_units = units;
    update();
}

void BarChart::setScale(Bytes scale) {
    m_scale = scale;
    update();
}

void BarChart::setAxis(Axis axis) {
    m_axis = axis;
    updateGeometry();
    update();
}

void BarChart::setLegend(Legend legend) {
    m_legend = legend;
    updateGeometry();
    update();
}

std::vector<BarChart::LegendEntry> BarChart::legendIn(qreal left, qreal top, qreal width) const {
    std::vector<LegendEntry> entries;
    const QFontMetricsF metrics(fontOf(TextRole::Secondary));
    qreal x = left;
    qreal y = top;
    for (const ServerBars& server : m_servers) {
        for (const BarSegment& segment : server.expected) {
            const bool isKnown = std::ranges::any_of(entries, [&segment](const LegendEntry& one) {
                return one.segment.name == segment.name;
            });
            if (isKnown) {
                continue;
            }
            const qreal own = kSwatch + 5 + metrics.horizontalAdvance(segment.name) + 2;
            if (x > left && x + own > left + width) {
                x = left;
                y += kLegendLine;
            }
            entries.push_back({.segment = segment, .box = {x, y, own, kLegendLine}});
            x += own + 12;
        }
    }
    return entries;
}

std::vector<BarChart::Row> BarChart::rowsIn(const QRectF& area) const {
    std::vector<Row> rows;
    qreal y = area.top();
    for (const ServerBars& server : m_servers) {
        y += kTitleHeight;
        for (const bool isPromised : {true, false}) {
            const QRectF line(area.left(), y, area.width(), kLineHeight);
            const QRectF track(line.left() + kLabelWidth, line.center().y() - kBarHeight / 2,
                               std::max<qreal>(24, line.width() - kLabelWidth - kFigureWidth),
                               kBarHeight);
            rows.push_back({.server = &server,
                            .isPromised = isPromised,
                            .label = {line.left(), line.top(), kLabelWidth - 6, kLineHeight},
                            .track = track,
                            .figure = {line.right() - kFigureWidth + 8, line.top(),
                                       kFigureWidth - 8, kLineHeight}});
            y += kLineHeight;
        }
        y += kServerGap;
    }
    return rows;
}

MemoryBar BarChart::barOf(const Row& row) const {
    return {.segments = row.isPromised ? row.server->promised : row.server->expected,
            .capacity = row.server->capacity,
            .usable = row.server->usable,
            .scale = m_scale.isZero() ? sharedScaleOf(m_servers) : m_scale,
            .tone = row.isPromised ? BarTone::Blended : BarTone::Solid};
}

QString BarChart::figureOf(const Row& row) const {
    const Bytes sum = sumOf(row.isPromised ? row.server->promised : row.server->expected);
    return bytesOfText(sum, row.server->capacity, m_units);
}

void BarChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    if (m_servers.empty()) {
        paintChartText(painter, area, Qt::AlignCenter, tr("No server yet"), theme.muted);
        return;
    }
    for (const Row& row : rowsIn(area)) {
        if (row.isPromised) {
            const QRectF title(area.left(), row.label.top() - kTitleHeight, area.width(),
                               kTitleHeight);
            paintChartText(painter, title, Qt::AlignLeft | Qt::AlignVCenter, row.server->name,
                           theme.text);
        }
        paintChartText(painter, row.label, Qt::AlignLeft | Qt::AlignVCenter,
                       row.isPromised ? tr("reserved") : tr("expected"), theme.muted);
        paintMemoryBar(painter, row.track, barOf(row), theme);
        paintChartText(painter, row.figure, Qt::AlignRight | Qt::AlignVCenter, figureOf(row),
                       theme.text);
    }
    if (m_axis == Axis::Shown) {
        paintAxis(painter, area, theme);
    }
    if (m_legend == Legend::Hidden) {
        return;
    }
    for (const LegendEntry& entry :
         legendIn(area.left(), area.top() + barsHeight() + 2, area.width())) {
        const QRectF swatch(entry.box.left(), entry.box.center().y() - kSwatch / 2, kSwatch,
                            kSwatch);
        paintSegment(painter, swatch, entry.segment, BarTone::Solid, theme);
        paintChartText(painter, entry.box.adjusted(kSwatch + 5, 0, 0, 0),
                       Qt::AlignLeft | Qt::AlignVCenter, entry.segment.name, theme.muted);
    }
}

void BarChart::paintAxis(QPainter& painter, const QRectF& area, const Theme& theme) const {
    const std::vector<Row> rows = rowsIn(area);
    const Bytes scale = m_scale.isZero() ? sharedScaleOf(m_servers) : m_scale;
    const QRectF track = rows.front().track;
    const stowage::gui::Axis axis{
        .low = 0, .high = raw(scale), .from = track.left(), .to = track.right() - 1};
    const qreal y = rows.back().track.bottom() + 6;
    painter.setPen(QPen(theme.lineStrong, 1));
    painter.drawLine(QPointF(track.left(), y), QPointF(track.right(), y));
    for (const double tick : byteTicks(0, raw(scale), static_cast<int>(track.width() / 72) + 1)) {
        const qreal x = axis.at(tick);
        painter.setPen(QPen(theme.lineStrong, 1));
        painter.drawLine(QPointF(x, y), QPointF(x, y + 4));
        paintChartText(painter, QRectF(x - 36, y + 4, 72, kAxisHeight - 4), Qt::AlignCenter,
                       bytesText(Bytes::fromRaw(static_cast<std::int64_t>(tick)), m_units),
                       theme.muted);
    }
}

std::vector<ChartValue> BarChart::values() const {
    std::vector<ChartValue> all;
    for (const ServerBars& server : m_servers) {
        all.push_back({tr("%1 reserved (request)").arg(server.name),
                       bytesOfText(sumOf(server.promised), server.capacity, m_units)});
        all.push_back({tr("%1 expected").arg(server.name),
                       bytesOfText(sumOf(server.expected), server.capacity, m_units)});
    }
    return all;
}

int BarChart::barsHeight() const {
    const auto servers = static_cast<qreal>(std::max<std::size_t>(1, m_servers.size()));
    qreal height = servers * (kTitleHeight + 2 * kLineHeight + kServerGap) - kServerGap + 4;
    height += m_axis == Axis::Shown ? kAxisHeight : 0;
    return static_cast<int>(height);
}

int BarChart::heightForWidth(int width) const {
    if (m_legend == Legend::Hidden) {
        return barsHeight();
    }
    const std::vector<LegendEntry> entries = legendIn(0, 0, width);
    return barsHeight() + 4 + static_cast<int>(entries.empty() ? 0 : entries.back().box.bottom());
}

QSize BarChart::sizeHint() const {
    return {420, heightForWidth(420)};
}

QSize BarChart::minimumSizeHint() const {
    return {240, barsHeight()};
}

QString BarChart::hintAt(const QPointF& place) const {
    for (const Row& row : rowsIn(QRectF(rect()))) {
        if (!row.track.adjusted(0, -4, 0, 4).contains(place)) {
            continue;
        }
        const MemoryBar bar = barOf(row);
        const stowage::gui::Axis axis{.low = 0,
                                      .high = raw(scaleOf(bar)),
                                      .from = row.track.left(),
                                      .to = row.track.right() - 1};
        Bytes sum;
        for (const BarSegment& segment : bar.segments) {
            sum += segment.amount;
            if (place.x() <= axis.at(raw(sum))) {
                return tr("%1: %2 of the %3 that %4 has")
                    .arg(segment.name, bytesText(segment.amount, m_units),
                         bytesText(bar.capacity, m_units), row.server->name);
            }
        }
        return tr("%1 left of the %2 that %3 has")
            .arg(bytesText(std::max(Bytes(), bar.capacity - sum), m_units),
                 bytesText(bar.capacity, m_units), row.server->name);
    }
    return {};
}

bool BarChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), hintAt(help->pos()), this);
        return true;
    }
    return ChartWidget::event(event);
}

}  // namespace stowage::gui
