#include "model/simulate/check_disk.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;

/// 100 GiB disk, images are collected from 85 on; 10 for the system, an image of 5, data of `gib`.
MadeAudit withData(std::int64_t gib, double growth) {
    MadeAudit made;
    made.environment("shop").traffic.growthPerMonth = growth;
    made.node().overhead.disk = gibibytes(10);
    PlannedWorkload& engine = made.workload("shop-production", "mariadb", 0, 0);
    engine.demand.image = "mariadb:11.8";
    engine.demand.imageDisk = gibibytes(5);
    engine.pod.volumes = {{.claim = "data", .size = gibibytes(500), .used = gibibytes(gib)}};
    made.pod(0);
    return made;
}

TEST(FitDisk, CountsImagesTwiceAndVolumesByRealUse) {
    // 10 + 2 * 5 + 65 = 85.
    MadeAudit at = withData(65, 0);
    const Check pass = checkFitDisk(at.context());
    EXPECT_EQ(pass.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(pass, "needed"), gibibytes(85).raw());
    EXPECT_EQ(numberOf(pass, "available"), gibibytes(85).raw());
    MadeAudit over = withData(66, 0);
    const Check fail = checkFitDisk(over.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.shortage->shortBy, gibibytes(1).raw());
}

TEST(FitDisk, FailsWithinAYearOfGrowthAndWarnsWithinTwo) {
    // 10 % a month: times 3.138 in 12 months, 9.85 in 24.
    // 20 + 20 * 3.138 = 82.8 passes the first, 20 + 197 fails the second.
    MadeAudit warn = withData(20, 0.1);
    EXPECT_EQ(checkFitDisk(warn.context()).verdict, Verdict::Warn);
    // 20 + 21 * 3.138 = 85.9.
    MadeAudit fail = withData(21, 0.1);
    EXPECT_EQ(checkFitDisk(fail.context()).verdict, Verdict::Fail);
    // 20 + 6 * 9.85 = 79.1.
    MadeAudit pass = withData(6, 0.1);
    EXPECT_EQ(checkFitDisk(pass.context()).verdict, Verdict::Pass);
}

TEST(FitDisk, LeavesOutVolumesThatAreNotOnTheNode) {
    MadeAudit made = withData(66, 0);
    made.layout.storageClass = StorageClassKind::Block;
    const Check check = checkFitDisk(made.context());
    EXPECT_EQ(check.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(check, "needed"), gibibytes(20).raw());
}

TEST(FitDisk, CountsAClaimThatTwoPodsShareOnce) {
    MadeAudit made = withData(65, 0);
    PlannedWorkload& second = made.workload("shop-production", "horizon", 0, 0);
    second.demand.image = "mariadb:11.8";
    second.demand.imageDisk = gibibytes(5);
    second.pod.volumes = {{.claim = "data", .size = gibibytes(500), .used = gibibytes(65)}};
    made.pod(0);
    EXPECT_EQ(numberOf(checkFitDisk(made.context()), "needed"), gibibytes(85).raw());
}

TEST(FitDisk, IsUnknownWithoutTheSizeOfTheDisk) {
    MadeAudit made = withData(1, 0);
    made.layout.nodes[0].shape.disk.reset();
    EXPECT_EQ(checkFitDisk(made.context()).verdict, Verdict::Unknown);
    made.layout.nodes[0].shape.kind = NodeShapeKind::Stated;
    EXPECT_EQ(checkFitDisk(made.context()).verdict, Verdict::Pass);
}

}  // namespace
}  // namespace stowage::simulate
