#include "model/diagnostic.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stowage {
namespace {

SourcePlace at(std::string file, int line, int column) {
    return {.file = std::move(file), .line = line, .column = column};
}

TEST(Diagnostic, TextNamesPlaceSeverityMessageAndWayOut) {
    Diagnostics found;
    found.error(at("a.yaml", 3, 5), "unknown key 'replica'", "did you mean 'replicas'?");
    found.warning(at("a.yaml", 0, 0), "nothing to plan");
    EXPECT_EQ(toText(found.all()[0]),
              "a.yaml:3:5: error: unknown key 'replica'; did you mean 'replicas'?");
    EXPECT_EQ(toText(found.all()[1]), "a.yaml: warning: nothing to plan");
    EXPECT_TRUE(found.hasErrors());
    EXPECT_EQ(found.count(Severity::Note), 0);
}

TEST(Diagnostic, SortsByPlaceAndKeepsTheOrderOfArrivalWithinOne) {
    Diagnostics found;
    found.note(at("b", 1, 1), "fourth");
    found.note(at("a", 2, 1), "second");
    found.note(at("a", 2, 1), "third");
    found.note(at("a", 1, 9), "first");
    std::vector<std::string> order;
    for (const Diagnostic& one : found.sorted()) {
        order.push_back(one.message);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"first", "second", "third", "fourth"}));
}

TEST(Diagnostic, NearestWordAllowsAThirdOfTheLength) {
    const std::vector<std::string> known = {"replicas", "resources", "runsOn"};
    // "repilcas" has 8 letters: 8/3 = 2 edits allowed, and swapped neighbours are one.
    EXPECT_EQ(nearestWord("repilcas", known), "replicas");
    // Two swaps and a missing letter are three edits.
    EXPECT_EQ(nearestWord("erpilca", known), "");
    // "runs" has 4 letters: 1 edit allowed, but 2 letters are missing.
    EXPECT_EQ(nearestWord("runs", known), "");
    EXPECT_EQ(nearestWord("runOn", known), "runsOn");
    EXPECT_EQ(nearestWord("", known), "");
    EXPECT_EQ(nearestWord(std::string(1'000'000, 'r'), known), "");
    EXPECT_EQ(didYouMean("runOn", known), "did you mean 'runsOn'?");
}

TEST(Diagnostic, NearestWordPrefersTheEarlierOfEqualOnes) {
    EXPECT_EQ(nearestWord("cat", {"bat", "rat"}), "bat");
}

TEST(Diagnostic, CaretStandsBelowTheColumn) {
    const Diagnostic one{.severity = Severity::Error,
                         .place = at("a", 1, 3),
                         .message = "m",
                         .hint = {},
                         .caretLine = "a: 1_000"};
    EXPECT_EQ(renderCaret(one),
              "    a: 1_000\n"
              "      ^\n");
}

TEST(Diagnostic, CaretCountsCharactersNotBytesAndShowsNoControlCharacters) {
    // "ü" is two bytes: byte column 5 is the fourth character.
    const Diagnostic one{.severity = Severity::Error,
                         .place = at("a", 1, 5),
                         .message = "m",
                         .hint = {},
                         .caretLine = "\tü\x1b[x"};
    EXPECT_EQ(renderCaret(one),
              "     ü?[x\n"
              "       ^\n");
}

TEST(Diagnostic, CaretCutsALongLineToAWindow) {
    const Diagnostic one{.severity = Severity::Error,
                         .place = at("a", 1, 501),
                         .message = "m",
                         .hint = {},
                         .caretLine = std::string(500, 'a') + "X" + std::string(500, 'b')};
    // The window of 20 starts 10 before the caret: cells 490 to 509.
    EXPECT_EQ(renderCaret(one, 20),
              "    aaaaaaaaaaXbbbbbbbbb\n"
              "              ^\n");
}

TEST(Diagnostic, QuotedWordIsShortAndHarmless) {
    EXPECT_EQ(quoteWord("web"), "'web'");
    EXPECT_EQ(quoteWord("a\nb\x1b"), "'a?b?'");
    EXPECT_EQ(quoteWord(std::string(1000, 'x')), "'" + std::string(60, 'x') + "…'");
}

}  // namespace
}  // namespace stowage
