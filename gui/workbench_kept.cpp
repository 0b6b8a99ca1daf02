#include <algorithm>

#include "gui/format.h"
#include "gui/kept_store.h"
#include "gui/workbench.h"
#include "model/base/digest.h"
#include "model/canonical_document.h"

namespace stowage::gui {
namespace {

std::string digestOf(const DocumentNode& tree) {
    return sha256Hex(writeYaml(tree));
}

/// Now, and later than every kept plan: the moments are the order in which plans come back.
QDateTime momentAfter(const std::vector<KeptPlan>& kept) {
    QDateTime moment = QDateTime::currentDateTime();
    for (const KeptPlan& one : kept) {
        moment = std::max(moment, one.keptAt.addMSecs(1));
    }
    return moment;
}

}  // namespace

void Workbench::keepIn(const QString& stateFolder) {
    m_store = std::make_unique<KeptStore>(stateFolder);
    connect(m_store.get(), &KeptStore::failed, this, &Workbench::failed);
    connect(m_store.get(), &KeptStore::loaded, this, &Workbench::takeKept);
    connect(&m_document, &ScenarioDocument::saved, this, &Workbench::moveKept);
}

void Workbench::takeKept(const QString& scenarioFile, const std::vector<KeptPlan>& plans,
                         const QStringList& problems) {
    if (scenarioFile != m_document.path()) {
        return;
    }
    m_kept.insert(m_kept.begin(), plans.begin(), plans.end());
    for (const QString& text : problems) {
        m_keptProblems.push_back({.severity = Severity::Warning, .text = text});
    }
    Q_EMIT keptChanged();
    if (!problems.isEmpty()) {
        Q_EMIT sideProblemsChanged();
        Q_EMIT failed(problems.join(QLatin1Char('\n')));
    }
}

void Workbench::loadKept() {
    m_keptProblems.clear();
    m_keptPath = m_document.path();
    if (m_store && !m_keptPath.isEmpty()) {
        m_store->load(m_keptPath);
    }
    Q_EMIT sideProblemsChanged();
}

void Workbench::moveKept() {
    if (m_document.path() == m_keptPath) {
        return;
    }
    m_keptPath = m_document.path();
    for (const KeptPlan& kept : m_kept) {
        writeKept(kept);
    }
}

void Workbench::writeKept(const KeptPlan& kept) {
    // A scenario without a file has no name that a later start would know it by.
    if (m_store && !m_document.path().isEmpty()) {
        m_store->write(m_document.path(), kept);
    }
}

std::vector<Problem> Workbench::sideProblems() const {
    std::vector<Problem> problems = problemsOfData(*m_data);
    problems.insert(problems.end(), m_keptProblems.begin(), m_keptProblems.end());
    problems.insert(problems.end(), m_decisionNotes.begin(), m_decisionNotes.end());
    return problems;
}

std::optional<int> Workbench::editsSince(const KeptPlan& kept) const {
    if (!kept.tree.empty() && kept.tree == digestOf(*m_document.tree())) {
        return 0;
    }
    if (!kept.steps) {
        return std::nullopt;
    }
    return std::max(1, std::abs(m_document.stepCount() - *kept.steps));
}

QString Workbench::todayName() {
    return tr("Today");
}

std::optional<int> Workbench::keptLike(const CapacityPlan& plan) const {
    const std::string tree = digestOf(*m_document.tree());
    const auto found = std::ranges::find_if(m_kept, [&](const KeptPlan& kept) {
        return kept.tree == tree && sameServers(serversOf(*kept.plan), serversOf(plan)) &&
               kept.plan->services == plan.services;
    });
    return found == m_kept.end() ? std::nullopt
                                 : std::optional(static_cast<int>(found - m_kept.begin()));
}

const KeptPlan* Workbench::today() const {
    const auto found = std::ranges::find(m_kept, KeptRole::Today, &KeptPlan::role);
    return found == m_kept.end() ? nullptr : &*found;
}

void Workbench::setAnswerOf(KeptPlan& kept, const CapacityPlan& plan, Freshness freshness) const {
    const bool isCurrent = freshness == Freshness::Current;
    kept.report = oneReport(isCurrent ? m_read : ReadScenario(), m_report.get(), *m_data, plan);
    kept.plan = planOf(kept.report);
    kept.tree = isCurrent ? digestOf(*m_document.tree()) : std::string();
    kept.steps = m_document.stepCount();
}

void Workbench::keepPlan(const QString& name, const std::shared_ptr<const CapacityPlan>& plan,
                         KeptRole role) {
    if (!plan) {
        return;
    }
    KeptPlan kept{.name = name,
                  .role = KeptRole::Alternative,
                  .report = nullptr,
                  .plan = nullptr,
                  .tree = {},
                  .steps = std::nullopt,
                  .keptAt = momentAfter(m_kept),
                  .file = KeptStore::newFileName()};
    setAnswerOf(kept, *plan, plan == m_shown ? m_shownFreshness : m_comparisonFreshness);
    putBack(kept);
    if (role == KeptRole::Today) {
        setToday(static_cast<int>(m_kept.size()) - 1);
    }
}

void Workbench::putBack(const KeptPlan& kept) {
    m_kept.push_back(kept);
    writeKept(kept);
    Q_EMIT keptChanged();
}

KeptPlan* Workbench::keptAt(int index) {
    const bool isThere = index >= 0 && index < static_cast<int>(m_kept.size());
    return isThere ? &m_kept[static_cast<std::size_t>(index)] : nullptr;
}

void Workbench::removeKept(int index) {
    const KeptPlan* kept = keptAt(index);
    if (kept == nullptr) {
        return;
    }
    if (m_store && !m_document.path().isEmpty()) {
        m_store->remove(m_document.path(), kept->file);
    }
    m_kept.erase(m_kept.begin() + index);
    Q_EMIT keptChanged();
}

void Workbench::renameKept(int index, const QString& name) {
    KeptPlan* kept = keptAt(index);
    if (kept == nullptr || name.trimmed().isEmpty() || name.trimmed() == kept->name) {
        return;
    }
    kept->name = name.trimmed();
    writeKept(*kept);
    Q_EMIT keptChanged();
}

void Workbench::setToday(int index) {
    const KeptPlan* chosen = keptAt(index);
    if (chosen == nullptr) {
        return;
    }
    for (KeptPlan& one : m_kept) {
        const KeptRole role = &one == chosen ? KeptRole::Today : KeptRole::Alternative;
        if (one.role != role) {
            if (role == KeptRole::Alternative && one.name == todayName()) {
                one.name = qs(one.plan->title);
            }
            one.role = role;
            writeKept(one);
        }
    }
    Q_EMIT keptChanged();
}

void Workbench::recheckKept(int index) {
    const KeptPlan* asked = keptAt(index);
    if (asked == nullptr || !m_read.scenario) {
        return;
    }
    m_jobs.start(JobKind::Recheck, [this, plan = asked->plan, file = asked->file, read = m_read,
                                    data = m_data](RunControl& control) {
        const HeldAnswer answer = judgeServers(read, serversOf(*plan), *data, control);
        return JobRunner::Deliver([this, file, answer] { takeRecheck(file, answer); });
    });
}

void Workbench::takeRecheck(const QString& file, const HeldAnswer& answer) {
    const auto kept = std::ranges::find(m_kept, file, &KeptPlan::file);
    if (kept != m_kept.end() && answer.plan) {
        setAnswerOf(*kept, *answer.plan, Freshness::Current);
        writeKept(*kept);
    }
    if (!answer.plan && !answer.isCancelled) {
        Q_EMIT failed(answer.error);
    }
    Q_EMIT keptChanged();
}

}  // namespace stowage::gui
