#include <QFileInfo>
#include <QGuiApplication>
#include <QScreen>

#include "gui/inspector_view.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/offers_dock.h"
#include "gui/recommendation_view.h"
#include "gui/window_session.h"

namespace stowage::gui {
namespace {

/// From here on the canvas can spare the room of the offers; F9 and the page's button show them.
constexpr int kVeryWideWindow = 1700;
constexpr int kOffersWidth = 340;
/// With room to spare the names of the providers are not cut.
constexpr int kHugeWindow = 2200;
constexpr int kWideOffers = 460;
constexpr int kCardWidth = 372;

}  // namespace

void MainWindow::arrangeDocks() {
    const bool isLayout = m_workspace == Workspace::Layout;
    const bool hasDocks = (isLayout || m_workspace == Workspace::Scenario) && !m_isCardPage;
    m_isArranging = true;
    const auto arrange = [&](QDockWidget* dock, bool isUsual) {
        const auto wish = m_session->wish(toWord(m_workspace), dock->objectName());
        // A narrow window has drawers: all closed, whatever was wanted when there was room.
        dock->setVisible(hasDocks && !m_isNarrow && wish.value_or(isUsual));
    };
    arrange(m_offersDock, isLayout && width() >= kVeryWideWindow);
    arrange(m_inspectorDock, true);
    arrange(m_cardDock, true);
    m_isArranging = false;
    sizeDocksOnce();
}

void MainWindow::watchDock(QDockWidget* dock) {
    connect(dock->toggleViewAction(), &QAction::toggled, this, [this, dock](bool isShown) {
        if (m_isArranging || !isVisible()) {
            return;
        }
        if (!m_isNarrow) {
            if (isShown) {
                m_session->noteShown(toWord(m_workspace), dock->objectName());
            } else {
                m_session->noteHidden(toWord(m_workspace), dock->objectName());
            }
            return;
        }
        m_isArranging = true;
        for (QDockWidget* other : {m_offersDock, m_inspectorDock, m_cardDock}) {
            if (isShown && other != dock) {
                other->hide();  // one drawer at a time
            }
        }
        m_isArranging = false;
    });
}

/// Docks take sizes only once the window has its own and they are in it.
void MainWindow::sizeDocksOnce() {
    if (m_areDocksSized || !isVisible() || m_cardDock->isHidden()) {
        return;
    }
    m_areDocksSized = true;
    if (!m_session->hasDockSizes()) {
        // At once where they are in the layout already, and after the one that brings them in.
        sizeDocks();
        QMetaObject::invokeMethod(this, &MainWindow::sizeDocks, Qt::QueuedConnection);
    }
}

void MainWindow::sizeDocks() {
    resizeDocks({m_inspectorDock, m_cardDock}, {height() / 4, height() * 3 / 4}, Qt::Vertical);
    const int offers = width() >= kHugeWindow ? kWideOffers : kOffersWidth;
    resizeDocks({m_offersDock, m_cardDock}, {offers, kCardWidth}, Qt::Horizontal);
}

void MainWindow::resetWorkspace() {
    m_session->forgetWishes(toWord(m_workspace));
    addDockWidget(Qt::LeftDockWidgetArea, m_offersDock);
    addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
    splitDockWidget(m_inspectorDock, m_cardDock, Qt::Vertical);
    addDockWidget(Qt::BottomDockWidgetArea, m_problemsDock);
    m_problemsDock->hide();
    arrangeDocks();
    sizeDocks();
}

void MainWindow::restoreSession() {
    QList<QRect> screens;
    for (const QScreen* screen : QGuiApplication::screens()) {
        screens.push_back(screen->availableGeometry());
    }
    m_isArranging = true;
    m_session->start(screens);
    m_isArranging = false;
    m_lastFile = m_session->former().file;
    m_bench.keepIn({});
    showWorkspace(m_workspace);
}

void MainWindow::offerLastFile() {
    if (m_bench.document().isOpen() || m_lastFile.isEmpty() || !QFileInfo::exists(m_lastFile)) {
        m_notice->hide();
        return;
    }
    showNotice(
        NoticeBar::Tone::Neutral,
        tr("You were at %1 when the window was closed.").arg(QFileInfo(m_lastFile).fileName()),
        tr("Go on there"), [this] { goOn(); });
}

void MainWindow::goOn() {
    const QString file = std::exchange(m_lastFile, QString());
    const QString word = m_session->former().workspace;
    connect(
        &m_bench, &Workbench::fileOpened, this,
        [this, file, word] {
            if (m_bench.document().path() == file && word != toWord(Workspace::Start)) {
                showScreen(word);
            }
        },
        Qt::SingleShotConnection);
    openLater(file);
}

}  // namespace stowage::gui
