#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/adjustment.h"
#include "model/arrangement.h"
#include "model/assumption.h"
#include "model/base/ids.h"
#include "model/profile.h"
#include "model/scenario.h"
#include "model/workload.h"

namespace stowage {

enum class WorkloadOrigin { App, OwnService, Commons, System, Raw };
/// As in reports: "app", "own-service", "commons", "system", "raw".
std::string toWord(WorkloadOrigin origin);
enum class StorageClassKind { LocalPath, Block, LarakubeNfs, None };
enum class IngressKind { HostPorts, LoadBalancer, None };

/// Seconds from "container starts" to "ready" and the parts that a roll-out waits for.
struct StartTiming {
    double pullSeconds = 0;
    double waitForDependenciesSeconds = 0;
    double startSeconds = 0;  ///< start-up probe or initial readiness delay
    double stopSeconds = 0;   ///< until the old pod is gone
};

/// What one pod of a workload needs beyond its template.
struct PodDemand {
    MemoryUse memory;
    CpuUse cpu;
    Bytes imageDisk;      ///< unpacked image, counted once per node and image
    Bytes writableDisk;   ///< writable layer and logs
    std::string image;    ///< key under which imageDisk is shared
    std::string profile;  ///< profile name, for the report
    std::string quality;  ///< measured | documented | assumed | unknown
    bool isKnown = true;  ///< false: a raw workload with neither requests nor usage
};

/// A workload with everything that planning and judging need. Environment ids are empty for system
/// and Commons workloads.
struct PlannedWorkload {
    std::string name;
    std::string namespaceName;
    std::string environmentId;
    WorkloadOrigin origin = WorkloadOrigin::App;
    std::string role;  ///< web, horizon, …; the service word; the raw or system name
    std::optional<ServiceKind> service;
    WorkloadKind kind = WorkloadKind::Deployment;
    std::int64_t replicas = 1;
    UpdateStrategy updateStrategy;
    PodTemplate pod;
    PodDemand demand;
    StartTiming timing;
    std::vector<std::string> tenants;  ///< of a Commons engine: environment ids
    std::vector<std::string> runsOn;   ///< observed node per replica
    /// Processes of one pod of an app role that may each hold a database connection.
    std::int64_t workers = 0;
    bool onRequestPath = false;  ///< ingress, web, a service that web needs
    bool isObserved = false;

    /// "<namespace>/<name>-<ordinal>", the pod name in reports.
    std::string podName(std::int64_t ordinal) const;
    /// "<namespace>/<name>".
    std::string id() const;
};

/// A managed service that the plan newly pays for, or that is paid elsewhere today.
struct ManagedNeed {
    std::string environmentId;
    ServiceKind kind = ServiceKind::Postgres;
    bool paidElsewhere = false;  ///< managed today: a line of 0 (rulings.md 39)
    Bytes dataSize;
};

/// A shared engine that its tenants have outgrown: LaraKube's template with another memory limit or
/// volume (`plex:resources`). Requests stay as they are.
struct EngineSize {
    ServiceKind kind = ServiceKind::Postgres;
    Bytes memoryLimit;
    Bytes templateMemoryLimit;
    Bytes volume;  ///< zero: it has none
    Bytes templateVolume;
    bool operator==(const EngineSize&) const = default;
};

/// What the expansion must know about the layout that it is made for.
struct ExpansionTarget {
    TopologyKind topology = TopologyKind::SingleNode;
    int nodeCount = 1;
    std::string provider;
    StorageClassKind storageClass = StorageClassKind::LocalPath;
    IngressKind ingress = IngressKind::HostPorts;
    bool hasSystemPods =
        true;  ///< false where all offers state their allocatable, or they exist already
    bool operator==(const ExpansionTarget&) const = default;
};

/// Every pod of one scenario under one arrangement on one kind of layout. DaemonSets hold
/// replicas = 0 here: one pod a node, made by the placement.
struct Expansion {
    ExpansionTarget target;
    Arrangement arrangement;
    std::vector<PlannedWorkload> workloads;  ///< system, Commons, then environments in order
    std::vector<ManagedNeed> managed;
    std::vector<Adjustment> adjustments;
    std::vector<EngineSize> engineSizes;  ///< only engines that differ from the template
    std::vector<std::string> notes;
};

/// Pure; made anew at each call. To try many arrangements of one scenario use Expander
/// (expander.h), of which this is the short form. The adjustments that the requirements need
/// (updateStrategy for zeroDowntimeDeploys, hardSpread for surviveNodeLoss, …) are applied and
/// listed when the scenario allows them; the templates stay stock where it does not.
Expansion expand(const Scenario& scenario, const Arrangement& arrangement,
                 const ExpansionTarget& target, const AssumptionTable& assumptions);

/// Memory and CPU of the node itself: operating system plus K3s server or agent; zero on managed
/// nodes and where allocatable is stated.
struct NodeOverhead {
    MemoryUse memory;
    CpuUse cpu;
    Bytes disk;  ///< operating system, K3s, swap file
};
enum class OverheadKind { K3sServer, K3sAgent, None };
NodeOverhead nodeOverhead(OverheadKind kind, const AssumptionTable& assumptions);

}  // namespace stowage
