#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/arrangement.h"
#include "model/scenario.h"

namespace stowage::gui {

/// What a person typed, read: a value, or the reason why not, as a sentence for the editor.
template <typename T>
struct Typed {
    std::optional<T> value;
    QString error;
    bool ok() const { return value.has_value(); }
    bool operator==(const Typed&) const = default;
};

/// A number as it is written into the scenario: an exact text, never a rounded one.
using TypedText = Typed<std::string>;

// All readers ignore spaces around and inside, and the case of words where it carries no meaning.

/// "1.5G", "512 MB", "1.5 GiB" → "1.5G", "512M", "1.5Gi". `m` is refused: for memory it would mean
/// thousandths of a byte. A naked number below 1 MiB is refused: nobody means bytes.
TypedText readMemory(const QString& typed);
/// "250m", "0.5", "2 CPU" → "250m", "0.5", "2".
TypedText readCpu(const QString& typed);
/// "5", "5 workers", "1 pod": whole and from `low` to `high`. Other words are refused.
Typed<std::int64_t> readCount(const QString& typed, std::int64_t low, std::int64_t high);
/// "12", "12 rps", "12/s", "12 per minute": a rate's number; the unit is for the reader only.
TypedText readRate(const QString& typed);
/// "10 %", "0.1" → "0.1"; from `lowPercent` to `highPercent`.
TypedText readShare(const QString& typed, double lowPercent, double highPercent);
/// "$40", "40 USD", "40.50 / month" → "40.50".
TypedText readMoney(const QString& typed);
/// "400 ms", "0.4 s", "400" → whole milliseconds.
Typed<std::int64_t> readMilliseconds(const QString& typed);
/// "1.5 s", "200 ms", "1.5" → "1.5", "0.2", "1.5": seconds.
TypedText readSeconds(const QString& typed);
/// "1.08": above zero, at most six decimals.
TypedText readExchangeRate(const QString& typed);

/// A load as a cell shows it. What is empty was not said.
struct TypedLoad {
    std::string peakRps;
    std::string profile;
    bool operator==(const TypedLoad&) const = default;
};
/// "12 rps, office-hours", "12", "evening", "quiet", "small", "busy".
Typed<TypedLoad> readLoad(const QString& typed);

enum class LoadPreset { Quiet, Small, Busy };
/// Quiet 0.5 flat, small 2 office-hours, busy 12 office-hours.
TypedLoad loadOf(LoadPreset preset);
QString presetText(LoadPreset preset);
/// "flat", "office-hours" …: the shapes of a day, in the order of the menu.
const std::vector<std::string>& loadProfiles();

/// Factors of a day with mean 1, as the scenario wants them. Asserts that one is above 0.
std::array<std::string, 24> curveTexts(const std::array<double, 24>& rates);
/// 24 numbers apart by commas or spaces; scaled so that their mean is 1, as the scenario wants it.
Typed<std::array<std::string, 24>> readCurve(const QString& typed);

/// Pods and processes of one role; what is empty was not said.
struct TypedPods {
    std::optional<std::int64_t> pods;
    std::optional<std::int64_t> workers;
    bool operator==(const TypedPods&) const = default;
};
/// "1 pod, 5 workers", "2 x 5", "2", "3 workers".
Typed<TypedPods> readPods(const QString& typed);

/// Sizes of the data of an environment; what is empty was not said.
struct TypedData {
    std::string database, keys, objects;
    bool operator==(const TypedData&) const = default;
};
/// "database 2Gi, keys 64Mi, files 20Gi", or one naked size for the database.
Typed<TypedData> readDataSizes(const QString& typed);

/// "own", "shared", "managed", "planner"; also the words of files.
Typed<ModeWish> readModeWish(const QString& typed);
Typed<Weight> readWeight(const QString& typed);
Typed<Strategy> readStrategy(const QString& typed);

}  // namespace stowage::gui
