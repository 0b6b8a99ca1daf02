#include "model/expansion.h"

namespace stowage {

std::string PlannedWorkload::podName(std::int64_t ordinal) const {
    return id() + "-" + std::to_string(ordinal);
}

std::string PlannedWorkload::id() const {
    return namespaceName + "/" + name;
}

}  // namespace stowage
