#include "model/demand.h"

#include <algorithm>
#include <cmath>

#include "model/base/invariant.h"

namespace stowage {
namespace {

/// Requests of a roll-out and of a minute's noise must fit beside the mean: what an engine's limit
/// leaves above its 99th percentile.
constexpr PartsPerMillion kLimitReserve = PartsPerMillion::fromRaw(1'100'000);
constexpr double kBytesPerMebibyte = 1024.0 * 1024.0;
/// A container whose limit is further away than this many deviations is not worth cutting.
constexpr double kFarDeviations = 8;
/// Evaluations that are kept; beyond that the memory is worth more than the time.
constexpr std::size_t kKnownMax = 4096;
/// z(0.99) of the normal law.
constexpr double kNormal99 = 2.3263478740408408;

double mebibytesOf(Bytes bytes) {
    return static_cast<double>(bytes.raw()) / kBytesPerMebibyte;
}

bool isPhpRole(const std::string& role) {
    return role == "web" || role == "horizon" || role == "queues";
}

std::string profileOf(const RoleFacts& facts) {
    if (facts.role == "web") {
        return facts.usesFrankenphp ? "web-octane" : "web-fpm";
    }
    return facts.role;
}

/// Sets a parameter where the profile has it.
template <typename Value>
void offer(ProfileRequest& request, const ProfileInfo& info, const std::string& key, Value value) {
    const bool isKnown =
        std::any_of(info.parameters.begin(), info.parameters.end(),
                    [&](const ProfileParameter& parameter) { return parameter.key == key; });
    if (isKnown) {
        request.set(key, value);
    }
}

std::string exporterProfile(ServiceKind kind) {
    if (kind == ServiceKind::Postgres) {
        return "postgres-exporter";
    }
    return kind == ServiceKind::Redis ? "redis-exporter" : "mysqld-exporter";
}

/// "17.9" of "postgres:17.9", "17" of "pgvector/pgvector:pg17"; empty when the tag names none.
std::string versionOf(const std::string& image) {
    const auto colon = image.rfind(':');
    if (colon == std::string::npos || image.find('/', colon) != std::string::npos) {
        return {};
    }
    const std::string tag = image.substr(colon + 1);
    const auto first = tag.find_first_of("0123456789");
    if (first == std::string::npos || first > 2) {
        return {};
    }
    std::string version = tag.substr(first, tag.find_first_not_of("0123456789.", first) - first);
    while (!version.empty() && version.back() == '.') {
        version.pop_back();
    }
    return version;
}

/// Redis stands for the protocol; an image of Valkey has its own figures.
std::string engineOf(ServiceKind kind, const std::string& image) {
    const bool isValkey = kind == ServiceKind::Redis && image.find("valkey") != std::string::npos;
    return isValkey ? "valkey" : std::string(toWord(kind));
}

/// Cluster pods whose profile has another name.
std::string helperProfile(const std::string& name) {
    return name == "svclb-traefik" ? "svclb" : name;
}

std::string keyOf(const ProfileRequest& request, const ResourceLimits& limits) {
    std::string key = request.name;
    for (const auto& [name, value] : request.parameters) {
        key += '\n' + name + '=' + value;
    }
    for (const auto& [name, limit] : limits.entries()) {
        key += '\n' + name + '<' + std::to_string(limit);
    }
    return key;
}

bool isNearLimit(const MemoryUse& use, Bytes limit) {
    const double reach = use.chance.mean + kFarDeviations * standardDeviation(use.chance);
    return use.high > limit || use.p99 > limit || reach > static_cast<double>(limit.raw());
}

CpuUse cutAtLimit(const CpuUse& use, MilliCpu limit) {
    return {.expected = std::min(use.expected, limit),
            .p99 = std::min(use.p99, limit),
            .low = std::min(use.low, limit),
            .high = std::min(use.high, limit)};
}

/// The median of the lognormal law with this mean and 99th percentile. Above about 15 times the
/// mean there is none; the widest law stands in.
double medianOf(double mean, double p99) {
    if (mean <= 0 || p99 <= mean) {
        return mean;
    }
    const double distance = std::log(p99 / mean);
    const double root = std::max(0.0, kNormal99 * kNormal99 - 2 * distance);
    const double sigma = kNormal99 - std::sqrt(root);
    return mean * std::exp(-sigma * sigma / 2);
}

struct Percentiles {
    std::int64_t p50 = 0;
    std::int64_t p99 = 0;
    bool isGiven = false;  ///< by the scenario, at least in part
    bool isKnown = false;
    std::int64_t mean = 0;  ///< of a guess: the request itself; 0: by the percentiles
};

std::int64_t doubled(std::int64_t amount) {
    return amount > INT64_MAX / 2 ? INT64_MAX : amount * 2;
}

/// Without usage a raw workload is taken to use what it asks for, and at worst its limit or twice
/// the request.
Percentiles percentiles(std::optional<std::int64_t> p50, std::optional<std::int64_t> p99,
                        std::int64_t request, std::optional<std::int64_t> limit) {
    Percentiles result{.isGiven = p50.has_value() || p99.has_value()};
    if (p50) {
        result.p50 = *p50;
        result.p99 = std::max(*p50, p99.value_or(limit.value_or(doubled(*p50))));
    } else if (p99) {
        result.p99 = *p99;
        result.p50 = request > 0 ? std::min(request, *p99) : *p99 / 2;
    } else if (request > 0) {
        result.mean = request;
        result.p99 = std::max(request, limit.value_or(doubled(request)));
        result.p50 = static_cast<std::int64_t>(
            medianOf(static_cast<double>(request), static_cast<double>(result.p99)));
    }
    result.isKnown = result.isGiven || request > 0;
    return result;
}

template <typename Unit>
std::optional<std::int64_t> rawOf(const std::optional<Unit>& amount) {
    return amount ? std::optional(amount->raw()) : std::nullopt;
}

std::optional<std::int64_t> limitOf(const ResourceLimits& limits, const char* name) {
    return limits.has(name) ? std::optional(limits.get(name)) : std::nullopt;
}

MemoryUse rawMemory(const Percentiles& memory) {
    MemoryUse use =
        memoryUseFromPercentiles(Bytes::fromRaw(memory.p50), Bytes::fromRaw(memory.p99));
    if (memory.mean > 0) {
        // The lognormal law gives the mean back up to rounding; the text says "the request".
        use.expected = Bytes::fromRaw(memory.mean);
        use.coreExpected = use.expected;
        use.chance.mean = static_cast<double>(memory.mean);
        use.coreChance.mean = use.chance.mean;
    }
    return use;
}

CpuUse rawCpu(const Percentiles& cpu) {
    CpuUse use = cpuUseFromPercentiles(MilliCpu::fromRaw(cpu.p50), MilliCpu::fromRaw(cpu.p99));
    if (cpu.mean > 0) {
        use.expected = MilliCpu::fromRaw(cpu.mean);
    }
    return use;
}

}  // namespace

ServiceLoad& ServiceLoad::operator+=(const ServiceLoad& other) {
    tenants += other.tenants;
    connections += other.connections;
    databaseSize += other.databaseSize;
    redisKeys += other.redisKeys;
    objects += other.objects;
    requestsPerSecond += other.requestsPerSecond;
    jobsPerSecond += other.jobsPerSecond;
    return *this;
}

Bytes payloadOf(ServiceKind kind, const ServiceLoad& load) {
    switch (serviceFacts(kind).category) {
        case ServiceCategory::Database:
        case ServiceCategory::Search:
            return load.databaseSize;
        case ServiceCategory::Cache:
            return load.redisKeys;
        case ServiceCategory::ObjectStorage:
            return load.objects;
    }
    STOWAGE_UNREACHABLE();
}

std::int64_t workersOf(const Environment& environment, const RoleFacts& facts,
                       const AssumptionTable& assumptions) {
    const auto own = environment.workers.find(facts.role);
    if (own != environment.workers.end()) {
        return own->second;
    }
    if (!isPhpRole(facts.role)) {
        return 1;
    }
    const std::string id =
        facts.role != "web" ? facts.role : (facts.usesOctane ? "web-octane" : "web-fpm");
    return static_cast<std::int64_t>(std::llround(assumptions.value("workers." + id)));
}

const ProfileCache::Use& ProfileCache::use(const ProfileRequest& request,
                                           const ResourceLimits& limits) {
    const std::string key = keyOf(request, limits);
    const auto known = m_known.find(key);
    if (known != m_known.end()) {
        return known->second;
    }
    if (m_known.size() >= kKnownMax) {
        m_known.clear();
    }
    const ProfileUse whole = profileUse(request, m_assumptions);
    Use cut{whole.memory, whole.cpu, std::string(toWord(whole.quality))};
    if (limits.has(kMemory) && isNearLimit(whole.memory, Bytes::fromRaw(limits.get(kMemory)))) {
        cut.memory = stowage::cutAtLimit(whole.memory, Bytes::fromRaw(limits.get(kMemory)));
    }
    if (limits.has(kCpu)) {
        cut.cpu = cutAtLimit(whole.cpu, MilliCpu::fromRaw(limits.get(kCpu)));
    }
    return m_known.emplace(key, std::move(cut)).first->second;
}

DemandModel::DemandModel(ProfileCache& cache, PodOverhead overhead)
    : m_cache(cache), m_assumptions(cache.assumptions()), m_overhead(overhead) {
    if (overhead == PodOverhead::Added) {
        m_podOverhead = cache.use({.name = "pod-overhead"}, {}).memory;
    }
}

MemoryUse DemandModel::withOverhead(const MemoryUse& use) const {
    return m_overhead == PodOverhead::Added ? use + m_podOverhead : use;
}

PodDemand DemandModel::assembled(const Use& use, const PodTemplate& pod, std::string profile,
                                 std::string_view imageId) const {
    const auto containers = static_cast<std::int64_t>(pod.containers.size());
    return {
        .memory = withOverhead(use.memory),
        .cpu = use.cpu,
        .imageDisk = m_assumptions.bytes(imageId),
        .writableDisk = times(
            m_assumptions.bytes("disk.writable") + m_assumptions.bytes("disk.logs"), containers),
        .image = pod.containers.empty() ? std::string() : pod.containers.front().image,
        .profile = std::move(profile),
        .quality = use.quality};
}

PodDemand DemandModel::role(const Environment& environment, const RoleFacts& facts,
                            const PodTemplate& pod) const {
    ProfileRequest request{.name = facts.isLaravel ? profileOf(facts) : "web-other"};
    const ProfileInfo* info = findProfile(request.name);
    STOWAGE_ASSERT(info != nullptr);
    const auto replicas = static_cast<double>(std::max<std::int64_t>(facts.replicas, 1));
    const TrafficSpec& traffic = environment.traffic;
    offer(request, *info, "weight", std::string(toWord(environment.weight)));
    offer(request, *info, "workers", workersOf(environment, facts, m_assumptions));
    offer(request, *info, "rps", traffic.peakRps / replicas);
    offer(request, *info, "jobsPerMinute", traffic.jobsPerMinute / replicas);
    offer(request, *info, "jobSeconds", traffic.jobSeconds);
    offer(request, *info, "connections",
          (traffic.connections + facts.replicas - 1) / std::max<std::int64_t>(facts.replicas, 1));
    const Use& use = m_cache.use(request, pod.containers.front().limits);
    return assembled(use, pod, request.name, "image.app");
}

ProfileRequest DemandModel::serviceRequest(ServiceKind kind, const std::string& image,
                                           const ServiceLoad& load) const {
    ProfileRequest request{.name = engineOf(kind, image)};
    const ProfileInfo* info = findProfile(request.name);
    STOWAGE_ASSERT(info != nullptr);
    const double events = load.requestsPerSecond + load.jobsPerSecond;
    offer(request, *info, "tenants", std::max<std::int64_t>(load.tenants, 1));
    offer(request, *info, "connections", load.connections);
    offer(request, *info, "dataMi", mebibytesOf(load.databaseSize));
    offer(request, *info, "statementsPerSecond", events * m_assumptions.value("web.queries"));
    offer(request, *info, "keysMi", mebibytesOf(load.redisKeys));
    offer(request, *info, "operationsPerSecond",
          events * m_assumptions.value("key-value.operations"));
    offer(request, *info, "indexMi", mebibytesOf(indexOf(load)));
    offer(request, *info, "searchesPerSecond",
          load.requestsPerSecond * m_assumptions.value("search.share"));
    offer(request, *info, "objectsMi", mebibytesOf(load.objects));
    offer(request, *info, "rps", load.requestsPerSecond);
    const std::string version = versionOf(image);
    if (!version.empty()) {
        offer(request, *info, "version", version);
    }
    return request;
}

Bytes DemandModel::indexOf(const ServiceLoad& load) const {
    return bytesRoundUp(static_cast<double>(load.databaseSize.raw()) *
                        m_assumptions.value("data.index-share"));
}

PodDemand DemandModel::service(ServiceKind kind, const ServiceLoad& load,
                               const PodTemplate& pod) const {
    const ContainerTemplate& engine = pod.containers.front();
    const ProfileRequest request = serviceRequest(kind, engine.image, load);
    Use use = m_cache.use(request, engine.limits);
    if (pod.containers.size() > 1) {
        const Use& exporter =
            m_cache.use({.name = exporterProfile(kind)}, pod.containers.back().limits);
        use.memory = use.memory + exporter.memory;
        use.cpu = use.cpu + exporter.cpu;
    }
    return assembled(use, pod, request.name, "image.service");
}

Bytes DemandModel::serviceNeed(ServiceKind kind, const ServiceLoad& load,
                               const std::string& image) const {
    const Use& use = m_cache.use(serviceRequest(kind, image, load), ResourceLimits());
    return shareRoundUp(use.memory.coreP99, kLimitReserve);
}

PodDemand DemandModel::helper(const std::string& name, const PodTemplate& pod) const {
    const std::string profile = helperProfile(name);
    if (findProfile(profile) != nullptr) {
        const Use& use = m_cache.use({.name = profile}, pod.containers.front().limits);
        return assembled(use, pod, profile, "image.system");
    }
    const Use use = oneFigure(m_assumptions.at(name + ".memory"));
    return assembled(use, pod, "", "image.system");
}

PodDemand DemandModel::ingress(double requestsPerSecond, const PodTemplate& pod) const {
    ProfileRequest request{.name = "traefik"};
    request.set("rps", requestsPerSecond);
    return assembled(m_cache.use(request, {}), pod, request.name, "image.system");
}

PodDemand DemandModel::raw(const RawWorkload& workload) const {
    const ResourceAmounts requests = effectiveRequests(workload.pod);
    const ResourceLimits limits = effectiveLimits(workload.pod);
    const Percentiles memory =
        percentiles(rawOf(workload.usage.memoryP50), rawOf(workload.usage.memoryP99),
                    requests.memory().raw(), limitOf(limits, kMemory));
    const Percentiles cpu = percentiles(rawOf(workload.usage.cpuP50), rawOf(workload.usage.cpuP99),
                                        requests.cpu().raw(), limitOf(limits, kCpu));
    const bool isKnown = memory.isKnown || cpu.isKnown;
    const Use use{.memory = rawMemory(memory),
                  .cpu = rawCpu(cpu),
                  .quality = !isKnown                              ? "unknown"
                             : workload.observed && memory.isGiven ? "measured"
                                                                   : "assumed"};
    PodTemplate pod = workload.pod;
    if (pod.containers.empty()) {
        pod.containers.push_back({.name = workload.name});
    }
    PodDemand demand = assembled(use, pod, "", "image.app");
    demand.isKnown = isKnown;
    if (demand.image.empty()) {
        demand.image = workload.name;
    }
    return demand;
}

double DemandModel::pullSeconds(Bytes imageDisk) const {
    return mebibytesOf(imageDisk) / m_assumptions.value("image.pull-rate");
}

Bytes DemandModel::volume(ServiceKind kind, const ServiceLoad& load) const {
    const bool isSearch = serviceFacts(kind).category == ServiceCategory::Search;
    return volumeUse(toWord(kind), isSearch ? indexOf(load) : payloadOf(kind, load), m_assumptions);
}

DemandModel::Use DemandModel::oneFigure(const AssumptionRow& memory) const {
    Use use{.quality = std::string(toWord(memory.quality))};
    use.memory = constantMemoryUse(bytesFromMebibytesRoundUp(memory.value));
    const Bytes core = bytesFromMebibytesRoundUp(memory.core);
    use.memory.coreExpected = use.memory.coreP99 = core;
    use.memory.coreChance = constantUsage(static_cast<double>(core.raw()));
    use.memory.low = bytesFromMebibytesRoundUp(memory.low);
    use.memory.high = bytesFromMebibytesRoundUp(memory.high);
    use.memory.coreLow = std::min(core, use.memory.low);
    use.memory.coreHigh = use.memory.high;
    return use;
}

}  // namespace stowage
