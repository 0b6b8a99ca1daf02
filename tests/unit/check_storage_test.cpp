#include "model/simulate/check_storage.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;

/// Two nodes, mysql of shop-production with a volume on the request path.
MadeAudit withVolume(StorageClassKind storageClass, AccessMode mode = AccessMode::ReadWriteOnce) {
    MadeAudit made;
    made.environment("shop");
    made.node();
    made.node();
    made.layout.storageClass = storageClass;
    PlannedWorkload& mysql = made.workload("shop-production", "mysql", 0, 0);
    mysql.onRequestPath = true;
    mysql.pod.volumes = {{.claim = "data", .size = gibibytes(1), .accessMode = mode}};
    made.pod(0);
    return made;
}

TEST(StorageFollow, JudgesWhatMustSurviveAlone) {
    MadeAudit made = withVolume(StorageClassKind::LocalPath);
    EXPECT_EQ(checkStorageFollow(made.context()).verdict, Verdict::Pass);
    made.scenario.requirements.surviveNodeLoss = {"shop-production"};
    const Check fail = checkStorageFollow(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.text,
              "shop-production/data lies on the disk of one node and cannot follow its pods to "
              "another: use block storage or a managed service");
    // Near miss: a volume of a worker, off the request path.
    made.expansion.workloads[0].onRequestPath = false;
    EXPECT_EQ(checkStorageFollow(made.context()).verdict, Verdict::Pass);
}

TEST(StorageFollow, WarnsAboutBlockStorageAndPassesNetworkStorage) {
    MadeAudit block = withVolume(StorageClassKind::Block);
    block.scenario.requirements.surviveNodeLoss = {"shop-production"};
    EXPECT_EQ(checkStorageFollow(block.context()).verdict, Verdict::Warn);
    MadeAudit network = withVolume(StorageClassKind::LarakubeNfs);
    network.scenario.requirements.surviveNodeLoss = {"shop-production"};
    EXPECT_EQ(checkStorageFollow(network.context()).verdict, Verdict::Pass);
}

TEST(StorageFollow, CountsEnginesThatServeTheEnvironment) {
    MadeAudit made = withVolume(StorageClassKind::LocalPath);
    PlannedWorkload& engine = made.expansion.workloads[0];
    engine.environmentId = "";
    engine.origin = WorkloadOrigin::Commons;
    engine.tenants = {"blog-production"};
    made.scenario.requirements.surviveNodeLoss = {"shop-production"};
    EXPECT_EQ(checkStorageFollow(made.context()).verdict, Verdict::Pass);
    engine.tenants.push_back("shop-production");
    EXPECT_EQ(checkStorageFollow(made.context()).verdict, Verdict::Fail);
}

TEST(StorageSqlite, FailsOnMoreThanOneNode) {
    MadeAudit made = withVolume(StorageClassKind::LocalPath);
    made.expansion.arrangement.services["shop-production/sqlite"] = Mode::File;
    const Check fail = checkStorageSqlite(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.shortage->needed, 2);
    made.layout.nodes.pop_back();
    EXPECT_EQ(checkStorageSqlite(made.context()).verdict, Verdict::Pass);
}

TEST(StorageSqlite, PassesWithoutOne) {
    MadeAudit made = withVolume(StorageClassKind::LocalPath);
    EXPECT_EQ(checkStorageSqlite(made.context()).verdict, Verdict::Pass);
}

TEST(StorageRwx, WorksOverNfsAsAnExperiment) {
    MadeAudit none = withVolume(StorageClassKind::LarakubeNfs);
    EXPECT_EQ(checkStorageRwx(none.context()).verdict, Verdict::Pass);
    MadeAudit made = withVolume(StorageClassKind::LarakubeNfs, AccessMode::ReadWriteMany);
    made.layout.provider = "hetzner";
    EXPECT_EQ(checkStorageRwx(made.context()).verdict, Verdict::Warn);
    made.layout.topology = TopologyKind::Managed;
    made.layout.provider = "digitalocean";
    EXPECT_EQ(checkStorageRwx(made.context()).verdict, Verdict::Fail);
}

TEST(StorageRwx, FailsOnStorageOfOneNode) {
    MadeAudit made = withVolume(StorageClassKind::Block, AccessMode::ReadWriteMany);
    const Check check = checkStorageRwx(made.context());
    EXPECT_EQ(check.verdict, Verdict::Fail);
    EXPECT_EQ(numberOf(check, "sharedVolumes"), 1);
}

}  // namespace
}  // namespace stowage::simulate
