#include <QDateTime>
#include <QFileDialog>

#include "gui/app_settings.h"
#include "gui/format.h"
#include "gui/layout_sketch.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/start_page.h"

namespace stowage::gui {

void MainWindow::setPage(Workspace workspace, QWidget* page) {
    const int at = static_cast<int>(workspace);
    QWidget* before = m_pages->widget(at);
    m_pages->removeWidget(before);
    delete before;
    m_pages->insertWidget(at, page);
}

void MainWindow::setupStartPage() {
    m_start = new StartPage(m_pages);
    setPage(Workspace::Start, m_start);
    connect(m_start, &StartPage::openRequested, this, [this](const QString& path) {
        if (path.isEmpty()) {
            chooseFile();
        } else {
            openLater(path);
        }
    });
    connect(m_start, &StartPage::sampleRequested, this, &MainWindow::openSample);
    connect(m_start, &StartPage::emptyRequested, this, &MainWindow::newScenario);
    connect(m_start, &StartPage::forgetRequested, &m_settings, &AppSettings::removeRecent);
    connect(m_start, &StartPage::locateRequested, this, [this](const QString& path) {
        const QString found = QFileDialog::getOpenFileName(
            this, tr("Where is %1 now?").arg(QFileInfo(path).fileName()),
            m_settings.lastFolder(QStringLiteral("open")));
        if (!found.isEmpty()) {
            m_settings.removeRecent(path);
            openLater(found);
        }
    });
    connect(&m_settings, &AppSettings::recentChanged, this, &MainWindow::refreshRecent);
    refreshRecent();
}

void MainWindow::refreshRecent() {
    m_start->setRecent(m_settings.recentFiles(), QDateTime::currentDateTime());
}

void MainWindow::noteRecent() {
    const QString path = m_bench.document().path();
    const auto report = m_bench.report();
    if (path.isEmpty() || !report || m_bench.reportFreshness() != Freshness::Current ||
        m_bench.document().isModified()) {
        return;
    }
    RecentFile file{.path = path, .name = qs(report->scenarioName)};
    file.openedAt = QDateTime::currentDateTime();
    if (!report->plans.empty()) {
        const CapacityPlan& plan = report->plans.front();
        file.verdict = m_bench.verdictOf(plan);
        file.price = monthlyText(plan.cost.monthly, plan.cost.currency);
        file.servers = serversText(plan);
        file.sketch = toText(sketchOf(plan));
    }
    m_settings.noteRecent(file);
}

void MainWindow::openSample(const QString& name, const QString& text) {
    if (!mayDiscard()) {
        return;
    }
    const Status opened = m_bench.openUntitled(name, ss(text), QString());
    if (!opened.ok()) {
        m_notice->setNotice(NoticeBar::Tone::Danger, qs(opened.error().message), {});
        return;
    }
    showWorkspace(Workspace::Layout);
}

}  // namespace stowage::gui
