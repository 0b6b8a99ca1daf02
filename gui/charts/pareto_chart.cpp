#include "gui/charts/pareto_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "model/base/invariant.h"
#include "model/human_text.h"

namespace stowage::gui {
namespace {

constexpr qreal kLeft = 62, kRight = 18, kTop = 24, kBottom = 40;
constexpr qreal kRadius = 6;
constexpr qreal kReach = 14;
constexpr qreal kUnknown = 56;      ///< margin for points without a figure
constexpr qreal kUnknownLine = 36;  ///< the same on the axis upwards
constexpr qreal kLabelHeight = 16;
constexpr qsizetype kMostLetters = 4;
/// Below this a chance counts as never; the axis ends here.
constexpr double kLeastRisk = 1e-6;

/// Place of a point on an axis before mapping; nullopt where nothing was computed.
std::optional<double> amountOf(const ParetoPoint& point, ParetoAxis axis) {
    switch (axis) {
        case ParetoAxis::Cost:
            return static_cast<double>(point.cost.raw());
        case ParetoAxis::Headroom:
            return point.headroom
                       ? std::optional<double>(static_cast<double>(point.headroom->raw()))
                       : std::nullopt;
        case ParetoAxis::Risk:
            return point.risk
                       ? std::optional<double>(std::log10(std::clamp(*point.risk, kLeastRisk, 1.0)))
                       : std::nullopt;
    }
    STOWAGE_UNREACHABLE();
}

/// Negative: `one` is better; what is not known counts as worst.
int comparedOn(ParetoAxis axis, const ParetoPoint& one, const ParetoPoint& other) {
    const std::optional<double> a = amountOf(one, axis);
    const std::optional<double> b = amountOf(other, axis);
    if (!a || !b) {
        return static_cast<int>(b.has_value()) - static_cast<int>(a.has_value());
    }
    const int lessIsBetter = *a < *b ? -1 : (*a > *b ? 1 : 0);
    return axis == ParetoAxis::Headroom ? -lessIsBetter : lessIsBetter;
}

bool beats(const ParetoPoint& one, const ParetoPoint& other, ParetoAxis x, ParetoAxis y) {
    const int onX = comparedOn(x, one, other);
    const int onY = comparedOn(y, one, other);
    return onX <= 0 && onY <= 0 && (onX < 0 || onY < 0);
}

Axis rangeOf(const std::vector<ParetoPoint>& points, ParetoAxis axis) {
    if (axis == ParetoAxis::Risk) {
        return {.low = std::log10(kLeastRisk) - 0.4, .high = 0.4};
    }
    std::optional<double> low, high;
    for (const ParetoPoint& point : points) {
        if (const std::optional<double> amount = amountOf(point, axis)) {
            low = std::min(low.value_or(*amount), *amount);
            high = std::max(high.value_or(*amount), *amount);
        }
    }
    if (axis == ParetoAxis::Cost) {
        low = 0;  // money starts at nothing, so that twice as dear looks it
    }
    Axis range = paddedAxis(low.value_or(0), high.value_or(1), 0.08);
    range.low = axis == ParetoAxis::Cost ? 0 : range.low;
    return range;
}

std::vector<double> ticksOf(ParetoAxis axis, const Axis& range, int most) {
    switch (axis) {
        case ParetoAxis::Cost:
            return roundTicks(range.low, range.high, most);
        case ParetoAxis::Headroom:
            return byteTicks(range.low, range.high, most);
        case ParetoAxis::Risk:
            return {-6, -4, -2, 0};
    }
    STOWAGE_UNREACHABLE();
}

/// "D, E, F" and "D, E, F +2".
QString lettersText(const QStringList& letters) {
    const QString comma = QStringLiteral(", ");
    return letters.size() <= kMostLetters ? letters.join(comma)
                                          : QStringLiteral("%1 +%2")
                                                .arg(letters.first(kMostLetters - 1).join(comma))
                                                .arg(letters.size() - kMostLetters + 1);
}

/// A box of a size near a point, the nearest that touches nothing taken and lies in `room`; where
/// all are taken, the first that lies in it.
QRectF freePlaceOf(const QPointF& at, const QSizeF& size, const std::vector<QRectF>& taken,
                   const QRectF& room) {
    std::optional<QRectF> fallback;
    for (int ring = 0; ring < 5; ++ring) {
        const qreal away = kRadius + 8 + ring * (kLabelHeight + 2);
        const qreal wide = away + size.width() / 2;
        const qreal high = away + (ring == 0 ? 2 : 0);
        for (const QPointF& step :
             {QPointF(wide, -8), QPointF(-wide, -8), QPointF(wide, 8), QPointF(-wide, 8),
              QPointF(0, -high), QPointF(0, high), QPointF(wide, -high), QPointF(-wide, -high),
              QPointF(wide, high), QPointF(-wide, high)}) {
            QRectF box(QPointF(), size);
            box.moveCenter(at + step);
            if (!room.contains(box)) {
                continue;
            }
            if (!fallback) {
                fallback = box;
            }
            if (std::ranges::none_of(taken, [&](const QRectF& t) { return t.intersects(box); })) {
                return box;
            }
        }
    }
    return fallback.value_or(QRectF(at + QPointF(kRadius + 2, -8), size));
}

/// Quieter than the points, also where lines are as bright as words.
QColor gridColour(const Theme& theme) {
    QColor colour = theme.line;
    colour.setAlphaF(theme.kind == ThemeKind::HighContrast ? 0.35F : 1.0F);
    return colour;
}

void paintCross(QPainter& painter, const QPointF& at, qreal half) {
    painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half));
    painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half));
}

}  // namespace

std::vector<std::size_t> frontierOf(const std::vector<ParetoPoint>& points, ParetoAxis x,
                                    ParetoAxis y) {
    std::vector<std::size_t> frontier;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].state == ParetoState::Refused) {
            continue;
        }
        const bool isBeaten = std::ranges::any_of(points, [&](const ParetoPoint& other) {
            return other.state == ParetoState::Accepted && beats(other, points[i], x, y);
        });
        if (!isBeaten) {
            frontier.push_back(i);
        }
    }
    std::ranges::stable_sort(frontier, [&](std::size_t a, std::size_t b) {
        return amountOf(points[a], x).value_or(0) < amountOf(points[b], x).value_or(0);
    });
    return frontier;
}

std::vector<std::optional<std::size_t>> beatenBy(const std::vector<ParetoPoint>& points) {
    const auto isAsGood = [](const ParetoPoint& one, const ParetoPoint& other) {
        return comparedOn(ParetoAxis::Cost, one, other) <= 0 &&
               comparedOn(ParetoAxis::Risk, one, other) <= 0 &&
               comparedOn(ParetoAxis::Headroom, one, other) <= 0 &&
               one.adjustments <= other.adjustments && one.migrations <= other.migrations;
    };
    std::vector<std::optional<std::size_t>> beaten(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].state == ParetoState::Refused || points[i].isRecommended) {
            continue;
        }
        for (std::size_t k = 0; k < points.size() && !beaten[i]; ++k) {
            if (points[k].state == ParetoState::Accepted && isAsGood(points[k], points[i]) &&
                !isAsGood(points[i], points[k])) {
                beaten[i] = k;
            }
        }
    }
    return beaten;
}

QString axisText(ParetoAxis axis) {
    switch (axis) {
        case ParetoAxis::Cost:
            return ParetoChart::tr("cost per month");
        case ParetoAxis::Headroom:
            return ParetoChart::tr("memory left below the limit");
        case ParetoAxis::Risk:
            return ParetoChart::tr("chance per month that memory runs out");
    }
    STOWAGE_UNREACHABLE();
}

ParetoChart::ParetoChart(QWidget* parent) : ChartWidget(parent) {
    setAccessibleName(tr("Layouts by cost, headroom and risk"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void ParetoChart::setPoints(std::vector<ParetoPoint> points, const std::string& currency) {
    const QString before = current();
    m_points = std::move(points);
    m_currency = currency;
    m_current.reset();
    setCurrent(before);
    update();
}

void ParetoChart::setAxes(ParetoAxis x, ParetoAxis y) {
    m_x = x;
    m_y = y;
    update();
}

void ParetoChart::setUnits(ByteUnits units) {
    m_units = units;
    update();
}

void ParetoChart::setCurrent(const QString& id) {
    const auto at = std::ranges::find(m_points, id, &ParetoPoint::id);
    m_current = at == m_points.end()
                    ? std::nullopt
                    : std::optional(static_cast<std::size_t>(at - m_points.begin()));
    update();
}

QString ParetoChart::current() const {
    return m_current ? m_points[*m_current].id : QString();
}

ParetoChart::Frame ParetoChart::frameIn(const QRectF& area) const {
    Frame frame{.plot = area.adjusted(kLeft, kTop, -kRight, -kBottom),
                .x = rangeOf(m_points, m_x),
                .y = rangeOf(m_points, m_y)};
    // What was not computed stands in a margin at the poor end.
    const auto hasUnknown = [this](ParetoAxis axis) {
        return std::ranges::any_of(
            m_points, [axis](const ParetoPoint& point) { return !amountOf(point, axis); });
    };
    frame.x.from = frame.plot.left() + 2 * kRadius;
    frame.x.to = frame.plot.right() - 2 * kRadius;
    frame.y.from = frame.plot.bottom() - kRadius;
    frame.y.to = frame.plot.top() + kRadius;
    if (hasUnknown(m_x)) {
        (m_x == ParetoAxis::Headroom ? frame.x.from : frame.x.to) +=
            m_x == ParetoAxis::Headroom ? kUnknown : -kUnknown;
    }
    if (hasUnknown(m_y)) {
        (m_y == ParetoAxis::Headroom ? frame.y.from : frame.y.to) +=
            m_y == ParetoAxis::Headroom ? -kUnknownLine : kUnknownLine;
    }
    return frame;
}

QPointF ParetoChart::placeIn(const Frame& frame, const ParetoPoint& point) const {
    const std::optional<double> x = amountOf(point, m_x);
    const std::optional<double> y = amountOf(point, m_y);
    const QRectF& plot = frame.plot;
    const qreal poorX =
        m_x == ParetoAxis::Headroom ? plot.left() + 2 * kRadius : plot.right() - 2 * kRadius;
    const qreal poorY =
        m_y == ParetoAxis::Headroom ? plot.bottom() - 2 * kRadius : plot.top() + 2 * kRadius;
    return {x ? frame.x.at(*x) : poorX, y ? frame.y.at(*y) : poorY};
}

QPointF ParetoChart::placeOf(std::size_t index) const {
    return placeIn(frameIn(QRectF(rect())), m_points.at(index));
}

QString ParetoChart::tickText(ParetoAxis axis, double value) const {
    switch (axis) {
        case ParetoAxis::Cost:
            return moneyTextOf(Money::fromRaw(std::llround(value)), m_currency)
                .section(QLatin1String(".00"), 0, 0);
        case ParetoAxis::Headroom:
            return bytesText(Bytes::fromRaw(std::llround(value)), m_units);
        case ParetoAxis::Risk:
            return value <= -6   ? tr("never")
                   : value <= -4 ? tr("1 in 10,000")
                   : value <= -2 ? tr("1 %")
                                 : tr("certain");
    }
    STOWAGE_UNREACHABLE();
}

/// Names the margins of what was not computed.
void ParetoChart::paintUnknown(QPainter& painter, const Frame& frame, const Theme& theme) const {
    const QRectF& plot = frame.plot;
    if (frame.x.from > plot.left() + kUnknown) {
        paintChartText(painter, QRectF(plot.left() - 4, plot.bottom() + 3, kUnknown, 16),
                       Qt::AlignLeft, tr("unknown"), theme.muted);
    }
    if (frame.x.to < plot.right() - kUnknown) {
        paintChartText(painter,
                       QRectF(plot.right() - kUnknown + 4, plot.bottom() + 3, kUnknown, 16),
                       Qt::AlignRight, tr("unknown"), theme.muted);
    }
    const QRectF words(plot.left() - kLeft, 0, kLeft - 6, 16);
    if (frame.y.from < plot.bottom() - kUnknownLine) {
        paintChartText(painter, words.translated(0, plot.bottom() - 2 * kRadius - 8),
                       Qt::AlignRight | Qt::AlignVCenter, tr("unknown"), theme.muted);
    }
    if (frame.y.to > plot.top() + kUnknownLine) {
        paintChartText(painter, words.translated(0, plot.top() + 2 * kRadius - 8),
                       Qt::AlignRight | Qt::AlignVCenter, tr("unknown"), theme.muted);
    }
}

void ParetoChart::paintAxes(QPainter& painter, const Frame& frame, const Theme& theme) const {
    const QRectF& plot = frame.plot;
    painter.fillRect(plot, theme.panel);
    for (const double tick : ticksOf(m_x, frame.x, static_cast<int>(plot.width() / 90) + 2)) {
        const qreal x = frame.x.at(tick);
        painter.setPen(QPen(gridColour(theme), 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        paintChartText(painter, QRectF(x - 44, plot.bottom() + 3, 88, 16), Qt::AlignCenter,
                       tickText(m_x, tick), theme.muted);
    }
    for (const double tick : ticksOf(m_y, frame.y, static_cast<int>(plot.height() / 36) + 1)) {
        const qreal y = frame.y.at(tick);
        painter.setPen(QPen(gridColour(theme), 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        paintChartText(painter, QRectF(plot.left() - kLeft, y - 8, kLeft - 6, 16),
                       Qt::AlignRight | Qt::AlignVCenter, tickText(m_y, tick), theme.muted);
    }
    paintUnknown(painter, frame, theme);
    painter.setPen(QPen(theme.lineStrong, 1.5));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(plot.bottomLeft(), plot.topLeft());
    paintChartText(painter, QRectF(plot.left(), plot.bottom() + 20, plot.width(), 18),
                   Qt::AlignRight | Qt::AlignVCenter, axisText(m_x) + QStringLiteral(" →"),
                   theme.text);
    paintChartText(painter, QRectF(plot.left() - kLeft + 4, plot.top() - kTop, plot.width(), 18),
                   Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("↑ ") + axisText(m_y),
                   theme.text);
    if (m_x == ParetoAxis::Headroom && frame.x.low < 0) {
        painter.setPen(QPen(theme.text, 1.5));
        painter.drawLine(QPointF(frame.x.at(0), plot.top()), QPointF(frame.x.at(0), plot.bottom()));
    }
}

void ParetoChart::paintPoint(QPainter& painter, const Frame& frame, std::size_t index,
                             Standing standing, const Theme& theme) const {
    const ParetoPoint& point = m_points[index];
    const QPointF at = placeIn(frame, point);
    painter.setBrush(Qt::NoBrush);
    if (m_current == index) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawEllipse(at, kRadius + 6, kRadius + 6);
    }
    if (point.isHeld) {
        painter.setPen(QPen(theme.text, 1.5));
        painter.drawEllipse(at, kRadius + 3, kRadius + 3);
    }
    if (point.state == ParetoState::Refused) {
        painter.setPen(QPen(theme.danger, 2));
        paintCross(painter, at, kRadius - 1);
    } else {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(standing == Standing::Worth ? theme.accent : theme.panel);
        painter.drawEllipse(at, kRadius, kRadius);
    }
}

/// Points at one place share one label, which the first of them carries: by the index of that one.
std::map<std::size_t, QStringList> ParetoChart::sharedLetters(const Frame& frame) const {
    std::map<std::size_t, QStringList> letters;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const QPointF at = placeIn(frame, m_points[i]);
        const auto leader = std::ranges::find_if(letters, [&](const auto& entry) {
            const QPointF away = placeIn(frame, m_points[entry.first]) - at;
            return std::hypot(away.x(), away.y()) < kRadius;
        });
        const std::size_t place = leader == letters.end() ? i : leader->first;
        letters[place].append(m_points[i].letter);
    }
    return letters;
}

/// Beside its point where that is free: no letter over another one, over a mark or cut by the edge.
std::vector<ParetoChart::Label> ParetoChart::labelsIn(const Frame& frame) const {
    const QFontMetricsF metrics(fontOf(TextRole::TileName));
    std::vector<QRectF> taken;
    for (const ParetoPoint& point : m_points) {
        const QPointF at = placeIn(frame, point);
        taken.emplace_back(at.x() - kRadius, at.y() - kRadius, 2 * kRadius, 2 * kRadius);
    }
    std::vector<Label> all;
    for (const auto& [index, letters] : sharedLetters(frame)) {
        Label label{.point = index, .text = lettersText(letters), .box = {}};
        const QPointF at = placeIn(frame, m_points[index]);
        const qreal width = metrics.horizontalAdvance(label.text) + 2;
        label.box = freePlaceOf(at, QSizeF(width, kLabelHeight), taken,
                                frame.plot.adjusted(2, -kTop + 20, kRight - 2, -2));
        taken.push_back(label.box);
        all.push_back(std::move(label));
    }
    return all;
}

std::vector<ParetoChart::Label> ParetoChart::labels() const {
    return labelsIn(frameIn(QRectF(rect())));
}

void ParetoChart::paintLabels(QPainter& painter, const Frame& frame, const Theme& theme) const {
    painter.setFont(fontOf(TextRole::TileName));
    for (const Label& label : labelsIn(frame)) {
        const QPointF at = placeIn(frame, m_points[label.point]);
        const QPointF middle = label.box.center();
        if (std::hypot(middle.x() - at.x(), middle.y() - at.y()) > label.box.width() / 2 + 30) {
            // Pushed away: a thin line says whose it is.
            painter.setPen(QPen(theme.lineStrong, 1));
            painter.drawLine(at, middle);
        }
        painter.fillRect(label.box, theme.panel);
        paintChartText(painter, label.box, Qt::AlignCenter, label.text, theme.text);
    }
    painter.setFont(fontOf(TextRole::Secondary));
}

void ParetoChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    painter.save();
    painter.setFont(fontOf(TextRole::Secondary));
    const Frame frame = frameIn(area);
    paintAxes(painter, frame, theme);
    if (m_points.empty()) {
        paintChartText(painter, frame.plot, Qt::AlignCenter, tr("No layout to compare yet"),
                       theme.muted);
        painter.restore();
        return;
    }
    const std::vector<std::size_t> frontier = frontierOf(m_points, m_x, m_y);
    QPolygonF line;
    for (const std::size_t index : frontier) {
        line.append(placeIn(frame, m_points[index]));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 1.25));
    painter.drawPolyline(line);
    paintLabels(painter, frame, theme);
    const std::vector<std::optional<std::size_t>> beaten = beatenBy(m_points);
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        paintPoint(painter, frame, i, beaten[i] ? Standing::Beaten : Standing::Worth, theme);
    }
    painter.restore();
}

QString ParetoChart::wordsOf(const ParetoPoint& point) const {
    QStringList words{monthlyText(point.cost, m_currency)};
    if (point.headroom) {
        words.append(*point.headroom < Bytes()
                         ? tr("lacks %1").arg(bytesText(-*point.headroom, m_units))
                         : tr("%1 left below the limit").arg(bytesText(*point.headroom, m_units)));
    }
    if (point.risk) {
        words.append(tr("memory runs out: %1").arg(qs(riskText(*point.risk))));
    }
    if (point.state == ParetoState::Refused) {
        words.append(tr("refused"));
    }
    if (point.isHeld) {
        words.append(tr("shown on the canvas"));
    }
    return words.join(QStringLiteral(", "));
}

std::vector<ChartValue> ParetoChart::values() const {
    std::vector<ChartValue> all;
    for (const ParetoPoint& point : m_points) {
        all.push_back({tr("%1 %2").arg(point.letter, point.name), wordsOf(point)});
    }
    return all;
}

QSize ParetoChart::sizeHint() const {
    return {480, 240};
}

QSize ParetoChart::minimumSizeHint() const {
    return {280, 150};
}

std::optional<std::size_t> ParetoChart::pointAt(const QPointF& place) const {
    std::optional<std::size_t> nearest;
    qreal best = kReach;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const QPointF away = placeOf(i) - place;
        const qreal distance = std::hypot(away.x(), away.y());
        if (distance <= best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

void ParetoChart::choose(std::size_t index) {
    m_current = index;
    setAccessibleDescription(wordsOf(m_points[index]));
    update();
    Q_EMIT currentChanged(m_points[index].id);
}

void ParetoChart::mousePressEvent(QMouseEvent* event) {
    if (const std::optional<std::size_t> index = pointAt(event->position())) {
        choose(*index);
    }
}

void ParetoChart::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const std::optional<std::size_t> index = pointAt(event->position())) {
        Q_EMIT planActivated(m_points[*index].id);
    }
}

std::vector<std::size_t> ParetoChart::orderAlongX() const {
    std::vector<std::size_t> order(m_points.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::ranges::stable_sort(
        order, [this](std::size_t a, std::size_t b) { return placeOf(a).x() < placeOf(b).x(); });
    return order;
}

void ParetoChart::keyPressEvent(QKeyEvent* event) {
    const bool isForward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool isBack = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if ((isForward || isBack) && !m_points.empty()) {
        const std::vector<std::size_t> order = orderAlongX();
        const auto here = m_current ? std::ranges::find(order, *m_current) : order.end();
        if (here == order.end()) {
            choose(order.front());
        } else if (isForward && here + 1 != order.end()) {
            choose(*(here + 1));
        } else if (isBack && here != order.begin()) {
            choose(*(here - 1));
        }
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && m_current) {
        Q_EMIT planActivated(m_points[*m_current].id);
        return;
    }
    ChartWidget::keyPressEvent(event);
}

void ParetoChart::focusInEvent(QFocusEvent* event) {
    ChartWidget::focusInEvent(event);
    if (!m_current && !m_points.empty() && event->reason() != Qt::MouseFocusReason) {
        choose(orderAlongX().front());
    }
}

bool ParetoChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::optional<std::size_t> index = pointAt(help->pos());
        const QString words =
            index ? tr("%1: %2").arg(m_points[*index].name, wordsOf(m_points[*index])) : QString();
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return ChartWidget::event(event);
}

}  // namespace stowage::gui
