#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace stowage::cli {

TEST(DisplayWidth, CountsColumnsNotBytes) {
    EXPECT_EQ(displayWidth("shop"), 4);
    EXPECT_EQ(displayWidth("1 × 4 GB"), 8);  // × is two bytes, one column
    EXPECT_EQ(displayWidth("日本"), 4);      // two columns each
    EXPECT_EQ(displayWidth("e\u0301"), 1);   // e and a combining accent
    EXPECT_EQ(displayWidth("\x1b[31mno\x1b[0m"), 2);
}

TEST(DisplayWidth, BrokenUtf8CountsOneEach) {
    EXPECT_EQ(displayWidth("\xFF\xC3"), 2);
}

TEST(WrapWords, BreaksAtBlanksAndKeepsLineBreaks) {
    EXPECT_EQ(wrapWords("one two three\nfour", 8),
              (std::vector<std::string>{"one two", "three", "four"}));
}

TEST(WrapWords, LongWordStaysWhole) {
    EXPECT_EQ(wrapWords("a longestword b", 5), (std::vector<std::string>{"a", "longestword", "b"}));
}

TEST(WrapWords, NothingIsOneEmptyLine) {
    EXPECT_EQ(wrapWords("", 10), std::vector<std::string>{""});
}

TEST(HangingText, ContinuesUnderTheFirstWord) {
    EXPECT_EQ(hangingText("  -o", "write the report", 6, 16), "  -o  write the\n      report\n");
}

TEST(TextTable, AlignsColumnsTwoBlanksApart) {
    TextTable table({{.header = "server"}, {.header = "price", .align = Align::Right}});
    table.addRow({"cx23", "$4.99"});
    table.addRow({"s-1vcpu-2gb", "$12.00"});
    // server is 11 wide, price 6; two blanks between
    EXPECT_EQ(table.toText(80),
              "server        price\n"
              "cx23          $4.99\n"
              "s-1vcpu-2gb  $12.00\n");
}

TEST(TextTable, NarrowsWrappingColumnsOnly) {
    TextTable table({{.header = ""}, {.header = "", .shrink = Shrink::Wrap}});
    table.addRow({"fit.memory", "needs more than it has"});
    // 10 + 2 + 22 = 34 columns; 24 allow 12 for the second
    EXPECT_EQ(table.toText(24),
              "fit.memory  needs more\n"
              "            than it has\n");
}

TEST(TextTable, ShortRowsAndIndent) {
    TextTable table({{.header = "a"}, {.header = "b"}});
    table.addRow({"x"});
    EXPECT_EQ(table.toText(80, 2), "  a  b\n  x\n");
}

TEST(TextTable, ColourDoesNotMoveColumns) {
    TextTable table({{.header = ""}, {.header = ""}});
    table.addRow({"\x1b[32mok\x1b[0m", "1"});
    table.addRow({"fail", "2"});
    EXPECT_EQ(table.toText(80), "\x1b[32mok\x1b[0m    1\nfail  2\n");
}

}  // namespace stowage::cli
