#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// Share of a disk at which the kubelet begins to delete images.
constexpr std::int64_t kCollection = 850'000;

/// What lies on one node's disk: what stays, two versions of each image, volumes with the growth
/// of their data.
struct Disk {
    std::int64_t still = 0;
    std::int64_t images = 0;
    std::map<double, std::int64_t> byGrowth;

    std::int64_t after(double months) const {
        std::int64_t sum = still + images;
        for (const auto& [growth, used] : byGrowth) {
            const double factor = std::min(1e6, std::pow(1 + growth, months));
            sum += static_cast<std::int64_t>(std::ceil(static_cast<double>(used) * factor));
        }
        return sum;
    }
};

double growthOf(const PlanContext& context, const PlannedWorkload& workload) {
    double growth = 0;
    for (const Environment* environment : context.scenario().environments()) {
        const bool isOwner =
            environment->id == workload.environmentId ||
            std::ranges::find(workload.tenants, environment->id) != workload.tenants.end();
        growth = isOwner ? std::max(growth, environment->traffic.growthPerMonth) : growth;
    }
    return growth;
}

Disk diskOf(const PlanContext& context, const BoundNode& node) {
    Disk disk{.still = node.overhead.disk.raw()};
    std::set<std::string> images;
    std::set<std::string> claims;
    for (const BoundPod* pod : node.pods) {
        const PlannedWorkload& workload = *pod->workload;
        disk.still += workload.demand.writableDisk.raw();
        if (!workload.demand.image.empty() && images.insert(workload.demand.image).second) {
            disk.images += 2 * workload.demand.imageDisk.raw();
        }
        for (const VolumeMount& mount : workload.pod.volumes) {
            std::string claim = workload.namespaceName + "/" + mount.claim;
            claim += mount.perReplica ? " of " + pod->pod->pod : "";
            if (reachOf(context, mount) == VolumeReach::Node && claims.insert(claim).second) {
                disk.byGrowth[growthOf(context, workload)] +=
                    (mount.used.isZero() ? mount.size : mount.used).raw();
            }
        }
    }
    return disk;
}

void checkDisk(const PlanContext& context) {
    std::vector<Figure> figures;
    std::map<std::string, Disk> disks;
    for (const BoundNode& node : context.nodes) {
        const std::int64_t size = node.node->disk.raw();
        if (size == 0) {
            if (!node.isStated()) {
                context.expectVerdict(CheckId::FitDisk, {Verdict::Unknown}, "a disk is not known");
                return;
            }
            continue;
        }
        const Disk disk = diskOf(context, node);
        figures.push_back({.node = node.node->name,
                           .resource = "disk",
                           .needed = disk.after(12),
                           .available = shareOf(size, kCollection)});
        disks.emplace(node.node->name, disk);
    }
    if (figures.empty()) {
        context.expectVerdict(CheckId::FitDisk, {Verdict::Pass}, "no disk is stated");
        return;
    }
    expectFigure(context, CheckId::FitDisk, figures, NamedFigure::Tightest);
    const Check* check = context.check(CheckId::FitDisk);
    const auto named = check == nullptr ? disks.end() : disks.find(wordOf(*check, "node"));
    if (named == disks.end()) {
        return;
    }
    const Disk& disk = named->second;
    context.expectNumber(CheckId::FitDisk, "todayBytes", disk.after(0));
    context.expectNumber(CheckId::FitDisk, "in24MonthsBytes", disk.after(24));
    context.expectNumber(CheckId::FitDisk, "imageBytes", disk.images);
    context.expectNumber(CheckId::FitDisk, "diskBytes", context.node(named->first)->disk.raw());
    const std::int64_t limit = numberOf(*check, "available").value_or(0);
    const Verdict verdict = disk.after(12) > limit   ? Verdict::Fail
                            : disk.after(24) > limit ? Verdict::Warn
                                                     : Verdict::Pass;
    context.expectVerdict(CheckId::FitDisk, {verdict},
                          fmt::format("{} in two years of {}", disk.after(24), limit));
}

/// Claims of workloads on whose request path an environment lies that must survive.
std::set<std::string> claimsOfSurvivors(const PlanContext& context, VolumeReach reach) {
    std::set<std::string> claims;
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        const bool isNeeded =
            workload.onRequestPath &&
            std::ranges::any_of(context.requirements().surviveNodeLoss, [&](const std::string& id) {
                return servesEnvironment(workload, id);
            });
        for (const VolumeMount& mount : workload.pod.volumes) {
            if (isNeeded && reachOf(context, mount) == reach) {
                claims.insert(workload.namespaceName + "/" + mount.claim);
            }
        }
    }
    return claims;
}

void checkFollow(const PlanContext& context) {
    const std::set<std::string> stuck = claimsOfSurvivors(context, VolumeReach::Node);
    const std::set<std::string> slow = claimsOfSurvivors(context, VolumeReach::Attached);
    const Verdict verdict = !stuck.empty()  ? Verdict::Fail
                            : !slow.empty() ? Verdict::Warn
                                            : Verdict::Pass;
    const CheckId id = CheckId::StorageFollow;
    context.expectVerdict(id, {verdict},
                          fmt::format("{} stuck, {} slow", stuck.size(), slow.size()));
    context.expectNumber(id, "stuckVolumes", static_cast<std::int64_t>(stuck.size()));
    context.expectNumber(id, "slowVolumes", static_cast<std::int64_t>(slow.size()));
}

void checkSqlite(const PlanContext& context) {
    std::int64_t files = 0;
    for (const auto& [key, mode] : context.plan.services) {
        files += mode == Mode::File && key.ends_with("/sqlite") ? 1 : 0;
    }
    const CheckId id = CheckId::StorageSqlite;
    const bool fails = files > 0 && context.nodes.size() > 1;
    context.expectVerdict(id, {fails ? Verdict::Fail : Verdict::Pass},
                          fmt::format("{} files on {} nodes", files, context.nodes.size()));
    context.expectNumber(id, "sqliteEnvironments", files);
    context.expectNumber(id, "nodes", static_cast<std::int64_t>(context.nodes.size()));
}

void checkShared(const PlanContext& context) {
    // LaraKube's shared storage hangs on the managed clusters of this provider.
    const bool isBroken =
        context.plan.topology == "managed" && context.plan.provider == "digitalocean";
    std::set<std::string> broken;
    std::set<std::string> working;
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        for (const VolumeMount& mount : workload.pod.volumes) {
            if (mount.accessMode == AccessMode::ReadWriteMany) {
                const bool works = reachOf(context, mount) == VolumeReach::Network && !isBroken;
                (works ? working : broken).insert(workload.namespaceName + "/" + mount.claim);
            }
        }
    }
    const Verdict verdict = !broken.empty()    ? Verdict::Fail
                            : !working.empty() ? Verdict::Warn
                                               : Verdict::Pass;
    const CheckId id = CheckId::StorageRwx;
    context.expectVerdict(id, {verdict},
                          fmt::format("{} broken, {} shared", broken.size(), working.size()));
    context.expectNumber(id, "sharedVolumes",
                         static_cast<std::int64_t>(broken.size() + working.size()));
}

/// Every claim of the placed pods once, on the node that holds it where one does.
std::map<std::string, PlanVolume> volumesOf(const PlanContext& context) {
    std::map<std::string, PlanVolume> volumes;
    for (const BoundPod& pod : context.pods) {
        const PlannedWorkload& workload = *pod.workload;
        for (const VolumeMount& mount : workload.pod.volumes) {
            std::string claim = workload.namespaceName + "/" + mount.claim;
            if (mount.perReplica) {
                claim += pod.pod->pod.substr(pod.pod->pod.rfind('-'));  // the ordinal
            }
            VolumeMount free = mount;
            free.boundToNodes.clear();
            const bool isTied = pod.at != nullptr && reachOf(context, free) == VolumeReach::Node;
            volumes.emplace(
                claim,
                PlanVolume{.claim = claim,
                           .size = mount.size,
                           .used = mount.used,
                           .node = isTied ? pod.at->node->name : std::string(),
                           .storageClass = mount.storageClass.value_or(context.plan.storageClass)});
        }
    }
    return volumes;
}

void checkVolumes(const PlanContext& context) {
    std::map<std::string, PlanVolume> expected = volumesOf(context);
    for (const PlanVolume& stated : context.plan.volumes) {
        const auto at = expected.find(stated.claim);
        if (at == expected.end()) {
            context.violate("demand.volume", "volume " + stated.claim, "listed",
                            "no such claim, or twice");
            continue;
        }
        const PlanVolume& found = at->second;
        const auto what = [&](const char* field) {
            return fmt::format("volume {} {}", stated.claim, field);
        };
        context.expectEqual("demand.volume", what("size"), stated.size.raw(), found.size.raw());
        context.expectEqual("demand.volume", what("used"), stated.used.raw(), found.used.raw());
        context.expectEqual("demand.volume", what("node"), stated.node, found.node);
        context.expectEqual("demand.volume", what("class"), stated.storageClass,
                            found.storageClass);
        expected.erase(at);
    }
    for (const auto& [claim, volume] : expected) {
        context.violate("demand.volume", "volume " + claim, "not listed", "a claim of a pod");
    }
}

}  // namespace

void checkStorage(const PlanContext& context) {
    checkVolumes(context);
    checkDisk(context);
    checkFollow(context);
    checkSqlite(context);
    checkShared(context);
}

}  // namespace stowage::checker
