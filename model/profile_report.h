#pragma once

#include "model/document.h"
#include "model/profile.h"

namespace stowage {

/// The document of kind ProfileReport (contracts: profile, parameters, memoryBytes, coreBytes,
/// cpuMilli, formula, source, quality), with the terms and assumptions behind it.
DocumentNode profileReport(const ProfileUse& use);
/// The same kind for a call without a name: every profile with its parameters and defaults.
DocumentNode profileListReport(const std::vector<ProfileInfo>& profiles);

}  // namespace stowage
