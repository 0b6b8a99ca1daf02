#include "gui/import_dialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QtTest>
#include <map>

#include "gui/format.h"
#include "gui/theme.h"
#include "model/document.h"
#include "tests/gui/grab.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {
namespace {

QString scenarios() {
    return QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios");
}

DocumentNode parsed(const std::string& text) {
    Diagnostics diagnostics;
    const auto document =
        parseDocument("import", text, DocumentFormat::Yaml, DocumentLimits{}, diagnostics);
    return document ? document->root : DocumentNode{};
}

FoundBlueprint found(const char* app, const QStringList& environments) {
    return {.path = QStringLiteral("/home/me/code/%1/.larakube.json").arg(QLatin1String(app)),
            .app = QString::fromLatin1(app),
            .environments = environments,
            .services = {QStringLiteral("mariadb"), QStringLiteral("redis")},
            .notes = {},
            .isReadable = true};
}

/// Content and time of every file below a folder.
std::map<QString, std::pair<QByteArray, QDateTime>> contentOf(const QString& folder) {
    std::map<QString, std::pair<QByteArray, QDateTime>> content;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        const bool isOpen = file.open(QIODevice::ReadOnly);
        content[file.fileName()] = {isOpen ? file.readAll() : QByteArray(),
                                    QFileInfo(file).lastModified()};
    }
    return content;
}

}  // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
        m_data = testkit::shippedData();
    }

    void foldersBecomeAScenario() {
        const auto before = contentOf(scenarios());
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.show();
        QSignalSpy imported(&dialog, &ImportDialog::imported);
        dialog.startReview(
            {scenarios() + QStringLiteral("/shop"), scenarios() + QStringLiteral("/blog")});
        auto* title = dialog.findChild<QLabel*>(QStringLiteral("importTitle"));
        QTRY_COMPARE(title->text(), QStringLiteral("Import 2 projects"));
        auto* staging = dialog.findChild<QCheckBox*>(QStringLiteral("environment:shop/staging"));
        QVERIFY(staging != nullptr);
        staging->click();
        dialog.findChild<QRadioButton*>(QStringLiteral("busy"))->click();
        dialog.findChild<QPushButton*>(QStringLiteral("importButton"))->click();
        QTRY_COMPARE(imported.count(), 1);
        QVERIFY(!dialog.isVisible());
        const auto text = imported.front().at(1).value<std::string>();
        const DocumentNode root = parsed(text);
        const DocumentNode& shop = root.find("apps")->items[0];
        QCOMPARE(qs(shop.find("blueprint")->text),
                 scenarios() + QStringLiteral("/shop/.larakube.json"));
        QCOMPARE(shop.find("environments")->items.size(), std::size_t{1});
        QCOMPARE(shop.find("environments")->items[0].text, std::string("production"));
        const DocumentNode& blog = root.find("apps")->items[1];
        QVERIFY(blog.find("environments") == nullptr);
        QCOMPARE(blog.find("traffic")->find("staging")->find("peakRps")->text, std::string("12"));
        // What is known and what is guessed is still said.
        QVERIFY(text.find("# Known: services mariadb") != std::string::npos);
        // It can be planned as it stands, from any folder.
        const ReadScenario read = readScenario(root, "/nowhere", *m_data);
        QVERIFY(read.scenario != nullptr);
        QCOMPARE(read.scenario->environments().size(), std::size_t{3});
        QVERIFY(contentOf(scenarios()) == before);
    }

    void everyStartOfTrafficIsWhatItSays() {
        const FoundBlueprint shop{
            .path = scenarios() + QStringLiteral("/shop/.larakube.json"),
            .app = QStringLiteral("shop"),
            .environments = {QStringLiteral("staging"), QStringLiteral("production")},
            .isReadable = true};
        const std::vector<ImportChoice> choice{
            {.blueprint = shop, .environments = shop.environments}};
        const struct {
            TrafficStart start;
            const char* peak;
            const char* profile;
        } cases[] = {{TrafficStart::Quiet, "0.5", "flat"},
                     {TrafficStart::Small, "2", "office-hours"},
                     {TrafficStart::Busy, "12", "office-hours"}};
        for (const auto& one : cases) {
            const auto scenario = composeImport(choice, one.start, "2026-11-25");
            QVERIFY(scenario.ok());
            QCOMPARE(scenario->name, QStringLiteral("shop"));
            const DocumentNode root = parsed(scenario->text);
            const DocumentNode* traffic =
                root.find("apps")->items[0].find("traffic")->find("production");
            QCOMPARE(traffic->find("peakRps")->text, std::string(one.peak));
            QCOMPARE(traffic->find("profile")->text, std::string(one.profile));
            QVERIFY(readScenario(root, "/nowhere", *m_data).scenario != nullptr);
        }
        const auto typed = composeImport(choice, TrafficStart::Typed, "2026-11-25");
        QVERIFY(parsed(typed->text).find("apps")->items[0].find("traffic") == nullptr);
    }

    void theTicksOfAppAndEnvironmentsAgree() {
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.setReview(threeProjects());
        auto* shop = box(dialog, QStringLiteral("app:/home/me/code/shop/.larakube.json"));
        auto* production = box(dialog, QStringLiteral("environment:shop/production"));
        auto* staging = box(dialog, QStringLiteral("environment:shop/staging"));
        production->click();
        QVERIFY(shop->isChecked());
        staging->click();
        QVERIFY(!shop->isChecked());
        QCOMPARE(dialog.choices().size(), std::size_t{1});
        shop->click();
        QVERIFY(production->isChecked() && staging->isChecked());
        QCOMPARE(dialog.choices().size(), std::size_t{2});
        auto* button = dialog.findChild<QPushButton*>(QStringLiteral("importButton"));
        QCOMPARE(button->text(), QStringLiteral("Import 2 projects"));
    }

    void whatCannotBeReadSaysWhereAndTheRestImports() {
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.setReview(threeProjects());
        dialog.show();
        auto* old = box(dialog, QStringLiteral("app:/home/me/code/old/.larakube.json"));
        QVERIFY(!old->isEnabled() && !old->isChecked());
        const auto labels = dialog.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral(":7:"));
        }));
        QVERIFY(dialog.findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    }

    void itsErrorsFollowTheThemeAndOpenAsText() {
        applyTheme(*qApp, ThemeKind::Light);
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.setReview(threeProjects());
        dialog.show();
        auto* notes = dialog.findChild<QToolButton*>(
            QStringLiteral("notes:/home/me/code/old/.larakube.json"));
        QVERIFY(notes != nullptr);
        const auto colour = [notes] { return notes->palette().color(QPalette::ButtonText); };
        QCOMPARE(colour(), currentTheme().danger);
        const QColor light = colour();
        applyTheme(*qApp, ThemeKind::Dark);
        QTRY_COMPARE(colour(), currentTheme().danger);
        QVERIFY(colour() != light);
        applyTheme(*qApp, ThemeKind::Light);
        const QSignalSpy asked(&dialog, &ImportDialog::textRequested);
        dialog.findChild<QPushButton*>(QStringLiteral("openText:/home/me/code/old/.larakube.json"))
            ->click();
        QCOMPARE(asked.count(), 1);
    }

    void twoOfOneNameAreRefusedUntilOneIsUnticked() {
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        ImportReview review;
        review.found = {found("shop", {QStringLiteral("production")}),
                        found("shop", {QStringLiteral("production")})};
        review.found[1].path = QStringLiteral("/home/me/old/shop/.larakube.json");
        dialog.setReview(review);
        dialog.show();
        auto* button = dialog.findChild<QPushButton*>(QStringLiteral("importButton"));
        QVERIFY(!button->isEnabled());
        QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("importMessage"))
                    ->text()
                    .contains(QStringLiteral("/home/me/old/shop")));
        box(dialog, QStringLiteral("app:/home/me/old/shop/.larakube.json"))->click();
        QVERIFY(button->isEnabled());
    }

    void aFolderWithoutAnySaysSo() {
        QTemporaryDir empty;
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.show();
        dialog.startReview({empty.path()});
        auto* title = dialog.findChild<QLabel*>(QStringLiteral("importTitle"));
        QTRY_COMPARE(title->text(), QStringLiteral("Nothing to import"));
        QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("importMessage"))
                    ->text()
                    .contains(empty.path()));
    }

    void aBlueprintThatVanishesIsTold() {
        JobRunner jobs;
        ImportDialog dialog(jobs, "2026-11-25");
        dialog.setReview(threeProjects());
        dialog.show();
        QSignalSpy imported(&dialog, &ImportDialog::imported);
        dialog.findChild<QPushButton*>(QStringLiteral("importButton"))->click();
        auto* message = dialog.findChild<QLabel*>(QStringLiteral("importMessage"));
        QTRY_VERIFY(message->isVisible());
        QVERIFY(message->text().contains(QStringLiteral("cannot be read any more")));
        QVERIFY(imported.isEmpty());
        QVERIFY(dialog.isVisible());
    }

    void itLooksRight() {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, kind);
            JobRunner jobs;
            ImportDialog dialog(jobs, "2026-11-25");
            dialog.show();
            dialog.setReview(threeProjects());
            QApplication::processEvents();
            saveGrab(dialog, kind == ThemeKind::Light ? QStringLiteral("import-light")
                                                      : QStringLiteral("import-dark"));
        }
        applyTheme(*qApp, ThemeKind::Light);
    }

private:
    static QCheckBox* box(ImportDialog& dialog, const QString& name) {
        return dialog.findChild<QCheckBox*>(name);
    }

    static ImportReview threeProjects() {
        ImportReview review;
        review.found = {found("shop", {QStringLiteral("production"), QStringLiteral("staging")}),
                        found("blog", {QStringLiteral("production")}), found("old", {})};
        review.found[0].notes = {
            QStringLiteral("shop/.larakube.json:12:9: note: production lists redis under plex but "
                           "not under managed: treated as shared"),
            QStringLiteral("shop/.larakube.json:30:1: note: 'mcp' is unknown and ignored")};
        review.found[2].isReadable = false;
        review.found[2].notes = {
            QStringLiteral("/home/me/code/old/.larakube.json:7:17: error: unknown strategy 'ha'")};
        return review;
    }

    std::shared_ptr<const EngineData> m_data;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ImportDialogTest)
#include "import_dialog_test.moc"
