#include "gui/models/placement_model.h"

#include <QAbstractItemModelTester>
#include <QSortFilterProxyModel>
#include <QtTest>

#include "tests/gui/canvas_samples.h"

namespace stowage::gui {

class PlacementModelTest : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const CapacityPlan> m_plan =
        std::make_shared<const CapacityPlan>(testkit::crowdedPlan());

    static QString cell(const PlacementModel& model, const char* pod, int column) {
        return model.index(model.rowOf(QLatin1String(pod)), column).data().toString();
    }

private Q_SLOTS:
    void itIsAModel() {
        PlacementModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 0);
        model.setPlan(m_plan);
        QCOMPARE(model.rowCount(), 10);
        model.setPlan(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void aRowHoldsTheFourFiguresInTheirOrder() {
        PlacementModel model;
        model.setPlan(m_plan);
        const char* pod = "larakube-shared/mariadb-0";
        QCOMPARE(cell(model, pod, PlacementModel::NodeColumn), QStringLiteral("node-2"));
        QCOMPARE(cell(model, pod, PlacementModel::NamespaceColumn),
                 QStringLiteral("larakube-shared"));
        QCOMPARE(cell(model, pod, PlacementModel::PodColumn), QStringLiteral("mariadb"));
        QCOMPARE(cell(model, pod, PlacementModel::RequestColumn), QStringLiteral("288 MiB"));
        QCOMPARE(cell(model, pod, PlacementModel::ExpectedColumn), QStringLiteral("268 MiB"));
        QCOMPARE(cell(model, pod, PlacementModel::LimitColumn), QStringLiteral("800 MiB"));
        QCOMPARE(cell(model, pod, PlacementModel::MeasuredColumn), QStringLiteral("not measured"));
        QCOMPARE(cell(model, pod, PlacementModel::VolumeColumn),
                 QStringLiteral("mariadb, 10.00 GiB"));
    }

    void theRangeSortsByItsWidth() {
        CapacityPlan plan = *m_plan;
        for (PlanPod& pod : plan.placement) {
            // Whichever measure fit.memory judges, the range is as wide.
            pod.low = pod.coreLow = pod.expected.memory;
            pod.high = pod.coreHigh = pod.expected.memory + mebibytes(10);
            pod.quality = "assumed";
        }
        PlanPod& widest = plan.placement[3];
        widest.high = widest.coreHigh = widest.low + mebibytes(90);
        PlacementModel model;
        model.setPlan(std::make_shared<const CapacityPlan>(plan));
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(PlacementModel::SortRole);
        sorted.sort(PlacementModel::RangeColumn, Qt::DescendingOrder);
        QCOMPARE(sorted.index(0, 0).data(PlacementModel::PodRole).toString(),
                 QString::fromStdString(plan.placement[3].pod));
        QVERIFY(sorted.index(0, PlacementModel::RangeColumn)
                    .data()
                    .toString()
                    .endsWith(QStringLiteral(" ○")));
    }

    void whatDoesNotFitSaysWhy() {
        PlacementModel model;
        model.setPlan(m_plan);
        const char* pod = "blog-production/typesense-0";
        QCOMPARE(cell(model, pod, PlacementModel::NodeColumn), QStringLiteral("does not fit"));
        QVERIFY(cell(model, pod, PlacementModel::ReasonColumn)
                    .contains(QStringLiteral("in one piece")));
        QCOMPARE(cell(model, "traefik/traefik-0", PlacementModel::RequestColumn),
                 QStringLiteral("none"));
    }

    void figuresSortAsNumbers() {
        PlacementModel model;
        model.setPlan(m_plan);
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(PlacementModel::SortRole);
        sorted.sort(PlacementModel::ExpectedColumn, Qt::DescendingOrder);
        // 640 > 410 > 380; as text "60 MiB" would lead.
        QCOMPARE(sorted.index(0, PlacementModel::PodColumn).data().toString(),
                 QStringLiteral("typesense"));
        QCOMPARE(sorted.index(1, PlacementModel::PodColumn).data().toString(),
                 QStringLiteral("horizon"));
    }

    void everyColumnHasAHeader() {
        const PlacementModel model;
        for (int column = 0; column < PlacementModel::ColumnCount; ++column) {
            QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
        }
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::PlacementModelTest)
#include "placement_model_test.moc"
