#pragma once

#include <QSortFilterProxyModel>

namespace stowage::gui {

/// Leaves out the rows that are equal in all columns.
class DifferencesFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Show { Differences, Everything };

    explicit DifferencesFilter(QObject* parent = nullptr);
    void setShow(Show show);
    /// Rows that are left out.
    int hiddenRows() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show m_show = Show::Differences;
};

}  // namespace stowage::gui
