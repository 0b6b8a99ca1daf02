#include "model/simulate/check_latency.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "model/simulate/check_text.h"
#include "model/simulate/web_pool.h"

namespace stowage::simulate {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kSlowShare = 0.05;

/// What the interval varies, one at a time.
constexpr std::array<std::string_view, 6> kVaried{
    "web.cpu.median",     "web.cpu.sigma",       "web.wait",
    "web-fpm.boot.light", "web-fpm.boot.medium", "cpu.shared-scale"};

/// p95 of one environment in seconds; infinite where requests come faster than they are served.
struct Latency {
    const Environment* environment = nullptr;
    std::string node;  ///< of the slowest pod
    double value = 0;
    double low = 0;
    double high = 0;
    double load = 0;     ///< traffic as a share of what the slowest pod can serve
    std::string widest;  ///< assumption with the highest value
};

double p95Of(const WorkerPool& pool) {
    const PoolChain chain(pool);
    return chain.isSaturated() ? kInfinite : chain.stayQuantile(kSlowShare);
}

class LatencyModel {
public:
    LatencyModel(const AuditContext& context, const WebPool& pool)
        : m_context(context), m_pool(pool) {
        for (std::size_t k = 0; k < context.nodeCount(); ++k) {
            const std::int64_t pods = context.state.podsOf(pool.index, NodeIndex(k));
            m_pods += pods;
            if (pods > 0) {
                m_nodes.push_back(NodeIndex(k));
            }
        }
    }

    bool isPlaced() const { return m_pods > 0; }

    Latency run() const {
        Latency latency{.environment = m_pool.environment};
        const AssumedValue usual = [&](std::string_view id, double otherwise) {
            return m_context.assumed(id, otherwise);
        };
        latency.value = worst(usual, &latency);
        latency.low = latency.value;
        latency.high = latency.value;
        for (const std::string_view id : kVaried) {
            vary(id, latency);
        }
        return latency;
    }

private:
    double worst(const AssumedValue& assumed, Latency* latency) const {
        double slowest = 0;
        for (const NodeIndex node : m_nodes) {
            const WorkerPool pool = podPool(m_context, m_pool, node, m_pods, assumed);
            const double p95 = p95Of(pool);
            if (latency != nullptr && p95 > slowest) {
                latency->node = m_context.nodeName(node);
                latency->load = pool.arrivalsPerSecond / PoolChain(pool).capacityPerSecond();
            }
            slowest = std::max(slowest, p95);
        }
        return slowest;
    }

    void vary(std::string_view id, Latency& latency) const {
        const AssumptionRow* row = m_context.input.assumptions.find(id);
        if (row == nullptr) {
            return;
        }
        for (const double value : {row->low, row->high}) {
            const double p95 = worst(
                [&](std::string_view asked, double otherwise) {
                    return asked == id ? value : m_context.assumed(asked, otherwise);
                },
                nullptr);
            latency.low = std::min(latency.low, p95);
            if (p95 > latency.high) {
                latency.high = p95;
                latency.widest = std::string(id);
            }
        }
    }

    const AuditContext& m_context;
    const WebPool& m_pool;
    std::int64_t m_pods = 0;
    std::vector<NodeIndex> m_nodes;
};

Verdict verdictOf(const Latency& latency, double limit) {
    if (latency.low > limit) {
        return Verdict::Fail;
    }
    return latency.high > limit ? Verdict::Warn : Verdict::Pass;
}

std::string latencyText(double seconds) {
    return std::isinf(seconds) ? "without bound" : millisecondsText(seconds);
}

std::string textOf(const Latency& latency, Verdict verdict, std::int64_t limitMs) {
    const std::string who =
        fmt::format("95 % of the requests of {} at {:.4g} a second", latency.environment->id,
                    latency.environment->traffic.peakRps);
    if (std::isinf(latency.value)) {
        return fmt::format(
            "{} come faster than the web pod on {} can serve them ({:.0f} % of what "
            "it can)",
            who, latency.node, latency.load * 100);
    }
    const std::string range = fmt::format("{} (between {} and {})", latencyText(latency.value),
                                          latencyText(latency.low), latencyText(latency.high));
    switch (verdict) {
        case Verdict::Pass:
            return fmt::format("{} are answered within {}; {} ms are allowed", who, range,
                               groupedText(limitMs));
        case Verdict::Warn:
            return fmt::format(
                "{} are answered within {}; the {} ms allowed lie inside that range: "
                "measure {} first",
                who, range, groupedText(limitMs), latency.widest);
        case Verdict::Fail:
        case Verdict::Unknown:
            return fmt::format("{} are answered within {}, later than the {} ms allowed", who,
                               range, groupedText(limitMs));
    }
    STOWAGE_UNREACHABLE();
}

std::int64_t microseconds(double seconds) {
    constexpr double kMost = 1e15;
    return static_cast<std::int64_t>(std::ceil(std::min(kMost, seconds * 1e6)));
}

void addFigures(Check& check, const Latency& latency, std::int64_t limitMs) {
    addWord(check, "environment", latency.environment->id);
    const Comparison comparison =
        std::isinf(latency.value)
            ? Comparison{.node = latency.node,
                         .resource = "requests served, in percent of those that come",
                         .needed = 100,
                         .available = static_cast<std::int64_t>(100 / latency.load)}
            : Comparison{.node = latency.node,
                         .resource = "microseconds",
                         .needed = microseconds(latency.value),
                         .available = limitMs * 1000};
    addComparison(check, comparison);
    if (check.verdict != Verdict::Fail) {
        check.shortage.reset();
    }
    if (!std::isinf(latency.low)) {
        addNumber(check, "lowMicroseconds", microseconds(latency.low));
    }
    if (!std::isinf(latency.high)) {
        addNumber(check, "highMicroseconds", microseconds(latency.high));
    }
    addStatistic(check, "load", latency.load);
}

}  // namespace

Check checkLatencyP95(const AuditContext& context) {
    const std::int64_t limitMs = context.requirements().p95LatencyMs;
    const double limit = static_cast<double>(limitMs) / 1000;
    std::optional<Latency> worst;
    for (const Environment* environment : context.scenario().environments()) {
        const std::optional<WebPool> pool = webPoolOf(context, *environment);
        if (!pool) {
            continue;
        }
        const LatencyModel model(context, *pool);
        if (!model.isPlaced()) {
            continue;
        }
        Latency latency = model.run();
        const auto badness = [&](const Latency& other) {
            return verdictOf(other, limit) == Verdict::Fail   ? 2
                   : verdictOf(other, limit) == Verdict::Warn ? 1
                                                              : 0;
        };
        if (!worst || badness(latency) > badness(*worst) ||
            (badness(latency) == badness(*worst) && latency.value > worst->value)) {
            worst = std::move(latency);
        }
    }
    if (!worst) {
        return makeCheck(CheckId::LatencyP95, Verdict::Pass,
                         "no web pod of an app whose traffic is known");
    }
    const Verdict verdict = verdictOf(*worst, limit);
    Check check = makeCheck(CheckId::LatencyP95, verdict, textOf(*worst, verdict, limitMs));
    addFigures(check, *worst, limitMs);
    return check;
}

}  // namespace stowage::simulate
