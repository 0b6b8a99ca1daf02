#include "gui/charts/day_chart.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace stowage::gui {
namespace {

constexpr int kHours = 24;
constexpr qreal kLabelRoom = 46;
constexpr qreal kEdge = 10;
constexpr qreal kHourRoom = 22;
constexpr qreal kPoint = 4;

QRectF innerOf(const QRectF& area) {
    return area.adjusted(kLabelRoom, kEdge + kHourRoom, -kEdge, -kHourRoom);
}

Axis acrossAxis(const QRectF& inner) {
    return {.low = -0.5, .high = kHours - 0.5, .from = inner.left(), .to = inner.right()};
}

/// Distance of round values, at most `most` of them from nothing to `top`.
double spacingOf(double top, int most) {
    const std::vector<double> ticks = roundTicks(0, top, most + 1);
    return ticks.size() > 1 ? ticks[1] - ticks[0] : top;
}

double topOf(const DayRates& rates) {
    const double most = *std::max_element(rates.begin(), rates.end());
    if (!(most > 0)) {
        return 1;
    }
    const double step = spacingOf(most * 1.2, 5);
    return std::ceil(most * 1.1 / step) * step;
}

double snapped(double value, double step) {
    return std::max(0.0, std::round(value / step) * step);
}

}  // namespace

QString hourText(int hour) {
    return QStringLiteral("%1:00").arg(hour, 2, 10, QLatin1Char('0'));
}

QString rateText(double rate) {
    constexpr double kNothing = 0.0005;
    return rate < kNothing ? QStringLiteral("0")
           : rate < 100    ? QString::number(rate, 'g', 3)
                           : QString::number(rate, 'f', 0);
}

DayChart::DayChart(QWidget* parent) : ChartWidget(parent) {
    setObjectName(QStringLiteral("dayChart"));
    setAccessibleName(tr("Requests a second over the day"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setToolTip(tr("Drag a point, or choose the hour with ← and → and change it with ↑ and ↓"));
    announce();
}

void DayChart::setRates(const DayRates& rates) {
    if (isDragging()) {
        return;
    }
    m_rates = rates;
    m_top = topOf(rates);
    announce();
    update();
}

void DayChart::setHour(int hour) {
    const int wanted = std::clamp(hour, 0, kHours - 1);
    if (wanted != m_hour) {
        m_hour = wanted;
        announce();
        update();
        Q_EMIT hourChanged(m_hour);
    }
}

void DayChart::announce() {
    setAccessibleDescription(
        tr("%1: %2 requests a second")
            .arg(hourText(m_hour), rateText(m_rates[static_cast<std::size_t>(m_hour)])));
    QAccessibleValueChangeEvent event(this, m_rates[static_cast<std::size_t>(m_hour)]);
    QAccessible::updateAccessibility(&event);
}

Axis DayChart::upAxis(const QRectF& inner) const {
    return {.low = 0, .high = m_top, .from = inner.bottom(), .to = inner.top()};
}

QPointF DayChart::placeOf(int hour) const {
    const QRectF inner = innerOf(QRectF(rect()));
    return {acrossAxis(inner).at(hour), heightOf(m_rates[static_cast<std::size_t>(hour)])};
}

qreal DayChart::heightOf(double rate) const {
    return upAxis(innerOf(QRectF(rect()))).at(rate);
}

int DayChart::hourAt(qreal x) const {
    const double hour = acrossAxis(innerOf(QRectF(rect()))).valueAt(x);
    return std::clamp(static_cast<int>(std::lround(hour)), 0, kHours - 1);
}

void DayChart::dragTo(qreal y) {
    const QRectF inner = innerOf(QRectF(rect()));
    const double wanted = std::min(upAxis(inner).valueAt(y), m_top);
    m_rates[static_cast<std::size_t>(m_hour)] = snapped(wanted, spacingOf(m_top, 200));
    announce();
    update();
    Q_EMIT shownRatesChanged();
}

void DayChart::endDrag(Gesture gesture) {
    const DayRates before = *m_before;
    const double wanted = m_rates[static_cast<std::size_t>(m_hour)];
    m_before.reset();
    // The owner answers with the day that came of it; without an answer the old one stands.
    m_rates = before;
    announce();
    update();
    if (gesture == Gesture::Taken && wanted != before[static_cast<std::size_t>(m_hour)]) {
        Q_EMIT rateSet(m_hour, wanted);
    }
    Q_EMIT shownRatesChanged();
}

void DayChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return ChartWidget::mousePressEvent(event);
    }
    setHour(hourAt(event->position().x()));
    m_before = m_rates;
    // A press on the point itself takes it as it is; elsewhere in its column it jumps there.
    if (std::abs(event->position().y() - placeOf(m_hour).y()) > 2 * kPoint) {
        dragTo(event->position().y());
    }
}

void DayChart::mouseMoveEvent(QMouseEvent* event) {
    if (isDragging()) {
        dragTo(event->position().y());
    } else {
        setCursor(innerOf(QRectF(rect())).contains(event->position()) ? Qt::SizeVerCursor
                                                                      : Qt::ArrowCursor);
    }
}

void DayChart::mouseReleaseEvent(QMouseEvent* event) {
    if (isDragging() && event->button() == Qt::LeftButton) {
        endDrag(Gesture::Taken);
    }
}

/// `most`: steps from nothing to the top of the axis.
void DayChart::step(int steps, int most) {
    const double size = spacingOf(m_top, most);
    const double now = m_rates[static_cast<std::size_t>(m_hour)];
    const double wanted = snapped(now + steps * size, size);
    if (wanted != now) {
        Q_EMIT rateSet(m_hour, wanted);
    }
}

void DayChart::keyPressEvent(QKeyEvent* event) {
    constexpr int kFine = 50;
    constexpr int kCoarse = 10;
    if (isDragging()) {
        if (event->key() == Qt::Key_Escape) {
            endDrag(Gesture::Dropped);
        }
        return;
    }
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
            return setHour(m_hour + (event->key() == Qt::Key_Right ? 1 : -1));
        case Qt::Key_Home:
        case Qt::Key_End:
            return setHour(event->key() == Qt::Key_Home ? 0 : kHours - 1);
        case Qt::Key_Up:
        case Qt::Key_Down:
            return step(event->key() == Qt::Key_Up ? 1 : -1, kFine);
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            return step(event->key() == Qt::Key_PageUp ? 1 : -1, kCoarse);
        default:
            break;
    }
    const QString text = event->text();
    if (!text.isEmpty() && (text.front().isDigit() || text == QLatin1String("."))) {
        Q_EMIT typingStarted(text);
        return;
    }
    ChartWidget::keyPressEvent(event);
}

void DayChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    const QRectF inner = innerOf(area);
    painter.save();
    paintGrid(painter, inner, theme);
    paintPoints(painter, inner, theme);
    painter.restore();
}

void DayChart::paintGrid(QPainter& painter, const QRectF& inner, const Theme& theme) const {
    constexpr int kEvery = 3;
    const Axis up = upAxis(inner);
    const Axis across = acrossAxis(inner);
    for (const double tick : roundTicks(0, m_top, 6)) {
        const qreal y = up.at(tick);
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
        paintChartText(painter, QRectF(inner.left() - kLabelRoom, y - 9, kLabelRoom - 8, 18),
                       Qt::AlignRight | Qt::AlignVCenter, rateText(tick), theme.muted);
    }
    for (int hour = 0; hour < kHours; hour += kEvery) {
        paintChartText(painter, QRectF(across.at(hour) - 24, inner.bottom() + 4, 48, 16),
                       Qt::AlignCenter, hourText(hour), theme.muted);
    }
    paintChartText(
        painter,
        QRectF(inner.left() - kLabelRoom + 6, inner.top() - kHourRoom - 6, inner.width(), 16),
        Qt::AlignLeft | Qt::AlignVCenter, tr("requests a second"), theme.muted);
}

void DayChart::paintPoints(QPainter& painter, const QRectF& inner, const Theme& theme) const {
    const Axis up = upAxis(inner);
    const Axis across = acrossAxis(inner);
    const auto placed = [&](int hour) {
        return QPointF(across.at(hour), up.at(m_rates[static_cast<std::size_t>(hour)]));
    };
    QPolygonF line;
    for (int hour = 0; hour < kHours; ++hour) {
        line.append(placed(hour));
    }
    QPolygonF ground = line;
    ground.append(QPointF(line.back().x(), inner.bottom()));
    ground.append(QPointF(line.front().x(), inner.bottom()));
    QColor wash = theme.accent;
    wash.setAlphaF(0.14F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(wash);
    painter.drawPolygon(ground);
    const QPointF chosen = placed(m_hour);
    painter.setPen(QPen(theme.lineStrong, 1, Qt::DotLine));
    painter.drawLine(QPointF(chosen.x(), inner.bottom()), chosen);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    for (int hour = 0; hour < kHours; ++hour) {
        painter.setPen(QPen(theme.accent, 1.5));
        painter.setBrush(hour == m_hour ? theme.accent : theme.panel);
        painter.drawEllipse(placed(hour), hour == m_hour ? kPoint + 2 : kPoint,
                            hour == m_hour ? kPoint + 2 : kPoint);
    }
    const QString words =
        tr("%1  %2 rps").arg(hourText(m_hour), rateText(m_rates[static_cast<std::size_t>(m_hour)]));
    const qreal width = painter.fontMetrics().horizontalAdvance(words) + 12;
    const qreal left = std::clamp(chosen.x() - width / 2, inner.left(), inner.right() - width);
    const QRectF box(left, chosen.y() - 30, width, 20);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(box, kRadiusTile, kRadiusTile);
    paintChartText(painter, box, Qt::AlignCenter, words, theme.text);
}

std::vector<ChartValue> DayChart::values() const {
    std::vector<ChartValue> values;
    for (int hour = 0; hour < kHours; ++hour) {
        values.push_back(
            {hourText(hour),
             tr("%1 requests a second").arg(rateText(m_rates[static_cast<std::size_t>(hour)]))});
    }
    return values;
}

}  // namespace stowage::gui
