#include "gui/charts/chart_widget.h"

#include <QAccessibleWidget>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QShortcut>
#include <QStringList>
#include <QSvgGenerator>

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
    auto* shortcut = new QShortcut(QKeySequence::Copy, this);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, &ChartWidget::copy);
}

QString ChartWidget::valueText() const {
    QStringList lines;
    for (const ChartValue& one : values()) {
        lines.append(tr("%1: %2").arg(one.name, one.value));
    }
    return lines.join(QStringLiteral("; "));
}

CopyTable ChartWidget::valueTable() const {
    CopyTable table{.header = {tr("What"), tr("Value")}, .rows = {}};
    for (const ChartValue& one : values()) {
        table.rows.push_back({one.name, one.value});
    }
    return table;
}

void ChartWidget::copy() const {
    const Theme& paper = themeOf(ThemeKind::Light);
    constexpr int kScale = 2;
    QImage image(size() * kScale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(kScale);
    image.fill(paper.panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(TextRole::Secondary));
    paint(painter, QRectF(rect()), paper);
    painter.end();
    QByteArray svg;
    QBuffer buffer(&svg);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size());
    generator.setViewBox(rect());
    generator.setTitle(accessibleName());
    QPainter drawing(&generator);
    drawing.setFont(fontOf(TextRole::Secondary));
    paint(drawing, QRectF(rect()), paper);
    drawing.end();
    std::unique_ptr<QMimeData> mime = mimeDataOf(valueTable());
    mime->setImageData(image);
    mime->setData(QStringLiteral("image/svg+xml"), svg);
    QGuiApplication::clipboard()->setMimeData(mime.release());
}

void ChartWidget::copyValues() const {
    copyToClipboard(valueTable());
}

void ChartWidget::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("chartMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy picture and values"), this, &ChartWidget::copy);
    menu->addAction(tr("Copy values as a table"), this, &ChartWidget::copyValues);
    menu->popup(event->globalPos());
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
