#include "model/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stowage {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return result;
}

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t countDigits(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end])) {
        ++end;
    }
    return end - at;
}

bool consistsOf(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

/// A decimal number taken apart; `valid` says whether the whole text was one.
struct Decimal {
    bool valid = false;
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    std::string_view exponent;  ///< with its letter and sign
};

Decimal readDecimal(std::string_view text) {
    Decimal number;
    std::size_t at = 0;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        number.negative = text[0] == '-';
        at = 1;
    }
    number.whole = text.substr(at, countDigits(text, at));
    at += number.whole.size();
    if (at < text.size() && text[at] == '.') {
        ++at;
        number.fraction = text.substr(at, countDigits(text, at));
        at += number.fraction.size();
    }
    if (number.whole.empty() && number.fraction.empty()) {
        return number;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t end = at + 1;
        if (end < text.size() && (text[end] == '-' || text[end] == '+')) {
            ++end;
        }
        const std::size_t digits = countDigits(text, end);
        if (digits == 0) {
            return number;
        }
        number.exponent = text.substr(at, end + digits - at);
        at = end + digits;
    }
    number.valid = at == text.size();
    return number;
}

std::string jsonNumber(const Decimal& number) {
    std::string text = number.negative ? "-" : "";
    text += number.whole.empty() ? "0" : number.whole;
    if (!number.fraction.empty()) {
        text += '.';
        text += number.fraction;
    }
    return text + std::string(number.exponent);
}

std::string_view withoutSign(std::string_view text) {
    const bool hasSign = !text.empty() && (text[0] == '-' || text[0] == '+');
    return hasSign ? text.substr(1) : text;
}

/// "1:30" and "190:20:30.15", which YAML 1.1 reads as base 60.
bool isSexagesimal(std::string_view text) {
    std::size_t at = countDigits(text, 0);
    if (at == 0 || at == text.size() || text[at] != ':') {
        return false;
    }
    while (at < text.size() && text[at] == ':') {
        const std::size_t digits = countDigits(text, at + 1);
        if (digits == 0 || digits > 2 || (digits == 2 && text[at + 1] > '5')) {
            return false;
        }
        at += 1 + digits;
    }
    return at == text.size() || (text[at] == '.' && consistsOf(text.substr(at + 1), "0123456789_"));
}

/// What else than a word an unsigned text could be; empty when nothing else.
std::string_view otherNumber(std::string_view text) {
    const std::string_view start = text.substr(0, 2);
    const std::string_view rest = text.substr(std::min<std::size_t>(2, text.size()));
    if ((start == "0x" || start == "0X") && !rest.empty() &&
        consistsOf(rest, "0123456789abcdefABCDEF_")) {
        return "a hexadecimal number";
    }
    if ((start == "0o" || start == "0O") && !rest.empty() && consistsOf(rest, "01234567_")) {
        return "an octal number";
    }
    if ((start == "0b" || start == "0B") && !rest.empty() && consistsOf(rest, "01_")) {
        return "a binary number";
    }
    if (isSexagesimal(text)) {
        return "a number in base 60";
    }
    if (!text.empty() && isDigit(text[0]) && text.find('_') != std::string_view::npos &&
        consistsOf(text, "0123456789_.")) {
        return "a number with digit separators";
    }
    return {};
}

PlainScalar refused(std::string_view text, std::string_view problem) {
    return {.kind = NodeKind::String, .text = std::string(text), .problem = std::string(problem)};
}

}  // namespace

PlainScalar classifyPlainScalar(std::string_view text) {
    constexpr std::size_t kSpecialWordLengthMax = 5;
    if (text.size() <= kSpecialWordLengthMax) {
        const std::string word = lower(text);
        if (word.empty() || word == "~" || word == "null") {
            return {.kind = NodeKind::Null, .text = {}, .problem = {}};
        }
        if (word == "true" || word == "false") {
            return {.kind = NodeKind::Bool, .text = word, .problem = {}};
        }
        constexpr std::array<std::string_view, 4> kSwitchWords = {"yes", "no", "on", "off"};
        if (isOneOf(word, kSwitchWords)) {
            return refused(text, "a boolean in some readers");
        }
        constexpr std::array<std::string_view, 2> kOddNumbers = {".inf", ".nan"};
        if (isOneOf(std::string(withoutSign(word)), kOddNumbers)) {
            return refused(text, "not a finite number");
        }
    }
    const Decimal number = readDecimal(text);
    if (number.valid && number.whole.size() > 1 && number.whole[0] == '0') {
        return refused(text, "an octal number in some readers");
    }
    if (number.valid) {
        return {.kind = NodeKind::Number, .text = jsonNumber(number), .problem = {}};
    }
    const std::string_view other = otherNumber(withoutSign(text));
    return refused(text, other);
}

bool isUnambiguousWord(std::string_view text) {
    const PlainScalar scalar = classifyPlainScalar(text);
    return scalar.kind == NodeKind::String && scalar.problem.empty();
}

}  // namespace stowage
