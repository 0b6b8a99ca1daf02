#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "planner/fleet_family.h"
#include "planner/fleet_search.h"
#include "planner/layout_search.h"

namespace stowage::planner {

/// The search where a handful of machines does not do: patterns of whole nodes in place of sets of
/// machines one by one. Adds to what the search by sets has found.
class ManyNodeSearch {
public:
    /// What it is given must outlive it. `stepsMax`: for all families together.
    ManyNodeSearch(LayoutJudge& judge, const LayoutSearch& sets, std::int64_t stepsMax)
        : m_judge(judge), m_sets(sets), m_stepsLeft(stepsMax) {}

    void run(SearchResult& result, const RunControl& control, const ProgressListener& listener);
    /// A pod that no machine of any family takes, whatever else runs there: nothing can hold it.
    bool hasMisfit() const;

private:
    struct Bounded {
        std::size_t family = 0;
        Money bound;
        bool isClosed = false;  ///< nothing of the family can hold the demand
    };

    std::vector<Bounded> openFamilies() const;
    FleetFamily fleetOf(std::size_t at) const;
    void dropAboveLimit(std::optional<Money> bound);
    void searchFamily(Bounded& bounded);
    void searchSizes(Bounded& bounded, const FleetFamily& fleet);
    FleetResult solve(const FleetFamily& fleet, const FleetProblem& problem);
    void take(const FleetFamily& fleet, FleetResult found);
    void giveMoreRoom(const FleetFamily& fleet, const FleetProblem& problem);
    bool judge(const FleetFamily& fleet, const FleetSolution& solution);
    void prove(const FleetFamily& fleet, const FleetResult& found);
    std::optional<Money> bestPrice() const;
    void tell(const FleetFamily& fleet, std::optional<std::int64_t> price, std::int64_t bound);
    void finish(const std::vector<Bounded>& families);

    LayoutJudge& m_judge;
    const LayoutSearch& m_sets;
    std::int64_t m_stepsLeft;
    SearchResult* m_result = nullptr;
    const RunControl* m_control = nullptr;
    ProgressListener m_listener;
    Money m_othersLeast;  ///< no family that is still to come costs less
    bool m_isTimeLimited = false;
};

}  // namespace stowage::planner
