#include <fmt/format.h>

#include <algorithm>

#include "model/profile_builder.h"

namespace stowage {

namespace {

ProfileParameter numberOf(std::string key, std::string standard, std::string help) {
    return {.key = std::move(key),
            .kind = ParameterKind::Number,
            .defaultText = std::move(standard),
            .help = std::move(help)};
}

ProfileParameter requestsParameter() {
    return numberOf("rps", "2", "web requests a second that use the service");
}

void memcached(ProfileParameters& parameters, ProfileBuilder& builder) {
    const double limit = builder.value("memcached.limit");
    const Amount used = builder.amount("memcached.key-factor") * parameters.number("keysMi");
    builder.constant(builder.amount("memcached.base"), "process");
    builder.constant(used.value > limit ? used * (limit / used.value) : used,
                     fmt::format("{} MiB of keys and values", parameters.word("keysMi")));
    builder.cpu(builder.amount("memcached.cpu.idle"));
    builder.work(parameters.number("rps") * builder.value("key-value.operations"),
                 builder.amount("key-value.cpu.operation"), 0.0);
}

void addSearch(const std::string& engine, double coreShare, ProfileParameters& parameters,
               ProfileBuilder& builder) {
    const double index = parameters.number("indexMi");
    builder.constant(builder.amount(engine + ".base"), "process");
    Amount held = builder.amount(engine + ".index") * index;
    held.core = held.value * coreShare;
    builder.constant(held, fmt::format("{:g} MiB of searchable text", index));
    builder.cpu(builder.amount(engine + ".cpu.idle"));
    builder.work(parameters.number("searchesPerSecond"), builder.amount("search.cpu.query"), 0.6);
}

void meilisearch(ProfileParameters& parameters, ProfileBuilder& builder) {
    // The index is mapped into memory: page cache, nearly all of it reclaimable.
    addSearch("meilisearch", 0.1, parameters, builder);
    const Amount indexing = builder.amount("meilisearch.indexing");
    builder.chanceRange("meilisearch.indexing", indexing.value, indexing.low, indexing.high,
                        "while documents are indexed");
}

void typesense(ProfileParameters& parameters, ProfileBuilder& builder) {
    addSearch("typesense", 1.0, parameters, builder);
}

/// Base, large transfers under way, and the CPU of object requests.
void addStorage(const std::string& engine, ProfileParameters& parameters, ProfileBuilder& builder) {
    builder.constant(builder.amount(engine + ".base"), "process");
    const Amount count = builder.amount("storage.transfers");
    const double each = builder.value(engine + ".transfer");
    builder.chanceRange("storage.transfers", count.value * each, count.low * each,
                        count.high * each, "large transfers under way");
    builder.cpu(builder.amount(engine + ".cpu.idle"));
    builder.work(parameters.number("rps") * builder.value("storage.requests"),
                 builder.amount("storage.cpu.request"), 0.6);
}

void minio(ProfileParameters& parameters, ProfileBuilder& builder) {
    addStorage("minio", parameters, builder);
}

void seaweedfs(ProfileParameters& parameters, ProfileBuilder& builder) {
    const double files = parameters.number("objectsMi") / builder.value("storage.object-size");
    builder.constant(builder.amount("seaweedfs.file") * files,
                     fmt::format("index of about {:.0f} files", files));
    addStorage("seaweedfs", parameters, builder);
}

void garage(ProfileParameters& parameters, ProfileBuilder& builder) {
    addStorage("garage", parameters, builder);
}

void mongodb(ProfileParameters& parameters, ProfileBuilder& builder) {
    const double cache = builder.value("mongodb.cache");
    const double data = parameters.number("dataMi");
    builder.constant(builder.amount("mongodb.base"), "process");
    builder.constant(builder.amount("mongodb.connection") * parameters.number("connections"),
                     fmt::format("connection x {}", parameters.word("connections")));
    const Amount share = builder.amount("engine.hot.share");
    Amount hot = share;
    hot.value = hot.core = std::min(cache, share.value * data);
    hot.low = std::min(cache, share.low * data);
    hot.high = std::min(cache, share.high * data);
    builder.constant(hot, "documents that are read often");
    builder.chanceRange("mongodb.cache", 0.0, 0.0, std::max(0.0, std::min(cache, data) - hot.value),
                        "cache until it is full");
    builder.cpu(builder.amount("mongodb.cpu.idle"));
    builder.work(parameters.number("statementsPerSecond"), builder.amount("mongodb.cpu.statement"),
                 0.0);
}

}  // namespace

std::vector<ProfileEntry> storeProfiles() {
    const ProfileParameter index =
        numberOf("indexMi", "50", "searchable text of all tenants in MiB");
    const ProfileParameter searches =
        numberOf("searchesPerSecond", "0.2", "searches a second in the peak hour");
    return {
        {{.name = "memcached",
          .summary = "memcached",
          .formula = "base + min(64 MiB, 1.3 x keysMi)",
          .parameters = {numberOf("keysMi", "16", "raw keys and values in MiB"),
                         requestsParameter()}},
         memcached},
        {{.name = "meilisearch",
          .summary = "Meilisearch",
          .formula = "base + index; p99: + 200 MiB while documents are indexed",
          .parameters = {index, searches}},
         meilisearch},
        {{.name = "typesense",
          .summary = "Typesense",
          .formula = "base + 2.5 x index",
          .parameters = {index, searches}},
         typesense},
        {{.name = "minio",
          .summary = "MinIO",
          .formula = "base + large transfers x 10 MiB",
          .parameters = {requestsParameter()}},
         minio},
        {{.name = "seaweedfs",
          .summary = "SeaweedFS in one process",
          .formula = "base + files x 31 bytes + large transfers x 25 MiB",
          .parameters = {numberOf("objectsMi", "1024", "objects of all tenants in MiB"),
                         requestsParameter()}},
         seaweedfs},
        {{.name = "garage",
          .summary = "Garage",
          .formula = "base + large transfers x 10 MiB",
          .parameters = {requestsParameter()}},
         garage},
        {{.name = "mongodb",
          .summary = "MongoDB",
          .formula = "base + connections x 1 MiB + min(cache, 0.1 x data)",
          .parameters = {numberOf("connections", "5", "open connections in total"),
                         numberOf("dataMi", "200", "documents in MiB"),
                         numberOf("statementsPerSecond", "16",
                                  "operations a second in the peak hour")}},
         mongodb},
    };
}

}  // namespace stowage
