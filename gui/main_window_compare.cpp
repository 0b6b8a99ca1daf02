#include "gui/compare_page.h"
#include "gui/main_window.h"
#include "gui/provenance.h"

namespace stowage::gui {

void MainWindow::setupComparePage() {
    m_compare = new ComparePage(m_pages);
    setPage(Workspace::Compare, m_compare);
    connect(m_compare, &ComparePage::planActivated, this, &MainWindow::holdCompared);
    connect(m_compare, &ComparePage::holdRequested, this, &MainWindow::holdCompared);
    connect(m_compare, &ComparePage::keepRequested, this, [this](const QString& id) {
        if (const auto plan = comparedPlan(id)) {
            m_bench.keepPlan(qs(plan->title), plan);
        }
    });
    connect(m_compare, &ComparePage::removeKept, &m_bench, &Workbench::removeKept);
    connect(m_compare, &ComparePage::recheckRequested, &m_bench, &Workbench::recheckKept);
    connect(m_compare, &ComparePage::fixRequested, this,
            [this](const DocumentNode& patch, const QString& text) {
                applyEdit({.text = text, .patch = patch, .mergeKey = {}});
            });
    connect(m_compare, &ComparePage::proposalsRequested, &m_bench, &Workbench::wantComparison);
    connect(m_compare, &ComparePage::stopRequested, this,
            [this] { m_bench.jobs().stopEarly(JobKind::Compare); });
    connect(m_compare, &ComparePage::figureActivated, m_provenance, &ProvenancePopover::openFor);
    connect(&m_bench, &Workbench::comparisonChanged, this, &MainWindow::refreshComparison);
    connect(&m_bench, &Workbench::keptChanged, this, &MainWindow::refreshComparison);
    connect(&m_bench, &Workbench::shownPlanChanged, this, &MainWindow::refreshComparison);
    connect(&m_bench, &Workbench::searchChanged, this, &MainWindow::refreshComparison);
    refreshComparison();
}

std::shared_ptr<const CapacityPlan> MainWindow::comparedPlan(const QString& id) const {
    const QString kept = QStringLiteral("kept:");
    if (id.startsWith(kept)) {
        const auto at = static_cast<std::size_t>(id.mid(kept.size()).toInt());
        return at < m_bench.keptPlans().size() ? m_bench.keptPlans()[at].plan : nullptr;
    }
    const auto report = m_bench.comparison();
    const CapacityPlan* plan = report ? report->findPlan(ss(id)) : nullptr;
    return plan == nullptr ? nullptr : std::make_shared<const CapacityPlan>(*plan);
}

void MainWindow::holdCompared(const QString& id) {
    if (const auto plan = comparedPlan(id)) {
        m_bench.holdPlan(plan);
        showWorkspace(Workspace::Layout);
    }
}

void MainWindow::refreshComparison() {
    if (isDeferred(Workspace::Compare)) {
        return;
    }
    const auto report = m_bench.comparison();
    if (report != m_shownComparison) {
        m_shownComparison = report;
        m_compare->setReport(report);
    }
    std::vector<KeptLayout> kept;
    for (const KeptPlan& one : m_bench.keptPlans()) {
        const int now = m_bench.document().stepCount();
        kept.push_back({.name = one.name, .plan = one.plan, .editsAgo = std::abs(now - one.edits)});
    }
    m_compare->setKept(std::move(kept));
    m_compare->setAge(ageOf(m_bench.comparisonFreshness()));
    m_compare->setProgress(m_bench.isComparing() ? tr("comparing…") : QString());
    const auto shown = m_bench.shownPlan();
    QString held;
    for (std::size_t at = 0; report && shown && at < report->plans.size(); ++at) {
        const CapacityPlan& plan = report->plans[at];
        if (sameServers(serversOf(plan), serversOf(*shown)) && plan.services == shown->services) {
            held = qs(plan.id);
            break;
        }
    }
    m_compare->setHeld(held);
}

}  // namespace stowage::gui
