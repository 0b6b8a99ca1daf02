#include "model/simulate/check_storage.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// Whose loss takes an environment down that must survive one.
bool isOnSurvivingPath(const AuditContext& context, const PlannedWorkload& workload) {
    if (!workload.onRequestPath) {
        return false;
    }
    const std::vector<std::string>& required = context.requirements().surviveNodeLoss;
    return std::any_of(required.begin(), required.end(),
                       [&](const std::string& id) { return serves(workload, id); });
}

std::string claimName(const PlannedWorkload& workload, const VolumeMount& mount) {
    return workload.namespaceName + "/" + mount.claim;
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

std::vector<std::string> sqliteEnvironments(const AuditContext& context) {
    std::vector<std::string> names;
    for (const Environment* environment : context.scenario().environments()) {
        const auto mode = context.input.expansion.arrangement.services.find(
            serviceKey(environment->id, ServiceKind::Sqlite));
        if (mode != context.input.expansion.arrangement.services.end() &&
            mode->second == Mode::File) {
            names.push_back(environment->id);
        }
    }
    return names;
}

/// NFS of LaraKube hangs on this provider's managed clusters, by LaraKube's own documentation.
bool isNfsBroken(const AuditContext& context) {
    return context.layout().topology == TopologyKind::Managed &&
           context.layout().provider == "digitalocean";
}

struct SharedVolumes {
    std::vector<std::string> broken;
    std::vector<std::string> experimental;
};

SharedVolumes sharedVolumes(const AuditContext& context) {
    SharedVolumes shared;
    for (const PlannedWorkload& workload : context.workloads()) {
        for (const VolumeMount& mount : workload.pod.volumes) {
            if (mount.accessMode != AccessMode::ReadWriteMany) {
                continue;
            }
            const bool works =
                volumeReach(context, mount) == StorageReach::Network && !isNfsBroken(context);
            addOnce(works ? shared.experimental : shared.broken, claimName(workload, mount));
        }
    }
    return shared;
}

}  // namespace

StorageReach volumeReach(const AuditContext& context, const VolumeMount& mount) {
    if (!mount.boundToNodes.empty()) {
        return StorageReach::Node;
    }
    return mount.storageClass ? storageReach(*mount.storageClass)
                              : storageReach(context.layout().storageClass);
}

Check checkStorageFollow(const AuditContext& context) {
    std::vector<std::string> stuck;
    std::vector<std::string> slow;
    for (const PlannedWorkload& workload : context.workloads()) {
        if (!isOnSurvivingPath(context, workload)) {
            continue;
        }
        for (const VolumeMount& mount : workload.pod.volumes) {
            const StorageReach reach = volumeReach(context, mount);
            if (reach == StorageReach::Node) {
                addOnce(stuck, claimName(workload, mount));
            } else if (reach == StorageReach::Attached) {
                addOnce(slow, claimName(workload, mount));
            }
        }
    }
    Check check = makeCheck(CheckId::StorageFollow, Verdict::Pass,
                            context.requirements().surviveNodeLoss.empty()
                                ? "no environment has to survive the loss of a node"
                                : "no volume ties an environment that must survive to one node");
    if (!stuck.empty()) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} on the disk of one node and cannot follow its pods to another: use block storage "
            "or a managed service",
            stuck.size() == 1 ? stuck.front() + " lies" : listText(stuck) + " lie");
        check.shortage = toShortage({.resource = "volumes that can follow",
                                     .needed = static_cast<std::int64_t>(stuck.size()),
                                     .available = 0});
    } else if (!slow.empty()) {
        check.verdict = Verdict::Warn;
        check.text = fmt::format(
            "{} can follow to another node, but only after the dead node's hold is broken by "
            "force, "
            "which takes up to 6 min",
            listText(slow));
    }
    addNumber(check, "stuckVolumes", static_cast<std::int64_t>(stuck.size()));
    addNumber(check, "slowVolumes", static_cast<std::int64_t>(slow.size()));
    return check;
}

Check checkStorageSqlite(const AuditContext& context) {
    const std::vector<std::string> environments = sqliteEnvironments(context);
    Check check = makeCheck(CheckId::StorageSqlite, Verdict::Pass,
                            environments.empty()
                                ? "no environment keeps its database in a file"
                                : fmt::format("{} keeps its database in a file on the only node",
                                              listText(environments)));
    const auto nodes = static_cast<std::int64_t>(context.nodeCount());
    if (!environments.empty() && nodes > 1) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} keeps its database in a file (SQLite), which pods on {} nodes cannot share: use "
            "one "
            "node or a database service",
            listText(environments), nodes);
        check.shortage = toShortage({.resource = "nodes", .needed = nodes, .available = 1});
    }
    addNumber(check, "sqliteEnvironments", static_cast<std::int64_t>(environments.size()));
    addNumber(check, "nodes", nodes);
    return check;
}

Check checkStorageRwx(const AuditContext& context) {
    const SharedVolumes shared = sharedVolumes(context);
    Check check = makeCheck(CheckId::StorageRwx, Verdict::Pass,
                            "no volume is written from several nodes at once");
    if (!shared.broken.empty()) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} must be writable from several nodes, which {} on {} does not offer: keep these "
            "files in object storage",
            listText(shared.broken), toWord(context.layout().storageClass),
            context.layout().provider);
        check.shortage = toShortage({.resource = "shared volumes",
                                     .needed = static_cast<std::int64_t>(shared.broken.size()),
                                     .available = 0});
    } else if (!shared.experimental.empty()) {
        check.verdict = Verdict::Warn;
        check.text = fmt::format(
            "{} is shared over NFS, which LaraKube calls experimental: one pod serves it for all "
            "nodes",
            listText(shared.experimental));
    }
    addNumber(check, "sharedVolumes",
              static_cast<std::int64_t>(shared.broken.size() + shared.experimental.size()));
    return check;
}

}  // namespace stowage::simulate
