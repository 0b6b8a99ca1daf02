#include "gui/line_diff.h"

#include <algorithm>
#include <cstdint>

namespace stowage::gui {
namespace {

/// Cells of the table of common subsequences that may be filled: 16 MB.
constexpr std::int64_t kCellsMax = 4'000'000;

void addAll(std::vector<DiffLine>& lines, LineKind kind, const QStringList& texts) {
    for (const QString& text : texts) {
        lines.push_back({.kind = kind, .text = text});
    }
}

QStringList linesOf(const QString& text) {
    QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.back().isEmpty()) {
        lines.pop_back();
    }
    return lines;
}

/// Longest common subsequence from every pair of places to the ends.
class CommonTable {
public:
    CommonTable(const QStringList& before, const QStringList& after)
        : m_width(static_cast<std::size_t>(after.size()) + 1),
          m_cells((static_cast<std::size_t>(before.size()) + 1) * m_width, 0) {
        for (qsizetype i = before.size() - 1; i >= 0; --i) {
            for (qsizetype j = after.size() - 1; j >= 0; --j) {
                cell(i, j) = before[i] == after[j] ? cell(i + 1, j + 1) + 1
                                                   : std::max(cell(i + 1, j), cell(i, j + 1));
            }
        }
    }
    std::uint32_t at(qsizetype i, qsizetype j) const {
        return m_cells[static_cast<std::size_t>(i) * m_width + static_cast<std::size_t>(j)];
    }

private:
    std::uint32_t& cell(qsizetype i, qsizetype j) {
        return m_cells[static_cast<std::size_t>(i) * m_width + static_cast<std::size_t>(j)];
    }
    std::size_t m_width;
    std::vector<std::uint32_t> m_cells;
};

void addMiddle(std::vector<DiffLine>& lines, const QStringList& before, const QStringList& after) {
    const std::int64_t cells = (std::int64_t{before.size()} + 1) * (std::int64_t{after.size()} + 1);
    if (cells > kCellsMax) {
        addAll(lines, LineKind::Removed, before);
        addAll(lines, LineKind::Added, after);
        return;
    }
    const CommonTable common(before, after);
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < before.size() && j < after.size()) {
        if (before[i] == after[j]) {
            lines.push_back({.kind = LineKind::Same, .text = before[i]});
            ++i;
            ++j;
        } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
            lines.push_back({.kind = LineKind::Removed, .text = before[i++]});
        } else {
            lines.push_back({.kind = LineKind::Added, .text = after[j++]});
        }
    }
    addAll(lines, LineKind::Removed, before.mid(i));
    addAll(lines, LineKind::Added, after.mid(j));
}

}  // namespace

std::vector<DiffLine> lineDiff(const QString& before, const QString& after) {
    const QStringList old = linesOf(before);
    const QStringList fresh = linesOf(after);
    const qsizetype shorter = std::min(old.size(), fresh.size());
    qsizetype head = 0;
    while (head < shorter && old[head] == fresh[head]) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail]) {
        ++tail;
    }
    std::vector<DiffLine> lines;
    addAll(lines, LineKind::Same, old.mid(0, head));
    addMiddle(lines, old.mid(head, old.size() - head - tail),
              fresh.mid(head, fresh.size() - head - tail));
    addAll(lines, LineKind::Same, old.mid(old.size() - tail));
    return lines;
}

std::vector<DiffLine> folded(const std::vector<DiffLine>& lines, int context) {
    const int size = static_cast<int>(lines.size());
    std::vector<bool> shown(lines.size(), false);
    for (int i = 0; i < size; ++i) {
        if (lines[static_cast<std::size_t>(i)].kind == LineKind::Same) {
            continue;
        }
        const int last = std::min(size - 1, i + context);
        for (int near = std::max(0, i - context); near <= last; ++near) {
            shown[static_cast<std::size_t>(near)] = true;
        }
    }
    std::vector<DiffLine> result;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (shown[i]) {
            result.push_back(lines[i]);
        } else if (!result.empty() && result.back().kind == LineKind::Skipped) {
            ++result.back().count;
        } else {
            result.push_back({.kind = LineKind::Skipped, .text = {}});
        }
    }
    return result;
}

}  // namespace stowage::gui
