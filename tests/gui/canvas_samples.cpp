#include "tests/gui/canvas_samples.h"

#include <array>

#include "model/base/invariant.h"
#include "model/plan_report.h"

namespace stowage::testkit {
namespace {

PlanNode madeNode(int number) {
    PlanNode node;
    node.name = "node-" + std::to_string(number);
    node.role = number == 1 ? "server" : "agent";
    node.offer = "s-1vcpu-2gb";
    node.provider = "digitalocean";
    node.cpu = milliCpu(1000);
    node.memory = gibibytes(2);
    node.capacity = mebibytes(1966);
    node.disk = gibibytes(50);
    node.allocatableCpu = milliCpu(1000);
    node.allocatableMemory = node.capacity;
    node.overhead = {.cpu = milliCpu(100), .memory = mebibytes(690), .core = mebibytes(610)};
    node.expected = node.overhead;
    return node;
}

struct PodWish {
    std::string id, role, origin;
    std::int64_t request = 0, expected = 0;
};

void addPod(CapacityPlan& plan, std::size_t node, const PodWish& wish) {
    PlanPod pod;
    pod.pod = wish.id;
    pod.environment = wish.origin == "system" ? "" : wish.id.substr(0, wish.id.find('/'));
    pod.role = wish.role;
    pod.origin = wish.origin;
    pod.quality = "documented";
    pod.requests = {.cpu = milliCpu(50), .memory = mebibytes(wish.request)};
    pod.memoryLimit = mebibytes(wish.request + 512);
    pod.expected = {
        .cpu = milliCpu(10), .memory = mebibytes(wish.expected), .core = mebibytes(wish.expected)};
    if (node < plan.nodes.size()) {
        pod.node = plan.nodes[node].name;
        plan.nodes[node].expected.memory += pod.expected.memory;
        plan.nodes[node].expected.core += pod.expected.core;
    }
    plan.placement.push_back(pod);
}

Check memoryCheck() {
    Check check{.id = CheckId::FitMemory, .verdict = Verdict::Pass, .text = "node-1 holds it"};
    addEntry(check.numbers, "available", makeNumber(mebibytes(1769).raw()));
    addEntry(check.numbers, "capacityBytes", makeNumber(mebibytes(1966).raw()));
    addEntry(check.numbers, "measure", makeString("core"));
    return check;
}

}  // namespace

std::shared_ptr<const CapacityPlan> shippedPlan(const std::string& scenario) {
    const std::string file =
        std::string(STOWAGE_SOURCE_FOLDER "/tests/golden/") + scenario + "/expected_plan.json";
    auto text = readTextFile(file, 4 * 1024 * 1024);
    STOWAGE_ASSERT(text.ok());
    Diagnostics diagnostics;
    const auto document =
        parseDocument(file, std::move(text).value(), DocumentFormat::Json, {}, diagnostics);
    STOWAGE_ASSERT(document.has_value());
    const auto report = parsePlanReport(*document, diagnostics);
    STOWAGE_ASSERT(report.has_value() && report->findPlan(report->recommended) != nullptr);
    return std::make_shared<const CapacityPlan>(*report->findPlan(report->recommended));
}

gui::CanvasInput shippedInput(const std::string& scenario) {
    gui::CanvasInput input;
    input.plan = shippedPlan(scenario);
    input.hosts = {QStringLiteral("shop.example"), QStringLiteral("blog.example"),
                   QStringLiteral("staging.shop.example")};
    return input;
}

CapacityPlan madePlan(const MadeCanvas& wish) {
    static const std::array<PodWish, 6> kKinds{{{"", "web", "app", 128, 96},
                                                {"", "horizon", "app", 128, 140},
                                                {"", "mariadb", "own-service", 0, 170},
                                                {"", "redis", "own-service", 48, 31},
                                                {"", "seaweedfs", "own-service", 0, 168},
                                                {"", "typesense", "own-service", 256, 300}}};
    CapacityPlan plan;
    plan.topology = wish.nodes > 1 ? "k3s-multi" : "single-node";
    plan.ingress = "host-ports";
    plan.checks = {memoryCheck()};
    for (int n = 0; n < wish.nodes; ++n) {
        plan.nodes.push_back(madeNode(n + 1));
        plan.nodes.back().capacity = mebibytes(1966 + wish.podsPerNode * 180);
        plan.nodes.back().allocatableMemory = plan.nodes.back().capacity;
    }
    for (int n = 0; n < wish.nodes; ++n) {
        for (int p = 0; p < wish.podsPerNode; ++p) {
            PodWish pod = kKinds[static_cast<std::size_t>(p) % kKinds.size()];
            const std::string app = std::to_string(n + 1) + "-" + std::to_string(p / 12 + 1);
            pod.id = "site-" + app + "-production/" + pod.role + "-" + std::to_string(p / 6 % 2);
            pod.expected += p % 7 * 9;
            addPod(plan, static_cast<std::size_t>(n), pod);
        }
    }
    return plan;
}

CapacityPlan crowdedPlan() {
    CapacityPlan plan;
    plan.topology = "k3s-multi";
    plan.provider = "digitalocean";
    plan.ingress = "host-ports";
    plan.storageClass = "local-path";
    plan.services = {{"blog-production/mariadb", Mode::Plex},
                     {"shop-production/mariadb", Mode::Plex},
                     {"shop-staging/mariadb", Mode::Plex},
                     {"shop-production/redis", Mode::Own},
                     {"blog-production/minio", Mode::Managed}};
    plan.nodes = {madeNode(1), madeNode(2)};
    addPod(plan, 0, {"kube-system/coredns-0", "coredns", "system", 70, 24});
    addPod(plan, 0, {"traefik/traefik-0", "traefik", "system", 0, 43});
    addPod(plan, 0, {"shop-production/web-0", "web", "app", 128, 380});
    addPod(plan, 0, {"shop-production/horizon-0", "horizon", "app", 128, 410});
    addPod(plan, 0, {"shop-production/redis-0", "redis", "own-service", 48, 60});
    addPod(plan, 0, {"shop-staging/web-0", "web", "app", 128, 350});
    addPod(plan, 0, {"blog-production/web-0", "web", "app", 128, 330});
    addPod(plan, 1, {"larakube-shared/mariadb-0", "mariadb", "commons", 288, 268});
    addPod(plan, 1, {"blog-production/queues-0", "queues", "app", 128, 108});
    addPod(plan, 9, {"blog-production/typesense-0", "typesense", "own-service", 512, 640});
    plan.volumes = {{.claim = "larakube-shared/mariadb-data",
                     .size = gibibytes(10),
                     .used = gibibytes(1),
                     .node = "node-2",
                     .storageClass = "local-path"},
                    {.claim = "shop-production/shop-laravel-storage-pvc",
                     .size = gibibytes(1),
                     .used = mebibytes(10),
                     .node = "node-1",
                     .storageClass = "local-path"}};
    Check requests{.id = CheckId::FitRequests,
                   .verdict = Verdict::Fail,
                   .text =
                       "blog-production/typesense needs 640 MiB in one piece: the largest free "
                       "piece is 578 MiB on node-2"};
    plan.checks = {requests, memoryCheck()};
    plan.cost.currency = "USD";
    plan.cost.lines = {{.item = "s-1vcpu-2gb",
                        .count = 2,
                        .unit = Money::fromRaw(12'000'000),
                        .monthly = Money::fromRaw(24'000'000)}};
    plan.nodeLoss = {
        {.node = "node-2",
         .environments = {{"blog-production", "data-stuck"}, {"shop-production", "degraded"}},
         .pods = {{.pod = "larakube-shared/mariadb-0",
                   .to = "",
                   .seconds = 0,
                   .why = "its volume lies on the disk of the lost node"},
                  {.pod = "blog-production/queues-0", .to = "node-1", .seconds = 350, .why = ""}}},
        {.node = "node-1",
         .environments = {{"shop-production", "down"}, {"blog-production", "degraded"}},
         .pods = {{.pod = "blog-production/web-0", .to = "node-2", .seconds = 350, .why = ""},
                  {.pod = "traefik/traefik-0", .to = "node-2", .seconds = 350, .why = ""},
                  {.pod = "shop-production/web-0",
                   .to = "",
                   .seconds = 0,
                   .why = "its volume lies on the disk of the lost node"}}}};
    return plan;
}

}  // namespace stowage::testkit
