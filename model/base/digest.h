#pragma once

#include <string>
#include <string_view>

namespace stowage {

/// SHA-256 in lower-case hexadecimal, 64 characters.
std::string sha256Hex(std::string_view bytes);
/// HMAC-SHA-256 in lower-case hexadecimal: a fingerprint that only the holder of the key can make.
std::string hmacSha256Hex(std::string_view key, std::string_view bytes);

}  // namespace stowage
