#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {

/// Reads one certificate; whatever cannot be read is a violation "certificate.form" and absent.
class CertificateReader {
public:
    CertificateReader(const PlanContext& context, const DocumentNode& node, std::string where)
        : m_context(context), m_node(node), m_where(std::move(where)) {}

    std::optional<std::int64_t> count(std::string_view key) const;
    std::optional<Money> money(std::string_view key) const;
    std::optional<std::string> word(std::string_view key) const;
    /// The entries of a list, each with a reader; none when it is no list.
    std::vector<CertificateReader> list(std::string_view key) const;
    CertificateReader map(std::string_view key) const;
    bool has(std::string_view key) const { return m_node.find(key) != nullptr; }
    const std::string& where() const { return m_where; }

private:
    void refuse(std::string_view key, const DocumentNode* found, const char* wanted) const;

    const PlanContext& m_context;
    const DocumentNode& m_node;
    std::string m_where;
};

/// Method "patterns": the bound re-priced from its duals. Every value of an offer is verified by an
/// exact knapsack of its own.
void checkPatterns(const PlanContext& context, const CertificateReader& certificate);

}  // namespace stowage::checker
