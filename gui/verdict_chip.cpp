#include "gui/verdict_chip.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/format.h"
#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

constexpr int kWidthMax = 520;
/// Mark and edges around the words.
constexpr int kAroundWords = 48;

}  // namespace

VerdictChip::VerdictChip(QWidget* parent) : QAbstractButton(parent) {
    setObjectName(QStringLiteral("verdictChip"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Verdict of the servers on the canvas. Opens the recommendation."));
    setVerdict(nullptr, PlanVerdict::NotEnoughData, Freshness::None);
}

void VerdictChip::setVerdict(const CapacityPlan* plan, PlanVerdict verdict, Freshness freshness) {
    m_verdict = verdict;
    m_freshness = freshness;
    m_mark = verdictMark(verdict);
    setLines(plan == nullptr ? QStringList{tr("nothing planned yet")}
                             : factsLines(*plan, verdict, m_units));
}

void VerdictChip::setNothingFits(Freshness freshness) {
    m_verdict = PlanVerdict::DoesNotFit;
    m_freshness = freshness;
    m_mark = verdictMark(m_verdict);
    const QString word = verdictText(m_verdict);
    setLines({tr("%1: no server meets every requirement").arg(word), word});
}

void VerdictChip::setLines(const QStringList& lines) {
    m_lines = lines;
    if (m_freshness == Freshness::BeforeEdit) {
        for (QString& line : m_lines) {
            line = tr("%1 · before this edit").arg(line);
        }
    }
    setAccessibleName(tr("Verdict"));
    setAccessibleDescription(m_lines.front());
    setText(m_lines.front());
    setToolTip(tr("%1\nVerdict of the servers on the canvas. Opens the recommendation.")
                   .arg(m_lines.front()));
    updateGeometry();
    update();
}

QSize VerdictChip::sizeHint() const {
    const QFontMetrics metrics(fontOf(TextRole::Body));
    return {qMin(metrics.horizontalAdvance(m_lines.front()) + kAroundWords, kWidthMax), 30};
}

QSize VerdictChip::minimumSizeHint() const {
    const QFontMetrics metrics(fontOf(TextRole::Body));
    return {qMin(metrics.horizontalAdvance(m_lines.back()) + kAroundWords, kWidthMax), 30};
}

QString VerdictChip::shownText() const {
    const QFontMetrics metrics(fontOf(TextRole::Body));
    for (const QString& line : m_lines) {
        if (metrics.horizontalAdvance(line) + kAroundWords <= width()) {
            return line;
        }
    }
    return metrics.elidedText(m_lines.back(), Qt::ElideRight, width() - kAroundWords);
}

void VerdictChip::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(2, 2, -2, -2);
    const bool isStale = m_freshness != Freshness::Current;
    const QColor colour = isStale ? theme.muted : verdictColour(m_verdict, theme);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0,
                                height() / 2.0);
    }
    QFont mark = fontOf(TextRole::TileName);
    painter.setFont(mark);
    painter.setPen(colour);
    painter.drawText(QRectF(area.left() + 10, area.top(), 16, area.height()), Qt::AlignCenter,
                     m_mark);
    QFont body = fontOf(TextRole::Body);
    body.setItalic(m_freshness == Freshness::BeforeEdit);
    painter.setFont(body);
    painter.setPen(isStale ? theme.muted : theme.text);
    const QRectF text = area.adjusted(30, 0, -10, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, shownText());
}

}  // namespace stowage::gui
