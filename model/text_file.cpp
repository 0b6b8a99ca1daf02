#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

namespace {

/// Closes the descriptor when it goes out of scope.
class FileHandle {
public:
    explicit FileHandle(int descriptor) : m_descriptor(descriptor) {}
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle() { close(); }

    int get() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    /// False when the system reports that written data was lost.
    bool close() {
        const int descriptor = std::exchange(m_descriptor, -1);
        return descriptor < 0 || ::close(descriptor) == 0;
    }

private:
    int m_descriptor = -1;
};

Error fileError(const std::string& path, std::string_view verb, int code) {
    return {.code = code == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable,
            .message = fmt::format("cannot {} '{}': {}", verb, path,
                                   std::generic_category().message(code)),
            .context = {}};
}

bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// A new file beside the target; the name is free because O_EXCL refuses an existing one.
int openTemporary(const std::string& target, unsigned mode, std::string& name) {
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        name = fmt::format("{}.{}-{}.tmp", target, ::getpid(), attempt);
        const int descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                      static_cast<mode_t>(mode));
        if (descriptor >= 0 || errno != EEXIST) {
            return descriptor;
        }
    }
    return -1;
}

/// Makes the rename itself durable. File systems that cannot sync a folder are no reason to fail.
void syncFolder(const std::filesystem::path& target) {
    const std::filesystem::path folder = target.parent_path();
    const FileHandle handle(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.isOpen()) {
        static_cast<void>(::fsync(handle.get()));
    }
}

Status replaceFile(const std::string& target, std::string_view text, unsigned mode) {
    std::string temporary;
    FileHandle handle(openTemporary(target, mode, temporary));
    if (!handle.isOpen()) {
        return fileError(target, "write", errno);
    }
    const bool written =
        writeAll(handle.get(), text) && ::fsync(handle.get()) == 0 && handle.close();
    if (!written || std::rename(temporary.c_str(), target.c_str()) != 0) {
        const int code = errno;
        ::unlink(temporary.c_str());
        return fileError(target, "write", code);
    }
    syncFolder(target);
    return Done{};
}

Status writeInPlace(const std::string& target, std::string_view text) {
    FileHandle handle(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (!handle.isOpen() || !writeAll(handle.get(), text) || !handle.close()) {
        return fileError(target, "write", errno);
    }
    return Done{};
}

}  // namespace

Result<std::string> readTextFile(const std::string& path, std::int64_t bytesMax) {
    const FileHandle handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle.isOpen()) {
        return fileError(path, "read", errno);
    }
    std::string text;
    std::string block(std::size_t{64} * 1024, '\0');
    while (static_cast<std::int64_t>(text.size()) <= bytesMax) {
        const ssize_t count = ::read(handle.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fileError(path, "read", errno);
        }
        if (count == 0) {
            return text;
        }
        text.append(block, 0, static_cast<std::size_t>(count));
    }
    return Error{.code = ErrorCode::LimitReached,
                 .message = fmt::format("'{}' has more than {} bytes, which is the most that is "
                                        "read",
                                        path, bytesMax),
                 .context = {}};
}

Status writeTextFile(const std::string& path, std::string_view text, unsigned mode) {
    std::error_code ignored;
    const std::filesystem::file_status status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        // Pipes and terminals cannot be replaced; a folder is refused by the open.
        return writeInPlace(path, text);
    }
    // The file behind a symbolic link is replaced, not the link.
    const std::filesystem::path target = std::filesystem::weakly_canonical(path, ignored);
    return replaceFile(ignored ? path : target.string(), text, mode);
}

}  // namespace stowage
