#include "planner/refused_layouts.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "model/base/parallel.h"

namespace stowage::planner {

namespace {

/// Layouts that are judged for each one that is shown when nothing was found.
constexpr std::size_t kAskedForNearest = 4;

/// A layout that might be asked about.
struct Question {
    std::size_t family = 0;
    MachineCounts counts;
    std::int64_t monthly = 0;
    std::optional<Arrangement> arrangement;  ///< as the search tried it
    bool isInside = false;                   ///< a dearer one offers no less
};

std::int64_t machinesPrice(const LayoutFamily& family, const MachineCounts& counts) {
    std::int64_t price = family.fixedMonthly.raw();
    for (std::size_t at = 0; at < counts.size(); ++at) {
        price += family.machines[at].monthly[static_cast<std::size_t>(counts[at])].raw();
    }
    return price;
}

/// The largest set of one size below the price, per machine.
void addUniformSets(const LayoutSearch& search, std::size_t at, std::int64_t below,
                    std::vector<Question>& questions) {
    const LayoutFamily& family = search.families()[at];
    for (std::size_t m = 0; m < family.machines.size(); ++m) {
        const std::int64_t most =
            std::min<std::int64_t>(family.nodesMax, family.machines[m].stock());
        for (std::int64_t count = most; count >= family.nodesMin; --count) {
            MachineCounts counts(family.machines.size(), 0);
            counts[m] = count;
            const std::int64_t price = machinesPrice(family, counts);
            if (price < below) {
                questions.push_back({.family = at, .counts = counts, .monthly = price});
                break;
            }
        }
    }
}

bool offersNoLess(const LayoutSearch& search, const Question& more, const Question& less) {
    const LayoutFamily& a = search.families()[more.family];
    const LayoutFamily& b = search.families()[less.family];
    if (a.topology != b.topology || nodeCountOf(more.counts) != nodeCountOf(less.counts)) {
        return false;
    }
    const auto total = [](const LayoutFamily& family, const MachineCounts& counts) {
        std::int64_t memory = 0;
        std::int64_t cpu = 0;
        for (std::size_t at = 0; at < counts.size(); ++at) {
            memory += family.machines[at].shape.capacity.raw() * counts[at];
            cpu += family.machines[at].shape.cpu.raw() * counts[at];
        }
        return std::pair(memory, cpu);
    };
    const auto [moreMemory, moreCpu] = total(a, more.counts);
    const auto [lessMemory, lessCpu] = total(b, less.counts);
    return moreMemory >= lessMemory && moreCpu >= lessCpu &&
           (moreMemory > lessMemory || moreCpu > lessCpu || more.family < less.family);
}

std::vector<Question> questionsBelow(const LayoutSearch& search, const SearchResult& result,
                                     const Requirements& requirements) {
    // Without an answer, whatever the limit of the bill allows.
    const std::int64_t allowed = requirements.maxMonthlyCost
                                     ? requirements.maxMonthlyCost->raw() + 1
                                     : std::int64_t{1} << 62;
    const std::int64_t below =
        result.best.empty() ? allowed : result.best.front().bill.monthly.raw();
    std::vector<Question> questions;
    std::set<std::pair<std::size_t, MachineCounts>> seen;
    for (auto trial = result.trials.rbegin(); trial != result.trials.rend(); ++trial) {
        if (trial->monthly.raw() < below && seen.insert({trial->family, trial->counts}).second) {
            questions.push_back({.family = trial->family,
                                 .counts = trial->counts,
                                 .monthly = trial->monthly.raw(),
                                 .arrangement = trial->arrangement});
        }
    }
    for (std::size_t at = 0; at < search.families().size(); ++at) {
        std::vector<Question> uniform;
        if (search.isOpen(at)) {
            addUniformSets(search, at, below, uniform);
        }
        for (Question& question : uniform) {
            if (seen.insert({question.family, question.counts}).second) {
                questions.push_back(std::move(question));
            }
        }
    }
    for (Question& less : questions) {
        less.isInside = std::any_of(questions.begin(), questions.end(), [&](const Question& more) {
            return &more != &less && offersNoLess(search, more, less);
        });
    }
    return questions;
}

/// Outermost and dearest first; the first of each topology before the second of any.
std::vector<Question> chosen(std::vector<Question> questions, const LayoutSearch& search,
                             std::size_t most) {
    std::stable_sort(questions.begin(), questions.end(), [](const Question& a, const Question& b) {
        return std::tuple(a.isInside, -a.monthly) < std::tuple(b.isInside, -b.monthly);
    });
    std::set<TopologyKind> shown;
    std::vector<Question> first;
    std::vector<Question> rest;
    for (Question& question : questions) {
        const TopologyKind topology = search.families()[question.family].topology;
        (shown.insert(topology).second ? first : rest).push_back(std::move(question));
    }
    for (Question& question : rest) {
        if (first.size() < most) {
            first.push_back(std::move(question));
        }
    }
    return first;
}

/// Missing part of what is needed, in millionths; of a refusal without figures all of it.
std::int64_t missingShare(const RefusedLayout& refused) {
    const Shortage& shortage = refused.shortage;
    if (shortage.needed <= 0 || shortage.shortBy >= shortage.needed) {
        return kWhole.raw();
    }
    return mulDivRoundDown(shortage.shortBy, kWhole.raw(), shortage.needed).value_or(kWhole.raw());
}

/// Where nothing fits, what nearly fits is of use, not what costs most.
void keepNearest(std::vector<RefusedLayout>& refused, std::size_t most) {
    const auto farness = [](const RefusedLayout& one) {
        return std::tuple(one.isUndecided, one.otherChecks.size(), missingShare(one),
                          one.layout.bill.monthly.raw());
    };
    std::stable_sort(
        refused.begin(), refused.end(),
        [&](const RefusedLayout& a, const RefusedLayout& b) { return farness(a) < farness(b); });
    refused.resize(std::min(refused.size(), most));
}

}  // namespace

RefusedLayout explainRefusal(const LayoutJudge& judge, JudgedLayout layout,
                             const RunControl& control) {
    JudgeOutcome outcome = judge.judge(std::move(layout), JudgeDetail::Reasons, control);
    RefusedLayout refused{.layout = std::move(outcome.layout), .isAudited = outcome.isAudited};
    const Requirements& requirements = judge.context().requirements();
    const int zones = zonesOf(refused.layout.layout);
    if (requirements.zones > 1 && zones < requirements.zones) {
        refused.check = CheckId::LimitZones;
        refused.shortage = {.node = {},
                            .resource = "zones",
                            .needed = requirements.zones,
                            .available = zones,
                            .shortBy = requirements.zones - zones};
        refused.text = "its nodes stand in " + std::to_string(zones) + " of the " +
                       std::to_string(requirements.zones) + " zones that are required";
        return refused;
    }
    const std::vector<CheckId> failures = bindingFailures(refused.layout.audit, requirements);
    if (failures.empty() && outcome.verdict == JudgeVerdict::Passes) {
        return refused;
    }
    if (failures.empty()) {
        refused.isUndecided = true;
        refused.text =
            "the search could neither place its pods nor refuse it within the work limit";
        return refused;
    }
    refused.check = failures.front();
    refused.otherChecks.assign(failures.begin() + 1, failures.end());
    for (const Check& check : refused.layout.audit.checks) {
        if (check.id == refused.check) {
            refused.shortage = check.shortage.value_or(Shortage());
            refused.text = check.text;
        }
    }
    return refused;
}

std::vector<RefusedLayout> refusedLayouts(LayoutJudge& judge, const LayoutSearch& search,
                                          const SearchResult& result, int most,
                                          const RunControl& control) {
    const auto limit = static_cast<std::size_t>(std::max(most, 0));
    const bool isNothingFound = result.best.empty();
    const std::size_t asked = isNothingFound ? limit * kAskedForNearest : limit;
    std::vector<JudgedLayout> layouts;
    for (const Question& question :
         chosen(questionsBelow(search, result, judge.context().requirements()), search, asked)) {
        const Arrangement arrangement =
            question.arrangement ? *question.arrangement
                                 : search.closestArrangement(question.family, question.counts);
        layouts.push_back(
            judge.assemble(search.families()[question.family], question.counts, arrangement));
    }
    std::vector<RefusedLayout> explained = parallelMap<RefusedLayout>(
        layouts.size(), judge.context().options.threads,
        [&](std::size_t at) { return explainRefusal(judge, std::move(layouts[at]), control); });
    std::vector<RefusedLayout> refused;
    for (RefusedLayout& one : explained) {
        if (control.isCancelled()) {
            return refused;
        }
        // What passes here was left out of the search by its budget, not refused.
        if (!one.layout.passes() || one.isUndecided || one.check == CheckId::LimitZones) {
            refused.push_back(std::move(one));
        }
    }
    if (isNothingFound) {
        keepNearest(refused, limit);
    }
    std::stable_sort(refused.begin(), refused.end(),
                     [](const RefusedLayout& a, const RefusedLayout& b) {
                         return a.layout.bill.monthly < b.layout.bill.monthly;
                     });
    return refused;
}

}  // namespace stowage::planner
