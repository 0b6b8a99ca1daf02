#include "model/service.h"

#include <algorithm>
#include <array>

#include "model/base/invariant.h"

namespace stowage {
namespace {

using Category = ServiceCategory;

// In the order of the enumeration. SQLite lives in the app's pod: it can be nothing else.
constexpr std::array kServices{
    ServiceFacts{ServiceKind::Postgres, "postgres", Category::Database, true, true, true, 5432},
    ServiceFacts{ServiceKind::Mysql, "mysql", Category::Database, true, true, true, 3306},
    ServiceFacts{ServiceKind::Mariadb, "mariadb", Category::Database, true, true, true, 3306},
    ServiceFacts{ServiceKind::Mongodb, "mongodb", Category::Database, true, false, true, 27017},
    ServiceFacts{ServiceKind::Sqlite, "sqlite", Category::Database, false, false, false, 0},
    ServiceFacts{ServiceKind::Redis, "redis", Category::Cache, true, true, true, 6379},
    ServiceFacts{ServiceKind::Memcached, "memcached", Category::Cache, true, false, true, 11211},
    ServiceFacts{ServiceKind::Meilisearch, "meilisearch", Category::Search, true, true, true, 7700},
    ServiceFacts{ServiceKind::Typesense, "typesense", Category::Search, true, false, true, 8108},
    ServiceFacts{ServiceKind::Minio, "minio", Category::ObjectStorage, true, true, true, 9000},
    ServiceFacts{ServiceKind::Seaweedfs, "seaweedfs", Category::ObjectStorage, true, true, true,
                 8333},
    ServiceFacts{ServiceKind::Garage, "garage", Category::ObjectStorage, true, true, true, 3900},
};

}  // namespace

const ServiceFacts& serviceFacts(ServiceKind kind) {
    const auto position = static_cast<std::size_t>(kind);
    STOWAGE_ASSERT(position < kServices.size());
    STOWAGE_ASSUME(kServices[position].kind == kind);
    return kServices[position];
}

const std::vector<ServiceKind>& allServiceKinds() {
    static const std::vector<ServiceKind> kinds = [] {
        std::vector<ServiceKind> all;
        for (const ServiceFacts& facts : kServices) {
            all.push_back(facts.kind);
        }
        return all;
    }();
    return kinds;
}

std::optional<ServiceKind> parseServiceKind(std::string_view word) {
    const auto at = std::find_if(kServices.begin(), kServices.end(),
                                 [&](const ServiceFacts& facts) { return facts.word == word; });
    return at == kServices.end() ? std::nullopt : std::optional(at->kind);
}

std::string_view toWord(ServiceKind kind) {
    return serviceFacts(kind).word;
}

std::string_view toWord(ServiceCategory category) {
    switch (category) {
        case ServiceCategory::Database:
            return "database";
        case ServiceCategory::Cache:
            return "cache";
        case ServiceCategory::Search:
            return "search";
        case ServiceCategory::ObjectStorage:
            return "objectStorage";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(Mode mode) {
    switch (mode) {
        case Mode::Own:
            return "own";
        case Mode::Plex:
            return "plex";
        case Mode::Managed:
            return "managed";
        case Mode::File:
            return "file";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(ModeWish wish) {
    switch (wish) {
        case ModeWish::Auto:
            return "auto";
        case ModeWish::Own:
            return "own";
        case ModeWish::Plex:
            return "plex";
        case ModeWish::Managed:
            return "managed";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(Strategy strategy) {
    switch (strategy) {
        case Strategy::SingleNode:
            return "single-node";
        case Strategy::MultiNodeHa:
            return "multi-node-ha";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toHumanWord(Mode mode) {
    return mode == Mode::Plex ? "shared" : toWord(mode);
}

std::optional<Mode> parseMode(std::string_view word) {
    for (const Mode mode : {Mode::Own, Mode::Plex, Mode::Managed, Mode::File}) {
        if (toWord(mode) == word) {
            return mode;
        }
    }
    return std::nullopt;
}

std::optional<ModeWish> parseModeWish(std::string_view word) {
    for (const ModeWish wish : {ModeWish::Auto, ModeWish::Own, ModeWish::Plex, ModeWish::Managed}) {
        if (toWord(wish) == word) {
            return wish;
        }
    }
    return std::nullopt;
}

std::optional<Strategy> parseStrategy(std::string_view word) {
    for (const Strategy strategy : {Strategy::SingleNode, Strategy::MultiNodeHa}) {
        if (toWord(strategy) == word) {
            return strategy;
        }
    }
    return std::nullopt;
}

}  // namespace stowage
