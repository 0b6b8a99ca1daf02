#include <algorithm>

#include "gui/format.h"
#include "gui/workbench.h"

namespace stowage::gui {

void Workbench::noteProgress(int search, const planner::SearchProgress& progress) {
    if (search == m_searchNumber && m_jobs.isRunning(JobKind::Plan)) {
        m_progress = progress;
        Q_EMIT searchChanged();
    }
}

/// The cheapest answer in hand: found by the search, or the servers on the canvas when they pass.
std::optional<Money> Workbench::bestPrice() const {
    std::optional<Money> best = m_progress ? m_progress->best : std::nullopt;
    if (m_shown && m_shownFreshness == Freshness::Current) {
        const PlanVerdict verdict = verdictOf(*m_shown);
        const bool isPassing = verdict == PlanVerdict::Fits || verdict == PlanVerdict::Tight;
        if (isPassing && (!best || m_shown->cost.monthly < *best)) {
            best = m_shown->cost.monthly;
        }
    }
    return best;
}

QString Workbench::progressText() const {
    if (m_isStopping) {
        return tr("stopping…");
    }
    if (!m_progress || !m_read.scenario) {
        return {};
    }
    const std::string& currency = m_read.scenario->currency;
    const QString bound = moneyTextOf(m_progress->bound, currency);
    const auto best = bestPrice();
    if (!best) {
        return tr("nothing found yet, nothing under %1 fits").arg(bound);
    }
    const QString price = moneyTextOf(*best, currency);
    if (*best <= m_progress->bound) {
        return tr("%1 found, nothing cheaper fits; working out the reasons").arg(price);
    }
    return tr("best so far %1, nothing under %2 fits: within %3 of the best")
        .arg(price, bound, moneyTextOf(*best - m_progress->bound, currency));
}

/// Whether the answer of a stopped search is told as such. One without a layout replaces nothing:
/// the answer before stays, marked as it is.
bool Workbench::takeStopped(const PlanAnswer& answer) {
    if (!m_isStopping) {
        return false;
    }
    m_isStopping = false;
    const CapacityPlan* plan =
        answer.report ? answer.report->findPlan(answer.report->recommended) : nullptr;
    if (plan != nullptr) {
        if (!plan->cost.proven) {
            m_stopped = StoppedSearch{.gap = plan->cost.monthly - plan->cost.lowerBound,
                                      .bound = plan->cost.lowerBound};
        }
        return false;
    }
    if (!m_report || (answer.report && answer.report->provenInfeasible)) {
        return false;  // nothing better to show than why there is nothing
    }
    const Money bound = m_progress ? m_progress->bound : Money();
    const auto best = bestPrice();
    m_stopped =
        StoppedSearch{.gap = best ? std::optional(std::max(Money(), *best - bound)) : std::nullopt,
                      .bound = bound};
    m_progress.reset();
    Q_EMIT reportChanged();
    Q_EMIT searchChanged();
    return true;
}

}  // namespace stowage::gui
