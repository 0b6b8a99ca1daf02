#include "gui/commons_strip.h"

#include <QPainter>

#include "gui/scenario_edits.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kHeight = 34;
constexpr qreal kBand = 3;

QFont nameFont() {
    return fontOf(TextRole::TileName);
}

}  // namespace

CommonsStrip::CommonsStrip(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("commonsStrip"));
    setAccessibleName(tr("Commons: shared services"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize CommonsStrip::sizeHint() const {
    return {600, kHeight};
}

QSize CommonsStrip::minimumSizeHint() const {
    return {100, kHeight};
}

void CommonsStrip::setPlan(const std::shared_ptr<const CapacityPlan>& plan, ByteUnits units) {
    m_hasPlan = plan != nullptr;
    m_units = units;
    m_engines = plan ? commonsOf(*plan) : std::vector<CommonsEngine>();
    QStringList lines;
    for (const CommonsEngine& engine : m_engines) {
        lines.append(tr("%1: %2").arg(serviceTitle(engine.kind), commonsText(engine, units)));
    }
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(lines.isEmpty() ? tr("no shared services") : lines.join(tr("; ")));
    update();
}

void CommonsStrip::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont body = fontOf(TextRole::Body);
    const QFontMetricsF bodyMetrics(body);
    const QFontMetricsF nameMetrics(nameFont());
    qreal x = kPanelPadding;
    painter.setFont(fontOf(TextRole::TileName));
    painter.setPen(theme.text);
    const QString label = tr("Commons");
    painter.drawText(QRectF(x, 0, 200, height()), Qt::AlignVCenter, label);
    x += nameMetrics.horizontalAdvance(label) + kGapLarge;
    painter.setFont(body);
    if (m_engines.empty()) {
        painter.setPen(theme.muted);
        painter.drawText(
            QRectF(x, 0, width() - x, height()), Qt::AlignVCenter,
            m_hasPlan ? tr("No service is shared in this answer") : tr("No answer yet"));
        return;
    }
    for (std::size_t at = 0; at < m_engines.size(); ++at) {
        const CommonsEngine& engine = m_engines[at];
        const QString name = serviceTitle(engine.kind);
        const QString words =
            commonsText(engine, m_units) +
            (engine.quality.isEmpty() ? QString()
                                      : QLatin1Char(' ') + qualityMark(ss(engine.quality)));
        const qreal chip = kBand + 4 * kGap + nameMetrics.horizontalAdvance(name) +
                           bodyMetrics.horizontalAdvance(words);
        const bool isFirst = at == 0;
        const qreal room = width() - kPanelPadding - x;
        if (!isFirst && chip > room - 40) {
            painter.setPen(theme.muted);
            painter.drawText(QRectF(x, 0, room, height()), Qt::AlignVCenter,
                             tr("+%1 more").arg(m_engines.size() - at));
            return;
        }
        const QRectF frame(x + 0.5, 4.5, std::min(chip, room) - 1, height() - 9);
        painter.setPen(QPen(theme.line, 1));
        painter.setBrush(theme.panel);
        painter.drawRoundedRect(frame, kRadiusControl, kRadiusControl);
        painter.fillRect(QRectF(frame.left() + 4, frame.top() + 4, kBand, frame.height() - 8),
                         theme.of(categoryOf(serviceFacts(engine.kind).category)));
        QRectF text = frame.adjusted(kBand + kGap + 2, 0, -kGap, 0);
        painter.setFont(nameFont());
        painter.setPen(theme.text);
        painter.drawText(text, Qt::AlignVCenter, name);
        text.setLeft(text.left() + nameMetrics.horizontalAdvance(name) + kGap);
        painter.setFont(body);
        painter.setPen(theme.muted);
        painter.drawText(text, Qt::AlignVCenter,
                         bodyMetrics.elidedText(words, Qt::ElideRight, text.width()));
        x += chip + kGap;
    }
}

}  // namespace stowage::gui
