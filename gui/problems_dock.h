#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "gui/models/problem_model.h"

class QAction;
class QLabel;
class QTreeView;

namespace stowage::gui {

/// What is wrong or noteworthy about the open scenario: a list whose rows lead to the field.
class ProblemsDock : public QWidget {
    Q_OBJECT

public:
    explicit ProblemsDock(QWidget* parent = nullptr);

    void setProblems(const std::vector<Problem>& problems);
    /// "Problems 3", or "Problems": for the title of the dock.
    QString title() const;
    const ProblemModel& model() const { return m_model; }

Q_SIGNALS:
    /// A row was activated whose field is known.
    void fieldRequested(const std::vector<std::string>& path);
    /// A row was activated that is about a blueprint or data file.
    void fileRequested(const QString& file, int line);
    void titleChanged(const QString& title);

private:
    void activate(const QModelIndex& index);
    void copySelected() const;
    void copyAll() const;

    ProblemModel m_model;
    QLabel* m_empty;
    QTreeView* m_view;
};

}  // namespace stowage::gui
