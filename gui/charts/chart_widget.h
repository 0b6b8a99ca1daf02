#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "gui/table_copy.h"
#include "gui/theme.h"

namespace stowage::gui {

/// One line of the values behind a chart, as assistive technology and copies get it.
struct ChartValue {
    QString name, value;
    bool operator==(const ChartValue&) const = default;
};

/// A painted chart: values in, painting out, the same on screen and in an export. Accessible role
/// Chart, its value is the whole chart in words.
class ChartWidget : public QWidget {
    Q_OBJECT

public:
    explicit ChartWidget(QWidget* parent = nullptr);

    /// Paints into `area` of any device.
    virtual void paint(QPainter& painter, const QRectF& area, const Theme& theme) const = 0;
    virtual std::vector<ChartValue> values() const = 0;
    /// All values in one line: "node-1 reserved: 1.71 of 1.92 GiB; …".
    QString valueText() const;
    /// Onto the clipboard: the picture (PNG, and SVG with real text), and the values as a table for
    /// whatever takes text.
    void copy() const;
    void copyValues() const;

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    CopyTable valueTable() const;
};

/// A line of chart text that keeps inside its box: elided, never clipped.
void paintChartText(QPainter& painter, const QRectF& box, Qt::Alignment alignment,
                    const QString& text, const QColor& colour);
/// Ring of two pixels around what has the keyboard.
void paintFocusRing(QPainter& painter, const QRectF& area, const Theme& theme);

}  // namespace stowage::gui
