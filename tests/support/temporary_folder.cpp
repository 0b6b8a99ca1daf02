#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace stowage::testkit {

TemporaryFolder::TemporaryFolder() {
    m_path = (std::filesystem::temp_directory_path() / "stowage-test-XXXXXX").string();
    if (mkdtemp(m_path.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary folder");
    }
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string TemporaryFolder::path(std::string_view name) const {
    return (std::filesystem::path(m_path) / name).string();
}

std::string TemporaryFolder::write(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = std::filesystem::path(m_path) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

}  // namespace stowage::testkit
