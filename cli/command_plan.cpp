#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/plan_self_check.h"
#include "cli/plan_text.h"
#include "cli/planning_inputs.h"
#include "planner/optimize.h"

namespace stowage::cli {
namespace {

/// Exit codes of contracts.md: a plan is done, a proof that there is none is 4, neither is 1.
ExitCode exitCodeOf(const PlanReport& report) {
    if (!report.recommended.empty()) {
        return ExitCode::Done;
    }
    return report.provenInfeasible ? ExitCode::Infeasible : ExitCode::OperatingError;
}

/// Builds for development judge every plan that they print by the independent checker.
#ifdef NDEBUG
constexpr bool kChecksPlans = false;
#else
constexpr bool kChecksPlans = true;
#endif

enum class Question { Plan, Compare };

/// `plan` and `compare` ask the same engine; they differ in how much they show.
class PlanCommand : public Command {
public:
    explicit PlanCommand(Question question) : m_question(question) {}

    CommandInfo info() const override {
        if (m_question == Question::Compare) {
            return {.name = "compare",
                    .summary = "shows what changes when services are apart, shared or managed",
                    .examples = "stowage compare scenarios/plex-commons.yaml"};
        }
        return {.name = "plan",
                .summary = "recommends the servers to buy and what to share, with reasons",
                .examples =
                    "stowage plan scenarios/two-envs-one-server.yaml\n"
                    "stowage plan scenario.yaml -o plan.json\n"
                    "stowage plan scenario.yaml --json --time-limit 30"};
    }

    void declareOptions(CLI::App& app) override {
        app.add_option("scenario", m_scenarioPath, "scenario file (YAML or JSON)")->required();
        app.add_option("-o,--output", m_outputPath, "write the plan report to this file")
            ->check([](const std::string& path) {
                return path.empty() ? std::string("a file name is needed") : std::string();
            })
            ->type_name("FILE");
        app.add_option("--time-limit", m_timeLimit,
                       "seconds to search; the answer says whether it is proven (default: 10)")
            ->check(CLI::Range(0.001, 86'400.0))
            ->type_name("SECONDS");
        app.add_option("--gap", m_gap, "stop when the cost is proven within this share, as in 0.02")
            ->check(CLI::Range(0.0, 1.0))
            ->type_name("FRACTION");
        app.add_option("--threads", m_threads, "threads; the answer is the same for any number")
            ->check(CLI::Range(1, 256))
            ->type_name("N");
        app.add_option("--top", m_top, "plans in the report (default: 3)")
            ->check(CLI::Range(1, 100))
            ->type_name("N");
    }

    ExitCode run(CliContext& context) override {
        const Status sane = checkArguments();
        if (!sane.ok()) {
            return context.fail(sane.error());
        }
        PlanningInputs inputs;
        const ExitCode read = readPlanningInputs(context, m_scenarioPath, inputs);
        if (read != ExitCode::Done) {
            return read;
        }
        context.setTimeLimit(m_timeLimit);
        const planner::PlanOptions options{
            .today = context.todayText(),
            // The default limit, 10 s, is worth the default budget.
            .effort = std::max(1, static_cast<int>(m_timeLimit * 10)),
            .gap = PartsPerMillion::fromRaw(static_cast<std::int64_t>(m_gap * 1e6)),
            .threads = m_threads > 0 ? m_threads : context.processors(),
            .top = m_top,
            .isCompare = m_question == Question::Compare};
        const auto report = planner::optimize(inputs.scenario, inputs.catalog, inputs.assumptions,
                                              options, context.control());
        if (!report.ok()) {
            return context.fail(report.error());
        }
        const ExitCode code = print(context, *report);
        if (kChecksPlans && checkOwnPlan(context, *report, inputs) == SelfCheck::Broken) {
            return ExitCode::OperatingError;
        }
        return code;
    }

private:
    /// What the ranges of the options do not catch.
    Status checkArguments() const {
        if (!std::isfinite(m_timeLimit) || !std::isfinite(m_gap)) {
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = "--time-limit and --gap need a finite number"};
        }
        std::error_code ignored;
        if (!m_outputPath.empty() &&
            std::filesystem::equivalent(m_outputPath, m_scenarioPath, ignored)) {
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = "--output would overwrite the scenario '" + m_scenarioPath +
                                    "'; name another file"};
        }
        return Done{};
    }

    ExitCode print(CliContext& context, const PlanReport& report) const {
        const std::string json =
            context.wantsJson() || !m_outputPath.empty() ? writeJson(toDocument(report)) : "";
        if (!m_outputPath.empty()) {
            const Status written = writeTextFile(m_outputPath, json);
            if (!written.ok()) {
                return context.fail(written.error());
            }
        }
        if (context.wantsJson()) {
            context.out() << json;
        } else {
            context.out() << (m_question == Question::Compare
                                  ? compareText(report, context)
                                  : planText(report, m_scenarioPath, context));
        }
        for (const std::string& warning : report.warnings) {
            context.hint("warning: " + warning);
        }
        return exitCodeOf(report);
    }

    Question m_question;
    std::string m_scenarioPath;
    std::string m_outputPath;
    double m_timeLimit = 10;
    double m_gap = 0;
    int m_threads = 0;
    int m_top = 3;
};

}  // namespace

std::unique_ptr<Command> makePlanCommand() {
    return std::make_unique<PlanCommand>(Question::Plan);
}
std::unique_ptr<Command> makeCompareCommand() {
    return std::make_unique<PlanCommand>(Question::Compare);
}

}  // namespace stowage::cli
