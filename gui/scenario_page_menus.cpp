#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QMenu>
#include <QPushButton>
#include <algorithm>
#include <map>
#include <set>

#include "gui/field_edit.h"
#include "gui/format.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/workload_edits.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

constexpr std::int64_t kPodsMax = 10'000;

/// A form with Add and Cancel; `isReady` decides whether Add can be pressed.
QDialog* makeDialog(const QString& title, QFormLayout* form, QWidget* parent,
                    const std::function<QString()>& problem, const std::function<void()>& add) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(kGapLarge, kGapLarge, kGapLarge, kGapLarge);
    column->setSpacing(kPanelPadding);
    auto* heading = new QLabel(title, dialog);
    heading->setFont(fontOf(TextRole::Title));
    column->addWidget(heading);
    column->addLayout(form);
    auto* why = new QLabel(dialog);
    why->setObjectName(QStringLiteral("dialogProblem"));
    why->setWordWrap(true);
    why->setMinimumHeight(kRowHeight);
    why->setForegroundRole(QPalette::BrightText);  // follows the theme, as in FieldEdit
    column->addWidget(why);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    auto* ok = buttons->addButton(ScenarioPage::tr("Add"), QDialogButtonBox::AcceptRole);
    ok->setObjectName(QStringLiteral("dialogAdd"));
    ok->setDefault(true);
    column->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, [dialog, why, problem, add] {
        const QString text = problem();
        why->setText(text);
        if (text.isEmpty()) {
            add();
            dialog->accept();
        }
    });
    return dialog;
}

QFormLayout* makeForm() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(kGapLarge);
    form->setVerticalSpacing(kGap);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QLineEdit* addLine(QFormLayout* form, const QString& label, const QString& text,
                   const QString& hint) {
    auto* line = new QLineEdit(text);
    line->setPlaceholderText(hint);
    line->setAccessibleName(label);
    line->setMinimumHeight(kRowHeight);
    line->setMinimumWidth(260);
    form->addRow(label, line);
    return line;
}

}  // namespace

QMenu* ScenarioPage::addMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("addMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Apps from their blueprints…")), &QAction::triggered, this,
            &ScenarioPage::importRequested);
    connect(menu->addAction(tr("An app without a blueprint…")), &QAction::triggered, this,
            &ScenarioPage::askFirstApp);
    connect(menu->addAction(tr("A workload that is not Laravel…")), &QAction::triggered, this,
            &ScenarioPage::askWorkload);
    return menu;
}

void ScenarioPage::askFirstApp() {
    if (!m_view.document) {
        return;
    }
    QFormLayout* form = makeForm();
    QLineEdit* name = addLine(form, tr("Name"), {}, tr("my-shop"));
    name->setObjectName(QStringLiteral("appName"));
    auto* database = new QComboBox;
    for (const ServiceKind kind : allServiceKinds()) {
        if (serviceFacts(kind).category == ServiceCategory::Database) {
            database->addItem(serviceTitle(kind), qs(std::string(toWord(kind))));
        }
    }
    database->setAccessibleName(tr("Database"));
    form->addRow(tr("Database"), database);
    auto* load = new QComboBox;
    load->setAccessibleName(tr("Load"));
    for (const LoadPreset preset : {LoadPreset::Quiet, LoadPreset::Small, LoadPreset::Busy}) {
        const TypedLoad typed = loadOf(preset);
        load->addItem(
            tr("%1: %2 rps, %3").arg(presetText(preset), qs(typed.peakRps), qs(typed.profile)),
            static_cast<int>(preset));
    }
    load->setCurrentIndex(1);
    form->addRow(tr("Load"), load);
    const auto problem = [this, name] { return readAppName(*m_view.document, name->text()).error; };
    const auto add = [this, name, database, load] {
        const FirstApp app{.name = *readAppName(*m_view.document, name->text()).value,
                           .database = *parseServiceKind(ss(database->currentData().toString())),
                           .load = static_cast<LoadPreset>(load->currentData().toInt())};
        Q_EMIT editRequested(addFirstApp(*m_view.document, app));
    };
    makeDialog(tr("An app without a blueprint"), form, this, problem, add)->open();
}

void ScenarioPage::askWorkload() {
    if (!m_view.document) {
        return;
    }
    QFormLayout* form = makeForm();
    QLineEdit* app = addLine(form, tr("App"), {}, tr("legacy-api"));
    QLineEdit* name = addLine(form, tr("Workload"), {}, tr("api"));
    QLineEdit* environment = addLine(form, tr("Environment"), tr("production"), {});
    QLineEdit* pods = addLine(form, tr("Pods"), QStringLiteral("1"), {});
    QLineEdit* memory = addLine(form, tr("Reserved memory"), {}, tr("512Mi"));
    QLineEdit* cpu = addLine(form, tr("Reserved CPU"), {}, tr("250m"));
    name->setObjectName(QStringLiteral("workloadName"));
    app->setObjectName(QStringLiteral("workloadApp"));
    memory->setObjectName(QStringLiteral("workloadMemory"));
    const auto problem = [=]() -> QString {
        const DocumentNode none = makeMap();
        for (QLineEdit* line : {app, name, environment}) {
            if (const auto word = readAppName(none, line->text()); !word.ok()) {
                return word.error;
            }
        }
        const auto count = readCount(pods->text(), 1, kPodsMax);
        const QString memoryProblem =
            memory->text().isEmpty() ? QString() : readMemory(memory->text()).error;
        const QString cpuProblem = cpu->text().isEmpty() ? QString() : readCpu(cpu->text()).error;
        return !count.ok() ? count.error : !memoryProblem.isEmpty() ? memoryProblem : cpuProblem;
    };
    const auto add = [this, app, name, environment, pods, memory, cpu] {
        const DocumentNode none = makeMap();
        Q_EMIT editRequested(addWorkload(
            *m_view.document, {.app = *readAppName(none, app->text()).value,
                               .name = *readAppName(none, name->text()).value,
                               .environment = *readAppName(none, environment->text()).value,
                               .replicas = *readCount(pods->text(), 1, kPodsMax).value,
                               .memory = readMemory(memory->text()).value.value_or(std::string()),
                               .cpu = readCpu(cpu->text()).value.value_or(std::string())}));
    };
    makeDialog(tr("A workload that is not Laravel"), form, this, problem, add)->open();
}

/// Which environments of an app are planned: ticked ones.
void ScenarioPage::addPlannedMenu(QMenu* menu, const AppPlace& app) {
    const App& read = m_view.scenario->apps[app.index];
    std::vector<std::string> planned;
    for (const Environment& environment : read.environments) {
        planned.push_back(environment.name);
    }
    QMenu* below = menu->addMenu(tr("Planned environments"));
    std::size_t known = 0;
    for (const BlueprintEnvironment& environment : read.blueprint->environments) {
        if (environment.name == "local") {
            continue;
        }
        ++known;
        QAction* action = below->addAction(qs(environment.name));
        action->setCheckable(true);
        const std::string name = environment.name;
        action->setChecked(std::find(planned.begin(), planned.end(), name) != planned.end());
        // An app without any environment would have nothing to plan.
        action->setEnabled(!action->isChecked() || planned.size() > 1);
        connect(action, &QAction::toggled, this, [this, app, planned, name](bool isOn) {
            std::vector<std::string> names = planned;
            if (isOn) {
                names.push_back(name);
            } else {
                std::erase(names, name);
            }
            Q_EMIT editRequested(setPlannedEnvironments(*m_view.document, app, names));
        });
    }
    QAction* all = below->addAction(tr("All"));
    all->setEnabled(planned.size() < known);
    connect(all, &QAction::triggered, this, [this, app] {
        Q_EMIT editRequested(setPlannedEnvironments(*m_view.document, app, std::nullopt));
    });
}

/// What is to go of one app.
struct ScenarioPage::Removal {
    std::vector<WorkloadPlace> workloads;
    std::set<std::string> environments;  ///< ids
    bool isWhole = false;
};

/// Each edit on the result of the ones before; `document` becomes that of the last.
QList<Edit> ScenarioPage::removalEdits(const Removal& removal, const AppPlace& app,
                                       DocumentNode& document) const {
    QList<Edit> edits;
    const auto take = [&](const Edit& edit) {
        auto after = applyPatch(document, edit.patch);
        if (after.ok()) {
            document = std::move(*after);
            edits.append(edit);
        }
    };
    const App& read = m_view.scenario->apps[app.index];
    std::vector<std::string> ids, others;
    for (const Environment& one : read.environments) {
        ids.push_back(one.id);
        if (!removal.environments.contains(one.id)) {
            others.push_back(one.name);
        }
    }
    // An app goes with its last environment.
    if (removal.isWhole || (!removal.environments.empty() && others.empty())) {
        take(removeApp(document, app, ids));
        return edits;
    }
    for (auto workload = removal.workloads.rbegin(); workload != removal.workloads.rend();
         ++workload) {
        take(removeWorkload(document, *workload));
    }
    if (!removal.environments.empty()) {
        take(setPlannedEnvironments(document, app, others));
    }
    return edits;
}

void ScenarioPage::removeRows(const QModelIndexList& rows) {
    const ScenarioTableModel& model = m_table->tableModel();
    std::map<std::size_t, std::pair<AppPlace, Removal>> removals;
    for (const QModelIndex& index : rows) {
        const auto app = model.appAt(index);
        if (!app) {
            continue;
        }
        auto& [place, removal] = removals[app->index];
        place = *app;
        if (const auto workload = model.workloadAt(index)) {
            removal.workloads.push_back(*workload);
        } else if (const auto environment = model.environmentAt(index)) {
            removal.environments.insert(environment->id);
        } else {
            removal.isWhole = true;
        }
    }
    // From the last to the first: what stands before keeps its place in the document.
    DocumentNode document = *m_view.document;
    QList<Edit> edits;
    for (auto one = removals.rbegin(); one != removals.rend(); ++one) {
        edits += removalEdits(one->second.second, one->second.first, document);
    }
    if (edits.size() == 1) {
        Q_EMIT editRequested(edits.front());
    } else if (!edits.empty()) {
        Q_EMIT editsRequested(edits, tr("Remove %n rows", nullptr, static_cast<int>(rows.size())));
    }
}

void ScenarioPage::showRowMenu(const QModelIndex& index, const QPoint& place) {
    const auto app = m_table->tableModel().appAt(index);
    if (!app || !m_view.document) {
        return;
    }
    const App& read = m_view.scenario->apps[app->index];
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (read.blueprint) {
        addPlannedMenu(menu, *app);
    }
    if (!read.blueprintPath.empty()) {
        const QString path = qs(read.blueprintPath);
        connect(menu->addAction(tr("Open the blueprint")), &QAction::triggered, this,
                [this, path] { Q_EMIT blueprintRequested(path); });
        const DocumentNode source = read.blueprint->source;
        connect(menu->addAction(tr("Plan with a copy of the blueprint")), &QAction::triggered, this,
                [this, app, source] {
                    Q_EMIT editRequested(inlineBlueprint(*m_view.document, *app, source));
                });
    }
    std::vector<std::string> ids;
    for (const Environment& environment : read.environments) {
        ids.push_back(environment.id);
    }
    const QPersistentModelIndex cell(index);
    connect(menu->addAction(tr("Where does this come from?\tE")), &QAction::triggered, this,
            [this, cell] { Q_EMIT explainRequested(cell); });
    menu->addSeparator();
    if (const auto workload = m_table->tableModel().workloadAt(index)) {
        connect(menu->addAction(tr("Remove the workload %1").arg(qs(workload->name))),
                &QAction::triggered, this, [this, workload] {
                    Q_EMIT editRequested(removeWorkload(*m_view.document, *workload));
                });
    }
    connect(menu->addAction(tr("Remove %1").arg(qs(app->name))), &QAction::triggered, this,
            [this, app, ids] { Q_EMIT editRequested(removeApp(*m_view.document, *app, ids)); });
    menu->popup(place);
}

}  // namespace stowage::gui
