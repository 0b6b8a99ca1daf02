#include "cli/help_text.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <vector>

#include "cli/text_table.h"
#include "model/diagnostic.h"

namespace stowage::cli {

namespace {

struct HelpRow {
    std::string left;
    std::string right;
};

std::string fullName(const CLI::App& app) {
    const CLI::App* parent = app.get_parent();
    return parent == nullptr ? app.get_name() : fullName(*parent) + " " + app.get_name();
}

/// The name of an option's value; the library appends what its validators say after a colon.
std::string valueName(const CLI::Option& option) {
    const std::string name = option.get_type_name();
    return name.substr(0, name.find(':'));
}

std::string positionalName(const CLI::Option& option) {
    std::string name = valueName(option);
    if (name.empty() || name == "TEXT") {
        name = option.get_name(true, false);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
            return static_cast<char>(std::toupper(letter));
        });
    }
    if (option.get_expected_max() > 1) {
        name += "...";
    }
    return option.get_required() ? name : "[" + name + "]";
}

std::string optionName(const CLI::Option& option) {
    std::string text;
    for (const std::string& name : option.get_snames()) {
        text += "-" + name + ", ";
    }
    if (text.empty()) {
        text = "    ";
    }
    for (const std::string& name : option.get_lnames()) {
        text += "--" + name + " ";
    }
    if (option.get_expected_max() > 0 && option.get_type_size() != 0) {
        text += valueName(option);
    }
    while (!text.empty() && text.back() == ' ') {
        text.pop_back();
    }
    return text;
}

std::string optionMeaning(const CLI::Option& option) {
    std::string text = option.get_description();
    const std::string standard = option.get_default_str();
    if (!standard.empty()) {
        text += fmt::format(" (default: {})", standard);
    }
    return text;
}

std::string renderRows(const std::vector<HelpRow>& rows, int width) {
    constexpr int kIndent = 2;
    constexpr int kWidestLeft = 26;
    int column = 0;
    for (const HelpRow& row : rows) {
        column = std::max(column, std::min(kWidestLeft, displayWidth(row.left)));
    }
    const int start = kIndent + column + 2;
    std::string text;
    for (const HelpRow& row : rows) {
        std::string head = std::string(kIndent, ' ') + row.left;
        if (displayWidth(row.left) > column) {
            text += head + "\n";
            head.clear();
        }
        text += hangingText(head, row.right, start, width);
    }
    return text;
}

std::vector<HelpRow> commandRows(const CLI::App& app) {
    std::vector<HelpRow> rows;
    for (const CLI::App* command : app.get_subcommands({})) {
        rows.push_back({.left = command->get_name(), .right = command->get_description()});
    }
    return rows;
}

std::vector<HelpRow> positionalRows(const CLI::App& app) {
    std::vector<HelpRow> rows;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_positional()) {
            rows.push_back({.left = positionalName(*option), .right = optionMeaning(*option)});
        }
    }
    return rows;
}

std::vector<HelpRow> optionRows(const CLI::App& app, const std::string& group) {
    std::vector<HelpRow> rows;
    for (const CLI::Option* option : app.get_options()) {
        if (option->nonpositional() && option->get_group() == group) {
            rows.push_back({.left = optionName(*option), .right = optionMeaning(*option)});
        }
    }
    return rows;
}

std::string usageLine(const CLI::App& app) {
    std::string text = fmt::format("Usage: {}", fullName(app));
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_positional()) {
            text += " " + positionalName(*option);
        }
    }
    if (!app.get_subcommands({}).empty()) {
        text += app.get_parent() == nullptr ? " COMMAND" : " [COMMAND]";
    }
    return text + " [OPTION...]\n";
}

std::string section(const std::string& title, const std::vector<HelpRow>& rows, int width) {
    if (rows.empty()) {
        return {};
    }
    return fmt::format("\n{}:\n{}", title, renderRows(rows, width));
}

std::string examplesSection(const CLI::App& app) {
    const std::string examples = app.get_footer();
    if (examples.empty()) {
        return {};
    }
    std::string text = "\nExamples:\n  ";
    for (const char letter : examples) {
        text += letter;
        if (letter == '\n') {
            text += "  ";
        }
    }
    return text + "\n";
}

std::string programSections() {
    return "\nExit codes:\n"
           "  0 done   1 operating error   2 bad usage or invalid content\n"
           "  4 proven that no layout satisfies the scenario   130 interrupted\n"
           "\n'stowage COMMAND --help' explains one command.\n";
}

/// The library's messages start with a capital letter, ours do not.
std::string lowerFirst(std::string message) {
    const bool isWord = message.size() > 1 && std::islower(static_cast<unsigned char>(message[1]));
    if (isWord) {
        message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
    }
    return message;
}

std::vector<std::string> knownOptions(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

std::vector<std::string> knownCommands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) {
        names.push_back(command->get_name());
    }
    return names;
}

std::string withNearest(std::string text, const std::string& near) {
    return near.empty() ? text : fmt::format("{} (did you mean '{}'?)", text, near);
}

/// What is wrong with an argument that nothing took.
std::string extraText(const CLI::App& app, const std::string& extra) {
    if (extra.size() > 1 && extra.front() == '-') {
        const std::string name = extra.substr(0, extra.find('='));
        return withNearest(fmt::format("unknown option '{}'", name),
                           nearestWord(name, knownOptions(app)));
    }
    const std::vector<std::string> commands = knownCommands(app);
    if (!commands.empty()) {
        return withNearest(fmt::format("unknown command '{}'", extra),
                           nearestWord(extra, commands));
    }
    return fmt::format("argument '{}' is one too many", extra);
}

}  // namespace

std::string programSummary() {
    return "plans what to buy and what to share for Laravel apps on Kubernetes, with reasons";
}

std::string helpText(const CLI::App& app, int width) {
    std::string text =
        hangingText("", fmt::format("{}: {}", fullName(app), app.get_description()), 0, width);
    text += "\n" + usageLine(app);
    text += section("Commands", commandRows(app), width);
    text += section("Arguments", positionalRows(app), width);
    text += section("Options", optionRows(app, "Options"), width);
    text += section("Common options", optionRows(app, "Common options"), width);
    text += examplesSection(app);
    if (app.get_parent() == nullptr) {
        text += programSections();
    }
    return text;
}

std::string usageErrorText(const CLI::App& program, const std::vector<std::string>& extras,
                           const std::string& message) {
    const CLI::App* innermost = &program;
    while (!innermost->get_subcommands().empty()) {
        innermost = innermost->get_subcommands().front();
    }
    const std::string text =
        extras.empty() ? lowerFirst(message) : extraText(*innermost, extras.front());
    return fmt::format("{0}: {1}\ntry '{0} --help'\n", fullName(*innermost), text);
}

}  // namespace stowage::cli
