#include "model/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

namespace stowage {
namespace {

TEST(Parallel, CallsEveryIndexOnceOnAnyNumberOfThreads) {
    for (const int threads : {1, 2, 3, 16}) {
        std::vector<std::atomic<int>> calls(1000);
        parallelFor(calls.size(), threads, [&](std::size_t index) { ++calls[index]; });
        for (const auto& count : calls) {
            ASSERT_EQ(count.load(), 1) << threads;
        }
    }
    parallelFor(0, 4, [](std::size_t) { FAIL(); });
}

TEST(Parallel, OneThreadKeepsTheOrder) {
    std::vector<std::size_t> order;
    parallelFor(5, 1, [&](std::size_t index) { order.push_back(index); });
    EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Parallel, ResultsStandInTheOrderOfTheIndices) {
    const auto squares =
        parallelMap<std::size_t>(100, 4, [](std::size_t index) { return index * index; });
    for (std::size_t i = 0; i < squares.size(); ++i) {
        EXPECT_EQ(squares[i], i * i);
    }
}

TEST(ParallelDeathTest, AnExceptionEndsTheProgram) {
    EXPECT_DEATH(parallelFor(1, 1, [](std::size_t) { throw std::runtime_error("x"); }),
                 "a parallel body threw");
}

}  // namespace
}  // namespace stowage
