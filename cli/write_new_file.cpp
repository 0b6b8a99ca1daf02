#include "cli/write_new_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "model/document.h"

namespace stowage::cli {

Status writeNewFile(const std::string& path, std::string_view text, Overwrite overwrite) {
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(path, ignored);
    const bool isFile =
        std::filesystem::is_regular_file(status) || std::filesystem::is_symlink(status);
    if (isFile && overwrite == Overwrite::No) {
        return Error{.code = ErrorCode::AlreadyExists,
                     .message = fmt::format("'{}' exists already; --force overwrites it", path),
                     .context = {}};
    }
    return writeTextFile(path, text);
}

}  // namespace stowage::cli
