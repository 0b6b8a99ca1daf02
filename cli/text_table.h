#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stowage::cli {

/// Terminal columns that the UTF-8 text takes: wide characters take two, combining marks and
/// colour escapes none. Bytes that are not UTF-8 count one each.
int displayWidth(std::string_view text);

/// The words of the text in lines of at most `width` columns, each without its end of line; line
/// breaks in the text are kept. A longer word stands alone on its line, uncut. At least one line.
std::vector<std::string> wrapWords(std::string_view text, int width);

/// `head`, then the wrapped text from column `indent` on; ends with a line break.
std::string hangingText(std::string_view head, std::string_view text, int indent, int width);

enum class Align { Left, Right };

/// What may happen to a column when a table is wider than allowed.
enum class Shrink { Never, Wrap };

struct TableColumn {
    std::string header;
    Align align = Align::Left;
    Shrink shrink = Shrink::Never;

    bool operator==(const TableColumn&) const = default;
};

/// Aligned columns, two blanks apart, no lines. Cells may hold colour escapes. When the table is
/// wider than allowed, columns marked Wrap are narrowed, widest first, and their cells wrapped.
class TextTable {
public:
    explicit TextTable(std::vector<TableColumn> columns) : m_columns(std::move(columns)) {}

    /// Fewer cells than columns: the rest is empty. More is a bug of the caller.
    void addRow(std::vector<std::string> cells);
    bool isEmpty() const { return m_rows.empty(); }
    /// Every line indented by `indent`; headers are left out when all are empty.
    std::string toText(int width, int indent = 0) const;

private:
    std::vector<int> columnWidths(int width) const;

    std::vector<TableColumn> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace stowage::cli
