#include "model/simulate/queueing.h"

#include <algorithm>
#include <cmath>

#include "model/base/invariant.h"

namespace stowage::simulate {
namespace {

/// Two phases of one arrival's stay count as equally fast within this share.
constexpr double kSameRate = 1e-9;
/// Quantiles are given to this many seconds.
constexpr double kQuantileStep = 1e-5;

/// P(X + Y > t) of two independent exponential variables.
double twoPhaseTail(double first, double second, double t) {
    if (std::abs(first - second) <= kSameRate * std::max(first, second)) {
        return (1 + first * t) * std::exp(-first * t);
    }
    return (second * std::exp(-first * t) - first * std::exp(-second * t)) / (second - first);
}

}  // namespace

double erlangB(double offeredLoad, std::int64_t servers) {
    double blocked = 1;
    for (std::int64_t i = 1; i <= servers; ++i) {
        blocked = offeredLoad * blocked / (static_cast<double>(i) + offeredLoad * blocked);
    }
    return blocked;
}

double erlangC(double offeredLoad, std::int64_t servers) {
    const double rho = offeredLoad / static_cast<double>(servers);
    if (rho >= 1) {
        return 1;
    }
    const double blocked = erlangB(offeredLoad, servers);
    return blocked / (1 - rho * (1 - blocked));
}

std::optional<double> meanWaitMmk(double arrivalRate, double serviceTime, std::int64_t servers) {
    const double offered = arrivalRate * serviceTime;
    const double k = static_cast<double>(servers);
    if (offered >= k) {
        return std::nullopt;
    }
    return erlangC(offered, servers) * serviceTime / (k - offered);
}

double waitTailMmk(double arrivalRate, double serviceTime, std::int64_t servers, double t) {
    const double offered = arrivalRate * serviceTime;
    const double k = static_cast<double>(servers);
    if (offered >= k) {
        return 1;
    }
    return erlangC(offered, servers) * std::exp(-(k - offered) * t / serviceTime);
}

std::optional<double> meanWaitMg1(double arrivalRate, double serviceTime, double secondMoment) {
    const double rho = arrivalRate * serviceTime;
    if (rho >= 1) {
        return std::nullopt;
    }
    return arrivalRate * secondMoment / (2 * (1 - rho));
}

std::optional<double> meanStayProcessorSharing(double arrivalRate, double serviceTime) {
    const double rho = arrivalRate * serviceTime;
    if (rho >= 1) {
        return std::nullopt;
    }
    return serviceTime / (1 - rho);
}

PoolChain::PoolChain(const WorkerPool& pool) : m_pool(pool) {
    STOWAGE_ASSERT(pool.workers > 0 && pool.cores > 0 && pool.arrivalsPerSecond >= 0);
    STOWAGE_ASSERT(pool.cpuSeconds >= 0 && pool.waitSeconds >= 0);
    STOWAGE_ASSERT(pool.cpuSeconds + pool.waitSeconds > 0);
    m_fullRate = rate(pool.workers);
    const double load = pool.arrivalsPerSecond / m_fullRate;
    m_saturated = load >= 1;
    if (m_saturated) {
        m_waitShare = 1;
        return;
    }
    // Unnormalised: p_0 = 1, p_n = p_{n-1} lambda / rate(n); above w a geometric series.
    double weight = 1;
    double below = 0;
    for (std::int64_t n = 0; n < pool.workers; ++n) {
        below += weight;
        weight *= pool.arrivalsPerSecond / rate(n + 1);
    }
    const double above = weight / (1 - load);
    m_emptyShare = 1 / (below + above);
    m_waitShare = above * m_emptyShare;
}

double PoolChain::rate(std::int64_t inService) const {
    const double s = static_cast<double>(std::min(inService, m_pool.workers));
    const double free = s / (m_pool.cpuSeconds + m_pool.waitSeconds);
    return m_pool.cpuSeconds > 0 ? std::min(free, m_pool.cores / m_pool.cpuSeconds) : free;
}

double PoolChain::meanInSystem() const {
    STOWAGE_ASSERT(!m_saturated);
    double share = m_emptyShare;
    double mean = 0;
    for (std::int64_t n = 0; n < m_pool.workers; ++n) {
        mean += static_cast<double>(n) * share;
        share *= m_pool.arrivalsPerSecond / rate(n + 1);
    }
    // Sum over j >= 0 of (w + j) p_w load^j.
    const double load = m_pool.arrivalsPerSecond / m_fullRate;
    return mean + m_waitShare * (static_cast<double>(m_pool.workers) + load / (1 - load));
}

double PoolChain::meanBusy() const {
    STOWAGE_ASSERT(!m_saturated);
    double share = m_emptyShare;
    double mean = 0;
    for (std::int64_t n = 0; n < m_pool.workers; ++n) {
        mean += static_cast<double>(n) * share;
        share *= m_pool.arrivalsPerSecond / rate(n + 1);
    }
    return mean + m_waitShare * static_cast<double>(m_pool.workers);
}

double PoolChain::meanStay() const {
    if (m_pool.arrivalsPerSecond <= 0) {
        return 1 / rate(1);
    }
    return meanInSystem() / m_pool.arrivalsPerSecond;
}

double PoolChain::stayTail(double t) const {
    STOWAGE_ASSERT(!m_saturated);
    double share = m_emptyShare;
    double tail = 0;
    for (std::int64_t n = 0; n < m_pool.workers; ++n) {
        const double own = rate(n + 1) / static_cast<double>(n + 1);
        tail += share * std::exp(-own * t);
        share *= m_pool.arrivalsPerSecond / rate(n + 1);
    }
    // A wait behind a geometric number of exponential ends is exponential itself.
    const double waiting = m_fullRate - m_pool.arrivalsPerSecond;
    const double own = m_fullRate / static_cast<double>(m_pool.workers);
    return tail + m_waitShare * twoPhaseTail(waiting, own, t);
}

double PoolChain::stayQuantile(double p) const {
    STOWAGE_ASSERT(p > 0 && p < 1);
    double high = meanStay();
    while (stayTail(high) > p) {
        high *= 2;
    }
    double low = 0;
    while (high - low > kQuantileStep / 4) {
        const double middle = (low + high) / 2;
        (stayTail(middle) > p ? low : high) = middle;
    }
    return std::ceil(high / kQuantileStep) * kQuantileStep;
}

}  // namespace stowage::simulate
