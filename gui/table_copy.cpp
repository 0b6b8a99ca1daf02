#include "gui/table_copy.h"

#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMimeData>
#include <set>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TableCopy", text);
}

QString headerOf(const QAbstractItemModel& model, int section, Qt::Orientation orientation) {
    const QVariant copy = model.headerData(section, orientation, kCopyTextRole);
    return (copy.isValid() ? copy : model.headerData(section, orientation)).toString();
}

QString cellOf(const QModelIndex& index) {
    const QVariant copy = index.data(kCopyTextRole);
    return (copy.isValid() ? copy : index.data()).toString();
}

struct Rectangle {
    std::vector<int> rows, columns;
};

Rectangle rectangleOf(const QAbstractItemModel& model, const QModelIndexList& selection) {
    std::set<int> rows, columns;
    for (const QModelIndex& index : selection) {
        rows.insert(index.row());
        columns.insert(index.column());
    }
    if (selection.isEmpty()) {
        for (int row = 0; row < model.rowCount(); ++row) {
            rows.insert(row);
        }
        for (int column = 0; column < model.columnCount(); ++column) {
            columns.insert(column);
        }
    }
    return {{rows.begin(), rows.end()}, {columns.begin(), columns.end()}};
}

QString lineOf(const QStringList& cells, const QString& separator, QString (*escape)(QString)) {
    QStringList written;
    for (const QString& cell : cells) {
        written.append(escape(cell));
    }
    return written.join(separator);
}

QString tsvCell(QString cell) {
    cell.replace(QLatin1Char('\t'), QLatin1Char(' '));
    cell.replace(QLatin1Char('\n'), QLatin1String("; "));
    return cell;
}

QString markdownCell(QString cell) {
    cell.replace(QLatin1Char('|'), QLatin1String("\\|"));
    cell.replace(QLatin1Char('\n'), QLatin1String("<br>"));
    return cell;
}

QString csvCell(QString cell) {
    const bool isPlain = !cell.contains(QLatin1Char(',')) && !cell.contains(QLatin1Char('"')) &&
                         !cell.contains(QLatin1Char('\n'));
    if (isPlain) {
        return cell;
    }
    cell.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QStringLiteral("\"%1\"").arg(cell);
}

QString linesOf(const CopyTable& table, const QString& separator, QString (*escape)(QString),
                const QString& lineEnd) {
    QString text = lineOf(table.header, separator, escape) + lineEnd;
    for (const QStringList& row : table.rows) {
        text += lineOf(row, separator, escape) + lineEnd;
    }
    return text;
}

QString markdownOf(const CopyTable& table) {
    const QString bar = QStringLiteral(" | ");
    QString text = QStringLiteral("| %1 |\n|").arg(lineOf(table.header, bar, markdownCell));
    text += QStringLiteral(" --- |").repeated(static_cast<int>(table.header.size()));
    text += QLatin1Char('\n');
    for (const QStringList& row : table.rows) {
        text += QStringLiteral("| %1 |\n").arg(lineOf(row, bar, markdownCell));
    }
    return text;
}

QString jsonOf(const CopyTable& table) {
    QJsonArray rows;
    for (const QStringList& row : table.rows) {
        QJsonObject object;
        for (qsizetype i = 0; i < row.size() && i < table.header.size(); ++i) {
            object.insert(table.header[i], row[i]);
        }
        rows.append(object);
    }
    return QString::fromUtf8(QJsonDocument(rows).toJson());
}

QModelIndexList selectionOf(const QAbstractItemView& view) {
    return view.selectionModel() == nullptr ? QModelIndexList()
                                            : view.selectionModel()->selectedIndexes();
}

}  // namespace

CopyTable copyTableOf(const QAbstractItemModel& model, const QModelIndexList& selection,
                      RowNames names) {
    const Rectangle rectangle = rectangleOf(model, selection);
    const QModelIndex parent = selection.isEmpty() ? QModelIndex() : selection.front().parent();
    CopyTable table;
    if (names == RowNames::FirstColumn) {
        table.header.append(QString());
    }
    for (const int column : rectangle.columns) {
        table.header.append(headerOf(model, column, Qt::Horizontal));
    }
    for (const int row : rectangle.rows) {
        QStringList cells;
        if (names == RowNames::FirstColumn) {
            cells.append(headerOf(model, row, Qt::Vertical));
        }
        for (const int column : rectangle.columns) {
            cells.append(cellOf(model.index(row, column, parent)));
        }
        table.rows.push_back(cells);
    }
    return table;
}

QString textOf(const CopyTable& table, CopyFormat format) {
    switch (format) {
        case CopyFormat::Tsv:
            return linesOf(table, QStringLiteral("\t"), tsvCell, QStringLiteral("\n"));
        case CopyFormat::Markdown:
            return markdownOf(table);
        case CopyFormat::Csv:
            return linesOf(table, QStringLiteral(","), csvCell, QStringLiteral("\r\n"));
        case CopyFormat::Json:
            return jsonOf(table);
    }
    STOWAGE_UNREACHABLE();
}

std::unique_ptr<QMimeData> mimeDataOf(const CopyTable& table) {
    auto data = std::make_unique<QMimeData>();
    data->setText(textOf(table, CopyFormat::Tsv));
    data->setData(QStringLiteral("text/markdown"), textOf(table, CopyFormat::Markdown).toUtf8());
    data->setData(QStringLiteral("text/csv"), textOf(table, CopyFormat::Csv).toUtf8());
    data->setData(QStringLiteral("application/json"), textOf(table, CopyFormat::Json).toUtf8());
    return data;
}

void copyToClipboard(const CopyTable& table) {
    QGuiApplication::clipboard()->setMimeData(mimeDataOf(table).release());
}

void copyToClipboard(const CopyTable& table, CopyFormat format) {
    QGuiApplication::clipboard()->setText(textOf(table, format));
}

void addCopyActions(QAbstractItemView& view, RowNames names, QMenu* menu) {
    auto* copy = new QAction(tr("Copy"), &view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, &view, [&view, names] {
        copyToClipboard(copyTableOf(*view.model(), selectionOf(view), names));
    });
    view.addAction(copy);
    if (menu != nullptr) {
        menu->addAction(copy);
    }
    const std::vector<std::pair<CopyFormat, QString>> formats{
        {CopyFormat::Markdown, tr("Copy as Markdown")},
        {CopyFormat::Csv, tr("Copy as CSV")},
        {CopyFormat::Json, tr("Copy as JSON")}};
    for (const auto& entry : formats) {
        auto* action = new QAction(entry.second, &view);
        const CopyFormat format = entry.first;
        QObject::connect(action, &QAction::triggered, &view, [&view, names, format] {
            copyToClipboard(copyTableOf(*view.model(), selectionOf(view), names), format);
        });
        view.addAction(action);
        if (menu != nullptr) {
            menu->addAction(action);
        }
    }
}

}  // namespace stowage::gui
