#include "gui/plan_sums.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

#include "gui/layout_sketch.h"
#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PlanSums", text);
}

bool isEngineOf(const PlanPod& pod, ServiceKind kind) {
    return pod.origin == "commons" && pod.role == toWord(kind);
}

/// Claims are named "<namespace>/<claim>", and the claim of an engine holds its word.
Bytes volumeOf(const CapacityPlan& plan, const PlanPod& engine) {
    Bytes size;
    const std::string space = engine.pod.substr(0, engine.pod.find('/') + 1);
    for (const PlanVolume& volume : plan.volumes) {
        const bool isHere = volume.claim.rfind(space, 0) == 0;
        if (isHere && volume.claim.find(engine.role, space.size()) != std::string::npos) {
            size += volume.size;
        }
    }
    return size;
}

int tenantsOf(const CapacityPlan& plan, ServiceKind kind) {
    const std::string tail = "/" + std::string(toWord(kind));
    return static_cast<int>(
        std::count_if(plan.services.begin(), plan.services.end(), [&](const auto& service) {
            const std::string& key = service.first;
            return service.second == Mode::Plex && key.size() > tail.size() &&
                   key.compare(key.size() - tail.size(), tail.size(), tail) == 0;
        }));
}

}  // namespace

PlanSums sumsOf(const CapacityPlan& plan) {
    PlanSums sums;
    sums.servers = static_cast<int>(plan.nodes.size());
    sums.pods = static_cast<int>(plan.placement.size());
    const MemoryLedger ledger(plan);
    for (const PlanNode& node : plan.nodes) {
        sums.expected += ledger.of(node.expected);
        sums.overhead += ledger.of(node.overhead);
    }
    Bytes widest;
    for (const PlanPod& pod : plan.placement) {
        sums.promised += pod.requests.memory;
        const Bytes width = ledger.highOf(pod) - ledger.lowOf(pod);
        if (pod.origin != "system" && pod.quality != "measured" && width > widest) {
            widest = width;
            sums.weakest = &pod;
        }
    }
    return sums;
}

QStringList sumsTexts(const CapacityPlan& plan, ByteUnits units) {
    const PlanSums sums = sumsOf(plan);
    const QString servers = sums.servers == 1 ? tr("1 server") : tr("%1 servers").arg(sums.servers);
    const QString pods = sums.pods == 1 ? tr("1 pod") : tr("%1 pods").arg(sums.pods);
    const QString promised = bytesText(sums.promised, units);
    const QString expected = bytesText(sums.expected, units);
    const QString price = monthlyText(plan.cost.monthly, plan.cost.currency);
    return {tr("reserved (request) %1  ·  expected %2, of it %3 OS and K3s  ·  %4 on %5  ·  %6")
                .arg(promised, expected, bytesText(sums.overhead, units), pods, servers, price),
            tr("reserved %1  ·  expected %2  ·  %3 on %4  ·  %5")
                .arg(promised, expected, pods, servers, price),
            tr("expected %1  ·  %2  ·  %3").arg(expected, servers, price),
            tr("%1  ·  %2").arg(expected, price), price};
}

std::vector<ChangedDecision> changedDecisions(const CapacityPlan& before,
                                              const CapacityPlan& after) {
    std::vector<ChangedDecision> changed;
    const auto compare = [&](const auto& old, const auto& now, const auto& wordOf) {
        auto all = now;
        all.insert(old.begin(), old.end());
        for (const auto& one : all) {
            const auto was = old.find(one.first);
            const auto is = now.find(one.first);
            // What came or went with its app was asked for, not decided.
            if (was != old.end() && is != now.end() && was->second != is->second) {
                changed.push_back({.subject = qs(one.first),
                                   .before = wordOf(was->second),
                                   .after = wordOf(is->second)});
            }
        }
    };
    compare(before.services, after.services, [](Mode mode) { return modeText(mode); });
    compare(before.strategy, after.strategy,
            [](Strategy strategy) { return strategyText(strategy); });
    const QString old = serversText(before);
    const QString now = serversText(after);
    if (old != now) {
        changed.push_back({.subject = tr("servers"), .before = old, .after = now});
    }
    return changed;
}

std::vector<ChangedDecision> plannersDecisions(const CapacityPlan& before,
                                               const CapacityPlan& after,
                                               const Scenario& scenario) {
    std::set<QString> set;
    for (const auto& [key, wish] : scenario.services.overrides) {
        if (wish != ModeWish::Auto) {
            set.insert(qs(key));
        }
    }
    for (const Environment* environment : scenario.environments()) {
        if (environment->strategy) {
            set.insert(qs(environment->id));
        }
    }
    if (scenario.candidates.fixed) {
        set.insert(tr("servers"));
    }
    std::vector<ChangedDecision> changed = changedDecisions(before, after);
    std::erase_if(changed, [&](const ChangedDecision& one) { return set.contains(one.subject); });
    return changed;
}

QString decisionText(const ChangedDecision& decision) {
    return tr("%1: %2 → %3").arg(decision.subject, decision.before, decision.after);
}

QString differenceText(const CapacityPlan& before, const CapacityPlan& after, ByteUnits units) {
    const Bytes old = sumsOf(before).expected;
    const Bytes now = sumsOf(after).expected;
    const Money oldPrice = before.cost.monthly;
    const Money price = after.cost.monthly;
    if (bytesText(old, units) == bytesText(now, units) && oldPrice == price) {
        return {};
    }
    const QString memory = now < old    ? tr("−%1 expected").arg(bytesText(old - now, units))
                           : now == old ? tr("same memory")
                                        : tr("+%1 expected").arg(bytesText(now - old, units));
    const std::string& currency = after.cost.currency;
    const QString money = before.cost.currency != currency ? tr("another currency")
                          : price == oldPrice              ? tr("same price")
                          : price < oldPrice
                              ? tr("−%1").arg(monthlyText(oldPrice - price, currency))
                              : tr("+%1").arg(monthlyText(price - oldPrice, currency));
    return tr("%1, %2").arg(memory, money);
}

Bytes doubtOf(const CapacityPlan& plan, const std::string& environmentId) {
    const MemoryLedger ledger(plan);
    Bytes widest;
    for (const PlanPod& pod : plan.placement) {
        if (pod.environment == environmentId && pod.quality != "measured") {
            widest = std::max(widest, ledger.highOf(pod) - ledger.lowOf(pod));
        }
    }
    return widest;
}

std::vector<CommonsEngine> commonsOf(const CapacityPlan& plan) {
    const MemoryLedger ledger(plan);
    std::vector<CommonsEngine> engines;
    for (const ServiceKind kind : allServiceKinds()) {
        CommonsEngine engine{.kind = kind, .tenants = tenantsOf(plan, kind)};
        bool isThere = false;
        for (const PlanPod& pod : plan.placement) {
            if (!isEngineOf(pod, kind)) {
                continue;
            }
            isThere = true;
            engine.expected += ledger.of(pod.expected);
            engine.low += ledger.lowOf(pod);
            engine.high += ledger.highOf(pod);
            engine.limit = pod.memoryLimit;
            engine.volume += volumeOf(plan, pod);
            engine.quality = qs(pod.quality);
        }
        if (isThere) {
            engines.push_back(engine);
        }
    }
    return engines;
}

QString commonsText(const CommonsEngine& engine, ByteUnits units) {
    const QString tenants =
        engine.tenants == 1 ? tr("1 tenant") : tr("%1 tenants").arg(engine.tenants);
    QString text = tr("%1 · expected %2 (%3 to %4)")
                       .arg(tenants, bytesText(engine.expected, units),
                            bytesText(engine.low, units), bytesText(engine.high, units));
    text += engine.limit ? tr(" · ceiling %1").arg(bytesText(*engine.limit, units))
                         : tr(" · no ceiling");
    return engine.volume.isZero() ? text
                                  : text + tr(" · volume %1").arg(bytesText(engine.volume, units));
}

}  // namespace stowage::gui
