#include "gui/autosave.h"

#include <QProcess>
#include <QSignalSpy>
#include <QtTest>
#include <set>

#include "gui/autosave_file.h"
#include "gui/line_diff.h"
#include "gui/recovery_dialog.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

const QDateTime kStart(QDate(2026, 11, 25), QTime(14, 3), Qt::UTC);

void grab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("STOWAGE_GRABS");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
}

AutosaveSubject shop() {
    return {.name = QStringLiteral("shop"),
            .path = QStringLiteral("/home/me/shop.yaml"),
            .folder = QStringLiteral("/home/me")};
}

/// The sessions of a state folder, as a crash would leave them: copied while the program lives,
/// without its lock.
void copySession(const QString& from, const QString& to) {
    QVERIFY(QDir().mkpath(to));
    for (const QString& name : snapshotsIn(from)) {
        QVERIFY(QFile::copy(from + QLatin1Char('/') + name, to + QLatin1Char('/') + name));
    }
}

}  // namespace

class AutosaveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }
    void init() { m_state = std::make_unique<QTemporaryDir>(); }

    void aSnapshotComesBackAndACutOneDoesNot() {
        const Snapshot snapshot{.subject = shop(),
                                .savedAt = kStart,
                                .changes = 12,
                                .text = "kind: Scenario\n# \xc3\xa4 \"quoted\"\n"};
        const QByteArray bytes = toBytes(snapshot);
        QVERIFY(snapshotFrom(bytes) == snapshot);
        for (qsizetype length = 0; length < bytes.size(); ++length) {
            QVERIFY2(!snapshotFrom(bytes.left(length)), qPrintable(QString::number(length)));
        }
        QByteArray changed = bytes;
        changed.back() = 'X';
        QVERIFY(!snapshotFrom(changed));
        QVERIFY(!snapshotFrom("kind: Scenario\n"));
    }

    void aMomentAfterTheLastChangeItIsWritten() {
        QDateTime now = kStart;
        Autosave autosave(m_state->path(), [&now] { return now; });
        autosave.setDelays(1, 10'000);
        QSignalSpy saved(&autosave, &Autosave::saved);
        autosave.noteChange();  // nothing is watched: nothing happens
        autosave.watch(shop(), [] { return std::string("text"); });
        QVERIFY(autosave.session().isEmpty());
        autosave.noteChange();
        autosave.noteChange();
        QVERIFY(saved.wait());
        QCOMPARE(saved.count(), 1);
        QFile file(saved.front().at(0).toString());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto snapshot = snapshotFrom(file.readAll());
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->text, std::string("text"));
        QCOMPARE(snapshot->changes, 2);
        QVERIFY(snapshot->subject == shop());
        QCOMPARE(snapshot->savedAt, kStart);
    }

    void whoNeverPausesIsSavedAllTheSame() {
        QDateTime now = kStart;
        Autosave autosave(m_state->path(), [&now] { return now; });
        // Each change would put it off by an hour, but ten seconds after the first it is due.
        autosave.setDelays(3'600'000, 10'000);
        autosave.watch(shop(), [] { return std::string("text"); });
        QSignalSpy saved(&autosave, &Autosave::saved);
        autosave.noteChange();
        now = kStart.addSecs(10);
        autosave.noteChange();
        QVERIFY(saved.wait());
    }

    void onlyTheOwnerMayReadAndTwentyAreKept() {
        Autosave autosave(m_state->path());
        int generation = 0;
        autosave.watch(shop(), [&generation] { return std::to_string(generation); });
        for (generation = 1; generation <= 25; ++generation) {
            QVERIFY(autosave.saveNow());
        }
        const QStringList names = snapshotsIn(autosave.session());
        QCOMPARE(names.size(), 20);
        QCOMPARE(names.front(), snapshotName(25));
        QCOMPARE(names.back(), snapshotName(6));
        const auto everybodyElse = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                   QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        const QString file = autosave.session() + QLatin1Char('/') + names.front();
        for (const QString& path : {file, autosave.session(), autosaveFolder(m_state->path())}) {
            QVERIFY2(!(QFile::permissions(path) & everybodyElse), qPrintable(path));
        }
        QVERIFY(!(QFile::permissions(file) & QFile::ExeOwner));
    }

    void anOrderlyEndLeavesNothing() {
        {
            Autosave autosave(m_state->path());
            autosave.watch(shop(), [] { return std::string("text"); });
            QVERIFY(autosave.saveNow());
            QCOMPARE(sessions().size(), 1);
        }
        QVERIFY(sessions().isEmpty());
        QVERIFY(findRecoveries(m_state->path()).empty());
    }

    void savingAndOpeningAnotherTakeTheSnapshotsAway() {
        Autosave autosave(m_state->path());
        autosave.watch(shop(), [] { return std::string("text"); });
        autosave.noteChange();
        QVERIFY(autosave.saveNow());
        autosave.noteSaved(shop());
        QVERIFY(sessions().isEmpty());
        QCOMPARE(autosave.changes(), 0);
        QVERIFY(autosave.saveNow());
        QCOMPARE(sessions().size(), 1);
        autosave.stop();
        QVERIFY(sessions().isEmpty());
        QVERIFY(!autosave.saveNow());
    }

    void theLivingAreNotOffered() {
        Autosave autosave(m_state->path());
        autosave.watch(shop(), [] { return std::string("text"); });
        QVERIFY(autosave.saveNow());
        QVERIFY(findRecoveries(m_state->path()).empty());
        QCOMPARE(sessions().size(), 1);
    }

    void aTornSnapshotGivesWayToTheOneBefore() {
        const QString dead = autosaveFolder(m_state->path()) + QStringLiteral("/1-dead");
        {
            Autosave autosave(m_state->path());
            std::string text = "first";
            autosave.watch(shop(), [&text] { return text; });
            QVERIFY(autosave.saveNow());
            text = "second";
            QVERIFY(autosave.saveNow());
            copySession(autosave.session(), dead);
        }
        QFile newest(dead + QLatin1Char('/') + snapshotName(2));
        QVERIFY(newest.resize(newest.size() - 2));
        const auto found = findRecoveries(m_state->path());
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().text, std::string("first"));
        QVERIFY(found.front().subject == shop());
        discardRecovery(found.front());
        QVERIFY(sessions().isEmpty());
    }

    void deadSessionsWithoutAnySnapshotGo() {
        QVERIFY(QDir().mkpath(autosaveFolder(m_state->path()) + QStringLiteral("/1-empty")));
        QVERIFY(findRecoveries(m_state->path()).empty());
        QVERIFY(sessions().isEmpty());
    }

    void whatCannotBeWrittenIsTold() {
        QFile file(m_state->filePath(QStringLiteral("autosave")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Autosave autosave(m_state->path());
        QSignalSpy failed(&autosave, &Autosave::failed);
        autosave.watch(shop(), [] { return std::string("text"); });
        QVERIFY(!autosave.saveNow());
        QCOMPARE(failed.count(), 1);
    }

    void killedInTheMiddleOfSavingNothingIsTorn() {
        std::set<int> generations;
        for (int round = 0; round < 25; ++round) {
            QTemporaryDir state;
            QProcess child;
            child.start(QStringLiteral(STOWAGE_CRASH_HELPER), {state.path()});
            QVERIFY(child.waitForStarted());
            QTRY_VERIFY_WITH_TIMEOUT(child.canReadLine() || child.waitForReadyRead(100), 30'000);
            // At another moment of the cycle of writing, syncing and renaming in each round.
            QThread::usleep(static_cast<unsigned long>(round) * 397);
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            int acknowledged = 0;
            while (child.canReadLine()) {
                acknowledged = child.readLine().trimmed().toInt();
            }
            checkAllWhole(autosaveFolder(state.path()));
            const auto found = findRecoveries(state.path());
            QCOMPARE(found.size(), std::size_t{1});
            // What was confirmed is there, or the one that was being written.
            QVERIFY(found.front().changes == acknowledged ||
                    found.front().changes == acknowledged + 1);
            generations.insert(found.front().changes);
        }
        QVERIFY(!generations.empty());
    }

    void aDiffIsAsShortAsCanBe() {
        const auto lines =
            lineDiff(QStringLiteral("a\nb\nc\nd\n"), QStringLiteral("a\nx\nc\nd\ne"));
        const std::vector<DiffLine> expected{
            {LineKind::Same, QStringLiteral("a")},  {LineKind::Removed, QStringLiteral("b")},
            {LineKind::Added, QStringLiteral("x")}, {LineKind::Same, QStringLiteral("c")},
            {LineKind::Same, QStringLiteral("d")},  {LineKind::Added, QStringLiteral("e")}};
        QVERIFY(lines == expected);
        QVERIFY(lineDiff({}, {}).empty());
        QCOMPARE(lineDiff({}, QStringLiteral("a\n")).size(), std::size_t{1});
    }

    void farEqualLinesAreFolded() {
        QString before;
        for (int i = 0; i < 100; ++i) {
            before += QStringLiteral("line %1\n").arg(i);
        }
        QString after = before;
        after.replace(QStringLiteral("line 50\n"), QStringLiteral("line fifty\n"));
        const auto lines = folded(lineDiff(before, after), 3);
        // 47 folded, 3 before, 1 removed, 1 added, 3 after, 46 folded.
        QCOMPARE(lines.size(), std::size_t{10});
        QCOMPARE(lines.front().count, 47);
        QCOMPARE(lines.back().count, 46);
    }

    void theDialogOffersRestoreCompareAndDiscard() {
        const QString path = m_state->filePath(QStringLiteral("shop.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kind: Scenario\ncurrency: USD\nreplicas: 1\n");
        file.close();
        Recovery first{.subject = shop(),
                       .savedAt = kStart,
                       .changes = 12,
                       .session = QStringLiteral("/nowhere"),
                       .text = "kind: Scenario\ncurrency: USD\nreplicas: 2\n"};
        first.subject.path = path;
        Recovery second = first;
        second.subject = {.name = QStringLiteral("untitled"), .path = {}, .folder = {}};
        second.changes = 1;
        RecoveryDialog dialog({first, second});
        dialog.show();
        QSignalSpy restore(&dialog, &RecoveryDialog::restoreRequested);
        QSignalSpy discard(&dialog, &RecoveryDialog::discardRequested);
        grab(dialog, QStringLiteral("recovery"));
        dialog.findChild<QPushButton*>(QStringLiteral("compare"))->click();
        const QString diff = dialog.findChild<QTextEdit*>(QStringLiteral("diff"))->toPlainText();
        QVERIFY(diff.contains(QStringLiteral("− replicas: 1")));
        QVERIFY(diff.contains(QStringLiteral("+ replicas: 2")));
        QVERIFY(diff.contains(QStringLiteral("  currency: USD")));
        grab(dialog, QStringLiteral("recovery-compare"));
        dialog.findChild<QPushButton*>(QStringLiteral("restore"))->click();
        QCOMPARE(restore.count(), 1);
        QVERIFY(restore.front().at(0).value<Recovery>() == first);
        QVERIFY(dialog.isVisible());
        // The other was never saved: there is nothing to compare it with.
        QVERIFY(!dialog.findChild<QPushButton*>(QStringLiteral("compare"))->isEnabled());
        dialog.findChild<QPushButton*>(QStringLiteral("discard"))->click();
        QCOMPARE(discard.count(), 1);
        QVERIFY(!dialog.isVisible());
    }

private:
    QStringList sessions() const {
        return QDir(autosaveFolder(m_state->path())).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    }

    /// Every file that bears the name of a snapshot is one, and all its lines are of one
    /// generation.
    static void checkAllWhole(const QString& folder) {
        int count = 0;
        QDirIterator files(folder, {QStringLiteral("*.snapshot")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto snapshot = snapshotFrom(file.readAll());
            QVERIFY2(snapshot.has_value(), qPrintable(file.fileName()));
            const QByteArray text = QByteArray::fromStdString(snapshot->text);
            const QByteArray line = "generation " + QByteArray::number(snapshot->changes) + '\n';
            QCOMPARE(text.count(line), 20'000);
            QCOMPARE(text.size(), line.size() * 20'000);
            ++count;
        }
        QVERIFY(count > 0);
    }

    std::unique_ptr<QTemporaryDir> m_state;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::AutosaveTest)
#include "autosave_test.moc"
