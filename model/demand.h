#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "model/assumption.h"
#include "model/blueprint.h"
#include "model/expansion.h"
#include "model/profile.h"
#include "model/scenario.h"
#include "model/service.h"

namespace stowage {

/// Whether the memory of a pod's shim and pause process is added. It is added exactly once, here,
/// to each pod; never on nodes that state their allocatable outright.
enum class PodOverhead { Added, None };

/// What a service carries: of one environment, or of all tenants of a shared engine.
struct ServiceLoad {
    std::int64_t tenants = 0;
    std::int64_t connections = 0;  ///< database connections at the busiest moment
    Bytes databaseSize;
    Bytes redisKeys;
    Bytes objects;
    double requestsPerSecond = 0;  ///< web requests at the peak hour
    double jobsPerSecond = 0;

    ServiceLoad& operator+=(const ServiceLoad& other);
    bool operator==(const ServiceLoad&) const = default;
};

/// Payload that the service keeps on disk or in memory.
Bytes payloadOf(ServiceKind kind, const ServiceLoad& load);

/// Which program serves the web role.
struct RoleFacts {
    std::string role;
    bool isLaravel = true;
    bool usesOctane = false;      ///< keeps the app in memory between requests
    bool usesFrankenphp = false;  ///< threads of one process instead of processes
    std::int64_t replicas = 1;
};

/// Processes or threads of one pod that run the app's code: the scenario's `workers`, else the
/// defaults (web 5, with Octane 4; horizon and queues 3); 1 for all other roles.
std::int64_t workersOf(const Environment& environment, const RoleFacts& facts,
                       const AssumptionTable& assumptions);

/// What profiles gave for one table of assumptions. Kept, so that forty equal sites cost one, and
/// shared by the expanders of one scenario on several kinds of layout; one thread at a time.
class ProfileCache {
public:
    struct Use {
        MemoryUse memory;
        CpuUse cpu;
        std::string quality;
    };

    /// `assumptions` must outlive the cache.
    explicit ProfileCache(const AssumptionTable& assumptions) : m_assumptions(assumptions) {}
    const AssumptionTable& assumptions() const { return m_assumptions; }
    /// The use of one container, cut at its limits. The reference holds until the next call.
    const Use& use(const ProfileRequest& request, const ResourceLimits& limits);

private:
    const AssumptionTable& m_assumptions;
    std::map<std::string, Use> m_known;
};

/// Turns profiles into what one pod needs.
class DemandModel {
public:
    /// `cache` must outlive the model.
    DemandModel(ProfileCache& cache, PodOverhead overhead);

    PodDemand role(const Environment& environment, const RoleFacts& facts,
                   const PodTemplate& pod) const;
    /// A service in a pod of its own, or a shared engine with its exporter.
    PodDemand service(ServiceKind kind, const ServiceLoad& load, const PodTemplate& pod) const;
    /// Least memory limit that the engine's own container should have: the 99th percentile of what
    /// it cannot give back, and a tenth.
    Bytes serviceNeed(ServiceKind kind, const ServiceLoad& load, const std::string& image) const;
    /// The ingress controller for all requests of the cluster.
    PodDemand ingress(double requestsPerSecond, const PodTemplate& pod) const;
    /// A pod of the cluster or a companion, by its name.
    PodDemand helper(const std::string& name, const PodTemplate& pod) const;
    PodDemand raw(const RawWorkload& workload) const;

    /// Disk that the service needs on its volume.
    Bytes volume(ServiceKind kind, const ServiceLoad& load) const;
    /// Seconds to pull an image of this size from a registry.
    double pullSeconds(Bytes imageDisk) const;

private:
    using Use = ProfileCache::Use;
    ProfileRequest serviceRequest(ServiceKind kind, const std::string& image,
                                  const ServiceLoad& load) const;
    Bytes indexOf(const ServiceLoad& load) const;
    Use oneFigure(const AssumptionRow& memory) const;
    PodDemand assembled(const Use& use, const PodTemplate& pod, std::string profile,
                        std::string_view imageId) const;
    MemoryUse withOverhead(const MemoryUse& use) const;

    ProfileCache& m_cache;
    const AssumptionTable& m_assumptions;
    PodOverhead m_overhead;
    MemoryUse m_podOverhead;
};

}  // namespace stowage
