#include "gui/origin_legend.h"

#include <QPainter>
#include <cmath>

#include "gui/format.h"
#include "gui/scenario_cell_delegate.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr qreal kMarkWidth = 14;

QStringList words() {
    return {OriginLegend::tr("set here"), OriginLegend::tr("from the blueprint"),
            OriginLegend::tr("chosen by the planner"), OriginLegend::tr("assumption")};
}

QFont fontAt(int position) {
    QFont font = fontOf(TextRole::Secondary);
    font.setItalic(position == 2);
    return font;
}

}  // namespace

OriginLegend::OriginLegend(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Marks: %1").arg(words().join(tr(", "))));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
}

QSize OriginLegend::sizeHint() const {
    qreal width = 0;
    const QStringList all = words();
    for (int at = 0; at < all.size(); ++at) {
        width += QFontMetricsF(fontAt(at)).horizontalAdvance(all[at]) + kMarkWidth + kGapLarge;
    }
    return {static_cast<int>(std::ceil(width)), kRowHeight};
}

QSize OriginLegend::minimumSizeHint() const {
    return {0, kRowHeight};
}

void OriginLegend::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QStringList all = words();
    const qreal middle = height() / 2.0;
    qreal x = 0;
    for (int at = 0; at < all.size(); ++at) {
        const QPointF mark(x + 5, middle);
        painter.setFont(fontAt(at));
        if (at == 0) {
            paintSetMark(painter, mark, theme.accent);
        } else if (at == 1) {
            paintFileMark(painter, mark, theme.lineStrong);
        } else {
            painter.setPen(theme.muted);
            painter.drawText(QRectF(x, 0, kMarkWidth, height()), Qt::AlignVCenter,
                             at == 2 ? QStringLiteral("┄") : qualityMark("assumed"));
        }
        x += kMarkWidth;
        painter.setPen(theme.muted);
        painter.drawText(QRectF(x, 0, width() - x, height()), Qt::AlignVCenter, all[at]);
        x += QFontMetricsF(fontAt(at)).horizontalAdvance(all[at]) + kGapLarge;
    }
}

}  // namespace stowage::gui
