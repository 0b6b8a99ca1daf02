#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/adjustment.h"
#include "model/check.h"
#include "model/cost.h"
#include "model/document.h"
#include "model/layout.h"
#include "model/service.h"

namespace stowage {

/// Plain mirrors of the plan report (contracts.md section 3 and rulings.md 103): what is written,
/// read, shown and judged. Internal types (Expansion, Layout) are turned into these once.

struct PlanResources {
    MilliCpu cpu;
    Bytes memory;
    bool operator==(const PlanResources&) const = default;
};

/// Figures of memory in both measures.
struct PlanUse {
    MilliCpu cpu;
    Bytes memory;
    Bytes core;
    bool operator==(const PlanUse&) const = default;
};

/// Model band of a mean of memory, in both measures.
struct PlanBand {
    Bytes low, high;          ///< working set
    Bytes coreLow, coreHigh;  ///< what the kernel cannot take back
    bool operator==(const PlanBand&) const = default;
};

struct PlanNode {
    std::string name, role, offer, provider, zone;
    MilliCpu cpu;
    Bytes memory, capacity, disk;
    MilliCpu allocatableCpu;
    Bytes allocatableMemory;
    std::int64_t allocatablePods = 0;
    std::map<std::string, std::int64_t> allocatableOther;  ///< ephemeral-storage, extended
    std::map<std::string, std::string> labels;
    PlanUse overhead;                      ///< OS + K3s, mean
    std::optional<PlanBand> overheadBand;  ///< absent: a node without OS and K3s of ours
    PlanUse expected;                      ///< overhead + pods
    bool isExisting = false;
};

struct PlanPod {
    std::string pod;   ///< "<namespace>/<name>-<n>"
    std::string node;  ///< empty: not placed (null in JSON)
    PlanResources requests;
    std::optional<MilliCpu> cpuLimit;
    std::optional<Bytes> memoryLimit;
    PlanUse expected;
    PlanResources p99;
    Bytes low, high;                   ///< model band of the mean
    Bytes coreLow, coreHigh, coreP99;  ///< band and p99 of what the kernel cannot take back
    std::string profile, quality, environment, role, origin;
    std::optional<Bytes> measured;
};

struct PlanVolume {
    std::string claim;  ///< "<namespace>/<claim>"
    Bytes size;
    Bytes used;
    std::string node;  ///< empty: not tied to a node
    std::string storageClass;
};

struct MemoryRiskFigures {
    double memoryPerMonth = 0, low = 0, high = 0, modelLow = 0, modelHigh = 0;
    std::int64_t samples = 0;
};

struct NodeLossPod {
    std::string pod, to;  ///< to empty: nowhere
    std::int64_t seconds = 0;
    std::string why;
};

struct NodeLossEntry {
    std::string node;
    std::map<std::string, std::string>
        environments;  ///< id → serving | degraded | down | data-stuck
    std::vector<NodeLossPod> pods;
};

struct PlanCost {
    std::string currency;
    Money monthly;
    std::vector<CostLine> lines;
    Money lowerBound;
    std::optional<double> gap;  ///< empty: null
    bool proven = false;
    bool timeLimited = false;
    DocumentNode certificate = makeMap();
};

struct CapacityPlan {
    std::string id, title;
    std::map<std::string, Mode> services;
    int migrations = 0;  ///< services whose mode differs from today
    std::map<std::string, Strategy> strategy;
    std::vector<Adjustment> adjustments;
    std::string topology, provider, storageClass, ingress;
    std::vector<PlanNode> nodes;
    std::vector<Extra> extras;
    std::vector<PlanPod> placement;
    std::vector<PlanVolume> volumes;
    PlanCost cost;
    std::vector<Check> checks;
    MemoryRiskFigures risk;
    std::vector<NodeLossEntry> nodeLoss;
};

enum class FixKind { Share, Accept, IfTrue };

/// The smallest change that turns a refusal into a fit. An empty patch: text without a button.
struct SmallestFix {
    std::string text;
    FixKind kind = FixKind::Share;
    DocumentNode patch = makeSequence();  ///< RFC 6902 operations on the scenario document
};

struct Refusal {
    std::string title;
    std::string topology;
    Money monthly;
    bool isPriced = true;  ///< false: needs an add-on without a price row
    CheckId check = CheckId::FitMemory;
    Shortage shortage;
    std::string text;
    std::vector<std::string> otherChecks;  ///< further failing check ids, in the contract's order
    std::optional<SmallestFix> smallestFix;
};

struct SensitivityRow {
    std::string input;                        ///< an assumption id or a scenario path
    std::string current, flipsAt, to, limit;  ///< texts with units; `to`: plan id or verdict
    std::optional<double> currentNumber, limitNumber;
    std::string text;
};

struct PlanReport {
    std::string scenarioName, scenarioDigest;
    DocumentNode scenarioDocument;
    std::string today;        ///< date used for price freshness
    std::string recommended;  ///< plan id; empty: none (null)
    std::optional<Money> pinnedPrice, reachablePrice;
    std::vector<CapacityPlan> plans;
    std::vector<Refusal> refused;
    std::vector<SensitivityRow> sensitivity;
    std::vector<Assumption> assumptions;
    std::vector<std::string> warnings;
    bool provenInfeasible = false;

    const CapacityPlan* findPlan(const std::string& id) const;
};

/// One word per plan (rulings.md 12 and 100).
enum class PlanVerdict { Fits, Tight, DoesNotFit, NotEnoughData };
PlanVerdict verdictOf(const CapacityPlan& plan,
                      const std::optional<std::vector<std::string>>& binding);
std::string_view toHumanWord(PlanVerdict verdict);

/// The measure of memory that the word "expected" stands for in a plan, wherever one figure is
/// shown: the one that its fit.memory judges. Core where the kernel decides (K3s), the working set
/// where the kubelet does, and in a plan whose check names none.
class MemoryLedger {
public:
    MemoryLedger() = default;
    explicit MemoryLedger(const CapacityPlan& plan);
    bool isCore() const { return m_isCore; }
    Bytes of(const PlanUse& use) const { return m_isCore ? use.core : use.memory; }
    Bytes lowOf(const PlanBand& band) const { return m_isCore ? band.coreLow : band.low; }
    Bytes highOf(const PlanBand& band) const { return m_isCore ? band.coreHigh : band.high; }
    Bytes lowOf(const PlanPod& pod) const { return m_isCore ? pod.coreLow : pod.low; }
    Bytes highOf(const PlanPod& pod) const { return m_isCore ? pod.coreHigh : pod.high; }
    Bytes p99Of(const PlanPod& pod) const { return m_isCore ? pod.coreP99 : pod.p99.memory; }

private:
    bool m_isCore = false;
};

/// The server that fit.memory judges as the fullest, with its figures.
struct JudgedMemory {
    std::string node;
    Bytes expected, limit, capacity;
    bool operator==(const JudgedMemory&) const = default;
};
/// nullopt: the plan has no such check, or the check no figures.
std::optional<JudgedMemory> judgedMemoryOf(const CapacityPlan& plan);

}  // namespace stowage
