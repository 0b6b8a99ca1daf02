#include "model/profile_report.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "model/base/invariant.h"

namespace stowage {

namespace {

constexpr int kDigits = 6;
constexpr int kParameterDigits = 12;

DocumentNode startReport() {
    DocumentNode report = makeMap();
    addEntry(report, "apiVersion", makeString("stowage/v1"));
    addEntry(report, "kind", makeString("ProfileReport"));
    return report;
}

/// A number where the parameter is one and its value is known, else the text.
DocumentNode parameterNode(const ProfileParameter& parameter, const std::string& value) {
    const bool isNumber =
        parameter.kind == ParameterKind::Whole || parameter.kind == ParameterKind::Number;
    const std::optional<Money> number = isNumber ? parseDecimal(value) : std::nullopt;
    if (!number) {
        return makeString(value);
    }
    constexpr std::int64_t kMicro = 1'000'000;
    return number->raw() % kMicro == 0
               ? makeNumber(number->raw() / kMicro)
               : makeRounded(static_cast<double>(number->raw()) * 1e-6, kParameterDigits);
}

const ProfileParameter& parameterOf(const ProfileInfo& info, const std::string& key) {
    const auto at = std::find_if(info.parameters.begin(), info.parameters.end(),
                                 [&key](const ProfileParameter& one) { return one.key == key; });
    STOWAGE_ASSERT(at != info.parameters.end());
    return *at;
}

DocumentNode bytesNode(Bytes amount) {
    return makeNumber(amount.raw());
}

DocumentNode memoryNode(const MemoryUse& memory) {
    DocumentNode node = makeMap();
    addEntry(node, "expected", bytesNode(memory.expected));
    addEntry(node, "p50", bytesNode(memory.p50));
    addEntry(node, "p99", bytesNode(memory.p99));
    addEntry(node, "low", bytesNode(memory.low));
    addEntry(node, "high", bytesNode(memory.high));
    return node;
}

DocumentNode coreNode(const MemoryUse& memory) {
    DocumentNode node = makeMap();
    addEntry(node, "expected", bytesNode(memory.coreExpected));
    addEntry(node, "p99", bytesNode(memory.coreP99));
    addEntry(node, "low", bytesNode(memory.coreLow));
    addEntry(node, "high", bytesNode(memory.coreHigh));
    return node;
}

DocumentNode cpuNode(const CpuUse& cpu) {
    DocumentNode node = makeMap();
    addEntry(node, "expected", makeNumber(cpu.expected.raw()));
    addEntry(node, "p99", makeNumber(cpu.p99.raw()));
    addEntry(node, "low", makeNumber(cpu.low.raw()));
    addEntry(node, "high", makeNumber(cpu.high.raw()));
    return node;
}

DocumentNode termNode(const ProfileTerm& term) {
    DocumentNode node = makeMap();
    addEntry(node, "assumption", makeString(term.id));
    addEntry(node, "text", makeString(term.text));
    addEntry(node, "class", makeString(std::string(toWord(term.termClass))));
    addEntry(node, "memoryMi", makeRounded(term.memory, kDigits));
    addEntry(node, "coreMi", makeRounded(term.core, kDigits));
    addEntry(node, "lowMi", makeRounded(term.low, kDigits));
    addEntry(node, "highMi", makeRounded(term.high, kDigits));
    return node;
}

}  // namespace

DocumentNode profileReport(const ProfileUse& use) {
    const ProfileInfo* info = findProfile(use.name);
    STOWAGE_ASSERT(info != nullptr);
    DocumentNode report = startReport();
    addEntry(report, "profile", makeString(use.name));
    DocumentNode parameters = makeMap();
    for (const auto& [key, value] : use.parameters) {
        addEntry(parameters, key, parameterNode(parameterOf(*info, key), value));
    }
    addEntry(report, "parameters", std::move(parameters));
    addEntry(report, "memoryBytes", memoryNode(use.memory));
    addEntry(report, "coreBytes", coreNode(use.memory));
    addEntry(report, "cpuMilli", cpuNode(use.cpu));
    addEntry(report, "formula", makeString(use.formula));
    addEntry(report, "source", makeString(use.source));
    addEntry(report, "date", makeString(use.date));
    addEntry(report, "quality", makeString(std::string(toWord(use.quality))));
    DocumentNode terms = makeSequence();
    for (const ProfileTerm& term : use.terms) {
        terms.items.push_back(termNode(term));
    }
    addEntry(report, "terms", std::move(terms));
    DocumentNode assumptions = makeSequence();
    for (const std::string& id : use.assumptions) {
        assumptions.items.push_back(makeString(id));
    }
    addEntry(report, "assumptions", std::move(assumptions));
    return report;
}

DocumentNode profileListReport(const std::vector<ProfileInfo>& profiles) {
    DocumentNode report = startReport();
    DocumentNode list = makeSequence();
    for (const ProfileInfo& info : profiles) {
        DocumentNode node = makeMap();
        addEntry(node, "profile", makeString(info.name));
        addEntry(node, "summary", makeString(info.summary));
        addEntry(node, "formula", makeString(info.formula));
        DocumentNode parameters = makeSequence();
        for (const ProfileParameter& parameter : info.parameters) {
            DocumentNode one = makeMap();
            addEntry(one, "key", makeString(parameter.key));
            addEntry(one, "default", parameterNode(parameter, parameter.defaultText));
            addEntry(one, "help", makeString(parameter.help));
            DocumentNode choices = makeSequence();
            for (const std::string& choice : parameter.choices) {
                choices.items.push_back(makeString(choice));
            }
            addEntry(one, "choices", std::move(choices));
            parameters.items.push_back(std::move(one));
        }
        addEntry(node, "parameters", std::move(parameters));
        list.items.push_back(std::move(node));
    }
    addEntry(report, "profiles", std::move(list));
    return report;
}

}  // namespace stowage
