#pragma once

#include <cstdio>
#include <string>

namespace stowage::testkit {

/// One figure as a line of JSON for run_benchmarks; limit 0: printed only.
inline void printFigure(const std::string& name, double value, const char* unit, double limit) {
    std::printf("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"limit\": %g}\n",
                name.c_str(), value, unit, limit);
    std::fflush(stdout);
}

}  // namespace stowage::testkit
