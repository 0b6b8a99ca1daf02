#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stowage {

/// A backing service that an environment needs. (A Kubernetes Service is a KubeService.)
enum class ServiceKind {
    Postgres,
    Mysql,
    Mariadb,
    Mongodb,
    Sqlite,
    Redis,
    Memcached,
    Meilisearch,
    Typesense,
    Minio,
    Seaweedfs,
    Garage,
};

enum class ServiceCategory { Database, Cache, Search, ObjectStorage };

/// How a service is provided. A plan never holds `auto`.
enum class Mode {
    Own,      ///< pods in the environment's namespace
    Plex,     ///< in the Commons of the cluster
    Managed,  ///< outside the cluster, paid to a provider
    File,     ///< inside the app's pod: SQLite
};

/// What a scenario may say about a service: a mode, or `auto` (open).
enum class ModeWish { Auto, Own, Plex, Managed };

/// LaraKube's value per environment. Kubernetes' own is always `updateStrategy`.
enum class Strategy { SingleNode, MultiNodeHa };

/// One row of facts about a kind of service (LaraKube driver table).
struct ServiceFacts {
    ServiceKind kind = ServiceKind::Postgres;
    std::string_view word;  ///< driver value in a blueprint, pod and workload name: "mariadb"
    ServiceCategory category = ServiceCategory::Database;
    bool canOwn = true;      ///< LaraKube can run it in the environment's namespace
    bool canPlex = false;    ///< plex-ready driver
    bool canManaged = true;  ///< can be listed in `managed`
    int port = 0;
};

const ServiceFacts& serviceFacts(ServiceKind kind);
const std::vector<ServiceKind>& allServiceKinds();
std::optional<ServiceKind> parseServiceKind(std::string_view word);
std::string_view toWord(ServiceKind kind);
std::string_view toWord(ServiceCategory category);
std::string_view toWord(Mode mode);
std::string_view toWord(ModeWish wish);
std::string_view toWord(Strategy strategy);
/// For people: own, shared, managed, file.
std::string_view toHumanWord(Mode mode);
std::optional<Mode> parseMode(std::string_view word);
std::optional<ModeWish> parseModeWish(std::string_view word);
std::optional<Strategy> parseStrategy(std::string_view word);

}  // namespace stowage
