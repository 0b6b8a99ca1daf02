#include "gui/services.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

#include "gui/format.h"
#include "gui/tree_change.h"
#include "gui/user_file.h"
#include "model/base/digest.h"
#include "model/blueprint_io.h"
#include "model/canonical_document.h"
#include "model/data_files.h"
#include "model/plan_report.h"
#include "model/scenario_import.h"
#include "model/scenario_io.h"
#include "model/scenario_vocabulary.h"
#include "planner/check_candidates.h"
#include "planner/held_layout.h"
#include "planner/optimize.h"

namespace stowage::gui {
namespace {

/// Name of the scenario in findings; those of blueprints carry their own file.
constexpr const char* kScenarioFile = "scenario";
constexpr std::int64_t kPeekBytes = 4096;

std::vector<Problem> problemsFrom(const Diagnostics& diagnostics, const DocumentNode* root) {
    std::vector<Problem> problems;
    for (const Diagnostic& one : diagnostics.sorted()) {
        Problem problem{.severity = one.severity,
                        .text = qs(one.message),
                        .hint = qs(one.hint),
                        .path = {},
                        .place = one.place};
        if (one.place.file == kScenarioFile) {
            if (root != nullptr && one.place.line > 0) {
                problem.path = pathAtPlace(*root, one.place.line, one.place.column);
            }
            problem.place = {};
        }
        problems.push_back(std::move(problem));
    }
    return problems;
}

QStringList environmentNames(const Blueprint& blueprint) {
    QStringList names;
    for (const BlueprintEnvironment& environment : blueprint.environments) {
        if (environment.name != "local") {
            names.push_back(qs(environment.name));
        }
    }
    return names;
}

QStringList serviceNames(const Blueprint& blueprint) {
    QStringList names;
    for (const ServiceKind kind : blueprint.services) {
        names.push_back(qs(std::string(toWord(kind))));
    }
    return names;
}

QString errorText(const Error& error) {
    return error.context.empty() ? qs(error.message)
                                 : qs(error.message + " (" + error.context + ")");
}

QStringList filesOfBlueprint(const std::string& path) {
    const QFileInfo info(qs(path));
    return {info.absoluteFilePath(), info.dir().filePath(QLatin1String(kLocalBlueprintFile))};
}

std::optional<Blueprint> loadBlueprintFile(const std::string& path, Diagnostics& diagnostics) {
    for (const QString& file : filesOfBlueprint(path)) {
        if (const Status isFile = checkIsFile(file); !isFile.ok()) {
            diagnostics.error({.file = ss(file), .line = 0, .column = 0}, isFile.error().message);
            return std::nullopt;
        }
    }
    return loadBlueprint(path, diagnostics);
}

}  // namespace

Result<std::shared_ptr<const EngineData>> loadEngineData(const std::string& dataFolder,
                                                         const std::string& today, int threads) {
    STOWAGE_TRY(const DataFiles files, DataFiles::open(dataFolder));
    STOWAGE_TRY(const CalendarDate day, CalendarDate::parse(today));
    auto data = std::make_unique<EngineData>();
    data->today = today;
    data->threads = threads;
    data->isOverlaid = !dataFolder.empty();
    data->assumptions = AssumptionTable::load(files, data->problems);
    data->catalog = Catalog::load(files, day, data->problems);
    data->curves = TrafficCurves::load(files, data->problems);
    data->vocabulary = vocabularyOf(data->catalog, data->assumptions);
    return std::shared_ptr<const EngineData>(std::move(data));
}

std::vector<Problem> problemsOfData(const EngineData& data) {
    return problemsFrom(data.problems, nullptr);
}

std::string blueprintDigest(const std::string& path) {
    std::string all;
    for (const QString& file : filesOfBlueprint(path)) {
        QFile one(file);
        // A pipe would be waited for without an end.
        const bool isThere = QFileInfo(file).isFile() && one.open(QIODevice::ReadOnly);
        all += isThere ? one.readAll().toStdString() : std::string();
        all += '\n';
    }
    return sha256Hex(all);
}

std::shared_ptr<const BlueprintContent> readBlueprintContent(const std::string& path,
                                                             Diagnostics& diagnostics) {
    // The digest first: what changes in between shows as changed.
    std::string digest = blueprintDigest(path);
    Diagnostics findings;
    auto blueprint = loadBlueprintFile(path, findings);
    diagnostics.append(findings);
    if (!blueprint) {
        return nullptr;
    }
    return std::make_shared<const BlueprintContent>(
        BlueprintContent{.blueprint = std::move(*blueprint),
                         .findings = std::move(findings),
                         .digest = std::move(digest)});
}

namespace {

/// Gives a tree places that lead back to its fields: the number of each node as its line.
void numberNodes(DocumentNode& node, int& line) {
    node.place = {.file = kScenarioFile, .line = line, .column = 1};
    for (DocumentNode& item : node.items) {
        ++line;
        numberNodes(item, line);
    }
    for (DocumentNode::Entry& entry : node.entries) {
        entry.keyPlace = {.file = kScenarioFile, .line = ++line, .column = 1};
        ++line;
        numberNodes(entry.value, line);
    }
}

ReadScenario readTree(const DocumentNode& root, const std::string& folder, const EngineData& data,
                      const BlueprintContents& known, Diagnostics& diagnostics) {
    ReadScenario read;
    const BlueprintLoader load = [&](const std::string& path, Diagnostics& found) {
        const std::string full = ss(QDir::cleanPath(QDir(qs(folder)).absoluteFilePath(qs(path))));
        const auto before = known.find(full);
        auto content = before == known.end() ? readBlueprintContent(full, found) : before->second;
        if (!content) {
            return std::optional<Blueprint>();
        }
        if (before != known.end()) {
            found.append(content->findings);
        }
        read.blueprints[full] = content;
        return std::optional(content->blueprint);
    };
    auto scenario = buildScenario(root, load, data.vocabulary, diagnostics);
    if (scenario) {
        read.assumptions =
            planner::completeReading(*scenario, data.catalog, data.assumptions, diagnostics);
    }
    if (scenario && !diagnostics.hasErrors()) {
        read.scenario = std::make_shared<const Scenario>(std::move(*scenario));
    }
    read.problems = problemsFrom(diagnostics, &root);
    return read;
}

}  // namespace

ReadScenario readScenario(const DocumentNode& tree, const std::string& folder,
                          const EngineData& data, const BlueprintContents& known) {
    Diagnostics findings;
    DocumentNode root = tree;
    int line = 1;
    numberNodes(root, line);
    ReadScenario read = readTree(root, folder, data, known, findings);
    if (!findings.hasErrors()) {
        return read;
    }
    // Errors name lines, and a text has them; writing and parsing it is not worth it for every
    // edit.
    Diagnostics diagnostics;
    const auto document = parseDocument(kScenarioFile, writeYaml(tree), DocumentFormat::Yaml,
                                        DocumentLimits{}, diagnostics);
    if (!document) {
        read = {};
        read.problems = problemsFrom(diagnostics, nullptr);
        return read;
    }
    return readTree(document->root, folder, data, known, diagnostics);
}

FixedLayout serversOf(const CapacityPlan& plan) {
    return planner::serversOf(plan);
}

bool sameServers(const FixedLayout& one, const FixedLayout& other) {
    return one.topology == other.topology &&
           std::is_permutation(one.nodes.begin(), one.nodes.end(), other.nodes.begin(),
                               other.nodes.end(), [](const FixedNode& a, const FixedNode& b) {
                                   return a.provider == b.provider && a.offer == b.offer &&
                                          a.count == b.count;
                               });
}

HeldAnswer judgeServers(const ReadScenario& read, const FixedLayout& servers,
                        const EngineData& data, RunControl& control) {
    HeldAnswer answer;
    if (!read.scenario) {
        return answer;
    }
    auto plan = planner::judgeHeldLayout(*read.scenario, data.catalog, read.assumptions, servers,
                                         data.today, control);
    if (plan.ok()) {
        answer.plan = std::make_shared<const CapacityPlan>(std::move(*plan));
    } else {
        answer.isCancelled = plan.error().code == ErrorCode::Cancelled;
        answer.error = errorText(plan.error());
    }
    return answer;
}

PlanAnswer answerQuestion(const ReadScenario& read, Question question, const EngineData& data,
                          RunControl& control, const planner::ProgressListener& progress) {
    PlanAnswer answer;
    if (!read.scenario) {
        return answer;
    }
    const planner::PlanOptions options{.today = data.today,
                                       .threads = data.threads,
                                       .isCompare = question == Question::Compare,
                                       .progress = progress};
    auto report =
        planner::optimize(*read.scenario, data.catalog, read.assumptions, options, control);
    if (report.ok()) {
        answer.report = std::make_shared<const PlanReport>(std::move(*report));
    } else {
        answer.isCancelled = report.error().code == ErrorCode::Cancelled;
        answer.error = errorText(report.error());
    }
    return answer;
}

std::optional<planner::Explanation> explanationOf(const PlanReport& report,
                                                  const std::string& planId) {
    return planner::explain(report, planId);
}

std::shared_ptr<const PlanReport> oneReport(const ReadScenario& read, const PlanReport* base,
                                            const EngineData& data, const CapacityPlan& plan) {
    auto report = std::make_shared<PlanReport>();
    report->today = data.today;
    if (base != nullptr) {
        report->scenarioName = base->scenarioName;
        report->scenarioDigest = base->scenarioDigest;
        report->scenarioDocument = base->scenarioDocument;
        report->assumptions = base->assumptions;
    }
    if (read.scenario) {
        report->scenarioName = read.scenario->name;
        report->scenarioDocument = read.scenario->document;
        report->scenarioDigest = "sha256:" + sha256Hex(writeJson(read.scenario->document));
    }
    report->plans = {plan};
    if (plan.id.empty()) {
        report->plans.front().id = "p1";
    }
    return report;
}

PlanFile readPlanFile(const QString& path) {
    PlanFile file;
    Diagnostics diagnostics;
    auto text = readUserFile(path, kPlanFileLimits.bytesMax);
    if (!text.ok()) {
        file.problems.push_back({.text = errorText(text.error())});
        file.isUnreadable = true;
        return file;
    }
    auto report = parsePlanFile(ss(path), std::move(*text), diagnostics);
    file.problems = problemsFrom(diagnostics, nullptr);
    if (report) {
        file.report = std::make_shared<const PlanReport>(std::move(*report));
    }
    return file;
}

bool looksLikePlanFile(const QString& path) {
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) &&
           file.peek(kPeekBytes).contains("\"PlanReport\"");
}

std::string planFileText(const PlanReport& report) {
    return writeJson(toDocument(report));
}

ImportReview reviewBlueprints(const QStringList& paths, RunControl& control) {
    ImportReview review;
    std::vector<std::string> wanted;
    for (const QString& path : paths) {
        wanted.push_back(ss(path));
    }
    const auto files = findBlueprintFiles(wanted);
    if (!files.ok()) {
        review.problems.push_back(errorText(files.error()));
        return review;
    }
    std::vector<ImportedBlueprint> readable;
    for (const std::string& file : *files) {
        if (control.isCancelled()) {
            review.isCancelled = true;
            return review;
        }
        Diagnostics diagnostics;
        FoundBlueprint found{.path = QFileInfo(qs(file)).absoluteFilePath()};
        auto blueprint = loadBlueprintFile(file, diagnostics);
        for (const Diagnostic& one : diagnostics.sorted()) {
            found.notes.push_back(qs(toText(one)));
        }
        if (blueprint) {
            found.app = qs(blueprint->name);
            found.environments = environmentNames(*blueprint);
            found.services = serviceNames(*blueprint);
            found.isReadable = true;
            readable.push_back({.blueprint = std::move(*blueprint), .path = file});
        }
        review.found.push_back(std::move(found));
    }
    Diagnostics collisions;
    checkImportedNames(readable, collisions);
    for (const Diagnostic& one : collisions.sorted()) {
        review.problems.push_back(qs(toText(one)));
    }
    return review;
}

Result<std::string> importedScenario(const QStringList& files, const std::string& today) {
    std::vector<ImportedBlueprint> apps;
    Diagnostics diagnostics;
    for (const QString& file : files) {
        auto blueprint = loadBlueprintFile(ss(file), diagnostics);
        if (!blueprint) {
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = "'" + ss(file) + "' cannot be read any more"};
        }
        apps.push_back({.blueprint = std::move(*blueprint), .path = ss(file)});
    }
    if (apps.empty()) {
        return Error{.code = ErrorCode::InvalidArgument, .message = "no blueprint was chosen"};
    }
    const std::string name =
        apps.size() == 1
            ? scenarioNameFrom(apps.front().blueprint.name)
            : scenarioNameFrom(ss(QFileInfo(QFileInfo(files.front()).path()).dir().dirName()));
    return importedScenarioText(apps, name, today);
}

std::vector<DocumentNode> appsOfText(const std::string& text) {
    Diagnostics diagnostics;
    const auto document =
        parseDocument(kScenarioFile, text, DocumentFormat::Yaml, DocumentLimits{}, diagnostics);
    const DocumentNode* apps = document ? document->root.find("apps") : nullptr;
    return apps == nullptr ? std::vector<DocumentNode>() : apps->items;
}

std::string emptyScenario() {
    return emptyScenarioText("my-scenario");
}

}  // namespace stowage::gui
