#include "model/document.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace stowage {
namespace {

struct Parsed {
    std::optional<Document> document;
    Diagnostics found;

    std::string first() const { return found.all().empty() ? "" : toText(found.all()[0]); }
};

Parsed parse(std::string text, std::string file = "f.yaml", const DocumentLimits& limits = {}) {
    Parsed result;
    result.document = parseDocument(std::move(file), std::move(text), DocumentFormat::ByName,
                                    limits, result.found);
    return result;
}

/// The tree as one line, to compare it with a literal.
std::string show(const DocumentNode& node) {
    std::string text;
    switch (node.kind) {
        case NodeKind::Null:
            return "null";
        case NodeKind::Bool:
        case NodeKind::Number:
            return node.text;
        case NodeKind::String:
            return "\"" + node.text + "\"";
        case NodeKind::Sequence:
            for (const DocumentNode& item : node.items) {
                text += (text.empty() ? "" : " ") + show(item);
            }
            return "[" + text + "]";
        case NodeKind::Map:
            for (const DocumentNode::Entry& entry : node.entries) {
                text += (text.empty() ? "" : " ") + entry.key + "=" + show(entry.value);
            }
            return "{" + text + "}";
    }
    return "?";
}

std::string tree(std::string text, std::string file = "f.yaml") {
    const Parsed parsed = parse(std::move(text), std::move(file));
    EXPECT_EQ(parsed.first(), "");
    return parsed.document ? show(parsed.document->root) : "refused";
}

TEST(DocumentYaml, ReadsEveryKindOfValue) {
    EXPECT_EQ(
        tree("a: 1\nb: [x, 'true', ~]\nc: {d: true, e: 2026-11-25}\nf:\ng: |\n  two\n  lines\n"),
        "{a=1 b=[\"x\" \"true\" null] c={d=true e=\"2026-11-25\"} f=null g=\"two\nlines\n\"}");
}

TEST(DocumentYaml, GivesEveryValueItsPlace) {
    const Parsed parsed = parse("a: 1\nb:\n  - x\n  -   y\nc:\nd: 2\n");
    ASSERT_TRUE(parsed.document);
    const DocumentNode& root = parsed.document->root;
    EXPECT_EQ(root.find("a")->place, (SourcePlace{"f.yaml", 1, 4}));
    EXPECT_EQ(root.find("b")->items[1].place, (SourcePlace{"f.yaml", 4, 7}));
    EXPECT_EQ(root.entries[1].keyPlace, (SourcePlace{"f.yaml", 2, 1}));
    // A value that is not there stands where its key stands.
    EXPECT_EQ(root.find("c")->place, (SourcePlace{"f.yaml", 5, 1}));
}

TEST(DocumentYaml, ToleratesByteOrderMarkAndWindowsLineEnds) {
    EXPECT_EQ(tree("\xEF\xBB\xBF"
                   "a: 1\r\nb: |\r\n  x\r\n"),
              "{a=1 b=\"x\n\"}");
    EXPECT_EQ(parse("a: 1\r\nb: yes\r\n").found.all()[0].caretLine, "b: yes");
}

TEST(DocumentYaml, EmptyFileIsNull) {
    EXPECT_EQ(tree(""), "null");
    EXPECT_EQ(tree("# nothing\n"), "null");
}

TEST(DocumentYaml, RefusesDuplicateKeysNamingBothLines) {
    EXPECT_EQ(
        parse("a: 1\nb: 2\na: 3\n").first(),
        "f.yaml:3:1: error: key 'a' is given twice, on line 1 and on line 3; remove one of them");
    EXPECT_EQ(parse("x: {k: 1, 'k': 2}\n").found.count(Severity::Error), 1);
}

TEST(DocumentYaml, RefusesAmbiguousScalarsAllAtOnce) {
    const Parsed parsed = parse("a: yes\nb: 012\nc: [1:30]\non: 1\ntrue: 2\nd: 'no'\n");
    EXPECT_FALSE(parsed.document);
    EXPECT_EQ(parsed.found.count(Severity::Error), 5);
    EXPECT_EQ(
        parsed.first(),
        "f.yaml:1:4: error: value 'yes' without quotes is a boolean in some readers; quote it "
        "if it is text: \"yes\"");
}

TEST(DocumentYaml, RefusesWhatItDoesNotSupport) {
    EXPECT_EQ(parse("a: 1\n---\nb: 2\n").first(),
              "f.yaml:2:1: error: the file holds more than one YAML document; keep one per file");
    EXPECT_NE(parse("a: &x {b: 1}\nc:\n  <<: *x\n").first().find("merge keys"), std::string::npos);
    EXPECT_NE(parse("a: !!str 1\n").first().find("tag '"), std::string::npos);
    EXPECT_NE(parse("a: !custom {b: 1}\n").first().find("tag '!custom'"), std::string::npos);
    EXPECT_NE(parse("? [a]\n: 1\n").first().find("a key must be a word"), std::string::npos);
    EXPECT_NE(parse("? \n: 1\n").first().find("a key must be a word"), std::string::npos);
    EXPECT_FALSE(parse("a: [1, 2\n").document);
    EXPECT_FALSE(parse("a: b: c\n").document);
    EXPECT_FALSE(parse("a: *nowhere\n").document);
}

TEST(DocumentYaml, RefusesBytesThatAreNotText) {
    EXPECT_EQ(parse("a: \xff\n").first(),
              "f.yaml:1:4: error: byte 0xff is not valid UTF-8; save the file as UTF-8 text");
    EXPECT_EQ(
        parse(std::string("a: 1\nb: \0\n", 10)).first(),
        "f.yaml:2:4: error: control character 0x00 is not allowed; remove it, or save the file "
        "as plain text");
    EXPECT_TRUE(parse("\xEF\xBB\xBF"
                      "a: 1\n")
                    .document);
    EXPECT_EQ(parse("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "a: 1\n")
                  .first(),
              "f.yaml:1:1: error: the file begins with two byte order marks; remove them");
    // Surrogates, overlong forms, values beyond U+10FFFF, cut sequences, lone CR, C1, DEL.
    for (const char* text : {"\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xE2\x82", "a\rb",
                             "\xC2\x85", "\x7f", "\x1b[31m"}) {
        EXPECT_FALSE(parse(std::string("a: ") + text + "\n").document) << text;
    }
    EXPECT_EQ(tree("a: \"\xE2\x82\xAC \xF0\x9F\x98\x80\"\n"),
              "{a=\"\xE2\x82\xAC \xF0\x9F\x98\x80\"}");
    EXPECT_NE(parse("a: \"\\0\"\n").first().find("control character 0x00"), std::string::npos);
    EXPECT_NE(parse("{\"a\": \"\\u001b\"}").first().find("control character 0x1b"),
              std::string::npos);
}

TEST(DocumentYaml, RepeatsAnchoredValues) {
    EXPECT_EQ(tree("a: &x {b: [1, &y 2]}\nc: *x\nd: *y\n"), "{a={b=[1 2]} c={b=[1 2]} d=2}");
    EXPECT_EQ(tree("a: &x 1\nb: &x 2\nc: *x\n"), "{a=1 b=2 c=2}");
    EXPECT_NE(parse("a: &x [*x]\n").first().find("contains it"), std::string::npos);
}

TEST(DocumentYaml, CountsNodesWhileAliasesExpand) {
    // Ten values, repeated ten times at each of six levels: over a million.
    std::string text = "a0: &a0 [0,0,0,0,0,0,0,0,0,0]\n";
    for (int level = 1; level <= 6; ++level) {
        const std::string below = "*a" + std::to_string(level - 1);
        text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below;
        for (int i = 1; i < 10; ++i) {
            text += "," + below;
        }
        text += "]\n";
    }
    EXPECT_NE(parse(text).first().find("more than 200000 values after the expansion"),
              std::string::npos);
}

TEST(DocumentYaml, CountsTextWhileAliasesExpand) {
    std::string text = "a: &a " + std::string(100'000, 'x') + "\nb:\n";
    for (int i = 0; i < 1000; ++i) {
        text += "- *a\n";
    }
    EXPECT_NE(parse(text).first().find("bytes of text"), std::string::npos);
}

TEST(DocumentYaml, HoldsDepthLimit) {
    const DocumentLimits limits{.bytesMax = 1000, .depthMax = 3, .nodesMax = 100};
    EXPECT_TRUE(parse("[[[1]]]", "f.yaml", limits).document);
    EXPECT_EQ(parse("[[[[1]]]]", "f.yaml", limits).first(),
              "f.yaml:1:4: error: maps and lists are nested deeper than 3 levels");
    // Each is allowed alone; the alias puts one into the other.
    EXPECT_NE(parse("a: &x [[1]]\nb: [*x]\n", "f.yaml", limits).first().find("after the expansion"),
              std::string::npos);
}

TEST(DocumentYaml, HoldsSizeAndNodeLimits) {
    EXPECT_EQ(parse(std::string(11, 'a'), "f.yaml", {.bytesMax = 10}).first(),
              "f.yaml: error: the file has 11 bytes; at most 10 are read");
    // The list and its four numbers are five values.
    EXPECT_TRUE(parse("[1,2,3,4]", "f.yaml", {.nodesMax = 5}).document);
    EXPECT_FALSE(parse("[1,2,3,4]", "f.yaml", {.nodesMax = 4}).document);
    EXPECT_TRUE(parse("[1,2,3,4]", "f.json", {.nodesMax = 5}).document);
    EXPECT_FALSE(parse("[1,2,3,4]", "f.json", {.nodesMax = 4}).document);
}

TEST(DocumentYaml, RefusesMorePunctuationThanTheValuesNeed) {
    // A list of n numbers weighs 3(n - 1) + 4; the limit is 8 per value.
    std::string text = "[";
    for (int i = 0; i < 30; ++i) {
        text += "1,";
    }
    text += "1]";
    EXPECT_TRUE(parse(text, "f.yaml", {.nodesMax = 32}).document);
    EXPECT_NE(parse(text, "f.yaml", {.nodesMax = 10}).first().find("too many brackets"),
              std::string::npos);
    EXPECT_NE(parse(std::string(51, '\n'), "f.yaml", {.nodesMax = 10}).first().find("51 lines"),
              std::string::npos);
}

TEST(DocumentJson, ReadsEveryKindOfValueWithItsText) {
    EXPECT_EQ(tree("{\"a\": 1.50, \"b\": [true, null, \"x\\n\\u00fc\"], \"c\": {}, \"d\": -1e3}",
                   "f.json"),
              "{a=1.50 b=[true null \"x\n\xC3\xBC\"] c={} d=-1e3}");
}

TEST(DocumentJson, GivesEveryValueItsPlace) {
    const Parsed parsed = parse("{\n  \"a\\\"\": 10,\n  \"b\": [ \"x,y\", {\"c\" : false} ]\n}\n");
    ASSERT_TRUE(parsed.document) << parsed.first();
    const DocumentNode& root = parsed.document->root;
    EXPECT_EQ(root.place, (SourcePlace{"f.yaml", 1, 1}));
    EXPECT_EQ(root.entries[0].keyPlace, (SourcePlace{"f.yaml", 2, 3}));
    EXPECT_EQ(root.entries[0].value.place, (SourcePlace{"f.yaml", 2, 10}));
    EXPECT_EQ(root.find("b")->items[0].place, (SourcePlace{"f.yaml", 3, 10}));
    EXPECT_EQ(root.find("b")->items[1].place, (SourcePlace{"f.yaml", 3, 17}));
    EXPECT_EQ(root.find("b")->items[1].find("c")->place, (SourcePlace{"f.yaml", 3, 24}));
}

TEST(DocumentJson, RefusesWhatIsNotJson) {
    EXPECT_NE(parse("{\"a\": }", "f.json").first().find("f.json:1:7: error: not valid JSON"),
              std::string::npos)
        << parse("{\"a\": }", "f.json").first();
    for (const char* text :
         {"{\"a\": 1,}", "{'a': 1}", "{\"a\": NaN}", "{\"a\": 01}", "{\"a\": 1} x",
          "{\"a\": \"\\ud800\"}", "{\"a\": 1e999}", "", "// c\n{}"}) {
        EXPECT_FALSE(parse(text, "f.json").document) << text;
    }
}

TEST(DocumentJson, RefusesDuplicateKeysAndDeepNesting) {
    EXPECT_EQ(
        parse("{\"a\": 1,\n \"a\": 2}", "f.json").first(),
        "f.json:2:2: error: key 'a' is given twice, on line 1 and on line 2; remove one of them");
    EXPECT_NE(parse(std::string(1'000'000, '['), "f.json").first().find("deeper than 100 levels"),
              std::string::npos);
}

TEST(Document, FindingsCarryTheirSourceLine) {
    const Parsed parsed = parse("a: 1\nb: yes\nc: 2\n");
    ASSERT_EQ(parsed.found.all().size(), 1U);
    EXPECT_EQ(parsed.found.all()[0].caretLine, "b: yes");
    EXPECT_EQ(renderCaret(parsed.found.all()[0]),
              "    b: yes\n"
              "       ^\n");
}

TEST(Document, GivesLinesByNumber) {
    const Document document{.file = "f", .text = "one\ntwo\r\nthree", .root = {}};
    EXPECT_EQ(document.line(0), "");
    EXPECT_EQ(document.line(1), "one");
    EXPECT_EQ(document.line(2), "two");
    EXPECT_EQ(document.line(3), "three");
    EXPECT_EQ(document.line(4), "");
}

TEST(Document, WritesCanonicalJsonThatReadsBackEqual) {
    DocumentNode root = makeMap();
    addEntry(root, "text", makeString("a\"b\\c\n\t\x01ü"));
    addEntry(root, "none", makeNull());
    addEntry(root, "yes", makeBool(true));
    DocumentNode list = makeSequence();
    list.items.push_back(makeNumber(-5));
    list.items.push_back(makeDecimal("12.00"));
    list.items.push_back(makeMap());
    list.items.push_back(makeSequence());
    addEntry(root, "list", list);
    EXPECT_EQ(writeJson(root),
              "{\n"
              "  \"text\": \"a\\\"b\\\\c\\n\\t\\u0001ü\",\n"
              "  \"none\": null,\n"
              "  \"yes\": true,\n"
              "  \"list\": [\n"
              "    -5,\n"
              "    12.00,\n"
              "    {},\n"
              "    []\n"
              "  ]\n"
              "}\n");
    root.entries[0].value.text = "plain";
    EXPECT_EQ(tree(writeJson(root), "f.json"), show(root));
}

TEST(Document, RoundsDoublesToAFixedNumberOfDigits) {
    EXPECT_EQ(makeRounded(0.1 + 0.2, 6).text, "0.3");
    EXPECT_EQ(makeRounded(1234567.0, 3).text, "1.23e+06");
    EXPECT_EQ(makeRounded(-0.0, 3).text, "0");
    EXPECT_EQ(makeRounded(2.0, 6).text, "2");
}

class TextFile : public ::testing::Test {
protected:
    void SetUp() override {
        m_folder = std::filesystem::temp_directory_path() /
                   ("stowage-text-file-" + std::to_string(::getpid()) + "-" +
                    ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }
    std::string path(const std::string& name) const { return (m_folder / name).string(); }

    std::filesystem::path m_folder;
};

TEST_F(TextFile, WritesWholeFilesAndReadsThemBack) {
    ASSERT_TRUE(writeTextFile(path("a"), "one", 0600).ok());
    ASSERT_TRUE(writeTextFile(path("a"), "two", 0600).ok());
    EXPECT_EQ(*readTextFile(path("a"), 10), "two");
    struct stat status {};
    ASSERT_EQ(::stat(path("a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    // Nothing temporary stays behind.
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder), {}), 1);
}

TEST_F(TextFile, ReplacesTheFileBehindALink) {
    ASSERT_TRUE(writeTextFile(path("real"), "one").ok());
    std::filesystem::create_symlink("real", path("link"));
    ASSERT_TRUE(writeTextFile(path("link"), "two").ok());
    EXPECT_EQ(*readTextFile(path("real"), 10), "two");
    EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
}

TEST_F(TextFile, NamesWhatCannotBeReadOrWritten) {
    EXPECT_EQ(readTextFile(path("missing"), 10).error().code, ErrorCode::NotFound);
    EXPECT_EQ(readTextFile(m_folder.string(), 10).error().code, ErrorCode::Unreadable);
    ASSERT_TRUE(writeTextFile(path("big"), "12345678901").ok());
    EXPECT_EQ(readTextFile(path("big"), 10).error().code, ErrorCode::LimitReached);
    EXPECT_TRUE(readTextFile(path("big"), 11).ok());
    EXPECT_EQ(writeTextFile(path("no/folder"), "x").error().code, ErrorCode::NotFound);
    EXPECT_EQ(writeTextFile(m_folder.string(), "x").error().code, ErrorCode::Unreadable);
    EXPECT_NE(writeTextFile(path("no/folder"), "x").error().message.find(path("no/folder")),
              std::string::npos);
}

}  // namespace
}  // namespace stowage
