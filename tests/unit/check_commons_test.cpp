#include "model/simulate/check_commons.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;

/// `count` apps that share this service.
MadeAudit tenants(int count, ServiceKind kind, const std::string& prefix = "app") {
    MadeAudit made;
    made.node();
    for (int i = 0; i < count; ++i) {
        const Environment& environment = made.environment(prefix + std::to_string(i));
        made.expansion.arrangement.services[serviceKey(environment.id, kind)] = Mode::Plex;
    }
    return made;
}

TEST(RedisIndexes, SixteenAreTheBudget) {
    // 80 % of 16 is 12.8.
    for (const auto& [count, verdict] :
         {std::pair{0, Verdict::Pass}, std::pair{12, Verdict::Pass}, std::pair{13, Verdict::Warn},
          std::pair{16, Verdict::Warn}, std::pair{17, Verdict::Fail}}) {
        MadeAudit made = tenants(count, ServiceKind::Redis);
        const Check check = checkRedisIndexes(made.context());
        EXPECT_EQ(check.verdict, verdict) << count;
        EXPECT_EQ(numberOf(check, "needed"), count);
        EXPECT_EQ(check.shortage.has_value(), count == 17);
    }
}

TEST(RedisIndexes, CountsSharedOnesOnly) {
    MadeAudit made = tenants(17, ServiceKind::Redis);
    made.expansion.arrangement.services["app0-production/redis"] = Mode::Own;
    EXPECT_EQ(checkRedisIndexes(made.context()).verdict, Verdict::Warn);
}

TEST(TenantIds, TwoNamesThatBecomeOneFail) {
    MadeAudit made;
    made.node();
    for (const char* app : {"my-app", "my_app"}) {
        const Environment& environment = made.environment(app);
        made.expansion.arrangement.services[serviceKey(environment.id, ServiceKind::Postgres)] =
            Mode::Plex;
    }
    const Check fail = checkTenantIds(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_NE(fail.text.find("'my_app'"), std::string::npos);
    // Near miss: one of them keeps a database of its own.
    made.expansion.arrangement.services["my_app-production/postgres"] = Mode::Own;
    EXPECT_EQ(checkTenantIds(made.context()).verdict, Verdict::Pass);
}

TEST(LoginLength, ThirtyTwoCharactersAreTheLimit) {
    // "a..." of 31 letters and the digit: 32 characters.
    MadeAudit at = tenants(1, ServiceKind::Mariadb, std::string(31, 'a'));
    EXPECT_EQ(checkLoginLength(at.context()).verdict, Verdict::Pass);
    MadeAudit over = tenants(1, ServiceKind::Mariadb, std::string(32, 'a'));
    const Check fail = checkLoginLength(over.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(numberOf(fail, "needed"), 33);
    MadeAudit postgres = tenants(1, ServiceKind::Postgres, std::string(40, 'a'));
    EXPECT_EQ(checkLoginLength(postgres.context()).verdict, Verdict::Pass);
}

/// One MariaDB for one app with this many Horizon processes, which keep their connections.
MadeAudit connected(std::int64_t processes) {
    MadeAudit made = tenants(1, ServiceKind::Mariadb);
    made.scenario.apps[0].environments[0].workers["horizon"] = processes;
    made.workload("app0-production", "horizon", 0, 0);
    PlannedWorkload& engine = made.workload("", "mariadb", 0, 0);
    engine.origin = WorkloadOrigin::Commons;
    engine.service = ServiceKind::Mariadb;
    engine.tenants = {"app0-production"};
    return made;
}

TEST(Connections, AgainstTheLimitOfTheEngine) {
    // 80 % of 151 is 120.8.
    for (const auto& [count, verdict] :
         {std::pair{120, Verdict::Pass}, std::pair{121, Verdict::Warn},
          std::pair{151, Verdict::Warn}, std::pair{152, Verdict::Fail}}) {
        MadeAudit made = connected(count);
        const Check check = checkConnections(made.context());
        EXPECT_EQ(check.verdict, verdict) << count;
        EXPECT_EQ(numberOf(check, "available"), 151);
        EXPECT_EQ(numberOf(check, "needed"), count);
    }
}

TEST(Connections, CountPodsAtThePeakOfADeploy) {
    MadeAudit made = connected(80);
    AuditContext context = made.context();
    EnvironmentRollout rollout{.environmentId = "app0-production"};
    rollout.workloads = {{.workload = WorkloadIndex(0), .surge = 1, .peakPods = 2}};
    context.rollouts = {rollout};
    const Check check = checkConnections(context);
    EXPECT_EQ(check.verdict, Verdict::Fail);
    EXPECT_EQ(numberOf(check, "needed"), 160);
}

TEST(Connections, OfPhpFpmAreOpenWhileARequestRuns) {
    MadeAudit made = connected(1);
    PlannedWorkload& web = made.expansion.workloads[0];
    web.role = "web";
    web.demand.profile = "web-fpm";
    web.replicas = 10;
    Environment& environment = made.scenario.apps[0].environments[0];
    environment.workers["web"] = 20;
    environment.traffic.peakRps = 100;
    // Each request: (0.006 e^0.72 + 0.0178) / 0.75 + 0.02 = 0.0602 s; 100 a second: 7 busy.
    // All 200 processes at once are more than 151.
    const Check check = checkConnections(made.context());
    EXPECT_EQ(numberOf(check, "needed"), 7);
    EXPECT_EQ(numberOf(check, "most"), 200);
    EXPECT_EQ(check.verdict, Verdict::Warn);
}

TEST(Connections, AnEngineSettingRaisesTheLimit) {
    MadeAudit made = connected(152);
    made.expansion.adjustments = {{.kind = AdjustmentKind::EngineSetting,
                                   .target = "kube-system/mariadb",
                                   .from = "max_connections 151",
                                   .to = "max_connections 300"}};
    const Check check = checkConnections(made.context());
    EXPECT_EQ(check.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(check, "available"), 300);
}

}  // namespace
}  // namespace stowage::simulate
