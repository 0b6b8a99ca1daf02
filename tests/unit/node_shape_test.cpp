#include "model/node_shape.h"

#include <gtest/gtest.h>

#include "model/data_files.h"
#include "model/diagnostic.h"

namespace stowage {
namespace {

AllocatableRules shippedRules() {
    Diagnostics diagnostics;
    AllocatableRules rules = AllocatableRules::load(DataFiles::shipped(), diagnostics);
    for (const Diagnostic& finding : diagnostics.all()) {
        ADD_FAILURE() << toText(finding);
    }
    return rules;
}

/// Whole MiB, rounded to the nearest: the unit of the published tables.
std::int64_t nearestMebibytes(Bytes bytes) {
    return (bytes.raw() + 512 * 1024) / (1024 * 1024);
}

/// Allocatable of a machine whose kernel reports all of its nominal memory, as the published
/// figures assume.
std::int64_t publishedMebibytes(const AllocatableRules& rules, const std::string& rule,
                                std::int64_t gib, std::int64_t pods) {
    return nearestMebibytes(
        allocatableMemory(*rules.find(rule), gibibytes(gib), gibibytes(gib), pods));
}

TEST(AllocatableRules, GkeFollowsItsSteps) {
    const AllocatableRules rules = shippedRules();
    // 2048 − 25 % − 100; 4096 − 1024 − 100; 8192 − 1024 − 819.2 − 100;
    // 16384 − 1024 − 819.2 − 819.2 − 100.
    EXPECT_EQ(publishedMebibytes(rules, "gke", 2, 110), 1436);
    EXPECT_EQ(publishedMebibytes(rules, "gke", 4, 110), 2972);
    EXPECT_EQ(publishedMebibytes(rules, "gke", 8, 110), 6249);
    EXPECT_EQ(publishedMebibytes(rules, "gke", 16, 110), 13622);
    // 256 GiB: 1024 + 819.2 + 819.2 + 6 % of 112 GiB (6881.28) + 2 % of 128 GiB (2621.44) + 100.
    EXPECT_EQ(publishedMebibytes(rules, "gke", 256, 110), 249879);
    // Below 1 GiB the reserve is 255 MiB: 600 − 255 − 100.
    EXPECT_EQ(nearestMebibytes(
                  allocatableMemory(*rules.find("gke"), mebibytes(600), mebibytes(600), 110)),
              245);
}

TEST(AllocatableRules, AksCountsPodsInDecimalMegabytes) {
    const AllocatableRules rules = shippedRules();
    // 30 pods: 650 MB = 619.9 MiB, but at most a quarter: 512 of 2048.
    EXPECT_EQ(publishedMebibytes(rules, "aks", 2, 30), 1436);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 4, 30), 3376);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 8, 30), 7472);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 16, 30), 15664);
    // 110 pods: 2250 MB = 2145.8 MiB; the quarter binds up to 8 GiB.
    EXPECT_EQ(publishedMebibytes(rules, "aks", 2, 110), 1436);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 4, 110), 2972);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 8, 110), 6044);
    EXPECT_EQ(publishedMebibytes(rules, "aks", 16, 110), 14138);
    // Before 1.29: 8192 − 1843.2 − 750.
    EXPECT_EQ(publishedMebibytes(rules, "aks-before-1.29", 8, 110), 5599);
}

TEST(AllocatableRules, EksCountsPods) {
    const AllocatableRules rules = shippedRules();
    // size − 255 − 11 · pods − 100.
    EXPECT_EQ(publishedMebibytes(rules, "eks", 2, 11), 1572);
    EXPECT_EQ(publishedMebibytes(rules, "eks", 4, 17), 3554);
    EXPECT_EQ(publishedMebibytes(rules, "eks", 8, 35), 7452);
    EXPECT_EQ(publishedMebibytes(rules, "eks", 16, 58), 15391);
}

TEST(AllocatableRules, DoksFollowsItsTable) {
    const AllocatableRules rules = shippedRules();
    EXPECT_EQ(publishedMebibytes(rules, "doks", 2, 110), 1024);
    // 1.66 GiB = 1699.84 MiB.
    EXPECT_EQ(publishedMebibytes(rules, "doks", 3, 110), 1700);
    EXPECT_EQ(publishedMebibytes(rules, "doks", 4, 110), 2560);
    EXPECT_EQ(publishedMebibytes(rules, "doks", 8, 110), 6144);
    EXPECT_EQ(publishedMebibytes(rules, "doks", 16, 110), 13312);
    EXPECT_EQ(publishedMebibytes(rules, "doks", 192, 110), 186368);
}

TEST(AllocatableRules, CpuReservesFollowStepsAndTables) {
    const AllocatableRules rules = shippedRules();
    const AllocatableRule& gke = *rules.find("gke");
    // 60; 60 + 10; 60 + 10 + 2 · 5; 80 + 4 · 2.5; 80 + 12 · 2.5.
    EXPECT_EQ(allocatableCpu(gke, milliCpu(1000)), milliCpu(940));
    EXPECT_EQ(allocatableCpu(gke, milliCpu(2000)), milliCpu(1930));
    EXPECT_EQ(allocatableCpu(gke, milliCpu(4000)), milliCpu(3920));
    EXPECT_EQ(allocatableCpu(gke, milliCpu(8000)), milliCpu(7910));
    EXPECT_EQ(allocatableCpu(gke, milliCpu(16000)), milliCpu(15890));
    // 2.5m for the fifth core: the reserve of 82.5m is rounded up.
    EXPECT_EQ(allocatableCpu(gke, milliCpu(5000)), milliCpu(4917));
    const AllocatableRule& aks = *rules.find("aks");
    EXPECT_EQ(allocatableCpu(aks, milliCpu(2000)), milliCpu(1900));
    EXPECT_EQ(allocatableCpu(aks, milliCpu(64000)), milliCpu(63260));
    // Three cores stand between two rows: the larger reserve counts.
    EXPECT_EQ(allocatableCpu(aks, milliCpu(3000)), milliCpu(2860));
    // Above the table the last row grows in proportion: 740 · 96 / 64 = 1110.
    EXPECT_EQ(allocatableCpu(aks, milliCpu(96000)), milliCpu(94890));
    EXPECT_EQ(allocatableCpu(*rules.find("k3s"), milliCpu(2000)), milliCpu(2000));
}

Offer machine(OfferKind kind, std::int64_t cpu, Bytes memory, std::optional<Bytes> disk) {
    Offer offer;
    offer.provider = "digitalocean";
    offer.name = "machine";
    offer.kind = kind;
    offer.cpu = milliCpu(cpu);
    offer.memory = memory;
    offer.disk = disk;
    return offer;
}

TEST(NodeShape, K3sLeavesAllOfTheCapacity) {
    const NodeShape shape =
        nodeShape(machine(OfferKind::Vps, 1000, gibibytes(2), gibibytes(50)), shippedRules());
    EXPECT_EQ(shape.kind, NodeShapeKind::K3s);
    EXPECT_EQ(shape.memory.raw(), 2147483648);
    // 0.96 · 2147483648 = 2061584302.08
    EXPECT_EQ(shape.capacity.raw(), 2061584302);
    EXPECT_EQ(shape.allocatable.memory(), shape.capacity);
    EXPECT_EQ(shape.allocatable.cpu(), milliCpu(1000));
    // 50 GiB − 5 %: 53687091200 − 2684354560.
    EXPECT_EQ(shape.allocatable.ephemeralStorage().raw(), 51002736640);
    EXPECT_EQ(shape.podSlots, 110);
    EXPECT_EQ(shape.labels.at("kubernetes.io/arch"), "amd64");
    EXPECT_EQ(shape.allocatableMemoryLow, shape.allocatableMemoryHigh);
}

TEST(NodeShape, AnUnknownDiskPromisesNoStorage) {
    const NodeShape shape =
        nodeShape(machine(OfferKind::Vps, 1000, gibibytes(2), std::nullopt), shippedRules());
    EXPECT_EQ(shape.disk, std::nullopt);
    EXPECT_EQ(shape.allocatable.get(kEphemeralStorage), 0);
}

TEST(NodeShape, DoksTakesTheTableByNominalSize) {
    Offer offer = machine(OfferKind::ManagedNode, 2000, gibibytes(4), gibibytes(80));
    offer.allocatableRule = "doks";
    const NodeShape shape = nodeShape(offer, shippedRules());
    EXPECT_EQ(shape.kind, NodeShapeKind::Managed);
    EXPECT_EQ(shape.allocatable.memory(), mebibytes(2560));
    EXPECT_EQ(shape.quality, AllocatableQuality::Documented);
    EXPECT_EQ(shape.rule, "doks");
    EXPECT_NE(shape.source.find("DOKS limits"), std::string::npos);
}

TEST(NodeShape, ASizeBetweenTwoRowsHasARange) {
    Offer offer = machine(OfferKind::ManagedNode, 4000, gibibytes(12), gibibytes(80));
    offer.allocatableRule = "doks";
    const NodeShape shape = nodeShape(offer, shippedRules());
    // The row of 8 GiB leaves 6: three quarters of 12 GiB are 9.
    EXPECT_EQ(shape.allocatable.memory(), gibibytes(9));
    EXPECT_EQ(shape.allocatableMemoryLow, gibibytes(6));
    EXPECT_EQ(shape.allocatableMemoryHigh, shape.capacity);
    EXPECT_EQ(shape.quality, AllocatableQuality::Assumed);
}

TEST(NodeShape, EksUsesThePodsOfTheOffer) {
    Offer offer = machine(OfferKind::ManagedNode, 2000, gibibytes(4), gibibytes(20));
    offer.allocatableRule = "eks";
    offer.podsMax = 17;
    const NodeShape shape = nodeShape(offer, shippedRules());
    EXPECT_EQ(shape.podSlots, 17);
    // 0.96 · 4096 = 3932.16; − 255 − 187 − 100 = 3390.16.
    EXPECT_EQ(nearestMebibytes(shape.allocatable.memory()), 3390);
    EXPECT_EQ(shape.allocatable.cpu(), milliCpu(1930));
}

TEST(NodeShape, AManagedNodeWithoutARuleIsAnAssumption) {
    const NodeShape shape = nodeShape(
        machine(OfferKind::ManagedNode, 2000, gibibytes(4), gibibytes(20)), shippedRules());
    EXPECT_EQ(shape.quality, AllocatableQuality::Assumed);
    // 0.96 · 4096 = 3932.16; − 25 % (983.04) − 750 = 2199.12.
    EXPECT_EQ(nearestMebibytes(shape.allocatable.memory()), 2199);
    EXPECT_EQ(shape.allocatableMemoryHigh, shape.capacity);
}

TEST(NodeShape, CivoWasMeasuredAtOneSize) {
    Offer offer = machine(OfferKind::ManagedNode, 2000, gibibytes(4), gibibytes(20));
    offer.allocatableRule = "civo";
    EXPECT_EQ(nodeShape(offer, shippedRules()).quality, AllocatableQuality::Measured);
    EXPECT_EQ(nodeShape(offer, shippedRules()).allocatable.memory(), mebibytes(2308));
    offer.memory = gibibytes(2);
    const NodeShape smaller = nodeShape(offer, shippedRules());
    EXPECT_EQ(smaller.allocatable.memory(), mebibytes(1154));
    EXPECT_TRUE(smaller.allocatableMemoryLow.isZero());
}

TEST(NodeShape, AStatedNodeIsTakenAsItIs) {
    Offer offer;
    offer.kind = OfferKind::StatedNode;
    ResourceAmounts amounts = ResourceAmounts::of(milliCpu(4000), gibibytes(8));
    amounts.set(kEphemeralStorage, gibibytes(50).raw());
    amounts.set("example.com/license", 8);
    offer.stated = StatedAllocatable{amounts, 20};
    offer.labels = {{"topology.kubernetes.io/zone", "a"}};
    const NodeShape shape = nodeShape(offer, shippedRules());
    EXPECT_EQ(shape.kind, NodeShapeKind::Stated);
    EXPECT_EQ(shape.allocatable, amounts);
    EXPECT_EQ(shape.capacity, gibibytes(8));
    EXPECT_EQ(shape.podSlots, 20);
    EXPECT_EQ(shape.labels, offer.labels);
    EXPECT_EQ(shape.disk, gibibytes(50));
    // Who states no storage says nothing about the disk; it is not a disk of no size.
    amounts.set(kEphemeralStorage, 0);
    offer.stated = StatedAllocatable{amounts, 20};
    EXPECT_EQ(nodeShape(offer, shippedRules()).disk, std::nullopt);
}

TEST(AllocatableRules, ARuleWithoutSourceOrDateDoesNotLoad) {
    const std::string text =
        "rules:\n"
        "  - { name: k3s, date: 2026 }\n"
        "  - { name: unknown-managed, source: a page }\n";
    Diagnostics diagnostics;
    AllocatableRules::load(DataFiles::of({DataFile{"allocatable.yaml", "allocatable.yaml", text}}),
                           diagnostics);
    ASSERT_TRUE(diagnostics.hasErrors());
    std::string all;
    for (const Diagnostic& finding : diagnostics.sorted()) {
        all += toText(finding) + "\n";
    }
    EXPECT_NE(all.find("'source' is missing"), std::string::npos) << all;
    EXPECT_NE(all.find("'date' is missing"), std::string::npos) << all;
    EXPECT_NE(all.find("rule 'k3s' is missing"), std::string::npos) << all;
}

TEST(AllocatableRules, StepsMustGrowAndEndOpen) {
    const std::string text =
        "rules:\n"
        "  - name: k3s\n"
        "    source: a page\n"
        "    date: 2026\n"
        "    memory: { steps: [ { upTo: 4Gi, share: 0.2 }, { upTo: 2Gi, share: 0.1 } ] }\n";
    Diagnostics diagnostics;
    AllocatableRules::load(DataFiles::of({DataFile{"allocatable.yaml", "allocatable.yaml", text}}),
                           diagnostics);
    EXPECT_TRUE(diagnostics.hasErrors());
}

}  // namespace
}  // namespace stowage
