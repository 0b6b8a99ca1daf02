#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/plan_text.h"
#include "cli/planning_inputs.h"
#include "planner/explain.h"

namespace stowage::cli {
namespace {

class ExplainCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "explain",
                .summary = "says why this plan, why not a cheaper one, and which guess decides",
                .examples =
                    "stowage explain plan.json\n"
                    "stowage explain plan.json --plan p2 --json"};
    }

    void declareOptions(CLI::App& app) override {
        app.add_option("plan-file", m_path, "file written by 'stowage plan SCENARIO -o FILE'")
            ->required();
        app.add_option("--plan", m_planId, "which plan of the file (default: the recommended one)")
            ->type_name("ID");
    }

    ExitCode run(CliContext& context) override {
        PlanReport report;
        const ExitCode read = readPlanFile(context, m_path, report);
        if (read != ExitCode::Done) {
            return read;
        }
        const std::string id = m_planId.empty() ? report.recommended : m_planId;
        if (id.empty()) {
            return explainNothing(context, report);
        }
        const auto explanation = planner::explain(report, id);
        if (!explanation) {
            return context.fail({.code = ErrorCode::InvalidArgument,
                                 .message = "no plan '" + id + "' in '" + m_path + "' (it has " +
                                            idsOf(report) + ")"});
        }
        if (context.wantsJson()) {
            context.out() << writeJson(planner::toDocument(*explanation, report));
        } else {
            context.out() << explanationText(*explanation, report, context);
        }
        return ExitCode::Done;
    }

private:
    /// A report without a recommendation explains why: its refusals.
    ExitCode explainNothing(const CliContext& context, const PlanReport& report) const {
        if (context.wantsJson()) {
            planner::Explanation none;
            none.title = "no recommended plan";
            none.verdict = PlanVerdict::DoesNotFit;
            none.refused = report.refused;
            none.sensitivity = report.sensitivity;
            context.out() << writeJson(planner::toDocument(none, report));
        } else {
            context.out() << planText(report, "SCENARIO", context);
        }
        return ExitCode::Done;
    }

    static std::string idsOf(const PlanReport& report) {
        std::string ids;
        for (const CapacityPlan& plan : report.plans) {
            ids += (ids.empty() ? "" : ", ") + plan.id;
        }
        return ids.empty() ? "none" : ids;
    }

    std::string m_path;
    std::string m_planId;
};

}  // namespace

std::unique_ptr<Command> makeExplainCommand() {
    return std::make_unique<ExplainCommand>();
}

}  // namespace stowage::cli
