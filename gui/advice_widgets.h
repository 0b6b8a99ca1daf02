#pragma once

#include <QLayout>
#include <QWidget>
#include <map>
#include <vector>

#include "gui/advice.h"

class QLabel;
class QVBoxLayout;

namespace stowage::gui {

/// One column, or two of about equal height once there is room; the order is kept: down the first
/// column, then down the second.
class ColumnsLayout : public QLayout {
public:
    explicit ColumnsLayout(QWidget* parent);
    ~ColumnsLayout() override;

    /// Width from which there are two columns.
    void setTwoColumnsFrom(int width) { m_twoColumnsFrom = width; }

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& area) override;
    void invalidate() override;

private:
    struct Split {
        std::size_t first = 0;  ///< items in the first column
        int width = 0;          ///< of a column
        int height = 0;
    };
    Split splitFor(int width) const;
    int heightOf(std::size_t from, std::size_t to, int width) const;
    const std::vector<int>& heightsAt(int width) const;

    std::vector<QLayoutItem*> m_items;
    /// Heights of the items by width: laying out text is dear, and asked for often.
    mutable std::map<int, std::vector<int>> m_heights;
    int m_twoColumnsFrom = 760;
};

/// A widget whose height follows from the width that it is given. Its hints do not measure the
/// text: QWidget's would lay out every label at a width that nobody is going to use.
class FlowWidget : public QWidget {
public:
    using QWidget::QWidget;

    QSize sizeHint() const override { return layout() ? layout()->sizeHint() : QSize(); }
    QSize minimumSizeHint() const override { return layout() ? layout()->minimumSize() : QSize(); }
};

/// A bar of three pixels: an answer is on its way or from before the last edit.
class ThinBar : public QWidget {
    Q_OBJECT

public:
    explicit ThinBar(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// One line of the recommendation. With a figure it takes the keyboard and opens on a click, Enter,
/// Space or E.
class AdviceRowWidget : public FlowWidget {
    Q_OBJECT

public:
    explicit AdviceRowWidget(const AdviceRow& row, QWidget* parent = nullptr);

Q_SIGNALS:
    void figureActivated(const stowage::gui::Figure& figure, QWidget* anchor);
    void planActivated(const QString& planId);
    void fixActivated(const stowage::gui::AdviceFix& fix);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void activate();
    void addFix(QVBoxLayout& column);
    bool isActive() const { return m_row.figure.has_value() || !m_row.planId.isEmpty(); }

    AdviceRow m_row;
    bool m_isHovered = false;
};

/// Heading and rows; what is beyond `shownAtFirst` unfolds.
class AdviceSectionWidget : public FlowWidget {
    Q_OBJECT

public:
    explicit AdviceSectionWidget(const AdviceSection& section, QWidget* parent = nullptr);

Q_SIGNALS:
    void figureActivated(const stowage::gui::Figure& figure, QWidget* anchor);
    void planActivated(const QString& planId);
    void fixActivated(const stowage::gui::AdviceFix& fix);

private:
    void addRows(std::size_t from, std::size_t to);
    void addUnfoldButton();

    AdviceSection m_section;
    QVBoxLayout* m_rows = nullptr;
};

/// A wrapping label of plain text in a role of the type scale and of the palette.
QLabel* makeLabel(const QString& text, TextRole role, QPalette::ColorRole colour, QWidget* parent);
QColor toneColour(RowTone tone, const Theme& theme);

}  // namespace stowage::gui
