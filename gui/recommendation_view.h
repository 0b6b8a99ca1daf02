#pragma once

#include <QScrollArea>
#include <QWidget>
#include <memory>
#include <optional>

#include "gui/advice.h"
#include "gui/answer_age.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace stowage::gui {

class ThinBar;

/// What to buy, what has to change for it, why, what breaks it and what is only assumed. A card in
/// the dock and, with room, a page of two columns. Values in, signals out.
class RecommendationView : public QWidget {
    Q_OBJECT

public:
    explicit RecommendationView(QWidget* parent = nullptr);

    /// The report with the reasons of the plan to show; without reasons it says why there is none.
    void setAnswer(std::shared_ptr<const PlanReport> report,
                   std::optional<planner::Explanation> explanation);
    /// No answer: what is missing, in a sentence.
    void setEmpty(const QString& sentence);
    void setAge(AnswerAge age);
    /// What a running search says of itself ("best so far $24.00, within $3.00 …"); empty: none.
    void setProgress(const QString& text);
    void setUnits(ByteUnits units);
    /// What is paid today, from an alternative that the user kept; nullopt: unknown.
    void setToday(std::optional<Money> today);

    const Advice& advice() const { return m_advice; }
    void copyAsText() const;
    void copyAsMarkdown() const;

Q_SIGNALS:
    /// RFC 6902 operations on the scenario, and what they are called.
    void fixRequested(const stowage::DocumentNode& patch, const QString& text);
    /// An input as the report names it: "shop-production.traffic.peakRps", an assumption id.
    void fieldRequested(const QString& input);
    void figureActivated(const stowage::gui::Figure& figure, QWidget* anchor);
    /// The plan that the card shows, or another one that it names.
    void showOnLayout(const QString& planId);
    void compareRequested();
    void stopRequested();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void setupFoot();
    void refresh();  ///< the content from the answer
    void rebuild();
    void showAge();
    void addHead(QVBoxLayout& column);
    void addVerdictLine(QVBoxLayout& column);
    void addSections(QVBoxLayout& column);
    void applyFix(const AdviceFix& fix);
    bool isNarrow() const { return width() < 480; }

    std::shared_ptr<const PlanReport> m_report;
    std::optional<planner::Explanation> m_explanation;
    AdviceOptions m_options;
    AnswerAge m_age = AnswerAge::Current;
    Advice m_advice;
    QString m_emptyText;
    bool m_wasNarrow = true;
    bool m_wasShown = false;
    bool m_isOutdated = false;  ///< the content waits until somebody can see it

    ThinBar* m_bar = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_headline = nullptr;  ///< of the content; null while it is empty
    QLabel* m_verdict = nullptr;
    QToolButton* m_stop = nullptr;
    QScrollArea* m_scroll = nullptr;
    QWidget* m_foot = nullptr;
    QString m_progress;
};

}  // namespace stowage::gui
