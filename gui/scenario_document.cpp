#include "gui/scenario_document.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include "gui/format.h"
#include "gui/scenario_commands.h"
#include "gui/tree_change.h"
#include "gui/user_file.h"
#include "model/canonical_document.h"
#include "model/json_patch.h"
#include "model/yaml_edit.h"

namespace stowage::gui {
namespace {

/// The tree with its relative blueprint paths as seen from another folder.
DocumentNode movedTo(const DocumentNode& tree, const QString& from, const QString& to) {
    DocumentNode moved = tree;
    DocumentNode* apps = findPath(moved, {"apps"});
    if (apps == nullptr || from == to) {
        return moved;
    }
    for (DocumentNode& app : apps->items) {
        DocumentNode* blueprint = findPath(app, {"blueprint"});
        if (blueprint == nullptr || blueprint->kind != NodeKind::String) {
            continue;
        }
        const QString file = QDir::cleanPath(QDir(from).absoluteFilePath(qs(blueprint->text)));
        const QString relative = QDir(to).relativeFilePath(file);
        const bool isBelow =
            !relative.startsWith(QLatin1String("..")) && QDir::isRelativePath(relative);
        blueprint->text = ss(isBelow ? QStringLiteral("./") + relative : relative);
    }
    return moved;
}

Result<Document> parsed(const QString& name, std::string text) {
    Diagnostics diagnostics;
    auto document = parseDocument(ss(name), std::move(text), DocumentFormat::ByName,
                                  DocumentLimits{}, diagnostics);
    if (!document) {
        const std::vector<Diagnostic> findings = diagnostics.sorted();
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = findings.empty() ? "'" + ss(name) + "' cannot be read"
                                                 : toText(findings.front())};
    }
    if (document->root.kind != NodeKind::Map) {
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = "'" + ss(name) + "' holds no scenario: a map is expected"};
    }
    return std::move(*document);
}

}  // namespace

ChangeScope scopeOf(const std::vector<std::string>& path) {
    if (path.empty()) {
        return ChangeScope::Several;
    }
    const std::string& top = path.front();
    if (top == "apps") {
        return ChangeScope::Apps;
    }
    if (top == "services" || top == "serviceImages") {
        return ChangeScope::Services;
    }
    if (top == "requirements") {
        return ChangeScope::Requirements;
    }
    if (top == "candidates" || top == "existingNodes") {
        return ChangeScope::Candidates;
    }
    return top == "assumptions" ? ChangeScope::Assumptions : ChangeScope::Other;
}

ScenarioDocument::ScenarioDocument(Clock clock, QObject* parent)
    : QObject(parent),
      m_clock(clock ? std::move(clock) : [] { return QDateTime::currentMSecsSinceEpoch(); }),
      m_tree(std::make_shared<const DocumentNode>(makeMap())) {
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, &ScenarioDocument::stateChanged);
    connect(&m_undoStack, &QUndoStack::indexChanged, this, &ScenarioDocument::stateChanged);
}

ScenarioDocument::~ScenarioDocument() {
    m_undoStack.disconnect(this);
}

Result<ScenarioDocument::Parsed> ScenarioDocument::read(const QString& path) {
    STOWAGE_TRY(std::string text, readUserFile(path, DocumentLimits{}.bytesMax));
    STOWAGE_TRY(Document document, parsed(path, text));
    return Parsed{.path = QFileInfo(path).absoluteFilePath(),
                  .document = std::move(document),
                  .fileText = std::move(text)};
}

Status ScenarioDocument::open(const QString& path) {
    STOWAGE_TRY(Parsed file, read(path));
    take(std::move(file));
    return Done();
}

void ScenarioDocument::take(Parsed file) {
    const QFileInfo info(file.path);
    adopt(std::move(file.document));
    m_path = info.absoluteFilePath();
    m_folder = info.absolutePath();
    m_name = info.fileName();
    m_fileText = std::move(file.fileText);
    Q_EMIT changed(ChangeScope::Everything, QString());
    Q_EMIT stateChanged();
}

Status ScenarioDocument::openUntitled(const QString& name, std::string text,
                                      const QString& folder) {
    STOWAGE_TRY(Document document, parsed(name, std::move(text)));
    adopt(std::move(document));
    m_path.clear();
    m_folder = folder.isEmpty() ? QDir::currentPath() : folder;
    m_name = name;
    m_isCopy = true;
    Q_EMIT changed(ChangeScope::Everything, QString());
    Q_EMIT stateChanged();
    return Done();
}

Status ScenarioDocument::openRecovered(const QString& name, std::string text, const QString& path,
                                       const QString& folder, const QDateTime& textTime) {
    STOWAGE_TRY(Document document, parsed(name, std::move(text)));
    adopt(std::move(document));
    m_path = path;
    m_folder = folder.isEmpty() ? QDir::currentPath() : folder;
    m_name = name;
    m_fileText.clear();
    if (!path.isEmpty() && QFileInfo(path).lastModified() <= textTime) {
        if (auto file = readUserFile(path, DocumentLimits{}.bytesMax); file.ok()) {
            m_fileText = std::move(*file);
        }
    }
    m_isRecovered = true;
    Q_EMIT changed(ChangeScope::Everything, QString());
    Q_EMIT stateChanged();
    return Done();
}

void ScenarioDocument::adopt(Document document) {
    m_tree = std::make_shared<const DocumentNode>(std::move(document.root));
    m_sourceText = std::move(document.text);
    m_isOpen = true;
    m_isCopy = false;
    m_isRecovered = false;
    m_undoStack.clear();
}

void ScenarioDocument::close() {
    m_isOpen = false;
    m_tree = std::make_shared<const DocumentNode>(makeMap());
    m_sourceText.clear();
    m_path.clear();
    m_name.clear();
    m_isCopy = false;
    m_isRecovered = false;
    m_undoStack.clear();
    Q_EMIT changed(ChangeScope::Everything, QString());
    Q_EMIT stateChanged();
}

QString ScenarioDocument::displayName() const {
    return m_name.isEmpty() ? tr("untitled") : m_name;
}

bool ScenarioDocument::isModified() const {
    return m_isOpen && (m_isCopy || m_isRecovered || !m_undoStack.isClean());
}

bool ScenarioDocument::holdsUnsavedWork() const {
    return m_isOpen && (m_isRecovered || !m_undoStack.isClean());
}

Status ScenarioDocument::apply(const QString& text, const DocumentNode& patch,
                               const QString& mergeKey) {
    STOWAGE_TRY(DocumentNode after, applyPatch(*m_tree, patch));
    push(text, after, mergeKey);
    return Done();
}

Status ScenarioDocument::apply(const Edit& edit) {
    return apply(edit.text, edit.patch, edit.mergeKey);
}

Status ScenarioDocument::applyAll(const QString& text, const QList<Edit>& edits) {
    DocumentNode after = *m_tree;
    for (const Edit& edit : edits) {
        STOWAGE_TRY(after, applyPatch(after, edit.patch));
    }
    push(text, after, QString());
    return Done();
}

void ScenarioDocument::push(const QString& text, const DocumentNode& after,
                            const QString& mergeKey) {
    if (isSameTree(*m_tree, after)) {
        return;
    }
    m_undoStack.push(new SwapTreeCommand(
        text, smallestChange(*m_tree, after), mergeKey, m_clock(),
        [this](const auto& path, const DocumentNode& value) { swap(path, value); }));
}

void ScenarioDocument::swap(const std::vector<std::string>& path, const DocumentNode& value) {
    auto next = std::make_unique<DocumentNode>(*m_tree);
    DocumentNode* place = findPath(*next, path);
    STOWAGE_ASSERT(place != nullptr);
    *place = value;
    m_tree = std::shared_ptr<const DocumentNode>(std::move(next));
    Q_EMIT changed(scopeOf(path), qs(toPointer(path)));
}

std::string ScenarioDocument::textFor(const DocumentNode& tree,
                                      std::vector<std::string>& lost) const {
    YamlEdit edit = editYaml(m_sourceText, tree);
    lost = std::move(edit.lost);
    return std::move(edit.text);
}

std::string ScenarioDocument::text() const {
    std::vector<std::string> lost;
    return textFor(*m_tree, lost);
}

std::vector<std::string> ScenarioDocument::lossesOfSaving() const {
    std::vector<std::string> lost;
    static_cast<void>(textFor(*m_tree, lost));
    return lost;
}

bool ScenarioDocument::isChangedOnDisk() const {
    if (m_path.isEmpty()) {
        return false;
    }
    const auto now = readUserFile(m_path, DocumentLimits{}.bytesMax);
    return now.ok() && *now != m_fileText;
}

Status ScenarioDocument::save(const QString& path) {
    const QFileInfo info(path);
    DocumentNode moved = movedTo(*m_tree, m_folder, info.absolutePath());
    std::vector<std::string> lost;
    std::string text =
        info.suffix() == QLatin1String("json") ? writeJson(moved) : textFor(moved, lost);
    STOWAGE_TRY(const Done written, writeTextFile(ss(info.absoluteFilePath()), text));
    static_cast<void>(written);
    m_path = info.absoluteFilePath();
    m_folder = info.absolutePath();
    m_name = info.fileName();
    m_isCopy = false;
    m_isRecovered = false;
    m_fileText = text;
    m_sourceText = std::move(text);
    if (!isSameTree(*m_tree, moved)) {
        // Paths of the other folder would not be found: their steps end here.
        m_tree = std::make_shared<const DocumentNode>(std::move(moved));
        m_undoStack.clear();
    }
    m_undoStack.setClean();
    Q_EMIT saved();
    Q_EMIT stateChanged();
    return Done();
}

}  // namespace stowage::gui
