#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/services.h"

namespace stowage::gui {

/// Findings about the scenario and its blueprints.
class ProblemModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Text, Hint, Place, ColumnCount };
    enum Role { SortRole = Qt::UserRole };

    explicit ProblemModel(QObject* parent = nullptr);
    void setProblems(const std::vector<Problem>& problems);
    const std::vector<Problem>& problems() const { return m_problems; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Problem> m_problems;
};

/// ✕ ! i: the shape that goes with the colour.
QString severityMark(Severity severity);
QString severityWord(Severity severity);
/// "apps ▸ 1 ▸ traffic", or "shop/.larakube.json:7:3"; empty: the scenario as a whole.
QString placeText(const Problem& problem);
/// "error: text (hint) [place]".
QString problemLine(const Problem& problem);

}  // namespace stowage::gui
