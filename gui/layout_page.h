#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include "gui/answer_age.h"
#include "gui/layout_view.h"
#include "gui/models/placement_model.h"

namespace stowage::gui {

/// The canvas with its strip of choices and its table twin. Values in, signals out.
class LayoutPage : public QWidget {
    Q_OBJECT

public:
    explicit LayoutPage(QWidget* parent = nullptr);

    LayoutView& view() { return *m_view; }
    void setPlan(const CanvasInput& input, AnswerAge age);
    /// Whether the servers are chosen by hand in the scenario.
    void setFixed(bool isFixed);
    void setFollowing(bool isFollowing);
    /// What a running search says of itself; empty: none runs.
    void setProgress(const QString& text);
    /// Why there is no plan yet; shown on the canvas and in the table while they are empty.
    void setEmptyText(const QString& text);
    /// Another layout is shown for a moment: its words in place of the title; empty: no longer.
    void setPeek(const QString& text);
    void setTheme(const Theme& theme);
    void setMotion(Motion motion) { m_view->setMotion(motion); }
    void setSelection(const QStringList& pods, const QString& node);
    bool isTableShown() const;
    void showTable(bool isShown);
    void focusFilter();
    TileMeasure measure() const { return m_input.measure; }
    /// What areas stand for; state of the page, no edit.
    void setMeasure(TileMeasure measure);

Q_SIGNALS:
    void freeRequested();  ///< let the planner choose the servers again
    void followRequested(bool isFollowing);
    void keepRequested();
    void offersRequested();
    void podsSelected(const QStringList& pods);

private:
    QWidget* makeStrip();
    QWidget* makeTable();
    void refreshHidden();
    void refreshBar();

    LayoutView* m_view;
    CanvasInput m_input;  ///< of the plan on the canvas
    PlacementModel m_placement;
    QSortFilterProxyModel m_sorted;
    QWidget* m_bar = nullptr;  ///< thin: an answer is on its way
    QString m_progress;
    bool m_isStale = false;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_title = nullptr;
    QToolButton* m_fixed = nullptr;
    QToolButton* m_follow = nullptr;
    QToolButton* m_measure = nullptr;
    QToolButton* m_tableToggle = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_hidden = nullptr;
    QLabel* m_tableEmpty = nullptr;
    QToolButton* m_zoom = nullptr;
    bool m_areColumnsFitted = false;
};

}  // namespace stowage::gui
