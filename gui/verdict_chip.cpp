#include "gui/verdict_chip.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/format.h"
#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

constexpr int kWidthMax = 520;

}  // namespace

VerdictChip::VerdictChip(QWidget* parent) : QAbstractButton(parent) {
    setObjectName(QStringLiteral("verdictChip"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Verdict of the servers on the canvas. Opens the recommendation."));
    setVerdict(nullptr, PlanVerdict::NotEnoughData, Freshness::None);
}

void VerdictChip::setVerdict(const CapacityPlan* plan, PlanVerdict verdict, Freshness freshness) {
    m_verdict = verdict;
    m_freshness = freshness;
    m_mark = verdictMark(verdict);
    m_facts = plan == nullptr ? tr("nothing planned yet") : factsLine(*plan, verdict, m_units);
    if (freshness == Freshness::BeforeEdit) {
        m_facts = tr("%1 · before this edit").arg(m_facts);
    }
    setAccessibleName(tr("Verdict"));
    setAccessibleDescription(m_facts);
    setText(m_facts);
    setMinimumWidth(qMin(sizeHint().width(), kWidthMax));
    updateGeometry();
    update();
}

QSize VerdictChip::sizeHint() const {
    const QFontMetrics metrics(fontOf(TextRole::Body));
    return {metrics.horizontalAdvance(m_facts) + 48, 30};
}

QSize VerdictChip::minimumSizeHint() const {
    return {120, 30};
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
    painter.drawText(
        text, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(body).elidedText(m_facts, Qt::ElideRight, static_cast<int>(text.width())));
}

}  // namespace stowage::gui
