#include "model/node_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

constexpr const char* kK3sRule = "k3s";
constexpr const char* kUnknownRule = "unknown-managed";

/// Sum of share * (part of `size` inside the step), rounded up once: a reserve is a need.
std::int64_t steppedReserve(const std::vector<ReserveStep>& steps, std::int64_t size) {
    Int128 millionths = 0;
    std::int64_t from = 0;
    for (const ReserveStep& step : steps) {
        const std::int64_t to = std::min(size, step.upTo.value_or(size));
        if (to > from) {
            millionths += Int128{to - from} * step.share.raw();
        }
        from = std::max(from, to);
    }
    const Int128 whole = kWhole.raw();
    return static_cast<std::int64_t>((millionths + whole - 1) / whole);
}

/// The row of the largest size that is not above `size`, else the smallest row.
const ReserveRow& rowAtOrBelow(const std::vector<ReserveRow>& table, std::int64_t size) {
    const ReserveRow* found = &table.front();
    for (const ReserveRow& row : table) {
        if (row.size <= size) {
            found = &row;
        }
    }
    return *found;
}

std::int64_t tableReserve(const std::vector<ReserveRow>& table, std::int64_t size) {
    for (const ReserveRow& row : table) {
        if (row.size >= size) {
            return row.amount;
        }
    }
    const std::optional<std::int64_t> scaled =
        mulDivRoundUp(table.back().amount, size, table.back().size);
    STOWAGE_ASSERT(scaled.has_value());
    return *scaled;
}

std::int64_t memoryReserve(const AllocatableRule& rule, Bytes capacity, std::int64_t pods) {
    if (rule.smallBelow && capacity < *rule.smallBelow) {
        return rule.smallReserve.raw();
    }
    std::int64_t reserve = steppedReserve(rule.memorySteps, capacity.raw()) +
                           rule.memoryBase.raw() + times(rule.memoryPerPod, pods).raw();
    if (rule.reserveCap) {
        reserve = std::min(reserve, shareRoundUp(capacity, *rule.reserveCap).raw());
    }
    return reserve;
}

/// Memory by a table: value, low and high.
struct MemoryRange {
    Bytes value;
    Bytes low;
    Bytes high;
    AllocatableQuality quality = AllocatableQuality::Documented;
};

MemoryRange tableMemory(const AllocatableRule& rule, Bytes memory, Bytes capacity) {
    const ReserveRow& row = rowAtOrBelow(rule.memoryTable, memory.raw());
    const Bytes published = std::min(Bytes::fromRaw(row.amount), capacity);
    if (row.size == memory.raw()) {
        return MemoryRange{published, published, published, rule.tableQuality};
    }
    // In every published table the share that is left grows with the size, so the share of the next
    // smaller row is on the safe side; below the smallest row nothing is promised.
    const std::optional<std::int64_t> scaled = mulDivRoundDown(row.amount, memory.raw(), row.size);
    STOWAGE_ASSERT(scaled.has_value());
    return MemoryRange{std::min(Bytes::fromRaw(*scaled), capacity),
                       row.size < memory.raw() ? published : Bytes(), capacity,
                       AllocatableQuality::Assumed};
}

MemoryRange memoryByRule(const AllocatableRule& rule, Bytes memory, Bytes capacity,
                         std::int64_t pods) {
    if (!rule.memoryTable.empty()) {
        return tableMemory(rule, memory, capacity);
    }
    const std::int64_t left =
        capacity.raw() - memoryReserve(rule, capacity, pods) - rule.evictionMemory.raw();
    const Bytes value = Bytes::fromRaw(std::max<std::int64_t>(left, 0));
    return MemoryRange{value, value, value, AllocatableQuality::Documented};
}

NodeShape statedShape(const Offer& offer, NodeShape shape) {
    const StatedAllocatable stated = offer.stated.value_or(StatedAllocatable{});
    shape.kind = NodeShapeKind::Stated;
    shape.cpu = stated.amounts.cpu();
    shape.memory = stated.amounts.memory();
    shape.capacity = shape.memory;
    shape.allocatable = stated.amounts;
    shape.podSlots = stated.pods;
    const Bytes storage = stated.amounts.ephemeralStorage();
    shape.disk = storage.isZero() ? std::nullopt : std::optional(storage);
    shape.quality = AllocatableQuality::Stated;
    shape.allocatableMemoryLow = shape.memory;
    shape.allocatableMemoryHigh = shape.memory;
    shape.rule = "stated";
    return shape;
}

/// Labels that a kubelet sets by itself; what the offer states wins.
void addKubeletLabels(const Offer& offer, NodeShape& shape) {
    shape.labels.emplace("kubernetes.io/arch", toWord(offer.arch));
    shape.labels.emplace("kubernetes.io/os", "linux");
}

const AllocatableRule& ruleOf(const Offer& offer, const AllocatableRules& rules) {
    const AllocatableRule* rule =
        rules.find(offer.kind == OfferKind::Vps ? kK3sRule : offer.allocatableRule);
    if (rule == nullptr) {
        rule = rules.find(offer.kind == OfferKind::Vps ? kK3sRule : kUnknownRule);
    }
    STOWAGE_ASSERT(rule != nullptr);
    return *rule;
}

}  // namespace

AllocatableRules AllocatableRules::of(std::vector<AllocatableRule> rules) {
    AllocatableRules result;
    result.m_rules = std::move(rules);
    for (const char* required : {kK3sRule, kUnknownRule}) {
        if (result.find(required) == nullptr) {
            AllocatableRule plain;
            plain.name = required;
            result.m_rules.push_back(std::move(plain));
        }
    }
    return result;
}

const AllocatableRule* AllocatableRules::find(const std::string& name) const {
    const auto at =
        std::find_if(m_rules.begin(), m_rules.end(),
                     [&name](const AllocatableRule& rule) { return rule.name == name; });
    return at == m_rules.end() ? nullptr : &*at;
}

Bytes allocatableMemory(const AllocatableRule& rule, Bytes memory, Bytes capacity,
                        std::int64_t pods) {
    return memoryByRule(rule, memory, capacity, pods).value;
}

MilliCpu allocatableCpu(const AllocatableRule& rule, MilliCpu cpu) {
    const std::int64_t reserve = rule.cpuTable.empty() ? steppedReserve(rule.cpuSteps, cpu.raw())
                                                       : tableReserve(rule.cpuTable, cpu.raw());
    return MilliCpu::fromRaw(std::max<std::int64_t>(cpu.raw() - reserve, 0));
}

NodeShape nodeShape(const Offer& offer, const AllocatableRules& rules) {
    STOWAGE_ASSERT(isMachine(offer.kind));
    NodeShape shape;
    shape.cpuShare = offer.cpuShare;
    shape.arch = offer.arch;
    shape.volumeSlots = offer.volumeSlots;
    shape.zones = offer.zones;
    shape.labels = offer.labels;
    shape.taints = offer.taints;
    if (offer.kind == OfferKind::StatedNode) {
        return statedShape(offer, std::move(shape));
    }
    const AllocatableRule& rule = ruleOf(offer, rules);
    shape.kind = offer.kind == OfferKind::Vps ? NodeShapeKind::K3s : NodeShapeKind::Managed;
    shape.cpu = offer.cpu;
    shape.memory = offer.memory;
    shape.capacity = shareRoundDown(offer.memory, offer.capacityShare);
    shape.podSlots = offer.podsMax.value_or(rule.pods);
    shape.disk = offer.disk;
    const MemoryRange memory = memoryByRule(rule, shape.memory, shape.capacity, shape.podSlots);
    shape.allocatable = ResourceAmounts::of(allocatableCpu(rule, offer.cpu), memory.value);
    if (offer.disk) {
        const Bytes kept = shareRoundUp(*offer.disk, rule.storageReserve);
        shape.allocatable.set(kEphemeralStorage, (*offer.disk - kept).raw());
    }
    const bool isUnknown = rule.name == kUnknownRule;
    shape.quality = isUnknown ? AllocatableQuality::Assumed : memory.quality;
    shape.allocatableMemoryLow = memory.low;
    shape.allocatableMemoryHigh = isUnknown ? shape.capacity : memory.high;
    shape.rule = rule.name;
    shape.source = rule.source.empty() ? std::string()
                                       : fmt::format("{} ({})", rule.source, rule.date.toText());
    addKubeletLabels(offer, shape);
    return shape;
}

}  // namespace stowage
