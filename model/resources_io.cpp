#include "model/resources_io.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "model/field_reader.h"
#include "model/quantity.h"

namespace stowage {

namespace {

bool isByteResource(std::string_view name) {
    constexpr std::string_view kHugePages = "hugepages-";
    return name == kMemory || name == kEphemeralStorage ||
           name.substr(0, kHugePages.size()) == kHugePages;
}

/// Extended resources carry the domain of whoever provides them.
bool isExtendedResource(std::string_view name) {
    const std::size_t slash = name.find('/');
    return slash != std::string_view::npos && slash > 0 && slash + 1 < name.size();
}

std::optional<std::int64_t> readAmount(const DocumentNode::Entry& entry, const std::string& label,
                                       Diagnostics& diagnostics) {
    const std::string what = fmt::format("{} of {}", quoteWord(entry.key), label);
    if (entry.key == kCpu) {
        const auto cpu = cpuOf(&entry.value, what, diagnostics);
        return cpu ? std::optional(cpu->raw()) : std::nullopt;
    }
    if (isByteResource(entry.key)) {
        const auto bytes = bytesOf(&entry.value, what, diagnostics);
        return bytes ? std::optional(bytes->raw()) : std::nullopt;
    }
    if (isExtendedResource(entry.key)) {
        return countOf(&entry.value, what, diagnostics);
    }
    diagnostics.error(entry.keyPlace,
                      fmt::format("unknown resource {} in {}", quoteWord(entry.key), label),
                      didYouMean(entry.key, {kCpu, kMemory, kEphemeralStorage}));
    return std::nullopt;
}

template <typename Store>
void readEach(const DocumentNode* node, const std::string& label, Store store,
              Diagnostics& diagnostics) {
    const DocumentNode* map = mapOf(node, label, diagnostics);
    if (map == nullptr) {
        return;
    }
    for (const DocumentNode::Entry& entry : map->entries) {
        if (entry.value.isNull()) {
            continue;
        }
        const auto amount = readAmount(entry, label, diagnostics);
        if (amount) {
            store(entry.key, *amount);
        }
    }
}

}  // namespace

ResourceAmounts readAmounts(const DocumentNode* node, const std::string& label,
                            std::vector<std::string>* given, Diagnostics& diagnostics) {
    ResourceAmounts amounts;
    readEach(
        node, label,
        [&](const std::string& name, std::int64_t amount) {
            amounts.set(name, amount);
            if (given != nullptr) {
                given->push_back(name);
            }
        },
        diagnostics);
    return amounts;
}

ResourceLimits readLimits(const DocumentNode* node, const std::string& label,
                          Diagnostics& diagnostics) {
    ResourceLimits limits;
    readEach(
        node, label,
        [&](const std::string& name, std::int64_t amount) { limits.set(name, amount); },
        diagnostics);
    return limits;
}

void checkRequestsWithinLimits(const ResourceAmounts& requests, const ResourceLimits& limits,
                               const std::string& label, const SourcePlace& place,
                               Diagnostics& diagnostics) {
    for (const auto& [name, amount] : requests.entries()) {
        if (limits.has(name) && amount > limits.get(name)) {
            diagnostics.error(place, fmt::format("{}: the request of {} {} exceeds the limit of {}",
                                                 label, resourceText(name, amount), name,
                                                 resourceText(name, limits.get(name))));
        }
    }
}

ResourceOverride readOverride(const DocumentNode& node, const std::string& label,
                              Severity unknownKeys, Diagnostics& diagnostics) {
    ResourceOverride result;
    FieldReader fields(node, label, diagnostics);
    result.requests = readAmounts(fields.take("requests"), "the requests of " + label,
                                  &result.requestsGiven, diagnostics);
    result.limits = readLimits(fields.take("limits"), "the limits of " + label, diagnostics);
    fields.finish(unknownKeys);
    checkRequestsWithinLimits(result.requests, result.limits, label, node.place, diagnostics);
    return result;
}

std::map<std::string, std::string> readTextMap(const DocumentNode* node, const std::string& label,
                                               Diagnostics& diagnostics) {
    std::map<std::string, std::string> result;
    const DocumentNode* map = mapOf(node, label, diagnostics);
    if (map == nullptr) {
        return result;
    }
    for (const DocumentNode::Entry& entry : map->entries) {
        auto text = entry.value.isNull()
                        ? std::optional<std::string>()
                        : textOf(&entry.value, fmt::format("{} of {}", quoteWord(entry.key), label),
                                 diagnostics);
        if (text) {
            result[entry.key] = std::move(*text);
        }
    }
    return result;
}

std::string resourceText(const std::string& name, std::int64_t amount) {
    if (name == kCpu) {
        return toQuantity(MilliCpu::fromRaw(amount));
    }
    return isByteResource(name) ? toQuantity(Bytes::fromRaw(amount)) : fmt::format("{}", amount);
}

}  // namespace stowage
