#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli_context.h"
#include "cli/commands.h"

namespace stowage::cli {
namespace {

struct Outcome {
    ExitCode code = ExitCode::Done;
    std::string out;
    std::string err;
};

Outcome runProfile(std::vector<std::string> arguments, bool json) {
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(out, err, {});
    context.options().json = json;
    CLI::App app;
    const std::unique_ptr<Command> command = makeCatalogProfileCommand();
    command->declareOptions(app);
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    const ExitCode code = command->run(context);
    return {code, out.str(), err.str()};
}

TEST(CatalogProfileCommand, JsonIsTheReportOfTheContract) {
    const Outcome outcome = runProfile(
        {"mariadb", "--set", "config=stock", "--set", "tenants=4", "--set", "connections=20"},
        true);
    EXPECT_EQ(outcome.code, ExitCode::Done);
    EXPECT_EQ(outcome.err, "");
    for (const char* part : {R"("kind": "ProfileReport")", R"("profile": "mariadb")",
                             R"("tenants": 4)", R"("config": "stock")", R"("memoryBytes": {)",
                             R"("coreBytes": {)", R"("cpuMilli": {)", R"("quality": "measured")"}) {
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part;
    }
}

TEST(CatalogProfileCommand, TextNamesFiguresTermsAndSource) {
    const Outcome outcome = runProfile({"horizon", "--set", "workers=10"}, false);
    EXPECT_EQ(outcome.code, ExitCode::Done);
    // 123.7 + 10 x 60.1.
    EXPECT_NE(outcome.out.find("724.7 MiB expected"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("worker process x 10"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("calibration bench"), std::string::npos) << outcome.out;
}

TEST(CatalogProfileCommand, ListHoldsEveryProfile) {
    const Outcome text = runProfile({}, false);
    EXPECT_NE(text.out.find("web-octane"), std::string::npos);
    EXPECT_NE(text.out.find("pod-overhead"), std::string::npos);
    const Outcome json = runProfile({}, true);
    EXPECT_NE(json.out.find(R"("profiles": [)"), std::string::npos);
}

TEST(CatalogProfileCommand, BadSettingsEndWithTwo) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"oracle"},
          {"reverb", "--set", "x=1"},
          {"reverb", "--set", "connections"},
          {"reverb", "--set", "connections=x"},
          {"reverb", "--set", "connections=1", "--set", "connections=2"},
          {"--set", "x=1"}}) {
        const Outcome outcome = runProfile(arguments, false);
        EXPECT_EQ(outcome.code, ExitCode::BadUsage) << arguments.back();
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err, "");
    }
}

}  // namespace
}  // namespace stowage::cli
