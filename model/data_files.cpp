#include "model/data_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "model/data/shippedData.h"
#include "model/document.h"

namespace stowage {

namespace {

constexpr std::int64_t kFileBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kFilesMax = 1000;

bool nameLess(const DataFile& a, const DataFile& b) {
    return a.name < b.name;
}

/// Folders whose every YAML file is read.
bool isInOpenFolder(const std::string& name) {
    return name.rfind("providers/", 0) == 0 || name.rfind("profiles/", 0) == 0 ||
           name.rfind("larakube/", 0) == 0;
}

/// Paths of the YAML files below `dir`, also those with the ending ".yml", which is not ours;
/// relative to it, sorted: directory order is not ours.
Result<std::vector<std::string>> yamlFilesBelow(const std::string& dir) {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(dir, failure), end; it != end && !failure;
         it.increment(failure)) {
        const auto ending = it->path().extension();
        if ((ending == ".yaml" || ending == ".yml") && it->is_regular_file(failure)) {
            names.push_back(it->path().lexically_relative(dir).generic_string());
        }
        if (names.size() > kFilesMax) {
            return Error{ErrorCode::LimitReached,
                         fmt::format("data folder '{}' holds more than {} files", dir, kFilesMax),
                         {}};
        }
    }
    if (failure) {
        return Error{ErrorCode::Unreadable,
                     fmt::format("data folder '{}' cannot be read: {}", dir, failure.message()),
                     {}};
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

DataFiles DataFiles::shipped() {
    std::vector<DataFile> files;
    for (const EmbeddedFile& file : shippedData()) {
        files.push_back(DataFile{std::string(file.name), "shipped:" + std::string(file.name),
                                 std::string(file.text)});
    }
    return of(std::move(files));
}

Result<DataFiles> DataFiles::open(const std::string& overlayDir) {
    DataFiles files = shipped();
    if (overlayDir.empty()) {
        return files;
    }
    std::error_code failure;
    if (!std::filesystem::is_directory(overlayDir, failure)) {
        return Error{ErrorCode::NotFound,
                     fmt::format("data folder '{}' does not exist or is not a folder", overlayDir),
                     {}};
    }
    STOWAGE_TRY(const std::vector<std::string> names, yamlFilesBelow(overlayDir));
    for (const std::string& name : names) {
        if (name.ends_with(".yml") || (!isInOpenFolder(name) && files.find(name) == nullptr)) {
            files.m_unused.push_back(name);
            continue;
        }
        const std::string path = (std::filesystem::path(overlayDir) / name).generic_string();
        STOWAGE_TRY(std::string text, readTextFile(path, kFileBytesMax));
        DataFile file{name, path, std::move(text)};
        const auto at =
            std::lower_bound(files.m_files.begin(), files.m_files.end(), file, nameLess);
        if (at != files.m_files.end() && at->name == name) {
            *at = std::move(file);
        } else {
            files.m_files.insert(at, std::move(file));
        }
    }
    return files;
}

DataFiles DataFiles::of(std::vector<DataFile> files) {
    std::sort(files.begin(), files.end(), nameLess);
    DataFiles result;
    result.m_files = std::move(files);
    return result;
}

const DataFile* DataFiles::find(std::string_view name) const {
    const auto at = std::lower_bound(
        m_files.begin(), m_files.end(), name,
        [](const DataFile& file, std::string_view key) { return file.name < key; });
    return at != m_files.end() && at->name == name ? &*at : nullptr;
}

std::vector<const DataFile*> DataFiles::under(std::string_view prefix) const {
    std::vector<const DataFile*> found;
    for (const DataFile& file : m_files) {
        if (std::string_view(file.name).substr(0, prefix.size()) == prefix) {
            found.push_back(&file);
        }
    }
    return found;
}

}  // namespace stowage
