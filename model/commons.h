#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/service.h"

namespace stowage {

/// Logical databases of the one Redis of a Commons; a seventeenth tenant is refused.
inline constexpr int kRedisIndexCount = 16;
/// Longest database name and bucket name.
inline constexpr std::size_t kTenantIdLengthMax = 63;
/// MySQL and MariaDB logins are cut here when they are created, but not where they are used.
inline constexpr std::size_t kMysqlLoginLengthMax = 32;

/// Name of an environment's database and login in the Commons: lower case, every run of other
/// characters than a-z and 0-9 one underscore, "app_" in front where it would not start with a
/// letter, "_environment" behind unless the environment is called exactly "production".
std::string tenantId(std::string_view app, std::string_view environment);
/// Name of its bucket: the tenant id with hyphens, "lk-" in front of names below three characters.
std::string bucketName(std::string_view app, std::string_view environment);

/// The login that the engine really creates.
std::string loginName(ServiceKind kind, const std::string& tenant);
/// Whether the login is cut, so that the app's full name cannot log in.
bool isLoginCut(ServiceKind kind, const std::string& tenant);

/// One environment in a Commons.
struct Tenant {
    std::string environmentId;
    std::string id;
    std::string bucket;
    bool operator==(const Tenant&) const = default;
};

/// Two environments that would share a database, a login or a bucket.
struct TenantCollision {
    std::string first;   ///< environment id
    std::string second;  ///< environment id
    std::string name;    ///< what both are called
    bool operator==(const TenantCollision&) const = default;
};

/// Every pair with one tenant id or one bucket, in the order of the tenants.
std::vector<TenantCollision> tenantCollisions(const std::vector<Tenant>& tenants);
/// Every pair with different tenant ids whose logins are equal once cut.
std::vector<TenantCollision> loginCollisions(ServiceKind kind, const std::vector<Tenant>& tenants);

/// The lowest free index, as LaraKube takes it; empty when all are used.
std::optional<int> freeRedisIndex(const std::vector<int>& used);

}  // namespace stowage
