#include <QDockWidget>
#include <QtTest>
#include <algorithm>
#include <map>

#include "tests/gui/grab.h"
#include "tests/gui/picture_difference.h"
#include "tests/gui/stage.h"

namespace stowage::gui {
namespace {

struct Change {
    ThemeChoice from;
    ThemeChoice to;
    const char* name;
};

constexpr Change kChanges[] = {
    {ThemeChoice::Light, ThemeChoice::Dark, "light_to_dark"},
    {ThemeChoice::Dark, ThemeChoice::HighContrast, "dark_to_contrast"},
    {ThemeChoice::HighContrast, ThemeChoice::Light, "contrast_to_light"}};

/// Letters at the edge of a fraction of a pixel; a label in the colours of before is far more.
constexpr qsizetype kPixelsMax = 20;

}  // namespace

/// The theme is changed while a screen is shown: it then looks like a window that was made in it.
class ThemeChangeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareStage(); }
    void cleanup() { m_stage.reset(); }

    void aScreenFollows_data() {
        QTest::addColumn<int>("change");
        for (int change = 0; change < static_cast<int>(std::size(kChanges)); ++change) {
            QTest::newRow(kChanges[change].name) << change;
        }
    }
    void aScreenFollows() {
        QFETCH(int, change);
        const Change& one = kChanges[change];
        std::map<Screen, QImage> fresh;
        m_stage = std::make_unique<Stage>(StageSetup{.theme = one.to});
        for (const Screen screen : screens()) {
            QWidget& shown = m_stage->bring(screen);
            fresh[screen] = atRest(shown);
            saveGrab(shown, QLatin1String(one.name) + QStringLiteral("_fresh_") + toWord(screen));
        }
        m_stage.reset();
        m_stage = std::make_unique<Stage>(StageSetup{.theme = one.from});
        QStringList wrong;
        for (const Screen screen : screens()) {
            setTheme(one.from);
            QWidget& shown = m_stage->bring(screen);
            setTheme(one.to);
            const PictureDifference difference = differenceOf(fresh[screen], atRest(shown));
            if (!difference.isSameSize || difference.differing > kPixelsMax) {
                wrong.push_back(
                    QStringLiteral("%1: %2 pixels").arg(toWord(screen)).arg(difference.differing));
                save(difference.picture, one.name, screen);
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
    }

private:
    /// The import is modal: nobody reaches the preferences from it.
    static std::vector<Screen> screens() {
        std::vector<Screen> screens = allScreens();
        screens.erase(std::find(screens.begin(), screens.end(), Screen::Import));
        return screens;
    }

    /// Colours are compared, not where the focus is or how high a dock was pulled.
    QImage atRest(QWidget& shown) {
        if (QWidget* focus = shown.focusWidget()) {
            focus->clearFocus();
        }
        auto* dock = m_stage->window().findChild<QDockWidget*>(QStringLiteral("problemsDock"));
        m_stage->window().resizeDocks({dock}, {180}, Qt::Vertical);
        Stage::settle(shown);
        return Stage::pictureOf(shown);
    }

    void setTheme(ThemeChoice choice) {
        Preferences preferences = m_stage->settings().preferences();
        preferences.theme = choice;
        m_stage->settings().setPreferences(preferences);
    }

    static void save(const QImage& picture, const char* change, Screen screen) {
        const QDir folder(QStringLiteral(STOWAGE_RESULT_FOLDER));
        folder.mkpath(QStringLiteral("."));
        picture.save(folder.filePath(QLatin1String(change) + QLatin1Char('_') + toWord(screen) +
                                     QStringLiteral(".difference.png")));
    }

    std::unique_ptr<Stage> m_stage;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ThemeChangeTest)
#include "theme_change_test.moc"
