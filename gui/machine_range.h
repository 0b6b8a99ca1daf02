#pragma once

#include "model/base/units.h"

namespace stowage::gui {

/// What the operating system and K3s of a server may use: the band around PlanNode::overhead.
struct MachineRange {
    Bytes low, high;          ///< working set
    Bytes coreLow, coreHigh;  ///< what the kernel cannot take back
    bool operator==(const MachineRange&) const = default;
};

}  // namespace stowage::gui
