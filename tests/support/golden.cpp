#include "tests/support/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <vector>

namespace stowage::testkit {

namespace {

using Lines = std::vector<std::string_view>;

Lines splitLines(std::string_view text) {
    Lines lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// How far below the current lines the two texts meet again: the smallest sum of skipped lines.
struct Meeting {
    std::size_t skipBefore = 0;
    std::size_t skipAfter = 0;
};

Meeting findMeeting(const Lines& before, std::size_t i, const Lines& after, std::size_t j) {
    constexpr std::size_t kWindow = 200;
    const std::size_t restBefore = before.size() - i;
    const std::size_t restAfter = after.size() - j;
    for (std::size_t sum = 1; sum <= kWindow; ++sum) {
        for (std::size_t a = 0; a <= sum; ++a) {
            const std::size_t b = sum - a;
            if (a < restBefore && b < restAfter && before[i + a] == after[j + b]) {
                return {.skipBefore = a, .skipAfter = b};
            }
        }
    }
    return {.skipBefore = restBefore, .skipAfter = restAfter};
}

bool isUpdating() {
    const char* value = std::getenv("UPDATE_GOLDEN");
    return value != nullptr && std::string_view(value) == "1";
}

std::string readIfThere(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

std::string repositoryPath(std::string_view relative) {
    return fmt::format("{}/{}", STOWAGE_SOURCE_FOLDER, relative);
}

std::string readBytes(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) {
        ADD_FAILURE() << "cannot read " << path;
        return {};
    }
    return readIfThere(path);
}

::testing::AssertionResult matchesGolden(std::string_view relativePath, std::string_view actual) {
    const std::string path = repositoryPath(relativePath);
    const std::string expected = readIfThere(path);
    if (expected == actual && std::filesystem::exists(path)) {
        return ::testing::AssertionSuccess();
    }
    const std::string moved = lineDifference(expected, actual);
    if (!isUpdating()) {
        return ::testing::AssertionFailure()
               << relativePath << " differs (UPDATE_GOLDEN=1 rewrites it):\n"
               << moved;
    }
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    std::cout << "rewrote " << relativePath << ":\n" << moved;
    return ::testing::AssertionSuccess();
}

std::string lineDifference(std::string_view before, std::string_view after, int linesMax) {
    const Lines left = splitLines(before);
    const Lines right = splitLines(after);
    std::string text;
    int printed = 0;
    const auto print = [&](char sign, std::size_t number, std::string_view line) {
        if (printed++ < linesMax) {
            text += fmt::format("{}{:>5}  {}\n", sign, number, line);
        }
    };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() || j < right.size()) {
        if (i < left.size() && j < right.size() && left[i] == right[j]) {
            ++i;
            ++j;
            continue;
        }
        const Meeting meeting = findMeeting(left, i, right, j);
        for (std::size_t k = 0; k < meeting.skipBefore; ++k, ++i) {
            print('-', i + 1, left[i]);
        }
        for (std::size_t k = 0; k < meeting.skipAfter; ++k, ++j) {
            print('+', j + 1, right[j]);
        }
    }
    if (printed > linesMax) {
        text += fmt::format("… and {} more lines\n", printed - linesMax);
    }
    if (text.empty() && before != after) {
        text = "only the line break at the end differs\n";
    }
    return text;
}

}  // namespace stowage::testkit
