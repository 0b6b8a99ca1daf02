#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/base/units.h"
#include "model/calendar_date.h"
#include "model/offer.h"
#include "model/resources.h"

namespace stowage {

class DataFiles;
class Diagnostics;

/// Who decides what pods may use.
enum class NodeShapeKind {
    K3s,      ///< allocatable = node capacity; the kernel decides on memory
    Managed,  ///< capacity less the provider's reserves; the kubelet decides
    Stated,   ///< as the scenario says; no overhead of any kind is added
};

/// How well the allocatable is known.
enum class AllocatableQuality {
    Stated,      ///< by the scenario
    Documented,  ///< a published rule or table, applied where it holds
    Measured,    ///< reported from one real node
    Assumed,     ///< no published rule for this size: see the range
};

/// What a machine Offer becomes as a node. OS, K3s and system pods are not in it: they are demand.
struct NodeShape {
    NodeShapeKind kind = NodeShapeKind::K3s;
    MilliCpu cpu;
    CpuShare cpuShare = CpuShare::Shared;
    Bytes memory;    ///< nominal
    Bytes capacity;  ///< what the kernel reports
    /// cpu, memory, ephemeral-storage and extended resources that pods may request.
    ResourceAmounts allocatable;
    std::int64_t podSlots = 110;
    std::optional<Bytes> disk;                ///< absent: unknown
    std::optional<std::int64_t> volumeSlots;  ///< absent: unknown
    Arch arch = Arch::Amd64;
    std::vector<std::string> zones;
    std::map<std::string, std::string> labels;
    std::vector<Taint> taints;

    AllocatableQuality quality = AllocatableQuality::Documented;
    Bytes allocatableMemoryLow;  ///< range of allocatable memory; both equal it when known
    Bytes allocatableMemoryHigh;
    std::string rule;    ///< "k3s", "doks", "eks"…; "stated"
    std::string source;  ///< of the rule, with its date; empty when stated

    bool operator==(const NodeShape&) const = default;
};

/// One step of a reserve that falls with size: `share` of what lies below `upTo` and above the step
/// before. The last step has no upper end.
struct ReserveStep {
    std::optional<std::int64_t> upTo;  ///< bytes or millicores
    PartsPerMillion share;
    bool operator==(const ReserveStep&) const = default;
};

/// A row of a published table: at this size, this much.
struct ReserveRow {
    std::int64_t size = 0;  ///< bytes or millicores of the machine
    std::int64_t amount = 0;
    bool operator==(const ReserveRow&) const = default;
};

/// How a kind of cluster turns node capacity into allocatable: dated data, never constants in code.
/// Memory is either `memoryTable` (nominal size to allocatable), or capacity less the largest
/// applicable reserve (steps, or base + perPod * pods cut at `reserveCap`) less `evictionMemory`.
struct AllocatableRule {
    std::string name;
    std::vector<ReserveStep> memorySteps;
    std::optional<Bytes>
        smallBelow;  ///< machines below this reserve `smallReserve` instead of steps
    Bytes smallReserve;
    Bytes memoryBase;
    Bytes memoryPerPod;
    std::optional<PartsPerMillion> reserveCap;
    Bytes evictionMemory;
    std::vector<ReserveRow> memoryTable;
    AllocatableQuality tableQuality = AllocatableQuality::Documented;
    std::vector<ReserveStep> cpuSteps;
    std::vector<ReserveRow> cpuTable;  ///< cores (millicores) to reserved millicores
    PartsPerMillion storageReserve;    ///< share of the disk that pods cannot use
    std::int64_t pods = 110;
    std::string source;
    CalendarDate date;
    bool operator==(const AllocatableRule&) const = default;
};

/// The rules of allocatable.yaml by name.
class AllocatableRules {
public:
    AllocatableRules() = default;
    /// Reads "allocatable.yaml"; every finding goes to `diagnostics`, a rule without source or date
    /// does not load. Rule "k3s" is required.
    static AllocatableRules load(const DataFiles& files, Diagnostics& diagnostics);
    static AllocatableRules of(std::vector<AllocatableRule> rules);

    const AllocatableRule* find(const std::string& name) const;
    const std::vector<AllocatableRule>& all() const { return m_rules; }

private:
    std::vector<AllocatableRule> m_rules;
};

/// Memory left for pods by a rule: of a machine of nominal size `memory` whose kernel reports
/// `capacity`, with `pods` slots. Never below zero.
Bytes allocatableMemory(const AllocatableRule& rule, Bytes memory, Bytes capacity,
                        std::int64_t pods);
/// CPU left for pods by a rule. Never below zero.
MilliCpu allocatableCpu(const AllocatableRule& rule, MilliCpu cpu);

/// The node that a machine Offer becomes. Asserts isMachine(offer.kind). A managed offer whose rule
/// is unknown gets quality Assumed: low and value by the rule "unknown-managed", high = capacity.
NodeShape nodeShape(const Offer& offer, const AllocatableRules& rules);

}  // namespace stowage
