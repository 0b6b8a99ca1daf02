#include "gui/start_page.h"

#include <QSignalSpy>
#include <QtTest>
#include <algorithm>

#include "gui/drop_offer.h"
#include "gui/help_dialog.h"
#include "gui/services.h"
#include "gui/start_card.h"
#include "model/base/digest.h"
#include "model/canonical_document.h"
#include "model/data_files.h"
#include "model/document.h"

namespace stowage::gui {
namespace {

const QDateTime kNow(QDate(2026, 11, 25), QTime(14, 0));

/// With STOWAGE_GRABS=<folder> the page is written there, to be looked at.
void grab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("STOWAGE_GRABS");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
}

void writeFile(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

/// Sends what a drag over the middle of the widget would send.
template <typename Event>
bool sendDrag(QWidget& widget, const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    Event event(widget.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    event.ignore();
    QApplication::sendEvent(&widget, &event);
    return event.isAccepted();
}

bool sendDrop(QWidget& widget, const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    QDropEvent event(QPointF(widget.rect().center()), Qt::CopyAction, &data, Qt::LeftButton,
                     Qt::NoModifier);
    event.ignore();
    QApplication::sendEvent(&widget, &event);
    return event.isAccepted();
}

StartCard* cardNamed(StartPage& page, const QString& name) {
    return page.findChild<StartCard*>(name);
}

}  // namespace

class StartPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void everySampleIsShippedWholeWithFiguresOfTheShippedData() {
        const ShippedSamples shipped = shippedSamples();
        QCOMPARE(shipped.samples.size(), std::size_t{7});
        std::string all;
        const DataFiles files = DataFiles::shipped();
        for (const DataFile& file : files.all()) {
            all += file.name + '\n' + file.text + '\n';
        }
        QCOMPARE(ss(shipped.dataDigest), sha256Hex(all));
        const auto data = loadEngineData({}, "2026-11-25", 2);
        QVERIFY(data.ok());
        for (const ShippedSample& sample : shipped.samples) {
            Diagnostics diagnostics;
            const auto document = parseDocument("sample", ss(sample.text), DocumentFormat::Yaml,
                                                DocumentLimits{}, diagnostics);
            QVERIFY2(document.has_value(), qPrintable(sample.name));
            // In a folder without any blueprint: nothing else is needed.
            const ReadScenario read = readScenario(document->root, "/nowhere", **data);
            QVERIFY2(read.scenario != nullptr, qPrintable(sample.name));
            QCOMPARE(QStringLiteral("sha256:") +
                         QString::fromStdString(sha256Hex(writeJson(read.scenario->document))),
                     sample.scenarioDigest);
            QVERIFY(!sample.description.isEmpty());
            QVERIFY(sample.title != sample.name);
            QVERIFY(!sample.sketch.isEmpty());
            // The comments of the scenario are what a reader learns from.
            QVERIFY(sample.text.startsWith(QLatin1Char('#')));
        }
    }

    void theFiguresOnACardAreThoseOfAPlan() {
        const auto data = loadEngineData({}, "2026-11-25", 2);
        QVERIFY(data.ok());
        const ShippedSamples shipped = shippedSamples();
        const auto sample = std::find_if(
            shipped.samples.begin(), shipped.samples.end(),
            [](const auto& one) { return one.name == QStringLiteral("plex-commons"); });
        QVERIFY(sample != shipped.samples.end());
        Diagnostics diagnostics;
        const auto document = parseDocument("sample", ss(sample->text), DocumentFormat::Yaml,
                                            DocumentLimits{}, diagnostics);
        RunControl control;
        const PlanAnswer answer = answerQuestion(readScenario(document->root, "/nowhere", **data),
                                                 Question::Plan, **data, control);
        QVERIFY(answer.report != nullptr);
        const CapacityPlan* plan = answer.report->findPlan(answer.report->recommended);
        QVERIFY(plan != nullptr);
        QCOMPARE(sample->price, monthlyText(plan->cost.monthly, plan->cost.currency));
        QCOMPARE(sample->servers, serversText(*plan));
        QVERIFY(sample->sketch == sketchOf(*plan));
        QVERIFY(sample->verdict == verdictOf(*plan, std::nullopt));
    }

    void aSketchSurvivesItsText() {
        for (const ShippedSample& sample : shippedSamples().samples) {
            QVERIFY(sketchFromText(toText(sample.sketch)) == sample.sketch);
        }
        QVERIFY(sketchFromText(QStringLiteral("a1 b2; 99999999999/1; -1/2; x")).isEmpty());
        QCOMPARE(sketchFromText(QStringLiteral("10/2 q7 a3")).servers.front().tiles.size(),
                 std::size_t{1});
    }

    void theSellersWordsCountServers() {
        // 2 x 2048 MiB and 1 x 512 MiB = 0.5 GB.
        QCOMPARE(serversText(std::vector<int>{2048, 512, 2048}),
                 QLocale().toString(0.5, 'f', 1).prepend(QStringLiteral("1 × ")) +
                     QStringLiteral(" GB + 2 × 2 GB"));
    }

    void firstRunHidesRecentAndFocusesTheFirstSample() {
        StartPage page;
        page.resize(1024, 640);
        page.show();
        page.focusFirst();
        QVERIFY(!page.findChild<QWidget*>(QStringLiteral("recentGrid"))->isVisible());
        QCOMPARE(page.focusWidget(), cardNamed(page, QStringLiteral("sample:one-vps")));
        QVERIFY(!page.findChild<StartAction*>(QStringLiteral("clusterAction"))->isEnabled());
    }

    void everyButtonSaysWhatIsWanted() {
        StartPage page;
        QSignalSpy open(&page, &StartPage::openRequested);
        QSignalSpy import(&page, &StartPage::importRequested);
        QSignalSpy empty(&page, &StartPage::emptyRequested);
        QSignalSpy sample(&page, &StartPage::sampleRequested);
        for (const char* name : {"openAction", "importAction", "emptyAction"}) {
            page.findChild<StartAction*>(QString::fromLatin1(name))->click();
        }
        QCOMPARE(open.takeFirst().at(0).toString(), QString());
        QCOMPARE(import.takeFirst().at(0).toStringList(), QStringList());
        QCOMPARE(empty.count(), 1);
        StartCard* card = cardNamed(page, QStringLiteral("sample:agency"));
        QTest::keyClick(card, Qt::Key_Return);
        QCOMPARE(sample.count(), 1);
        QCOMPARE(sample.front().at(0).toString(), QStringLiteral("agency"));
        QVERIFY(sample.front().at(1).toString().contains(QStringLiteral("site-40")));
    }

    void recentFilesOpenAndMovedOnesAreLocated() {
        QTemporaryDir folder;
        const QString there = folder.filePath(QStringLiteral("there.yaml"));
        writeFile(there, "x");
        StartPage page;
        page.resize(1440, 900);
        page.setRecent(recents(there), kNow);
        page.show();
        QSignalSpy open(&page, &StartPage::openRequested);
        QSignalSpy locate(&page, &StartPage::locateRequested);
        QSignalSpy forget(&page, &StartPage::forgetRequested);
        StartCard* present = cardNamed(page, QStringLiteral("recent:") + there);
        QCOMPARE(present->content().line, QStringLiteral("today 09:12"));
        present->click();
        QCOMPARE(open.takeFirst().at(0).toString(), there);
        StartCard* missing = cardNamed(page, QStringLiteral("recent:/gone/shop-ha.yaml"));
        QVERIFY(missing->content().state == CardState::Missing);
        missing->click();
        QCOMPARE(locate.takeFirst().at(0).toString(), QStringLiteral("/gone/shop-ha.yaml"));
        QVERIFY(open.isEmpty());
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        missing->setFocus();
        QTest::keyClick(missing, Qt::Key_Delete);
        QCOMPARE(forget.takeFirst().at(0).toString(), QStringLiteral("/gone/shop-ha.yaml"));
    }

    void theFilterHidesWhatDoesNotMatch() {
        StartPage page;
        page.resize(1440, 900);
        page.setRecent(recents(QStringLiteral("/a/there.yaml")), kNow);
        page.show();
        auto* filter = page.findChild<QLineEdit*>(QStringLiteral("recentFilter"));
        QVERIFY(filter->isVisible());
        filter->setText(QStringLiteral("AGENCY"));
        QVERIFY(cardNamed(page, QStringLiteral("recent:/gone/agency-12.yaml"))->isVisible());
        QVERIFY(!cardNamed(page, QStringLiteral("recent:/gone/shop-ha.yaml"))->isVisible());
        filter->setText(QStringLiteral("zzz"));
        QVERIFY(!cardNamed(page, QStringLiteral("recent:/gone/agency-12.yaml"))->isVisible());
    }

    void arrowsReachEveryCardAndReturn() {
        StartPage page;
        page.resize(1440, 900);
        page.show();
        page.focusFirst();
        QTest::keyClick(page.focusWidget(), Qt::Key_Right);
        QCOMPARE(page.focusWidget(), cardNamed(page, QStringLiteral("sample:two-apps-one-server")));
        QTest::keyClick(page.focusWidget(), Qt::Key_Left);
        QTest::keyClick(page.focusWidget(), Qt::Key_Left);
        QVERIFY(qobject_cast<StartAction*>(page.focusWidget()) != nullptr);
        QTest::keyClick(page.focusWidget(), Qt::Key_Right);
        QVERIFY(qobject_cast<StartCard*>(page.focusWidget()) != nullptr);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(page.focusWidget(), Qt::Key_Down);
        }
        QVERIFY(page.focusWidget()->objectName().startsWith(QStringLiteral("learn")));
    }

    void aDropSaysBeforeTheReleaseWhatItWillDo() {
        QTemporaryDir folder;
        const QString shop = folder.filePath(QStringLiteral("code/shop"));
        const QString blog = folder.filePath(QStringLiteral("code/blog"));
        writeFile(shop + QStringLiteral("/.larakube.json"), "{}");
        writeFile(blog + QStringLiteral("/.larakube.json"), "{}");
        StartPage page;
        page.resize(1024, 640);
        page.show();
        QSignalSpy import(&page, &StartPage::importRequested);
        const QList<QUrl> urls{QUrl::fromLocalFile(folder.filePath(QStringLiteral("code")))};
        QVERIFY(sendDrag<QDragEnterEvent>(page, urls));
        auto* curtain = page.findChild<DropCurtain*>(QStringLiteral("dropCurtain"));
        QVERIFY(curtain->isVisible());
        QCOMPARE(curtain->present().text, QStringLiteral("Import 2 projects: blog, shop"));
        grab(page, QStringLiteral("start-drop"));
        QVERIFY(sendDrop(page, urls));
        QVERIFY(!curtain->isVisible());
        QCOMPARE(import.count(), 1);
        QCOMPARE(import.front().at(0).toStringList().size(), 2);
    }

    void whatIsNoInputIsRefusedWithTheWayOut() {
        QTemporaryDir folder;
        const QString picture = folder.filePath(QStringLiteral("logo.png"));
        const QString kubeconfig = folder.filePath(QStringLiteral("config.yaml"));
        const QString prices = folder.filePath(QStringLiteral("prices.csv"));
        writeFile(picture, "x");
        writeFile(kubeconfig, "apiVersion: v1\nkind: Config\n");
        writeFile(prices, "a,b");
        StartPage page;
        page.resize(1024, 640);
        page.show();
        QSignalSpy open(&page, &StartPage::openRequested);
        for (const auto& [path, word] :
             {std::pair(picture, ".larakube.json"), std::pair(kubeconfig, "kubeconfig"),
              std::pair(prices, "--data"), std::pair(folder.path(), "holds no")}) {
            const QList<QUrl> urls{QUrl::fromLocalFile(path)};
            QVERIFY(sendDrag<QDragEnterEvent>(page, urls));
            QVERIFY(!sendDrag<QDragMoveEvent>(page, urls));
            auto* curtain = page.findChild<DropCurtain*>(QStringLiteral("dropCurtain"));
            QVERIFY2(curtain->present().text.contains(QLatin1String(word)),
                     qPrintable(curtain->present().text));
            QVERIFY(!sendDrop(page, urls));
        }
        QVERIFY(!sendDrop(page, {QUrl(QStringLiteral("https://example.com/a.yaml"))}));
        QVERIFY(open.isEmpty());
    }

    void scenariosAndPlansOpenOneAtATime() {
        QTemporaryDir folder;
        const QString scenario = folder.filePath(QStringLiteral("two-apps.yaml"));
        const QString plan = folder.filePath(QStringLiteral("plan.json"));
        writeFile(scenario, "kind: Scenario\n");
        writeFile(plan, "{\"kind\": \"PlanReport\"}");
        const DropOffer one = dropOfferOf({QUrl::fromLocalFile(scenario)});
        QVERIFY(one.kind == DropKind::Scenario);
        QCOMPARE(one.text, QStringLiteral("Open two-apps.yaml"));
        QVERIFY(dropOfferOf({QUrl::fromLocalFile(plan)}).kind == DropKind::Plan);
        QVERIFY(dropOfferOf({QUrl::fromLocalFile(plan), QUrl::fromLocalFile(scenario)}).kind ==
                DropKind::Refused);
    }

    void otherDataTakesTheVerdictsAway() {
        StartPage page;
        page.setSampleFigures(SampleFigures::OfShippedData);
        const StartCard* card = cardNamed(page, QStringLiteral("sample:one-vps"));
        QVERIFY(!card->content().verdict);
        QVERIFY(card->content().figures.contains(QStringLiteral("shipped prices")));
    }

    void everyCardSpeaks() {
        StartPage page;
        for (const auto* card : page.findChildren<StartCard*>()) {
            QVERIFY(!card->accessibleName().isEmpty());
            QVERIFY(card->accessibleDescription().contains(card->content().figures));
            QVERIFY(card->sizeHint().height() >= 24);
        }
    }

    void helpPagesAreThereWithTheirWords() {
        QVERIFY(glossaryWords().contains(QStringLiteral("Pod")));
        QVERIFY(helpText(HelpPage::TwoBars).contains(QStringLiteral("Reserved")));
        HelpDialog dialog(HelpPage::Words);
        dialog.show();
        dialog.showWord(QStringLiteral("Surge"));
        grab(dialog, QStringLiteral("help-words"));
        auto* bars = new HelpDialog(HelpPage::TwoBars);
        bars->show();
        grab(*bars, QStringLiteral("help-bars"));
        bars->close();
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    }

    void nothingIsCutAtTheSmallestWindow_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("scale");
        for (const auto& [name, kind] :
             {std::pair("light", ThemeKind::Light), std::pair("dark", ThemeKind::Dark)}) {
            const int number = static_cast<int>(kind);
            QTest::addRow("%s 1440", name) << number << QSize(1440, 900) << 1.0;
            QTest::addRow("%s 1024", name) << number << QSize(1024, 640) << 1.0;
        }
        QTest::addRow("large text")
            << static_cast<int>(ThemeKind::Light) << QSize(1024, 640) << 1.3;
    }
    void nothingIsCutAtTheSmallestWindow() {
        QFETCH(int, kind);
        QFETCH(QSize, size);
        QFETCH(double, scale);
        applyTheme(*qApp, static_cast<ThemeKind>(kind), scale);
        StartPage page;
        page.resize(size);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const QString name = QString::fromLatin1(QTest::currentDataTag())
                                 .replace(QLatin1Char(' '), QLatin1Char('-'));
        grab(page, QStringLiteral("start-first-") + name);
        checkPlaces(page);
        page.setRecent(recents(QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/agency.yaml")),
                       kNow);
        QApplication::processEvents();
        grab(page, QStringLiteral("start-recent-") + name);
        checkPlaces(page);
        applyTheme(*qApp, ThemeKind::Light);
    }

private:
    static std::vector<RecentFile> recents(const QString& there) {
        const QString sketch = toText(shippedSamples().samples[3].sketch);
        const QDateTime today(kNow.date(), QTime(9, 12));
        RecentFile first{.path = there,
                         .name = QStringLiteral("two-apps"),
                         .verdict = PlanVerdict::Fits,
                         .price = QStringLiteral("$12.00 / month"),
                         .servers = QStringLiteral("1 × 2 GB"),
                         .openedAt = today,
                         .sketch = sketch};
        std::vector<RecentFile> files{first};
        for (const char* name : {"agency-12", "shop-ha", "new", "old-one"}) {
            RecentFile file = first;
            file.name = QString::fromLatin1(name);
            file.path = QStringLiteral("/gone/%1.yaml").arg(file.name);
            file.openedAt = today.addDays(-static_cast<int>(files.size()) * 20);
            files.push_back(file);
        }
        return files;
    }

    /// Every visible button lies within the width of the page and none on another.
    static void checkPlaces(StartPage& page) {
        std::vector<QRect> places;
        for (const auto* button : page.findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || qobject_cast<QLineEdit*>(button->parentWidget())) {
                continue;
            }
            const QRect place(button->mapTo(&page, QPoint(0, 0)), button->size());
            QVERIFY2(place.left() >= 0 && place.right() <= page.width(),
                     qPrintable(button->objectName()));
            QVERIFY2(button->width() >= button->minimumSizeHint().width() && button->height() >= 24,
                     qPrintable(button->objectName()));
            for (const QRect& other : places) {
                QVERIFY2(!other.intersects(place), qPrintable(button->objectName()));
            }
            places.push_back(place);
        }
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::StartPageTest)
#include "start_page_test.moc"
