#pragma once

#include "model/base/result.h"

namespace stowage::cli {

/// What the program tells its caller; the numbers are a contract that scripts rely on.
enum class ExitCode {
    Done = 0,             ///< done, or nothing to do
    OperatingError = 1,   ///< a file, the network, or neither a plan nor a proof
    BadUsage = 2,         ///< bad usage or invalid content
    ChangesPending = 3,   ///< only `diff`
    Infeasible = 4,       ///< proven: no layout satisfies the scenario
    RefusedBySafety = 5,  ///< a safety rule said no, nothing was written
    Interrupted = 130,    ///< by the user
};

/// The only mapping of errors to exit codes. NotFound is a file that is not there: 1. A name that a
/// command does not know is InvalidArgument: 2.
ExitCode exitCodeOf(ErrorCode code);

}  // namespace stowage::cli
