#include "gui/scenario_edits.h"

#include <QtTest>

#include "gui/format.h"
#include "gui/root_edits.h"
#include "gui/services.h"
#include "model/json_patch.h"
#include "model/scenario_builder.h"

namespace stowage::gui {

/// Every edit against its patch, written out; and the document after it.
class ScenarioEditsTest : public QObject {
    Q_OBJECT

private:
    static DocumentNode parse(const std::string& json) {
        Diagnostics diagnostics;
        const auto document = parseDocument("t.json", json, DocumentFormat::Json, {}, diagnostics);
        return document ? document->root : makeNull();
    }
    static QString text(const DocumentNode& node) { return qs(writeJson(node)); }
    static void comparePatch(const Edit& edit, const std::string& expected) {
        QCOMPARE(text(edit.patch), text(parse(expected)));
        QVERIFY(!edit.text.isEmpty());
    }

    const DocumentNode m_document = parse(R"({
        "apps": [
            {"name": "shop",
             "blueprint": {"name": "shop"},
             "traffic": {"production": {"peakRps": 2, "profile": "evening"}},
             "workers": {"production": {"horizon": 3}},
             "weight": "light"},
            {"name": "legacy", "workloads": [{"name": "api", "replicas": 3}]}],
        "services": {"overrides": {"shop-production/mysql": "own"}},
        "requirements": {"surviveNodeLoss": ["shop-production"], "headroom": 0.1},
        "exchange": {"EUR": 1.08},
        "candidates": {"providers": ["digitalocean", "hetzner"]}})");
    const EnvironmentPlace m_production{
        .app = {.index = 0, .name = "shop"}, .name = "production", .id = "shop-production"};

private Q_SLOTS:
    void serviceModes() {
        const Edit shared =
            setServiceMode(m_document, "shop-production", ServiceKind::Mysql, ModeWish::Plex);
        comparePatch(shared, R"([{"op": "replace",
            "path": "/services/overrides/shop-production~1mysql", "value": "plex"}])");
        QCOMPARE(shared.text, QStringLiteral("Move MySQL of shop-production to the Commons"));
        QVERIFY(!shared.mergeKey.isEmpty());
        comparePatch(
            setServiceMode(m_document, "shop-production", ServiceKind::Redis, ModeWish::Auto),
            R"([{"op": "add", "path": "/services/overrides/shop-production~1redis",
                 "value": "auto"}])");
        // The last override takes its empty maps along.
        comparePatch(clearServiceMode(m_document, "shop-production", ServiceKind::Mysql),
                     R"([{"op": "remove", "path": "/services"}])");
        QVERIFY(setServiceMode(m_document, "shop-production", ServiceKind::Mysql, ModeWish::Own)
                    .isEmpty());
        QVERIFY(clearServiceMode(m_document, "shop-production", ServiceKind::Garage).isEmpty());
    }

    void pods() {
        comparePatch(setPods(m_document, m_production, "web", {.pods = 2, .workers = 5}), R"([
            {"op": "add", "path": "/apps/0/replicas", "value": {"production": {"web": 2}}},
            {"op": "add", "path": "/apps/0/workers/production/web", "value": 5}])");
        comparePatch(setPods(m_document, m_production, "horizon", {.pods = {}, .workers = 4}),
                     R"([{"op": "replace", "path": "/apps/0/workers/production/horizon",
                          "value": 4}])");
        comparePatch(clearPods(m_document, m_production, "horizon"),
                     R"([{"op": "remove", "path": "/apps/0/workers"}])");
    }

    void loads() {
        comparePatch(setLoad(m_document, m_production, loadOf(LoadPreset::Busy)), R"([
            {"op": "replace", "path": "/apps/0/traffic/production/peakRps", "value": 12},
            {"op": "replace", "path": "/apps/0/traffic/production/profile",
             "value": "office-hours"}])");
        std::array<std::string, 24> curve;
        curve.fill("1");
        const Edit own = setCurve(m_document, m_production, curve);
        const auto changed = applyPatch(m_document, own.patch);
        QVERIFY(changed.ok());
        const DocumentNode* production = findPath(*changed, {"apps", "0", "traffic", "production"});
        QCOMPARE(production->find("profile"), nullptr);
        QCOMPARE(production->find("curve")->items.size(), std::size_t{24});
        // And a profile replaces the curve again.
        const auto back =
            applyPatch(*changed, setLoad(*changed, m_production, {.profile = "flat"}).patch);
        QCOMPARE(findPath(*back, {"apps", "0", "traffic", "production", "curve"}), nullptr);
        comparePatch(clearLoad(m_document, m_production), R"([
            {"op": "remove", "path": "/apps/0/traffic/production/peakRps"},
            {"op": "remove", "path": "/apps/0/traffic"}])");
    }

    void trafficNumbers() {
        QCOMPARE(*readTraffic(TrafficField::Growth, QStringLiteral("5 %")).value,
                 std::string("0.05"));
        comparePatch(setTraffic(m_document, m_production, TrafficField::Growth, "0.05"),
                     R"([{"op": "add", "path": "/apps/0/traffic/production/growthPerMonth",
                          "value": 0.05}])");
        comparePatch(setTraffic(m_document, m_production, TrafficField::Deploys, "20"),
                     R"([{"op": "add", "path": "/apps/0/traffic/production/deploysPerMonth",
                          "value": 20}])");
        QVERIFY(!readTraffic(TrafficField::Connections, QStringLiteral("-1")).ok());
    }

    void dataWeightStrategyResources() {
        comparePatch(setDataSizes(m_document, m_production, {.database = "2Gi", .objects = "20Gi"}),
                     R"([{"op": "add", "path": "/apps/0/data",
                 "value": {"production": {"databaseSize": "2Gi"}}},
                {"op": "add", "path": "/apps/0/data/production/objects", "value": "20Gi"}])");
        comparePatch(setWeight(m_document, m_production.app, Weight::Heavy),
                     R"([{"op": "replace", "path": "/apps/0/weight", "value": "heavy"}])");
        comparePatch(setStrategy(m_document, m_production, Strategy::MultiNodeHa),
                     R"([{"op": "add", "path": "/apps/0/strategy",
                          "value": {"production": "multi-node-ha"}}])");
        comparePatch(
            setResource(m_document, m_production, "web", ResourceSide::Limits, "memory", "1Gi"),
            R"([{"op": "add", "path": "/apps/0/resources", "value":
                          {"production": {"web": {"limits": {"memory": "1Gi"}}}}}])");
        comparePatch(clearWeight(m_document, m_production.app),
                     R"([{"op": "remove", "path": "/apps/0/weight"}])");
    }

    void requirements() {
        const auto value = readRootField(RootField::Budget, QStringLiteral("$120"));
        comparePatch(setRootField(m_document, RootField::Budget, *value.value),
                     R"([{"op": "add", "path": "/requirements/maxMonthlyCost", "value": 120}])");
        comparePatch(clearRootField(m_document, RootField::Headroom),
                     R"([{"op": "remove", "path": "/requirements/headroom"}])");
        comparePatch(
            setListed(m_document, RootList::ZeroDowntimeDeploys, "shop-production", Switch::On),
            R"([{"op": "add", "path": "/requirements/zeroDowntimeDeploys",
                          "value": ["shop-production"]}])");
        comparePatch(
            setListed(m_document, RootList::SurviveNodeLoss, "shop-production", Switch::Off),
            R"([{"op": "remove", "path": "/requirements/surviveNodeLoss"}])");
        QVERIFY(setListed(m_document, RootList::SurviveNodeLoss, "shop-production", Switch::On)
                    .isEmpty());
    }

    void everyRootFieldReadsItsOwnWords() {
        const auto reads = [](RootField field, const char* typed) {
            const auto value = readRootField(field, QString::fromUtf8(typed));
            return value.ok() ? qs(value.value->text) : QStringLiteral("✕");
        };
        QCOMPARE(reads(RootField::Headroom, "12 %"), QStringLiteral("0.12"));
        QCOMPARE(reads(RootField::MemoryRisk, "1 %"), QStringLiteral("0.01"));
        QCOMPARE(reads(RootField::P95Latency, "400 ms"), QStringLiteral("400"));
        QCOMPARE(reads(RootField::Zones, "4"), QStringLiteral("✕"));
        QCOMPARE(reads(RootField::Adjustments, "no"), QStringLiteral("false"));
        QCOMPARE(reads(RootField::Placement, "pinned"), QStringLiteral("pinned"));
        QCOMPARE(reads(RootField::Currency, "eur"), QStringLiteral("EUR"));
        QCOMPARE(reads(RootField::Currency, "euro"), QStringLiteral("✕"));
        QCOMPARE(reads(RootField::KubernetesVersion, "v1.34"), QStringLiteral("1.34"));
        QCOMPARE(reads(RootField::Seed, "7"), QStringLiteral("7"));
        QCOMPARE(reads(RootField::DefaultMode, "shared"), QStringLiteral("plex"));
        QCOMPARE(reads(RootField::MaxNodes, "0"), QStringLiteral("✕"));
    }

    void currencyDropsItsOwnRate() {
        comparePatch(setRootField(m_document, RootField::Currency, makeString("EUR")), R"([
            {"op": "remove", "path": "/exchange"},
            {"op": "add", "path": "/currency", "value": "EUR"}])");
        comparePatch(setExchangeRate(m_document, "CHF", "1.1"),
                     R"([{"op": "add", "path": "/exchange/CHF", "value": 1.1}])");
    }

    void candidates() {
        comparePatch(setListed(m_document, RootList::Providers, "linode", Switch::On),
                     R"([{"op": "add", "path": "/candidates/providers/-", "value": "linode"}])");
        comparePatch(setListed(m_document, RootList::Providers, "digitalocean", Switch::Off),
                     R"([{"op": "remove", "path": "/candidates/providers/0"}])");
        // None is not all: the empty list stays.
        comparePatch(setRootList(m_document, RootList::Providers, {}),
                     R"([{"op": "replace", "path": "/candidates/providers", "value": []}])");
        comparePatch(clearRootList(m_document, RootList::Providers),
                     R"([{"op": "remove", "path": "/candidates"}])");
        comparePatch(setRootList(m_document, RootList::Providers, {"hetzner", "digitalocean"}),
                     R"([{"op": "replace", "path": "/candidates/providers",
                          "value": ["hetzner", "digitalocean"]}])");
    }

    void fixedServers() {
        CapacityPlan plan;
        plan.topology = "single-node";
        plan.nodes.push_back({.name = "n1", .offer = "cx23", .provider = "hetzner"});
        const FixedLayout layout = serversOf(plan);
        comparePatch(fixServers(m_document, layout), R"([{"op": "add",
            "path": "/candidates/fixed", "value": {"topology": "single-node",
            "nodes": [{"provider": "hetzner", "offer": "cx23", "count": 1}]}}])");
        // A second server makes it a K3s cluster, of one entry an offer.
        const Edit two =
            addServer(m_document, layout, {.provider = "hetzner", .offer = "cx23", .count = 1});
        comparePatch(two, R"([{"op": "add", "path": "/candidates/fixed", "value":
            {"topology": "k3s-multi",
             "nodes": [{"provider": "hetzner", "offer": "cx23", "count": 2}]}}])");
        const auto changed = applyPatch(m_document, two.patch);
        const auto read = fixedLayoutIn(*changed);
        QVERIFY(read.has_value());
        QCOMPARE(read->nodes.front().count, 2);
        comparePatch(
            replaceServer(*changed, *read, 0, {.provider = "hetzner", .offer = "cx33", .count = 1}),
            R"([{"op": "replace", "path": "/candidates/fixed", "value":
            {"topology": "k3s-multi",
             "nodes": [{"provider": "hetzner", "offer": "cx23", "count": 1},
                       {"provider": "hetzner", "offer": "cx33", "count": 1}]}}])");
        comparePatch(removeServer(*changed, *read, 0), R"([{"op": "replace",
            "path": "/candidates/fixed", "value": {"topology": "single-node",
            "nodes": [{"provider": "hetzner", "offer": "cx23", "count": 1}]}}])");
        comparePatch(removeServer(*changed, layout, 0),
                     R"([{"op": "remove", "path": "/candidates/fixed"}])");
        QVERIFY(!fixedLayoutIn(m_document).has_value());
    }

    void assumptions() {
        comparePatch(setAssumption(m_document, "k3s.server.memory", "560Mi"),
                     R"([{"op": "add", "path": "/assumptions",
                          "value": {"k3s.server.memory": "560Mi"}}])");
        comparePatch(setAssumption(m_document, "x", "0.02"),
                     R"([{"op": "add", "path": "/assumptions", "value": {"x": 0.02}}])");
        QVERIFY(clearAssumption(m_document, "x").isEmpty());
    }

    void apps() {
        comparePatch(addAppsFrom(m_document, {"./a/.larakube.json", "./b/.larakube.json"}), R"([
            {"op": "add", "path": "/apps/-", "value": {"blueprint": "./a/.larakube.json"}},
            {"op": "add", "path": "/apps/-", "value": {"blueprint": "./b/.larakube.json"}}])");
        comparePatch(removeApp(m_document, m_production.app, {"shop-production"}), R"([
            {"op": "remove", "path": "/apps/0"},
            {"op": "remove", "path": "/services"},
            {"op": "remove", "path": "/requirements/surviveNodeLoss"}])");
        comparePatch(inlineBlueprint(m_document, m_production.app, parse(R"({"name": "x"})")),
                     R"([{"op": "replace", "path": "/apps/0/blueprint", "value": {"name": "x"}}])");
        QVERIFY(!readAppName(m_document, QStringLiteral("shop")).ok());
        QVERIFY(!readAppName(m_document, QStringLiteral("9lives!")).ok());
        QCOMPARE(*readAppName(m_document, QStringLiteral("My shop")).value, std::string("my-shop"));
    }

    void firstAppCanBePlanned() {
        const DocumentNode empty =
            parse(R"({"apiVersion": "stowage/v1", "kind": "Scenario", "apps": []})");
        const Edit edit = addFirstApp(empty, {.name = "my-shop", .database = ServiceKind::Mariadb});
        const auto changed = applyPatch(empty, edit.patch);
        Diagnostics diagnostics;
        const auto scenario = buildScenario(
            *changed, [](const auto&, auto&) { return std::nullopt; }, {}, diagnostics);
        QVERIFY(scenario.has_value());
        QCOMPARE(scenario->environments().size(), std::size_t{1});
        QCOMPARE(scenario->environments().front()->traffic.peakRps, 2.0);
        QCOMPARE(placeOf(*scenario, "my-shop-production")->app.index, std::size_t{0});
    }

    void rawWorkloads() {
        comparePatch(addWorkload(m_document, {.app = "legacy",
                                              .name = "cron",
                                              .environment = "production",
                                              .replicas = 2,
                                              .memory = "64Mi"}),
                     R"([{"op": "add", "path": "/apps/1/workloads/-", "value":
            {"name": "cron", "environment": "production", "kind": "Deployment", "replicas": 2,
             "requests": {"memory": "64Mi"}}}])");
        const WorkloadPlace api{.app = {.index = 1, .name = "legacy"}, .index = 0, .name = "api"};
        comparePatch(setWorkloadReplicas(m_document, api, 4),
                     R"([{"op": "replace", "path": "/apps/1/workloads/0/replicas", "value": 4}])");
        comparePatch(
            setWorkloadResource(m_document, api, ResourceSide::Requests, "memory", "512Mi"),
            R"([{"op": "add", "path": "/apps/1/workloads/0/requests",
                 "value": {"memory": "512Mi"}}])");
    }

    void machines() {
        comparePatch(addMachine(m_document, MachineList::Owned,
                                {.name = "homelab", .vcpu = "4", .memory = "8Gi"}),
                     R"([{"op": "add", "path": "/existingNodes", "value":
            [{"name": "homelab", "vcpu": "4", "memory": "8Gi", "count": 1}]}])");
        comparePatch(addMachine(m_document, MachineList::ForSale,
                                {.name = "own", .vcpu = "4", .memory = "8Gi", .monthly = "12.50"}),
                     R"([{"op": "add", "path": "/candidates/customOffers", "value":
            [{"name": "own", "vcpu": "4", "memory": "8Gi", "monthly": 12.50, "count": 1}]}])");
    }
};

}  // namespace stowage::gui

QTEST_GUILESS_MAIN(stowage::gui::ScenarioEditsTest)
#include "scenario_edits_test.moc"
