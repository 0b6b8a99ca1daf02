#pragma once

#include <cstdint>
#include <optional>

namespace stowage::simulate {

/// Probability that an arrival finds all k servers busy and is lost (Erlang B), offered load a.
double erlangB(double offeredLoad, std::int64_t servers);
/// Probability that an arrival must wait in M/M/k (Erlang C); 1 when the load is not below k.
double erlangC(double offeredLoad, std::int64_t servers);
/// Mean wait of M/M/k in the unit of serviceTime; nullopt when the load is not below k.
std::optional<double> meanWaitMmk(double arrivalRate, double serviceTime, std::int64_t servers);
/// P(wait > t) of M/M/k; 1 when the load is not below k.
double waitTailMmk(double arrivalRate, double serviceTime, std::int64_t servers, double t);
/// Mean wait of M/G/1 (Pollaczek-Khinchine) from the second moment of the service time.
std::optional<double> meanWaitMg1(double arrivalRate, double serviceTime, double secondMoment);
/// Mean stay of M/G/1 with processor sharing: ES / (1 - rho), whatever the service law.
std::optional<double> meanStayProcessorSharing(double arrivalRate, double serviceTime);

/// A pool of PHP workers: w processes that take one request each, first come first served, on CPU
/// time worth `cores` cores (a fraction is allowed: quotas, slow vCPU, neighbours). A request needs
/// `cpuSeconds` of a core and `waitSeconds` of waiting for others, during which it holds its
/// worker but no core.
struct WorkerPool {
    double arrivalsPerSecond = 0;
    double cpuSeconds = 0;
    double waitSeconds = 0;
    std::int64_t workers = 1;
    double cores = 1;
};

/// The pool as a birth-death chain: with s = min(n, w) requests in service they end at rate
/// min(s / (cpu + wait), cores / cpu), which is the chain min(n, k, w) / ES where nothing waits.
class PoolChain {
public:
    explicit PoolChain(const WorkerPool& pool);

    /// Requests arrive faster than they can end: there is no stationary law.
    bool isSaturated() const { return m_saturated; }
    /// Requests per second at which it saturates.
    double capacityPerSecond() const { return m_fullRate; }
    /// Mean number of requests in the pool (in service and waiting); asserts !isSaturated().
    double meanInSystem() const;
    /// Mean number of busy workers.
    double meanBusy() const;
    /// Share of arrivals that find every worker busy.
    double waitShare() const { return m_waitShare; }
    /// Mean stay in seconds; by Little's law it is meanInSystem() / arrivals.
    double meanStay() const;
    /// P(stay > t seconds). An arrival that finds n in the pool keeps the speed of that moment
    /// for its service; exact for one core per worker (M/M/k), for one worker (M/M/1) and for the
    /// mean in every case, a close approximation in between.
    double stayTail(double t) const;
    /// The stay that a share p of requests exceeds, in seconds, rounded up to 10 microseconds.
    double stayQuantile(double p) const;

private:
    double rate(std::int64_t inService) const;

    WorkerPool m_pool;
    double m_fullRate = 0;
    double m_emptyShare = 0;  ///< probability of an empty pool
    double m_waitShare = 0;
    bool m_saturated = false;
};

}  // namespace stowage::simulate
