#include "gui/charts/chart_widget.h"

#include <QAccessibleWidget>
#include <QPainter>
#include <QStringList>

namespace stowage::gui {
namespace {

class AccessibleChart : public QAccessibleWidget {
public:
    explicit AccessibleChart(ChartWidget* chart)
        : QAccessibleWidget(chart, QAccessible::Chart), m_chart(chart) {}

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? m_chart->valueText() : QAccessibleWidget::text(kind);
    }

private:
    ChartWidget* m_chart;
};

QAccessibleInterface* chartInterface(const QString&, QObject* object) {
    auto* chart = qobject_cast<ChartWidget*>(object);
    return chart == nullptr ? nullptr : new AccessibleChart(chart);
}

void installChartInterface() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(chartInterface);
        return true;
    }();
    Q_UNUSED(isInstalled);
}

}  // namespace

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent) {
    installChartInterface();
    setFont(fontOf(TextRole::Secondary));
}

QString ChartWidget::valueText() const {
    QStringList lines;
    for (const ChartValue& one : values()) {
        lines.append(tr("%1: %2").arg(one.name, one.value));
    }
    return lines.join(QStringLiteral("; "));
}

void ChartWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(TextRole::Secondary));
    const Theme& theme = currentTheme();
    paint(painter, QRectF(rect()), theme);
    if (hasFocus()) {
        paintFocusRing(painter, QRectF(rect()), theme);
    }
}

void paintChartText(QPainter& painter, const QRectF& box, Qt::Alignment alignment,
                    const QString& text, const QColor& colour) {
    painter.setPen(colour);
    const QString shown =
        painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(box.width()) + 1);
    painter.drawText(box, static_cast<int>(alignment) | Qt::TextSingleLine, shown);
}

void paintFocusRing(QPainter& painter, const QRectF& area, const Theme& theme) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), kRadiusTile, kRadiusTile);
}

}  // namespace stowage::gui
