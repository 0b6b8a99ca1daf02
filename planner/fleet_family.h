#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "planner/fleet_problem.h"
#include "planner/layout_judge.h"
#include "planner/presolve.h"

namespace stowage::planner {

/// A family of layouts under one arrangement as a question of many nodes, and the way back. Rules
/// that tie nodes to each other are left out (isRelaxed): what it finds is shown to the audit.
class FleetFamily {
public:
    /// What it is given must outlive it. At most kPackNodesMax kinds of machine.
    FleetFamily(LayoutJudge& judge, const LayoutFamily& family, Arrangement arrangement);

    const FleetProblem& problem() const { return m_problem; }
    const LayoutFamily& family() const { return m_family; }
    const Expansion& expansion() const { return *m_expansion; }
    PackedHow how() const { return m_how; }
    /// Part of the bill that no choice of machines changes.
    Money otherMonthly() const { return m_otherMonthly; }
    /// A class of the question by one of its pods.
    PodRef podOf(std::size_t at) const;
    /// Every class is one pod an item, so that a value of the class is one of the pod.
    bool hasSinglePods() const;
    /// The class of each workload; absent: DaemonSets, workloads without pods or in several ones.
    std::vector<std::optional<std::size_t>> classOfWorkload() const;

    /// The layout with every pod placed; the bill is exact.
    JudgedLayout layoutOf(const FleetSolution& solution) const;

private:
    void addOffers(const std::vector<std::vector<std::int64_t>>& rooms);
    void addClasses();
    void addServers();
    Placement placementOn(const FleetSolution& solution, const Layout& layout,
                          const std::vector<std::size_t>& entries) const;

    LayoutJudge& m_judge;
    const LayoutFamily& m_family;
    Arrangement m_arrangement;
    std::shared_ptr<const Expansion> m_expansion;
    PresolvedPacking m_packing;
    FleetProblem m_problem;
    std::optional<std::size_t> m_serverClass;  ///< stands for what a K3s server needs more
    PackedHow m_how = PackedHow::ByEveryRule;
    Money m_otherMonthly;
};

}  // namespace stowage::planner
