#pragma once

#include <QImage>
#include <QTemporaryDir>
#include <memory>
#include <vector>

#include "gui/app_settings.h"
#include "gui/main_window.h"

namespace stowage::gui {

/// Everything of the window that has a picture of its own.
enum class Screen {
    Start,
    Scenario,
    Layout,
    LayoutTable,
    Compare,
    Recommendation,
    Problems,
    Import,
    Preferences,
    Palette,
};

/// "layout_table": the name of its files.
QString toWord(Screen screen);
const std::vector<Screen>& allScreens();

/// How a window is set up, besides what never changes: date, locale, fonts, no motion, no caret.
struct StageSetup {
    ThemeChoice theme = ThemeChoice::Light;
    TextScale textScale = TextScale::Normal;
    QSize size{1440, 900};
};

/// What holds for the whole program: fonts, locale and a caret that stands still.
void prepareStage();

/// The real window with the scenario plex-commons planned, one screen at a time in front. Waits by
/// signals for answers, and for the picture to stand still.
class Stage {
public:
    explicit Stage(const StageSetup& setup);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    MainWindow& window() { return *m_window; }
    AppSettings& settings() { return m_settings; }
    /// The window or dialog that shows this screen, at rest.
    QWidget& bring(Screen screen);
    QImage grab(Screen screen) { return pictureOf(bring(screen)); }
    /// What a widget shows, with one pixel a point and no alpha.
    static QImage pictureOf(QWidget& widget);
    /// Handles events until two pictures in a row are the same.
    static void settle(QWidget& widget);

private:
    void plan();
    void waitForAnswers(Screen screen);
    void breakScenario();
    void goBack();
    QWidget& openDialog(Screen screen);

    QTemporaryDir m_folder;
    AppSettings m_settings;
    std::unique_ptr<MainWindow> m_window;
    QDialog* m_dialog = nullptr;
};

}  // namespace stowage::gui
