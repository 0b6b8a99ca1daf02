#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "model/profile_builder.h"

namespace stowage {

namespace {

/// What the SQL engines and the key-value stores have in common.
constexpr double kConnectionsPerTenant = 5.0;

ProfileParameter tenantsParameter() {
    return {.key = "tenants",
            .kind = ParameterKind::Whole,
            .defaultText = "1",
            .help = "databases of apps in the instance"};
}

ProfileParameter numberOf(std::string key, std::string standard, std::string help) {
    return {.key = std::move(key),
            .kind = ParameterKind::Number,
            .defaultText = std::move(standard),
            .help = std::move(help)};
}

ProfileParameter versionParameter(std::string standard) {
    return {.key = "version",
            .kind = ParameterKind::Version,
            .defaultText = std::move(standard),
            .help = "engine version"};
}

std::vector<ProfileParameter> databaseParameters(std::string version) {
    return {{.key = "config",
             .kind = ParameterKind::Word,
             .defaultText = "stock",
             .help = "settings: as shipped, or small caches",
             .choices = {"stock", "small"}},
            tenantsParameter(),
            numberOf("connections", "5 per tenant", "open connections in total"),
            numberOf("poolMi", "as configured", "buffer pool or shared buffers in MiB"),
            {.key = "load",
             .kind = ParameterKind::Word,
             .defaultText = "light",
             .help = "idle right after a start, or light: 5 connections and 5 transactions a "
                     "second for each tenant",
             .choices = {"idle", "light"}},
            versionParameter(std::move(version)),
            numberOf("dataMi", "as measured", "rows of all tenants in MiB"),
            numberOf("statementsPerSecond", "by load", "statements a second in the peak hour")};
}

bool isVersionOf(const std::string& version, const std::string& known) {
    return version == known || version.compare(0, known.size() + 1, known + ".") == 0;
}

/// The factor on the base for a version: none for the measured one, a row's, or a wide range.
Amount withVersion(const Amount& base, const std::string& engine, const std::string& measured,
                   const std::string& version, ProfileBuilder& builder) {
    if (isVersionOf(version, measured)) {
        return base;
    }
    std::string known = version;
    while (!known.empty() && !builder.has(engine + ".version." + known)) {
        const std::size_t dot = known.rfind('.');
        known = dot == std::string::npos ? std::string() : known.substr(0, dot);
    }
    return base *
           builder.amount(known.empty() ? "engine.version.unknown" : engine + ".version." + known);
}

/// The parameters of a database with everything absent filled in.
struct DatabaseLoad {
    std::string config;
    bool isLight = true;
    double tenants = 1;
    double connections = 0;
    double poolMi = 0;
    double standardPoolMi = 0;
};

DatabaseLoad readLoad(const std::string& engine, ProfileParameters& parameters,
                      ProfileBuilder& builder) {
    DatabaseLoad load;
    load.config = parameters.word("config");
    load.isLight = parameters.word("load") == "light";
    load.tenants = parameters.number("tenants");
    load.standardPoolMi = builder.value(engine + ".pool." + load.config);
    if (!parameters.isGiven("connections")) {
        parameters.derive("connections", load.isLight ? kConnectionsPerTenant * load.tenants : 0);
    }
    load.connections = parameters.number("connections");
    if (!parameters.isGiven("poolMi")) {
        parameters.derive("poolMi", load.standardPoolMi);
    }
    load.poolMi = parameters.number("poolMi");
    return load;
}

/// Under light load five connections of each tenant work and hold statements; the others are open
/// and idle. Without tenants all of them work: a load generator.
double busyConnections(const DatabaseLoad& load) {
    if (!load.isLight) {
        return 0.0;
    }
    return load.tenants > 0.0 ? std::min(load.connections, kConnectionsPerTenant * load.tenants)
                              : load.connections;
}

void addConnections(const std::string& engine, const DatabaseLoad& load, ProfileBuilder& builder) {
    const double busy = busyConnections(load);
    const double idle = load.connections - busy;
    if (idle > 0.0) {
        builder.constant(builder.amount(engine + ".connection.idle") * idle,
                         fmt::format("idle connection x {:g}", idle));
    }
    if (busy <= 0.0) {
        return;
    }
    const Amount each = builder.amount(engine + ".connection.light");
    builder.constant(each * busy, fmt::format("busy connection x {:g}", busy));
    const Amount varies = builder.amount("engine.connections.variation");
    const double all = each.value * busy;
    builder.chanceRange("engine.connections.variation", 0.0, (varies.low - varies.value) * all,
                        (varies.high - varies.value) * all, "more or fewer busy connections");
}

/// Pages of the pool beyond those counted, when the data are known to be larger than those of the
/// measured rows, and what may be read in at any moment until the pool is full.
void addPool(const std::string& label, double pages, double usable, const DatabaseLoad& load,
             const ProfileParameters& parameters, ProfileBuilder& builder) {
    if (!load.isLight) {
        return;
    }
    double held = pages;
    double most = usable;
    if (parameters.isGiven("dataMi")) {
        const double data = parameters.number("dataMi");
        most = std::min(usable, std::max(data, pages));
        const Amount share = builder.amount("engine.hot.share");
        Amount hot = share;
        const auto beyond = [&](double part) {
            return std::max(0.0, std::min(usable, part * data) - pages);
        };
        hot.value = hot.core = beyond(share.value);
        hot.low = beyond(share.low);
        hot.high = beyond(share.high);
        held += hot.value;
        builder.constant(hot, "data that is read often");
    }
    most = std::max(most, held);
    builder.chanceRange("engine.hot.share", 0.0, 0.0, most - held, label);
}

void addStatements(const std::string& engine, const DatabaseLoad& load,
                   ProfileParameters& parameters, ProfileBuilder& builder) {
    if (!parameters.isGiven("statementsPerSecond")) {
        const double perTenant =
            builder.value("engine.transactions.light") * builder.value(engine + ".statements");
        parameters.derive("statementsPerSecond", load.isLight ? perTenant * load.tenants : 0.0);
    }
    const double rate = parameters.number("statementsPerSecond");
    builder.cpu(builder.amount(engine + (load.isLight ? ".cpu.running" : ".cpu.idle")));
    builder.work(rate, builder.amount(engine + ".cpu.statement"), 0.0);
}

void mariadb(ProfileParameters& parameters, ProfileBuilder& builder) {
    const DatabaseLoad load = readLoad("mariadb", parameters, builder);
    const bool isStock = load.config == "stock";
    builder.constant(withVersion(builder.amount("mariadb.base." + load.config), "mariadb", "11.8",
                                 parameters.word("version"), builder),
                     "process and fixed buffers");
    builder.constant(builder.amount("mariadb.pool.overhead") * (load.poolMi - load.standardPoolMi),
                     "bookkeeping of a pool of another size");
    const double usable = builder.value("mariadb.pool.usable") * load.poolMi;
    const double filled =
        std::min(builder.value("mariadb.restored.tenant") * load.tenants, load.poolMi);
    const Amount restored = builder.amount("mariadb.restored.share") * filled;
    builder.constant(restored, "pages read back at start");
    double pages = restored.value;
    if (load.isLight) {
        const double share = load.poolMi / load.standardPoolMi;
        const double counted =
            isStock ? load.tenants
                    : std::min(load.tenants, builder.value("mariadb.data.small-tenants") * share);
        Amount data = builder.amount("mariadb.data." + load.config) * counted;
        const double room = std::max(0.0, usable - restored.value);
        if (data.value > room) {
            data = data * (room / data.value);
        }
        builder.constant(data, "pages of tenants under load");
        pages += data.value;
    }
    addConnections("mariadb", load, builder);
    addPool("pages until the pool is full", pages, usable, load, parameters, builder);
    addStatements("mariadb", load, parameters, builder);
}

void mysql(ProfileParameters& parameters, ProfileBuilder& builder) {
    const DatabaseLoad load = readLoad("mysql", parameters, builder);
    builder.constant(withVersion(builder.amount("mysql.base." + load.config), "mysql", "9.7",
                                 parameters.word("version"), builder),
                     "process, fixed buffers and performance schema");
    builder.constant(builder.amount("mysql.pool.overhead") * (load.poolMi - load.standardPoolMi),
                     "bookkeeping of a pool of another size");
    builder.constant(builder.amount("mysql.tenant." + load.config) * load.tenants,
                     fmt::format("database x {:g}", load.tenants));
    const double usable = builder.value("mysql.pool.usable") * load.poolMi;
    double pages = 0.0;
    if (load.isLight) {
        if (load.config == "stock") {
            Amount data = builder.amount("mysql.data.stock") * load.tenants;
            if (data.value > usable) {
                data = data * (usable / data.value);
            }
            builder.constant(data, "pages of tenants under load");
            pages = data.value;
        }
        const double step = std::clamp((busyConnections(load) - 10.0) / 10.0, 0.0, 1.0);
        builder.constant(builder.amount("mysql.step") * step,
                         "block mapped between 10 and 20 busy connections");
    }
    addConnections("mysql", load, builder);
    addPool("pages until the pool is full", pages, usable, load, parameters, builder);
    addStatements("mysql", load, parameters, builder);
}

void postgres(ProfileParameters& parameters, ProfileBuilder& builder) {
    const DatabaseLoad load = readLoad("postgres", parameters, builder);
    builder.constant(withVersion(builder.amount("postgres.base." + load.config), "postgres", "17",
                                 parameters.word("version"), builder),
                     "server processes and their shared buffers");
    builder.constant(builder.amount("postgres.pool.overhead") * (load.poolMi - load.standardPoolMi),
                     "bookkeeping of shared buffers of another size");
    builder.constant(builder.amount("postgres.tenant." + load.config) * load.tenants,
                     fmt::format("database x {:g}", load.tenants));
    builder.constant(
        builder.amount("postgres.catalog." + load.config) * std::clamp(load.tenants, 1.0, 2.0),
        "page cache of catalogues");
    if (load.isLight) {
        builder.constant(
            builder.amount("postgres.cache." + load.config) *
                std::clamp(load.tenants - 1.0, 0.0, builder.value("postgres.cache.tenants")),
            "page cache of heap and log");
    }
    addConnections("postgres", load, builder);
    const double touched = builder.value("postgres.pool.touched") +
                           builder.value("postgres.tenant." + load.config) * load.tenants;
    addPool("shared buffers until all are touched", std::min(touched, load.poolMi), load.poolMi,
            load, parameters, builder);
    addStatements("postgres", load, parameters, builder);
}

void addKeyValue(const std::string& engine, const std::string& measured,
                 ProfileParameters& parameters, ProfileBuilder& builder) {
    const double keys = parameters.number("keysMi");
    if (!parameters.isGiven("connections")) {
        parameters.derive("connections", kConnectionsPerTenant * parameters.number("tenants"));
    }
    builder.constant(withVersion(builder.amount(engine + ".base"), engine, measured,
                                 parameters.word("version"), builder),
                     "process");
    const Amount used = builder.amount(engine + ".key-factor") * keys;
    builder.constant(used, fmt::format("{:g} MiB of keys and values", keys));
    builder.constant(builder.amount(engine + ".connection") * parameters.number("connections"),
                     "clients");
    // A snapshot forks; pages of keys that are rewritten meanwhile exist twice.
    const double copied = used.value * (1.0 - std::exp(-builder.value("key-value.fork.exponent") *
                                                       builder.value("key-value.fork.rewritten")));
    builder.chanceRange("key-value.fork.rewritten", 0.0, 0.0, copied,
                        "pages copied while a snapshot is written");
    builder.cpu(builder.amount(engine + ".cpu.idle"));
    builder.work(parameters.number("operationsPerSecond"),
                 builder.amount("key-value.cpu.operation"), 0.0);
}

void redis(ProfileParameters& parameters, ProfileBuilder& builder) {
    addKeyValue("redis", "8.0", parameters, builder);
}

void valkey(ProfileParameters& parameters, ProfileBuilder& builder) {
    addKeyValue("valkey", "8.1", parameters, builder);
}

std::vector<ProfileParameter> keyValueParameters(std::string version) {
    return {tenantsParameter(), numberOf("keysMi", "16", "raw keys and values in total, in MiB"),
            numberOf("connections", "5 per tenant", "clients in total"),
            versionParameter(std::move(version)),
            numberOf("operationsPerSecond", "20", "operations a second in the peak hour")};
}

}  // namespace

std::vector<ProfileEntry> engineProfiles() {
    return {
        {{.name = "mariadb",
          .summary = "MariaDB",
          .formula = "base(config) + 0.244 x min(pool, tenants x 64 MiB) + pages(tenants, load) + "
                     "busy and idle connections",
          .parameters = databaseParameters("11.8")},
         mariadb},
        {{.name = "mysql",
          .summary = "MySQL",
          .formula = "base(config) + tenants x (database + pages(load)) + busy and idle "
                     "connections + step at 10 to 20 busy connections",
          .parameters = databaseParameters("9.7")},
         mysql},
        {{.name = "postgres",
          .summary = "PostgreSQL",
          .formula = "base(config) + tenants x database + processes of busy and idle connections "
                     "+ page cache",
          .parameters = databaseParameters("17")},
         postgres},
        {{.name = "redis",
          .summary = "Redis",
          .formula = "base + 1.305 x keysMi + connections x 6.5 KiB",
          .parameters = keyValueParameters("8.0")},
         redis},
        {{.name = "valkey",
          .summary = "Valkey",
          .formula = "base + 1.222 x keysMi + connections x 5.7 KiB",
          .parameters = keyValueParameters("8.1")},
         valkey},
    };
}

}  // namespace stowage
