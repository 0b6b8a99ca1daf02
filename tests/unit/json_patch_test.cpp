#include "model/json_patch.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

DocumentNode parse(const std::string& text) {
    Diagnostics diagnostics;
    auto document = parseDocument("t.json", text, DocumentFormat::Json, {}, diagnostics);
    EXPECT_TRUE(document.has_value()) << text;
    return document->root;
}

TEST(JsonPatch, SetReplacesWhatExistsAndBuildsWhatIsMissing) {
    const DocumentNode document =
        parse(R"({"apps":[{"name":"shop"}],"services":{"default":"own"}})");
    DocumentNode patch = makeSequence();
    addSetOperation(patch, document, {"services", "default"}, makeString("plex"));
    addSetOperation(patch, document, {"apps", "0", "workers", "production", "web"}, makeNumber(2));
    EXPECT_EQ(patch.items[0].find("op")->text, "replace");
    EXPECT_EQ(patch.items[1].find("path")->text, "/apps/0/workers");
    const auto changed = applyPatch(document, patch);
    ASSERT_TRUE(changed.ok());
    EXPECT_EQ(writeJson(*changed),
              writeJson(parse(R"({"apps":[{"name":"shop","workers":{"production":{"web":2}}}],
                                  "services":{"default":"plex"}})")));
}

TEST(JsonPatch, PointersEscapeTheirSegments) {
    const DocumentNode document = parse(R"({"services":{"overrides":{}}})");
    DocumentNode patch = makeSequence();
    addSetOperation(patch, document, {"services", "overrides", "shop-production/mysql"},
                    makeString("plex"));
    EXPECT_EQ(patch.items[0].find("path")->text, "/services/overrides/shop-production~1mysql");
    EXPECT_EQ(applyPatch(document, patch)
                  ->find("services")
                  ->find("overrides")
                  ->find("shop-production/mysql")
                  ->text,
              "plex");
}

TEST(JsonPatch, AllOrNothing) {
    const DocumentNode document = parse(R"({"list":[1,2]})");
    DocumentNode patch = makeSequence();
    addRemoveOperation(patch, {"list", "0"});
    EXPECT_EQ(writeJson(*applyPatch(document, patch)), writeJson(parse(R"({"list":[2]})")));
    addRemoveOperation(patch, {"list", "7"});
    EXPECT_EQ(applyPatch(document, patch).error().code, ErrorCode::InvalidArgument);
}

TEST(JsonPatch, SameTreesDifferOnlyInPlaces) {
    EXPECT_TRUE(isSameTree(parse(R"({"a":[1,"x"]})"), parse("{\n  \"a\": [1, \"x\"]\n}")));
    EXPECT_FALSE(isSameTree(parse(R"({"a":1})"), parse(R"({"a":"1"})")));
    EXPECT_FALSE(isSameTree(parse(R"({"a":1,"b":2})"), parse(R"({"b":2,"a":1})")));
    EXPECT_FALSE(isSameTree(parse(R"([1])"), parse(R"([1,2])")));
}

TEST(JsonPatch, PathsFindWhatIsThere) {
    const DocumentNode document = parse(R"({"apps":[{"name":"shop"}]})");
    EXPECT_EQ(findPath(document, {"apps", "0", "name"})->text, "shop");
    EXPECT_EQ(findPath(document, {"apps", "1", "name"}), nullptr);
    EXPECT_EQ(findPath(document, {"apps", "0", "name", "x"}), nullptr);
}

}  // namespace
}  // namespace stowage
