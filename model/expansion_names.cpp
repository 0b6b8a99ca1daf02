#include "model/expansion.h"

namespace stowage {

std::string PlannedWorkload::podName(std::int64_t ordinal) const {
    return id() + "-" + std::to_string(ordinal);
}

std::string PlannedWorkload::id() const {
    return namespaceName + "/" + name;
}

std::string toWord(WorkloadOrigin origin) {
    switch (origin) {
        case WorkloadOrigin::App:
            return "app";
        case WorkloadOrigin::OwnService:
            return "own-service";
        case WorkloadOrigin::Commons:
            return "commons";
        case WorkloadOrigin::System:
            return "system";
        case WorkloadOrigin::Raw:
            return "raw";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
