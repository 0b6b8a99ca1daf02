#pragma once

#include <string>
#include <string_view>

namespace stowage::testkit {

/// A new empty folder, removed with everything in it at the end of its life.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return m_path; }
    /// The path of something inside; it need not exist.
    std::string path(std::string_view name) const;
    /// Writes a file, with the folders above it, and returns its path.
    std::string write(std::string_view name, std::string_view text) const;

private:
    std::string m_path;
};

}  // namespace stowage::testkit
