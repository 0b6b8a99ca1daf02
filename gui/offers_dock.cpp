#include "gui/offers_dock.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace stowage::gui {
namespace {

constexpr int kDockWidth = 330;
constexpr int kNameWidth = 122;
constexpr int kFigureWidth = 72;

}  // namespace

OffersDock::OffersDock(QWidget* parent)
    : QWidget(parent), m_filter(new QLineEdit(this)), m_table(new QTableView(this)) {
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(OfferModel::SortRole);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted.setFilterKeyColumn(-1);

    m_filter->setObjectName(QStringLiteral("offersFilter"));
    m_filter->setPlaceholderText(tr("Filter servers"));
    m_filter->setAccessibleName(tr("Filter servers"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, &m_sorted,
            &QSortFilterProxyModel::setFilterFixedString);

    m_table->setObjectName(QStringLiteral("offersTable"));
    m_table->setTabKeyNavigation(false);  // Tab leaves, the arrows walk
    m_table->setAccessibleName(tr("Servers that can be bought"));
    m_table->setModel(&m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(OfferModel::Price, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setDragEnabled(true);
    m_table->setDragDropMode(QAbstractItemView::DragOnly);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->horizontalHeader()->setMinimumSectionSize(36);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setStretchLastSection(true);
    m_table->setColumnHidden(OfferModel::Cpu, true);  // in the tooltip; the strip is narrow
    m_table->setColumnWidth(OfferModel::Name, kNameWidth);
    m_table->setColumnWidth(OfferModel::Memory, kFigureWidth);
    m_table->setColumnWidth(OfferModel::Price, kFigureWidth);
    setMinimumWidth(kDockWidth);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT offerChosen(index.data(OfferModel::ProviderRole).toString(),
                           index.data(OfferModel::OfferRole).toString());
    });

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGap, kGap, kGap, kGap);
    column->addWidget(m_filter);
    column->addWidget(m_table);
}

}  // namespace stowage::gui
