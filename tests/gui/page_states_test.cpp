#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "gui/compare_page.h"
#include "gui/layout_page.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/recommendation_view.h"
#include "gui/theme.h"
#include "model/json_patch.h"
#include "tests/gui/golden_report.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

constexpr int kAnswerMs = 240'000;

std::string scenarioText(const char* rest) {
    return std::string(
               "apiVersion: stowage/v1\nkind: Scenario\nmetadata: { name: states }\napps:\n"
               "  - name: shop\n    blueprint: { name: shop, database: mysql, environments: { "
               "production: {} } }\n") +
           rest;
}

}  // namespace

/// Empty, loading, stale and failed: no page is ever blank, none says 0 for unknown, each names the
/// way on.
class PageStatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
        m_settings->endFirstRun();
        m_window = std::make_unique<MainWindow>(shippedData(), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_settings.reset();
    }

    void withErrorsEveryPageSaysSo() {
        open(scenarioText("candidates: { providers: [digitalozean] }\n"));
        QTRY_VERIFY_WITH_TIMEOUT(!bench().problems().empty(), kAnswerMs);
        QVERIFY(bench().scenario() == nullptr);
        m_window->showWorkspace(Workspace::Layout);
        m_window->findChild<LayoutPage*>()->showTable(true);
        const QString errors = QStringLiteral("The scenario has errors: see Problems");
        QTRY_COMPARE(textOf("tableEmpty"), errors);
        QVERIFY(adviceText().startsWith(QStringLiteral("Nothing can be planned: ")));
        QVERIFY(m_window->findChild<NoticeBar*>()->isVisible());
        m_window->showWorkspace(Workspace::Compare);
        QTRY_VERIFY(textOf("compareEmpty").startsWith(errors));
        QVERIFY(!button("proposeLayouts")->isVisible());
    }

    void whileTheFirstPlanIsComputedEveryPageSaysSo() {
        QVERIFY(m_window->openFile(scenarioPath("agency")));
        QTRY_VERIFY_WITH_TIMEOUT(bench().isSearching() && bench().scenario() != nullptr, kAnswerMs);
        QVERIFY(bench().report() == nullptr);
        auto* bar = m_window->findChild<QWidget*>(QStringLiteral("layoutBar"));
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(textOf("tableEmpty"), QStringLiteral("The first plan is being computed"));
        QCOMPARE(adviceText(), QStringLiteral("The first plan is being computed."));
        m_window->showWorkspace(Workspace::Compare);
        QTRY_VERIFY(textOf("compareEmpty").contains(QStringLiteral("are being compared")));
        QVERIFY(!button("proposeLayouts")->isVisible());
        m_window->showWorkspace(Workspace::Layout);
        QTRY_VERIFY_WITH_TIMEOUT(bench().report() != nullptr && !bench().isSearching(), kAnswerMs);
        QTRY_VERIFY(!bar->isVisible());
    }

    void whereNothingFitsTheReasonIsTheAnswer() {
        open(scenarioText("requirements: { maxMonthlyCost: 1 }\n"));
        QTRY_VERIFY_WITH_TIMEOUT(bench().report() != nullptr, kAnswerMs);
        QVERIFY(bench().report()->recommended.empty());
        m_window->showScreen(QStringLiteral("recommendation"));
        const QString headline = adviceText();
        QVERIFY2(headline.contains(QStringLiteral("$1")), qPrintable(headline));
        const QString chip = m_window->findChild<VerdictChip*>()->text();
        QVERIFY2(chip.startsWith(QStringLiteral("Does not fit")), qPrintable(chip));
        // A picture with the reason, or the sentence that leads to it.
        m_window->showWorkspace(Workspace::Layout);
        const bool hasPicture = bench().shownPlan() != nullptr;
        QVERIFY(hasPicture || textOf("tableEmpty").startsWith(QStringLiteral("No server fits")));
    }

    void anOldLayoutStaysUnderAThinBar() {
        LayoutPage page;
        page.resize(900, 600);
        page.show();
        auto* bar = page.findChild<QWidget*>(QStringLiteral("layoutBar"));
        CanvasInput input;
        const auto report = planned("plex-commons");
        input.plan = std::shared_ptr<const CapacityPlan>(report, &report->plans.front());
        page.setPlan(input, AnswerAge::Current);
        QVERIFY(!bar->isVisible());
        page.setPlan(input, AnswerAge::BeforeEdit);
        QVERIFY(bar->isVisible());
        QVERIFY(page.view().layoutScene().model().plan != nullptr);
        page.setPlan(input, AnswerAge::Current);
        page.setProgress(QStringLiteral("planning…"));
        QVERIFY(bar->isVisible());
        page.setProgress({});
        QVERIFY(!bar->isVisible());
    }

    void aFailedComparisonKeepsItsColumnsAndOffersAnotherTry() {
        ComparePage page;
        page.resize(900, 600);
        page.show();
        auto* empty = page.findChild<QLabel*>(QStringLiteral("compareEmpty"));
        QVERIFY(empty->text().contains(QStringLiteral("Ctrl+D")));
        page.setEmptyText(QStringLiteral("The layouts cannot be compared: no memory."),
                          QStringLiteral("Try again"));
        auto* again = page.findChild<QPushButton*>(QStringLiteral("proposeLayouts"));
        QCOMPARE(again->text(), QStringLiteral("Try again"));
        QSignalSpy asked(&page, &ComparePage::proposalsRequested);
        again->click();
        QCOMPARE(asked.count(), 1);
        page.setReport(planned("plex-commons"));
        page.setFailure(QStringLiteral("cannot be compared: no memory"));
        QVERIFY(page.model().columnCount() > 0);
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("compareState"))->text(),
                 QStringLiteral("cannot be compared: no memory"));
    }

    void pagesThatAreNotBuiltSayWhatIsStillTrue() {
        auto* pages = m_window->findChild<QStackedWidget*>(QStringLiteral("pages"));
        const auto sentence = [&](const char* screen) {
            m_window->showScreen(QLatin1String(screen));
            QString all;
            for (const QLabel* label : pages->currentWidget()->findChildren<QLabel*>()) {
                all += label->text() + QLatin1Char('\n');
            }
            return all;
        };
        QVERIFY(sentence("day").contains(QStringLiteral("The checks of a plan already count")));
        QVERIFY(sentence("apply").contains(QStringLiteral("No cluster is connected")));
        QVERIFY(sentence("apply").contains(QStringLiteral("Save the plan")));
    }

private:
    Workbench& bench() { return m_window->workbench(); }
    void open(const std::string& text) {
        QVERIFY(bench().openUntitled(QStringLiteral("states"), text, m_folder->path()).ok());
    }
    QString textOf(const char* name) const {
        const auto* label = m_window->findChild<QLabel*>(QLatin1String(name));
        return label == nullptr ? QString() : label->text();
    }
    QPushButton* button(const char* name) const {
        return m_window->findChild<QPushButton*>(QLatin1String(name));
    }
    /// The first words of the recommendation that is in sight.
    QString adviceText() const {
        const QString name = QStringLiteral("recommendationContent");
        for (const QWidget* content : m_window->findChildren<QWidget*>(name)) {
            const auto* label = content->findChild<QLabel*>();
            if (content->isVisible() && label != nullptr) {
                return label->text();
            }
        }
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::PageStatesTest)
#include "page_states_test.moc"
