#include "model/scenario_io.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/canonical_document.h"
#include "tests/support/temporary_folder.h"

namespace stowage {
namespace {

const std::string kHead = "apiVersion: stowage/v1\nkind: Scenario\n";
const std::string kShop =
    "apps:\n"
    "  - name: shop\n"
    "    blueprint: { name: shop, database: mysql, cacheDriver: redis, features: [horizon],\n"
    "                 environments: { production: {}, staging: {} } }\n";

struct Read {
    std::optional<Scenario> scenario;
    Diagnostics found;

    std::string text() const {
        std::string all;
        for (const Diagnostic& one : found.sorted()) {
            all += toText(one) + "\n";
        }
        return all;
    }
};

Read read(const std::string& text, const ScenarioVocabulary& vocabulary = {}) {
    Read result;
    result.scenario = parseScenario("s.yaml", text, "", result.found, vocabulary);
    return result;
}

/// The scenario of a text that must be valid.
Scenario valid(const std::string& text) {
    Read result = read(text);
    EXPECT_TRUE(result.scenario) << result.text();
    return result.scenario ? std::move(*result.scenario) : Scenario{};
}

/// The one finding of a text that must be refused.
std::string refusal(const std::string& text) {
    const Read result = read(text);
    EXPECT_FALSE(result.scenario) << text;
    return result.text();
}

TEST(ScenarioIo, HoldsTheDefaultsOfTheReference) {
    const Scenario scenario = valid(kHead + kShop);
    EXPECT_EQ(scenario.currency, "USD");
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_EQ(scenario.larakubeVersion, "v0.20.0");
    EXPECT_EQ(scenario.services.defaultWish, ModeWish::Auto);
    EXPECT_FALSE(scenario.services.reconsider);
    const Requirements& requirements = scenario.requirements;
    EXPECT_FALSE(requirements.maxMonthlyCost);
    EXPECT_EQ(requirements.headroom.raw(), 100'000);
    EXPECT_EQ(requirements.memoryRisk.raw(), 10'000'000);
    EXPECT_EQ(requirements.p95LatencyMs, 500);
    EXPECT_EQ(requirements.placement, PlacementRule::Reachable);
    EXPECT_FALSE(requirements.binding);
    EXPECT_EQ(requirements.zones, 1);
    EXPECT_TRUE(requirements.adjustments);
    EXPECT_FALSE(scenario.candidates.providers);
    EXPECT_EQ(scenario.candidates.topologies.size(), 3U);
    EXPECT_EQ(scenario.candidates.maxNodes, 6);
    EXPECT_TRUE(scenario.candidates.mixedSizes);
    ASSERT_EQ(scenario.environments().size(), 2U);
    const Environment& production = *scenario.environments()[0];
    EXPECT_EQ(production.id, "shop-production");
    EXPECT_EQ(production.namespaceName, "shop-production");
    EXPECT_EQ(production.traffic, TrafficSpec{});
    EXPECT_EQ(production.data, DataSpec{});
    EXPECT_EQ(production.weight, Weight::Medium);
    EXPECT_FALSE(production.weightGiven);
}

TEST(ScenarioIo, ReadsEveryFieldOfAnApp) {
    const Scenario scenario =
        valid(kHead + kShop +
              "    environments: [production]\n"
              "    traffic: { production: { peakRps: 12, profile: evening, growthPerMonth: 0.05,\n"
              "               jobsPerMinute: 30, jobSeconds: 1.5, connections: 200, "
              "deploysPerMonth: 20 } }\n"
              "    workers: { production: { web: 4, horizon: 3 } }\n"
              "    replicas: { production: { web: 2 } }\n"
              "    resources: { production: { web: { requests: { memory: 256Mi, cpu: 0 },\n"
              "                                      limits: { memory: 1Gi } } } }\n"
              "    runsOn: { production: { web: [node-1] } }\n"
              "    data: { production: { databaseSize: 2Gi, redisKeys: 64Mi, objects: 20Gi } }\n"
              "    images: { production: ghcr.io/acme/shop:1 }\n"
              "    strategy: { production: multi-node-ha }\n"
              "    weight: heavy\n");
    ASSERT_EQ(scenario.environments().size(), 1U);
    const Environment& production = *scenario.environments()[0];
    EXPECT_EQ(production.traffic.peakRps, 12);
    EXPECT_EQ(production.traffic.profile, "evening");
    EXPECT_EQ(production.traffic.deploysPerMonth, 20);
    EXPECT_EQ(production.traffic.given.size(), 7U);
    EXPECT_EQ(production.workers.at("horizon"), 3);
    EXPECT_EQ(production.replicas.at("web"), 2);
    const ResourceOverride& web = production.resources.at("web");
    EXPECT_EQ(web.requests.memory(), mebibytes(256));
    EXPECT_EQ(web.requestsGiven, (std::vector<std::string>{"memory", "cpu"}));
    EXPECT_EQ(web.limits.get(kMemory), gibibytes(1).raw());
    EXPECT_EQ(production.runsOn.at("web"), (std::vector<std::string>{"node-1"}));
    EXPECT_EQ(production.data.objects, gibibytes(20));
    EXPECT_EQ(production.image, "ghcr.io/acme/shop:1");
    EXPECT_EQ(production.strategy, Strategy::MultiNodeHa);
    EXPECT_EQ(production.weight, Weight::Heavy);
}

TEST(ScenarioIo, ReadsRequirementsServicesAndCandidates) {
    const Scenario scenario = valid(
        kHead + kShop +
        "currency: EUR\nexchange: { USD: 0.93 }\nseed: 7\n"
        "services: { default: own, reconsider: true, overrides: { shop-staging/redis: plex } }\n"
        "serviceImages: { mysql: mysql:9.7 }\n"
        "requirements: { maxMonthlyCost: 120.50, surviveNodeLoss: [shop-production],\n"
        "  memoryRisk: 0.001, p95LatencyMs: 400, zeroDowntimeDeploys: [], headroom: 0.25,\n"
        "  placement: pinned, binding: [fit.requests], zones: 2, adjustments: false }\n"
        "assumptions: { k3s.server.memory: 560Mi }\n"
        "larakubeVersion: v0.17\n"
        "candidates: { providers: [], offers: [cx23], topologies: [k3s-multi], maxNodes: 3,\n"
        "  mixedSizes: false, kubernetesVersion: \"1.34\",\n"
        "  fixed: { topology: k3s-multi, nodes: [ { provider: hetzner, offer: cx23, count: 2 } ] } "
        "}\n");
    EXPECT_EQ(scenario.exchange.at("USD"), "0.93");
    EXPECT_EQ(scenario.services.overrides.at("shop-staging/redis"), ModeWish::Plex);
    EXPECT_EQ(scenario.serviceImages.at("mysql"), "mysql:9.7");
    // 120.50 in micro-units; 0.001 in parts per billion; 0.25 in parts per million.
    EXPECT_EQ(scenario.requirements.maxMonthlyCost->raw(), 120'500'000);
    EXPECT_EQ(scenario.requirements.memoryRisk.raw(), 1'000'000);
    EXPECT_EQ(scenario.requirements.headroom.raw(), 250'000);
    EXPECT_EQ(scenario.requirements.placement, PlacementRule::Pinned);
    EXPECT_EQ(scenario.requirements.binding->size(), 1U);
    EXPECT_EQ(scenario.assumptions.at("k3s.server.memory"), "560Mi");
    EXPECT_EQ(scenario.larakubeVersion, "v0.17");
    EXPECT_TRUE(scenario.candidates.providers->empty());
    EXPECT_EQ(scenario.candidates.topologies, (std::vector<TopologyKind>{TopologyKind::K3sMulti}));
    EXPECT_EQ(scenario.candidates.kubernetesVersion, "1.34");
    ASSERT_TRUE(scenario.candidates.fixed);
    EXPECT_EQ(scenario.candidates.fixed->nodes[0].count, 2);
}

TEST(ScenarioIo, ReadsCustomAndExistingMachines) {
    const Scenario scenario = valid(
        kHead + kShop +
        "candidates:\n"
        "  customOffers:\n"
        "    - { name: homelab, vcpu: 4, memory: 8Gi, disk: 100Gi, monthly: 3.5, kind: vps, count: "
        "1 }\n"
        "    - name: exact\n"
        "      monthly: 1\n"
        "      kind: node\n"
        "      allocatable: { cpu: 4, memory: 8Gi, pods: 50, ephemeral-storage: 50Gi, "
        "example.com/gpu: 8 }\n"
        "      labels: { topology.kubernetes.io/zone: a, kubernetes.io/arch: arm64 }\n"
        "      taints: [ { key: k, value: v, effect: NoExecute } ]\n"
        "existingNodes: [ { name: mine, vcpu: 2, memory: 4Gi, provider: hetzner, count: 2 } ]\n");
    const Offer& homelab = scenario.candidates.customOffers[0];
    EXPECT_EQ(homelab.cpu, milliCpu(4000));
    EXPECT_EQ(homelab.price.raw(), 3'500'000);
    EXPECT_EQ(homelab.stock, 1);
    EXPECT_EQ(homelab.provider, "custom");
    EXPECT_FALSE(homelab.owned);
    const Offer& exact = scenario.candidates.customOffers[1];
    EXPECT_EQ(exact.kind, OfferKind::StatedNode);
    ASSERT_TRUE(exact.stated);
    EXPECT_EQ(exact.stated->pods, 50);
    EXPECT_EQ(exact.stated->amounts.get("example.com/gpu"), 8);
    EXPECT_EQ(exact.stated->amounts.get("pods"), 0);
    EXPECT_EQ(exact.arch, Arch::Arm64);
    EXPECT_EQ(exact.taints[0].effect, TaintEffect::NoExecute);
    const Offer& mine = scenario.existingNodes[0];
    EXPECT_TRUE(mine.owned);
    EXPECT_TRUE(mine.price.isZero());
    EXPECT_EQ(mine.provider, "hetzner");
    EXPECT_EQ(mine.stock, 2);
}

TEST(ScenarioIo, ReadsTheShortFormsOfAWorkload) {
    const Scenario scenario = valid(
        kHead +
        "apps:\n"
        "  - name: api\n"
        "    workloads:\n"
        "      - { name: api, environment: live, replicas: 3, image: i, requests: { cpu: 250m, "
        "memory: 0 },\n"
        "          limits: { memory: 1Gi }, usage: { memory: { p50: 300Mi, p99: 700Mi } },\n"
        "          updateStrategy: Recreate, antiAffinity: [db], hostPorts: [8443],\n"
        "          spread: { topologyKey: zone, maxSkew: 2, whenUnsatisfiable: ScheduleAnyway },\n"
        "          nodeSelector: { a: b }, tolerations: [ { operator: Exists } ], podSpec: {},\n"
        "          volumes: [ { name: data, size: 10Gi, accessMode: ReadWriteMany } ], runsOn: "
        "[n1] }\n"
        "      - { name: db, environment: live, kind: StatefulSet, observed: true, namespace: x,\n"
        "          volumes: [ { name: data, size: 1Gi } ] }\n");
    ASSERT_EQ(scenario.environments().size(), 1U);
    EXPECT_EQ(scenario.environments()[0]->id, "api-live");
    const RawWorkload& api = scenario.apps[0].workloads[0];
    const PodTemplate& pod = api.pod;
    EXPECT_EQ(api.replicas, 3);
    EXPECT_EQ(api.updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_EQ(pod.containers[0].requests.cpu(), milliCpu(250));
    EXPECT_EQ(pod.containers[0].zeroRequests, (std::vector<std::string>{"memory"}));
    EXPECT_EQ(api.usage.memoryP99, mebibytes(700));
    EXPECT_EQ(pod.requiredAntiAffinity[0].selector->matchLabels.at("app"), "db");
    EXPECT_EQ(pod.hostPorts[0].port, 8443);
    EXPECT_EQ(pod.spread[0].maxSkew, 2);
    EXPECT_EQ(pod.spread[0].selector->matchLabels.at("app"), "api");
    EXPECT_EQ(pod.tolerations[0].op, TolerationOperator::Exists);
    EXPECT_EQ(pod.volumes[0].claim, "data-api");
    EXPECT_FALSE(pod.volumes[0].perReplica);
    EXPECT_FALSE(api.hasPodSpec);
    const RawWorkload& db = scenario.apps[0].workloads[1];
    EXPECT_TRUE(db.observed);
    EXPECT_TRUE(db.pod.volumes[0].perReplica);
    // Kubernetes replaces the pods of a StatefulSet one by one, without a surge.
    EXPECT_EQ(db.updateStrategy.maxSurge, (IntOrPercent{.value = 0, .isPercent = false}));
    EXPECT_EQ(db.updateStrategy.maxUnavailable, (IntOrPercent{.value = 1, .isPercent = false}));
}

TEST(ScenarioIo, ReadsAWholePodSpec) {
    const Scenario scenario = valid(
        kHead +
        "apps:\n"
        "  - name: api\n"
        "    workloads:\n"
        "      - name: api\n"
        "        environment: live\n"
        "        volumes: [ { name: files, size: 5Gi } ]\n"
        "        podSpec:\n"
        "          hostNetwork: true\n"
        "          overhead: { cpu: 10m }\n"
        "          terminationGracePeriodSeconds: 5\n"
        "          initContainers:\n"
        "            - { name: mesh, restartPolicy: Always, resources: { requests: { memory: 64Mi "
        "} } }\n"
        "          containers:\n"
        "            - { name: main, env: [ { name: A, value: \"1\" } ], ports: [ { containerPort: "
        "80 } ],\n"
        "                resources: { requests: { cpu: 100m }, limits: { cpu: 200m } } }\n"
        "          affinity:\n"
        "            nodeAffinity:\n"
        "              requiredDuringSchedulingIgnoredDuringExecution:\n"
        "                nodeSelectorTerms:\n"
        "                  - matchExpressions: [ { key: arch, operator: In, values: [arm64] } ]\n"
        "            podAntiAffinity:\n"
        "              preferredDuringSchedulingIgnoredDuringExecution:\n"
        "                - weight: 50\n"
        "                  podAffinityTerm: { topologyKey: zone, labelSelector: { matchLabels: { "
        "a: b } } }\n"
        "          topologySpreadConstraints:\n"
        "            - { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, "
        "minDomains: 2 }\n"
        "          volumes:\n"
        "            - { name: v, persistentVolumeClaim: { claimName: files } }\n"
        "            - { name: c, configMap: { name: x } }\n");
    const RawWorkload& api = scenario.apps[0].workloads[0];
    const PodTemplate& pod = api.pod;
    EXPECT_TRUE(api.hasPodSpec);
    EXPECT_TRUE(pod.initContainers[0].restartsAlways);
    EXPECT_EQ(pod.overhead.cpu(), milliCpu(10));
    EXPECT_EQ(pod.graceSeconds, 5);
    EXPECT_EQ(pod.hostPorts[0].port, 80);
    EXPECT_EQ(pod.requiredNodeAffinity[0].matchExpressions[0].values[0], "arm64");
    EXPECT_EQ(pod.preferredAntiAffinity[0].weight, 50);
    EXPECT_EQ(pod.spread[0].minDomains, 2);
    ASSERT_EQ(pod.volumes.size(), 1U);
    EXPECT_EQ(pod.volumes[0].claim, "files");
    EXPECT_EQ(pod.volumes[0].size, gibibytes(5));
}

TEST(ScenarioIo, ReportsAllFindingsAtOnceWithPlaceAndNearestKey) {
    EXPECT_EQ(
        refusal(kHead + kShop +
                "    trafic: {}\n"
                "    replicas: { production: { web: 0 } }\n"
                "requirements: { maxMonthlyCosts: 1, headroom: 2 }\n"
                "curency: USD\n"),
        "s.yaml:7:5: error: unknown key 'trafic' in an app; did you mean 'traffic'?\n"
        "s.yaml:8:36: error: the replicas of 'web' must be a whole number from 1 to 10000, not "
        "the number '0'\n"
        "s.yaml:9:17: error: unknown key 'maxMonthlyCosts' in 'requirements'; did you mean "
        "'maxMonthlyCost'?\n"
        "s.yaml:9:47: error: 'headroom' must be a number from 0 to 0.9 with at most 6 decimals, "
        "not the number '2'\n"
        "s.yaml:10:1: error: unknown key 'curency' in the scenario; did you mean 'currency'?\n");
}

TEST(ScenarioIo, RefusesWhatCannotBeMeant) {
    const std::string base = kHead + kShop;
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"    traffic: { production: { peakRps: -1 } }\n", "'peakRps'"},
        {"    traffic: { production: { peakRps: 1e300 } }\n", "'peakRps'"},
        {"    traffic: { production: { profile: offfice } }\n", "'profile'"},
        {"    traffic: { production: { curve: [1, 2] } }\n", "a day has 24"},
        {"    traffic: { prod: {} }\n", "no environment 'prod'"},
        {"    workers: { production: { web: 1000000 } }\n", "from 1 to 10000"},
        {"    workers: { production: { webb: 1 } }\n", "did you mean 'web'"},
        {"    data: { production: { databaseSize: 99999999999Gi } }\n", "64-bit"},
        {"    data: { production: { databaseSize: -1 } }\n", "negative"},
        {"    resources: { production: { web: { requests: { memory: 2Gi }, limits: { memory: 1Gi } "
         "} } }\n",
         "exceeds the limit"},
        {"    resources: { production: { web: { requests: { gpu: 1 } } } }\n", "unknown resource"},
        {"    strategy: { production: ha }\n", "single-node, multi-node-ha"},
        {"    environments: [prod]\n", "no environment 'prod'"},
        {"currency: USX\n", "'USX' is not known"},
        {"exchange: { EUR: 0 }\n", "the rate of 'EUR'"},
        {"exchange: { USD: 1 }\n", "own currency"},
        {"seed: -1\n", "'seed'"},
        {"seed: 1.5\n", "'seed'"},
        {"requirements: { maxMonthlyCost: -1 }\n", "'maxMonthlyCost'"},
        {"requirements: { maxMonthlyCost: 1.0000001 }\n", "at most 6 decimals"},
        {"requirements: { memoryRisk: 0 }\n", "'memoryRisk'"},
        {"requirements: { zones: 4 }\n", "'zones'"},
        {"requirements: { surviveNodeLoss: [shop-prod] }\n", "'shop-prod' is not known"},
        {"requirements: { binding: [fit.memry] }\n", "did you mean 'fit.memory'"},
        {"services: { overrides: { shop-production/postgres: own } }\n", "names no service"},
        {"services: { overrides: { shop-production/mysql: shared } }\n",
         "auto, own, plex, managed"},
        {"larakubeVersion: v9\n", "v0.17, v0.20.0, next"},
        {"candidates: { maxNodes: 0 }\n", "'maxNodes'"},
        {"candidates: { topologies: [cluster] }\n", "a topology"},
        {"candidates: { kubernetesVersion: new }\n", "a version"},
        {"candidates: { kubernetesVersion: \"9.99\" }\n", "there is no Kubernetes 9.99"},
        {"candidates: { customOffers: [ { name: a, vcpu: 1, memory: 1Gi } ] }\n",
         "needs 'monthly'"},
        {"candidates: { customOffers: [ { name: a, monthly: 1, memory: 1Gi } ] }\n",
         "needs 'vcpu'"},
        {"candidates: { customOffers: [ { name: a, monthly: 1, kind: node } ] }\n",
         "'allocatable'"},
        {"apps2: []\n", "unknown key 'apps2'"},
    };
    for (const auto& [line, message] : cases) {
        const Read result = read(base + line);
        EXPECT_FALSE(result.scenario) << line;
        EXPECT_NE(result.text().find(message), std::string::npos) << line << result.text();
        EXPECT_NE(result.text().find("s.yaml:"), std::string::npos) << line;
    }
}

TEST(ScenarioIo, RefusesNamesThatKubernetesRefuses) {
    const auto textOf = [](const std::string& name) {
        return read(
                   "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: api\n    "
                   "workloads:\n" +
                   ("      - { name: \"" + name + "\", environment: production }\n"))
            .text();
    };
    for (const char* good : {"api", "api-2", "0.api", "a"}) {
        EXPECT_EQ(textOf(good).find("Kubernetes takes"), std::string::npos) << good;
    }
    for (const char* bad : {"Api", "-api", "api-", "a_b", "a..b", "a b"}) {
        EXPECT_NE(textOf(bad).find("Kubernetes takes"), std::string::npos) << bad;
        EXPECT_NE(textOf(bad).find("s.yaml:6:"), std::string::npos) << bad;
    }
}

TEST(ScenarioIo, RefusesABlankName) {
    EXPECT_NE(read("metadata: { name: \"  \" }\napiVersion: stowage/v1\nkind: Scenario\n" + kShop)
                  .text()
                  .find("'metadata.name' is blank"),
              std::string::npos);
}

TEST(ScenarioIo, WarnsOfAVersionThatIsANumber) {
    const Read number = read(kHead + kShop + "candidates: { kubernetesVersion: 1.30 }\n");
    EXPECT_TRUE(number.scenario);
    EXPECT_NE(number.text().find("other readers take for 1.3"), std::string::npos);
    const Read quoted = read(kHead + kShop + "candidates: { kubernetesVersion: \"1.30\" }\n");
    EXPECT_EQ(quoted.text(), "");
}

TEST(ScenarioIo, WarnsOfOwnedMachinesOfAnUnknownProvider) {
    const ScenarioVocabulary vocabulary{
        .providers = {"hetzner"}, .offers = {"cx23"}, .assumptions = {}};
    const Read result =
        read(kHead + kShop +
                 "existingNodes: [ { name: mine, vcpu: 2, memory: 4Gi, provider: hetzer } ]\n",
             vocabulary);
    EXPECT_TRUE(result.scenario);
    EXPECT_NE(result.text().find("provider 'hetzer' is not in the catalogue"), std::string::npos);
    EXPECT_NE(result.text().find("did you mean 'hetzner'"), std::string::npos);
}

TEST(ScenarioIo, RefusesAnotherKindOfDocument) {
    EXPECT_NE(refusal("[1]\n").find("must be a map"), std::string::npos);
    EXPECT_NE(refusal("apiVersion: stowage/v2\nkind: Scenario\n" + kShop).find("stowage/v1"),
              std::string::npos);
    EXPECT_NE(refusal(kShop).find("'apiVersion' is missing"), std::string::npos);
    EXPECT_NE(refusal(kHead).find("there is no pod to plan"), std::string::npos);
}

TEST(ScenarioIo, RefusesIdsAndNamespacesThatCoincide) {
    const auto app = [](const std::string& name, const std::string& environment,
                        const std::string& fields) {
        return "  - { name: " + name + ", blueprint: { name: " + name + ", environments: { " +
               environment + ": {" + fields + "} } } }\n";
    };
    // a-b + c and a + b-c are both a-b-c.
    EXPECT_NE(refusal(kHead + "apps:\n" + app("a-b", "c", "") + app("a", "b-c", ""))
                  .find("environment id 'a-b-c' is made twice"),
              std::string::npos);
    EXPECT_NE(
        refusal(kHead + "apps:\n" + app("a", "c", "namespace: x") + app("b", "c", "namespace: x"))
            .find("share the namespace 'x'"),
        std::string::npos);
    EXPECT_NE(refusal(kHead + "apps:\n" + app("My_App", "c", "")).find("no Kubernetes name"),
              std::string::npos);
}

TEST(ScenarioIo, WarnsOfWhatNoLayoutCanChange) {
    const std::string text =
        kHead +
        "apps:\n"
        "  - blueprint: { name: my-app, database: mysql, environments: { production: { plex: "
        "[mysql],\n"
        "      managed: [mysql], hosts: { web: a.example } } } }\n"
        "  - blueprint: { name: my.app, database: mysql, environments: { production: { plex: "
        "[mysql],\n"
        "      managed: [mysql], namespace: other, hosts: { web: a.example } } } }\n";
    const Read result = read(text);
    ASSERT_TRUE(result.scenario) << result.text();
    EXPECT_EQ(result.found.count(Severity::Warning), 2) << result.text();
    EXPECT_NE(
        result.text().find("host 'a.example' is claimed by 'my-app-production' (s.yaml:5) and "
                           "by 'my.app-production' (s.yaml:7)"),
        std::string::npos)
        << result.text();
    EXPECT_NE(result.text().find("would both be tenant 'my_app' of the Commons"),
              std::string::npos);
}

TEST(ScenarioIo, AHostOfTheCommonsMayBeShared) {
    const Read result = read(kHead +
                             "apps:\n"
                             "  - blueprint: { name: a, objectStorage: seaweedfs, environments: {\n"
                             "      production: { plex: [seaweedfs], managed: [seaweedfs], hosts: "
                             "{ s3: s3.example } },\n"
                             "      staging: { plex: [seaweedfs], managed: [seaweedfs], hosts: { "
                             "s3: s3.example } } } }\n");
    EXPECT_EQ(result.text(), "");
}

TEST(ScenarioIo, LocalEnvironmentsAreNeverPlanned) {
    const Read result =
        read(kHead + kShop +
             "  - { name: site, blueprint: { name: site, environments: { local: {} } } }\n");
    ASSERT_TRUE(result.scenario);
    EXPECT_EQ(result.scenario->environments().size(), 2U);
    EXPECT_NE(result.text().find("warning: app 'site' has no environment to plan"),
              std::string::npos);
}

TEST(ScenarioIo, ChecksNamesOfTheDataFilesWhereTheyAreKnown) {
    const ScenarioVocabulary vocabulary{.providers = {"hetzner"},
                                        .offers = {"cx23", "hetzner/cx23"},
                                        .assumptions = {"k3s.server.memory"}};
    const Read result = read(kHead + kShop +
                                 "candidates: { providers: [hetzer], offers: [cx24] }\n"
                                 "assumptions: { k3s.server.memry: 1Mi }\n",
                             vocabulary);
    EXPECT_EQ(result.text(),
              "s.yaml:7:27: error: provider 'hetzer' is not known; did you mean 'hetzner'?\n"
              "s.yaml:7:45: error: offer 'cx24' is not known; did you mean 'cx23'?\n"
              "s.yaml:8:16: error: there is no assumption 'k3s.server.memry'; did you mean "
              "'k3s.server.memory'?\n");
}

TEST(ScenarioIo, JsonAndYamlGiveOneDocument) {
    const Scenario yaml =
        valid(kHead + kShop + "requirements: { zones: 1, headroom: 0.10 }\nseed: 3\n");
    const Scenario json = valid(
        R"({ "seed": 3, "requirements": { "zones": 1, "headroom": 0.10 }, "kind": "Scenario",
             "apps": [ { "blueprint": { "name": "shop", "database": "mysql", "cacheDriver": "redis",
               "features": ["horizon"], "environments": { "production": {}, "staging": {} } },
               "name": "shop" } ], "apiVersion": "stowage/v1", "metadata": null })");
    EXPECT_EQ(writeScenarioJson(yaml), writeScenarioJson(json));
}

TEST(ScenarioIo, CanonicalTextsReadBackEqual) {
    const Scenario scenario =
        valid(kHead + kShop +
              "metadata: { name: \"yes\", description: \"two\\nlines: # no comment\" }\n"
              "candidates: { kubernetesVersion: \"1.30\", providers: [], offers: [\"012\"] }\n");
    const std::string yaml = writeScenarioYaml(scenario);
    EXPECT_EQ(writeScenarioJson(valid(yaml)), writeScenarioJson(scenario)) << yaml;
    EXPECT_EQ(writeScenarioYaml(valid(writeScenarioJson(scenario))), yaml);
    Diagnostics found;
    const auto again = scenarioFromDocument(scenario.document, found);
    ASSERT_TRUE(again);
    EXPECT_EQ(writeScenarioJson(*again), writeScenarioJson(scenario));
}

TEST(ScenarioIo, ReadsBlueprintsRelativeToTheFileAndInlinesThem) {
    const testkit::TemporaryFolder folder;
    folder.write("apps/shop/.larakube.json",
                 R"({"database": "mysql", "environments": {"production": {}}})");
    folder.write("scenario.yaml", kHead + "apps:\n  - blueprint: ./apps/shop/.larakube.json\n");
    Diagnostics found;
    const auto scenario = loadScenario(folder.path("scenario.yaml"), found);
    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->environments()[0]->id, "shop-production");
    EXPECT_EQ(scenario->apps[0].blueprintPath, "./apps/shop/.larakube.json");
    // The name came from the folder, which the document no longer has.
    EXPECT_EQ(scenario->document.find("apps")->items[0].find("blueprint")->find("name")->text,
              "shop");
    const auto again = scenarioFromDocument(scenario->document, found);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->environments()[0]->id, "shop-production");

    folder.write("scenario.yaml", kHead + "apps:\n  - blueprint: ./nowhere/.larakube.json\n");
    EXPECT_FALSE(loadScenario(folder.path("scenario.yaml"), found));
    EXPECT_FALSE(loadScenario(folder.path("missing.yaml"), found));
}

TEST(ScenarioIo, ManyFaultsDoNotFillTheMemory) {
    std::string text = kHead + kShop + "requirements:\n  surviveNodeLoss:\n";
    for (int i = 0; i < 30'000; ++i) {
        text += "  - shop-prod\n";
    }
    const Read result = read(text);
    EXPECT_FALSE(result.scenario);
    EXPECT_EQ(result.found.count(Severity::Error), 30'000);
    EXPECT_EQ(result.found.all().size(), 10'000U);
    EXPECT_EQ(result.found.sorted().back().message, "20000 further findings are not shown");
}

TEST(ScenarioIo, AValueThatCannotBeMeantHidesNoOtherFinding) {
    const Read result = read(kHead + kShop + "requirements: { headroom: .nan, zoness: 2 }\n");
    EXPECT_FALSE(result.scenario);
    EXPECT_EQ(result.found.count(Severity::Error), 2) << result.text();
    EXPECT_NE(result.text().find("not a finite number"), std::string::npos) << result.text();
    EXPECT_NE(result.text().find("'zoness'"), std::string::npos) << result.text();
}

}  // namespace
}  // namespace stowage
