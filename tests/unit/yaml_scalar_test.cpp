#include "model/yaml_scalar.h"

#include <gtest/gtest.h>

#include <string>

namespace stowage {
namespace {

void expectClear(std::string_view text, NodeKind kind, std::string_view value) {
    const PlainScalar scalar = classifyPlainScalar(text);
    EXPECT_EQ(scalar.kind, kind) << text;
    EXPECT_EQ(scalar.text, value) << text;
    EXPECT_EQ(scalar.problem, "") << text;
}

TEST(YamlScalar, NullAndBooleans) {
    for (const char* text : {"", "~", "null", "Null", "NULL"}) {
        expectClear(text, NodeKind::Null, "");
    }
    expectClear("true", NodeKind::Bool, "true");
    expectClear("False", NodeKind::Bool, "false");
}

TEST(YamlScalar, NumbersKeepTheirTextAsValidJson) {
    for (const char* text :
         {"0", "5", "-3", "0.10", "1.30", "1e6", "1.5E-3", "12345678901234567890"}) {
        expectClear(text, NodeKind::Number, text);
    }
    expectClear("+5", NodeKind::Number, "5");
    expectClear(".5", NodeKind::Number, "0.5");
    expectClear("-.5", NodeKind::Number, "-0.5");
    expectClear("5.", NodeKind::Number, "5");
}

TEST(YamlScalar, WordsStayWords) {
    for (const char* text : {"web",       "2026-11-25",
                             "1.2.3",     "250m",
                             "1Gi",       "mariadb:11.8",
                             "sha256:0a", "10.0.0.1:80",
                             "y",         "n",
                             "nope",      "v1.36.2+k3s1",
                             "node-1",    "-",
                             "0xyz",      "1e",
                             "e1",        "1:99",
                             "one_two",   "nullable",
                             "0123abc",   "ghcr.io/acme/shop:1"}) {
        expectClear(text, NodeKind::String, text);
    }
}

TEST(YamlScalar, AmbiguousWordsAreRefused) {
    for (const char* text :
         {"yes", "No", "ON", "off", "012", "00", "-01", "01.5", "0o12", "0x10", "-0x1F", "0b11",
          "1_000", "1:30", "190:20:30.15", ".nan", ".Inf", "-.inf", "+.INF"}) {
        EXPECT_NE(classifyPlainScalar(text).problem, "") << text;
    }
}

}  // namespace
}  // namespace stowage
