#include <cstddef>
#include <cstdint>
#include <string>

#include "model/base/invariant.h"
#include "model/document.h"

// Any bytes are either refused with a finding or parsed, within the limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace stowage;
    const std::string text(data, data + size);
    Diagnostics findings;
    const auto parsed = parseDocument("input.yaml", text, DocumentFormat::Yaml, {}, findings);
    STOWAGE_ASSERT(parsed.has_value() != findings.hasErrors());
    for (const Diagnostic& finding : findings.sorted()) {
        STOWAGE_ASSERT(!toText(finding).empty());
    }
    return 0;
}
