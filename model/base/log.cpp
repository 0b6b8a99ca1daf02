#include "model/base/log.h"

#include "model/base/invariant.h"

namespace stowage {

std::string_view toWord(LogLevel level) {
    switch (level) {
        case LogLevel::Error:
            return "error";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Info:
            return "info";
        case LogLevel::Debug:
            return "debug";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage
