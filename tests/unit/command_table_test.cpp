#include "cli/command_table.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <set>
#include <sstream>

namespace stowage::cli {

namespace {

/// Prints what it was given; stands for any command.
class EchoCommand : public Command {
public:
    explicit EchoCommand(std::string name) : m_name(std::move(name)) {}
    CommandInfo info() const override {
        return {.name = m_name, .summary = "prints its argument", .examples = "stowage echo a"};
    }
    void declareOptions(CLI::App& app) override {
        app.add_option("word", m_word, "what to print");
        app.add_option("--times", m_times, "how often")
            ->type_name("N")
            ->check(CLI::Range(1, 9))
            ->capture_default_str();
    }
    ExitCode run(CliContext& context) override {
        for (int i = 0; i < m_times; ++i) {
            context.out() << m_name << ' ' << m_word << '\n';
        }
        return context.wantsJson() ? ExitCode::Infeasible : ExitCode::Done;
    }

private:
    std::string m_name;
    std::string m_word;
    int m_times = 1;
};

const std::vector<CommandEntry> kTable{
    {"", [] { return std::unique_ptr<Command>(std::make_unique<EchoCommand>("echo")); }},
    {"echo", [] { return std::unique_ptr<Command>(std::make_unique<EchoCommand>("twice")); }},
};

struct Outcome {
    ExitCode code = ExitCode::Done;
    std::string out;
    std::string err;
};

Outcome runWith(const std::vector<std::string>& arguments,
                const std::vector<CommandEntry>& table = kTable) {
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(out, err, {});
    const ExitCode code = runCommandLine(arguments, table, context);
    return {.code = code, .out = out.str(), .err = err.str()};
}

}  // namespace

TEST(CommandLine, RunsTheNamedCommand) {
    const Outcome outcome = runWith({"echo", "a", "--times", "2"});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    EXPECT_EQ(outcome.out, "echo a\necho a\n");
    EXPECT_EQ(outcome.err, "");
}

TEST(CommandLine, RunsTheInnermostCommand) {
    EXPECT_EQ(runWith({"echo", "twice", "b"}).out, "twice b\n");
}

TEST(CommandLine, CommonOptionsStandBeforeOrAfterTheCommand) {
    EXPECT_EQ(runWith({"echo", "a", "--json"}).code, ExitCode::Infeasible);
    EXPECT_EQ(runWith({"--json", "echo", "a"}).code, ExitCode::Infeasible);
}

TEST(CommandLine, HelpAndVersionGoToStandardOutput) {
    const Outcome help = runWith({"echo", "--help"});
    EXPECT_EQ(help.code, ExitCode::Done);
    EXPECT_EQ(help.err, "");
    for (const char* part : {"Usage: stowage echo [WORD]", "--times N  ", "how often (default: 1)",
                             "--today DATE", "Examples:\n  stowage echo a"}) {
        EXPECT_NE(help.out.find(part), std::string::npos) << part << "\n" << help.out;
    }
    const Outcome version = runWith({"--version"});
    EXPECT_EQ(version.code, ExitCode::Done);
    EXPECT_EQ(version.out.rfind("stowage ", 0), 0U);
}

TEST(CommandLine, UsageErrorsEndWith2AndPrintNothingOnStandardOutput) {
    const std::vector<std::vector<std::string>> wrong{{},
                                                      {"ehco"},
                                                      {"echo", "--tmies", "2"},
                                                      {"echo", "--times", "two"},
                                                      {"echo", "--today", "yesterday"},
                                                      {"echo", "a", "b"}};
    for (const auto& arguments : wrong) {
        const Outcome outcome = runWith(arguments);
        EXPECT_EQ(outcome.code, ExitCode::BadUsage);
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err.find("stowage"), std::string::npos);
    }
}

TEST(CommandLine, UsageErrorsNameTheNearestWord) {
    EXPECT_EQ(runWith({"echo", "--tmies", "2"}).err,
              "stowage echo: unknown option '--tmies' (did you mean '--times'?)\n"
              "try 'stowage echo --help'\n");
    EXPECT_EQ(runWith({"ecko"}).err,
              "stowage: unknown command 'ecko' (did you mean 'echo'?)\ntry 'stowage --help'\n");
    EXPECT_EQ(runWith({"echo", "twice", "b", "c"}).err,
              "stowage echo twice: argument 'c' is one too many\n"
              "try 'stowage echo twice --help'\n");
    EXPECT_EQ(runWith({"echo", "--times", "two"}).err,
              "stowage echo: --times: Value two not in range 1 to 9\ntry 'stowage echo --help'\n");
}

TEST(CommandLine, DataFolderThatIsMissingIsAnOperatingError) {
    const Outcome outcome = runWith({"echo", "a", "--data", "/no/such/folder"});
    EXPECT_EQ(outcome.code, ExitCode::OperatingError);
    EXPECT_EQ(outcome.out, "");
}

TEST(CommandTable, EveryHelpIsWithin80ColumnsAndComplete) {
    for (const CommandEntry& entry : commandTable()) {
        const std::string name = entry.make()->info().name;
        std::vector<std::string> arguments{name, "--help"};
        if (!entry.parent.empty()) {
            arguments.insert(arguments.begin(), std::string(entry.parent));
        }
        const Outcome outcome = runWith(arguments, commandTable());
        EXPECT_EQ(outcome.code, ExitCode::Done);
        EXPECT_FALSE(entry.make()->info().summary.empty());
        std::istringstream lines(outcome.out);
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(line.size(), 80U) << line;
        }
    }
}

TEST(CommandTable, NamesAreUnique) {
    std::set<std::string> seen;
    for (const CommandEntry& entry : commandTable()) {
        const std::string name = std::string(entry.parent) + " " + entry.make()->info().name;
        EXPECT_TRUE(seen.insert(name).second) << name;
    }
}

}  // namespace stowage::cli
