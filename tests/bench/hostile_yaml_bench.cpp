// Reads hostile files of up to 4 MiB, one child process each, and prints its CPU time and peak
// memory. Ends with 1 when one takes more than a second or more than 200 MB.

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario_io.h"

namespace stowage {
namespace {

constexpr std::size_t kSize = std::size_t{4} * 1024 * 1024;
constexpr double kMillisecondsMax = 1000;
constexpr std::int64_t kMebibytesMax = 200;

/// The unit repeated as often as it fits into 4 MiB beside the rest.
std::string filled(std::string_view head, std::string_view unit, std::string_view tail = "") {
    std::string text(head);
    text.reserve(kSize);
    while (text.size() + unit.size() + tail.size() <= kSize) {
        text += unit;
    }
    return text += tail;
}

/// Lines made from their number, at most `count` of them.
std::string numbered(std::string_view head, int count,
                     const std::function<std::string(int)>& line) {
    std::string text(head);
    for (int i = 0; i < count; ++i) {
        const std::string next = line(i);
        if (text.size() + next.size() > kSize) {
            break;
        }
        text += next;
    }
    return text;
}

std::string aliasBomb(int levels) {
    std::string text = "a0: &a0 [0,0,0,0,0,0,0,0,0,0]\n";
    for (int level = 1; level <= levels; ++level) {
        std::string items;
        for (int i = 0; i < 10; ++i) {
            items += fmt::format("{}*a{}", i == 0 ? "" : ",", level - 1);
        }
        text += fmt::format("a{0}: &a{0} [{1}]\n", level, items);
    }
    return text;
}

struct HostileCase {
    std::string name;
    std::function<std::string()> make;
};

std::vector<HostileCase> structureCases() {
    return {
        {"nested [", [] { return filled("", "["); }},
        {"nested [?", [] { return filled("", "[? "); }},
        {"nested - ", [] { return filled("", "- "); }},
        {"nested ? ", [] { return filled("", "? "); }},
        {"nested {", [] { return filled("a: ", "{a: "); }},
        {"nested by indentation",
         [] {
             return numbered("", 3000, [](int i) {
                 return std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
             });
         }},
        {"list in one line", [] { return filled("[", "1,", "]"); }},
        {"pairs in one line", [] { return filled("[", "a: b,", "]"); }},
        {"530000 numbers in one line",
         [] { return numbered("[", 530'000, [](int) { return std::string("1,"); }) + "1]"; }},
        {"quotes in one line", [] { return filled("[", "\"\":", "]"); }},
        {"anchors in one line", [] { return filled("[", "&a ,", "]"); }},
        {"tags", [] { return filled("", "! "); }},
        {"alias bomb", [] { return aliasBomb(30); }},
        {"aliases", [] { return filled("- &a x\n", "- *a\n"); }},
        {"long text by aliases",
         [] { return filled("- &a " + std::string(kSize / 2, 'x') + "\n", "- *a\n"); }},
        {"anchors",
         [] {
             return numbered("", 1'000'000, [](int i) { return fmt::format("- &a{} x\n", i); });
         }},
        {"documents", [] { return filled("", "---\n"); }},
        {"directives",
         [] {
             return numbered("", 1'000'000, [](int i) { return fmt::format("%TAG !a{}! x\n", i); });
         }},
    };
}

std::vector<HostileCase> scalarCases() {
    return {
        {"long word", [] { return filled("a: ", "x"); }},
        {"long words", [] { return filled("a: ", "x "); }},
        {"spaces", [] { return filled("a: x", " ", "y"); }},
        {"lines of a word", [] { return filled("a:\n", " x\n"); }},
        {"900000 blank lines", [] { return "a: x" + std::string(900'000, '\n') + " y\n"; }},
        {"long quotes", [] { return filled("a: '", "x", "'"); }},
        {"blank lines in quotes", [] { return "a: \"" + std::string(900'000, '\n') + "\"\n"; }},
        {"escapes", [] { return filled("a: \"", "\\n", "\""); }},
        {"literal block", [] { return filled("a: |\n", " xxxxxxxxx\n"); }},
        {"folded block", [] { return filled("a: >\n", " xxxxxxxxx\n"); }},
        {"comments", [] { return filled("", "#xxxxxxx\n"); }},
        {"190000 keys",
         [] { return numbered("", 190'000, [](int i) { return fmt::format("k{}: 1\n", i); }); }},
        {"one key", [] { return filled("", "kkkkkkkkkkkkkkk: 1\n"); }},
        {"ambiguous words", [] { return filled("", "- 'x'\n- yes   \n- no      \n"); }},
        {"not UTF-8", [] { return filled("a: ", "ü", "\xff"); }},
        {"JSON nested", [] { return filled("{\"a\":", "["); }},
        {"JSON list", [] { return filled("{\"a\":[", "1,", "1]}"); }},
        {"JSON number", [] { return filled("{\"a\":", "1", "}"); }},
        {"JSON duplicate keys",
         [] {
             return numbered("{", 190'000, [](int) { return std::string("\"a\":1,"); }) +
                    "\"b\":1}";
         }},
    };
}

std::vector<HostileCase> scenarioCases() {
    const std::string head =
        "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: a\n    blueprint: { name: a, "
        "environments: { p: {} } }\n";
    const auto lines = [head](std::string key, std::string format) {
        return [head, key, format] {
            return numbered(head + key, 190'000,
                            [&](int i) { return fmt::format(fmt::runtime(format), i); });
        };
    };
    return {
        {"unknown keys", lines("", "k{}: 1\n")},
        {"unknown overrides", lines("services:\n  overrides:\n", "    a-p/k{}: own\n")},
        {"unknown environments", lines("requirements:\n  surviveNodeLoss:\n", "  - e{}\n")},
        {"unknown checks", lines("requirements:\n  binding:\n", "  - fit.{}\n")},
        {"unknown currencies", lines("exchange:\n", "  K{}: 1\n")},
        {"wrong assumptions", lines("assumptions:\n", "  a{}: []\n")},
        {"offers", lines("candidates:\n  customOffers:\n", "  - {{ name: o{} }}\n")},
        {"apps", lines("", "  - {{ name: a{}, x: 1 }}\n")},
    };
}

/// Time of this process in user and kernel; unlike the clock it does not count other programs.
double cpuMilliseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto toMilliseconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
    };
    return toMilliseconds(usage.ru_utime) + toMilliseconds(usage.ru_stime);
}

/// Runs in the child: reads the text and prints one line; the exit status says whether it held.
int measure(const HostileCase& hostile) {
    const std::string text = hostile.make();
    const double begin = cpuMilliseconds();
    Diagnostics findings;
    const auto scenario = parseScenario("hostile.yaml", text, "/nonexistent", findings);
    const std::string first = findings.all().empty() ? "" : toText(findings.sorted().front());
    const double milliseconds = cpuMilliseconds() - begin;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const std::int64_t mebibytes = usage.ru_maxrss / 1024;
    const bool holds =
        milliseconds <= kMillisecondsMax && mebibytes <= kMebibytesMax && !scenario.has_value();
    fmt::print("{} {:<28} {:>6.0f} ms {:>4} MB  {}\n", holds ? "  " : "!!", hostile.name,
               milliseconds, mebibytes, first.substr(0, 90));
    std::fflush(stdout);
    return holds ? 0 : 1;
}

bool holdsInChild(const HostileCase& hostile) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(measure(hostile));
    }
    int status = 0;
    const bool ended = child > 0 && waitpid(child, &status, 0) == child;
    if (ended && WIFSIGNALED(status)) {
        fmt::print("!! {:<28} ended by signal {}\n", hostile.name, WTERMSIG(status));
    }
    return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace
}  // namespace stowage

int main() {
    bool allHold = true;
    for (const auto& cases :
         {stowage::structureCases(), stowage::scalarCases(), stowage::scenarioCases()}) {
        for (const stowage::HostileCase& hostile : cases) {
            allHold = stowage::holdsInChild(hostile) && allHold;
        }
    }
    return allHold ? 0 : 1;
}
