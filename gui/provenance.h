#pragma once

#include <QFrame>
#include <QVBoxLayout>

#include "gui/figure.h"

namespace stowage::gui {

/// "Where does this figure come from?": name and value, range, quality, what it is made of, source
/// and date, and what would change the answer. Opens beside what was asked about; Esc closes.
class ProvenancePopover : public QFrame {
    Q_OBJECT

public:
    explicit ProvenancePopover(QWidget* parent = nullptr);

    const Figure& figure() const { return m_figure; }
    void setFigure(const Figure& figure);
    /// Shows the figure under `anchor` (of a table: under its current cell), inside its screen,
    /// with the keyboard.
    void openFor(const Figure& figure, QWidget* anchor);
    void openAt(const Figure& figure, const QPoint& globalPlace);

Q_SIGNALS:
    /// The input that the user wants to change; see Figure::input.
    void fieldRequested(const QString& input);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fill();
    void addHead();
    void addParts();
    void addOrigin();
    void addButtons();
    QLabel* addText(const QString& text, TextRole role, QPalette::ColorRole colour);
    void addPart(const QString& name, const QString& value);
    void addOriginLine(const QString& name, const QString& value);

    Figure m_figure;
    QVBoxLayout* m_column = nullptr;
};

}  // namespace stowage::gui
