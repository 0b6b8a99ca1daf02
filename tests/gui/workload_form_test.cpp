#include "gui/workload_form.h"

#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/theme.h"
#include "tests/gui/grab.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

using testkit::EditedScenario;

namespace {

constexpr const char* kRaw =
    "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: legacy\n    workloads:\n"
    "      - { name: api, environment: production, replicas: 3, requests: { memory: 512Mi }, "
    "volumes: [ { name: data, size: 10Gi, used: 2Gi } ] }\n"
    "      - { name: worker, environment: production }\n";

}  // namespace

class WorkloadFormTest : public QObject {
    Q_OBJECT

private:
    struct Shown : testkit::ShownPage {
        explicit Shown(EditedScenario& edited) : ShownPage(edited) {
            page.formButton()->click();
            page.table().setCurrentIndex(
                page.table().tableModel().indexOfWorkload(0, 0).siblingAtColumn(1));
            form = page.findChild<WorkloadForm*>();
        }
        WorkloadForm* form = nullptr;
    };
    static void type(FieldEdit* field, const QString& text) {
        field->line()->setFocus();
        field->line()->selectAll();
        QTest::keyClicks(field->line(), text);
        QTest::keyClick(field->line(), Qt::Key_Return);
    }

private Q_SLOTS:
    void initTestCase() { loadFonts(); }
    void init() { applyTheme(*qApp, ThemeKind::Light); }

    void everyFieldReadsWhatItShows() {
        const auto edited = EditedScenario::fromText(kRaw);
        const WorkloadPlace place{.app = {.index = 0, .name = "legacy"}, .index = 0, .name = "api"};
        const std::map<WorkloadField, QString> typed = {
            {WorkloadField::Kind, QStringLiteral("StatefulSet")},
            {WorkloadField::Image, QStringLiteral("ghcr.io/acme/api:1.4")},
            {WorkloadField::RequestMemory, QStringLiteral("256Mi")},
            {WorkloadField::LimitMemory, QStringLiteral("1Gi")},
            {WorkloadField::RequestCpu, QStringLiteral("250m")},
            {WorkloadField::LimitCpu, QStringLiteral("2")},
            {WorkloadField::UsualMemory, QStringLiteral("300Mi")},
            {WorkloadField::MostMemory, QStringLiteral("700Mi")},
            {WorkloadField::UsualCpu, QStringLiteral("80m")},
            {WorkloadField::MostCpu, QStringLiteral("900m")},
            {WorkloadField::UpdateStrategy, QStringLiteral("RollingUpdate")},
            {WorkloadField::Volumes, QStringLiteral("data 20Gi, media 5Gi ReadWriteMany")},
            {WorkloadField::HostPorts, QStringLiteral("8443, 9000")},
            {WorkloadField::AntiAffinity, QStringLiteral("worker")}};
        QCOMPARE(typed.size(), workloadFields().size());
        for (const auto& [field, text] : typed) {
            const Typed<DocumentNode> value = readWorkloadField(field, text);
            QVERIFY2(value.ok(), qPrintable(value.error));
            QVERIFY(
                edited->document()
                    .apply(setWorkloadField(*edited->document().tree(), place, field, *value.value))
                    .ok());
            QCOMPARE(writtenWorkloadField(*edited->document().tree(), place, field), text);
        }
        // The engine understands every one of them.
        ScenarioPage page;
        edited->connectTo(page);
        QVERIFY(edited->view().scenario != nullptr);
        const RawWorkload& workload = edited->view().scenario->apps[0].workloads[0];
        QCOMPARE(workload.kind, WorkloadKind::StatefulSet);
        QCOMPARE(workload.usage.memoryP99, std::optional(mebibytes(700)));
        QCOMPARE(workload.pod.volumes.size(), std::size_t{2});
        QCOMPARE(workload.pod.hostPorts.size(), std::size_t{2});
        // What the form does not show of a volume stays.
        QCOMPARE(workload.pod.volumes[0].used, gibibytes(2));
        for (const auto& [field, text] : typed) {
            QVERIFY(edited->document()
                        .apply(clearWorkloadField(*edited->document().tree(), place, field))
                        .ok());
            QCOMPARE(writtenWorkloadField(*edited->document().tree(), place, field), QString());
        }
        QVERIFY(edited->view().scenario != nullptr);
    }

    void unitsAreUnderstoodAndNonsenseStays() {
        const auto edited = EditedScenario::fromText(kRaw);
        Shown shown(*edited);
        QVERIFY(shown.form->isVisible());
        FieldEdit* memory = shown.form->lineOf(WorkloadField::RequestMemory);
        QCOMPARE(memory->line()->text(), QStringLiteral("512Mi"));
        type(memory, QStringLiteral("1.5 GB"));
        QCOMPARE(edited->at("apps|0|workloads|0|requests|memory"), QStringLiteral("1.5G"));
        type(memory, QStringLiteral("250m"));
        QVERIFY(!memory->problem().isEmpty());
        QCOMPARE(memory->line()->text(), QStringLiteral("250m"));
        QCOMPARE(edited->at("apps|0|workloads|0|requests|memory"), QStringLiteral("1.5G"));
        FieldEdit* ports = shown.form->lineOf(WorkloadField::HostPorts);
        type(ports, QStringLiteral("70000"));
        QVERIFY(!ports->problem().isEmpty());
        FieldEdit* volumes = shown.form->lineOf(WorkloadField::Volumes);
        QCOMPARE(volumes->line()->text(), QStringLiteral("data 10Gi"));
        type(volumes, QStringLiteral("data"));
        QVERIFY(volumes->problem().contains(QStringLiteral("data 10Gi")));
        QCOMPARE(edited->document().stepCount(), 1);
    }

    void theFormFollowsTheRow() {
        EditedScenario edited("two-apps-one-server");
        Shown shown(edited);
        QVERIFY(!shown.form->isVisible());
        shown.page.selectEnvironment("printing-production");
        QVERIFY(!shown.form->isVisible());
        QVERIFY(shown.page.findChild<QWidget*>(QStringLiteral("environmentForm"))->isVisible());
    }

    void aProblemLeadsToItsWorkload() {
        const auto edited = EditedScenario::fromText(kRaw);
        Shown shown(*edited);
        QVERIFY(shown.page.showPath({"apps", "0", "workloads", "1", "requests"}));
        QCOMPARE(shown.page.table().currentIndex().siblingAtColumn(0).data().toString(),
                 QStringLiteral("worker"));
        QVERIFY(!shown.page.showPath({"apps", "0", "workloads", "7"}));
    }

    void theLastWorkloadTakesItsApp() {
        const auto edited = EditedScenario::fromText(kRaw);
        const WorkloadPlace place{
            .app = {.index = 0, .name = "legacy"}, .index = 1, .name = "worker"};
        QVERIFY(edited->document().apply(removeWorkload(*edited->document().tree(), place)).ok());
        QCOMPARE(edited->at("apps|0|workloads|0|name"), QStringLiteral("api"));
        QCOMPARE(edited->at("apps|0|workloads|1|name"), QString());
        const WorkloadPlace last{.app = place.app, .index = 0, .name = "api"};
        QVERIFY(edited->document().apply(removeWorkload(*edited->document().tree(), last)).ok());
        QCOMPARE(edited->at("apps|0|name"), QString());
    }

    void theFileIsOneClickAway() {
        const auto edited = EditedScenario::fromText(kRaw);
        Shown shown(*edited);
        QSignalSpy asked(&shown.page, &ScenarioPage::fileRequested);
        QTest::mouseClick(shown.form->findChild<QToolButton*>(QStringLiteral("openScenarioFile")),
                          Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QVERIFY(shown.form->findChild<QLabel*>(QStringLiteral("workloadElsewhere"))
                    ->text()
                    .contains(QStringLiteral("tolerations")));
    }

    void serviceImagesAreLines() {
        EditedScenario edited("two-apps-one-server");
        Shown shown(edited);
        auto* line = shown.page.findChild<FieldEdit*>(QStringLiteral("newServiceImage"));
        type(line, QStringLiteral("postgres = postgres:17.2"));
        QCOMPARE(edited.at("serviceImages|postgres"), QStringLiteral("postgres:17.2"));
        type(line, QStringLiteral("oracle = oracle:1"));
        QVERIFY(line->problem().contains(QStringLiteral("no service")));
        QCOMPARE(edited.document().stepCount(), 1);
        QVERIFY(shown.page.showPath({"serviceImages", "postgres"}));
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
    }
    void pictures() {
        QFETCH(int, theme);
        applyTheme(*qApp, static_cast<ThemeKind>(theme));
        const auto edited = EditedScenario::fromText(kRaw);
        Shown shown(*edited);
        QCoreApplication::processEvents();
        saveGrab(shown.page,
                 QStringLiteral("workload-form-") + QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(shown.form->width() <= 330);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::WorkloadFormTest)
#include "workload_form_test.moc"
