#include <cstddef>
#include <cstdint>
#include <string>

#include "model/base/invariant.h"
#include "model/document.h"

// Any bytes are either refused with a finding or parsed; what was parsed survives a round trip.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace stowage;
    const std::string text(data, data + size);
    Diagnostics findings;
    const auto parsed = parseDocument("input.json", text, DocumentFormat::Json, {}, findings);
    STOWAGE_ASSERT(parsed.has_value() != findings.hasErrors());
    if (!parsed) {
        return 0;
    }
    const std::string written = writeJson(parsed->root);
    // Indenting a deep tree may take it past the limit on bytes, nothing else.
    const DocumentLimits roomy{.bytesMax = std::int64_t{1} << 30};
    const auto again = parseDocument("again.json", written, DocumentFormat::Json, roomy, findings);
    STOWAGE_ASSERT(again.has_value());
    STOWAGE_ASSERT(writeJson(again->root) == written);
    return 0;
}
