#include "gui/scenario_form.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "gui/format.h"
#include "gui/servers_strip.h"
#include "gui/theme.h"
#include "model/check.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString usualOf(RootField field) {
    switch (field) {
        case RootField::Name:
        case RootField::Description:
        case RootField::Budget:
            return ScenarioForm::tr("none");
        case RootField::Currency:
            return QStringLiteral("USD");
        case RootField::Seed:
        case RootField::Zones:
            return QStringLiteral("1");
        case RootField::MemoryRisk:
            return ScenarioForm::tr("1 % a month");
        case RootField::P95Latency:
            return ScenarioForm::tr("500 ms");
        case RootField::Headroom:
            return ScenarioForm::tr("10 %");
        case RootField::MaxNodes:
            return QStringLiteral("6");
        case RootField::KubernetesVersion:
            return ScenarioForm::tr("of the blueprints, or the newest");
        case RootField::LarakubeVersion:
        case RootField::DefaultMode:
        case RootField::Reconsider:
        case RootField::Placement:
        case RootField::Adjustments:
        case RootField::MixedSizes:
            return {};
    }
    return {};
}

QString shownValue(RootField field, const std::string& text) {
    if (field == RootField::Headroom || field == RootField::MemoryRisk) {
        return sharePercentText(text);
    }
    return field == RootField::P95Latency ? ScenarioForm::tr("%1 ms").arg(qs(text)) : qs(text);
}

std::vector<ChecklistButton::Choice> topologyChoices() {
    return {{.word = "single-node", .title = ScenarioForm::tr("one server with K3s")},
            {.word = "k3s-multi", .title = ScenarioForm::tr("several servers with K3s")},
            {.word = "managed", .title = ScenarioForm::tr("the provider's Kubernetes")}};
}

std::vector<ChecklistButton::Choice> checkChoices() {
    std::vector<ChecklistButton::Choice> choices;
    for (const CheckId id : planCheckIds()) {
        const std::string word(toWord(id));
        choices.push_back({.word = word, .title = qs(word)});
    }
    return choices;
}

}  // namespace

QString sharePercentText(const std::string& share) {
    return ScenarioForm::tr("%1 %").arg(QString::number(qs(share).toDouble() * 100, 'g', 8));
}

ScenarioForm::ScenarioForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("scenarioForm"));
    setAccessibleName(tr("The whole scenario"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kPanelPadding);
    column->setSpacing(kGap);
    setupSections();
    column->addStretch(1);
    setEnabled(false);
}

QVBoxLayout* ScenarioForm::addSection(const QString& title) {
    auto* label = new QLabel(title, this);
    label->setFont(fontOf(TextRole::Title));
    label->setContentsMargins(0, kGap, 0, 0);
    layout()->addWidget(label);
    auto* holder = new QWidget(this);
    auto* form = new QVBoxLayout(holder);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(2);
    layout()->addWidget(holder);
    return form;
}

void ScenarioForm::addRow(QVBoxLayout* form, const QString& title, QWidget* field) {
    auto* label = new QLabel(title, this);
    label->setContentsMargins(0, kGapSmall, 0, 0);
    label->setBuddy(field);
    form->addWidget(label);
    form->addWidget(field);
}

void ScenarioForm::setupSections() {
    QVBoxLayout* must = addSection(tr("Requirements"));
    addLine(must, RootField::Budget);
    addList(must, RootList::SurviveNodeLoss, ChecklistButton::Absent::None, {});
    addList(must, RootList::ZeroDowntimeDeploys, ChecklistButton::Absent::None, {});
    addLine(must, RootField::MemoryRisk);
    addLine(must, RootField::Headroom);
    addLine(must, RootField::P95Latency);
    addLine(must, RootField::Zones);
    addChoice(must, RootField::Placement,
              {{QStringLiteral("reachable"), tr("the scheduler may fill it in any order")},
               {QStringLiteral("pinned"), tr("the plan may fix each pod's node")}});
    addChoice(must, RootField::Adjustments,
              {{QStringLiteral("true"), tr("allowed, listed in the plan")},
               {QStringLiteral("false"), tr("no: templates as they are")}});
    addList(must, RootList::Binding, ChecklistButton::Absent::All, checkChoices());

    QVBoxLayout* servers = addSection(tr("Servers"));
    addList(servers, RootList::Providers, ChecklistButton::Absent::All, {});
    addList(servers, RootList::Offers, ChecklistButton::Absent::All, {});
    addList(servers, RootList::Topologies, ChecklistButton::Absent::All, topologyChoices());
    addLine(servers, RootField::MaxNodes);
    addChoice(servers, RootField::MixedSizes,
              {{QStringLiteral("true"), tr("servers may differ in size")},
               {QStringLiteral("false"), tr("all of one size")}});
    addLine(servers, RootField::KubernetesVersion);
    m_machines = addSection(tr("Your own servers and offers"));

    QVBoxLayout* services = addSection(tr("Services"));
    addChoice(services, RootField::DefaultMode,
              {{QStringLiteral("auto"), tr("the planner decides")},
               {QStringLiteral("own"), tr("own: a pod in each environment")},
               {QStringLiteral("plex"), tr("shared in the Commons")},
               {QStringLiteral("managed"), tr("managed by a provider")}});
    addChoice(services, RootField::Reconsider,
              {{QStringLiteral("false"), tr("no: blueprints bind")},
               {QStringLiteral("true"), tr("yes: open them to the planner")}});
    m_images = addSection(tr("Images of services"));
    m_assumed = addSection(tr("Assumptions"));

    QVBoxLayout* head = addSection(tr("Scenario"));
    for (const RootField field : {RootField::Name, RootField::Description, RootField::Currency}) {
        addLine(head, field);
    }
    m_rates = addSection(tr("Exchange rates"));
    QVBoxLayout* engine = addSection(tr("Versions and chance"));
    addChoice(engine, RootField::LarakubeVersion,
              {{QStringLiteral("v0.17"), QStringLiteral("v0.17")},
               {QStringLiteral("v0.20.0"), QStringLiteral("v0.20.0")},
               {QStringLiteral("next"), tr("next, as announced")}});
    addLine(engine, RootField::Seed);
    auto* file = new QToolButton(this);
    file->setObjectName(QStringLiteral("openScenarioFile"));
    file->setText(tr("Edit the file itself…"));
    file->setToolTip(
        tr("For what has no field here: labels, taints and exact sizes of your own "
           "servers, resources beyond CPU and memory"));
    file->setMinimumHeight(kRowHeight);
    connect(file, &QToolButton::clicked, this, &ScenarioForm::fileRequested);
    engine->addSpacing(kGap);
    engine->addWidget(file, 0, Qt::AlignLeft);
}

void ScenarioForm::addLine(QVBoxLayout* form, RootField field) {
    auto* line = new FieldEdit(
        rootFieldTitle(field),
        [field](const QString& text) { return readRootField(field, text).error; }, this);
    line->setUsual(usualOf(field));
    connect(line, &FieldEdit::entered, this, [this, field](const QString& text) {
        request(setRootField(*m_document, field, *readRootField(field, text).value));
    });
    connect(line, &FieldEdit::emptied, this,
            [this, field] { request(clearRootField(*m_document, field)); });
    addRow(form, rootFieldTitle(field), line);
    m_lines[field] = line;
}

void ScenarioForm::addChoice(QVBoxLayout* form, RootField field,
                             const std::vector<std::pair<QString, QString>>& words) {
    auto* choice = new QComboBox(this);
    choice->setAccessibleName(rootFieldTitle(field));
    choice->setMinimumHeight(kRowHeight);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(12);
    choice->addItem(tr("as usual"), QString());
    for (const auto& [word, title] : words) {
        choice->addItem(title, word);
    }
    connect(choice, &QComboBox::activated, this, [this, field, choice](int) {
        const QString word = choice->currentData().toString();
        const auto value = readRootField(field, word);
        request(word.isEmpty() || !value.ok() ? clearRootField(*m_document, field)
                                              : setRootField(*m_document, field, *value.value));
    });
    addRow(form, rootFieldTitle(field), choice);
    m_choices[field] = choice;
}

void ScenarioForm::addList(QVBoxLayout* form, RootList list, ChecklistButton::Absent absent,
                           std::vector<ChecklistButton::Choice> choices) {
    auto* button = new ChecklistButton(rootListTitle(list), absent, this);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setCaption(ChecklistButton::Caption::Hidden);
    button->setChoices(std::move(choices));
    connect(button, &ChecklistButton::ticksChanged, this,
            [this, list, absent](const std::vector<std::string>& words) {
                const bool isNone = words.empty() && absent == ChecklistButton::Absent::None;
                request(isNone ? clearRootList(*m_document, list)
                               : setRootList(*m_document, list, words));
            });
    connect(button, &ChecklistButton::cleared, this,
            [this, list] { request(clearRootList(*m_document, list)); });
    addRow(form, rootListTitle(list), button);
    m_lists[list] = button;
}

void ScenarioForm::request(const Edit& edit) {
    if (!edit.isEmpty()) {
        Q_EMIT editRequested(edit);
    }
}

void ScenarioForm::setCatalog(const Catalog& catalog) {
    m_lists[RootList::Providers]->setChoices(providerChoices(catalog));
    m_lists[RootList::Offers]->setChoices(offerChoices(catalog));
}

void ScenarioForm::setScenario(const std::shared_ptr<const Scenario>& scenario,
                               const std::shared_ptr<const DocumentNode>& document) {
    m_scenario = scenario;
    m_document = document;
    setEnabled(document != nullptr);
    if (document != nullptr) {
        refreshFields();
        refreshRates();
        refreshMachines();
        refreshAssumptions();
        refreshImages();
    }
}

void ScenarioForm::refreshFields() {
    for (const auto& [field, line] : m_lines) {
        const DocumentNode* value = findPath(*m_document, rootFieldPath(field));
        line->setValue(value == nullptr ? QString() : shownValue(field, value->text));
    }
    for (const auto& [field, choice] : m_choices) {
        const DocumentNode* value = findPath(*m_document, rootFieldPath(field));
        const int at = value == nullptr ? 0 : choice->findData(qs(value->text));
        choice->setCurrentIndex(std::max(0, at));
        QFont font = fontOf(TextRole::Body);
        font.setWeight(value == nullptr ? QFont::Normal : QFont::DemiBold);
        choice->setFont(font);
    }
    std::vector<ChecklistButton::Choice> environments;
    for (const Environment* environment :
         m_scenario ? m_scenario->environments() : std::vector<const Environment*>()) {
        environments.push_back({.word = environment->id, .title = qs(environment->id)});
    }
    for (const RootList list : {RootList::SurviveNodeLoss, RootList::ZeroDowntimeDeploys}) {
        m_lists[list]->setChoices(environments);
    }
    for (const auto& [list, button] : m_lists) {
        button->setTicked(writtenWords(*m_document, list));
    }
}

bool ScenarioForm::focusPath(const std::vector<std::string>& path) {
    const auto isUnder = [&](const DocumentPath& field) {
        return path.size() >= field.size() && std::equal(field.begin(), field.end(), path.begin());
    };
    for (const auto& [field, line] : m_lines) {
        if (isUnder(rootFieldPath(field))) {
            line->line()->setFocus();
            return true;
        }
    }
    for (const auto& [field, choice] : m_choices) {
        if (isUnder(rootFieldPath(field))) {
            choice->setFocus();
            return true;
        }
    }
    for (const auto& [list, button] : m_lists) {
        if (isUnder(rootListPath(list))) {
            button->setFocus();
            return true;
        }
    }
    FieldEdit* line = isUnder({"assumptions"})     ? m_newAssumption
                      : isUnder({"exchange"})      ? m_newRate
                      : isUnder({"serviceImages"}) ? m_newImage
                      : isUnder({"existingNodes"}) || isUnder({"candidates", "customOffers"})
                          ? m_newMachine
                          : nullptr;
    if (line != nullptr) {
        line->line()->setFocus();
    }
    return line != nullptr;
}

}  // namespace stowage::gui
