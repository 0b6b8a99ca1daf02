#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <ostream>

#include "cli/catalog_text.h"
#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/load_catalog.h"
#include "model/catalog_report.h"

namespace stowage::cli {

namespace {

/// Prints the rows that did not load; the exit code for a listing that lacks them.
ExitCode reportProblems(const Diagnostics& problems, const CliContext& context) {
    for (const Diagnostic& problem : problems.sorted()) {
        context.err() << toText(problem) << '\n';
    }
    return problems.hasErrors() ? ExitCode::BadUsage : ExitCode::Done;
}

struct ListChoice {
    std::vector<std::string> providers;
    std::string arch;
    bool onlyAvailable = false;
};

ExitCode listCatalog(const ListChoice& choice, CliContext& context) {
    const Result<LoadedCatalog> loaded = loadCatalog(context);
    if (!loaded.ok()) {
        return context.fail(loaded.error());
    }
    const Catalog& catalog = loaded->catalog;
    std::vector<std::string> known;
    for (const ProviderInfo& provider : catalog.providers()) {
        known.push_back(provider.name);
    }
    for (const std::string& name : choice.providers) {
        if (catalog.provider(name) == nullptr) {
            const std::string hint = didYouMean(name, known);
            return context.fail(Error{
                ErrorCode::InvalidArgument,
                fmt::format("unknown provider {}; {}", quoteWord(name),
                            hint.empty() ? fmt::format("known: {}", fmt::join(known, ", ")) : hint),
                {}});
        }
    }
    std::vector<const Offer*> offers;
    for (const Offer& offer : catalog.offers()) {
        const bool isWanted =
            (choice.providers.empty() || std::find(choice.providers.begin(), choice.providers.end(),
                                                   offer.provider) != choice.providers.end()) &&
            (!choice.onlyAvailable || offer.availability == Availability::Orderable) &&
            (choice.arch.empty() || (isMachine(offer.kind) && toWord(offer.arch) == choice.arch));
        if (isWanted) {
            offers.push_back(&offer);
        }
    }
    const CalendarDate today = todayOf(context);
    context.out() << (context.wantsJson()
                          ? writeJson(catalogReport(catalog, offers, today, {}, loaded->problems))
                          : catalogListText(catalog, offers, today, context));
    return reportProblems(loaded->problems, context);
}

class CatalogCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "catalog",
                .summary = "lists what can be bought, with price, date and source",
                .examples =
                    "stowage catalog list hetzner\n"
                    "stowage catalog show s-2vcpu-4gb\n"
                    "stowage catalog check"};
    }
    void declareOptions(CLI::App& /*app*/) override {}
    ExitCode run(CliContext& context) override { return listCatalog({}, context); }
};

class CatalogListCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "list",
                .summary = "lists all offers by provider",
                .examples = "stowage catalog list\nstowage catalog list digitalocean --available"};
    }
    void declareOptions(CLI::App& app) override {
        app.add_option("providers", m_choice.providers, "only these (default: all)")
            ->type_name("PROVIDER");
        app.add_option("--arch", m_choice.arch, "only machines of this architecture")
            ->type_name("ARCH")
            ->check(CLI::IsMember({"amd64", "arm64"}));
        app.add_flag("--available", m_choice.onlyAvailable,
                     "only what a plan may choose by itself");
    }
    ExitCode run(CliContext& context) override { return listCatalog(m_choice, context); }

private:
    ListChoice m_choice;
};

class CatalogShowCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "show",
                .summary = "shows every fact of one offer with its source",
                .examples = "stowage catalog show s-2vcpu-4gb\nstowage catalog show hetzner/cpx22"};
    }
    void declareOptions(CLI::App& app) override {
        app.add_option("offer", m_name, "as in s-2vcpu-4gb or hetzner/cpx22")
            ->type_name("OFFER")
            ->required();
    }
    ExitCode run(CliContext& context) override {
        const Result<LoadedCatalog> loaded = loadCatalog(context);
        if (!loaded.ok()) {
            return context.fail(loaded.error());
        }
        const std::vector<const Offer*> offers = loaded->catalog.named(m_name);
        if (offers.empty()) {
            return context.fail(unknownOffer(loaded->catalog));
        }
        const CalendarDate today = todayOf(context);
        if (context.wantsJson()) {
            context.out() << writeJson(
                catalogReport(loaded->catalog, offers, today, {}, loaded->problems));
            return ExitCode::Done;
        }
        for (const Offer* offer : offers) {
            context.out() << (offer == offers.front() ? "" : "\n")
                          << offerText(loaded->catalog, *offer, today, context);
        }
        return ExitCode::Done;
    }

private:
    Error unknownOffer(const Catalog& catalog) const {
        std::vector<std::string> names;
        for (const Offer& offer : catalog.offers()) {
            names.push_back(offer.name);
            names.push_back(qualifiedName(offer));
        }
        const std::string hint = didYouMean(m_name, names);
        return Error{ErrorCode::InvalidArgument,
                     fmt::format("unknown offer {}; {}", quoteWord(m_name),
                                 hint.empty() ? "'stowage catalog list' shows all" : hint),
                     {}};
    }

    std::string m_name;
};

class CatalogCheckCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "check",
                .summary = "finds rows that do not load and prices that are old",
                .examples = "stowage catalog check --data ./my-data"};
    }
    void declareOptions(CLI::App& /*app*/) override {}
    ExitCode run(CliContext& context) override {
        const Result<LoadedCatalog> loaded = loadCatalog(context);
        if (!loaded.ok()) {
            return context.fail(loaded.error());
        }
        const Catalog& catalog = loaded->catalog;
        const CalendarDate today = todayOf(context);
        const std::vector<CatalogFinding> findings = checkCatalog(catalog, today);
        if (context.wantsJson()) {
            context.out() << writeJson(
                catalogReport(catalog, {}, today, findings, loaded->problems));
        } else {
            reportProblems(loaded->problems, context);
            context.out() << catalogCheckText(catalog, findings, loaded->problems, context);
        }
        return loaded->problems.hasErrors() ? ExitCode::OperatingError : ExitCode::Done;
    }
};

}  // namespace

std::unique_ptr<Command> makeCatalogCommand() {
    return std::make_unique<CatalogCommand>();
}

std::unique_ptr<Command> makeCatalogListCommand() {
    return std::make_unique<CatalogListCommand>();
}

std::unique_ptr<Command> makeCatalogShowCommand() {
    return std::make_unique<CatalogShowCommand>();
}

std::unique_ptr<Command> makeCatalogCheckCommand() {
    return std::make_unique<CatalogCheckCommand>();
}

}  // namespace stowage::cli
