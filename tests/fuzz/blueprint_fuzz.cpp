#include <cstddef>
#include <cstdint>
#include <string>

#include "model/base/invariant.h"
#include "model/blueprint_io.h"
#include "model/blueprint_tree.h"

// Any JSON is either refused with a finding or a blueprint whose own tree reads back without an
// error. A line "---" splits the local file off.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace stowage;
    const std::string text(data, data + size);
    const std::size_t split = text.find("\n---\n");
    Diagnostics findings;
    const auto root =
        parseDocument("b.json", text.substr(0, split), DocumentFormat::Json, {}, findings);
    std::optional<Document> local;
    if (split != std::string::npos) {
        local = parseDocument("l.json", text.substr(split + 5), DocumentFormat::Json, {}, findings);
    }
    if (!root) {
        return 0;
    }
    const auto blueprint =
        readBlueprint(root->root, local ? &local->root : nullptr, "app", findings);
    if (!blueprint || findings.hasErrors()) {
        return 0;
    }
    Diagnostics again;
    STOWAGE_ASSERT(readBlueprint(blueprint->source, nullptr, "app", again).has_value());
    STOWAGE_ASSERT(!again.hasErrors());
    return 0;
}
