#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/calendar_date.h"
#include "model/diagnostic.h"
#include "model/document.h"
#include "model/service.h"
#include "model/workload.h"

namespace stowage {

class DataFiles;

/// A claim of a template.
struct TemplateVolume {
    std::string name;
    Bytes size;
    bool perReplica = false;
};

/// What every template has, whatever it is for.
struct PodSpecTemplate {
    std::string name;
    WorkloadKind kind = WorkloadKind::Deployment;
    std::string image;
    UpdateStrategy updateStrategy;
    ResourceAmounts requests;
    ResourceLimits limits;
    std::optional<TemplateVolume> volume;
    double startSeconds = 0;  ///< from a running container to a ready pod
    double stopSeconds = 0;   ///< until the old pod is gone
    /// Probes, environment, commands and mount paths, for the objects of a cluster; may be null.
    DocumentNode manifest;
};

/// A process type that runs the app's own image.
struct RoleTemplate : PodSpecTemplate {
    std::string feature;  ///< that turns it on; empty: always there
    std::int64_t replicasSingleNode = 1;
    std::int64_t replicasMultiNodeHa = 1;
    std::string container;
    int port = 0;
    bool mountsStorage = false;
    bool mountsDatabaseFile = false;
    bool waitsForWeb = false;
};

struct ExporterTemplate {
    std::string image;
    ResourceAmounts requests;
    ResourceLimits limits;
    int port = 0;
};

/// A shared engine.
struct CommonsTemplate : PodSpecTemplate {
    std::optional<ExporterTemplate> exporter;
    std::int64_t connectionsMax = 0;  ///< as the engine is configured; 0: no limit of its own
};

/// A pod beside the services of an environment.
struct CompanionTemplate : PodSpecTemplate {
    std::string neededBy;  ///< a service word, or "tunnel"
};

/// Where a pod that belongs to no environment runs.
enum class ClusterPodScope { K3s, K3sLoadBalancer, Managed, Ingress, Nfs };

struct ClusterPodTemplate : PodSpecTemplate {
    ClusterPodScope scope = ClusterPodScope::K3s;
    std::string namespaceName;
    std::int64_t replicas = 1;
    std::string priorityClass;
    std::int64_t priority = 0;
    std::vector<int> hostPorts;
};

/// What one version of LaraKube deploys. Read from "larakube/<version>.yaml".
struct LarakubeTable {
    std::string version;
    std::string source;
    CalendarDate date;
    std::string commonsNamespace;
    ResourceAmounts appRequests;
    ResourceLimits appLimits;
    TemplateVolume appStorage;    ///< claim "<app>-<name>"
    TemplateVolume databaseFile;  ///< claim "<app>-<name>" of SQLite
    std::string sharedStorageClass;
    std::string vectorPostgresImage;
    std::vector<RoleTemplate> roles;
    RoleTemplate otherFrameworkWeb;
    std::map<ServiceKind, PodSpecTemplate> services;
    std::vector<CompanionTemplate> companions;
    std::map<ServiceKind, CommonsTemplate> commons;
    std::vector<Bytes> commonsMemorySteps;  ///< ascending
    std::vector<Bytes> commonsVolumeSteps;  ///< ascending
    std::vector<ClusterPodTemplate> clusterPods;

    const RoleTemplate* findRole(std::string_view role) const;
};

/// The tables of every version that the data folder knows.
class LarakubeTables {
public:
    /// Every finding goes to `diagnostics`; a table with an error, or without source or date, is
    /// left out. A table may extend another and then holds the differences only.
    static LarakubeTables load(const DataFiles& files, Diagnostics& diagnostics);

    /// "v0.20.0", "next"; a patch version takes the table of its minor version. nullptr: unknown.
    const LarakubeTable* find(std::string_view version) const;
    std::vector<std::string> versions() const;

private:
    std::vector<LarakubeTable> m_tables;  ///< sorted by version
};

/// The tables compiled into the program, parsed once.
const LarakubeTables& shippedLarakubeTables();
/// Of the shipped tables: the version's, or v0.20.0's where the version is unknown.
const LarakubeTable& larakubeTable(std::string_view version);

}  // namespace stowage
