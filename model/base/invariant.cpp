#include "model/base/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace stowage {

void failInvariant(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, expression);
    std::abort();
}

}  // namespace stowage
