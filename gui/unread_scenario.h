#pragma once

#include <QStackedWidget>

class QLabel;

namespace stowage::gui {

/// What stands in place of the table while there is no row to show: the three ways to begin, rows
/// that are still being read, or why the file cannot be read.
class UnreadScenario : public QStackedWidget {
    Q_OBJECT

public:
    enum class State { Empty, Loading, Broken };

    explicit UnreadScenario(QWidget* parent = nullptr);

    void setState(State state);
    State state() const { return static_cast<State>(currentIndex()); }
    /// The first finding of a scenario that cannot be read.
    void setProblem(const QString& problem);

Q_SIGNALS:
    void importRequested();
    void sampleRequested();
    void firstAppRequested();
    void problemsRequested();
    void fileRequested();

private:
    QWidget* makeEmpty();
    QWidget* makeBroken();

    QLabel* m_problem = nullptr;
};

}  // namespace stowage::gui
