#include <QDir>
#include <QUndoCommand>
#include <functional>

#include "gui/blueprint_watch.h"
#include "gui/format.h"
#include "gui/workbench.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

/// Puts one set of blueprints in the place of another.
class ReloadCommand : public QUndoCommand {
public:
    using Use = std::function<void(const BlueprintContents&)>;

    ReloadCommand(const QString& text, BlueprintContents before, BlueprintContents after, Use use)
        : QUndoCommand(text),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_use(std::move(use)) {}

    void redo() override { m_use(m_after); }
    void undo() override { m_use(m_before); }

private:
    BlueprintContents m_before, m_after;
    Use m_use;
};

}  // namespace

void Workbench::setupBlueprints() {
    m_watch = new BlueprintWatch(this);
    connect(m_watch, &BlueprintWatch::stateChanged, this, &Workbench::blueprintsChanged);
}

void Workbench::useBlueprints(const BlueprintContents& contents) {
    if (contents == m_blueprints) {
        return;  // the usual edit
    }
    m_blueprints = contents;
    m_watch->watch(m_blueprints);
}

const QStringList& Workbench::changedBlueprints() const {
    return m_watch->changed();
}

const QStringList& Workbench::missingBlueprints() const {
    return m_watch->missing();
}

Status Workbench::reloadBlueprints() {
    BlueprintContents after = m_blueprints;
    for (const QString& file : m_watch->changed()) {
        Diagnostics diagnostics;
        auto content = readBlueprintContent(ss(file), diagnostics);
        if (!content || diagnostics.hasErrors()) {
            const std::vector<Diagnostic> findings = diagnostics.sorted();
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = findings.empty() ? "'" + ss(file) + "' cannot be read"
                                                     : toText(findings.front())};
        }
        after[ss(file)] = std::move(content);
    }
    const int count = static_cast<int>(m_watch->changed().size());
    m_document.undoStack()->push(new ReloadCommand(tr("Reload %n blueprints", nullptr, count),
                                                   m_blueprints, after,
                                                   [this](const BlueprintContents& contents) {
                                                       useBlueprints(contents);
                                                       onDocumentChanged(ChangeScope::Apps);
                                                   }));
    return Done();
}

Status Workbench::locateBlueprint(const QString& missing, const QString& found) {
    const DocumentNode* apps = m_document.tree()->find("apps");
    for (std::size_t at = 0; apps != nullptr && at < apps->items.size(); ++at) {
        const DocumentNode* blueprint = apps->items[at].find("blueprint");
        if (blueprint == nullptr || blueprint->kind != NodeKind::String ||
            QDir::cleanPath(QDir(m_document.folder()).absoluteFilePath(qs(blueprint->text))) !=
                missing) {
            continue;
        }
        const QString path =
            m_document.path().isEmpty() ? found : QDir(m_document.folder()).relativeFilePath(found);
        return m_document.apply(
            tr("Locate a blueprint"),
            patchSetting(*m_document.tree(), {{.path = {"apps", std::to_string(at), "blueprint"},
                                               .value = makeString(ss(path))}}));
    }
    return Error{.code = ErrorCode::InvalidArgument,
                 .message = "no app of the scenario uses '" + ss(missing) + "' any more"};
}

}  // namespace stowage::gui
