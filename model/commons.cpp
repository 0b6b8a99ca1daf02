#include "model/commons.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage {
namespace {

bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    const std::string_view spaces = " \t\n\r\v";
    const auto first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// Lower case, with every run of characters outside a-z0-9 as one `separator`.
std::string slug(std::string_view text, char separator) {
    std::string words;
    for (const char raw : trimmed(text)) {
        const char c = lower(raw);
        if (isLetter(c) || isDigit(c)) {
            words.push_back(c);
        } else if (words.empty() || words.back() != separator) {
            words.push_back(separator);
        }
    }
    return words;
}

std::string stripped(const std::string& text, char separator) {
    const auto first = text.find_first_not_of(separator);
    if (first == std::string::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(separator) - first + 1);
}

bool truncatesLogins(ServiceKind kind) {
    return kind == ServiceKind::Mysql || kind == ServiceKind::Mariadb;
}

template <typename IsCollision>
std::vector<TenantCollision> pairs(const std::vector<Tenant>& tenants,
                                   const IsCollision& collisionName) {
    std::vector<TenantCollision> collisions;
    for (std::size_t first = 0; first < tenants.size(); ++first) {
        for (std::size_t second = first + 1; second < tenants.size(); ++second) {
            std::string name = collisionName(tenants[first], tenants[second]);
            if (!name.empty()) {
                collisions.push_back(
                    {tenants[first].environmentId, tenants[second].environmentId, std::move(name)});
            }
        }
    }
    return collisions;
}

}  // namespace

std::string tenantId(std::string_view app, std::string_view environment) {
    std::string base = stripped(slug(app, '_'), '_');
    if (base.empty() || !isLetter(base.front())) {
        base = "app_" + base;
    }
    if (environment != "production") {
        const std::string suffix = "_" + slug(environment, '_');
        const std::size_t room = kTenantIdLengthMax - std::min(suffix.size(), kTenantIdLengthMax);
        base = base.substr(0, room) + suffix;
    }
    return base.substr(0, kTenantIdLengthMax);
}

std::string bucketName(std::string_view app, std::string_view environment) {
    std::string name = stripped(slug(tenantId(app, environment), '-'), '-');
    if (name.size() < 3) {
        name = "lk-" + name;
    }
    return name.substr(0, kTenantIdLengthMax);
}

std::string loginName(ServiceKind kind, const std::string& tenant) {
    return truncatesLogins(kind) ? tenant.substr(0, kMysqlLoginLengthMax) : tenant;
}

bool isLoginCut(ServiceKind kind, const std::string& tenant) {
    return truncatesLogins(kind) && tenant.size() > kMysqlLoginLengthMax;
}

std::vector<TenantCollision> tenantCollisions(const std::vector<Tenant>& tenants) {
    return pairs(tenants, [](const Tenant& first, const Tenant& second) {
        if (first.id == second.id) {
            return first.id;
        }
        return first.bucket == second.bucket ? first.bucket : std::string();
    });
}

std::vector<TenantCollision> loginCollisions(ServiceKind kind, const std::vector<Tenant>& tenants) {
    return pairs(tenants, [kind](const Tenant& first, const Tenant& second) {
        const std::string login = loginName(kind, first.id);
        return first.id != second.id && login == loginName(kind, second.id) ? login : std::string();
    });
}

std::optional<int> freeRedisIndex(const std::vector<int>& used) {
    for (int index = 0; index < kRedisIndexCount; ++index) {
        if (std::find(used.begin(), used.end(), index) == used.end()) {
            return index;
        }
    }
    return std::nullopt;
}

}  // namespace stowage
