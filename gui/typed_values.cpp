#include "gui/typed_values.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>
#include <numeric>
#include <utility>

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/quantity.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TypedValues", text);
}

constexpr double kRateMax = 1'000'000;
constexpr std::int64_t kPodsMax = 10'000;
constexpr std::int64_t kLatencyMsMax = 600'000;
constexpr double kSecondsMax = 86'400;

/// A decimal number and the word behind it.
struct NumberAndUnit {
    QString number, unit;
};

std::optional<NumberAndUnit> split(const QString& typed) {
    static const QRegularExpression form(
        QStringLiteral("^\\s*(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*(.*?)\\s*$"));
    const QRegularExpressionMatch match = form.match(typed);
    // A comma behind the digits is a decimal comma: no unit starts with one.
    if (!match.hasMatch() || match.captured(2).startsWith(QLatin1Char(','))) {
        return std::nullopt;
    }
    QString number = match.captured(1);
    number = number.startsWith(QLatin1Char('.')) ? QLatin1Char('0') + number : number;
    while (number.size() > 1 && number.front() == QLatin1Char('0') && number[1].isDigit()) {
        number.remove(0, 1);
    }
    return NumberAndUnit{number, match.captured(2)};
}

/// "-5", "−$5": a number, but below zero.
bool isNegative(const QString& typed) {
    static const QRegularExpression form(
        QStringLiteral("^\\s*[$€£]?\\s*[-−]\\s*[$€£]?\\s*\\.?\\d"));
    return form.match(typed).hasMatch();
}

QString belowZero(const QString& typed, const QString& way) {
    return tr("“%1” is below zero; %2").arg(typed.trimmed(), way);
}

QString notANumber(const QString& typed, const QString& example) {
    if (isNegative(typed)) {
        return belowZero(typed, tr("write for example %1").arg(example));
    }
    if (typed.trimmed().isEmpty()) {
        return tr("Write a number, as in %1").arg(example);
    }
    if (typed.contains(QRegularExpression(QStringLiteral("\\d,\\d")))) {
        return tr("Write the decimals of “%1” after a point, not a comma").arg(typed.trimmed());
    }
    return tr("“%1” is not a number; write for example %2").arg(typed.trimmed(), example);
}

/// The amount 10^-power of a decimal text, as text: "15", 1 → "1.5".
QString shifted(const QString& number, int power) {
    QString whole = number.section(QLatin1Char('.'), 0, 0);
    QString part = number.section(QLatin1Char('.'), 1, 1);
    whole = whole.rightJustified(whole.size() + power, QLatin1Char('0'));
    part = whole.right(power) + part;
    whole.chop(power);
    while (part.endsWith(QLatin1Char('0'))) {
        part.chop(1);
    }
    while (whole.size() > 1 && whole.startsWith(QLatin1Char('0'))) {
        whole.remove(0, 1);
    }
    return part.isEmpty() ? whole : whole + QLatin1Char('.') + part;
}

/// "GiB", "gib", "Gi" → "Gi"; "MB", "M" → "M"; empty when it is no unit of memory.
std::optional<QString> memoryUnit(const QString& unit) {
    if (unit.isEmpty() || unit == QLatin1String("B") ||
        unit.startsWith(QLatin1String("byte"), Qt::CaseInsensitive)) {
        return QString();
    }
    static const QRegularExpression form(QStringLiteral("^([kmgtpe])(i?)(b?)(yte)?s?$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(unit);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const bool isBinary = !match.captured(2).isEmpty();
    const QChar letter = match.captured(1).front().toUpper();
    if (letter == QLatin1Char('K')) {
        return isBinary ? QStringLiteral("Ki") : QStringLiteral("k");
    }
    return isBinary ? letter + QStringLiteral("i") : QString(letter);
}

TypedText numberBetween(const QString& number, double low, double high, const QString& lowText,
                        const QString& highText) {
    const double value = number.toDouble();
    if (value < low || value > high) {
        return {std::nullopt, tr("Write a number from %1 to %2").arg(lowText, highText)};
    }
    return {ss(number), {}};
}

std::optional<QString> decimalPlaces(const QString& number, int most) {
    if (number.section(QLatin1Char('.'), 1, 1).size() > most) {
        return tr("“%1” has more than %2 decimals").arg(number).arg(most);
    }
    return std::nullopt;
}

}  // namespace

TypedText readMemory(const QString& typed) {
    const auto parts = split(typed);
    if (!parts) {
        return {std::nullopt, notANumber(typed, QStringLiteral("512Mi"))};
    }
    if (parts->unit == QLatin1String("m")) {
        return {std::nullopt,
                tr("“%1m” would be thousandths of a byte; write %1M or %1Mi").arg(parts->number)};
    }
    const auto unit = memoryUnit(parts->unit);
    if (!unit) {
        return {std::nullopt,
                tr("“%1” is not a unit of memory; write Mi, Gi, MB or GB").arg(parts->unit)};
    }
    const QString canonical = parts->number + *unit;
    const auto bytes = parseBytes(ss(canonical));
    if (!bytes.ok()) {
        return {std::nullopt, tr("“%1” is too large").arg(typed.trimmed())};
    }
    if (unit->isEmpty() && *bytes < mebibytes(1) && !bytes->isZero()) {
        return {std::nullopt, tr("Say the unit: %1Mi, %1Gi, %1 MB or %1 GB").arg(parts->number)};
    }
    return {ss(canonical), {}};
}

TypedText readCpu(const QString& typed) {
    const auto parts = split(typed);
    if (!parts) {
        return {std::nullopt, notANumber(typed, tr("250m or 0.5"))};
    }
    static const QRegularExpression word(QStringLiteral("^(v?cpus?|cores?)?$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const bool isMilli = parts->unit == QLatin1String("m") ||
                         parts->unit.startsWith(QLatin1String("milli"), Qt::CaseInsensitive);
    if (!isMilli && !word.match(parts->unit).hasMatch()) {
        return {std::nullopt, tr("“%1” is not a unit of CPU; write 250m or 0.5").arg(parts->unit)};
    }
    const QString canonical = parts->number + (isMilli ? QStringLiteral("m") : QString());
    const auto cpu = parseCpu(ss(canonical));
    return cpu.ok() ? TypedText{ss(canonical), {}}
                    : TypedText{std::nullopt, tr("“%1” is too large").arg(typed.trimmed())};
}

Typed<std::int64_t> readCount(const QString& typed, std::int64_t low, std::int64_t high) {
    const auto parts = split(typed);
    static const QRegularExpression word(
        QStringLiteral("^(pods?|workers?|process(es)?|replicas?|nodes?|servers?|zones?|"
                       "connections?|deploys?|a month|per month)?$"),
        QRegularExpression::CaseInsensitiveOption);
    bool isWhole = false;
    const qlonglong count = parts ? parts->number.toLongLong(&isWhole) : 0;
    if (isNegative(typed)) {
        return {std::nullopt,
                belowZero(typed, tr("write a whole number from %1 to %2").arg(low).arg(high))};
    }
    if (!isWhole || !word.match(parts->unit).hasMatch()) {
        return {std::nullopt, tr("“%1” is not a whole number").arg(typed.trimmed())};
    }
    if (count < low || count > high) {
        return {std::nullopt, tr("Write a whole number from %1 to %2").arg(low).arg(high)};
    }
    return {count, {}};
}

TypedText readRate(const QString& typed) {
    const auto parts = split(typed);
    if (!parts) {
        return {std::nullopt, notANumber(typed, tr("12 rps"))};
    }
    static const QRegularExpression word(
        QStringLiteral("^(rps|req/s|requests?/s|/\\s*s|/\\s*min|per (second|minute)|jobs/min|"
                       "requests per second)?$"),
        QRegularExpression::CaseInsensitiveOption);
    if (!word.match(parts->unit).hasMatch()) {
        return {std::nullopt, tr("“%1” is not a unit here; write 12 or 12 rps").arg(parts->unit)};
    }
    return numberBetween(parts->number, 0, kRateMax, tr("0"), tr("1,000,000"));
}

TypedText readShare(const QString& typed, double lowPercent, double highPercent) {
    const bool hasMinus = typed.trimmed().startsWith(QLatin1Char('-'));
    const auto parts = split(hasMinus ? typed.trimmed().mid(1) : typed);
    if (!parts) {
        return {std::nullopt, notANumber(typed, tr("10 %"))};
    }
    static const QRegularExpression word(QStringLiteral("^%\\s*(a month|per month|/ month)?$"));
    const bool isPercent = word.match(parts->unit).hasMatch();
    if (!isPercent && !parts->unit.isEmpty()) {
        return {std::nullopt, tr("“%1” is not a unit here; write 10 % or 0.1").arg(parts->unit)};
    }
    const QString share = isPercent ? shifted(parts->number, 2) : parts->number;
    if (const auto problem = decimalPlaces(share, 9)) {
        return {std::nullopt, *problem};
    }
    const double percent = (hasMinus ? -100 : 100) * share.toDouble();
    if (percent < lowPercent || percent > highPercent) {
        return {std::nullopt,
                tr("Write a share from %1 % to %2 %").arg(lowPercent).arg(highPercent)};
    }
    return {ss(hasMinus ? QLatin1Char('-') + share : share), {}};
}

TypedText readMoney(const QString& typed) {
    QString plain = typed.trimmed();
    plain.remove(QRegularExpression(QStringLiteral("^[$€£]\\s*")));
    const auto parts = split(plain);
    if (!parts) {
        return {std::nullopt, notANumber(typed, QStringLiteral("40"))};
    }
    static const QRegularExpression word(
        QStringLiteral("^([$€£]|[A-Z]{3})?\\s*((/|per|a)\\s*month)?$"));
    if (!word.match(parts->unit).hasMatch()) {
        return {std::nullopt,
                tr("“%1” is not an amount of money; write 40 or 40.50").arg(typed.trimmed())};
    }
    if (!parseDecimal(ss(parts->number)) || parts->number.toDouble() > 1e9) {
        return {std::nullopt, tr("Write at most six decimals and at most a billion")};
    }
    return {ss(parts->number), {}};
}

Typed<std::int64_t> readMilliseconds(const QString& typed) {
    const auto parts = split(typed);
    const QString unit = parts ? parts->unit.toLower() : QString();
    if (!parts || (unit != QLatin1String("ms") && unit != QLatin1String("s") && !unit.isEmpty())) {
        return {std::nullopt, notANumber(typed, tr("400 ms"))};
    }
    const double scale = unit == QLatin1String("s") ? 1000 : 1;
    const double value = parts->number.toDouble() * scale;
    if (value < 1 || value > static_cast<double>(kLatencyMsMax)) {
        return {std::nullopt, tr("Write a time from 1 ms to 600 s")};
    }
    return {std::llround(value), {}};
}

TypedText readSeconds(const QString& typed) {
    const auto parts = split(typed);
    const QString unit = parts ? parts->unit.toLower() : QString();
    if (!parts || (unit != QLatin1String("ms") && unit != QLatin1String("s") &&
                   unit != QLatin1String("seconds") && !unit.isEmpty())) {
        return {std::nullopt, notANumber(typed, tr("0.5 s"))};
    }
    const QString seconds = unit == QLatin1String("ms") ? shifted(parts->number, 3) : parts->number;
    return numberBetween(seconds, 0, kSecondsMax, tr("0"), tr("86,400 s"));
}

TypedText readExchangeRate(const QString& typed) {
    const auto parts = split(typed);
    if (!parts || !parts->unit.isEmpty()) {
        return {std::nullopt, notANumber(typed, QStringLiteral("1.08"))};
    }
    const auto rate = parseDecimal(ss(parts->number));
    if (!rate || rate->isZero() || parts->number.toDouble() > 1e6) {
        return {std::nullopt, tr("Write a rate above 0 with at most six decimals")};
    }
    return {ss(parts->number), {}};
}

const std::vector<std::string>& loadProfiles() {
    static const std::vector<std::string> profiles = {"flat", "office-hours", "evening",
                                                      "two-peaks", "night-batch"};
    return profiles;
}

TypedLoad loadOf(LoadPreset preset) {
    switch (preset) {
        case LoadPreset::Quiet:
            return {.peakRps = "0.5", .profile = "flat"};
        case LoadPreset::Small:
            return {.peakRps = "2", .profile = "office-hours"};
        case LoadPreset::Busy:
            return {.peakRps = "12", .profile = "office-hours"};
    }
    STOWAGE_UNREACHABLE();
}

QString presetText(LoadPreset preset) {
    switch (preset) {
        case LoadPreset::Quiet:
            return tr("quiet");
        case LoadPreset::Small:
            return tr("small");
        case LoadPreset::Busy:
            return tr("busy");
    }
    STOWAGE_UNREACHABLE();
}

Typed<TypedLoad> readLoad(const QString& typed) {
    TypedLoad load;
    for (const LoadPreset preset : {LoadPreset::Quiet, LoadPreset::Small, LoadPreset::Busy}) {
        if (typed.trimmed().compare(presetText(preset), Qt::CaseInsensitive) == 0) {
            return {loadOf(preset), {}};
        }
    }
    const QStringList words = typed.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const QString name =
            word.simplified().toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
        const auto& profiles = loadProfiles();
        if (std::find(profiles.begin(), profiles.end(), ss(name)) != profiles.end()) {
            load.profile = ss(name);
            continue;
        }
        const TypedText rate = readRate(word);
        if (isNegative(word)) {
            return {std::nullopt, rate.error};
        }
        if (!rate.ok() || !load.peakRps.empty()) {
            return {std::nullopt,
                    tr("“%1” is neither a rate nor a day; write “12 rps, office-hours”, or quiet, "
                       "small or busy")
                        .arg(word.trimmed())};
        }
        load.peakRps = *rate.value;
    }
    if (load == TypedLoad{}) {
        return {std::nullopt, tr("Write a load, as in “12 rps, office-hours”")};
    }
    return {load, {}};
}

std::array<std::string, 24> curveTexts(const std::array<double, 24>& rates) {
    const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
    STOWAGE_ASSERT(sum > 0);
    std::array<std::string, 24> texts;
    for (std::size_t hour = 0; hour < texts.size(); ++hour) {
        // Ten thousandths: 24 roundings move the mean by at most 0.00005.
        texts[hour] = fmt::format("{}", std::round(rates[hour] * 24 / sum * 10'000) / 10'000);
    }
    return texts;
}

Typed<std::array<std::string, 24>> readCurve(const QString& typed) {
    static const QRegularExpression gap(QStringLiteral("[\\s,;\\[\\]]+"));
    const QStringList words = typed.split(gap, Qt::SkipEmptyParts);
    std::array<double, 24> values{};
    if (static_cast<std::size_t>(words.size()) != values.size()) {
        return {std::nullopt, tr("A day has 24 numbers, not %1").arg(words.size())};
    }
    for (int hour = 0; hour < 24; ++hour) {
        const auto parts = split(words[hour]);
        if (!parts || !parts->unit.isEmpty()) {
            return {std::nullopt, notANumber(words[hour], QStringLiteral("1.5"))};
        }
        values[static_cast<std::size_t>(hour)] = parts->number.toDouble();
    }
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (!(sum > 0) || sum > 1e6) {
        return {std::nullopt, tr("At least one hour must be above 0")};
    }
    return {curveTexts(values), {}};
}

Typed<TypedPods> readPods(const QString& typed) {
    static const QRegularExpression product(
        QStringLiteral("^\\s*(\\d+)\\s*[x×*]\\s*(\\d+)\\s*"
                       "(workers?|p)?\\s*$"));
    QString plain = typed;
    const QRegularExpressionMatch match = product.match(typed);
    if (match.hasMatch()) {
        plain = QStringLiteral("%1 pods, %2 workers").arg(match.captured(1), match.captured(2));
    }
    TypedPods pods;
    for (const QString& word : plain.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const bool isWorkers = word.contains(QLatin1String("work"), Qt::CaseInsensitive) ||
                               word.contains(QLatin1String("proc"), Qt::CaseInsensitive);
        const Typed<std::int64_t> count = readCount(word, 1, kPodsMax);
        std::optional<std::int64_t>& target = isWorkers ? pods.workers : pods.pods;
        if (!count.ok() || target) {
            if (isNegative(word)) {
                return {std::nullopt, count.error};
            }
            return {std::nullopt, count.ok() || count.error.isEmpty()
                                      ? tr("Write it as “2 pods, 5 workers”")
                                      : count.error + tr("; write it as “2 pods, 5 workers”")};
        }
        target = count.value;
    }
    if (pods == TypedPods{}) {
        return {std::nullopt, tr("Write it as “2 pods, 5 workers”")};
    }
    return {pods, {}};
}

Typed<TypedData> readDataSizes(const QString& typed) {
    static const QRegularExpression form(
        QStringLiteral("^\\s*(database|db|keys|redis|cache|files|objects)?\\s*:?\\s*(\\d.*?)\\s*"
                       "(database|db|keys|redis|cache|files|objects)?\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    TypedData data;
    for (const QString& word : typed.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = form.match(word);
        const QString name = (match.captured(1) + match.captured(3)).toLower();
        const TypedText size = readMemory(match.hasMatch() ? match.captured(2) : word);
        if (!size.ok()) {
            return {std::nullopt, size.error};
        }
        const bool isKeys = name == QLatin1String("keys") || name == QLatin1String("redis") ||
                            name == QLatin1String("cache");
        const bool isFiles = name == QLatin1String("files") || name == QLatin1String("objects");
        std::string& target = isKeys ? data.keys : isFiles ? data.objects : data.database;
        if (!target.empty()) {
            return {std::nullopt, tr("Write it as “database 2Gi, keys 64Mi, files 20Gi”")};
        }
        target = *size.value;
    }
    if (data == TypedData{}) {
        return {std::nullopt, tr("Write it as “database 2Gi, keys 64Mi, files 20Gi”")};
    }
    return {data, {}};
}

Typed<ModeWish> readModeWish(const QString& typed) {
    static const std::vector<std::pair<const char*, ModeWish>> words = {
        {"own", ModeWish::Own},
        {"1", ModeWish::Own},
        {"shared", ModeWish::Plex},
        {"plex", ModeWish::Plex},
        {"commons", ModeWish::Plex},
        {"2", ModeWish::Plex},
        {"managed", ModeWish::Managed},
        {"3", ModeWish::Managed},
        {"auto", ModeWish::Auto},
        {"planner", ModeWish::Auto},
        {"let the planner decide", ModeWish::Auto}};
    const QString plain = typed.simplified().toLower();
    for (const auto& [word, wish] : words) {
        if (plain == QLatin1String(word)) {
            return {wish, {}};
        }
    }
    return {std::nullopt,
            tr("“%1” is not known; write own, shared, managed or planner").arg(typed.trimmed())};
}

Typed<Weight> readWeight(const QString& typed) {
    const auto weight = parseWeight(ss(typed.trimmed().toLower()));
    return weight ? Typed<Weight>{weight, {}}
                  : Typed<Weight>{
                        std::nullopt,
                        tr("“%1” is not known; write light, medium or heavy").arg(typed.trimmed())};
}

Typed<Strategy> readStrategy(const QString& typed) {
    const QString plain = typed.simplified().toLower();
    for (const Strategy strategy : {Strategy::SingleNode, Strategy::MultiNodeHa}) {
        if (plain == strategyText(strategy) || plain == qs(std::string(toWord(strategy)))) {
            return {strategy, {}};
        }
    }
    return {std::nullopt, tr("“%1” is not known; write %2 or %3")
                              .arg(typed.trimmed(), strategyText(Strategy::SingleNode),
                                   strategyText(Strategy::MultiNodeHa))};
}

}  // namespace stowage::gui
