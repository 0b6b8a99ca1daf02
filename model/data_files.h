#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace stowage {

/// One file of the data folder, shipped or laid over.
struct DataFile {
    std::string name;    ///< path below the data folder, as in "providers/hetzner.yaml"
    std::string origin;  ///< for messages: the path on disk, or "shipped:" and the name
    std::string text;
    bool operator==(const DataFile&) const = default;
};

/// What we believe about the world: the files compiled into the program, each replaced by the file
/// of the same name in the user's folder where there is one; further files of that folder are
/// added.
class DataFiles {
public:
    /// The shipped files alone.
    static DataFiles shipped();
    /// The shipped files with `overlayDir` laid over; an empty path means shipped alone. Only files
    /// ending in ".yaml" count. Errors: NotFound (no such folder), Unreadable, LimitReached.
    static Result<DataFiles> open(const std::string& overlayDir);
    /// From given files, for tests; sorted by name.
    static DataFiles of(std::vector<DataFile> files);

    /// The file of this name, or nullptr.
    const DataFile* find(std::string_view name) const;
    /// All files whose name starts with `prefix`, sorted by name.
    std::vector<const DataFile*> under(std::string_view prefix) const;
    const std::vector<DataFile>& all() const { return m_files; }
    /// Paths below the overlay that no reader asks for: names that are no data file's.
    const std::vector<std::string>& unused() const { return m_unused; }

private:
    std::vector<DataFile> m_files;  ///< sorted by name, unique
    std::vector<std::string> m_unused;
};

}  // namespace stowage
