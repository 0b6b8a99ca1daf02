#include "model/profile_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/base/invariant.h"

namespace stowage {

namespace {

constexpr double kBytesPerMebibyte = 1024.0 * 1024.0;
constexpr double kP99 = 0.99;
/// Terms below this share of the leading one are not named among the sources.
constexpr double kMinorShare = 0.05;
/// Larger counts are slips of the keyboard, and keep every product in range.
constexpr double kNumberMax = 1e12;

std::string numberText(double value) {
    return assumptionText(value, AssumptionUnit::Number);
}

std::optional<double> parseNumber(const std::string& text) {
    const std::optional<Money> amount = parseDecimal(text);
    if (!amount || amount->raw() < 0) {
        return std::nullopt;
    }
    const double value = static_cast<double>(amount->raw()) * 1e-6;
    return value <= kNumberMax ? std::optional<double>(value) : std::nullopt;
}

Error badValue(const ProfileParameter& parameter, const std::string& text,
               const std::string& wanted) {
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("'{}={}': {} must be {}", parameter.key, text, parameter.help, wanted),
                 {}};
}

bool isVersion(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos &&
           text.front() != '.' && text.back() != '.';
}

Status checkValue(const ProfileParameter& parameter, const std::string& text) {
    switch (parameter.kind) {
        case ParameterKind::Word: {
            const auto& choices = parameter.choices;
            if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
                return badValue(parameter, text, fmt::format("{}", fmt::join(choices, ", ")));
            }
            return Done{};
        }
        case ParameterKind::Whole: {
            const std::optional<double> value = parseNumber(text);
            if (!value || *value != std::floor(*value) ||
                *value < static_cast<double>(parameter.minimum)) {
                return badValue(
                    parameter, text,
                    fmt::format("a whole number from {} to {:.0f}", parameter.minimum, kNumberMax));
            }
            return Done{};
        }
        case ParameterKind::Number:
            if (!parseNumber(text)) {
                return badValue(parameter, text,
                                fmt::format("a number from 0 to {:.0f}", kNumberMax));
            }
            return Done{};
        case ParameterKind::Version:
            if (!isVersion(text)) {
                return badValue(parameter, text, "a version as in 8.0 or 17");
            }
            return Done{};
    }
    STOWAGE_UNREACHABLE();
}

std::string knownKeys(const ProfileInfo& info) {
    std::vector<std::string> keys;
    for (const ProfileParameter& parameter : info.parameters) {
        keys.push_back(parameter.key);
    }
    return keys.empty() ? "it takes none" : fmt::format("known: {}", fmt::join(keys, ", "));
}

const ProfileParameter* findParameter(const ProfileInfo& info, std::string_view key) {
    const auto at = std::find_if(info.parameters.begin(), info.parameters.end(),
                                 [key](const ProfileParameter& one) { return one.key == key; });
    return at == info.parameters.end() ? nullptr : &*at;
}

UsageMoments inBytes(const UsageMoments& mebibytes) {
    return scaled(mebibytes, kBytesPerMebibyte);
}

Bytes roundMebibytes(double mebibytes) {
    return bytesFromMebibytesRoundUp(std::max(mebibytes, 0.0));
}

}  // namespace

Result<ProfileParameters> ProfileParameters::check(const ProfileInfo& info,
                                                   const ProfileRequest& request) {
    for (const auto& [key, text] : request.parameters) {
        const ProfileParameter* parameter = findParameter(info, key);
        if (parameter == nullptr) {
            return Error{ErrorCode::InvalidArgument,
                         fmt::format("profile '{}' has no parameter '{}' ({})", info.name, key,
                                     knownKeys(info)),
                         {}};
        }
        STOWAGE_TRY([[maybe_unused]] const Done done, checkValue(*parameter, text));
    }
    ProfileParameters parameters;
    for (const ProfileParameter& parameter : info.parameters) {
        const auto given = request.parameters.find(parameter.key);
        if (given != request.parameters.end()) {
            parameters.m_given.insert(parameter.key);
            parameters.m_values.emplace_back(parameter.key, given->second);
        } else {
            parameters.m_values.emplace_back(parameter.key, parameter.defaultText);
        }
    }
    return parameters;
}

bool ProfileParameters::isGiven(std::string_view key) const {
    return m_given.find(key) != m_given.end();
}

const std::string& ProfileParameters::word(std::string_view key) const {
    const auto at = std::find_if(m_values.begin(), m_values.end(),
                                 [key](const auto& one) { return one.first == key; });
    STOWAGE_ASSERT(at != m_values.end());
    return at->second;
}

double ProfileParameters::number(std::string_view key) const {
    const std::optional<double> value = parseNumber(word(key));
    STOWAGE_ASSERT(value.has_value());
    return *value;
}

std::int64_t ProfileParameters::whole(std::string_view key) const {
    return static_cast<std::int64_t>(number(key));
}

void ProfileParameters::derive(std::string_view key, double value) {
    for (auto& [name, text] : m_values) {
        if (name == key) {
            text = numberText(value);
        }
    }
}

Amount Amount::operator*(double count) const {
    Amount product = *this;
    product.value *= count;
    product.core *= count;
    product.low *= count;
    product.high *= count;
    if (count < 0.0) {
        std::swap(product.low, product.high);
    }
    return product;
}

Amount Amount::operator*(const Amount& factor) const {
    Amount product = *this;
    product.value *= factor.value;
    product.core *= factor.value;
    product.low *= factor.low;
    product.high *= factor.high;
    product.quality = std::max(quality, factor.quality);
    return product;
}

Amount ProfileBuilder::amount(std::string_view id) {
    const AssumptionRow& row = m_table.at(id);
    m_read.insert(row.id);
    return Amount{.id = row.id,
                  .value = row.value,
                  .core = row.core,
                  .low = row.low,
                  .high = row.high,
                  .quality = row.quality,
                  .source = row.source,
                  .date = row.date};
}

Amount ProfileBuilder::weighted(const std::string& prefix, const std::string& weight) {
    if (weight != "heavy") {
        return amount(prefix + "." + weight);
    }
    const Amount light = amount(prefix + ".light");
    Amount heavy = amount(prefix + ".medium");
    heavy.value += heavy.value - light.value;
    heavy.core += heavy.core - light.core;
    heavy.low = heavy.high = heavy.value;
    return heavy * amount("php.heavy.range");
}

void ProfileBuilder::constant(const Amount& amount, std::string text) {
    if (amount.value == 0.0 && amount.low == 0.0 && amount.high == 0.0) {
        return;
    }
    m_terms.push_back(ProfileTerm{.id = amount.id,
                                  .text = std::move(text),
                                  .termClass = TermClass::Constant,
                                  .memory = amount.value,
                                  .core = amount.core,
                                  .low = amount.low,
                                  .high = amount.high});
    m_origin.emplace(amount.id, amount);
}

void ProfileBuilder::chance(std::string_view id, const UsageMoments& moments, double coreShare,
                            std::string text) {
    const Amount origin = amount(id);
    m_terms.push_back(ProfileTerm{.id = origin.id,
                                  .text = std::move(text),
                                  .termClass = TermClass::Chance,
                                  .memory = moments.mean,
                                  .core = moments.mean * coreShare,
                                  .low = usageQuantile(moments, 1.0 - kP99),
                                  .high = usageQuantile(moments, kP99)});
    m_origin.emplace(origin.id, origin);
    m_chance += moments;
    m_coreChance += scaled(moments, coreShare);
}

void ProfileBuilder::chanceRange(std::string_view id, double mean, double low, double high,
                                 std::string text) {
    if (low == high) {
        return;
    }
    chance(id, usageFromRange(mean, low, high), 1.0, std::move(text));
    m_terms.back().low = low;
    m_terms.back().high = high;
}

void ProfileBuilder::cpu(const Amount& millicores) {
    m_cpuMean += millicores.value;
    m_cpuLow += millicores.low;
    m_cpuHigh += millicores.high;
}

void ProfileBuilder::work(double rate, const Amount& seconds, double sigma) {
    // Millicores = milliseconds of CPU a second. The p99 is meant over a window: events in it are
    // Poisson, each with the raw moments of a lognormal law of median `seconds`.
    const double window = value("cpu.window");
    const double spread = std::exp(sigma * sigma / 2.0);
    const double milliseconds = seconds.value * 1000.0;
    const auto raw = [&](double k) {
        return std::pow(milliseconds, k) * std::exp(k * k * sigma * sigma / 2.0);
    };
    m_cpuChance +=
        scaled(compoundPoisson(rate * window, raw(1.0), raw(2.0), raw(3.0)), 1.0 / window);
    m_cpuMean += rate * milliseconds * spread;
    m_cpuLow += rate * seconds.low * 1000.0 * spread;
    m_cpuHigh += rate * seconds.high * 1000.0 * spread;
}

MemoryUse ProfileBuilder::memoryUse() const {
    double mean = 0;
    double core = 0;
    double below = 0;
    double above = 0;
    for (const ProfileTerm& term : m_terms) {
        mean += term.memory;
        core += term.core;
        if (term.termClass == TermClass::Constant) {
            below += term.memory - term.low;
            above += term.high - term.memory;
        }
    }
    core = std::min(core, mean);
    UsageMoments chance = m_chance;
    UsageMoments coreChance = m_coreChance;
    chance.mean = mean;
    coreChance.mean = core;
    const double share = mean > 0.0 ? core / mean : 0.0;
    MemoryUse use;
    use.expected = roundMebibytes(mean);
    use.coreExpected = roundMebibytes(core);
    use.p50 = roundMebibytes(usageQuantile(chance, 0.5));
    use.p99 = roundMebibytes(std::max(usageQuantile(chance, kP99), mean + m_p99Extra));
    use.coreP99 = roundMebibytes(std::max(usageQuantile(coreChance, kP99), core + m_p99Extra));
    use.low = roundMebibytes(mean - below);
    use.high = roundMebibytes(mean + above);
    use.coreLow = roundMebibytes(core - below * share);
    use.coreHigh = roundMebibytes(core + above * share);
    use.chance = inBytes(chance);
    use.coreChance = inBytes(coreChance);
    return use;
}

CpuUse ProfileBuilder::cpuUse() const {
    UsageMoments moments = m_cpuChance;
    moments.mean = m_cpuMean;
    return CpuUse{.expected = milliCpuRoundUp(m_cpuMean),
                  .p99 = milliCpuRoundUp(std::max(usageQuantile(moments, kP99), m_cpuMean)),
                  .low = milliCpuRoundUp(m_cpuLow),
                  .high = milliCpuRoundUp(m_cpuHigh)};
}

const ProfileTerm& ProfileBuilder::leadingTerm() const {
    return *std::max_element(
        m_terms.begin(), m_terms.end(),
        [](const ProfileTerm& a, const ProfileTerm& b) { return a.memory < b.memory; });
}

ProfileUse ProfileBuilder::finish(const ProfileInfo& info,
                                  const ProfileParameters& parameters) const {
    STOWAGE_ASSERT(!m_terms.empty());
    const Amount& leading = m_origin.at(leadingTerm().id);
    std::vector<std::string> sources{leading.source};
    for (const ProfileTerm& term : m_terms) {
        const std::string& source = m_origin.at(term.id).source;
        if (term.memory < kMinorShare * leadingTerm().memory) {
            continue;
        }
        if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
            sources.push_back(source);
        }
    }
    return ProfileUse{.name = info.name,
                      .parameters = parameters.all(),
                      .memory = memoryUse(),
                      .cpu = cpuUse(),
                      .formula = info.formula,
                      .source = fmt::format("{}", fmt::join(sources, "; ")),
                      .date = leading.date,
                      .quality = leading.quality,
                      .terms = m_terms,
                      .assumptions = {m_read.begin(), m_read.end()}};
}

}  // namespace stowage
