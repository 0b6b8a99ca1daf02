#include "gui/app_settings.h"

#include <QSignalSpy>
#include <QtTest>

namespace stowage::gui {
namespace {

RecentFile recentFile(const QString& path) {
    return {.path = path,
            .name = QStringLiteral("shop, \"the\" first; äöü"),
            .verdict = PlanVerdict::Tight,
            .price = QStringLiteral("$24.00 / month"),
            .servers = QStringLiteral("1 × 4 GB"),
            .openedAt = QDateTime(QDate(2026, 11, 25), QTime(9, 12)),
            .sketch = QStringLiteral("3932/690 a220 d268")};
}

}  // namespace

class AppSettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("new/stowage-gui.ini"));
    }

    void everythingComesBack() {
        const Preferences chosen{.theme = ThemeChoice::HighContrast,
                                 .textScale = TextScale::Larger,
                                 .density = Density::Roomy,
                                 .byteUnits = ByteUnits::Decimal,
                                 .motion = Motion::Reduced,
                                 .follow = FollowMode::Follow};
        const Session session{
            .place = QRect(-40, 7, 1300, 820),
            .isMaximized = true,
            .docks = QByteArray("\0\1docks", 7),
            .dockWishes = {{QStringLiteral("layout/offersDock"), true},
                           {QStringLiteral("layout/inspectorDock"), false}},
            .splitters = {{QStringLiteral("compareSplitter"), QByteArray("\2\0x", 3)}},
            .workspace = QStringLiteral("compare"),
            .file = QStringLiteral("/home/anna/ä, b.yaml")};
        {
            AppSettings settings(m_path);
            QVERIFY(settings.preferences() == Preferences{});
            QVERIFY(settings.session() == Session{});
            QVERIFY(settings.isFirstRun());
            QSignalSpy changed(&settings, &AppSettings::preferencesChanged);
            settings.setPreferences(chosen);
            settings.setPreferences(chosen);
            QCOMPARE(changed.count(), 1);
            settings.noteRecent(recentFile(QStringLiteral("/a.yaml")));
            settings.setSession(session);
            settings.setColumnWidth(QStringLiteral("offersTable"), QStringLiteral("Name, full"),
                                    211);
            settings.setLastFolder(QStringLiteral("open"), m_folder->path());
            settings.setLastFolder(QStringLiteral("gone"), QStringLiteral("/does/not/exist"));
            settings.endFirstRun();
        }
        const AppSettings again(m_path);
        QCOMPARE(again.note(), QString());
        QVERIFY(again.preferences() == chosen);
        QVERIFY(again.recentFiles() ==
                std::vector<RecentFile>{recentFile(QStringLiteral("/a.yaml"))});
        QVERIFY(again.session() == session);
        QCOMPARE(again.columnWidths(QStringLiteral("offersTable")),
                 (QMap<QString, int>{{QStringLiteral("Name, full"), 211}}));
        QVERIFY(again.columnWidths(QStringLiteral("others")).isEmpty());
        QCOMPARE(again.lastFolder(QStringLiteral("open")), m_folder->path());
        QCOMPARE(again.lastFolder(QStringLiteral("gone")), QString());
        QVERIFY(!again.isFirstRun());
    }

    void theNewestIsFirstAndTwentyAreKept() {
        AppSettings settings(m_path);
        for (int i = 0; i < 25; ++i) {
            settings.noteRecent(recentFile(QStringLiteral("/%1.yaml").arg(i)));
        }
        settings.noteRecent(recentFile(QStringLiteral("/10.yaml")));
        QCOMPARE(settings.recentFiles().size(), std::size_t{20});
        QCOMPARE(settings.recentFiles()[0].path, QStringLiteral("/10.yaml"));
        QCOMPARE(settings.recentFiles()[1].path, QStringLiteral("/24.yaml"));
        // 24 down to 5 were kept; 10 is in front: nothing older came back.
        QCOMPARE(settings.recentFiles()[19].path, QStringLiteral("/5.yaml"));
        settings.removeRecent(QStringLiteral("/10.yaml"));
        QCOMPARE(settings.recentFiles().size(), std::size_t{19});
        QCOMPARE(AppSettings(m_path).recentFiles().size(), std::size_t{19});
    }

    void anUpdateKeepsThePlaceAndForgetsNobody() {
        AppSettings settings(m_path);
        settings.noteRecent(recentFile(QStringLiteral("/a.yaml")));
        settings.noteRecent(recentFile(QStringLiteral("/b.yaml")));
        RecentFile changed = recentFile(QStringLiteral("/a.yaml"));
        changed.verdict = PlanVerdict::DoesNotFit;
        settings.updateRecent(changed);
        settings.updateRecent(recentFile(QStringLiteral("/unknown.yaml")));
        QCOMPARE(settings.recentFiles().size(), std::size_t{2});
        QVERIFY(settings.recentFiles()[1].verdict == PlanVerdict::DoesNotFit);
    }

    void aBrokenFileIsSetAsideWithANote() {
        QDir().mkpath(QFileInfo(m_path).path());
        const QByteArray broken("[view\ntheme=dark\n\0\xff\xfe garbage", 33);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(broken);
        file.close();
        AppSettings settings(m_path);
        QVERIFY(settings.note().contains(m_path));
        QVERIFY(settings.preferences() == Preferences{});
        settings.endFirstRun();
        QVERIFY(!AppSettings(m_path).isFirstRun());
        QFile aside(m_path + QStringLiteral(".broken"));
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), broken);
    }

    void unknownWordsCountAsNeverSet() {
        QDir().mkpath(QFileInfo(m_path).path());
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[view]\ntheme=purple\ndensity=roomy\n[recent]\nsize=1000000\n1\\name=x\n");
        file.close();
        const AppSettings settings(m_path);
        QVERIFY(settings.preferences().theme == ThemeChoice::System);
        QVERIFY(settings.preferences().density == Density::Roomy);
        QVERIFY(settings.recentFiles().empty());
    }

    void anUnwritablePlaceIsTold() {
        // A file where the folder should be: holds for root as well.
        QFile file(m_folder->filePath(QStringLiteral("blocked")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        AppSettings settings(m_folder->filePath(QStringLiteral("blocked/stowage-gui.ini")));
        settings.endFirstRun();
        QVERIFY(settings.note().contains(QStringLiteral("cannot be written")));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::AppSettingsTest)
#include "app_settings_test.moc"
