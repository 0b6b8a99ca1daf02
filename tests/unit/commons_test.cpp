#include "model/commons.h"

#include <gtest/gtest.h>

#include <numeric>

namespace stowage {
namespace {

struct NameCase {
    std::string app, environment, tenant, bucket;
};

// Each row of the naming table of LaraKube's registry, with its oddities.
const std::vector<NameCase> kNames{
    {"my-app", "production", "my_app", "my-app"},
    {"my-app", "staging", "my_app_staging", "my-app-staging"},
    {"my_app", "production", "my_app", "my-app"},
    {"My App!", "production", "my_app", "my-app"},
    {"shop", "staging", "shop_staging", "shop-staging"},
    {"shop-staging", "production", "shop_staging", "shop-staging"},
    {"9lives", "qa", "app_9lives_qa", "app-9lives-qa"},
    {"", "production", "app_", "app"},
    {"---", "production", "app_", "app"},
    {"shop", "Production", "shop_production", "shop-production"},
    {"shop", "pre-prod", "shop_pre_prod", "shop-pre-prod"},
    {"shop", "qa!", "shop_qa_", "shop-qa"},
    {"a", "production", "a", "lk-a"},
    {"caf\xc3\xa9", "production", "caf", "caf"},
    {std::string(70, 'x'), "staging", std::string(55, 'x') + "_staging",
     std::string(55, 'x') + "-staging"},
    {"  Shop  ", "production", "shop", "shop"},
};

TEST(TenantId, FollowsEveryRowOfTheTable) {
    for (const NameCase& row : kNames) {
        EXPECT_EQ(tenantId(row.app, row.environment), row.tenant) << row.app;
        EXPECT_EQ(bucketName(row.app, row.environment), row.bucket) << row.app;
    }
}

TEST(TenantId, IsNeverLongerThanADatabaseName) {
    EXPECT_EQ(tenantId(std::string(70, 'x'), "production").size(), 63U);
    EXPECT_EQ(tenantId("shop", std::string(80, 'y')).size(), 63U);
    EXPECT_EQ(bucketName(std::string(70, 'x'), "staging").size(), 63U);
}

TEST(LoginName, IsCutOnMysqlAndMariadbOnly) {
    const std::string app = "very-long-client-portal-name-for-agency";
    const std::string production = tenantId(app, "production");
    const std::string staging = tenantId(app, "staging");
    EXPECT_EQ(production.size(), 39U);
    EXPECT_EQ(staging.size(), 47U);
    EXPECT_EQ(loginName(ServiceKind::Mysql, production), "very_long_client_portal_name_for");
    EXPECT_EQ(loginName(ServiceKind::Mariadb, staging), loginName(ServiceKind::Mysql, production));
    EXPECT_EQ(loginName(ServiceKind::Postgres, staging), staging);
    EXPECT_TRUE(isLoginCut(ServiceKind::Mariadb, production));
    EXPECT_FALSE(isLoginCut(ServiceKind::Postgres, production));
    EXPECT_FALSE(isLoginCut(ServiceKind::Mysql, std::string(32, 'a')));
    EXPECT_TRUE(isLoginCut(ServiceKind::Mysql, std::string(33, 'a')));
}

Tenant tenant(const std::string& app, const std::string& environment) {
    return {app + "/" + environment, tenantId(app, environment), bucketName(app, environment)};
}

TEST(TenantCollisions, NamesThePairsThatWouldShareADatabase) {
    const std::vector<Tenant> tenants{tenant("shop", "staging"), tenant("blog", "production"),
                                      tenant("shop-staging", "production")};
    const auto collisions = tenantCollisions(tenants);
    ASSERT_EQ(collisions.size(), 1U);
    EXPECT_EQ(collisions[0].first, "shop/staging");
    EXPECT_EQ(collisions[0].second, "shop-staging/production");
    EXPECT_EQ(collisions[0].name, "shop_staging");
}

TEST(TenantCollisions, SeesBucketsThatCoincideThoughTheDatabasesDoNot) {
    // shop_qa_ and shop_qa are two databases but one bucket, shop-qa.
    const auto collisions = tenantCollisions({tenant("shop", "qa!"), tenant("shop", "qa")});
    ASSERT_EQ(collisions.size(), 1U);
    EXPECT_EQ(collisions[0].name, "shop-qa");
}

TEST(LoginCollisions, AppearOnlyWhereLoginsAreCut) {
    const std::string app = "very-long-client-portal-name-for-agency";
    const std::vector<Tenant> tenants{tenant(app, "production"), tenant(app, "staging")};
    EXPECT_TRUE(tenantCollisions(tenants).empty());
    EXPECT_EQ(loginCollisions(ServiceKind::Mariadb, tenants).size(), 1U);
    EXPECT_TRUE(loginCollisions(ServiceKind::Postgres, tenants).empty());
}

TEST(FreeRedisIndex, TakesTheLowestGapAndEndsAtSixteen) {
    EXPECT_EQ(freeRedisIndex({}), 0);
    EXPECT_EQ(freeRedisIndex({0, 1, 3}), 2);
    std::vector<int> all(16);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_FALSE(freeRedisIndex(all));
    all.erase(all.begin() + 9);
    EXPECT_EQ(freeRedisIndex(all), 9);
}

}  // namespace
}  // namespace stowage
