#include <sys/stat.h>

#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QtTest>

#include "gui/autosave.h"
#include "gui/autosave_file.h"
#include "gui/compare_page.h"
#include "gui/format.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/recovery_dialog.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/unread_scenario.h"
#include "model/json_patch.h"
#include "tests/gui/grab.h"
#include "tests/gui/qt_warnings.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

/// Presses the button of this name or text in the next modal dialogs, one after the other.
class DialogAnswers : public QObject {
public:
    using Answer = std::function<void(QWidget&)>;

    explicit DialogAnswers(QList<Answer> answers) : m_answers(std::move(answers)) {
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            QWidget* dialog = QApplication::activeModalWidget();
            if (dialog == nullptr || dialog == m_last) {
                return;
            }
            if (m_answers.isEmpty()) {
                const auto* box = qobject_cast<QMessageBox*>(dialog);
                qCritical("a dialog too many: %s",
                          qPrintable(box == nullptr ? dialog->objectName() : box->text()));
                m_isSurprised = true;
                QTimer::singleShot(0, dialog, &QWidget::close);
                return;
            }
            m_last = dialog;
            // Not from here: this timer sleeps while its own slot runs, and an answer may open the
            // next dialog.
            QTimer::singleShot(0, dialog,
                               [dialog, answer = m_answers.takeFirst()] { answer(*dialog); });
        });
        m_timer.start();
    }
    bool isDone() const { return m_answers.isEmpty() && !m_isSurprised; }

private:
    QTimer m_timer;
    QList<Answer> m_answers;
    QPointer<QWidget> m_last;
    bool m_isSurprised = false;
};

DialogAnswers::Answer press(const QString& text) {
    return [text](QWidget& dialog) {
        for (auto* button : dialog.findChildren<QPushButton*>()) {
            if (button->text().remove(QLatin1Char('&')).startsWith(text)) {
                button->click();
                return;
            }
        }
        QFAIL(qPrintable(QStringLiteral("no button ") + text));
    };
}

}  // namespace

/// The way of a document: opened, recovered, saved, refused; and the options of the program.
class DocumentHandlingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_data = shippedData();
    }
    void init() {
        failOnQtWarnings();
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", m_folder->filePath(QStringLiteral("state")).toUtf8());
        m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
        m_window = std::make_unique<MainWindow>(m_data, *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_settings.reset();
    }

    void aRecoveredDocumentKeepsItsFile() {
        const QString path = copyOf("one-vps");
        const QByteArray old = contentOf(path);
        leaveSnapshot(path, old + "# typed before the crash\n", QDateTime::currentDateTime());
        m_window->offerRecoveries();
        auto* dialog = m_window->findChild<RecoveryDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("summary"))->text().contains(path));
        dialog->findChild<QPushButton*>(QStringLiteral("restore"))->click();
        QCOMPARE(document().path(), path);
        QVERIFY(document().isModified());
        QVERIFY2(document().holdsUnsavedWork(), "closing must ask");
        QCOMPARE(contentOf(path), old);
        // A crash of the recovered one names the file again.
        QCOMPARE(newestSnapshot().subject.path, path);
        QVERIFY(!document().isChangedOnDisk());
        m_window->action("save")->trigger();
        QCOMPARE(contentOf(path), old + "# typed before the crash\n");
        QVERIFY(!document().isModified());
        QCOMPARE(document().displayName(), QFileInfo(path).fileName());
    }

    void aFileThatChangedAfterTheCrashIsNotOverwrittenSilently() {
        const QString path = copyOf("one-vps");
        const QByteArray old = contentOf(path);
        leaveSnapshot(path, old + "# a\n", QDateTime::currentDateTime().addDays(-1));
        m_window->offerRecoveries();
        m_window->findChild<QPushButton*>(QStringLiteral("restore"))->click();
        DialogAnswers answers({press(QStringLiteral("Cancel"))});
        m_window->action("save")->trigger();
        QVERIFY(answers.isDone());
        QCOMPARE(contentOf(path), old);
        document().close();
    }

    void closingAsksAboutRecoveredWork() {
        leaveSnapshot({}, contentOf(scenarioPath("one-vps")), QDateTime::currentDateTime());
        m_window->offerRecoveries();
        m_window->findChild<QPushButton*>(QStringLiteral("restore"))->click();
        {
            DialogAnswers answers({press(QStringLiteral("Cancel"))});
            QVERIFY(!m_window->close());
            QVERIFY(answers.isDone());
        }
        DialogAnswers answers({press(QStringLiteral("Discard"))});
        QVERIFY(m_window->close());
        QVERIFY(answers.isDone());
    }

    void savingStartsBesideTheDocumentAndAddsASuffix() {
        const QString path = copyOf("one-vps");
        QVERIFY(m_window->openFile(path));
        const QString target = m_folder->filePath(QStringLiteral("renamed"));
        QString folder, proposed;
        {
            DialogAnswers answers({[&](QWidget& dialog) {
                auto* files = qobject_cast<QFileDialog*>(&dialog);
                QVERIFY(files != nullptr);
                folder = files->directory().absolutePath();
                proposed = files->selectedFiles().value(0);
                typeName(*files, QStringLiteral("renamed"));
            }});
            m_window->action("saveAs")->trigger();
            QVERIFY(answers.isDone());
        }
        QCOMPARE(folder, m_folder->path());
        QCOMPARE(proposed, path);
        QCOMPARE(document().path(), target + QStringLiteral(".yaml"));

        // A copy of a sample starts where the last one was, named as the scenario is.
        QVERIFY(m_window->workbench()
                    .openUntitled(QStringLiteral("one-vps (copy)"), contentOf(path).toStdString(),
                                  m_folder->path())
                    .ok());
        {
            DialogAnswers answers({[&](QWidget& dialog) {
                auto* files = qobject_cast<QFileDialog*>(&dialog);
                folder = files->directory().absolutePath();
                proposed = QFileInfo(files->selectedFiles().value(0)).fileName();
                files->reject();
            }});
            m_window->action("save")->trigger();
        }
        QCOMPARE(folder, m_folder->path());
        QCOMPARE(proposed, QStringLiteral("one-vps.yaml"));
        QVERIFY(document().path().isEmpty());
    }

    void anOddSuffixIsAskedAbout() {
        QVERIFY(m_window->openFile(copyOf("one-vps")));
        const auto saveAs = [this](const QString& answer) {
            DialogAnswers answers({[](QWidget& dialog) {
                                       typeName(*qobject_cast<QFileDialog*>(&dialog),
                                                QStringLiteral("notes.txt"));
                                   },
                                   press(answer)});
            m_window->action("saveAs")->trigger();
            QVERIFY(answers.isDone());
        };
        saveAs(QStringLiteral("Cancel"));
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("notes.txt"))));
        saveAs(QStringLiteral("Save as"));
        QCOMPARE(document().path(), m_folder->filePath(QStringLiteral("notes.txt.yaml")));
        saveAs(QStringLiteral("Keep"));
        QCOMPARE(document().path(), m_folder->filePath(QStringLiteral("notes.txt")));
    }

    void pipesAreRefusedAndNotWaitedFor() {
        const QString pipe = makePipe(QStringLiteral("pipe.yaml"));
        Workbench& bench = m_window->workbench();
        const Status opened = bench.openFile(pipe);
        QVERIFY(!opened.ok());
        const QString why = qs(opened.error().message);
        QVERIFY2(why.contains(pipe) && why.contains(QStringLiteral("pipe")), qPrintable(why));
        QSignalSpy failed(&bench, &Workbench::failed);
        bench.openLater(pipe);
        QVERIFY(failed.wait(5000));
        // A blueprint, and the file behind an open document.
        const std::string text =
            "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - blueprint: " + pipe.toStdString() +
            "\n";
        QVERIFY(bench.openUntitled(QStringLiteral("s"), text, m_folder->path()).ok());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.problems().empty(), 10'000);
        QVERIFY(bench.problems().front().text.contains(QStringLiteral("pipe")));
    }

    void aDamagedPlanFileIsNamed() {
        const QString path = m_folder->filePath(QStringLiteral("cut.plan.json"));
        QVERIFY(m_window->openFile(scenarioPath("one-vps")));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().report() != nullptr, 60'000);
        const std::string whole = planFileText(*m_window->workbench().report());
        write(path,
              QByteArray::fromStdString(whole).left(static_cast<qsizetype>(whole.size() / 2)));
        const Status cut = m_window->workbench().openFile(path);
        QVERIFY(!cut.ok());
        QVERIFY2(qs(cut.error().message).contains(path), cut.error().message.c_str());
        write(path, "{ \"apiVersion\": \"stowage/v1\", \"kind\": \"PlanReport\" }");
        const Status empty = m_window->workbench().openFile(path);
        QVERIFY(!empty.ok());
        QVERIFY2(qs(empty.error().message).contains(path), empty.error().message.c_str());
    }

    void aPlanIsKeptOnce() {
        QVERIFY(m_window->openFile(scenarioPath("plex-commons")));
        Workbench& bench = m_window->workbench();
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr && !bench.isSearching(), 60'000);
        m_window->action("keepToday")->trigger();
        m_window->action("keepToday")->trigger();
        m_window->action("keepPlan")->trigger();
        QCOMPARE(bench.keptPlans().size(), std::size_t{1});
        QVERIFY(notice().contains(QStringLiteral("kept already, as “Today”")));
        // Another plan takes the name, and the former keeps its place under that of its layout.
        const DocumentNode patch =
            patchSetting(*document().tree(),
                         {{.path = {"requirements", "headroom"}, .value = makeDecimal("0.12")}});
        QVERIFY(document().apply(QStringLiteral("headroom"), patch).ok());
        QTRY_VERIFY_WITH_TIMEOUT(
            bench.shownFreshness() == Freshness::Current && !bench.isSearching(), 60'000);
        m_window->action("keepToday")->trigger();
        QCOMPARE(bench.keptPlans().size(), std::size_t{2});
        QVERIFY(bench.keptPlans()[0].name != bench.keptPlans()[1].name);
        QCOMPARE(bench.today()->name, QStringLiteral("Today"));
        document().undoStack()->clear();
    }

    void anEmptyScenarioWaitsForItsFirstApp() {
        m_window->action("new")->trigger();
        QVERIFY(m_window->workspace() == Workspace::Scenario);
        QVERIFY(!m_window->workbench().hasApps());
        QVERIFY(!document().holdsUnsavedWork());
        auto* page = m_window->findChild<ScenarioPage*>();
        auto* unread = page->findChild<UnreadScenario*>();
        QVERIFY(unread->isVisible());
        QTRY_VERIFY(!m_window->workbench().problems().empty());
        QVERIFY(unread->state() == UnreadScenario::State::Empty);
        QVERIFY2(!m_window->findChild<NoticeBar*>()->isVisible(), "nothing is wrong");
        saveGrab(*m_window, QStringLiteral("empty-scenario"));
        m_window->showWorkspace(Workspace::Layout);
        QVERIFY(notice().contains(QStringLiteral("no app")));
        saveGrab(*m_window, QStringLiteral("empty-layout"));
        m_window->findChild<QPushButton*>(QStringLiteral("noticeAction"))->click();
        auto* name = m_window->findChild<QLineEdit*>(QStringLiteral("appName"));
        QVERIFY(name != nullptr);
        QTest::keyClicks(name, QStringLiteral("shop"));
        m_window->findChild<QPushButton*>(QStringLiteral("dialogAdd"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().scenario() != nullptr, 30'000);
        QTRY_VERIFY(page->table().isVisible());
        QCOMPARE(document().undoStack()->count(), 1);
        const std::string text = document().text();
        QVERIFY2(text.find("apps:\n  - name: shop") != std::string::npos, text.c_str());
        m_window->action("undo")->trigger();
        QTRY_VERIFY(unread->isVisible());
        QVERIFY(unread->state() == UnreadScenario::State::Empty);
    }

    void aScenarioThatNeverWasReadSaysWhy() {
        const QString path = m_folder->filePath(QStringLiteral("broken.yaml"));
        write(path,
              "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: a\n    replcas: 2\n"
              "    blueprint: { name: a, environments: { production: {} } }\n");
        QVERIFY(m_window->openFile(path));
        m_window->showWorkspace(Workspace::Scenario);
        auto* unread = m_window->findChild<UnreadScenario*>();
        QTRY_VERIFY(unread->state() == UnreadScenario::State::Broken);
        QVERIFY(unread->findChild<QLabel*>(QStringLiteral("brokenProblem"))
                    ->text()
                    .contains(QStringLiteral("replcas")));
        saveGrab(*m_window, QStringLiteral("broken-scenario"));
    }

    void theProgramRefusesWhatCannotBeMeant_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto words = [](std::initializer_list<const char*> all) {
            QStringList list;
            for (const char* word : all) {
                list.append(QLatin1String(word));
            }
            return list;
        };
        QTest::newRow("no export")
            << words({"--export", "", "SCENARIO"}) << 2 << QStringLiteral("--export needs a FILE");
        QTest::newRow("no screen")
            << words({"--screen", ""}) << 2 << QStringLiteral("--screen needs a NAME");
        QTest::newRow("no file") << words({""}) << 2 << QStringLiteral("is empty");
        QTest::newRow("pipe opened") << words({"PIPE"}) << 1 << QStringLiteral("is a pipe");
        QTest::newRow("pipe timed")
            << words({"--time-first-frame", "PIPE"}) << 1 << QStringLiteral("is a pipe");
        QTest::newRow("pipe exported")
            << words({"--export", "x.svg", "PIPE"}) << 1 << QStringLiteral("is a pipe");
        QTest::newRow("folder") << words({"--export", "x.svg", "/tmp"}) << 1
                                << QStringLiteral("is a folder");
    }
    void theProgramRefusesWhatCannotBeMeant() {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        arguments.replaceInStrings(QStringLiteral("PIPE"), makePipe(QStringLiteral("p.json")));
        arguments.replaceInStrings(QStringLiteral("SCENARIO"), scenarioPath("one-vps"));
        QProcess program;
        program.setWorkingDirectory(m_folder->path());
        program.start(QStringLiteral(STOWAGE_GUI_PROGRAM), arguments);
        const bool hasEnded = program.waitForFinished(20'000);
        if (!hasEnded) {
            program.kill();
            program.waitForFinished();
        }
        QVERIFY2(hasEnded, "it waits for ever");
        const QString text = QString::fromUtf8(program.readAllStandardError());
        QCOMPARE(program.exitCode(), code);
        QVERIFY2(text.contains(says), qPrintable(text));
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("x.svg"))));
    }

private:
    ScenarioDocument& document() { return m_window->workbench().document(); }
    QString notice() const { return m_window->findChild<NoticeBar*>()->text(); }

    QString copyOf(const char* scenario) const {
        const QString path = m_folder->filePath(QLatin1String(scenario) + QStringLiteral(".yaml"));
        QFile::copy(scenarioPath(scenario), path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }
    QString makePipe(const QString& name) const {
        const QString path = m_folder->filePath(name);
        return ::mkfifo(qPrintable(path), 0600) == 0 ? path : QString();
    }
    static void typeName(QFileDialog& dialog, const QString& name) {
        auto* line = dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        line->selectAll();
        QTest::keyClicks(line, name);
        QTest::keyClick(line, Qt::Key_Return);
    }

    /// What a program leaves that crashed: a snapshot in a folder that no living process holds.
    static void leaveSnapshot(const QString& path, const QByteArray& text, const QDateTime& when) {
        const QString session = autosaveFolder({}) + QStringLiteral("/1-dead");
        QVERIFY(QDir().mkpath(session));
        const QString name =
            path.isEmpty() ? QStringLiteral("untitled") : QFileInfo(path).fileName();
        write(
            session + QLatin1Char('/') + snapshotName(1),
            toBytes(
                {.subject = {.name = name, .path = path, .folder = QFileInfo(path).absolutePath()},
                 .savedAt = when,
                 .changes = 1,
                 .text = text.toStdString()}));
    }
    static Snapshot newestSnapshot() {
        QDirIterator files(autosaveFolder({}), {QStringLiteral("*.snapshot")}, QDir::Files,
                           QDirIterator::Subdirectories);
        return files.hasNext() ? snapshotFrom(contentOf(files.next())).value_or(Snapshot{})
                               : Snapshot{};
    }

    std::shared_ptr<const EngineData> m_data;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::DocumentHandlingTest)
#include "document_handling_test.moc"
