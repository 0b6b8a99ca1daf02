#include "model/kubernetes_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/base/invariant.h"
#include "model/data_files.h"
#include "model/data_row.h"
#include "model/document.h"
#include "model/scenario.h"

namespace stowage {
namespace {

constexpr std::string_view kFile = "kubernetes.yaml";

int requiredVersion(DataRow& row, std::string_view key) {
    const int minor = minorVersion(row.requiredText(key));
    if (minor == 0) {
        row.complain(key, fmt::format("'{}' is no version such as \"1.34\"", key));
    }
    return minor;
}

}  // namespace

KubernetesRules KubernetesRules::load(const DataFiles& files, Diagnostics& diagnostics) {
    const DataFile* file = files.find(kFile);
    if (file == nullptr) {
        diagnostics.error(SourcePlace{.file = std::string(kFile)}, "the data file is missing");
        return {};
    }
    const auto document =
        parseDocument(file->origin, file->text, DocumentFormat::Yaml, {}, diagnostics);
    KubernetesRules rules;
    if (!document) {
        return rules;
    }
    DataRow root(document->root, diagnostics);
    rules.m_oldest = requiredVersion(root, "oldest");
    rules.m_newest = requiredVersion(root, "newest");
    for (const DocumentNode& item : root.items("changes")) {
        DataRow row(item, diagnostics);
        KubernetesChange change;
        change.id = row.requiredText("id");
        change.since = requiredVersion(row, "since");
        change.text = row.requiredText("text");
        change.source = row.requiredText("source");
        change.date = row.requiredText("date");
        row.finish();
        if (!row.isBroken()) {
            rules.m_changes.push_back(std::move(change));
        }
    }
    root.finish();
    return rules;
}

bool KubernetesRules::holds(std::string_view id, int minor) const {
    const auto at = std::find_if(m_changes.begin(), m_changes.end(),
                                 [&](const KubernetesChange& change) { return change.id == id; });
    STOWAGE_ASSERT(at != m_changes.end());
    return minor >= at->since;
}

const KubernetesRules& shippedKubernetesRules() {
    static const KubernetesRules kRules = [] {
        Diagnostics diagnostics;
        KubernetesRules rules = KubernetesRules::load(DataFiles::shipped(), diagnostics);
        STOWAGE_ASSERT(!diagnostics.hasErrors());
        return rules;
    }();
    return kRules;
}

int minorVersion(std::string_view version) {
    version.remove_prefix(version.substr(0, 1) == "v" ? 1 : 0);
    if (version.substr(0, 2) != "1.") {
        return 0;
    }
    version.remove_prefix(2);
    int minor = 0;
    const auto parsed = std::from_chars(version.data(), version.data() + version.size(), minor);
    return parsed.ec == std::errc() && minor > 0 ? minor : 0;
}

int plannedMinorVersion(const Scenario& scenario) {
    const int own = minorVersion(scenario.candidates.kubernetesVersion);
    if (own > 0) {
        return own;
    }
    int highest = 0;
    for (const App& app : scenario.apps) {
        highest = std::max(highest, app.blueprint ? minorVersion(app.blueprint->k3sVersion) : 0);
    }
    return highest > 0 ? highest : shippedKubernetesRules().newest();
}

}  // namespace stowage
