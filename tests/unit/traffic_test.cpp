#include "model/traffic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/data_files.h"

namespace stowage {
namespace {

DataFiles curveFile(const std::string& factors, const std::string& source = "estimate") {
    return DataFiles::of({{.name = "traffic_curves.yaml",
                           .origin = "curves.yaml",
                           .text = "sources:\n  estimate: { text: guess, date: 2026-11 }\n"
                                   "curves:\n  - { name: x, source: " +
                                   source + ", factors: [" + factors + "] }\n"}});
}

std::string hours(const std::string& first, const std::string& others) {
    std::string text = first;
    for (int i = 1; i < 24; ++i) {
        text += ", " + others;
    }
    return text;
}

TEST(Traffic, ShippedCurvesHaveMeanOne) {
    Diagnostics diagnostics;
    const TrafficCurves curves = TrafficCurves::load(DataFiles::shipped(), diagnostics);
    EXPECT_FALSE(diagnostics.hasErrors());
    EXPECT_EQ(curves.names(), (std::vector<std::string>{"flat", "office-hours", "evening",
                                                        "two-peaks", "night-batch"}));
    for (const TrafficCurve& curve : curves.all()) {
        double sum = 0;
        for (const double factor : curve.factors) {
            sum += factor;
        }
        EXPECT_NEAR(sum, 24, 1e-9) << curve.name;
        EXPECT_FALSE(curve.source.empty()) << curve.name;
        EXPECT_EQ(curve.date, "2026-11") << curve.name;
    }
    EXPECT_EQ(curves.find("none"), nullptr);
}

TEST(Traffic, PeakRateIsTheLargestHour) {
    TrafficCurve curve;
    curve.factors.fill(0.5);
    curve.factors[9] = 12.5;  // 23 * 0.5 + 12.5 = 24
    EXPECT_EQ(curve.peakHour(), 9);
    // The peak hour carries the peak rate, the others 0.5 / 12.5 of it; the mean is 1 / 12.5.
    EXPECT_DOUBLE_EQ(rateInHour(curve, 25, 9), 25);
    EXPECT_DOUBLE_EQ(rateInHour(curve, 25, 0), 1);
    EXPECT_DOUBLE_EQ(meanRate(curve, 25), 2);
    EXPECT_DOUBLE_EQ(grownRate(100, 0.1, 2), 100 * 1.1 * 1.1);
}

TEST(Traffic, BrokenCurvesDoNotLoad) {
    const auto problem = [](const DataFiles& files) {
        Diagnostics diagnostics;
        const TrafficCurves curves = TrafficCurves::load(files, diagnostics);
        EXPECT_TRUE(curves.all().empty());
        return diagnostics.all().empty() ? std::string() : diagnostics.all().front().message;
    };
    EXPECT_EQ(problem(curveFile("1, 1")), "a curve has 24 factors, not 2");
    EXPECT_EQ(problem(curveFile(hours("2", "1"))), "the mean of the factors is 1.0417, not 1");
    EXPECT_EQ(problem(curveFile(hours("-1", "1"))), "'-1' is no factor of zero or more");
    EXPECT_EQ(problem(curveFile(hours("1", "1"), "other")),
              "source 'other' is not listed under 'sources'");
    EXPECT_EQ(problem(DataFiles::of({})), "the data file is missing");
}

TEST(Traffic, OneWorkerWithoutBacklogIsErlangLoss) {
    // a = 2 * 0.25 = 0.5, one server: busy with a / (1 + a) = 1/3.
    const BusyWorkers busy = busyWorkers(2, 0.25, 1, 0);
    EXPECT_NEAR(busy.count.mean, 1.0 / 3, 1e-12);
    EXPECT_NEAR(busy.allBusy, 1.0 / 3, 1e-12);
    // Two points 0 and 1: variance p q, third p q (1 - 2 p).
    EXPECT_NEAR(busy.count.variance, 2.0 / 9, 1e-12);
    EXPECT_NEAR(busy.count.thirdCentral, 2.0 / 27, 1e-12);
}

TEST(Traffic, MeanOfBusyWorkersIsTheOfferedLoad) {
    // M/M/5 with a = 2: the mean number of busy servers is the offered load. Erlang C = 0.0597.
    const BusyWorkers busy = busyWorkers(20, 0.1, 5, 100'000);
    EXPECT_NEAR(busy.count.mean, 2.0, 1e-9);
    EXPECT_NEAR(busy.allBusy, 0.0597, 5e-5);
    EXPECT_FALSE(busy.isSaturated);
}

TEST(Traffic, ManyWorkersAreNearlyPoisson) {
    // Workers are never short: mean = variance = third moment = offered load.
    const BusyWorkers busy = busyWorkers(30, 0.1, 60);
    EXPECT_NEAR(busy.count.mean, 3, 1e-9);
    EXPECT_NEAR(busy.count.variance, 3, 1e-9);
    EXPECT_NEAR(busy.count.thirdCentral, 3, 1e-9);
}

TEST(Traffic, SaturatedPoolStaysInRange) {
    const BusyWorkers busy = busyWorkers(1e6, 1, 4, 10'000);
    EXPECT_TRUE(busy.isSaturated);
    EXPECT_NEAR(busy.count.mean, 4, 1e-6);
    EXPECT_NEAR(busy.allBusy, 1, 1e-6);
    EXPECT_EQ(busyWorkers(0, 1, 4).count, constantUsage(0));
}

}  // namespace
}  // namespace stowage
