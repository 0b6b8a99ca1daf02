#include "gui/preferences_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "gui/theme.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

QComboBox* box(PreferencesDialog& dialog, const char* name) {
    return dialog.findChild<QComboBox*>(QString::fromLatin1(name));
}

}  // namespace

class PreferencesDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings =
            std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("settings.ini")));
    }

    void everyOptionOfEveryPreferenceAppliesAtOnce() {
        PreferencesDialog dialog(*m_settings);
        const auto boxes = dialog.findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 6);
        QSignalSpy changed(m_settings.get(), &AppSettings::preferencesChanged);
        int changes = 0;
        for (QComboBox* one : boxes) {
            QVERIFY(one->count() >= 2);
            for (int option = one->count() - 1; option >= 0; --option) {
                const bool isNew = option != one->currentIndex();
                changes += isNew ? 1 : 0;
                one->setCurrentIndex(option);
                QCOMPARE(one->currentIndex(), option);
            }
        }
        QCOMPARE(changed.count(), changes);
        box(dialog, "theme")->setCurrentIndex(3);
        QVERIFY(m_settings->preferences().theme == ThemeChoice::HighContrast);
        box(dialog, "textScale")->setCurrentIndex(2);
        QVERIFY(m_settings->preferences().textScale == TextScale::Larger);
        box(dialog, "density")->setCurrentIndex(0);
        QVERIFY(m_settings->preferences().density == Density::Compact);
        box(dialog, "byteUnits")->setCurrentIndex(1);
        QVERIFY(m_settings->preferences().byteUnits == ByteUnits::Decimal);
        box(dialog, "follow")->setCurrentIndex(1);
        QVERIFY(m_settings->preferences().follow == FollowMode::Follow);
    }

    void resetConcernsItsPageAlone() {
        m_settings->setPreferences({.theme = ThemeChoice::Dark,
                                    .textScale = TextScale::Large,
                                    .byteUnits = ByteUnits::Decimal});
        PreferencesDialog dialog(*m_settings);
        QCOMPARE(box(dialog, "theme")->currentIndex(), 1);
        dialog.findChild<QPushButton*>(QStringLiteral("reset:Appearance"))->click();
        QVERIFY(m_settings->preferences() == (Preferences{.byteUnits = ByteUnits::Decimal}));
        QCOMPARE(box(dialog, "theme")->currentIndex(), 0);
        QCOMPARE(box(dialog, "byteUnits")->currentIndex(), 1);
    }

    void aChangeFromElsewhereIsShown() {
        PreferencesDialog dialog(*m_settings);
        m_settings->setPreferences({.density = Density::Roomy});
        QCOMPARE(box(dialog, "density")->currentIndex(), 2);
    }

    void theSearchFindsLabelsAndOptions() {
        PreferencesDialog dialog(*m_settings);
        dialog.show();
        auto* search = dialog.findChild<QLineEdit*>(QStringLiteral("preferencesSearch"));
        search->setText(QStringLiteral("CONTRAST"));
        QVERIFY(box(dialog, "theme")->isVisible());
        QVERIFY(!box(dialog, "density")->isVisible());
        QVERIFY(!box(dialog, "follow")->isVisible());
        search->setText(QStringLiteral("xyz"));
        QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("noPreference"))->isVisible());
        search->clear();
        QVERIFY(box(dialog, "follow")->isVisible());
        QVERIFY(!dialog.findChild<QLabel*>(QStringLiteral("noPreference"))->isVisible());
    }

    void itLooksRight() {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, kind);
            PreferencesDialog dialog(*m_settings);
            dialog.show();
            saveGrab(dialog, kind == ThemeKind::Light ? QStringLiteral("preferences-light")
                                                      : QStringLiteral("preferences-dark"));
        }
        applyTheme(*qApp, ThemeKind::Light);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::PreferencesDialogTest)
#include "preferences_dialog_test.moc"
