#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "model/plan_checker/checker_traffic.h"

namespace stowage::checker {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// The statement is rounded up to 10 microseconds, and found by halving.
constexpr double kToleranceSeconds = 2.5e-5;
/// Assumptions that the interval varies, one at a time.
constexpr std::array<std::string_view, 6> kVaried{
    "web.cpu.median",     "web.cpu.sigma",       "web.wait",
    "web-fpm.boot.light", "web-fpm.boot.medium", "cpu.shared-scale"};

using Assumed = std::function<double(std::string_view, double)>;

/// CPU seconds of one request on the machine that was measured: lognormal mean plus the framework's
/// start where it does not stay loaded.
double cpuSeconds(const Environment& environment, const PlannedWorkload& web,
                  const Assumed& assumed) {
    const double median = assumed("web.cpu.median", 0.006);
    const double sigma = assumed("web.cpu.sigma", 1.2);
    double boot = 0;
    if (web.demand.profile == "web-fpm") {
        const double light = assumed("web-fpm.boot.light", 0.0056);
        const double medium = assumed("web-fpm.boot.medium", 0.0178);
        boot = environment.weight == Weight::Light    ? light
               : environment.weight == Weight::Medium ? medium
                                                      : 2 * medium - light;
    }
    return median * std::exp(sigma * sigma / 2) + boot;
}

/// Workers that take one request each on a number of cores.
struct Pool {
    double arrivals = 0;
    double cpu = 0;
    double wait = 0;
    std::int64_t workers = 1;
    double cores = 1;

    double rate(std::int64_t busy) const {
        const double all = static_cast<double>(busy) / (cpu + wait);
        return cpu > 0 ? std::min(all, cores / cpu) : all;
    }
};

/// P(stay > t): an arrival that finds n others keeps the speed of that moment; one that finds all
/// workers busy waits an exponential time first (a geometric number of ends).
double tailOf(const Pool& pool, double t) {
    std::vector<double> share{1};
    for (std::int64_t n = 1; n <= pool.workers; ++n) {
        share.push_back(share.back() * pool.arrivals / pool.rate(n));
    }
    const double full = pool.rate(pool.workers);
    const double waiting = share.back() / (1 - pool.arrivals / full);
    double total = waiting;
    double tail = 0;
    for (std::int64_t n = 0; n < pool.workers; ++n) {
        const double own = pool.rate(n + 1) / static_cast<double>(n + 1);
        total += share[static_cast<std::size_t>(n)];
        tail += share[static_cast<std::size_t>(n)] * std::exp(-own * t);
    }
    const double queue = full - pool.arrivals;
    const double own = full / static_cast<double>(pool.workers);
    const double both =
        std::abs(queue - own) <= 1e-9 * std::max(queue, own)
            ? (1 + queue * t) * std::exp(-queue * t)
            : (own * std::exp(-queue * t) - queue * std::exp(-own * t)) / (own - queue);
    return (tail + waiting * both) / total;
}

double p95Of(const Pool& pool) {
    if (pool.arrivals >= pool.rate(pool.workers)) {
        return kInfinite;
    }
    double high = pool.cpu + pool.wait;
    while (tailOf(pool, high) > 0.05) {
        high *= 2;
    }
    double low = 0;
    while (high - low > 1e-6) {
        const double middle = (low + high) / 2;
        (tailOf(pool, middle) > 0.05 ? low : high) = middle;
    }
    return high;
}

class WebLatency {
public:
    WebLatency(const PlanContext& context, const Environment& environment,
               const PlannedWorkload& web)
        : m_context(context), m_environment(environment), m_web(web) {
        for (const BoundPod& pod : context.pods) {
            m_pods += pod.workload == &web && pod.at != nullptr ? 1 : 0;
        }
    }

    bool isPlaced() const { return m_pods > 0; }

    /// The slowest pod under these assumptions; `node` takes its place.
    double worst(const Assumed& assumed, std::string* node) const {
        double slowest = 0;
        for (const BoundNode& bound : m_context.nodes) {
            const bool isHere = std::ranges::any_of(
                bound.pods, [&](const BoundPod* pod) { return pod->workload == &m_web; });
            const double p95 = isHere ? p95Of(poolOn(bound, assumed)) : 0;
            if (p95 > slowest) {
                slowest = p95;
                if (node != nullptr) {
                    *node = bound.node->name;
                }
            }
        }
        return slowest;
    }

private:
    Pool poolOn(const BoundNode& node, const Assumed& assumed) const {
        double scale = static_cast<double>(cpuScale(m_context, node)) / 1e6;
        if (node.offer->cpuShare == CpuShare::Shared && !node.isStated()) {
            const double usual = m_context.assumed("cpu.shared-scale", 0.75);
            scale *= assumed("cpu.shared-scale", usual) / usual;
        }
        std::int64_t others = node.overhead.cpu.expected.raw();
        for (const BoundPod* pod : node.pods) {
            others += pod->workload != &m_web ? pod->workload->demand.cpu.expected.raw() : 0;
        }
        double cores = static_cast<double>(usableCpu(node)) / 1000 -
                       static_cast<double>(others) / 1000 / scale;
        if (const auto limit = limitOf(m_web.pod, kCpu)) {
            cores = std::min(cores, static_cast<double>(*limit) / 1000);
        }
        return {.arrivals = m_environment.traffic.peakRps / static_cast<double>(m_pods),
                .cpu = cpuSeconds(m_environment, m_web, assumed) / scale,
                .wait = assumed("web.wait", 0.02),
                .workers = std::max<std::int64_t>(1, processesOf(m_context, m_environment, m_web)),
                .cores = std::max(0.05, cores)};
    }

    const PlanContext& m_context;
    const Environment& m_environment;
    const PlannedWorkload& m_web;
    std::int64_t m_pods = 0;
};

struct Interval {
    double value = 0;
    double low = 0;
    double high = 0;
    std::string node;
};

Interval intervalOf(const PlanContext& context, const WebLatency& latency) {
    const Assumed usual = [&](std::string_view id, double otherwise) {
        return context.assumed(id, otherwise);
    };
    Interval interval;
    interval.value = latency.worst(usual, &interval.node);
    interval.low = interval.value;
    interval.high = interval.value;
    for (const std::string_view id : kVaried) {
        const AssumptionRow* row = context.input.assumptions.find(id);
        if (row == nullptr) {
            continue;
        }
        for (const double value : {row->low, row->high}) {
            const double p95 = latency.worst(
                [&](std::string_view asked, double otherwise) {
                    return asked == id ? value : context.assumed(asked, otherwise);
                },
                nullptr);
            interval.low = std::min(interval.low, p95);
            interval.high = std::max(interval.high, p95);
        }
    }
    return interval;
}

/// A limit that lies inside the tolerance of both sides allows both verdicts.
std::vector<Verdict> verdictsOf(const Interval& interval, double limit) {
    std::vector<Verdict> verdicts;
    for (const double shift : {-kToleranceSeconds, kToleranceSeconds}) {
        verdicts.push_back(interval.low + shift > limit    ? Verdict::Fail
                           : interval.high + shift > limit ? Verdict::Warn
                                                           : Verdict::Pass);
    }
    return verdicts;
}

int severity(Verdict verdict) {
    return verdict == Verdict::Fail ? 2 : verdict == Verdict::Warn ? 1 : 0;
}

void expectSeconds(const PlanContext& context, std::string_view key, double found) {
    const Check* check = context.check(CheckId::LatencyP95);
    const std::optional<std::int64_t> stated = numberOf(*check, key);
    if (std::isinf(found)) {
        return;
    }
    if (!stated || std::abs(static_cast<double>(*stated) * 1e-6 - found) > kToleranceSeconds) {
        context.violate("check.number", fmt::format("latency.p95 {}", key),
                        stated ? std::to_string(*stated) : "missing",
                        fmt::format("{:.0f}", found * 1e6));
    }
}

}  // namespace

std::int64_t processesOf(const PlanContext& context, const Environment& environment,
                         const PlannedWorkload& workload) {
    const auto given = environment.workers.find(workload.role);
    if (given != environment.workers.end()) {
        return given->second;
    }
    const auto standard = [&](std::string_view id, double otherwise) {
        return std::max<std::int64_t>(1, std::llround(context.assumed(id, otherwise)));
    };
    if (workload.role == "web") {
        return workload.demand.profile == "web-octane" ? standard("workers.web-octane", 4)
               : workload.demand.profile == "web-fpm"  ? standard("workers.web-fpm", 5)
                                                       : 64;
    }
    return workload.role == "horizon"  ? standard("workers.horizon", 3)
           : workload.role == "queues" ? standard("workers.queues", 3)
                                       : 1;
}

double requestSeconds(const PlanContext& context, const Environment& environment,
                      const PlannedWorkload& web) {
    const Assumed usual = [&](std::string_view id, double otherwise) {
        return context.assumed(id, otherwise);
    };
    return cpuSeconds(environment, web, usual) / context.assumed("cpu.shared-scale", 0.75) +
           context.assumed("web.wait", 0.02);
}

void checkLatency(const PlanContext& context) {
    const Check* check = context.check(CheckId::LatencyP95);
    if (check == nullptr) {
        return;
    }
    const std::int64_t limitMs = context.requirements().p95LatencyMs;
    const std::string named = wordOf(*check, "environment");
    std::vector<Verdict> worst{Verdict::Pass, Verdict::Pass};
    bool isNamed = false;
    bool isJudged = false;
    for (const Environment* environment : context.scenario().environments()) {
        const auto web =
            std::ranges::find_if(context.expansion.workloads, [&](const PlannedWorkload& workload) {
                return workload.environmentId == environment->id && workload.role == "web" &&
                       workload.origin == WorkloadOrigin::App;
            });
        if (web == context.expansion.workloads.end()) {
            continue;
        }
        const WebLatency latency(context, *environment, *web);
        if (!latency.isPlaced()) {
            continue;
        }
        isJudged = true;
        const Interval interval = intervalOf(context, latency);
        const auto verdicts = verdictsOf(interval, static_cast<double>(limitMs) / 1000);
        for (std::size_t i = 0; i < 2; ++i) {
            worst[i] = severity(verdicts[i]) > severity(worst[i]) ? verdicts[i] : worst[i];
        }
        if (environment->id == named) {
            isNamed = true;
            context.expectWord(check->id, "node", interval.node);
            context.expectWord(check->id, "resource",
                               std::isinf(interval.value)
                                   ? "requests served, in percent of those that come"
                                   : "microseconds");
            expectSeconds(context, "lowMicroseconds", interval.low);
            expectSeconds(context, "highMicroseconds", interval.high);
            if (!std::isinf(interval.value)) {
                expectSeconds(context, "needed", interval.value);
                context.expectNumber(check->id, "available", limitMs * 1000);
            }
        }
    }
    if (isNamed != isJudged) {
        context.violate("check.word", "latency.p95", "environment " + named,
                        isJudged ? "one with a web pod" : "none");
    }
    context.expectVerdict(check->id, {worst[0], worst[1]}, "p95 of every environment");
}

}  // namespace stowage::checker
