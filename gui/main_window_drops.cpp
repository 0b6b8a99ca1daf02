#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

#include "gui/drop_halves.h"
#include "gui/format.h"
#include "gui/import_dialog.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/root_edits.h"
#include "gui/tree_change.h"
#include "gui/window_menus.h"
#include "gui/window_session.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString blueprintPathOf(const DocumentNode& app) {
    const DocumentNode* blueprint = app.find("blueprint");
    return blueprint != nullptr && blueprint->kind == NodeKind::String ? qs(blueprint->text)
                                                                       : QString();
}

QString nameOf(const DocumentNode& app) {
    const DocumentNode* name = app.find("name");
    return name != nullptr ? qs(name->text) : QString();
}

/// Seen from the folder of the scenario, once it has one.
void makeRelative(DocumentNode& app, const QString& folder) {
    DocumentNode* blueprint = findPath(app, {"blueprint"});
    if (blueprint == nullptr || blueprint->kind != NodeKind::String) {
        return;
    }
    const QString relative = QDir(folder).relativeFilePath(qs(blueprint->text));
    blueprint->text =
        ss(relative.startsWith(QLatin1String("..")) ? relative : QStringLiteral("./") + relative);
}

}  // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    // The start page has its own words for a drop.
    if (!event->mimeData()->hasUrls() || m_workspace == Workspace::Start ||
        !m_bench.document().isOpen()) {
        return;
    }
    const DropOffer offer = dropOfferOf(event->mimeData()->urls());
    QString here = offer.text;
    if (offer.kind == DropKind::Blueprints) {
        here =
            offer.paths.size() == 1
                ? tr("Add %1 here").arg(QFileInfo(QFileInfo(offer.paths.front()).path()).fileName())
                : tr("Add %n apps here", nullptr, static_cast<int>(offer.paths.size()));
    } else if (offer.kind != DropKind::Refused) {
        here = tr("%1 in place of %2").arg(offer.text, m_bench.document().displayName());
    }
    m_halves->offer(offer, here);
    m_halves->pointAt(event->position().toPoint());
    event->acceptProposedAction();
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
    m_halves->pointAt(event->position().toPoint());
    if (m_halves->present().kind == DropKind::Refused) {
        event->ignore();
    } else {
        event->acceptProposedAction();
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_halves->withdraw();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const DropOffer offer = m_halves->present();
    const auto half = m_halves->halfAt(event->position().toPoint());
    m_halves->withdraw();
    if (!half) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    const bool isImport = offer.kind == DropKind::Blueprints;
    if (*half == DropHalf::Here) {
        if (isImport) {
            addApps(offer.paths);
        } else {
            openLater(offer.paths.front());
        }
        return;
    }
    MainWindow* window = openWindow();
    if (isImport) {
        window->importProjects(offer.paths);
    } else {
        window->openLater(offer.paths.front());
    }
}

MainWindow* MainWindow::openWindow() {
    auto* window = new MainWindow(m_bench.sharedData(), m_settings);
    window->setAttribute(Qt::WA_DeleteOnClose);
    if (m_session->isKept()) {
        window->workbench().keepIn({});
    }
    window->resize(size());
    window->show();
    return window;
}

void MainWindow::addApps(const QStringList& paths) {
    auto* dialog = new ImportDialog(m_bench.jobs(), m_bench.data().today, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::imported, this,
            [this](const QString&, const std::string& text) { addAppsFrom(text); });
    connect(dialog, &ImportDialog::textRequested, this, &openAsText);
    dialog->open();
    dialog->startReview(paths);
}

void MainWindow::addAppsFrom(const std::string& scenarioText) {
    const ScenarioDocument& document = m_bench.document();
    const std::vector<DocumentNode> found = appsOfText(scenarioText);
    DocumentNode apps = makeSequence();
    if (const DocumentNode* present = document.tree()->find("apps")) {
        apps = *present;
    }
    QStringList names, present;
    for (const DocumentNode& app : apps.items) {
        names.push_back(nameOf(app));
    }
    if (const auto scenario = m_bench.scenario()) {
        for (const App& app : scenario->apps) {
            names.push_back(qs(app.name));
        }
    }
    int added = 0;
    for (DocumentNode app : found) {
        const QString name = nameOf(app).isEmpty()
                                 ? QFileInfo(QFileInfo(blueprintPathOf(app)).path()).fileName()
                                 : nameOf(app);
        if (names.contains(name)) {
            present.push_back(name);
            continue;
        }
        if (!document.path().isEmpty()) {
            makeRelative(app, document.folder());
        }
        apps.items.push_back(std::move(app));
        ++added;
    }
    if (added > 0) {
        applyEdit({.text = tr("Add %n apps", nullptr, added),
                   .patch = patchSetting(*document.tree(), {{.path = {"apps"}, .value = apps}}),
                   .mergeKey = {}});
    }
    if (!present.isEmpty()) {
        m_notice->setNotice(
            NoticeBar::Tone::Warning,
            tr("Not added, because an app of that name is here already: %1. Rename it in the "
               "scenario first.")
                .arg(present.join(QStringLiteral(", "))),
            {});
    } else if (added > 0) {
        showNotice(NoticeBar::Tone::Neutral, tr("%n apps were added.", nullptr, added), tr("Undo"),
                   [this] {
                       action("undo")->trigger();
                       m_notice->hide();
                   });
    }
}

void MainWindow::reloadBlueprints() {
    succeeded(m_bench.reloadBlueprints());
}

void MainWindow::locateBlueprint() {
    const QStringList missing = m_bench.missingBlueprints();
    if (missing.isEmpty()) {
        return;
    }
    const QString found = QFileDialog::getOpenFileName(
        this, tr("Where is %1 now?").arg(missing.front()),
        m_settings.lastFolder(QStringLiteral("import")), tr("Blueprints (.larakube.json *.json)"));
    if (found.isEmpty()) {
        return;
    }
    succeeded(m_bench.locateBlueprint(missing.front(), found));
}

}  // namespace stowage::gui
