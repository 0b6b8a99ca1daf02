#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace stowage::testkit {

/// A path of the source tree, as in repositoryPath("scenarios/one-vps.yaml").
std::string repositoryPath(std::string_view relative);

/// The bytes of a file; fails the running test and returns "" if it cannot be read.
std::string readBytes(const std::string& path);

/// Compares with the golden file at this path of the source tree. On a difference the message shows
/// the lines that moved. With UPDATE_GOLDEN=1 in the environment the file is rewritten, the lines
/// that moved are printed, and the comparison succeeds.
::testing::AssertionResult matchesGolden(std::string_view relativePath, std::string_view actual);

/// The lines that differ, "-" for the first and "+" for the second text, each change with its line
/// number; at most `linesMax` of them. Empty when equal.
std::string lineDifference(std::string_view before, std::string_view after, int linesMax = 60);

}  // namespace stowage::testkit
