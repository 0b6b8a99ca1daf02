#include "planner/presolve.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "model/base/invariant.h"
#include "model/feasibility.h"
#include "model/simulate/memory_risk.h"

namespace stowage::planner {

namespace {

/// Pods that must share a node.
struct Glued {
    std::vector<PodRef> pods;
    std::vector<std::size_t> workloads;  ///< sorted, unique
    std::vector<std::int64_t> need;
    NodeMask allowed = ~NodeMask{0};
};

class Presolver {
public:
    Presolver(const Layout& layout, const Expansion& expansion, const ClusterModel& cluster,
              const DimensionSet& dimensions)
        : m_layout(layout),
          m_expansion(expansion),
          m_cluster(cluster),
          m_dimensions(dimensions),
          m_measure(simulate::memoryMeasureOf(layout.nodes.front())) {}

    PresolvedPacking run(const Requirements& requirements, const AssumptionTable& assumptions);

private:
    void addNodes(const Requirements& requirements, const AssumptionTable& assumptions);
    void chargeDaemons();
    void listPods();
    void glueVolumes();
    void buildGlued();
    NodeMask allowedFor(PodRef pod) const;
    void addClasses();
    void addConflicts();
    void addSpreads();
    bool excludes(std::size_t a, std::size_t b) const;
    bool portsCollide(std::size_t a, std::size_t b) const;
    bool isNodeKey(std::size_t key) const;
    std::size_t rootOf(std::size_t pod) const;

    const ClusterModel::Class& workload(std::size_t at) const {
        return m_cluster.workload(WorkloadIndex(at));
    }

    const Layout& m_layout;
    const Expansion& m_expansion;
    const ClusterModel& m_cluster;
    const DimensionSet& m_dimensions;
    simulate::MemoryMeasure m_measure;
    PresolvedPacking m_result;
    std::vector<PodRef> m_pods;
    std::vector<std::size_t> m_parents;
    std::vector<Glued> m_glued;
    std::vector<std::vector<std::size_t>> m_classWorkloads;
    std::vector<NodeMask> m_portsTaken;  ///< per workload: nodes where a DaemonSet holds its port
};

void Presolver::addNodes(const Requirements& requirements, const AssumptionTable& assumptions) {
    PackingProblem& problem = m_result.problem;
    problem.dimensions = m_dimensions.size();
    std::vector<std::tuple<std::string, std::map<std::string, std::string>>> kinds;
    for (const LayoutNode& node : m_layout.nodes) {
        problem.capacity.push_back(roomOf(node, m_dimensions, requirements, assumptions));
        // Labels, zone and hard taints show in what the classes allow and in the spreads.
        const auto kind = std::tuple(node.zone, node.shape.labels);
        const auto at = std::find(kinds.begin(), kinds.end(), kind);
        problem.nodeKind.push_back(static_cast<int>(at - kinds.begin()));
        if (at == kinds.end()) {
            kinds.push_back(kind);
        }
    }
}

void Presolver::chargeDaemons() {
    m_portsTaken.assign(m_expansion.workloads.size(), 0);
    for (std::size_t at = 0; at < m_expansion.workloads.size(); ++at) {
        if (m_expansion.workloads[at].kind != WorkloadKind::DaemonSet) {
            continue;
        }
        const std::vector<std::int64_t> need =
            needOf(m_expansion.workloads[at], m_dimensions, m_measure);
        for (const NodeIndex node : daemonNodes(m_cluster, WorkloadIndex(at))) {
            m_result.problem.capacity[node.value()] -= need;
            m_result.daemonPods.push_back({.workload = WorkloadIndex(at),
                                           .ordinal = static_cast<std::int64_t>(node.value()),
                                           .node = node});
            for (std::size_t other = 0; other < m_expansion.workloads.size(); ++other) {
                if (other != at && portsCollide(at, other)) {
                    m_portsTaken[other] |= maskOf(node.value());
                }
            }
        }
    }
}

void Presolver::listPods() {
    for (std::size_t at = 0; at < m_expansion.workloads.size(); ++at) {
        const PlannedWorkload& planned = m_expansion.workloads[at];
        if (planned.kind == WorkloadKind::DaemonSet) {
            continue;
        }
        m_result.isRelaxed = m_result.isRelaxed || workload(at).group.has_value();
        for (std::int64_t ordinal = 0; ordinal < planned.replicas; ++ordinal) {
            m_pods.push_back({.workload = WorkloadIndex(at), .ordinal = ordinal});
        }
    }
    m_parents.resize(m_pods.size());
    std::iota(m_parents.begin(), m_parents.end(), std::size_t{0});
}

std::size_t Presolver::rootOf(std::size_t pod) const {
    while (m_parents[pod] != pod) {
        pod = m_parents[pod];
    }
    return pod;
}

/// A volume on a node's disk, or one that attaches to one node at a time, keeps its pods together.
void Presolver::glueVolumes() {
    std::map<std::size_t, std::size_t> firstUser;
    for (std::size_t pod = 0; pod < m_pods.size(); ++pod) {
        for (const ClusterModel::Mount& mount : workload(m_pods[pod].workload.value()).mounts) {
            const auto claim = ClusterModel::claimOf(mount, m_pods[pod].ordinal);
            if (!claim) {
                continue;
            }
            const ClusterModel::Claim& facts = m_cluster.claims()[*claim];
            const bool isShared =
                facts.mode == AccessMode::ReadWriteMany || facts.mode == AccessMode::ReadOnlyMany;
            const bool staysTogether = facts.reach == StorageReach::Node ||
                                       (facts.reach == StorageReach::Attached && !isShared);
            if (!staysTogether) {
                continue;
            }
            const auto [at, isFirst] = firstUser.emplace(*claim, pod);
            if (!isFirst) {
                m_parents[rootOf(pod)] = rootOf(at->second);
            }
        }
    }
}

NodeMask Presolver::allowedFor(PodRef pod) const {
    const std::size_t at = pod.workload.value();
    NodeMask allowed = 0;
    for (std::size_t n = 0; n < m_layout.nodes.size(); ++n) {
        if (workload(at).isCompatible[n] != 0) {
            allowed |= maskOf(n);
        }
    }
    const PlannedWorkload& planned = m_expansion.workloads[at];
    const auto ordinal = static_cast<std::size_t>(pod.ordinal);
    if (planned.isObserved && ordinal < planned.runsOn.size()) {
        const auto node = m_cluster.findNode(planned.runsOn[ordinal]);
        allowed &= node ? maskOf(node->value()) : 0;
    }
    return allowed & ~m_portsTaken[at];
}

void Presolver::buildGlued() {
    std::map<std::size_t, std::size_t> groupOf;
    for (std::size_t pod = 0; pod < m_pods.size(); ++pod) {
        const auto [at, isNew] = groupOf.emplace(rootOf(pod), m_glued.size());
        if (isNew) {
            m_glued.push_back({.need = std::vector<std::int64_t>(m_dimensions.size(), 0)});
        }
        Glued& glued = m_glued[at->second];
        const std::size_t index = m_pods[pod].workload.value();
        glued.pods.push_back(m_pods[pod]);
        glued.need += needOf(m_expansion.workloads[index], m_dimensions, m_measure);
        glued.allowed &= allowedFor(m_pods[pod]);
        if (std::find(glued.workloads.begin(), glued.workloads.end(), index) ==
            glued.workloads.end()) {
            glued.workloads.push_back(index);
        }
    }
}

bool Presolver::portsCollide(std::size_t a, std::size_t b) const {
    for (const std::size_t port : workload(a).ports) {
        const auto& others = m_cluster.portConflicts(port);
        for (const std::size_t theirs : workload(b).ports) {
            if (std::find(others.begin(), others.end(), theirs) != others.end()) {
                return true;
            }
        }
    }
    return false;
}

/// Every node is a domain of its own under this key.
bool Presolver::isNodeKey(std::size_t key) const {
    std::vector<std::int32_t> seen;
    for (std::size_t n = 0; n < m_layout.nodes.size(); ++n) {
        const std::int32_t domain = m_cluster.node(NodeIndex(n)).domains[key];
        if (domain < 0 || std::find(seen.begin(), seen.end(), domain) != seen.end()) {
            return false;
        }
        seen.push_back(domain);
    }
    return true;
}

/// May no pod of workload a share a node with one of b?
bool Presolver::excludes(std::size_t a, std::size_t b) const {
    if (portsCollide(a, b)) {
        return true;
    }
    const auto refuses = [&](std::size_t owner, std::size_t other) {
        const auto& terms = workload(owner).antiTerms;
        return std::any_of(terms.begin(), terms.end(), [&](std::size_t term) {
            const ClusterModel::Term& facts = m_cluster.antiTerms()[term];
            return facts.matches[other] != 0 && isNodeKey(facts.key);
        });
    };
    return refuses(a, b) || refuses(b, a);
}

/// Equal single pods without rules of their own are one class; everything else stays apart.
void Presolver::addClasses() {
    const auto hasRules = [&](std::size_t at) {
        const ClusterModel::Class& facts = workload(at);
        return !facts.antiTerms.empty() || !facts.matchedAnti.empty() || !facts.ports.empty() ||
               !facts.spreads.empty() || !facts.inSpreads.empty();
    };
    std::map<std::tuple<std::vector<std::int64_t>, NodeMask, std::vector<std::size_t>>, std::size_t>
        known;
    for (const Glued& glued : m_glued) {
        const bool isPlain = std::none_of(glued.workloads.begin(), glued.workloads.end(), hasRules);
        const auto key = std::tuple(glued.need, glued.allowed,
                                    isPlain ? std::vector<std::size_t>{} : glued.workloads);
        const auto [at, isNew] = known.emplace(key, m_result.items.size());
        if (isNew) {
            m_result.problem.classes.push_back(
                {.need = glued.need, .count = 0, .allowed = glued.allowed});
            m_result.items.emplace_back();
            m_classWorkloads.push_back(glued.workloads);
        }
        ++m_result.problem.classes[at->second].count;
        m_result.items[at->second].push_back(glued.pods);
    }
}

void Presolver::addConflicts() {
    auto& classes = m_result.problem.classes;
    for (std::size_t a = 0; a < classes.size(); ++a) {
        for (std::size_t b = a; b < classes.size(); ++b) {
            bool areApart = false;
            for (const std::size_t left : m_classWorkloads[a]) {
                for (const std::size_t right : m_classWorkloads[b]) {
                    areApart = areApart || excludes(left, right);
                }
            }
            if (areApart) {
                classes[a].conflicts.push_back(b);
                if (b != a) {
                    classes[b].conflicts.push_back(a);
                }
            }
        }
    }
    for (const ClusterModel::Term& term : m_cluster.antiTerms()) {
        m_result.isRelaxed = m_result.isRelaxed || !isNodeKey(term.key);
    }
}

void Presolver::addSpreads() {
    for (const auto& facts : m_cluster.spreads()) {
        if (!facts.isHard) {
            continue;
        }
        PackSpread spread{.maxSkew = static_cast<int>(facts.maxSkew),
                          .minDomains = static_cast<int>(facts.minDomains)};
        std::map<std::int32_t, int> domains;
        for (std::size_t n = 0; n < m_layout.nodes.size(); ++n) {
            const std::int32_t domain = m_cluster.node(NodeIndex(n)).domains[facts.key];
            const bool counts = facts.eligible[n] != 0 && domain >= 0;
            spread.domainOf.push_back(
                counts ? domains.emplace(domain, static_cast<int>(domains.size())).first->second
                       : -1);
        }
        std::vector<std::size_t> matching;
        for (std::size_t at = 0; at < m_expansion.workloads.size(); ++at) {
            if (facts.matches[at] != 0 && m_expansion.workloads[at].replicas > 0) {
                matching.push_back(at);
            }
        }
        for (std::size_t c = 0; c < m_classWorkloads.size(); ++c) {
            if (m_classWorkloads[c] == matching) {
                spread.classes.push_back(c);
            }
        }
        // Exact only where the rule counts the pods of one workload, and each item is one of them.
        const bool isExact =
            matching.size() == 1 && facts.matchesItself &&
            std::all_of(spread.classes.begin(), spread.classes.end(),
                        [&](std::size_t c) { return m_result.items[c].front().size() == 1; });
        if (isExact && !spread.classes.empty() && !domains.empty()) {
            m_result.problem.spreads.push_back(std::move(spread));
        } else {
            m_result.isRelaxed = true;
        }
    }
}

PresolvedPacking Presolver::run(const Requirements& requirements,
                                const AssumptionTable& assumptions) {
    addNodes(requirements, assumptions);
    chargeDaemons();
    listPods();
    glueVolumes();
    buildGlued();
    addClasses();
    addConflicts();
    addSpreads();
    return std::move(m_result);
}

}  // namespace

PresolvedPacking presolve(const Layout& layout, const Expansion& expansion,
                          const ClusterModel& cluster, const DimensionSet& dimensions,
                          const Requirements& requirements, const AssumptionTable& assumptions) {
    STOWAGE_ASSERT(!layout.nodes.empty() && layout.nodes.size() <= kPackNodesMax);
    return Presolver(layout, expansion, cluster, dimensions).run(requirements, assumptions);
}

Placement placementOf(const PresolvedPacking& packing, const PackAssignment& assignment,
                      const Expansion& expansion) {
    std::map<PodRef, NodeIndex> nodes;
    for (std::size_t c = 0; c < assignment.size(); ++c) {
        std::size_t item = 0;
        for (std::size_t n = 0; n < assignment[c].size(); ++n) {
            for (std::int64_t count = 0; count < assignment[c][n]; ++count, ++item) {
                for (const PodRef pod : packing.items[c][item]) {
                    nodes[pod] = NodeIndex(n);
                }
            }
        }
    }
    Placement placement = packing.daemonPods;
    for (std::size_t at = 0; at < expansion.workloads.size(); ++at) {
        const PlannedWorkload& workload = expansion.workloads[at];
        if (workload.kind == WorkloadKind::DaemonSet) {
            continue;
        }
        for (std::int64_t ordinal = 0; ordinal < workload.replicas; ++ordinal) {
            const auto found = nodes.find({.workload = WorkloadIndex(at), .ordinal = ordinal});
            placement.push_back({.workload = WorkloadIndex(at),
                                 .ordinal = ordinal,
                                 .node = found == nodes.end() ? NodeIndex() : found->second});
        }
    }
    std::stable_sort(placement.begin(), placement.end(),
                     [](const PlacedPod& a, const PlacedPod& b) {
                         return std::tie(a.workload, a.ordinal) < std::tie(b.workload, b.ordinal);
                     });
    return placement;
}

Placement onOneNode(const Expansion& expansion, const ClusterModel& cluster) {
    const NodeIndex only{std::size_t{0}};
    Placement placement;
    for (std::size_t at = 0; at < expansion.workloads.size(); ++at) {
        const PlannedWorkload& workload = expansion.workloads[at];
        const auto daemons =
            static_cast<std::int64_t>(workload.kind == WorkloadKind::DaemonSet
                                          ? daemonNodes(cluster, WorkloadIndex(at)).size()
                                          : 0);
        const std::int64_t pods =
            workload.kind == WorkloadKind::DaemonSet ? daemons : workload.replicas;
        for (std::int64_t ordinal = 0; ordinal < pods; ++ordinal) {
            placement.push_back({.workload = WorkloadIndex(at), .ordinal = ordinal, .node = only});
        }
    }
    return placement;
}

}  // namespace stowage::planner
