#pragma once

#include <QAbstractButton>
#include <QString>
#include <optional>
#include <vector>

#include "gui/layout_sketch.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

enum class CardState { Present, Missing };

/// What a card of the start page shows.
struct CardContent {
    QString title;
    std::optional<PlanVerdict> verdict;  ///< empty: never planned
    QString figures;                     ///< "$24.00 / month · 1 × 4 GB"
    QString line;                        ///< description or date; at most two lines are shown
    LayoutSketch sketch;
    CardState state = CardState::Present;
};

/// One scenario as a button: a small picture of its layout, verdict, price and a line.
class StartCard : public QAbstractButton {
    Q_OBJECT

public:
    explicit StartCard(CardContent content, QWidget* parent = nullptr);
    const CardContent& content() const { return m_content; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintPicture(QPainter& painter, const QRectF& area) const;
    void paintTexts(QPainter& painter, const QRectF& area) const;

    CardContent m_content;
};

enum class ActionLook { Primary, Plain, Quiet };

/// A row-sized button of the start page: text at the left, its keys at the right, and a second,
/// muted line when there is something to say.
class StartAction : public QAbstractButton {
    Q_OBJECT

public:
    StartAction(ActionLook look, const QString& text, const QString& keys,
                QWidget* parent = nullptr);
    void setNote(const QString& note);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    ActionLook m_look;
    QString m_keys, m_note;
};

/// Cards in rows of equal width, as many columns as fit.
class CardGrid : public QWidget {
    Q_OBJECT

public:
    explicit CardGrid(QWidget* parent = nullptr);
    /// Takes the cards as children; the former ones are deleted.
    void setCards(const std::vector<StartCard*>& cards);
    const std::vector<StartCard*>& cards() const { return m_cards; }
    /// Shows those whose place in cards() is true.
    void setShown(const std::vector<bool>& shown);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    int columnsFor(int width) const;
    int heightOfRows(int width) const;
    int shownCount() const;
    void place();

    std::vector<StartCard*> m_cards;
    std::vector<bool> m_shown;
};

}  // namespace stowage::gui
