#include "model/yaml_edit.h"

#include <gtest/gtest.h>

#include "model/json_patch.h"

namespace stowage {
namespace {

DocumentNode parse(const std::string& text) {
    Diagnostics diagnostics;
    const auto document = parseDocument("t.yaml", text, DocumentFormat::Yaml, {}, diagnostics);
    EXPECT_TRUE(document.has_value()) << text;
    return document ? document->root : makeNull();
}

/// The text after an edit that is given by the tree it must read as.
YamlEdit edited(const std::string& text, const std::string& wanted) {
    const DocumentNode tree = parse(wanted);
    YamlEdit edit = editYaml(text, tree);
    EXPECT_TRUE(isSameTree(parse(edit.text), tree)) << edit.text;
    return edit;
}

TEST(YamlEdit, NothingChangesNothing) {
    const std::string text = "# head\na:   1   # one\n\nb: [ 1,2 ]\n";
    EXPECT_EQ(edited(text, text).text, text);
}

TEST(YamlEdit, ScalarsChangeInPlaceInTheirQuotes) {
    const std::string text = "a: 1   # one\nb: \"x\"  # two\nc: 'it''s'\nd: { e: 2, f: [3] }\n";
    EXPECT_EQ(edited(text, "{a: 5, b: y, c: \"it's \\\"so\\\"\", d: {e: 7, f: [word]}}").text,
              "a: 5   # one\nb: \"y\"  # two\nc: 'it''s \"so\"'\nd: { e: 7, f: [word] }\n");
}

TEST(YamlEdit, KeysAreAddedWhereTheirMapStands) {
    const std::string text =
        "apps:\n"
        "  - name: shop   # ours\n"
        "    workers:\n"
        "      production: { web: 2 }\n"
        "\n"
        "candidates: {}\n";
    EXPECT_EQ(edited(text,
                     "{apps: [{name: shop, workers: {production: {web: 2, horizon: 1}},"
                     " traffic: {production: {peakRps: 2}}}], candidates: {maxNodes: 3}}")
                  .text,
              "apps:\n"
              "  - name: shop   # ours\n"
              "    workers:\n"
              "      production: { web: 2, horizon: 1 }\n"
              "    traffic:\n"
              "      production: { peakRps: 2 }\n"
              "\n"
              "candidates: { maxNodes: 3 }\n");
}

TEST(YamlEdit, LinesAreTakenWithTheirOwnCommentsAlone) {
    const std::string text =
        "# head\n"
        "a: 1\n"
        "# above b\n"
        "b: 2   # of b\n"
        "c:\n"
        "  - x\n"
        "  - y   # of y\n"
        "  - z\n";
    const YamlEdit edit = edited(text, "{a: 1, c: [x, z]}");
    EXPECT_EQ(edit.text, "# head\na: 1\n# above b\nc:\n  - x\n  - z\n");
    EXPECT_EQ(edit.lost, (std::vector<std::string>{"line 4: # of b", "line 7: # of y"}));
}

TEST(YamlEdit, TheFirstKeyOfAnItemMakesRoomForTheNext) {
    const std::string text =
        "apps:\n  - name: a\n    weight: light\n  - name: b\n    weight: heavy\n";
    EXPECT_EQ(edited(text, "{apps: [{weight: light}, {name: b, weight: heavy}]}").text,
              "apps:\n  - weight: light\n  - name: b\n    weight: heavy\n");
    EXPECT_EQ(
        edited(text, "{apps: [{id: 1, name: a, weight: light}, {name: b, weight: heavy}]}").text,
        "apps:\n  - id: 1\n    name: a\n    weight: light\n  - name: b\n    weight: heavy\n");
}

TEST(YamlEdit, ItemsOfFlowListsComeAndGo) {
    EXPECT_EQ(edited("a: [x, y, z]  # list\n", "{a: [y, z]}").text, "a: [y, z]  # list\n");
    EXPECT_EQ(edited("a: [x, y, z]\n", "{a: [x, z, w]}").text, "a: [x, z, w]\n");
    EXPECT_EQ(edited("a: { x: 1, y: 2 }\n", "{a: {y: 2}}").text, "a: { y: 2 }\n");
    EXPECT_EQ(edited("a: { x: 1, y: 2 }\n", "{a: {x: 1}}").text, "a: { x: 1 }\n");
    EXPECT_EQ(edited("a: [x]\n", "{a: []}").text, "a: []\n");
    EXPECT_EQ(edited("a: []\n", "{a: [x, \"y z\"]}").text, "a: [x, \"y z\"]\n");
}

TEST(YamlEdit, AValueMayBecomeAnotherKind) {
    EXPECT_EQ(edited("a: x # why\nb: 1\n", "{a: {c: {d: 2}}, b: 1}").text,
              "a: # why\n  c: { d: 2 }\nb: 1\n");
    EXPECT_EQ(edited("a:   # why\n  c:\n    d: 2\nb: 1\n", "{a: x, b: 1}").text,
              "a: x   # why\nb: 1\n");
    EXPECT_EQ(edited("a:\nb: 1\n", "{a: {c: 2}, b: 1}").text, "a: { c: 2 }\nb: 1\n");
    EXPECT_EQ(edited("a:\n  c: 2\nb: 1\n", "{a: {}, b: 1}").text, "a: {}\nb: 1\n");
}

TEST(YamlEdit, WhatCannotBeChangedInPlaceIsWrittenAnewAlone) {
    // The alias repeats the value of a: only b may be written out.
    const std::string text =
        "# head\na: &one { x: 1 }   # first\nb:\n  c: *one   # second\n  d: 1\n";
    const YamlEdit edit = edited(text, "{a: {x: 1}, b: {c: {x: 2}, d: 1}}");
    EXPECT_EQ(edit.text,
              "# head\na: &one { x: 1 }   # first\nb:\n  c: { x: 2 }   # second\n  d: 1\n");
    // Another order of keys.
    EXPECT_EQ(edited("# head\na: 1\nb:\n  x: 1 # gone\n  y: 2\n", "{a: 1, b: {y: 2, x: 1}}").lost,
              (std::vector<std::string>{"line 4: # gone"}));
}

TEST(YamlEdit, BlockScalarsAndFoldedLinesAreStepped) {
    const std::string text =
        "a: |\n  # no comment\n  text\nb: word\n  and more\nc: \"q\n  r\"\nd: 1\n";
    EXPECT_EQ(
        edited(text, "{a: \"# no comment\\ntext\\n\", b: word and more, c: q r, d: 2, e: 3}").text,
        "a: |\n  # no comment\n  text\nb: word\n  and more\nc: \"q\n  r\"\nd: 2\ne: 3\n");
    EXPECT_EQ(edited(text, "{a: new, b: word and more, c: q r, d: 1}").text,
              "a: new\nb: word\n  and more\nc: \"q\n  r\"\nd: 1\n");
}

TEST(YamlEdit, OtherLineEndsAndMissingOnesAndMarksStay) {
    EXPECT_EQ(edited("a: 1\r\nb: 2\r\n", "{a: 1, b: 2, c: 3}").text, "a: 1\r\nb: 2\r\nc: 3\r\n");
    EXPECT_EQ(edited("a: 1\r\nb: 2\r\nc: 3\r\n", "{a: 1, c: 3}").text, "a: 1\r\nc: 3\r\n");
    EXPECT_EQ(edited("a: 1", "{a: 1, b: 2}").text, "a: 1\nb: 2");
    EXPECT_EQ(editYaml("\xEF\xBB\xBF"
                       "a: 1\n",
                       parse("a: 2"))
                  .text,
              "\xEF\xBB\xBF"
              "a: 2\n");
}

TEST(YamlEdit, LettersOfOtherScriptsDoNotShiftColumns) {
    EXPECT_EQ(
        edited("a: { n: \"Größe ✓ 日本\", m: 1 } # é\n", "{a: {n: \"Größe ✓ 日本\", m: 2}}").text,
        "a: { n: \"Größe ✓ 日本\", m: 2 } # é\n");
}

TEST(YamlEdit, JsonIsWrittenCanonically) {
    Diagnostics diagnostics;
    const auto document =
        parseDocument("t.json", "{\"a\":2}", DocumentFormat::Json, {}, diagnostics);
    EXPECT_EQ(editYaml("{\"a\":1}", document->root).text, "{\n  \"a\": 2\n}\n");
}

}  // namespace
}  // namespace stowage
