#include "model/yaml_differ.h"

#include <algorithm>
#include <utility>

#include "model/json_patch.h"
#include "model/yaml_fragment.h"

namespace stowage {
namespace {

/// Lists of more pairs than this are written anew: the table of likenesses would not be small.
constexpr std::size_t kPairsMax = 1'000'000;
constexpr YamlContext kFlowContext{.isFlow = true, .indent = 0};

bool hasChildren(const DocumentNode& node) {
    return !node.items.empty() || !node.entries.empty();
}

/// Names that tell items of a list apart: the first field of a map.
bool haveSameName(const DocumentNode& a, const DocumentNode& b) {
    return !a.entries.empty() && !b.entries.empty() &&
           a.entries.front().key == b.entries.front().key && a.entries.front().value.isScalar() &&
           isSameTree(a.entries.front().value, b.entries.front().value);
}

/// How much of an item is left in another one; pairs of 0 are not made.
int likeness(const DocumentNode& a, const DocumentNode& b) {
    constexpr int kSame = 8;
    constexpr int kNamesake = 4;
    if (isSameTree(a, b)) {
        return kSame;
    }
    if (haveSameName(a, b)) {
        return kNamesake;
    }
    return a.isScalar() == b.isScalar() ? 1 : 0;
}

std::string singleQuoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? "''" : std::string(1, c);
    }
    return quoted + "'";
}

bool isOneLine(const std::string& text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

bool YamlDiffer::editRoot(const DocumentNode& before, const DocumentNode& after) {
    const auto extent = m_text.extentOf(before, YamlContext{});
    return extent && edit(before, after, *extent, YamlContext{});
}

std::optional<std::vector<YamlSplice>> YamlDiffer::sorted() const {
    std::vector<YamlSplice> splices = m_splices;
    std::stable_sort(splices.begin(), splices.end(), [](const auto& a, const auto& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    for (std::size_t at = 1; at < splices.size(); ++at) {
        if (splices[at].begin < splices[at - 1].end) {
            return std::nullopt;
        }
    }
    return splices;
}

void YamlDiffer::insert(std::size_t at, std::string text) {
    m_splices.push_back({.begin = at, .end = at, .text = std::move(text)});
}

void YamlDiffer::replace(std::size_t begin, std::size_t end, std::string text) {
    m_splices.push_back({.begin = begin, .end = end, .text = std::move(text)});
}

/// Behind the last byte of the line above the one of `offset`.
std::size_t YamlDiffer::endOfLineAbove(std::size_t offset) const {
    const std::size_t start = offset - m_text.columnOf(offset);
    const std::size_t width = m_text.lineEnd().size();
    return start >= width ? start - width : 0;
}

/// Takes whole lines with the line end above them, so that what is added behind them stays clear.
void YamlDiffer::removeLines(std::size_t begin, std::size_t end) {
    const std::size_t start = begin - m_text.columnOf(begin);
    if (start == 0) {
        replace(0, m_text.nextLine(end), "");
    } else {
        replace(endOfLineAbove(begin), m_text.endOfLine(end), "");
    }
}

std::string YamlDiffer::newLine(std::size_t indent) const {
    return m_text.lineEnd() + std::string(indent, ' ');
}

/// Keys by name; nullopt when those that stay change their order.
std::optional<std::vector<YamlDiffer::Match>> YamlDiffer::matchKeys(const DocumentNode& before,
                                                                    const DocumentNode& after) {
    std::vector<Match> matches;
    std::size_t next = 0;
    const auto indexIn = [](const DocumentNode& map, const std::string& key) {
        const auto at = std::find_if(map.entries.begin(), map.entries.end(),
                                     [&](const auto& entry) { return entry.key == key; });
        return at == map.entries.end() ? kNone : static_cast<std::size_t>(at - map.entries.begin());
    };
    const auto removeUpTo = [&](std::size_t end) {
        for (; next < end; ++next) {
            if (indexIn(after, before.entries[next].key) != kNone) {
                return false;
            }
            matches.push_back({.before = next, .after = kNone});
        }
        return true;
    };
    for (std::size_t at = 0; at < after.entries.size(); ++at) {
        const std::size_t known = indexIn(before, after.entries[at].key);
        if (known != kNone && (known < next || !removeUpTo(known))) {
            return std::nullopt;
        }
        next = known == kNone ? next : known + 1;
        matches.push_back({.before = known, .after = at});
    }
    return removeUpTo(before.entries.size()) ? std::optional(matches) : std::nullopt;
}

/// The pairing in order that keeps the most.
std::vector<YamlDiffer::Match> YamlDiffer::matchItems(const DocumentNode& before,
                                                      const DocumentNode& after) {
    const std::size_t rows = before.items.size();
    const std::size_t columns = after.items.size();
    if (rows * columns > kPairsMax) {
        return {};
    }
    std::vector<std::vector<int>> best(rows + 1, std::vector<int>(columns + 1, 0));
    std::vector<std::vector<int>> like(rows, std::vector<int>(columns, 0));
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            like[i][j] = likeness(before.items[i], after.items[j]);
            const int paired = like[i][j] > 0 ? like[i][j] + best[i + 1][j + 1] : 0;
            best[i][j] = std::max({paired, best[i + 1][j], best[i][j + 1]});
        }
    }
    std::vector<Match> matches;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
        const bool isPair = i < rows && j < columns && like[i][j] > 0 &&
                            best[i][j] == like[i][j] + best[i + 1][j + 1];
        const bool isGone = !isPair && i < rows && (j == columns || best[i][j] == best[i + 1][j]);
        matches.push_back({.before = isPair || isGone ? i : kNone, .after = isGone ? kNone : j});
        i += isPair || isGone ? 1 : 0;
        j += isGone ? 0 : 1;
    }
    return matches;
}

bool YamlDiffer::edit(const DocumentNode& before, const DocumentNode& after,
                      const YamlExtent& extent, const YamlContext& context) {
    if (isSameTree(before, after)) {
        return true;
    }
    if (m_grain == YamlGrain::Coarse && m_depth > 0) {
        return false;
    }
    if (before.isScalar() && after.isScalar()) {
        return editScalar(before, after, extent);
    }
    if (before.kind == after.kind && hasChildren(before) && hasChildren(after)) {
        const std::size_t mark = m_splices.size();
        ++m_depth;
        const bool isDone = editCollection(before, after, extent);
        --m_depth;
        if (!isDone) {
            m_splices.resize(mark);
        }
        return isDone;
    }
    const bool fits = extent.style == YamlStyle::Flow && (context.isFlow || isInline(after));
    if (fits) {
        replace(extent.begin, extent.end, inlineYaml(after));
    }
    return fits;
}

/// In place, in the quotes that are there.
bool YamlDiffer::editScalar(const DocumentNode& before, const DocumentNode& after,
                            const YamlExtent& extent) {
    if (extent.style != YamlStyle::Scalar) {
        return false;
    }
    std::string text = inlineYaml(after);
    if (before.quoted && after.kind == NodeKind::String) {
        const bool isSingle = m_text.text()[extent.begin] == '\'';
        if (isSingle && isOneLine(after.text)) {
            text = singleQuoted(after.text);
        } else if (!isSingle) {
            text = writeJson(makeString(after.text));
            text.pop_back();
        }
    }
    replace(extent.begin, extent.end, std::move(text));
    return true;
}

bool YamlDiffer::editCollection(const DocumentNode& before, const DocumentNode& after,
                                const YamlExtent& extent) {
    if (extent.style == YamlStyle::Flow) {
        return editFlow(before, after);
    }
    if (extent.style != YamlStyle::Block) {
        return false;
    }
    return before.kind == NodeKind::Map ? editBlockMap(before, after, extent)
                                        : editBlockSequence(before, after, extent);
}

bool YamlDiffer::editBlockMap(const DocumentNode& before, const DocumentNode& after,
                              const YamlExtent& extent) {
    const auto matches = matchKeys(before, after);
    const YamlContext inside{.isFlow = false, .indent = m_text.columnOf(extent.begin)};
    const auto isKept = [](const Match& m) { return m.before != kNone && m.after != kNone; };
    if (!matches || std::none_of(matches->begin(), matches->end(), isKept)) {
        return false;
    }
    const bool isLoose = m_text.isFirstOnLine(extent.begin);
    if (!isLoose && !removeFirstKeys(before, *matches)) {
        return false;
    }
    std::optional<std::size_t> previous;  ///< the last entry that stays
    for (const Match& match : *matches) {
        if (match.after == kNone) {
            const bool isDone = !previous && !isLoose;
            if (!isDone && !removeEntry(before.entries[match.before], inside)) {
                return false;
            }
            continue;
        }
        const DocumentNode::Entry& wanted = after.entries[match.after];
        const std::string line =
            entryYaml(wanted.key, wanted.value, inside.indent, m_text.lineEnd());
        if (match.before != kNone) {
            if (!editEntry(before.entries[match.before], wanted.value, inside)) {
                return false;
            }
            previous = match.before;
        } else if (previous) {
            const auto above = m_text.valueOf(before.entries[*previous], inside);
            if (!above) {
                return false;
            }
            insert(m_text.endOfLine(above->end), newLine(inside.indent) + line);
        } else {
            const auto first = std::find_if(matches->begin(), matches->end(), isKept);
            insert(*m_text.offsetOf(before.entries[first->before].keyPlace),
                   line + newLine(inside.indent));
        }
    }
    return true;
}

/// In "- name: x" the first key shares its line with the dash: the next one takes its place.
bool YamlDiffer::removeFirstKeys(const DocumentNode& before, const std::vector<Match>& matches) {
    const auto first = std::find_if(matches.begin(), matches.end(), [](const Match& match) {
        return match.before != kNone && match.after != kNone;
    });
    if (first->before == 0) {
        return true;
    }
    const auto begin = m_text.offsetOf(before.entries.front().keyPlace);
    const auto end = m_text.offsetOf(before.entries[first->before].keyPlace);
    if (!begin || !end) {
        return false;
    }
    replace(*begin, *end, "");
    return true;
}

bool YamlDiffer::removeEntry(const DocumentNode::Entry& entry, const YamlContext& context) {
    const auto begin = m_text.offsetOf(entry.keyPlace);
    const auto value = m_text.valueOf(entry, context);
    if (!begin || !value || !m_text.isFirstOnLine(*begin)) {
        return false;
    }
    removeLines(*begin, value->end);
    return true;
}

bool YamlDiffer::editEntry(const DocumentNode::Entry& before, const DocumentNode& after,
                           const YamlContext& context) {
    if (isSameTree(before.value, after)) {
        return true;
    }
    const auto extent = m_text.valueOf(before, context);
    if (!extent) {
        return false;
    }
    return edit(before.value, after, *extent, context) || replaceEntry(before, after, context);
}

/// Writes the value of a key of a block map anew; comments on the line of the key stay.
bool YamlDiffer::replaceEntry(const DocumentNode::Entry& before, const DocumentNode& after,
                              const YamlContext& context) {
    const auto colon = m_text.endOfKey(before);
    const auto extent = m_text.valueOf(before, context);
    if (!colon || !extent) {
        return false;
    }
    constexpr std::size_t kStep = 2;
    const std::size_t lineEnd = m_text.endOfLine(*colon);
    const std::size_t indent = context.indent + kStep;
    const bool isFlat = isInline(after);
    const std::string below =
        isFlat ? "" : newLine(indent) + blockYaml(after, indent, m_text.lineEnd());
    const std::string behind = isFlat ? " " + inlineYaml(after) : "";
    if (extent->begin > lineEnd) {
        insert(*colon, behind);
        replace(endOfLineAbove(extent->begin), extent->end, below);
    } else if (extent->end <= lineEnd) {
        replace(*colon, extent->end, behind);
        insert(lineEnd, below);
    } else {
        replace(*colon, extent->end, behind + below);
    }
    return true;
}

bool YamlDiffer::editBlockSequence(const DocumentNode& before, const DocumentNode& after,
                                   const YamlExtent& extent) {
    const std::vector<Match> matches = matchItems(before, after);
    const YamlContext inside{.isFlow = false, .indent = m_text.columnOf(extent.begin)};
    const auto first = std::find_if(matches.begin(), matches.end(), [](const Match& match) {
        return match.before != kNone && match.after != kNone;
    });
    if (first == matches.end()) {
        return false;
    }
    std::optional<std::size_t> previous;
    for (const Match& match : matches) {
        if (match.after == kNone) {
            if (!removeItem(before.items[match.before], inside)) {
                return false;
            }
        } else if (match.before != kNone) {
            if (!editItem(before.items[match.before], after.items[match.after], inside)) {
                return false;
            }
            previous = match.before;
        } else {
            const std::string line =
                itemYaml(after.items[match.after], inside.indent, m_text.lineEnd());
            const auto above = previous ? m_text.itemOf(before.items[*previous], inside)
                                        : std::optional<YamlExtent>();
            const auto dash = m_text.dashOf(before.items[first->before], inside.indent);
            if (previous ? !above.has_value() : !dash.has_value()) {
                return false;
            }
            previous ? insert(m_text.endOfLine(above->end), newLine(inside.indent) + line)
                     : insert(*dash, line + newLine(inside.indent));
        }
    }
    return true;
}

bool YamlDiffer::removeItem(const DocumentNode& item, const YamlContext& context) {
    const auto dash = m_text.dashOf(item, context.indent);
    const auto extent = m_text.itemOf(item, context);
    if (!dash || !extent || !m_text.isFirstOnLine(*dash)) {
        return false;
    }
    removeLines(*dash, extent->end);
    return true;
}

bool YamlDiffer::editItem(const DocumentNode& before, const DocumentNode& after,
                          const YamlContext& context) {
    if (isSameTree(before, after)) {
        return true;
    }
    const auto extent = m_text.itemOf(before, context);
    if (!extent) {
        return false;
    }
    if (!edit(before, after, *extent, context)) {
        const auto dash = m_text.dashOf(before, context.indent);
        replace(*dash, extent->end, itemYaml(after, context.indent, m_text.lineEnd()));
    }
    return true;
}

std::optional<std::vector<YamlDiffer::Slot>> YamlDiffer::flowSlots(const DocumentNode& node) const {
    std::vector<Slot> slots;
    for (const DocumentNode::Entry& entry : node.entries) {
        const auto begin = m_text.offsetOf(entry.keyPlace);
        const auto value = m_text.valueOf(entry, kFlowContext);
        if (!begin || !value) {
            return std::nullopt;
        }
        slots.push_back({.begin = *begin, .end = value->end});
    }
    for (const DocumentNode& item : node.items) {
        const auto extent = m_text.itemOf(item, kFlowContext);
        if (!extent) {
            return std::nullopt;
        }
        slots.push_back({.begin = extent->begin, .end = extent->end});
    }
    return slots;
}

bool YamlDiffer::editFlowChild(const DocumentNode& before, const DocumentNode& after,
                               const Match& match) {
    const bool isMap = before.kind == NodeKind::Map;
    const DocumentNode& old =
        isMap ? before.entries[match.before].value : before.items[match.before];
    const DocumentNode& wanted =
        isMap ? after.entries[match.after].value : after.items[match.after];
    if (isSameTree(old, wanted)) {
        return true;
    }
    const auto extent = isMap ? m_text.valueOf(before.entries[match.before], kFlowContext)
                              : m_text.itemOf(old, kFlowContext);
    if (!edit(old, wanted, *extent, kFlowContext)) {
        const std::string gap = extent->style == YamlStyle::Empty ? " " : "";
        replace(extent->begin, extent->end, gap + inlineYaml(wanted));
    }
    return true;
}

bool YamlDiffer::editFlow(const DocumentNode& before, const DocumentNode& after) {
    const bool isMap = before.kind == NodeKind::Map;
    const auto matches = isMap ? matchKeys(before, after) : matchItems(before, after);
    const auto slots = flowSlots(before);
    if (!matches || !slots) {
        return false;
    }
    const auto first = std::find_if(matches->begin(), matches->end(), [](const Match& match) {
        return match.before != kNone && match.after != kNone;
    });
    if (first == matches->end()) {
        return false;
    }
    std::optional<std::size_t> previous;
    for (const Match& match : *matches) {
        if (match.after == kNone) {
            const std::size_t at = match.before;
            previous ? replace((*slots)[at - 1].end, (*slots)[at].end, "")
                     : replace((*slots)[at].begin, (*slots)[at + 1].begin, "");
        } else if (match.before != kNone) {
            if (!editFlowChild(before, after, match)) {
                return false;
            }
            previous = match.before;
        } else {
            const std::string piece = isMap ? yamlKey(after.entries[match.after].key) + ": " +
                                                  inlineYaml(after.entries[match.after].value)
                                            : inlineYaml(after.items[match.after]);
            previous ? insert((*slots)[*previous].end, ", " + piece)
                     : insert((*slots)[first->before].begin, piece + ", ");
        }
    }
    return true;
}

}  // namespace stowage
