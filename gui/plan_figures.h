#pragma once

#include <QString>
#include <optional>
#include <string_view>
#include <vector>

#include "gui/format.h"
#include "gui/theme.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// A whole number of the figures of a check; nullopt when it is absent or no whole number.
std::optional<std::int64_t> wholeNumberAt(const DocumentNode& numbers, std::string_view key);
/// Text under a key; empty when absent.
QString textAt(const DocumentNode& numbers, std::string_view key);
const Check* findCheck(const CapacityPlan& plan, CheckId id);

/// Age of the oldest price of a plan, in days; nullopt when it has none.
std::optional<std::int64_t> oldestPriceDays(const CapacityPlan& plan);

/// What fit.memory says of the server that it names.
struct MemoryFacts {
    QString node;
    Bytes needed;     ///< expected, in the measure of the check
    Bytes available;  ///< capacity less headroom
    Bytes capacity;
    Bytes low, high;      ///< model band of `needed`; both zero when the check gives none
    bool isCore = false;  ///< the measure is what the kernel cannot reclaim
    /// The check passes with the figures as they stand and would not with unlucky guesses.
    bool isGuessDeciding = false;
    bool operator==(const MemoryFacts&) const = default;
};
/// nullopt when the check gives no amounts.
std::optional<MemoryFacts> memoryFactsOf(const CapacityPlan& plan);
/// "1.49 of 1.92 GiB, limit 1.73"; with the server when the plan has several. Empty without
/// amounts.
QString memoryFactsText(const CapacityPlan& plan, ByteUnits units = ByteUnits::Binary);
/// "Fits · $24.00 / month · 1.95 of 3.84 GiB, limit 3.46": the one verdict word, then neutral
/// facts, in the measure that decides.
QString factsLine(const CapacityPlan& plan, PlanVerdict verdict,
                  ByteUnits units = ByteUnits::Binary);
/// The same in fewer and fewer words, for less and less room: the last is the verdict alone.
QStringList factsLines(const CapacityPlan& plan, PlanVerdict verdict,
                       ByteUnits units = ByteUnits::Binary);

/// "10 services move": their mode differs from today.
QString migrationsText(int migrations);

/// What the pods of one server reserve together.
PlanResources requestsOn(const CapacityPlan& plan, const PlanNode& node);

/// One part of a bar of memory. Without category: operating system and K3s, always hatched.
struct BarSegment {
    QString name;
    Bytes amount;
    std::optional<Category> category;
    bool operator==(const BarSegment&) const = default;
};

/// The two bars of one server: what Kubernetes sets aside, and what will be in use.
struct ServerBars {
    QString name;
    std::vector<BarSegment> promised, expected;
    Bytes capacity;
    Bytes usable;  ///< capacity less headroom; zero: no line
    bool operator==(const ServerBars&) const = default;
};
/// One entry a server, in the plan's order; segments by category, the machine's own first. In the
/// measure of fit.memory.
std::vector<ServerBars> serverBarsOf(const CapacityPlan& plan);
Bytes sumOf(const std::vector<BarSegment>& segments);
QString categoryText(Category category);
/// "memory in use": what a check is about, in words.
QString checkText(CheckId id);
/// "passes", "passes, with a warning", …
QString checkVerdictText(Verdict verdict);

/// The worst word of all servers for one environment, "serving" when nothing says otherwise.
std::string worstLossOf(const CapacityPlan& plan, const std::string& environment);
/// Environments named by the entries for a lost server, sorted.
std::vector<std::string> environmentsOf(const CapacityPlan& plan);

/// "1 × s-1vcpu-2gb (DigitalOcean)" of a title; the words behind the first comma in `rest`.
struct TitleParts {
    QString servers, rest;
};
TitleParts titlePartsOf(const std::string& title);

}  // namespace stowage::gui
