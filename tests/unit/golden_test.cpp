#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace stowage::testkit {

TEST(Golden, EqualTextsHaveNoDifference) {
    EXPECT_EQ(lineDifference("a\nb\n", "a\nb\n"), "");
}

TEST(Golden, DifferenceNamesTheLinesThatMoved) {
    // b (line 2) became x and y (lines 2 and 3); a and c stay.
    EXPECT_EQ(lineDifference("a\nb\nc\n", "a\nx\ny\nc\n"), "-    2  b\n+    2  x\n+    3  y\n");
}

TEST(Golden, MissingLineBreakAtTheEndIsADifference) {
    EXPECT_EQ(lineDifference("a\n", "a"), "only the line break at the end differs\n");
}

TEST(Golden, LongDifferencesAreCut) {
    EXPECT_EQ(lineDifference("a\nb\nc\n", "", 2), "-    1  a\n-    2  b\n… and 1 more lines\n");
}

TEST(Golden, MissingFileDoesNotMatch) {
    EXPECT_FALSE(matchesGolden("tests/golden/no-such-file.txt", ""));
}

TEST(TemporaryFolder, IsGoneAfterwards) {
    std::string path;
    {
        const TemporaryFolder folder;
        path = folder.write("a/b.txt", "text");
        EXPECT_EQ(readBytes(path), "text");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace stowage::testkit
