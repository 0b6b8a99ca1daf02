#include "gui/canvas_model.h"

#include <QCoreApplication>
#include <algorithm>
#include <charconv>
#include <tuple>

#include "gui/canvas_text.h"
#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

const Check* memoryCheck(const CapacityPlan& plan) {
    for (const Check& check : plan.checks) {
        if (check.id == CheckId::FitMemory) {
            return &check;
        }
    }
    return nullptr;
}

std::optional<std::int64_t> numberIn(const Check* check, std::string_view key) {
    const DocumentNode* node = check == nullptr ? nullptr : check->numbers.find(key);
    std::int64_t value = 0;
    if (node == nullptr || node->kind != NodeKind::Number) {
        return std::nullopt;
    }
    const char* end = node->text.data() + node->text.size();
    const auto [stop, error] = std::from_chars(node->text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

GroupKind kindOf(const PlanPod& pod) {
    if (pod.origin == "commons") {
        return GroupKind::Commons;
    }
    return pod.origin == "system" ? GroupKind::System : GroupKind::Environment;
}

/// "shop-production/mariadb" of a pod of a backing service in its own namespace.
QString ownServiceKey(const CapacityPlan& plan, const PlanPod& pod) {
    const std::string key = pod.environment + "/" + pod.role;
    const auto found = plan.services.find(key);
    return found != plan.services.end() && found->second == Mode::Own ? qs(key) : QString();
}

std::vector<CanvasTenant> tenantsOf(const CapacityPlan& plan, const PlanPod& pod) {
    std::vector<CanvasTenant> tenants;
    for (const auto& [key, mode] : plan.services) {
        const std::size_t slash = key.rfind('/');
        if (mode == Mode::Plex && slash != std::string::npos && key.substr(slash + 1) == pod.role) {
            const std::string environment = key.substr(0, slash);
            tenants.push_back({.label = qs(environment), .serviceKey = qs(key)});
        }
    }
    // "shop" is enough where an app has one environment that ends in "-production".
    const QString usual = QStringLiteral("-production");
    for (CanvasTenant& tenant : tenants) {
        if (tenant.label.endsWith(usual)) {
            tenant.label.chop(static_cast<int>(usual.size()));
        }
    }
    return tenants;
}

class ModelBuilder {
public:
    explicit ModelBuilder(const CanvasInput& input)
        : m_input(input), m_plan(*input.plan), m_ledger(m_plan) {}

    CanvasModel build() {
        m_model.plan = m_input.plan;
        m_model.hosts = m_input.hosts;
        m_model.units = m_input.units;
        m_model.measure = m_input.measure;
        m_model.ingress = m_plan.ingress == "load-balancer" ? tr("Load balancer → Traefik :80 :443")
                                                            : tr("Traefik :80 :443");
        m_model.limitShare = limitShare();
        for (const PlanNode& node : m_plan.nodes) {
            m_model.nodes.push_back(nodeOf(node));
        }
        for (const auto& [key, mode] : m_plan.services) {
            if (mode == Mode::Managed) {
                m_model.managed.push_back({.serviceKey = qs(key), .label = managedLabel(key)});
            }
        }
        addWaiting();
        return std::move(m_model);
    }

private:
    bool isByCpu() const { return m_input.measure == TileMeasure::Cpu; }

    std::optional<qreal> limitShare() const {
        if (m_input.headroom) {
            return 1 -
                   static_cast<qreal>(m_input.headroom->raw()) / static_cast<qreal>(kWhole.raw());
        }
        const Check* check = memoryCheck(m_plan);
        const auto available = numberIn(check, "available");
        const auto capacity = numberIn(check, "capacityBytes");
        if (!available || !capacity || *capacity <= 0) {
            return std::nullopt;
        }
        return static_cast<qreal>(*available) / static_cast<qreal>(*capacity);
    }

    QString managedLabel(const std::string& key) const {
        const std::size_t slash = key.rfind('/');
        return tr("%1 · %2").arg(qs(key.substr(slash + 1)), qs(key.substr(0, slash)));
    }

    QString priceOf(const PlanNode& node) const {
        for (const CostLine& line : m_plan.cost.lines) {
            if (line.item == node.offer && !line.unit.isZero()) {
                return monthlyText(line.unit, m_plan.cost.currency);
            }
        }
        return {};
    }

    CanvasTile tileOf(std::size_t index) const {
        const PlanPod& pod = m_plan.placement[index];
        CanvasTile tile;
        tile.pod = index;
        tile.id = qs(pod.pod);
        tile.name = shortPodName(pod);
        tile.monogram = monogramOf(pod);
        tile.figure = isByCpu() ? tr("%1 CPU").arg(cpuText(pod.expected.cpu))
                                : bytesText(m_ledger.of(pod.expected), m_input.units);
        tile.category = categoryOf(pod);
        // A pod that hardly computes still has its place.
        tile.weight = isByCpu() ? std::max<std::int64_t>(pod.expected.cpu.raw(), 1)
                                : m_ledger.of(pod.expected).raw();
        tile.hasRequest = !pod.requests.memory.isZero();
        tile.usesMoreThanReserved =
            tile.hasRequest && m_ledger.of(pod.expected) > pod.requests.memory;
        tile.isTied = !pod.node.empty() && std::any_of(m_plan.volumes.begin(), m_plan.volumes.end(),
                                                       [&](const PlanVolume& volume) {
                                                           return usesVolume(pod, volume);
                                                       });
        if (pod.origin == "commons") {
            tile.tenants = tenantsOf(m_plan, pod);
            for (const CanvasTenant& tenant : tile.tenants) {
                tile.serviceKeys.append(tenant.serviceKey);
            }
        } else if (const QString key = ownServiceKey(m_plan, pod); !key.isEmpty()) {
            tile.serviceKeys.append(key);
        }
        return tile;
    }

    /// Groups by kind (environments, system, Commons), then by name; tiles by category and name.
    void addGroups(CanvasNode& node, const std::string& nodeName) const {
        std::map<std::tuple<GroupKind, QString>, CanvasGroup> groups;
        for (std::size_t i = 0; i < m_plan.placement.size(); ++i) {
            const PlanPod& pod = m_plan.placement[i];
            if (pod.node != nodeName) {
                continue;
            }
            const QString name = namespaceOf(pod);
            // The few system pods share a box: apart they would be slivers without names.
            const bool isSystem = kindOf(pod) == GroupKind::System;
            CanvasGroup& group = groups[{kindOf(pod), isSystem ? QString() : name}];
            if (!group.name.split(QStringLiteral(" · ")).contains(name)) {
                group.name += group.name.isEmpty() ? name : QStringLiteral(" · ") + name;
            }
            group.kind = kindOf(pod);
            group.tiles.push_back(tileOf(i));
        }
        for (auto& [key, group] : groups) {
            std::stable_sort(group.tiles.begin(), group.tiles.end(),
                             [](const CanvasTile& a, const CanvasTile& b) {
                                 return std::tie(a.category, a.name, a.id) <
                                        std::tie(b.category, b.name, b.id);
                             });
            node.groups.push_back(std::move(group));
        }
    }

    CanvasNode nodeOf(const PlanNode& source) const {
        CanvasNode node;
        node.name = qs(source.name);
        node.offer = qs(source.offer);
        node.sold =
            tr("%1 · %2 CPU").arg(bytesText(source.memory, m_input.units), cpuText(source.cpu));
        node.price = source.isExisting ? tr("yours") : priceOf(source);
        node.role = qs(source.role);
        node.isExisting = source.isExisting;
        node.capacity =
            std::max<std::int64_t>(isByCpu() ? source.cpu.raw() : source.capacity.raw(), 1);
        node.overhead = isByCpu() ? source.overhead.cpu.raw() : m_ledger.of(source.overhead).raw();
        addGroups(node, source.name);
        addBars(node, source);
        if (isByCpu()) {
            addCpuWords(node, source);
        } else {
            addMemoryWords(node, source);
        }
        addVolumes(node, source);
        return node;
    }

    void addMemoryWords(CanvasNode& node, const PlanNode& source) const {
        const Bytes expected = m_ledger.of(source.expected);
        node.freeText =
            expected > source.capacity
                ? tr("over by %1").arg(bytesText(expected - source.capacity, m_input.units))
                : tr("free %1").arg(bytesText(source.capacity - expected, m_input.units));
        node.machineText = bytesText(m_ledger.of(source.overhead), m_input.units);
        if (source.overheadBand) {
            node.machineRange =
                tr("%1 to %2")
                    .arg(bytesText(m_ledger.lowOf(*source.overheadBand), m_input.units),
                         bytesText(m_ledger.highOf(*source.overheadBand), m_input.units));
        }
    }

    void addCpuWords(CanvasNode& node, const PlanNode& source) const {
        const MilliCpu expected = source.expected.cpu;
        node.freeText = expected > source.cpu
                            ? tr("over by %1 CPU").arg(cpuText(expected - source.cpu))
                            : tr("free %1 CPU at the peak").arg(cpuText(source.cpu - expected));
        node.machineText = tr("%1 CPU").arg(cpuText(source.overhead.cpu));
    }

    void addBars(CanvasNode& node, const PlanNode& source) const {
        const PlanResources promised = requestsOn(m_plan, source);
        const auto share = [](std::int64_t part, std::int64_t whole) {
            return whole <= 0 ? 0.0 : static_cast<qreal>(part) / static_cast<qreal>(whole);
        };
        const Bytes expected = m_ledger.of(source.expected);
        node.promised = {
            .share = share(promised.memory.raw(), source.allocatableMemory.raw()),
            .figure = bytesOfText(promised.memory, source.allocatableMemory, m_input.units)};
        node.expected = {
            .share = share(expected.raw(), source.capacity.raw()),
            .machineShare = share(m_ledger.of(source.overhead).raw(), source.capacity.raw()),
            .parts = {},
            .figure = bytesOfText(expected, source.capacity, m_input.units)};
        std::map<Category, std::int64_t> byCategory;
        for (const CanvasGroup& group : node.groups) {
            for (const CanvasTile& tile : group.tiles) {
                byCategory[tile.category] += m_ledger.of(m_plan.placement[tile.pod].expected).raw();
            }
        }
        for (const auto& [category, weight] : byCategory) {
            node.expected.parts.emplace_back(category, share(weight, source.capacity.raw()));
        }
        node.cpu = {
            .share = share(promised.cpu.raw(), source.allocatableCpu.raw()),
            .figure =
                tr("CPU %1 of %2").arg(cpuText(promised.cpu), cpuText(source.allocatableCpu))};
    }

    void addVolumes(CanvasNode& node, const PlanNode& source) const {
        Bytes promised;
        for (const PlanVolume& volume : m_plan.volumes) {
            if (volume.node != source.name) {
                continue;
            }
            promised += volume.size;
            node.volumes.push_back({.claim = qs(volume.claim),
                                    .label = volumeLabel(qs(volume.claim)),
                                    .figure = bytesText(volume.size, m_input.units),
                                    .size = volume.size});
        }
        node.disk = source.disk;
        if (!source.disk.isZero()) {
            node.diskText = promised.isZero() ? tr("no volumes")
                                              : bytesOfText(promised, source.disk, m_input.units);
        }
    }

    void addWaiting() {
        m_model.waitingReason = waitingReasonOf(m_plan);
        for (std::size_t i = 0; i < m_plan.placement.size(); ++i) {
            if (m_plan.placement[i].node.empty()) {
                m_model.waiting.push_back({.tile = tileOf(i), .reason = m_model.waitingReason});
            }
        }
    }

    const CanvasInput& m_input;
    const CapacityPlan& m_plan;
    MemoryLedger m_ledger;
    CanvasModel m_model;
};

}  // namespace

QString measureText(TileMeasure measure) {
    return measure == TileMeasure::Cpu ? tr("CPU") : tr("memory");
}

std::size_t CanvasModel::tileCount() const {
    std::size_t count = waiting.size();
    for (const CanvasNode& node : nodes) {
        for (const CanvasGroup& group : node.groups) {
            count += group.tiles.size();
        }
    }
    return count;
}

const CanvasTile* CanvasModel::findTile(const QString& pod) const {
    for (const CanvasNode& node : nodes) {
        for (const CanvasGroup& group : node.groups) {
            for (const CanvasTile& tile : group.tiles) {
                if (tile.id == pod) {
                    return &tile;
                }
            }
        }
    }
    for (const CanvasWaiting& one : waiting) {
        if (one.tile.id == pod) {
            return &one.tile;
        }
    }
    return nullptr;
}

CanvasModel canvasModelOf(const CanvasInput& input) {
    if (input.plan == nullptr) {
        CanvasModel empty;
        empty.units = input.units;
        empty.measure = input.measure;
        return empty;
    }
    return ModelBuilder(input).build();
}

}  // namespace stowage::gui
