#include "model/simulate/check_disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/simulate/check_storage.h"
#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// The kubelet's imageGCHighThresholdPercent; K3s keeps the default. Node pressure eviction (5 %
/// free on K3s) starts later, so this is the limit that is kept clear of.
constexpr PartsPerMillion kImageCollection = PartsPerMillion::fromRaw(850'000);
constexpr double kMonthsFail = 12;
constexpr double kMonthsWarn = 24;
/// Old and new version of an image lie side by side during a deploy.
constexpr std::int64_t kImageVersions = 2;
/// The largest factor that growth is followed to; beyond it every disk is full anyway.
constexpr double kGrowthMax = 1e6;

/// Disk of one node that does not grow, and its volumes by monthly growth.
struct NodeDisk {
    Bytes fixed;
    Bytes images;
    std::map<double, Bytes> volumes;

    Bytes after(double months) const {
        Bytes sum = fixed + images;
        for (const auto& [growth, used] : volumes) {
            const double factor = std::min(kGrowthMax, std::pow(1 + growth, months));
            sum += bytesRoundUp(static_cast<double>(used.raw()) * factor);
        }
        return sum;
    }
};

/// Growth of the data in a volume: of its environment, of a shared engine the strongest tenant's.
double growthOf(const AuditContext& context, const PlannedWorkload& workload) {
    double growth = 0;
    const auto take = [&](const std::string& id) {
        if (const Environment* environment = context.scenario().findEnvironment(id)) {
            growth = std::max(growth, environment->traffic.growthPerMonth);
        }
    };
    take(workload.environmentId);
    for (const std::string& tenant : workload.tenants) {
        take(tenant);
    }
    return growth;
}

NodeDisk diskOf(const AuditContext& context, std::size_t k) {
    NodeDisk disk{.fixed = context.layout().nodes[k].overhead.disk};
    std::set<std::string> images;
    std::set<std::string> claims;
    std::map<std::size_t, std::int64_t> seen;
    for (const WorkloadIndex index : context.podsOn[k]) {
        const PlannedWorkload& workload = context.workload(index);
        const std::int64_t copy = seen[index.value()]++;
        disk.fixed += workload.demand.writableDisk;
        if (!workload.demand.image.empty() && images.insert(workload.demand.image).second) {
            disk.images += times(workload.demand.imageDisk, kImageVersions);
        }
        for (const VolumeMount& mount : workload.pod.volumes) {
            std::string claim = workload.namespaceName + "/" + mount.claim;
            if (mount.perReplica) {
                claim += fmt::format("-{}", copy);
            }
            if (volumeReach(context, mount) == StorageReach::Node && claims.insert(claim).second) {
                const Bytes used = mount.used.isZero() ? mount.size : mount.used;
                disk.volumes[growthOf(context, workload)] += used;
            }
        }
    }
    return disk;
}

/// The disk of a node; nullopt where nobody said.
std::optional<Bytes> sizeOf(const LayoutNode& node) {
    if (node.shape.disk) {
        return node.shape.disk;
    }
    const Bytes stated = node.shape.allocatable.ephemeralStorage();
    return stated.isZero() ? std::nullopt : std::optional(stated);
}

struct DiskFigures {
    Comparison comparison;  ///< after 12 months
    NodeDisk disk;
    Bytes size;
};

std::optional<DiskFigures> figuresOf(const AuditContext& context, std::size_t k) {
    const LayoutNode& node = context.layout().nodes[k];
    const std::optional<Bytes> size = sizeOf(node);
    if (!size) {
        return std::nullopt;
    }
    DiskFigures figures{.disk = diskOf(context, k), .size = *size};
    figures.comparison = {.node = node.name,
                          .resource = "disk",
                          .needed = figures.disk.after(kMonthsFail).raw(),
                          .available = shareRoundDown(*size, kImageCollection).raw()};
    return figures;
}

std::string diskText(const DiskFigures& figures, double months, Bytes needed) {
    const std::string when = figures.disk.after(months) == figures.disk.after(0)
                                 ? "uses"
                                 : fmt::format("uses {} today and in {:.0f} months",
                                               gibibytesText(figures.disk.after(0)), months);
    return fmt::format("{} {} {} of its {} disk", figures.comparison.node, when,
                       gibibytesText(needed), gibibytesText(figures.size));
}

Check judged(const DiskFigures& figures) {
    const Bytes limit = Bytes::fromRaw(figures.comparison.available);
    const Bytes in12 = figures.disk.after(kMonthsFail);
    const Bytes in24 = figures.disk.after(kMonthsWarn);
    const std::string collection =
        fmt::format("images are deleted from {} on", gibibytesText(limit));
    Check check;
    if (in12 > limit) {
        check = makeCheck(CheckId::FitDisk, Verdict::Fail,
                          fmt::format("{}; {}", diskText(figures, kMonthsFail, in12), collection));
    } else if (in24 > limit) {
        check = makeCheck(CheckId::FitDisk, Verdict::Warn,
                          fmt::format("{}; {}", diskText(figures, kMonthsWarn, in24), collection));
    } else {
        check = makeCheck(CheckId::FitDisk, Verdict::Pass,
                          fmt::format("{}, and stays below the {} where images are deleted",
                                      diskText(figures, kMonthsFail, in12), gibibytesText(limit)));
    }
    addComparison(check, figures.comparison);
    addNumber(check, "diskBytes", figures.size.raw());
    addNumber(check, "todayBytes", figures.disk.after(0).raw());
    addNumber(check, "in24MonthsBytes", in24.raw());
    addNumber(check, "imageBytes", figures.disk.images.raw());
    return check;
}

}  // namespace

Check checkFitDisk(const AuditContext& context) {
    std::optional<DiskFigures> tightest;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        const LayoutNode& node = context.layout().nodes[k];
        std::optional<DiskFigures> figures = figuresOf(context, k);
        if (!figures && node.shape.kind != NodeShapeKind::Stated) {
            return makeCheck(CheckId::FitDisk, Verdict::Unknown,
                             fmt::format("the disk of {} is not known: give 'disk' to the offer {}",
                                         node.name, node.offer.name));
        }
        if (figures && (!tightest || figures->comparison.isTighterThan(tightest->comparison))) {
            tightest = std::move(figures);
        }
    }
    if (!tightest) {
        return makeCheck(CheckId::FitDisk, Verdict::Pass,
                         "the nodes state no disk, so none is judged");
    }
    return judged(*tightest);
}

}  // namespace stowage::simulate
