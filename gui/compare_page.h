#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "gui/figure.h"
#include "gui/models/comparison_model.h"
#include "gui/models/differences_filter.h"
#include "gui/recommendation_view.h"
#include "gui/table_copy.h"

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace stowage::gui {

/// Layouts side by side, and all of them by cost, headroom and risk. Values in, signals out.
class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget* parent = nullptr);
    ~ComparePage() override;

    ComparisonModel& model() { return m_model; }
    /// The plans of a comparison and its refused layouts; null: nothing to compare.
    void setReport(std::shared_ptr<const PlanReport> report);
    void setKept(std::vector<KeptLayout> kept);
    /// Id of the layout whose servers the canvas shows; `plan`: where that is none of the report
    /// and none that is kept, so that it gets a column of its own.
    void setHeld(const QString& id, std::shared_ptr<const CapacityPlan> plan = nullptr);
    void setUnits(ByteUnits units);
    void setAge(AnswerAge age);
    /// What a running comparison says of itself; empty: none runs.
    void setProgress(const QString& text);
    /// Why the comparison has no answer, or no newer one; empty: it has.
    void setFailure(const QString& text);
    /// What stands in place of the table while there is nothing to compare; `button` empty: none.
    void setEmptyText(const QString& text, const QString& button);

    QString currentId() const;
    void setCurrent(const QString& id);
    void copyAll(CopyFormat format) const;

Q_SIGNALS:
    /// The user marked another layout.
    void currentChanged(const QString& id);
    /// Shown in detail: Enter or a double click.
    void planActivated(const QString& id);
    /// The canvas shall show this layout.
    void holdRequested(const QString& id);
    void keepRequested(const QString& id);
    void removeKept(int index);
    void recheckRequested(int index);
    void renameRequested(int index);
    /// The kept layout is what runs today.
    void todayRequested(int index);
    void fixRequested(const stowage::DocumentNode& patch, const QString& text);
    void proposalsRequested();
    void stopRequested();
    void figureActivated(const stowage::gui::Figure& figure, QWidget* anchor);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeActions(QWidget* parent);
    void makeKeptActions(QWidget* parent);
    QWidget* makeTable();
    QWidget* makePlot();
    QWidget* makeEmpty();
    void onModelReset();
    void refreshActions();
    void refreshPlot();
    void refreshState();
    void fitRows();
    void choosePoint(const QString& id);
    void explainCell();

    ComparisonModel m_model;
    DifferencesFilter m_filter;
    AnswerAge m_age = AnswerAge::Current;
    QString m_progress, m_failure, m_held;

    QWidget* m_bar = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_propose = nullptr;
    QPushButton* m_stop = nullptr;
    QCheckBox* m_differences = nullptr;
    QPushButton* m_hold = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_recheck = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_today = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_fix = nullptr;
    QPushButton* m_copy = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    ParetoChart* m_plot = nullptr;
    QComboBox* m_xAxis = nullptr;
    QComboBox* m_yAxis = nullptr;
    QLabel* m_frontier = nullptr;
};

/// "Worth choosing: A (recommended, cheapest), B (most memory left). Beaten: C by B." in words.
QString frontierText(const std::vector<ParetoPoint>& points, ParetoAxis x, ParetoAxis y);

}  // namespace stowage::gui
