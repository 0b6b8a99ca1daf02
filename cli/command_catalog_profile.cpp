#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/load_catalog.h"
#include "cli/text_table.h"
#include "model/assumption.h"
#include "model/profile.h"
#include "model/profile_report.h"

namespace stowage::cli {

namespace {

constexpr int kIndent = 2;
constexpr int kFactColumn = 12;

std::string fact(const std::string& name, const std::string& text, const CliContext& context) {
    const std::string head = std::string(kIndent, ' ') + name;
    const int gap = kFactColumn - displayWidth(head);
    return hangingText(head + std::string(static_cast<std::size_t>(gap), ' '), text, kFactColumn,
                       context.width());
}

std::string mebibytes1(double mebibytes) {
    return fmt::format("{:.1f}", mebibytes);
}

std::string mebibytes1(Bytes bytes) {
    return mebibytes1(asMebibytes(bytes));
}

std::string parameterText(const ProfileUse& use) {
    std::string text;
    for (const auto& [key, value] : use.parameters) {
        text += (text.empty() ? "" : ", ") + key + "=" + value;
    }
    return text.empty() ? "none" : text;
}

std::string termTable(const ProfileUse& use, const CliContext& context) {
    TextTable table({{.header = "part of the memory", .shrink = Shrink::Wrap},
                     {.header = "mean", .align = Align::Right},
                     {.header = "core", .align = Align::Right},
                     {.header = "from", .align = Align::Right},
                     {.header = "to", .align = Align::Right},
                     {.header = ""}});
    for (const ProfileTerm& term : use.terms) {
        table.addRow({term.text, mebibytes1(term.memory), mebibytes1(term.core),
                      mebibytes1(term.low), mebibytes1(term.high),
                      term.termClass == TermClass::Chance ? "varies" : "unknown"});
    }
    return table.toText(context.width(), kIndent);
}

std::string useText(const ProfileUse& use, const ProfileInfo& info, const CliContext& context) {
    const MemoryUse& memory = use.memory;
    std::string text =
        context.paint(Style::Heading, fmt::format("{}: {}", use.name, info.summary)) + "\n\n";
    text += fact("memory",
                 fmt::format("{} MiB expected, {} of it not reclaimable; median {}, p99 {}",
                             mebibytes1(memory.expected), mebibytes1(memory.coreExpected),
                             mebibytes1(memory.p50), mebibytes1(memory.p99)),
                 context);
    text += fact("",
                 fmt::format("the mean itself may lie between {} and {} MiB",
                             mebibytes1(memory.low), mebibytes1(memory.high)),
                 context);
    text += fact(
        "CPU",
        fmt::format("{}m expected in the peak hour ({}m to {}m), p99 {}m", use.cpu.expected.raw(),
                    use.cpu.low.raw(), use.cpu.high.raw(), use.cpu.p99.raw()),
        context);
    text += fact("with", parameterText(use), context);
    text += '\n' + termTable(use, context) + '\n';
    text += fact("formula", use.formula, context);
    text += fact("quality", std::string(toWord(use.quality)), context);
    text += fact("source", fmt::format("{} ({})", use.source, use.date), context);
    return text;
}

std::string listText(const AssumptionTable& table, const CliContext& context) {
    TextTable rows({{.header = "profile"},
                    {.header = "MiB", .align = Align::Right},
                    {.header = "quality"},
                    {.header = "parameters", .shrink = Shrink::Wrap}});
    for (const ProfileInfo& info : allProfiles()) {
        const ProfileUse use = profileUse({.name = info.name, .parameters = {}}, table);
        std::string keys;
        for (const ProfileParameter& parameter : info.parameters) {
            keys += (keys.empty() ? "" : ", ") + parameter.key;
        }
        rows.addRow(
            {info.name, mebibytes1(use.memory.expected), std::string(toWord(use.quality)), keys});
    }
    return rows.toText(context.width());
}

/// "KEY=VALUE" items of --set.
Result<ProfileRequest> readRequest(const std::string& name,
                                   const std::vector<std::string>& settings) {
    ProfileRequest request{.name = name, .parameters = {}};
    for (const std::string& setting : settings) {
        const std::size_t at = setting.find('=');
        if (at == std::string::npos || at == 0) {
            return Error{
                ErrorCode::InvalidArgument,
                fmt::format("--set {}: write it as KEY=VALUE, as in workers=4", quoteWord(setting)),
                {}};
        }
        if (!request.parameters.emplace(setting.substr(0, at), setting.substr(at + 1)).second) {
            return Error{ErrorCode::InvalidArgument,
                         fmt::format("--set {}: the key is set twice", quoteWord(setting)),
                         {}};
        }
    }
    return request;
}

class CatalogProfileCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "profile",
                .summary = "shows what one role or service uses, for given parameters",
                .examples =
                    "stowage catalog profile\n"
                    "stowage catalog profile horizon --set workers=10 --set weight=light\n"
                    "stowage catalog profile mariadb --set tenants=4 --set connections=20"};
    }
    void declareOptions(CLI::App& app) override {
        app.add_option("profile", m_name, "as in web-fpm or mariadb (default: a list of all)")
            ->type_name("NAME");
        app.add_option("--set", m_settings, "a parameter of the profile; may be repeated")
            ->type_name("KEY=VALUE")
            ->allow_extra_args(false);
    }
    ExitCode run(CliContext& context) override {
        const Result<DataFiles> files = openDataFiles(context);
        if (!files.ok()) {
            return context.fail(files.error());
        }
        Diagnostics problems;
        const AssumptionTable table = AssumptionTable::load(*files, problems);
        if (problems.hasErrors()) {
            for (const Diagnostic& problem : problems.sorted()) {
                context.err() << toText(problem) << '\n';
            }
            return ExitCode::BadUsage;
        }
        return m_name.empty() ? list(table, context) : show(table, context);
    }

private:
    ExitCode list(const AssumptionTable& table, CliContext& context) const {
        if (!m_settings.empty()) {
            return context.fail(Error{
                ErrorCode::InvalidArgument, "--set needs the name of a profile before it", {}});
        }
        if (context.wantsJson()) {
            context.out() << writeJson(profileListReport(allProfiles()));
            return ExitCode::Done;
        }
        context.out() << listText(table, context);
        context.hint("'stowage catalog profile NAME --set KEY=VALUE' shows one of them");
        return ExitCode::Done;
    }

    ExitCode show(const AssumptionTable& table, CliContext& context) const {
        const Result<ProfileRequest> request = readRequest(m_name, m_settings);
        if (!request.ok()) {
            return context.fail(request.error());
        }
        const Result<ProfileUse> use = evaluateProfile(*request, table);
        if (!use.ok()) {
            return context.fail(use.error());
        }
        context.out() << (context.wantsJson() ? writeJson(profileReport(*use))
                                              : useText(*use, *findProfile(m_name), context));
        return ExitCode::Done;
    }

    std::string m_name;
    std::vector<std::string> m_settings;
};

}  // namespace

std::unique_ptr<Command> makeCatalogProfileCommand() {
    return std::make_unique<CatalogProfileCommand>();
}

}  // namespace stowage::cli
