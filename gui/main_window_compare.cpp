#include <QInputDialog>
#include <algorithm>

#include "gui/compare_page.h"
#include "gui/format.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/provenance.h"
#include "gui/recommendation_view.h"

namespace stowage::gui {

void MainWindow::setupComparePage() {
    m_compare = new ComparePage(m_pages);
    setPage(Workspace::Compare, m_compare);
    connect(m_compare, &ComparePage::currentChanged, this,
            [this](const QString& id) { m_comparedId = id; });
    connect(m_compare, &ComparePage::planActivated, this, &MainWindow::holdCompared);
    connect(m_compare, &ComparePage::holdRequested, this, &MainWindow::holdCompared);
    connect(m_compare, &ComparePage::keepRequested, this, [this](const QString& id) {
        if (const auto plan = comparedPlan(id)) {
            keep(plan, KeptRole::Alternative);
        }
    });
    connect(m_compare, &ComparePage::removeKept, this, &MainWindow::removeKept);
    connect(m_compare, &ComparePage::renameRequested, this, &MainWindow::renameKept);
    connect(m_compare, &ComparePage::todayRequested, &m_bench, &Workbench::setToday);
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
    connect(&m_bench, &Workbench::keptChanged, this, [this] {
        refreshComparison();
        refreshSavings();
    });
    connect(&m_bench, &Workbench::reportChanged, this, &MainWindow::refreshSavings);
    connect(&m_bench, &Workbench::shownPlanChanged, this, &MainWindow::refreshComparison);
    connect(&m_bench, &Workbench::searchChanged, this, &MainWindow::refreshComparison);
    connect(&m_bench, &Workbench::scenarioRead, this, &MainWindow::refreshComparison);
    refreshComparison();
}

std::shared_ptr<const CapacityPlan> MainWindow::comparedPlan(const QString& id) const {
    const QString kept = QStringLiteral("kept:");
    if (id.startsWith(kept)) {
        const auto at = static_cast<std::size_t>(id.mid(kept.size()).toInt());
        return at < m_bench.keptPlans().size() ? m_bench.keptPlans()[at].plan : nullptr;
    }
    if (id == QLatin1String(ComparisonModel::kHeldId)) {
        return m_bench.shownPlan();
    }
    const auto report = m_bench.comparison();
    const CapacityPlan* plan = report ? report->findPlan(ss(id)) : nullptr;
    return plan == nullptr ? nullptr : std::make_shared<const CapacityPlan>(*plan);
}

/// Not a second time: then it says under which name.
void MainWindow::keep(const std::shared_ptr<const CapacityPlan>& plan, KeptRole role) {
    if (!plan) {
        return;
    }
    const auto compare = [this] { showWorkspace(Workspace::Compare); };
    if (const auto at = m_bench.keptLike(*plan)) {
        const KeptPlan& known = m_bench.keptPlans()[static_cast<std::size_t>(*at)];
        const bool isNewToday = role == KeptRole::Today && known.role != KeptRole::Today;
        const QString name = known.name;
        if (isNewToday) {
            m_bench.setToday(*at);
        }
        showNotice(NoticeBar::Tone::Neutral,
                   isNewToday ? tr("“%1” is what runs today.").arg(name)
                              : tr("It is kept already, as “%1”.").arg(name),
                   tr("Compare"), compare);
        return;
    }
    const QString name = role == KeptRole::Today ? Workbench::todayName() : qs(plan->title);
    m_bench.keepPlan(name, plan, role);
    const QString place =
        m_bench.document().path().isEmpty()
            ? tr("until the window is closed; save the scenario to keep it longer")
            : tr("with this scenario");
    showNotice(NoticeBar::Tone::Neutral, tr("Kept as “%1”, %2.").arg(name, place), tr("Compare"),
               compare);
}

void MainWindow::removeKept(int index) {
    if (index < 0 || index >= static_cast<int>(m_bench.keptPlans().size())) {
        return;
    }
    const KeptPlan removed = m_bench.keptPlans()[static_cast<std::size_t>(index)];
    const QString path = m_bench.document().path();
    m_bench.removeKept(index);
    showNotice(NoticeBar::Tone::Neutral, tr("“%1” is kept no longer.").arg(removed.name),
               tr("Keep it again"), [this, removed, path] {
                   if (m_bench.document().path() == path) {
                       m_bench.putBack(removed);
                   }
                   m_notice->hide();
               });
}

void MainWindow::renameKept(int index) {
    if (index < 0 || index >= static_cast<int>(m_bench.keptPlans().size())) {
        return;
    }
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("renameDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename the kept layout"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(m_bench.keptPlans()[static_cast<std::size_t>(index)].name);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, index](const QString& name) { m_bench.renameKept(index, name); });
    dialog->open();
}

void MainWindow::refreshSavings() {
    const KeptPlan* today = m_bench.today();
    const auto report = m_bench.report();
    std::optional<Money> paid;
    if (today != nullptr && report && !report->plans.empty() &&
        report->plans.front().cost.currency == today->plan->cost.currency) {
        paid = today->plan->cost.monthly;
    }
    for (RecommendationView* view : {m_card, m_cardPage}) {
        view->setToday(paid);
    }
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
        kept.push_back({.name = one.name,
                        .plan = one.plan,
                        .editsAgo = m_bench.editsSince(one),
                        .keptAt = one.keptAt,
                        .isToday = one.role == KeptRole::Today});
    }
    m_compare->setKept(std::move(kept));
    m_compare->setAge(ageOf(m_bench.comparisonFreshness()));
    m_compare->setProgress(m_bench.isComparing() ? tr("comparing…") : QString());
    refreshEmptyComparison();
    const auto shown = m_bench.shownPlan();
    const QString held = shown ? comparedIdOf(*shown) : QString();
    // Alone it would be compared with nothing.
    const bool hasOthers = report != nullptr || !m_bench.keptPlans().empty();
    const bool isOwnColumn = hasOthers && held == QLatin1String(ComparisonModel::kHeldId);
    m_compare->setHeld(held, isOwnColumn ? shown : nullptr);
}

/// Never a blank page: what is going on, what failed, and the way on.
void MainWindow::refreshEmptyComparison() {
    const QString& failure = m_bench.failures().comparison;
    m_compare->setFailure(failure.isEmpty() ? QString()
                                            : tr("cannot be compared: %1").arg(failure));
    if (m_bench.document().isOpen() && !m_bench.scenario() && !m_bench.problems().empty()) {
        m_compare->setEmptyText(tr("The scenario has errors: see Problems."), {});
    } else if (m_bench.isComparing() || m_bench.isSearching()) {
        m_compare->setEmptyText(
            tr("Own, shared and managed services are being compared on every server that fits. "
               "All columns appear together."),
            {});
    } else if (!failure.isEmpty()) {
        m_compare->setEmptyText(
            tr("The layouts cannot be compared: %1. What was kept is still kept.").arg(failure),
            tr("Try again"));
    } else if (m_bench.isComparisonStopped()) {
        m_compare->setEmptyText(tr("Stopped before a layout was compared."), tr("Continue"));
    } else {
        m_compare->setEmptyText(
            tr("Nothing to compare yet. Press Ctrl+D on a layout to keep it beside the next one."),
            tr("Let the planner propose"));
    }
}

/// The column that shows the layout of the canvas: a plan of the comparison, a kept one, or one of
/// its own.
QString MainWindow::comparedIdOf(const CapacityPlan& shown) const {
    const auto isSame = [&shown](const CapacityPlan& plan) {
        return sameServers(serversOf(plan), serversOf(shown)) && plan.services == shown.services;
    };
    if (const auto report = m_bench.comparison()) {
        const auto at = std::ranges::find_if(report->plans, isSame);
        if (at != report->plans.end()) {
            return qs(at->id);
        }
    }
    for (std::size_t i = 0; i < m_bench.keptPlans().size(); ++i) {
        const KeptPlan& kept = m_bench.keptPlans()[i];
        if (kept.plan && m_bench.editsSince(kept) == 0 && isSame(*kept.plan)) {
            return QStringLiteral("kept:%1").arg(i);
        }
    }
    return QString::fromLatin1(ComparisonModel::kHeldId);
}

}  // namespace stowage::gui
