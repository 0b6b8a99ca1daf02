#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/capacity_plan.h"
#include "model/document.h"

namespace stowage::planner {

/// One reason for a plan, with the figures that its text names.
struct Reason {
    std::string kind;  ///< cost | proof | sharing | strategy | memory | requirement | unpriced
    std::string text;
    DocumentNode numbers = makeMap();
};

/// How much of one limit is used: what breaks first comes first.
struct Pressure {
    CheckId check = CheckId::FitMemory;
    std::string node;
    std::string resource;
    std::int64_t needed = 0;
    std::int64_t available = 0;
    std::string text;
};

/// Why this plan, why not a cheaper one, what breaks first, which guess decides.
struct Explanation {
    std::string planId, title;
    PlanVerdict verdict = PlanVerdict::Fits;
    bool isRecommended = false;
    std::vector<Reason> why;
    std::vector<Pressure> breaksFirst;
    std::vector<Refusal> refused;
    std::vector<SensitivityRow> sensitivity;
};

/// Pure: everything comes from the report, so that a plan file alone explains itself.
/// nullopt when the report has no such plan.
std::optional<Explanation> explain(const PlanReport& report, const std::string& planId);
/// Limits by how much of them is used, most first.
std::vector<Pressure> pressures(const CapacityPlan& plan);
/// kind Explanation of contracts.md.
DocumentNode toDocument(const Explanation& explanation, const PlanReport& report);

/// The list `requirements.binding` of the scenario inside the report; absent: all bind.
std::optional<std::vector<std::string>> bindingOf(const PlanReport& report);

}  // namespace stowage::planner
