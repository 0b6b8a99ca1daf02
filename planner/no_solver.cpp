#include "planner/linear_program.h"

namespace stowage::planner {

std::unique_ptr<LinearProgram> makeLinearProgram() {
    return nullptr;
}

}  // namespace stowage::planner
