#include "model/base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstddef>

#include "model/base/invariant.h"

namespace stowage {

namespace {

using Buffer = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string toHex(const Buffer& bytes, std::size_t length) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 15U];
    }
    return text;
}

}  // namespace

std::string sha256Hex(std::string_view bytes) {
    Buffer buffer{};
    unsigned length = 0;
    // Fails only when the library itself is broken.
    STOWAGE_ASSERT(
        EVP_Digest(bytes.data(), bytes.size(), buffer.data(), &length, EVP_sha256(), nullptr) == 1);
    return toHex(buffer, length);
}

std::string hmacSha256Hex(std::string_view key, std::string_view bytes) {
    Buffer buffer{};
    unsigned length = 0;
    STOWAGE_ASSERT(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                        buffer.data(), &length) != nullptr);
    return toHex(buffer, length);
}

}  // namespace stowage
