#include "gui/models/scenario_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "gui/format.h"
#include "model/json_patch.h"
#include "model/scenario_builder.h"

namespace stowage::gui {
namespace {

// One app with two environments, one with one, one of raw workloads.
constexpr const char* kText = R"(
apiVersion: stowage/v1
kind: Scenario
apps:
  - name: shop
    blueprint:
      name: shop
      database: mysql
      cacheDriver: redis
      features: [horizon, scheduler]
      environments:
        production: { plex: [mysql], managed: [mysql], replicas: { web: 2 } }
        staging: {}
    traffic: { production: { peakRps: 12, profile: evening } }
    workers: { staging: { horizon: 1 } }
    weight: light
  - name: notes
    blueprint: { name: notes, database: sqlite, cacheDriver: database, environments: { production: {} } }
  - name: legacy
    workloads:
      - { name: api, environment: production, kind: Deployment, replicas: 3, requests: { memory: 64Mi } }
      - { name: agent, environment: production, kind: DaemonSet, requests: { memory: 16Mi } }
services: { overrides: { "shop-staging/redis": plex, "shop-production/redis": auto } }
)";

}  // namespace

class ScenarioTableModelTest : public QObject {
    Q_OBJECT

private:
    ScenarioView m_view;

    QModelIndex cellAt(const ScenarioTableModel& model, const char* id, CellColumn column) const {
        return model.indexOf(id).siblingAtColumn(model.columnOf(column));
    }
    static QString patchOf(const Typed<Edit>& edit) {
        return edit.ok() ? qs(writeJson(edit.value->patch)).simplified().remove(QLatin1Char(' '))
                         : QStringLiteral("✕ ") + edit.error;
    }

private Q_SLOTS:
    void initTestCase() {
        Diagnostics diagnostics;
        const auto document = parseDocument("t.yaml", kText, DocumentFormat::Yaml, {}, diagnostics);
        QVERIFY(document.has_value());
        const auto scenario = buildScenario(
            document->root, [](const auto&, auto&) { return std::nullopt; }, {}, diagnostics);
        QVERIFY(scenario.has_value());
        auto plan = std::make_shared<CapacityPlan>();
        plan->services = {{"shop-staging/mysql", Mode::Managed},
                          {"shop-production/redis", Mode::Own}};
        m_view = {.scenario = std::make_shared<const Scenario>(*scenario),
                  .document = std::make_shared<const DocumentNode>(document->root),
                  .plan = plan,
                  .usualWorkers = {{"workers.web-fpm", 5}, {"workers.horizon", 3}}};
    }

    void keepsTheRulesOfModels() {
        ScenarioTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setView(m_view);
        ScenarioView other = m_view;
        other.plan = nullptr;
        model.setView(other);
        model.setView({});
        QCOMPARE(model.rowCount(), 0);
        model.setView(m_view);
    }

    void rowsAreAppsEnvironmentsAndOtherWorkloads() {
        ScenarioTableModel model;
        model.setView(m_view);
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex top = model.index(row, 0);
            QString text = top.data().toString();
            for (int below = 0; below < model.rowCount(top); ++below) {
                text += QLatin1Char(' ') + model.index(below, 0, top).data().toString();
            }
            rows.append(text);
        }
        QCOMPARE(rows,
                 (QStringList{QStringLiteral("shop production staging"), QStringLiteral("notes"),
                              QStringLiteral("Other workloads api agent")}));
        // The app with one environment is that environment.
        QCOMPARE(model.indexOf("notes-production").data(ScenarioTableModel::DetailRole).toString(),
                 QStringLiteral("production"));
    }

    void onlyPresentColumns() {
        ScenarioTableModel model;
        model.setView(m_view);
        QStringList titles;
        for (int column = 0; column < model.columnCount(); ++column) {
            titles.append(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        }
        QCOMPARE(titles.join(QLatin1Char(' ')),
                 QStringLiteral("App and environment Web Horizon Scheduler Pods Database Cache "
                                "Load Data Weight"));
    }

    void cellsSpeakInWords() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto text = [&](const char* id, CellColumn column) {
            return cellAt(model, id, column).data().toString();
        };
        QCOMPARE(text("shop-production", CellColumn::Web), QStringLiteral("2 pods, 5 workers"));
        QCOMPARE(text("shop-staging", CellColumn::Horizon), QStringLiteral("1 pod, 1 worker"));
        QCOMPARE(text("shop-production", CellColumn::Database), QStringLiteral("MySQL shared"));
        QCOMPARE(text("shop-staging", CellColumn::Database), QStringLiteral("MySQL managed"));
        QCOMPARE(text("shop-staging", CellColumn::Cache), QStringLiteral("Redis shared"));
        QCOMPARE(text("notes-production", CellColumn::Database), QStringLiteral("SQLite file"));
        QCOMPARE(text("notes-production", CellColumn::Horizon), QString());
        QCOMPARE(text("shop-production", CellColumn::Load), QStringLiteral("12 rps, evening"));
        QCOMPARE(text("shop-staging", CellColumn::Weight), QStringLiteral("light"));
    }

    void originsAreTold() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto origin = [&](const char* id, CellColumn column) {
            return static_cast<CellOrigin>(
                cellAt(model, id, column).data(ScenarioTableModel::OriginRole).toInt());
        };
        QCOMPARE(origin("shop-production", CellColumn::Database), CellOrigin::Blueprint);
        QCOMPARE(origin("shop-staging", CellColumn::Database), CellOrigin::Planner);
        QCOMPARE(origin("shop-staging", CellColumn::Cache), CellOrigin::SetHere);
        // An override that says "auto" opens the service.
        QCOMPARE(origin("shop-production", CellColumn::Cache), CellOrigin::Planner);
        QCOMPARE(origin("notes-production", CellColumn::Load), CellOrigin::Usual);
        QCOMPARE(origin("shop-production", CellColumn::Web), CellOrigin::Blueprint);
        QCOMPARE(cellAt(model, "notes-production", CellColumn::Load)
                     .data(ScenarioTableModel::QualityRole)
                     .toString(),
                 QStringLiteral("assumed"));
    }

    void typedWordsBecomeEdits() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto edit = [&](const char* id, CellColumn column, const char* typed) {
            return patchOf(model.editFor(*m_view.document, cellAt(model, id, column),
                                         QString::fromUtf8(typed)));
        };
        QCOMPARE(edit("shop-staging", CellColumn::Database, "own"),
                 QStringLiteral("[{\"op\":\"add\",\"path\":\"/services/overrides/"
                                "shop-staging~1mysql\",\"value\":\"own\"}]"));
        // What stays as it was shown is not written down.
        QCOMPARE(edit("shop-production", CellColumn::Horizon, "2 pods, 3 workers"),
                 QStringLiteral("[{\"op\":\"add\",\"path\":\"/apps/0/replicas\",\"value\":"
                                "{\"production\":{\"horizon\":2}}}]"));
        QCOMPARE(edit("shop-production", CellColumn::Load, "12 rps, evening"),
                 QStringLiteral("[]"));
        QVERIFY(edit("notes-production", CellColumn::Database, "own")
                    .startsWith(QStringLiteral("✕ From the blueprint")));
        QVERIFY(edit("notes-production", CellColumn::Horizon, "2")
                    .startsWith(QStringLiteral("✕ There is nothing to set here")));
        QVERIFY(edit("shop-production", CellColumn::Data, "512m")
                    .startsWith(QStringLiteral("✕ “512m” would be")));
    }

    void backspaceAndStepsAreEdits() {
        ScenarioTableModel model;
        model.setView(m_view);
        const QModelIndex cache = cellAt(model, "shop-staging", CellColumn::Cache);
        QCOMPARE(patchOf(model.clearingEdit(*m_view.document, cache)),
                 QStringLiteral("[{\"op\":\"remove\",\"path\":\"/services/overrides/"
                                "shop-staging~1redis\"}]"));
        const QModelIndex web = cellAt(model, "shop-production", CellColumn::Web);
        QCOMPARE(patchOf(model.steppingEdit(*m_view.document, web, 1)),
                 QStringLiteral("[{\"op\":\"add\",\"path\":\"/apps/0/replicas\",\"value\":"
                                "{\"production\":{\"web\":3}}}]"));
        const QModelIndex staging = cellAt(model, "shop-staging", CellColumn::Web);
        QVERIFY(!model.steppingEdit(*m_view.document, staging, -1).ok());
        const QModelIndex api = model.index(0, model.columnOf(CellColumn::Pods), model.index(2, 0));
        QCOMPARE(patchOf(model.steppingEdit(*m_view.document, api, 1)),
                 QStringLiteral("[{\"op\":\"replace\",\"path\":\"/apps/2/workloads/0/replicas\","
                                "\"value\":4}]"));
    }

    void illegalModesHaveTheirReason() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto offers = model.offersAt(cellAt(model, "notes-production", CellColumn::Database));
        QCOMPARE(offers.size(), std::size_t{4});
        QVERIFY(offers[0].obstacle.contains(QStringLiteral("SQLite lives inside the app's pod")));
        for (const ModeOffer& offer :
             model.offersAt(cellAt(model, "shop-production", CellColumn::Database))) {
            QVERIFY(offer.obstacle.isEmpty());
        }
    }

    void severalEditsBuildOnEachOther() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto edits = model.editsFor(
            {{cellAt(model, "shop-production", CellColumn::Data), QStringLiteral("1Gi")},
             {cellAt(model, "shop-staging", CellColumn::Data), QStringLiteral("2Gi")}});
        QVERIFY(edits.bad.empty());
        DocumentNode document = *m_view.document;
        for (const Edit& edit : edits.edits) {
            document = applyPatch(document, edit.patch).value();
        }
        // The second edit must not overwrite the map that the first one made.
        QCOMPARE(qs(findPath(document, {"apps", "0", "data", "production", "databaseSize"})->text),
                 QStringLiteral("1Gi"));
        QCOMPARE(qs(findPath(document, {"apps", "0", "data", "staging", "databaseSize"})->text),
                 QStringLiteral("2Gi"));
    }

    void badCellsRefuseAll() {
        ScenarioTableModel model;
        model.setView(m_view);
        const auto edits = model.editsFor(
            {{cellAt(model, "shop-production", CellColumn::Data), QStringLiteral("1Gi")},
             {cellAt(model, "shop-staging", CellColumn::Load), QStringLiteral("much")}});
        QVERIFY(edits.edits.empty());
        QCOMPARE(edits.bad.size(), std::size_t{1});
        QCOMPARE(edits.bad.front().where, QStringLiteral("shop-staging, Load"));
    }

    void setDataAsksAndNeverWrites() {
        ScenarioTableModel model;
        model.setView(m_view);
        const QSignalSpy asked(&model, &ScenarioTableModel::editRequested);
        const QSignalSpy refused(&model, &ScenarioTableModel::refused);
        const QModelIndex load = cellAt(model, "shop-production", CellColumn::Load);
        QVERIFY(model.setData(load, QStringLiteral("busy")));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(load.data().toString(), QStringLiteral("12 rps, evening"));
        QVERIFY(!model.setData(load, QStringLiteral("much")));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(asked.count(), 1);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ScenarioTableModelTest)
#include "scenario_table_model_test.moc"
