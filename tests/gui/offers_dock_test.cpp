#include "gui/offers_dock.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>
#include <algorithm>

#include "tests/gui/shipped.h"

namespace stowage::gui {

class OffersDockTest : public QObject {
    Q_OBJECT

private:
    std::vector<Offer> m_offers;

    static QTableView* tableOf(OffersDock& dock) {
        return dock.findChild<QTableView*>(QStringLiteral("offersTable"));
    }
    static std::vector<double> pricesOf(const QTableView& table) {
        std::vector<double> prices;
        for (int row = 0; row < table.model()->rowCount(); ++row) {
            const QModelIndex cell = table.model()->index(row, OfferModel::Price);
            prices.push_back(cell.data(OfferModel::SortRole).toDouble());
        }
        return prices;
    }

private Q_SLOTS:
    void initTestCase() { m_offers = testkit::shippedData()->catalog.offers(); }

    void itIsAModelOfMachinesThatCanBeOrdered() {
        OfferModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 0);
        model.setOffers(m_offers);
        const auto orderable =
            std::count_if(m_offers.begin(), m_offers.end(), [](const Offer& one) {
                return isMachine(one.kind) && one.availability == Availability::Orderable &&
                       one.unit == PriceUnit::Month;
            });
        QVERIFY(orderable > 20);
        QCOMPARE(model.rowCount(), static_cast<int>(orderable));
        model.setByteUnits(ByteUnits::Decimal);
        model.setOffers({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aDraggedRowNamesItsOffer() {
        OfferModel model;
        model.setOffers(m_offers);
        const QModelIndex row = model.index(0, OfferModel::Name);
        QVERIFY(model.flags(row).testFlag(Qt::ItemIsDragEnabled));
        const std::unique_ptr<QMimeData> carried(model.mimeData({row}));
        QVERIFY(carried->hasFormat(QLatin1String(kOfferMimeType)));
        QCOMPARE(QString::fromUtf8(carried->data(QLatin1String(kOfferMimeType))),
                 row.data(OfferModel::ProviderRole).toString() + QLatin1Char('\t') +
                     row.data(OfferModel::OfferRole).toString());
    }

    void theCheapestComesFirstAndTheFilterFindsProviders() {
        OffersDock dock;
        dock.model().setOffers(m_offers);
        const QTableView* table = tableOf(dock);
        const std::vector<double> prices = pricesOf(*table);
        QVERIFY(std::is_sorted(prices.begin(), prices.end()));
        QTest::keyClicks(dock.findChild<QLineEdit*>(QStringLiteral("offersFilter")),
                         QStringLiteral("hetzner"));
        QVERIFY(table->model()->rowCount() > 0);
        QVERIFY(table->model()->rowCount() < static_cast<int>(prices.size()));
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex cell = table->model()->index(row, OfferModel::Provider);
            QVERIFY2(cell.data().toString().contains(QLatin1String("hetzner"), Qt::CaseInsensitive),
                     qPrintable(cell.data().toString()));
        }
    }

    void enterChoosesTheRow() {
        OffersDock dock;
        dock.model().setOffers(m_offers);
        dock.show();
        QTableView* table = tableOf(dock);
        table->setCurrentIndex(table->model()->index(0, OfferModel::Name));
        QSignalSpy chosen(&dock, &OffersDock::offerChosen);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.front().at(1).toString(),
                 table->model()->index(0, OfferModel::Name).data(OfferModel::OfferRole).toString());
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::OffersDockTest)
#include "offers_dock_test.moc"
