#include "gui/scenario_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <cmath>

#include "gui/commons_strip.h"
#include "gui/environment_form.h"
#include "gui/fading_note.h"
#include "gui/fitting_label.h"
#include "gui/icon.h"
#include "gui/load_dialog.h"
#include "gui/origin_legend.h"
#include "gui/scenario_form.h"
#include "gui/scenario_table.h"
#include "gui/servers_strip.h"
#include "gui/unread_scenario.h"
#include "gui/workload_form.h"

namespace stowage::gui {
namespace {

constexpr int kFormWidth = 330;
/// Below this width what is only nice to know is left out.
constexpr int kRoomForWeakest = 1100;
/// Below this width of the page the form is closed until somebody opens it.
constexpr int kRoomForForm = 1560;

QFrame* makeRule(QWidget* parent) {
    auto* rule = new QFrame(parent);
    rule->setFixedHeight(1);
    rule->setAutoFillBackground(true);
    rule->setBackgroundRole(QPalette::Mid);
    return rule;
}

}  // namespace

std::map<std::string, std::int64_t> usualWorkersOf(const AssumptionTable& assumptions) {
    std::map<std::string, std::int64_t> usual;
    for (const AssumptionRow& row : assumptions.rows()) {
        if (row.id.rfind("workers.", 0) == 0) {
            usual[row.id] = std::llround(row.value);
        }
    }
    return usual;
}

ScenarioPage::ScenarioPage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("scenarioPage"));
    auto* filled = new QWidget(this);
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(makeRule(filled));
    column->addWidget(makeBody(), 1);
    column->addWidget(makeRule(filled));
    column->addWidget(makeFoot());
    m_stack = new QStackedWidget(this);
    m_unread = new UnreadScenario(m_stack);
    m_stack->addWidget(m_unread);
    m_stack->addWidget(filled);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_stack);
    connectParts();
    refreshEmpty();
    refreshSums();
}

ScenarioPage::~ScenarioPage() {
    // An open editor commits when its window goes; nobody is there to take it.
    for (QObject* part : std::initializer_list<QObject*>{
             m_table, m_servers, m_form, m_environmentForm, m_workloadForm, m_filter}) {
        part->disconnect(this);
    }
}

// No focus proxy: with one, Tab would jump from the foot to the table and never leave the page.
void ScenarioPage::focusInEvent(QFocusEvent* event) {
    m_table->setFocus(event->reason());
}

QWidget* ScenarioPage::makeHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(kPanelPadding, kGapSmall, kPanelPadding, kGapSmall);
    row->setSpacing(kGap);
    auto* title = new QLabel(tr("Apps and environments"), header);
    title->setFont(fontOf(TextRole::Title));
    title->setToolTip(title->text());
    title->setMinimumWidth(kGapLarge);  // gives way first
    m_filter = new QLineEdit(header);
    m_filter->setObjectName(QStringLiteral("scenarioFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter apps and environments"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(90);
    m_filter->setMaximumWidth(180);
    m_filter->setMinimumHeight(kRowHeight);
    m_hidden = new QLabel(header);
    m_hidden->setForegroundRole(QPalette::PlaceholderText);
    m_order = new QToolButton(header);
    m_order->setObjectName(QStringLiteral("orderButton"));
    m_order->setText(tr("Least certain first"));
    m_order->setToolTip(
        tr("What to measure first: the environment with the widest guess comes first"));
    m_order->setCheckable(true);
    m_order->setMinimumHeight(kRowHeight);
    connect(m_order, &QToolButton::toggled, this, [this](bool isOn) {
        m_table->tableModel().setOrder(isOn ? ScenarioTableModel::RowOrder::LeastCertainFirst
                                            : ScenarioTableModel::RowOrder::AsWritten);
    });
    auto* add = new QToolButton(header);
    add->setObjectName(QStringLiteral("addButton"));
    add->setText(tr("Add…  ▾"));
    add->setPopupMode(QToolButton::InstantPopup);
    add->setMinimumHeight(kRowHeight);
    add->setAccessibleName(tr("Add apps and workloads"));
    connect(add, &QToolButton::clicked, this, [this, add] {
        QMenu* menu = addMenu();
        menu->popup(add->mapToGlobal(QPoint(0, add->height())));
    });
    m_formButton = new QToolButton(header);
    m_formButton->setObjectName(QStringLiteral("formButton"));
    m_formButton->setText(tr("Requirements and details"));
    m_formButton->setToolTip(tr("Show or hide what is not in the table"));
    m_formButton->setCheckable(true);
    m_formButton->setMinimumHeight(kRowHeight);
    row->addWidget(title);
    row->addSpacing(kGap);
    row->addWidget(m_filter);
    row->addWidget(m_order);
    row->addWidget(m_hidden);
    row->addStretch(1);
    m_legend = new OriginLegend(header);
    row->addWidget(m_legend);
    row->addWidget(add);
    row->addWidget(m_formButton);
    return header;
}

QWidget* ScenarioPage::makeBody() {
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_table = new ScenarioTable(body);
    auto* content = new QWidget(body);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_environmentForm = new EnvironmentForm(content);
    m_form = new ScenarioForm(content);
    m_workloadForm = new WorkloadForm(content);
    column->addWidget(m_environmentForm);
    column->addWidget(m_workloadForm);
    column->addWidget(m_form);
    m_formArea = new QScrollArea(body);
    m_formArea->setObjectName(QStringLiteral("formArea"));
    m_formArea->setWidget(content);
    m_formArea->setWidgetResizable(true);
    m_formArea->setFrameShape(QFrame::NoFrame);
    m_formArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_formArea->setFixedWidth(kFormWidth);
    m_formArea->hide();
    row->addWidget(m_table, 1);
    row->addWidget(m_formArea);
    makeRefusal();
    return body;
}

QWidget* ScenarioPage::makeFoot() {
    auto* foot = new QWidget(this);
    auto* column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* sums = new QWidget(foot);
    auto* row = new QHBoxLayout(sums);
    row->setContentsMargins(kPanelPadding, kGapSmall, kPanelPadding, kGapSmall);
    row->setSpacing(kGapLarge);
    auto* title = new QLabel(tr("Sum"), sums);
    title->setFont(fontOf(TextRole::TileName));
    m_sums = new FittingLabel(sums);
    m_sums->setObjectName(QStringLiteral("sums"));
    m_sums->setToolTip(
        tr("Reserved is what Kubernetes sets aside; expected is the real use, with "
           "the operating system and K3s"));
    m_weakest = new QLabel(sums);
    m_weakest->setObjectName(QStringLiteral("weakest"));
    m_weakest->setMinimumWidth(1);
    m_weakest->setForegroundRole(QPalette::PlaceholderText);
    m_difference = new FadingNote(sums);
    m_difference->setObjectName(QStringLiteral("difference"));
    row->addWidget(title);
    row->addWidget(m_sums, 1);
    row->addWidget(m_difference, 2);
    row->addWidget(m_weakest);
    m_commons = new CommonsStrip(foot);
    m_servers = new ServersStrip(foot);
    column->addWidget(sums);
    column->addWidget(makeRule(foot));
    column->addWidget(m_commons);
    column->addWidget(makeRule(foot));
    column->addWidget(m_servers);
    return foot;
}

/// Lies over the table, so that no row moves under the pointer when it comes.
void ScenarioPage::makeRefusal() {
    m_refusal = new QFrame(m_table->parentWidget());
    m_refusal->setObjectName(QStringLiteral("refusal"));
    m_refusal->setAutoFillBackground(true);
    m_refusal->setBackgroundRole(QPalette::Shadow);
    m_table->installEventFilter(this);
    auto* row = new QHBoxLayout(m_refusal);
    row->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    m_refusalText = new QLabel(m_refusal);
    m_refusalText->setObjectName(QStringLiteral("refusalText"));
    m_refusalText->setWordWrap(true);
    m_refusalText->setForegroundRole(QPalette::WindowText);  // not what goes with a shadow
    m_refusalText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QPushButton(tr("Close"), m_refusal);
    connect(close, &QPushButton::clicked, m_refusal, &QWidget::hide);
    row->addWidget(m_refusalText, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    m_refusal->hide();
}

/// At the lower edge of the table, or under its header when the current cell is down there.
void ScenarioPage::placeRefusal() {
    if (m_refusal->isHidden()) {
        return;
    }
    const QRect area = m_table->geometry();
    const int height = std::min(m_refusal->heightForWidth(area.width()), area.height());
    const QRect low(area.left(), area.bottom() + 1 - height, area.width(), height);
    const QRect cell =
        m_table->visualRect(m_table->currentIndex())
            .translated(m_table->viewport()->mapTo(m_refusal->parentWidget(), QPoint()));
    const int top = area.top() + m_table->header()->height();
    m_refusal->setGeometry(low.intersects(cell) ? QRect(low.left(), top, low.width(), height)
                                                : low);
    m_refusal->raise();
}

bool ScenarioPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::Resize) {
        placeRefusal();
    }
    if (watched == m_table && event->type() == QEvent::KeyPress && !m_refusal->isHidden() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_refusal->hide();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ScenarioPage::connectParts() {
    connect(m_unread, &UnreadScenario::importRequested, this, &ScenarioPage::importRequested);
    connect(m_unread, &UnreadScenario::sampleRequested, this, &ScenarioPage::sampleRequested);
    connect(m_unread, &UnreadScenario::problemsRequested, this, &ScenarioPage::problemsRequested);
    connect(m_unread, &UnreadScenario::fileRequested, this, &ScenarioPage::fileRequested);
    connect(m_unread, &UnreadScenario::firstAppRequested, this, [this] {
        if (m_view.document) {
            askFirstApp();
        } else {
            Q_EMIT firstAppRequested();
        }
    });
    // Before anybody applies the edit.
    connect(this, &ScenarioPage::editRequested, this,
            [this](const Edit& edit) { noteEdit(edit.text); });
    connect(this, &ScenarioPage::editsRequested, this,
            [this](const QList<Edit>&, const QString& name) { noteEdit(name); });
    connect(m_table, &ScenarioTable::editRequested, this, &ScenarioPage::editRequested);
    connect(m_table, &ScenarioTable::editsRequested, this, &ScenarioPage::editsRequested);
    connect(m_table, &ScenarioTable::cellsRefused, this, &ScenarioPage::showRefused);
    connect(m_table, &ScenarioTable::rowMenuRequested, this, &ScenarioPage::showRowMenu);
    connect(m_table, &ScenarioTable::environmentSelected, this, [this](const QString& id) {
        m_environmentForm->setEnvironment(ss(id));
        Q_EMIT environmentSelected(id);
    });
    connect(m_table, &ScenarioTable::removalRequested, this, &ScenarioPage::removeRows);
    connect(m_table, &ScenarioTable::explainRequested, this, &ScenarioPage::explainRequested);
    connect(m_servers, &ServersStrip::editRequested, this, &ScenarioPage::editRequested);
    connect(m_servers, &ServersStrip::refused, this, &ScenarioPage::showRefusal);
    connect(m_form, &ScenarioForm::editRequested, this, &ScenarioPage::editRequested);
    connect(m_environmentForm, &EnvironmentForm::editRequested, this, &ScenarioPage::editRequested);
    connect(m_table, &ScenarioTable::dayRequested, this, &ScenarioPage::drawDay);
    connect(m_environmentForm, &EnvironmentForm::dayRequested, this, &ScenarioPage::drawDay);
    connect(m_workloadForm, &WorkloadForm::editRequested, this, &ScenarioPage::editRequested);
    connect(m_workloadForm, &WorkloadForm::fileRequested, this, &ScenarioPage::fileRequested);
    connect(m_form, &ScenarioForm::fileRequested, this, &ScenarioPage::fileRequested);
    connect(m_table, &ScenarioTable::workloadSelected, m_workloadForm, &WorkloadForm::setWorkload);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        const int hidden = m_table->setFilter(text);
        m_hidden->setText(hidden == 0 ? QString() : tr("%1 hidden").arg(hidden));
    });
    connect(m_formButton, &QToolButton::toggled, m_formArea, &QWidget::setVisible);
    connect(m_formButton, &QToolButton::clicked, this, [this] { m_userChoseForm = true; });
}

void ScenarioPage::setView(const ScenarioView& view) {
    const std::string selected =
        ss(m_table->currentIndex().data(ScenarioTableModel::EnvironmentRole).toString());
    const int column = std::max(1, m_table->currentIndex().column());
    const bool isOther = view.scenario != m_view.scenario;
    m_view = view;
    m_table->tableModel().setView(view);
    if (isOther && !selected.empty()) {
        const QModelIndex index = m_table->tableModel().indexOf(selected);
        m_table->setCurrentIndex(
            index.siblingAtColumn(std::min(column, m_table->tableModel().columnCount() - 1)));
    }
    m_commons->setPlan(view.plan, m_units);
    m_servers->setScenario(view.scenario, view.document);
    m_form->setScenario(view.scenario, view.document);
    m_environmentForm->setView(view);
    m_workloadForm->setView(view);
    if (m_day != nullptr) {
        m_day->setView(view);
    }
    if (isOther) {
        m_refusal->hide();
    }
    refreshSums();
    refreshEmpty();
    showDifference();
}

void ScenarioPage::noteEdit(const QString& text) {
    m_before = m_before == nullptr ? m_view.plan : m_before;
    m_lastEdit = text;
}

void ScenarioPage::showDifference() {
    if (m_view.plan == nullptr) {
        m_before.reset();
        return;
    }
    if (m_before == nullptr || m_view.plan == m_before || m_age == AnswerAge::BeforeEdit) {
        return;
    }
    QStringList texts{differenceText(*m_before, *m_view.plan, m_units)};
    QStringList details{m_lastEdit};
    if (m_view.scenario) {
        const auto decided = plannersDecisions(*m_before, *m_view.plan, *m_view.scenario);
        for (const ChangedDecision& one : decided) {
            details.append(tr("also changed: %1").arg(decisionText(one)));
        }
        if (!decided.empty()) {
            texts.append(decided.size() == 1 ? tr("also %1").arg(decisionText(decided.front()))
                                             : tr("also %1 and %2 more")
                                                   .arg(decisionText(decided.front()))
                                                   .arg(decided.size() - 1));
        }
    }
    m_before.reset();
    texts.removeAll(QString());
    if (!texts.isEmpty()) {
        m_difference->showNote(texts.join(tr("; ")), details.join(QLatin1Char('\n')));
    }
}

void ScenarioPage::setMotion(Motion motion) {
    m_difference->setMotion(motion);
}

void ScenarioPage::setUnread(const std::shared_ptr<const DocumentNode>& document,
                             const QString& problem) {
    const DocumentNode* apps = document ? document->find("apps") : nullptr;
    const bool isEmpty = apps == nullptr || apps->items.empty();
    ScenarioView view;
    // While a scenario with apps has errors the last table stays.
    if (!problem.isEmpty() && !isEmpty) {
        view = m_view;
    }
    view.document = document;
    m_unread->setProblem(problem);
    m_unread->setState(isEmpty             ? UnreadScenario::State::Empty
                       : problem.isEmpty() ? UnreadScenario::State::Loading
                                           : UnreadScenario::State::Broken);
    setView(view);
}

void ScenarioPage::setCatalog(const Catalog& catalog) {
    m_servers->setCatalog(catalog);
    m_form->setCatalog(catalog);
}

void ScenarioPage::setAssumptions(const AssumptionTable& assumptions) {
    m_form->setAssumptions(assumptions);
}

void ScenarioPage::setByteUnits(ByteUnits units) {
    m_units = units;
    m_commons->setPlan(m_view.plan, units);
    refreshSums();
}

void ScenarioPage::setAnswerAge(AnswerAge age) {
    m_age = age;
    const bool isOlder = age == AnswerAge::BeforeEdit;
    QFont font = fontOf(TextRole::Body);
    font.setItalic(isOlder);
    m_sums->setForegroundRole(isOlder ? QPalette::PlaceholderText : QPalette::WindowText);
    m_sums->setFont(font);
}

void ScenarioPage::refreshSums() {
    if (!m_view.plan) {
        m_sums->setTexts({tr("No answer yet")});
        m_weakest->clear();
        return;
    }
    m_sums->setTexts(sumsTexts(*m_view.plan, m_units));
    const PlanPod* weakest = sumsOf(*m_view.plan).weakest;
    m_weakest->setText(weakest == nullptr ? QString()
                                          : tr("least certain: %1 of %2 %3")
                                                .arg(shortPodName(*weakest), namespaceOf(*weakest),
                                                     qualityMark(weakest->quality)));
    m_weakest->setToolTip(
        weakest == nullptr
            ? QString()
            : tr("Its memory lies between %1 and %2: measure it first")
                  .arg(bytesText(weakest->low, m_units), bytesText(weakest->high, m_units)));
}

void ScenarioPage::refreshEmpty() {
    const bool hasRows = m_view.scenario && !m_view.scenario->apps.empty();
    if (!hasRows && !m_view.document) {
        m_unread->setState(UnreadScenario::State::Empty);
    }
    m_stack->setCurrentIndex(hasRows ? 1 : 0);
}

void ScenarioPage::showRefused(const QString& what,
                               const std::vector<ScenarioTableModel::BadCell>& bad) {
    if (bad.empty()) {
        m_refusal->hide();
        return;
    }
    constexpr std::size_t kShown = 6;
    QStringList lines{bad.size() == 1
                          ? tr("%1: one cell cannot be set.").arg(what)
                          : tr("%1: %2 cells cannot be set.").arg(what).arg(bad.size())};
    for (std::size_t at = 0; at < std::min(bad.size(), kShown); ++at) {
        lines.append(bad[at].text.isEmpty()
                         ? tr("✕ %1: %2").arg(bad[at].where, bad[at].why)
                         : tr("✕ %1: “%2”: %3").arg(bad[at].where, bad[at].text, bad[at].why));
    }
    if (bad.size() > kShown) {
        lines.append(tr("and %1 more").arg(bad.size() - kShown));
    }
    showRefusal(lines.join(QLatin1Char('\n')));
}

void ScenarioPage::showRefusal(const QString& text) {
    m_refusalText->setText(text);
    m_refusalText->setAccessibleName(text);
    m_refusal->show();
    placeRefusal();
}

void ScenarioPage::drawDay(const QString& environmentId) {
    if (m_day == nullptr) {
        m_day = new LoadDialog(this);
        connect(m_day, &LoadDialog::editRequested, this, &ScenarioPage::editRequested);
    }
    m_day->setView(m_view);
    m_day->setEnvironment(ss(environmentId));
    m_day->show();
    m_day->raise();
    m_day->activateWindow();
}

void ScenarioPage::placeForm() {
    if (!m_userChoseForm) {
        m_formButton->setChecked(width() >= kRoomForForm);
    }
}

void ScenarioPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeForm();
    m_legend->setVisible(width() >= kRoomForWeakest);
    m_weakest->setVisible(width() >= kRoomForWeakest);
}

void ScenarioPage::selectEnvironment(const std::string& environmentId) {
    m_table->selectEnvironment(environmentId);
}

void ScenarioPage::focusFilter() {
    m_filter->setFocus();
    m_filter->selectAll();
}

bool ScenarioPage::showPath(const std::vector<std::string>& path) {
    if (path.size() >= 2 && path[0] == "apps" && m_view.scenario) {
        const std::size_t app = std::strtoul(path[1].c_str(), nullptr, 10);
        if (app >= m_view.scenario->apps.size()) {
            return false;
        }
        for (const Environment& environment : m_view.scenario->apps[app].environments) {
            if (path.size() < 4 || path[3] == environment.name) {
                selectEnvironment(environment.id);
                m_table->setFocus();
                return true;
            }
        }
        if (path.size() >= 4 && path[2] == "workloads") {
            const QModelIndex row = m_table->tableModel().indexOfWorkload(
                app, std::strtoul(path[3].c_str(), nullptr, 10));
            m_table->setCurrentIndex(row);
            m_formButton->setChecked(true);
            m_table->setFocus();
            return row.isValid();
        }
        return false;
    }
    if (path.size() == 3 && path[0] == "services" && path[1] == "overrides") {
        selectEnvironment(path[2].substr(0, path[2].find('/')));
        m_table->setFocus();
        return true;
    }
    m_formButton->setChecked(true);
    return m_form->focusPath(path);
}

}  // namespace stowage::gui
