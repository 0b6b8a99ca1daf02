#include "model/blueprint_io.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace stowage {
namespace {

struct Read {
    std::optional<Blueprint> blueprint;
    Diagnostics found;

    std::string text() const {
        std::string all;
        for (const Diagnostic& one : found.sorted()) {
            all += toText(one) + "\n";
        }
        return all;
    }
};

DocumentNode parsed(const std::string& file, const std::string& text) {
    Diagnostics found;
    auto document = parseDocument(file, text, DocumentFormat::Json, {}, found);
    EXPECT_TRUE(document) << (found.all().empty() ? "" : toText(found.all()[0]));
    return document ? document->root : DocumentNode{};
}

Read read(const std::string& text, const std::string& local = "") {
    Read result;
    const DocumentNode root = parsed("b.json", text);
    const DocumentNode overlay = local.empty() ? DocumentNode{} : parsed("l.json", local);
    result.blueprint =
        readBlueprint(root, local.empty() ? nullptr : &overlay, "folder", result.found);
    return result;
}

std::vector<std::string> environmentNames(const Blueprint& blueprint) {
    std::vector<std::string> names;
    for (const BlueprintEnvironment& environment : blueprint.environments) {
        names.push_back(environment.name);
    }
    return names;
}

using Words = std::vector<std::string>;
using Kinds = std::vector<ServiceKind>;

TEST(BlueprintIo, ReadsACommonBlueprint) {
    const Read result = read(R"({
        "name": "shop", "framework": null, "serverVariation": "fpm-nginx",
        "features": ["reverb", "horizon"], "scoutDriver": "meilisearch",
        "objectStorage": "seaweedfs", "cacheDriver": "redis", "database": "mariadb",
        "strategy": "single-node", "k3sVersion": "v1.30.4+k3s1", "withCompanions": false,
        "environments": { "local": {}, "production": {
            "managed": ["mariadb", "redis"], "plex": ["mariadb"], "ingress": "nginx",
            "strategy": "multi-node-ha", "namespace": "shop-live", "sharedStorage": true,
            "hosts": { "web": "shop.example.com" }, "additionalWebHosts": ["www.example.com"],
            "replicas": { "web": 2 }, "autoscale": { "web": { "min": 2, "max": 5 } },
            "resources": { "default": { "requests": { "cpu": "100m", "memory": "256Mi" } } } } } })");
    ASSERT_TRUE(result.blueprint);
    EXPECT_EQ(result.text(), "");
    const Blueprint& blueprint = *result.blueprint;
    EXPECT_EQ(blueprint.services, (Kinds{ServiceKind::Mariadb, ServiceKind::Redis,
                                         ServiceKind::Meilisearch, ServiceKind::Seaweedfs}));
    EXPECT_EQ(blueprint.serverVariation, ServerVariation::FpmNginx);
    EXPECT_FALSE(blueprint.framework);
    EXPECT_FALSE(blueprint.databaseCache);
    EXPECT_FALSE(blueprint.withCompanions);
    EXPECT_EQ(blueprint.k3sVersion, "v1.30.4+k3s1");
    const BlueprintEnvironment& production = *blueprint.findEnvironment("production");
    EXPECT_EQ(production.managed, (Words{"mariadb", "redis"}));
    EXPECT_EQ(production.plex, (Words{"mariadb"}));
    EXPECT_EQ(production.ingress, "nginx");
    EXPECT_EQ(production.strategy, Strategy::MultiNodeHa);
    EXPECT_EQ(production.namespaceName, "shop-live");
    EXPECT_TRUE(production.sharedStorage);
    EXPECT_EQ(production.hosts.at("web"), "shop.example.com");
    EXPECT_EQ(production.replicas.at("web"), 2);
    EXPECT_EQ(production.autoscale.at("web"), (Autoscale{.min = 2, .max = 5, .cpuPercent = 70}));
    EXPECT_EQ(production.resources.at("default").requests.memory(), mebibytes(256));
}

TEST(BlueprintIo, TakesNullAndEmptyListsForUnsetMaps) {
    const Read result = read(R"({ "name": "a", "features": null, "database": null,
        "environments": { "production": { "hosts": [], "resources": [], "replicas": [],
            "autoscale": [], "managed": null, "ingress": null, "strategy": null, "cloud": null,
            "serviceAccountAnnotations": [], "ingressAnnotations": [], "tunnel": null } } })");
    ASSERT_TRUE(result.blueprint);
    EXPECT_EQ(result.text(), "");
    EXPECT_TRUE(result.blueprint->databaseCache);
    EXPECT_EQ(result.blueprint->environments[0].ingress, "traefik");
    EXPECT_FALSE(result.blueprint->environments[0].tunnel);
}

TEST(BlueprintIo, ReadsBothSpellingsOfDrivers) {
    const Read result = read(R"({ "name": "a", "database": "postgres",
        "databases": ["postgres", "mysql"], "cacheDrivers": ["database"],
        "scoutDrivers": ["database", "typesense"] })");
    EXPECT_EQ(result.text(), "");
    EXPECT_EQ(result.blueprint->services,
              (Kinds{ServiceKind::Postgres, ServiceKind::Mysql, ServiceKind::Typesense}));
    EXPECT_TRUE(result.blueprint->databaseCache);
}

TEST(BlueprintIo, ReadsTheShapesOfOldVersions) {
    const Read result = read(R"({ "name": "old", "is_system": true, "locked_files": ["x"],
        "production_image": "i", "database": "mysql", "cacheDriver": "redis",
        "ingressController": "nginx", "managedServices": ["mysql"],
        "productionHost": "old.example.com",
        "cloud": { "production": { "context": "do-1", "provider": "doks" }, "users": ["me"] },
        "environments": ["local", "production", "staging"] })");
    ASSERT_TRUE(result.blueprint);
    EXPECT_EQ(result.text(), "");
    EXPECT_EQ(environmentNames(*result.blueprint), (Words{"local", "production", "staging"}));
    const BlueprintEnvironment& local = *result.blueprint->findEnvironment("local");
    const BlueprintEnvironment& production = *result.blueprint->findEnvironment("production");
    const BlueprintEnvironment& staging = *result.blueprint->findEnvironment("staging");
    EXPECT_EQ(local.managed, Words{});
    EXPECT_EQ(production.managed, (Words{"mysql"}));
    EXPECT_EQ(production.ingress, "nginx");
    EXPECT_EQ(production.hosts.at("web"), "old.example.com");
    EXPECT_EQ(production.cloudProvider, "doks");
    EXPECT_EQ(staging.hosts.count("web"), 0U);
    EXPECT_FALSE(staging.cloudProvider);
}

TEST(BlueprintIo, BareBlueprintHasLocalAndProduction) {
    const Read result = read(R"({ "database": "mysql" })");
    EXPECT_EQ(result.blueprint->name, "folder");
    EXPECT_EQ(environmentNames(*result.blueprint), (Words{"local", "production"}));
    EXPECT_EQ(environmentNames(*read(R"({ "environments": [] })").blueprint), Words{});
}

TEST(BlueprintIo, LocalFileWinsAndKeepsTheRest) {
    const Read result = read(R"({ "name": "a", "environments": { "production": {
                  "hosts": { "web": "a.example", "s3": "s.example" }, "cloud": [] } } })",
                             R"({ "environments": { "production": { "hosts": { "web": "b.example" },
                  "cloud": { "provider": "doks", "arch": "arm64" } } } })");
    EXPECT_EQ(result.text(), "");
    const BlueprintEnvironment& production = result.blueprint->environments[0];
    EXPECT_EQ(production.hosts.at("web"), "b.example");
    EXPECT_EQ(production.hosts.at("s3"), "s.example");
    EXPECT_EQ(production.cloudProvider, "doks");
    EXPECT_EQ(production.cloudArch, "arm64");
}

TEST(BlueprintIo, AccessDataDoNotEnterTheTree) {
    const Read result =
        read(R"({ "name": "a", "path": "/home/me/a", "environments": { "production": {} } })",
             R"({ "cloudflareToken": "TOPSECRET", "environments": { "production": { "cloud": {
            "ip": "203.0.113.20", "user": "deploy", "key": "~/.ssh/id", "provider": "doks" } } } })");
    EXPECT_EQ(result.text(), "");
    const std::string text = writeJson(result.blueprint->source);
    for (const char* secret : {"TOPSECRET", "203.0.113.20", "deploy", ".ssh", "/home/me"}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(text.find("doks"), std::string::npos);
}

TEST(BlueprintIo, NamesEverythingItDoesNotUnderstand) {
    const Read result = read(R"({ "name": "a", "databse": "mysql", "database": "oracle",
"features": ["horizn"], "environments": { "production": { "host": {}, "managed": ["redsi"],
"resources": { "wep": {} }, "strategy": "ha" } } })");
    ASSERT_TRUE(result.blueprint);
    EXPECT_EQ(
        result.text(),
        "b.json:1:16: warning: unknown key 'databse' in the blueprint; did you mean "
        "'database'?\n"
        "b.json:1:48: warning: 'database' is the text 'oracle', which is not one of postgres, "
        "mysql, mariadb, mongodb, sqlite; it is not planned\n"
        "b.json:2:14: warning: 'features' is the text 'horizn', which is not one of horizon, "
        "queues, scheduler, reverb, scout, octane, ssr, ai, boost, mcp, mailpit, monitoring, "
        "metallb; it is left out; did you mean 'horizon'?\n"
        "b.json:2:59: warning: unknown key 'host' in environment 'production'; did you mean "
        "'hosts'?\n"
        "b.json:2:83: warning: 'managed' is the text 'redsi', which is not one of postgres, "
        "mysql, mariadb, mongodb, sqlite, redis, memcached, meilisearch, typesense, minio, "
        "seaweedfs, garage; it is left out; did you mean 'redis'?\n"
        "b.json:3:16: warning: unknown component 'wep' in 'resources' is ignored; did you mean "
        "'web'?\n"
        "b.json:3:41: warning: 'strategy' is the text 'ha', which is not one of single-node, "
        "multi-node-ha; it is ignored\n");
}

TEST(BlueprintIo, RefusesValuesThatCannotBeMeant) {
    for (const char* environment :
         {R"({"replicas": {"web": -1}})", R"({"replicas": {"web": 1.5}})",
          R"({"autoscale": {"web": {"min": 5, "max": 2}}})",
          R"({"resources": {"web": {"requests": {"memory": "-1Gi"}}}})",
          R"({"resources": {"web": {"requests": {"memory": "1Gx"}}}})",
          R"({"resources": {"web": {"requests": {"memory": "2Gi"}, "limits": {"memory": "1Gi"}}}})",
          R"({"resources": {"web": {"limits": {"memory": "99999999999Gi"}}}})",
          R"({"hosts": ["a"]})", R"({"managed": "redis"})"}) {
        const Read result =
            read(std::string(R"({"name": "a", "environments": {"p": )") + environment + "}}");
        EXPECT_TRUE(result.found.hasErrors()) << environment;
    }
    EXPECT_FALSE(read("[]").blueprint);
}

TEST(BlueprintIo, OtherFrameworksAreKept) {
    EXPECT_EQ(read(R"({"framework": "astro"})").blueprint->framework, "astro");
    EXPECT_EQ(read(R"({"framework": "astro"})").text(), "");
    const Read unknown = read(R"({"framework": "astor"})");
    EXPECT_EQ(unknown.blueprint->framework, "astor");
    EXPECT_NE(unknown.text().find("did you mean 'astro'?"), std::string::npos);
}

TEST(BlueprintIo, LoadsBothFilesOfAFolder) {
    const testkit::TemporaryFolder folder;
    folder.write("shop/.larakube.json", R"({"database": "mysql"})");
    folder.write("shop/.larakube.local.json",
                 R"({"environments": {"production": {"cloud": {"provider": "doks"}}}})");
    Diagnostics found;
    const auto blueprint = loadBlueprint(folder.path("shop/.larakube.json"), found);
    ASSERT_TRUE(blueprint);
    EXPECT_TRUE(found.all().empty());
    EXPECT_EQ(blueprint->name, "shop");
    EXPECT_EQ(blueprint->findEnvironment("production")->cloudProvider, "doks");

    folder.write("shop/.larakube.local.json", "{");
    EXPECT_FALSE(loadBlueprint(folder.path("shop/.larakube.json"), found));
    EXPECT_FALSE(loadBlueprint(folder.path("none/.larakube.json"), found));
}

}  // namespace
}  // namespace stowage
