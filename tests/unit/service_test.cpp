#include "model/service.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(Service, EveryKindHasItsRowAndItsWordReadsBack) {
    for (const ServiceKind kind : allServiceKinds()) {
        EXPECT_EQ(serviceFacts(kind).kind, kind);
        EXPECT_EQ(parseServiceKind(toWord(kind)), kind);
    }
    EXPECT_EQ(allServiceKinds().size(), 12U);
    EXPECT_FALSE(parseServiceKind("database"));
}

TEST(Service, WordsReadBack) {
    for (const Mode mode : {Mode::Own, Mode::Plex, Mode::Managed, Mode::File}) {
        EXPECT_EQ(parseMode(toWord(mode)), mode);
    }
    EXPECT_EQ(toHumanWord(Mode::Plex), "shared");
    EXPECT_EQ(parseModeWish("auto"), ModeWish::Auto);
    EXPECT_FALSE(parseModeWish("file"));
    EXPECT_EQ(parseStrategy("multi-node-ha"), Strategy::MultiNodeHa);
    EXPECT_FALSE(parseStrategy("ha"));
}

}  // namespace
}  // namespace stowage
