#include "gui/models/differences_filter.h"

#include "gui/models/comparison_model.h"

namespace stowage::gui {

DifferencesFilter::DifferencesFilter(QObject* parent) : QSortFilterProxyModel(parent) {}

void DifferencesFilter::setShow(Show show) {
    m_show = show;
    invalidateFilter();
}

int DifferencesFilter::hiddenRows() const {
    return sourceModel() == nullptr ? 0 : sourceModel()->rowCount() - rowCount();
}

bool DifferencesFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return m_show == Show::Everything ||
           !sourceModel()->headerData(row, Qt::Vertical, ComparisonModel::IsEqualRole).toBool();
}

}  // namespace stowage::gui
