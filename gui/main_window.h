#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolButton>
#include <map>
#include <memory>

#include "gui/theme.h"
#include "gui/verdict_chip.h"
#include "gui/workbench.h"
#include "gui/workspace_rail.h"

namespace stowage::gui {

class AppSettings;
class InspectorView;
class NoticeBar;
class OffersDock;
class StartPage;

/// Workspaces, docks and menus: set-up and wiring only. Everything else is in the widgets and the
/// workbench.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(std::shared_ptr<const EngineData> engine, AppSettings& settings,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    Workbench& workbench() { return m_bench; }
    Workspace workspace() const { return m_workspace; }
    void showWorkspace(Workspace workspace);
    /// A word of --screen. False: unknown.
    bool showScreen(const QString& name);
    /// Opens a scenario or plan and shows the layout. Errors are shown in the window too.
    bool openFile(const QString& path);
    /// The same from the window itself: asks about unsaved changes, and does not wait.
    void openLater(const QString& path);
    QAction* action(const char* name) const;

Q_SIGNALS:
    /// The first frame with content was painted.
    void firstFramePainted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    // main_window.cpp
    void setupPages();
    void setupDocks();
    void setupBars();
    void connectBench();
    void refreshTitle();
    void refreshChip();
    void refreshNotice();
    void refreshStatus();
    void refreshInspector();
    bool mayDiscard();
    void foldDocks();
    // main_window_pages.cpp
    void setPage(Workspace workspace, QWidget* page);
    void setupStartPage();
    void refreshRecent();
    void noteRecent();
    void openSample(const QString& name, const QString& text);
    // main_window_actions.cpp
    void setupActions();
    QAction* addNamed(QMenu* menu, const char* name, const QString& text, const QKeySequence& keys,
                      const std::function<void()>& run);
    void setupFileMenu();
    void setupEditMenu();
    void setupViewMenu();
    void setupScenarioMenu();
    void setupHelpMenu();
    void newScenario();
    void chooseFile();
    bool save();
    bool saveAs();
    void savePlan();

    AppSettings& m_settings;
    Workbench m_bench;
    Workspace m_workspace = Workspace::Start;
    WorkspaceRail* m_rail = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    NoticeBar* m_notice = nullptr;
    VerdictChip* m_chip = nullptr;
    QLabel* m_name = nullptr;
    OffersDock* m_offers = nullptr;
    InspectorView* m_inspector = nullptr;
    QDockWidget* m_offersDock = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QLabel* m_searchState = nullptr;
    QToolButton* m_stopSearch = nullptr;
    QAction* m_stopAction = nullptr;
    QAction* m_chipAction = nullptr;
    QToolButton* m_unitsButton = nullptr;
    QToolButton* m_pricesButton = nullptr;
    QToolButton* m_qualityButton = nullptr;
    QToolButton* m_commandButton = nullptr;
    ByteUnits m_units = ByteUnits::Binary;
    bool m_isNarrow = false;
    bool m_hasPainted = false;
};

}  // namespace stowage::gui
