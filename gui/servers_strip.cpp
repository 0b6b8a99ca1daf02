#include "gui/servers_strip.h"

#include <QBoxLayout>
#include <set>

#include "gui/format.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

constexpr int kBudgetWidth = 84;

QString fixedText(const FixedLayout& layout) {
    QStringList servers;
    for (const FixedNode& node : layout.nodes) {
        servers.append(ServersStrip::tr("%1 × %2").arg(node.count).arg(qs(node.offer)));
    }
    return ServersStrip::tr("Fixed by you: %1").arg(servers.join(ServersStrip::tr(", ")));
}

QLabel* quietLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setToolTip(text);
    return label;
}

}  // namespace

std::vector<ChecklistButton::Choice> providerChoices(const Catalog& catalog) {
    std::vector<ChecklistButton::Choice> choices;
    std::set<std::string> seen;
    for (const Offer& offer : catalog.offers()) {
        if (isMachine(offer.kind) && seen.insert(offer.provider).second) {
            choices.push_back({.word = offer.provider, .title = qs(providerTitle(offer))});
        }
    }
    return choices;
}

std::vector<ChecklistButton::Choice> offerChoices(const Catalog& catalog) {
    std::vector<ChecklistButton::Choice> choices;
    std::set<std::string> seen;
    for (const Offer& offer : catalog.offers()) {
        if (!isMachine(offer.kind) || !seen.insert(qualifiedName(offer)).second) {
            continue;
        }
        choices.push_back(
            {.word = qualifiedName(offer),
             .title = ServersStrip::tr("%1, %2").arg(qs(offer.name), qs(providerTitle(offer))),
             .detail = ServersStrip::tr("%1 CPU, %2, %3")
                           .arg(cpuText(offer.cpu), bytesText(offer.memory),
                                monthlyText(offer.price, offer.currency))});
    }
    return choices;
}

std::optional<std::vector<std::string>> writtenWords(const DocumentNode& document, RootList list) {
    const DocumentNode* node = findPath(document, rootListPath(list));
    if (node == nullptr || node->kind != NodeKind::Sequence) {
        return std::nullopt;
    }
    std::vector<std::string> words;
    for (const DocumentNode& item : node->items) {
        words.push_back(item.text);
    }
    return words;
}

ServersStrip::ServersStrip(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("serversStrip"));
    setAccessibleName(tr("Servers offered to the planner"));
    setupFields();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kPanelPadding, kGapSmall, kPanelPadding, kGapSmall);
    row->setSpacing(kGap);
    auto* title = new QLabel(tr("Servers"), this);
    title->setFont(fontOf(TextRole::TileName));
    row->addWidget(title);
    row->addSpacing(kGap);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_providers, m_offers}) {
        row->addWidget(widget);
    }
    row->addWidget(quietLabel(tr("up to"), this));
    row->addWidget(m_nodes);
    row->addWidget(m_mixed);
    row->addWidget(m_fixed);
    row->addWidget(m_free);
    row->addStretch(1);
    row->addWidget(m_budgetLabel);
    row->addWidget(m_budget);
}

void ServersStrip::setupFields() {
    m_providers = new ChecklistButton(tr("Providers"), ChecklistButton::Absent::All, this);
    m_providers->setObjectName(QStringLiteral("providers"));
    m_offers = new ChecklistButton(tr("Offers"), ChecklistButton::Absent::All, this);
    m_offers->setObjectName(QStringLiteral("offers"));
    m_nodes = new QSpinBox(this);
    m_nodes->setObjectName(QStringLiteral("maxNodes"));
    m_nodes->setAccessibleName(rootFieldTitle(RootField::MaxNodes));
    m_nodes->setRange(1, 1000);
    m_nodes->setMinimumHeight(kRowHeight);
    m_nodes->setKeyboardTracking(false);
    m_mixed = new QCheckBox(tr("Mixed sizes"), this);
    m_mixed->setObjectName(QStringLiteral("mixedSizes"));
    m_mixed->setMinimumHeight(kRowHeight);
    m_mixed->setToolTip(tr("Servers of one layout may be of different sizes"));
    m_budgetLabel = quietLabel({}, this);
    m_budget = new FieldEdit(
        rootFieldTitle(RootField::Budget),
        [](const QString& text) { return readRootField(RootField::Budget, text).error; }, this);
    m_budget->setObjectName(QStringLiteral("budget"));
    m_budget->setUsual(tr("none"));
    m_budget->setFixedWidth(kBudgetWidth);
    m_budget->setProblemPlace(FieldEdit::ProblemPlace::Elsewhere);
    connect(m_budget, &FieldEdit::refused, this,
            [this](const QString& why) { Q_EMIT refused(tr("Budget: %1").arg(why)); });
    m_fixed = new QLabel(this);
    m_fixed->setObjectName(QStringLiteral("fixedServers"));
    m_free = new QPushButton(tr("Let the planner choose"), this);
    m_free->setObjectName(QStringLiteral("freeServers"));
    for (const auto& [button, list] :
         {std::pair(m_providers, RootList::Providers), std::pair(m_offers, RootList::Offers)}) {
        const RootList which = list;
        connect(button, &ChecklistButton::ticksChanged, this, [this, which](const auto& words) {
            request(setRootList(*m_document, which, words));
        });
        connect(button, &ChecklistButton::cleared, this,
                [this, which] { request(clearRootList(*m_document, which)); });
    }
    connect(m_nodes, &QSpinBox::valueChanged, this, [this](int count) {
        request(setRootField(*m_document, RootField::MaxNodes, makeNumber(count)));
    });
    connect(m_mixed, &QCheckBox::toggled, this, [this](bool isOn) {
        request(setRootField(*m_document, RootField::MixedSizes, makeBool(isOn)));
    });
    connect(m_budget, &FieldEdit::entered, this, [this](const QString& text) {
        request(setRootField(*m_document, RootField::Budget,
                             *readRootField(RootField::Budget, text).value));
    });
    connect(m_budget, &FieldEdit::emptied, this,
            [this] { request(clearRootField(*m_document, RootField::Budget)); });
    connect(m_free, &QPushButton::clicked, this, [this] { request(freeServers(*m_document)); });
}

void ServersStrip::request(const Edit& edit) {
    if (!edit.isEmpty()) {
        Q_EMIT editRequested(edit);
    }
}

void ServersStrip::setCatalog(const Catalog& catalog) {
    m_providers->setChoices(providerChoices(catalog));
    m_offers->setChoices(offerChoices(catalog));
}

void ServersStrip::setScenario(const std::shared_ptr<const Scenario>& scenario,
                               const std::shared_ptr<const DocumentNode>& document) {
    m_document = document;
    setEnabled(scenario != nullptr && document != nullptr);
    if (!isEnabled()) {
        return;
    }
    const Candidates& candidates = scenario->candidates;
    const QSignalBlocker quietNodes(m_nodes);
    const QSignalBlocker quietMixed(m_mixed);
    m_providers->setTicked(writtenWords(*document, RootList::Providers));
    m_offers->setTicked(writtenWords(*document, RootList::Offers));
    m_nodes->setValue(candidates.maxNodes);
    m_nodes->setSuffix(candidates.maxNodes == 1 ? tr(" node") : tr(" nodes"));
    m_mixed->setChecked(candidates.mixedSizes);
    const DocumentNode* budget = findPath(*document, rootFieldPath(RootField::Budget));
    m_budget->setValue(budget == nullptr ? QString() : qs(budget->text));
    m_budgetLabel->setText(tr("Budget, %1 a month").arg(qs(scenario->currency)));
    m_budgetLabel->setToolTip(m_budgetLabel->text());
    const auto fixed = fixedLayoutIn(*document);
    m_fixed->setText(fixed ? fixedText(*fixed) : QString());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_fixed, m_free}) {
        widget->setVisible(fixed.has_value());
    }
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_providers, m_offers, m_nodes, m_mixed}) {
        widget->setEnabled(!fixed);
    }
    // What is fixed needs the room; the choices of the planner have no effect then.
    m_offers->setVisible(!fixed);
    m_mixed->setVisible(!fixed);
}

}  // namespace stowage::gui
