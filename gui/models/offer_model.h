#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "gui/format.h"
#include "model/catalog.h"

namespace stowage::gui {

/// Machines of the price lists. A row can be dragged onto the canvas.
class OfferModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Memory, Price, Provider, Cpu, ColumnCount };
    enum Role { SortRole = Qt::UserRole, ProviderRole, OfferRole };

    explicit OfferModel(QObject* parent = nullptr);

    /// Single servers and nodes of managed clusters that can be ordered, dated and priced.
    void setOffers(const std::vector<Offer>& offers);
    void setByteUnits(ByteUnits units);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    QVariant text(const Offer& offer, int column) const;
    QVariant sortValue(const Offer& offer, int column) const;

    std::vector<Offer> m_offers;
    ByteUnits m_units = ByteUnits::Binary;
};

/// "digitalocean\ts-1vcpu-2gb": what a dragged offer carries.
inline constexpr const char* kOfferMimeType = "application/x-stowage-offer";

}  // namespace stowage::gui
