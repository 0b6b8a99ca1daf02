#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/assumption.h"
#include "model/check.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "model/scenario.h"
#include "model/simulate/memory_risk.h"

namespace stowage::planner {

/// The figures that the search adds up: every requested resource, pod slots, the memory that
/// fit.memory judges, the CPU that fit.cpu judges. Sized once per scenario.
class DimensionSet {
public:
    /// Resources that any of the workloads requests, cpu and memory always.
    explicit DimensionSet(const std::vector<PlannedWorkload>& workloads);

    std::size_t size() const { return m_resources.size() + 3; }
    const std::vector<std::string>& resources() const { return m_resources; }
    std::size_t podSlots() const { return m_resources.size(); }
    std::size_t judgedMemory() const { return m_resources.size() + 1; }
    std::size_t expectedCpu() const { return m_resources.size() + 2; }
    /// For texts: the resource, "pods", "memory" and "cpu" for the last two.
    std::string name(std::size_t dimension) const;

private:
    std::vector<std::string> m_resources;
};

/// Need of one pod.
std::vector<std::int64_t> needOf(const PlannedWorkload& workload, const DimensionSet& dimensions,
                                 simulate::MemoryMeasure measure);
/// Sum over all pods but those of DaemonSets.
std::vector<std::int64_t> totalNeed(const std::vector<PlannedWorkload>& workloads,
                                    const DimensionSet& dimensions,
                                    simulate::MemoryMeasure measure);
/// What a node offers to pods: less headroom, less its own overhead; a check that does not bind
/// leaves its dimension open.
std::vector<std::int64_t> roomOf(const LayoutNode& node, const DimensionSet& dimensions,
                                 const Requirements& requirements,
                                 const AssumptionTable& assumptions);
/// Larger than any sum: a dimension that does not bind.
inline constexpr std::int64_t kOpenRoom = std::int64_t{1} << 50;

bool binds(const Requirements& requirements, CheckId check);

/// DaemonSets that run on every node of a layout whatever its labels.
bool isOnEveryNode(const PlannedWorkload& workload);

std::vector<std::int64_t>& operator+=(std::vector<std::int64_t>& sum,
                                      const std::vector<std::int64_t>& more);
std::vector<std::int64_t>& operator-=(std::vector<std::int64_t>& sum,
                                      const std::vector<std::int64_t>& less);

}  // namespace stowage::planner
