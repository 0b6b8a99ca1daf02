#pragma once

#include <QAbstractItemModel>
#include <QStringList>
#include <memory>
#include <vector>

class QAbstractItemView;
class QMenu;
class QMimeData;

namespace stowage::gui {

/// What a model offers for copies where it differs from what it shows: of a cell its text without
/// decoration, of a header its name with the unit ("expected (MiB)").
inline constexpr int kCopyTextRole = Qt::UserRole + 900;

/// A rectangle of texts.
struct CopyTable {
    QStringList header;
    std::vector<QStringList> rows;
    bool operator==(const CopyTable&) const = default;
};

enum class RowNames { Dropped, FirstColumn };

/// The selected rows with all columns that the selection touches, in the order of the model; an
/// empty selection is the whole table. `RowNames::FirstColumn`: the vertical header leads.
CopyTable copyTableOf(const QAbstractItemModel& model, const QModelIndexList& selection,
                      RowNames names = RowNames::Dropped);

enum class CopyFormat { Tsv, Markdown, Csv, Json };
/// Tsv without quotes: tabs and line ends within a cell become spaces. Csv as RFC 4180. Json: a
/// list of objects by header.
QString textOf(const CopyTable& table, CopyFormat format);
/// All formats at once: text/plain (TSV), text/markdown, text/csv, application/json.
std::unique_ptr<QMimeData> mimeDataOf(const CopyTable& table);
void copyToClipboard(const CopyTable& table);
void copyToClipboard(const CopyTable& table, CopyFormat format);

/// "Copy" (Ctrl+C) and "Copy as ▸ Markdown, CSV, JSON" as actions of the view itself; `menu` may be
/// null. The actions belong to the view.
void addCopyActions(QAbstractItemView& view, RowNames names, QMenu* menu);

}  // namespace stowage::gui
