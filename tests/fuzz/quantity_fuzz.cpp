#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/base/invariant.h"
#include "model/quantity.h"

// A quantity that is accepted has a canonical text, which means the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace stowage;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto cpu = parseCpu(text)) {
        STOWAGE_ASSERT(parseCpu(toQuantity(*cpu)).value() == *cpu);
    }
    if (const auto bytes = parseBytes(text)) {
        STOWAGE_ASSERT(parseBytes(toQuantity(*bytes)).value() == *bytes);
    }
    const auto count = parseCount(text);
    STOWAGE_ASSERT(count.ok() || !count.error().message.empty());
    return 0;
}
