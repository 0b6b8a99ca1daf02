#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolButton>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "gui/app_settings.h"
#include "gui/canvas_model.h"
#include "gui/models/scenario_cells.h"
#include "gui/notice_bar.h"
#include "gui/theme.h"
#include "gui/verdict_chip.h"
#include "gui/workbench.h"
#include "gui/workspace_rail.h"

namespace stowage::gui {

class Autosave;
class InspectorView;
class CommandPalette;
class ComparePage;
class LayoutPage;
class ProblemsDock;
class ScenarioPage;
struct PaletteEntry;
class OffersDock;
class ProvenancePopover;
class RecommendationView;
class StartPage;
class DropHalves;
class Tour;
class WindowSession;
enum class HelpPage;

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
    /// What the canvas shows, names and limits of the scenario included.
    CanvasInput canvasInput() const;
    /// The window as it was closed, and kept from now on; without this the settings of former
    /// windows are neither read nor written.
    void restoreSession();
    /// Asks about what a program that crashed left behind, if anything.
    void offerRecoveries();
    /// This theme, whatever the preferences say: it was given on the command line.
    void keepTheme(ThemeKind kind);

Q_SIGNALS:
    /// The first frame with content was painted.
    void firstFramePainted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window.cpp
    void setupPages();
    void setupDocks();
    void setupBars();
    void connectBench();
    void refreshTitle();
    void refreshChip();
    void refreshNotice();
    /// A notice with a button. `tone`: as of NoticeBar.
    void showNotice(NoticeBar::Tone tone, const QString& text, const QString& label,
                    std::function<void()> act);
    void refreshStatus();
    void refreshPriceDate();
    void refreshInspector();
    void showRecommendation();
    bool mayDiscard();
    void foldDocks();
    // main_window_docks.cpp
    void arrangeDocks();
    void watchDock(QDockWidget* dock);
    void resetWorkspace();
    void sizeDocks();
    void sizeDocksOnce();
    void offerLastFile();
    void goOn();
    // main_window_pages.cpp
    void setPage(Workspace workspace, QWidget* page);
    void setupStartPage();
    void refreshRecent();
    void noteRecent();
    void openText(const QString& name, const std::string& text);
    void openSample(const QString& name, const QString& text);
    /// A page that nobody sees is filled when it is shown: an edit pays for one page.
    bool isDeferred(Workspace workspace);
    void refreshDeferred();
    void setupScenarioPage();
    void refreshScenarioPage();
    void setupProblems();
    std::vector<PaletteEntry> paletteEntries();
    void applyEdit(const Edit& edit);
    void applyEdits(const QList<Edit>& edits, const QString& text);
    void goToInput(const QString& input);
    void setupAutosave();
    void applyPreferredTheme();
    void applyPreferences();
    // main_window_layout.cpp
    void setupLayoutPage();
    void refreshLayout();
    QList<Edit> modeEdits(const QStringList& keys, Mode mode) const;
    void setServiceModes(const QStringList& keys, Mode mode);
    void dropOffer(const QString& provider, const QString& offer, const QString& node);
    void removeNode(const QString& node);
    void showLayoutMenu(const QPoint& place, const QString& node, const QString& pod,
                        const QStringList& keys);
    void explainPod(const QString& name);
    /// One pod more or less of the kind of this one.
    void stepReplicas(const QString& pod, int step);
    void setupRecommendation();
    void holdPlanOf(const PlanReport& report, const QString& id);
    void refreshRecommendation();
    QString emptyAdviceText() const;
    void refreshProgress();
    // main_window_compare.cpp
    void setupComparePage();
    std::shared_ptr<const CapacityPlan> comparedPlan(const QString& id) const;
    QString comparedIdOf(const CapacityPlan& shown) const;
    void refreshEmptyComparison();
    void holdCompared(const QString& id);
    void refreshComparison();
    void keep(const std::shared_ptr<const CapacityPlan>& plan, KeptRole role);
    void removeKept(int index);
    void renameKept(int index);
    void refreshSavings();
    // main_window_drops.cpp
    MainWindow* openWindow();
    void addApps(const QStringList& paths);
    void addAppsFrom(const std::string& scenarioText);
    void reloadBlueprints();
    void locateBlueprint();
    // main_window_help.cpp
    void setupTour();
    void takeTour();
    void startTour();
    void offerFirstTour();
    void showHelp(HelpPage page);
    void printReport();
    void setupPeek();
    void peek();
    void endPeek();
    std::shared_ptr<const CapacityPlan> peekedPlan() const;
    void explainCurrent(QObject* where);
    void explainPodAt(const QString& name, QWidget* anchor);
    void explainOffer(QWidget* table);
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
    void importProjects(const QStringList& paths);
    void chooseFile();
    bool save();
    /// Says why something failed; whether it did not.
    bool succeeded(const Status& status);
    void takeTyping();
    bool mayOverwrite();
    bool saveAs();
    void savePlan();

    AppSettings& m_settings;
    Workbench m_bench;
    Workspace m_workspace = Workspace::Start;
    WorkspaceRail* m_rail = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    ScenarioPage* m_scenario = nullptr;
    LayoutPage* m_layout = nullptr;
    ComparePage* m_compare = nullptr;
    ProblemsDock* m_problems = nullptr;
    CommandPalette* m_palette = nullptr;
    RecommendationView* m_card = nullptr;
    RecommendationView* m_cardPage = nullptr;
    ProvenancePopover* m_provenance = nullptr;
    Autosave* m_autosave = nullptr;
    std::shared_ptr<const PlanReport> m_shownReport, m_shownComparison;
    NoticeBar* m_notice = nullptr;
    VerdictChip* m_chip = nullptr;
    QLabel* m_name = nullptr;
    OffersDock* m_offers = nullptr;
    InspectorView* m_inspector = nullptr;
    QDockWidget* m_offersDock = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_cardDock = nullptr;
    QDockWidget* m_problemsDock = nullptr;
    QLabel* m_searchState = nullptr;
    QToolButton* m_stopSearch = nullptr;
    QAction* m_stopAction = nullptr;
    QAction* m_chipAction = nullptr;
    QToolButton* m_unitsButton = nullptr;
    QToolButton* m_pricesButton = nullptr;
    QToolButton* m_qualityButton = nullptr;
    QToolButton* m_commandButton = nullptr;
    QString m_command;  ///< with the whole path
    ByteUnits m_units = ByteUnits::Binary;
    std::optional<TextScale> m_textScale;  ///< applied with the theme; nullopt: not yet
    ScenarioView m_viewed;                 ///< what the scenario page shows
    std::set<Workspace> m_deferred;
    bool m_isThemeGiven = false, m_isNarrow = false, m_isCardPage = false, m_areDocksSized = false;
    bool m_isArranging = false;  ///< docks come and go by themselves, not by the user
    WindowSession* m_session = nullptr;
    QString m_lastFile;  ///< of the former session, while it is offered
    std::function<void()> m_noticeAct;
    DropHalves* m_halves = nullptr;
    Tour* m_tour = nullptr;
    QString m_comparedId;  ///< the column that Compare had marked last
    bool m_isTourWaiting = false, m_isPeeking = false, m_hasPainted = false;
};

}  // namespace stowage::gui
