#pragma once

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QWidget>

#include "gui/models/offer_model.h"

namespace stowage::gui {

/// The servers that can be bought: filter, sort, drag onto the canvas, or Enter to use.
class OffersDock : public QWidget {
    Q_OBJECT

public:
    explicit OffersDock(QWidget* parent = nullptr);

    OfferModel& model() { return m_model; }

Q_SIGNALS:
    /// Enter or double click: "plan on this one".
    void offerChosen(const QString& provider, const QString& offer);

private:
    OfferModel m_model;
    QSortFilterProxyModel m_sorted;
    QLineEdit* m_filter;
    QTableView* m_table;
};

}  // namespace stowage::gui
