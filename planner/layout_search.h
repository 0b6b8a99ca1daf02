#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <tuple>
#include <vector>

#include "model/base/run_control.h"
#include "planner/arrangement_model.h"
#include "planner/arrangement_search.h"
#include "planner/candidate_layouts.h"
#include "planner/layout_judge.h"
#include "planner/search_progress.h"

namespace stowage::planner {

/// One refused layout on the way: enough to judge it again with its reasons.
struct RefusedTrial {
    std::size_t family = 0;
    MachineCounts counts;
    Arrangement arrangement;
    Money monthly;
    bool isUndecided = false;
};

struct SearchResult {
    std::vector<JudgedLayout> best;  ///< all that pass at the least price, in order of preference
    std::vector<RefusedTrial> trials;
    std::optional<Money> pinnedPrice;
    /// The layout of pinnedPrice where the scheduler does not fill it by itself.
    std::optional<JudgedLayout> pinned;
    /// No layout that pods could be fixed to costs less.
    Money pinnedBound;
    /// No layout costs less, whether it passes or not was proven.
    Money lowerBound;
    bool isProven = false;
    bool isExhausted = false;  ///< every layout up to the price was refused
    bool isTimeLimited = false;
    bool isCancelled = false;
    SearchCount count;
    std::optional<PatternProof> proof;  ///< of lowerBound, where patterns prove it
};

/// Keeps the cheapest layout that pods could be fixed to.
void notePinned(SearchResult& result, const JudgeOutcome& outcome);

/// Cheapest first over families, node sets and arrangements, in one queue ordered by a lower bound
/// on the bill: what is taken off it with a complete layout is the cheapest one that is left.
class LayoutSearch {
public:
    /// `priceMax`: nothing above is looked at. The judge must outlive the search.
    LayoutSearch(LayoutJudge& judge, std::vector<LayoutFamily> families,
                 const std::optional<Money>& priceMax);
    ~LayoutSearch();
    LayoutSearch(const LayoutSearch&) = delete;
    LayoutSearch& operator=(const LayoutSearch&) = delete;

    SearchResult run(std::int64_t stepsMax, const RunControl& control,
                     const ProgressListener& listener = {});
    const std::vector<LayoutFamily>& families() const { return m_families; }
    bool isOpen(std::size_t family) const { return m_states[family] != nullptr; }
    /// The arrangement that comes closest to fitting a set of machines by its totals: today's, or
    /// the one that needs least of what is shortest.
    Arrangement closestArrangement(std::size_t family, const MachineCounts& counts) const;
    /// No fewer nodes of the family can hold the demand, by the largest machine in each dimension.
    std::int64_t fewestNodes(std::size_t family) const;
    /// No layout of the family costs less, by its totals.
    Money leastPriceOf(std::size_t family) const;
    /// One way to provide every service is all there is.
    bool isArranged(std::size_t family) const;
    /// Room of a set of machines for the services and apps, per dimension.
    std::vector<std::int64_t> roomOfSet(std::size_t family, const MachineCounts& counts) const;

private:
    struct FamilyState;
    struct SetState;
    enum class TaskKind { Judge, Set, Family };
    struct Task {
        std::int64_t bound = 0;
        std::int64_t nodes = 0;
        TaskKind kind = TaskKind::Family;
        std::int64_t serial = 0;
        std::size_t family = 0;
        std::size_t set = 0;
        std::shared_ptr<const JudgedLayout> layout;
    };
    struct Later {
        bool operator()(const Task& a, const Task& b) const;
    };

    void openFamily(std::size_t at);
    const ArrangementDemand& demandOf(const LayoutFamily& family);
    FamilyCover coverOf(const LayoutFamily& family, const ArrangementModel& model);
    void push(Task task);
    void advanceFamily(const Task& task);
    void advanceSet(const Task& task);
    void judgeLayout(const Task& task, const RunControl& control);
    void pushSet(std::size_t set);
    void recordUndecided(std::int64_t bound);
    void tell(const ProgressListener& listener);
    bool isDone() const;
    void finish();

    LayoutJudge& m_judge;
    std::vector<LayoutFamily> m_families;
    std::optional<Money> m_priceMax;
    std::map<std::tuple<TopologyKind, int, IngressKind>, ArrangementDemand> m_demands;
    std::vector<std::unique_ptr<FamilyState>> m_states;
    std::vector<std::unique_ptr<SetState>> m_sets;
    std::priority_queue<Task, std::vector<Task>, Later> m_queue;
    std::int64_t m_serial = 0;
    std::int64_t m_steps = 0;
    std::optional<std::int64_t> m_undecided;  ///< least bound of what was left open
    /// Least price of what one placement at least refused, and perhaps not every one.
    std::optional<std::int64_t> m_openPinned;
    SearchResult m_result;
    SearchProgress m_told;
};

}  // namespace stowage::planner
