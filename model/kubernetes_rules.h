#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"

namespace stowage {

class DataFiles;
struct Scenario;

/// One rule that is as today since a minor version, and was not before.
struct KubernetesChange {
    std::string id;
    int since = 0;  ///< minor version
    std::string text, source, date;
    bool operator==(const KubernetesChange&) const = default;
};

/// Rules that depend on the minor version: data, never constants in code.
class KubernetesRules {
public:
    /// Reads "kubernetes.yaml"; a row without version, source or date is an error.
    static KubernetesRules load(const DataFiles& files, Diagnostics& diagnostics);

    int oldest() const { return m_oldest; }
    int newest() const { return m_newest; }
    const std::vector<KubernetesChange>& changes() const { return m_changes; }
    /// Is the rule in force in this minor version? Asserts that the id exists.
    bool holds(std::string_view id, int minor) const;

private:
    int m_oldest = 0;
    int m_newest = 0;
    std::vector<KubernetesChange> m_changes;
};

/// The rules compiled into the program, parsed once.
const KubernetesRules& shippedKubernetesRules();

/// "1.34", "v1.34.2+k3s1": 34; 0 where the text is no version.
int minorVersion(std::string_view version);
/// The minor version that a scenario is planned for: its own, else the highest of its blueprints,
/// else the newest known.
int plannedMinorVersion(const Scenario& scenario);

}  // namespace stowage
