#include "gui/window_menus.h"

#include <QActionGroup>
#include <QApplication>
#include <QDesktopServices>
#include <QDialog>
#include <QHeaderView>
#include <QTableView>
#include <QUndoView>
#include <QUrl>
#include <QVBoxLayout>

#include "gui/command_palette.h"
#include "gui/scenario_table.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("WindowMenus", text);
}

}  // namespace

void addPreferenceMenus(QMenu& view, AppSettings& settings) {
    const auto addChoice = [&settings](QMenu* menu, const QStringList& texts, const auto& get,
                                       const auto& set) {
        auto* group = new QActionGroup(menu);
        for (int at = 0; at < texts.size(); ++at) {
            QAction* action = menu->addAction(texts[at]);
            action->setCheckable(true);
            group->addAction(action);
            QObject::connect(action, &QAction::triggered, menu, [&settings, set, at] {
                Preferences wanted = settings.preferences();
                set(wanted, at);
                settings.setPreferences(wanted);
            });
        }
        QObject::connect(menu, &QMenu::aboutToShow, group, [&settings, group, get] {
            group->actions()[get(settings.preferences())]->setChecked(true);
        });
    };
    QMenu* theme = view.addMenu(tr("&Theme"));
    theme->setObjectName(QStringLiteral("themeMenu"));
    theme->menuAction()->setProperty(kSearchWordsProperty, tr("colours appearance style"));
    addChoice(
        theme, {tr("As the &desktop"), tr("D&ark"), tr("&Light"), tr("&High contrast")},
        [](const Preferences& now) { return static_cast<int>(now.theme); },
        [](Preferences& wanted, int at) { wanted.theme = static_cast<ThemeChoice>(at); });
    QMenu* density = view.addMenu(tr("D&ensity"));
    density->setObjectName(QStringLiteral("densityMenu"));
    density->menuAction()->setProperty(kSearchWordsProperty, tr("row height compact"));
    addChoice(
        density, {tr("&Compact"), tr("&Default"), tr("&Roomy")},
        [](const Preferences& now) { return static_cast<int>(now.density); },
        [](Preferences& wanted, int at) { wanted.density = static_cast<Density>(at); });
    view.addSeparator();
}

CopyTable tableInSight(const QWidget& window, Workspace workspace, const ScenarioTable& scenario) {
    for (QWidget* widget = QApplication::focusWidget(); widget != nullptr;
         widget = widget->parentWidget()) {
        const auto* view = qobject_cast<const QTableView*>(widget);
        if (view != nullptr && window.isAncestorOf(view)) {
            return copyTableOf(*view->model(), view->selectionModel()->selectedIndexes());
        }
    }
    if (workspace == Workspace::Scenario) {
        return scenario.copyTable();
    }
    const char* name = workspace == Workspace::Compare ? "comparisonTable" : "placementTable";
    const auto* table = window.findChild<QTableView*>(QLatin1String(name));
    return table == nullptr
               ? CopyTable()
               : copyTableOf(
                     *table->model(), table->selectionModel()->selectedIndexes(),
                     workspace == Workspace::Compare ? RowNames::FirstColumn : RowNames::Dropped);
}

QMenu* addCopyMenu(QMenu& edit, const std::function<CopyTable()>& tableNow) {
    QMenu* menu = edit.addMenu(tr("&Copy the table as"));
    menu->setObjectName(QStringLiteral("copyMenu"));
    const std::pair<CopyFormat, QString> formats[] = {{CopyFormat::Tsv, tr("&Text (TSV)")},
                                                      {CopyFormat::Markdown, tr("&Markdown")},
                                                      {CopyFormat::Csv, tr("&CSV")},
                                                      {CopyFormat::Json, tr("&JSON")}};
    for (const auto& entry : formats) {
        const CopyFormat format = entry.first;
        QObject::connect(menu->addAction(entry.second), &QAction::triggered, menu,
                         [tableNow, format] {
                             const CopyTable table = tableNow();
                             if (!table.rows.empty()) {
                                 copyToClipboard(table, format);
                             }
                         });
    }
    return menu;
}

void showHistory(QUndoStack& stack, QWidget& window) {
    auto* dialog = window.findChild<QDialog*>(QStringLiteral("historyDialog"));
    if (dialog == nullptr) {
        dialog = new QDialog(&window);
        dialog->setObjectName(QStringLiteral("historyDialog"));
        dialog->setWindowTitle(tr("History"));
        auto* steps = new QUndoView(&stack, dialog);
        steps->setAccessibleName(tr("Steps, the first one above"));
        steps->setEmptyLabel(tr("As it was opened"));
        auto* column = new QVBoxLayout(dialog);
        column->setContentsMargins(kPanelPadding, kPanelPadding, kPanelPadding, kPanelPadding);
        column->addWidget(steps);
        dialog->resize(360, 420);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void applyDensity(QWidget& window, ScenarioTable& scenario, int rowHeight) {
    scenario.setRowHeight(rowHeight);
    for (const char* name : {"placementTable", "offersTable"}) {
        auto* table = window.findChild<QTableView*>(QLatin1String(name));
        table->verticalHeader()->setDefaultSectionSize(rowHeight);
    }
}

void openAsText(const QString& path) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

}  // namespace stowage::gui
