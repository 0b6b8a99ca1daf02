#pragma once

#include <QString>
#include <memory>

#include "gui/services.h"
#include "model/base/invariant.h"

namespace stowage::testkit {

inline QString scenarioPath(const char* name) {
    return QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/%1.yaml").arg(QLatin1String(name));
}

/// The shipped price lists and assumptions as of the day of the tests, read once.
inline std::shared_ptr<const gui::EngineData> shippedData() {
    static const std::shared_ptr<const gui::EngineData> data = [] {
        auto loaded = gui::loadEngineData({}, "2026-11-25", 2);
        STOWAGE_ASSERT(loaded.ok());
        return *loaded;
    }();
    return data;
}

}  // namespace stowage::testkit
