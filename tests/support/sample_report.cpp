#include "tests/support/sample_report.h"

namespace stowage::testkit {
namespace {

PlanPod samplePod() {
    PlanPod pod;
    pod.pod = "shop-production/web-0";
    pod.node = "node-1";
    pod.environment = "shop-production";
    pod.role = "web";
    pod.origin = "app";
    pod.requests = {.cpu = milliCpu(50), .memory = mebibytes(128)};
    pod.memoryLimit = gibibytes(1);
    pod.expected = {.cpu = milliCpu(12), .memory = mebibytes(96), .core = mebibytes(88)};
    pod.p99 = {.cpu = milliCpu(400), .memory = mebibytes(150)};
    pod.low = mebibytes(80);
    pod.high = mebibytes(120);
    pod.profile = "web-fpm";
    pod.quality = "measured";
    return pod;
}

PlanNode sampleNode() {
    PlanNode node;
    node.name = "node-1";
    node.role = "server";
    node.offer = "s-1vcpu-2gb";
    node.provider = "digitalocean";
    node.cpu = milliCpu(1000);
    node.memory = gibibytes(2);
    node.capacity = Bytes::fromRaw(2'061'584'302);
    node.disk = gibibytes(50);
    node.allocatableCpu = milliCpu(1000);
    node.allocatableMemory = node.capacity;
    node.allocatablePods = 110;
    node.allocatableOther["ephemeral-storage"] = 51'002'736'640;
    node.overhead = {.cpu = milliCpu(80), .memory = mebibytes(690), .core = mebibytes(640)};
    node.expected = {.cpu = milliCpu(92), .memory = mebibytes(786), .core = mebibytes(728)};
    return node;
}

}  // namespace

CapacityPlan samplePlan() {
    CapacityPlan plan;
    plan.id = "p1";
    plan.title = "1 × s-1vcpu-2gb (DigitalOcean)";
    plan.services["shop-production/mariadb"] = Mode::Plex;
    plan.strategy["shop-production"] = Strategy::SingleNode;
    plan.adjustments.push_back({.kind = AdjustmentKind::UpdateStrategy,
                                .target = "shop-production/web",
                                .from = "Recreate",
                                .to = "RollingUpdate 1/0",
                                .why = "zeroDowntimeDeploys",
                                .by = AdjustmentBy::Apply});
    plan.topology = "single-node";
    plan.provider = "digitalocean";
    plan.storageClass = "local-path";
    plan.ingress = "host-ports";
    plan.nodes = {sampleNode()};
    plan.extras = {{.kind = ExtraKind::Note, .text = "a note"}};
    plan.placement = {samplePod()};
    plan.volumes = {{.claim = "shop-production/shop-laravel-storage-pvc",
                     .size = gibibytes(1),
                     .used = mebibytes(100),
                     .node = "node-1",
                     .storageClass = "local-path"}};
    plan.cost.currency = "USD";
    plan.cost.monthly = Money::fromRaw(12'000'000);
    plan.cost.lines = {{.item = "s-1vcpu-2gb",
                        .count = 1,
                        .unit = Money::fromRaw(12'000'000),
                        .monthly = Money::fromRaw(12'000'000)}};
    plan.cost.lowerBound = Money::fromRaw(12'000'000);
    plan.cost.gap = 0;
    plan.cost.proven = true;
    Check check{.id = CheckId::FitMemory, .verdict = Verdict::Fail, .text = "too much"};
    check.shortage = Shortage{
        .node = "node-1", .resource = "memory", .needed = 20, .available = 15, .shortBy = 5};
    addEntry(check.numbers, "needed", makeNumber(20));
    plan.checks = {check};
    plan.risk = {.memoryPerMonth = 0.002,
                 .low = 0.001,
                 .high = 0.004,
                 .modelLow = 0.0005,
                 .modelHigh = 0.02,
                 .samples = 100'000};
    plan.nodeLoss = {
        {.node = "node-1",
         .environments = {{"shop-production", "down"}},
         .pods = {
             {.pod = "shop-production/web-0", .to = "", .seconds = 350, .why = "no other node"}}}};
    return plan;
}

PlanReport sampleReport() {
    PlanReport report;
    report.scenarioName = "sample";
    report.scenarioDigest = "sha256:00";
    report.scenarioDocument = makeMap();
    report.today = "2026-11-25";
    report.recommended = "p1";
    report.pinnedPrice = Money::fromRaw(12'000'000);
    report.plans = {samplePlan()};
    Refusal refusal;
    refusal.title = "1 × s-1vcpu-1gb";
    refusal.topology = "single-node";
    refusal.monthly = Money::fromRaw(6'000'000);
    refusal.shortage = {
        .node = "node-1", .resource = "memory", .needed = 3, .available = 1, .shortBy = 2};
    refusal.text = "needs 3, has 1";
    refusal.otherChecks = {"fit.cpu"};
    refusal.smallestFix = SmallestFix{.text = "share", .kind = FixKind::Accept};
    report.refused = {refusal};
    SensitivityRow row;
    row.input = "k3s.server.memory";
    row.flipsAt = "600Mi";
    row.to = "p2";
    row.currentNumber = 520;
    report.sensitivity = {row};
    report.assumptions = {{.id = "k3s.server.memory",
                           .value = "520Mi",
                           .low = "450Mi",
                           .high = "750Mi",
                           .unit = "memory",
                           .source = "a source",
                           .date = "2026",
                           .quality = "documented",
                           .text = "the K3s server process"}};
    report.warnings = {"a warning"};
    return report;
}

}  // namespace stowage::testkit
