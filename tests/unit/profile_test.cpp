#include "model/profile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "model/data_files.h"

namespace stowage {
namespace {

const AssumptionTable& shipped() {
    static const AssumptionTable kTable = [] {
        Diagnostics diagnostics;
        return AssumptionTable::load(DataFiles::shipped(), diagnostics);
    }();
    return kTable;
}

ProfileUse use(const std::string& name, const std::map<std::string, std::string>& parameters) {
    return profileUse({.name = name, .parameters = parameters}, shipped());
}

double expectedMi(const std::string& name, const std::map<std::string, std::string>& parameters) {
    return asMebibytes(use(name, parameters).memory.expected);
}

std::string errorOf(const ProfileRequest& request) {
    const Result<ProfileUse> result = evaluateProfile(request, shipped());
    return result.ok() ? std::string() : result.error().message;
}

TEST(Profile, EveryProfileEvaluatesWithItsDefaults) {
    EXPECT_GE(allProfiles().size(), 30U);
    for (const ProfileInfo& info : allProfiles()) {
        const ProfileUse found = use(info.name, {});
        const MemoryUse& memory = found.memory;
        EXPECT_GT(memory.expected, Bytes()) << info.name;
        EXPECT_LE(memory.coreExpected, memory.expected) << info.name;
        EXPECT_LE(memory.expected, memory.p99) << info.name;
        EXPECT_LE(memory.low, memory.expected) << info.name;
        EXPECT_LE(memory.expected, memory.high) << info.name;
        EXPECT_LE(memory.coreExpected, memory.coreP99) << info.name;
        EXPECT_LE(found.cpu.expected, found.cpu.p99) << info.name;
        EXPECT_LE(found.cpu.low, found.cpu.expected) << info.name;
        EXPECT_LE(found.cpu.expected, found.cpu.high) << info.name;
        EXPECT_NEAR(memory.chance.mean, static_cast<double>(memory.expected.raw()), 1.0)
            << info.name;
        EXPECT_FALSE(found.source.empty()) << info.name;
        EXPECT_FALSE(found.date.empty()) << info.name;
        EXPECT_FALSE(found.assumptions.empty()) << info.name;
        EXPECT_EQ(found.parameters.size(), info.parameters.size()) << info.name;
    }
}

TEST(Profile, NamesAndParametersOfTheContract) {
    const std::map<std::string, std::vector<std::string>> wanted{
        {"web-fpm", {"weight", "workers"}},
        {"web-octane", {"weight", "workers"}},
        {"horizon", {"weight", "workers"}},
        {"queues", {"weight", "workers"}},
        {"ssr", {"weight", "workers"}},
        {"reverb", {"weight", "connections"}},
        {"scheduler", {"weight"}},
        {"mariadb", {"config", "tenants", "connections", "poolMi", "load", "version"}},
        {"mysql", {"config", "tenants", "connections", "poolMi", "load", "version"}},
        {"postgres", {"config", "tenants", "connections", "poolMi", "load", "version"}},
        {"redis", {"tenants", "keysMi", "connections", "version"}},
        {"valkey", {"tenants", "keysMi", "connections", "version"}},
        {"memcached", {}},
        {"meilisearch", {}},
        {"typesense", {}},
        {"minio", {}},
        {"seaweedfs", {}},
        {"garage", {}},
        {"mongodb", {}},
        {"k3s-server", {}},
        {"k3s-agent", {}},
        {"os", {}},
        {"pod-overhead", {}}};
    for (const auto& [name, keys] : wanted) {
        const ProfileInfo* info = findProfile(name);
        ASSERT_NE(info, nullptr) << name;
        ASSERT_GE(info->parameters.size(), keys.size()) << name;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            EXPECT_EQ(info->parameters[i].key, keys[i]) << name;
        }
    }
}

TEST(Profile, UnknownNamesKeysAndValuesListTheKnownOnes) {
    EXPECT_EQ(errorOf({.name = "oracle"}).substr(0, 44),
              "no profile 'oracle' (known: web-fpm, web-oct");
    EXPECT_EQ(errorOf({.name = "reverb", .parameters = {{"conns", "5"}}}),
              "profile 'reverb' has no parameter 'conns' (known: weight, connections)");
    EXPECT_EQ(errorOf({.name = "os", .parameters = {{"x", "5"}}}),
              "profile 'os' has no parameter 'x' (it takes none)");
    EXPECT_EQ(errorOf({.name = "horizon", .parameters = {{"weight", "huge"}}}),
              "'weight=huge': how much code the app loads must be light, medium, heavy");
    EXPECT_EQ(
        errorOf({.name = "horizon", .parameters = {{"workers", "0"}}}),
        "'workers=0': worker processes in the pod must be a whole number from 1 to 1000000000000");
    for (const char* bad : {"1.5", "-1", "x", "", "1e3", "99999999999999999999"}) {
        EXPECT_NE(errorOf({.name = "horizon", .parameters = {{"workers", bad}}}), "") << bad;
    }
    EXPECT_NE(errorOf({.name = "mariadb", .parameters = {{"version", "new"}}}), "");
}

TEST(Profile, HorizonIsMasterAndWorkers) {
    // 123.7 + 3 x 60.1 = 304.0 MiB; core 117.7 + 3 x 60.52 = 299.3.
    EXPECT_NEAR(expectedMi("horizon", {{"workers", "3"}}), 304.0, 0.1);
    EXPECT_NEAR(asMebibytes(use("horizon", {}).memory.coreExpected), 299.3, 0.1);
    // Heavy = 2 x medium - light: 189.7 + 3 x 90.4 = 460.8.
    const ProfileUse heavy = use("horizon", {{"weight", "heavy"}});
    EXPECT_NEAR(asMebibytes(heavy.memory.expected), 460.8, 0.3);
    EXPECT_NEAR(asMebibytes(heavy.memory.high), 1.3 * 460.8, 0.5);
    EXPECT_EQ(heavy.quality, AssumptionQuality::Assumed);
    // Growth of three workers, median 3 MiB, sigma 0.7: sd = 3 e^0.245 sqrt(e^0.49 - 1) sqrt 3.
    const double sd = 3 * std::exp(0.245) * std::sqrt(std::exp(0.49) - 1) * std::sqrt(3.0);
    EXPECT_NEAR(standardDeviation(heavy.memory.chance) / (1024 * 1024), sd, 1e-6);
}

TEST(Profile, RetainedMemoryOfOctaneIsInTheP99Only) {
    const MemoryUse memory = use("web-octane", {{"workers", "4"}}).memory;
    // 22 + 65.18 + 4 x 4.641 = 105.7; p99 = + 4 x 10.69 = 148.5.
    EXPECT_NEAR(asMebibytes(memory.expected), 105.7, 0.1);
    EXPECT_NEAR(asMebibytes(memory.p99), 148.5, 0.1);
}

TEST(Profile, PoolsGrowWithTheDataUntilTheyAreFull) {
    const std::map<std::string, std::string> small{{"tenants", "2"}, {"dataMi", "100"}};
    // A tenth of 100 MiB is less than the 41.5 MiB that two tenants hold anyway.
    EXPECT_EQ(expectedMi("mariadb", small), expectedMi("mariadb", {{"tenants", "2"}}));
    // A tenth of 800 MiB: 80 - 41.5 = 38.5 MiB more.
    EXPECT_NEAR(expectedMi("mariadb", {{"tenants", "2"}, {"dataMi", "800"}}) -
                    expectedMi("mariadb", {{"tenants", "2"}}),
                38.5, 0.2);
    // A full pool: 0.86 x 128 = 110.1; what is beyond does not count.
    EXPECT_EQ(expectedMi("mariadb", {{"tenants", "2"}, {"dataMi", "5000"}}),
              expectedMi("mariadb", {{"tenants", "2"}, {"dataMi", "50000"}}));
}

TEST(Profile, ConnectionsBeyondFiveATenantAreIdle) {
    // 8 further connections of 0.1061 MiB each.
    EXPECT_NEAR(expectedMi("mariadb", {{"tenants", "2"}, {"connections", "18"}}) -
                    expectedMi("mariadb", {{"tenants", "2"}, {"connections", "10"}}),
                8 * 0.1061, 0.01);
}

TEST(Profile, NumbersOfTheProgramStayInRange) {
    ProfileRequest request{.name = "minio"};
    request.set("rps", 1e300);
    EXPECT_EQ(request.parameters.at("rps"), "1000000000000");
    EXPECT_EQ(request.set("rps", -5.0).parameters.at("rps"), "0");
    EXPECT_EQ(request.set("rps", 2.5).parameters.at("rps"), "2.5");
    EXPECT_EQ(request.set("rps", std::int64_t{-1}).parameters.at("rps"), "0");
}

TEST(Profile, VersionsWithoutRowsAreAssumed) {
    EXPECT_EQ(use("mariadb", {{"version", "11.8.6"}}).quality, AssumptionQuality::Measured);
    for (const auto& [engine, version] : std::map<std::string, std::string>{{"mariadb", "10.11"},
                                                                            {"mysql", "8.4.3"},
                                                                            {"postgres", "15"},
                                                                            {"redis", "7.4"},
                                                                            {"valkey", "7.2"}}) {
        const ProfileUse found = use(engine, {{"version", version}});
        const ProfileUse measured = use(engine, {});
        EXPECT_GE(found.memory.high, measured.memory.high) << engine;
        EXPECT_NE(found.assumptions, measured.assumptions) << engine;
    }
}

TEST(Profile, OverridesReachTheFormulas) {
    Diagnostics diagnostics;
    const AssumptionTable table =
        shipped().withOverrides({{"horizon.worker.medium", "100Mi"}}, {}, diagnostics);
    const ProfileUse found = profileUse({.name = "horizon"}, table);
    EXPECT_NEAR(asMebibytes(found.memory.expected), 123.7 + 300, 0.1);
}

TEST(Profile, UsesOfContainersAdd) {
    const MemoryUse a = use("redis", {}).memory;
    const MemoryUse b = use("redis-exporter", {}).memory;
    const MemoryUse sum = a + b;
    EXPECT_EQ(sum.expected, a.expected + b.expected);
    EXPECT_EQ(sum.high, a.high + b.high);
    EXPECT_EQ(sum.chance.variance, a.chance.variance);
    EXPECT_LE(sum.p99, a.p99 + b.p99);
    const CpuUse cpu = CpuUse{.expected = milliCpu(10), .p99 = milliCpu(13)} +
                       CpuUse{.expected = milliCpu(20), .p99 = milliCpu(24)};
    // Distances 3 and 4 add to 5.
    EXPECT_EQ(cpu.expected, milliCpu(30));
    EXPECT_EQ(cpu.p99, milliCpu(35));
}

TEST(Profile, LimitsCut) {
    const MemoryUse memory = use("mariadb", {}).memory;
    EXPECT_EQ(cutAtLimit(memory, gibibytes(1)).p99, memory.p99);
    const MemoryUse cut = cutAtLimit(memory, mebibytes(120));
    EXPECT_EQ(cut.p99, mebibytes(120));
    EXPECT_LT(cut.expected, memory.expected);
    EXPECT_LT(cut.chance.variance, memory.chance.variance);
}

TEST(Profile, PercentilesGiveALognormalLaw) {
    const MemoryUse found = memoryUseFromPercentiles(mebibytes(300), mebibytes(700));
    // sigma = ln(7/3) / 2.326 = 0.3642; mean = 300 e^(sigma^2 / 2) = 320.6 MiB.
    EXPECT_NEAR(asMebibytes(found.expected), 320.6, 0.1);
    EXPECT_EQ(found.p50, mebibytes(300));
    EXPECT_EQ(found.p99, mebibytes(700));
    EXPECT_EQ(memoryUseFromPercentiles(Bytes(), Bytes()).expected, Bytes());
    EXPECT_EQ(cpuUseFromPercentiles(milliCpu(5), milliCpu(5)).expected, milliCpu(5));
}

TEST(Profile, VolumesHoldMoreThanTheirData) {
    // 200 MiB x 1.3 + 150 MiB.
    EXPECT_EQ(volumeUse("mariadb", mebibytes(200), shipped()), mebibytes(410));
    EXPECT_EQ(volumeUse("reverb", mebibytes(7), shipped()), mebibytes(7));
}

TEST(Profile, WorkedExampleOfTwoEnvironmentsOnOneServer) {
    // Two environments of one app, MariaDB, Redis and SeaweedFS shared, all defaults, in MiB.
    const auto apps = [](const std::string& weight) {
        return 2 * (expectedMi("web-fpm", {{"weight", weight}}) +
                    expectedMi("horizon", {{"weight", weight}}) +
                    expectedMi("reverb", {{"weight", weight}}));
    };
    const double engines =
        expectedMi("mariadb", {{"tenants", "2"}, {"dataMi", "400"}, {"connections", "18"}}) +
        expectedMi("redis", {{"tenants", "2"}, {"keysMi", "32"}}) +
        expectedMi("seaweedfs", {{"objectsMi", "2048"}}) + expectedMi("mysqld-exporter", {}) +
        expectedMi("redis-exporter", {});
    double system =
        expectedMi("k3s-server", {}) + expectedMi("os", {}) + 13 * expectedMi("pod-overhead", {});
    for (const char* pod :
         {"coredns", "traefik", "metrics-server", "local-path-provisioner", "svclb"}) {
        system += expectedMi(pod, {});
    }
    EXPECT_NEAR(system, 520 + 170 + 138, 1);
    EXPECT_NEAR(engines, 248, 10);
    EXPECT_NEAR(apps("medium"), 920, 9.2);
    EXPECT_NEAR(system + engines + apps("medium"), 1996, 20);
    EXPECT_NEAR(system + engines + apps("light"), 1582, 16);
}

}  // namespace
}  // namespace stowage
