#include "gui/models/offer_model.h"

#include <QMimeData>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

bool isFigure(int column) {
    return column == OfferModel::Cpu || column == OfferModel::Memory || column == OfferModel::Price;
}

}  // namespace

OfferModel::OfferModel(QObject* parent) : QAbstractTableModel(parent) {}

void OfferModel::setOffers(const std::vector<Offer>& offers) {
    beginResetModel();
    m_offers.clear();
    for (const Offer& offer : offers) {
        if (isMachine(offer.kind) && offer.availability == Availability::Orderable &&
            offer.unit == PriceUnit::Month) {
            m_offers.push_back(offer);
        }
    }
    endResetModel();
}

void OfferModel::setByteUnits(ByteUnits units) {
    m_units = units;
    if (!m_offers.empty()) {
        Q_EMIT dataChanged(index(0, Memory), index(rowCount() - 1, Memory));
    }
}

int OfferModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_offers.size());
}

int OfferModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant OfferModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Offer& offer = m_offers[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(offer, index.column());
        case SortRole:
            return sortValue(offer, index.column());
        case ProviderRole:
            return qs(offer.provider);
        case OfferRole:
            return qs(offer.name);
        case Qt::TextAlignmentRole:
            return isFigure(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                            : QVariant();
        case Qt::ToolTipRole:
            return tr("%1 of %2, %3 CPU: price of %4, from %5. Drag it onto the canvas.")
                .arg(qs(offer.name), qs(providerTitle(offer)), cpuText(offer.cpu),
                     qs(offer.date.toText()), qs(offer.source));
        default:
            return {};
    }
}

QVariant OfferModel::text(const Offer& offer, int column) const {
    switch (static_cast<Column>(column)) {
        case Name:
            return qs(offer.name);
        case Provider:
            return offer.kind == OfferKind::ManagedNode
                       ? tr("%1, managed").arg(qs(providerTitle(offer)))
                       : qs(providerTitle(offer));
        case Cpu:
            return cpuText(offer.cpu);
        case Memory:
            return bytesText(offer.memory, m_units);
        case Price:
            return moneyTextOf(offer.price, offer.currency);
        case ColumnCount:
            break;
    }
    STOWAGE_UNREACHABLE();
}

QVariant OfferModel::sortValue(const Offer& offer, int column) const {
    switch (static_cast<Column>(column)) {
        case Name:
        case Provider:
            return text(offer, column);
        case Cpu:
            return static_cast<qlonglong>(offer.cpu.raw());
        case Memory:
            return static_cast<qlonglong>(offer.memory.raw());
        case Price:
            return static_cast<qlonglong>(offer.price.raw());
        case ColumnCount:
            break;
    }
    STOWAGE_UNREACHABLE();
}

QVariant OfferModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return isFigure(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (static_cast<Column>(section)) {
        case Name:
            return tr("Server");
        case Provider:
            return tr("Provider");
        case Cpu:
            return tr("CPU");
        case Memory:
            return tr("Memory");
        case Price:
            return tr("Monthly");
        case ColumnCount:
            break;
    }
    return {};
}

Qt::ItemFlags OfferModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return index.isValid() ? base | Qt::ItemIsDragEnabled : base;
}

QStringList OfferModel::mimeTypes() const {
    return {QLatin1String(kOfferMimeType), QStringLiteral("text/plain")};
}

QMimeData* OfferModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) {
        return nullptr;
    }
    const Offer& offer = m_offers[static_cast<std::size_t>(indexes.front().row())];
    auto* data = new QMimeData;
    data->setData(QLatin1String(kOfferMimeType),
                  QByteArray::fromStdString(offer.provider + "\t" + offer.name));
    data->setText(qs(qualifiedName(offer)));
    return data;
}

}  // namespace stowage::gui
