#include "gui/compare_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/advice_widgets.h"
#include "gui/comparison_delegate.h"
#include "gui/plan_figures.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kNamesWidth = 128;
constexpr int kLeastColumn = 148;

QPushButton* makeButton(const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(text);
    button->setMinimumHeight(kRowHeight);
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(text) + 28);
    return button;
}

/// What a frontier point is the best at.
QString praiseOf(ParetoAxis axis) {
    switch (axis) {
        case ParetoAxis::Cost:
            return ComparePage::tr("cheapest");
        case ParetoAxis::Headroom:
            return ComparePage::tr("most memory left");
        case ParetoAxis::Risk:
            return ComparePage::tr("least risk");
    }
    STOWAGE_UNREACHABLE();
}

/// What speaks for a point: alone the best on an axis, recommended, and what it takes.
QStringList praisesOf(const std::vector<ParetoPoint>& points, std::size_t index,
                      std::initializer_list<ParetoAxis> axes) {
    QStringList praises;
    if (points[index].isRecommended) {
        praises.append(ComparePage::tr("recommended"));
    }
    for (const ParetoAxis axis : axes) {
        const std::vector<std::size_t> best = frontierOf(points, axis, axis);
        if (best.size() == 1 && best.front() == index) {
            praises.append(praiseOf(axis));
        }
    }
    if (points[index].migrations > 0) {
        praises.append(migrationsText(points[index].migrations));
    }
    return praises;
}

QComboBox* makeAxisBox(const QString& name, ParetoAxis axis, QWidget* parent) {
    auto* box = new QComboBox(parent);
    for (const ParetoAxis one : {ParetoAxis::Cost, ParetoAxis::Headroom, ParetoAxis::Risk}) {
        box->addItem(axisText(one), static_cast<int>(one));
    }
    box->setCurrentIndex(static_cast<int>(axis));
    box->setAccessibleName(name);
    box->setMinimumHeight(kRowHeight);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

ParetoAxis axisOf(const QComboBox& box) {
    return static_cast<ParetoAxis>(box.currentData().toInt());
}

}  // namespace

QString frontierText(const std::vector<ParetoPoint>& points, ParetoAxis x, ParetoAxis y) {
    const std::vector<std::optional<std::size_t>> beaten = beatenBy(points);
    QStringList worth, inferior, refused;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QString& letter = points[i].letter;
        if (points[i].state == ParetoState::Refused) {
            refused.append(letter);
        } else if (beaten[i]) {
            inferior.append(ComparePage::tr("%1 by %2").arg(letter, points[*beaten[i]].letter));
        } else {
            const QStringList praises = praisesOf(points, i, {x, y});
            worth.append(praises.isEmpty() ? letter
                                           : ComparePage::tr("%1 (%2)").arg(
                                                 letter, praises.join(QStringLiteral(", "))));
        }
    }
    const QString comma = QStringLiteral(", ");
    QStringList sentences;
    if (!worth.isEmpty()) {
        sentences.append(ComparePage::tr("● Worth choosing: %1.").arg(worth.join(comma)));
    }
    if (!inferior.isEmpty()) {
        sentences.append(ComparePage::tr("○ Beaten in price, risk, memory left and effort: %1.")
                             .arg(inferior.join(comma)));
    }
    if (!refused.isEmpty()) {
        sentences.append(ComparePage::tr("✕ Refused: %1.").arg(refused.join(comma)));
    }
    return sentences.join(QLatin1Char('\n'));
}

ComparePage::ComparePage(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("comparePage"));
    setAccessibleName(tr("Compare layouts"));
    m_filter.setSourceModel(&m_model);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new ThinBar(this);
    column->addWidget(m_bar);
    column->addWidget(makeHead());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeEmpty());
    auto* splitter = new QSplitter(Qt::Vertical, m_stack);
    splitter->setObjectName(QStringLiteral("compareSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeTable());
    splitter->addWidget(makePlot());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({420, 210});
    m_stack->addWidget(splitter);
    column->addWidget(m_stack, 1);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ComparePage::onModelReset);
    onModelReset();
    refreshState();
}

ComparePage::~ComparePage() {
    // The view outlives the models, which are members; nothing may be told on the way down.
    m_table->selectionModel()->disconnect(this);
    m_model.disconnect(this);
    m_table->setModel(nullptr);
}

QWidget* ComparePage::makeHead() {
    auto* head = new QWidget(this);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    column->setSpacing(kGapSmall);
    auto* line = new QHBoxLayout;
    line->addWidget(makeLabel(tr("Compare"), TextRole::Title, QPalette::WindowText, head));
    m_state = makeLabel({}, TextRole::Secondary, QPalette::PlaceholderText, head);
    m_state->setObjectName(QStringLiteral("compareState"));
    m_state->setWordWrap(false);
    line->addWidget(m_state, 1);
    m_stop = makeButton(tr("Stop"), "stopComparison", head);
    connect(m_stop, &QPushButton::clicked, this, &ComparePage::stopRequested);
    line->addWidget(m_stop);
    m_differences = new QCheckBox(tr("Differences only"), head);
    m_differences->setObjectName(QStringLiteral("differencesOnly"));
    m_differences->setAccessibleName(tr("Show only rows that differ"));
    m_differences->setChecked(true);
    connect(m_differences, &QCheckBox::toggled, this, [this](bool isChecked) {
        m_filter.setShow(isChecked ? DifferencesFilter::Show::Differences
                                   : DifferencesFilter::Show::Everything);
        // Rows that appear belong to the chosen column too.
        if (m_table->currentIndex().isValid()) {
            m_table->selectColumn(m_table->currentIndex().column());
        }
        fitRows();
    });
    line->addWidget(m_differences);
    column->addLayout(line);
    column->addWidget(makeActions(head));
    return head;
}

QWidget* ComparePage::makeActions(QWidget* parent) {
    auto* actions = new QWidget(parent);
    auto* line = new QHBoxLayout(actions);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kGap);
    m_hold = makeButton(tr("Switch to this"), "holdLayout", actions);
    connect(m_hold, &QPushButton::clicked, this, [this] { Q_EMIT holdRequested(currentId()); });
    m_keep = makeButton(tr("Keep"), "keepLayout", actions);
    m_keep->setToolTip(tr("Keep this layout beside the next answers"));
    connect(m_keep, &QPushButton::clicked, this, [this] { Q_EMIT keepRequested(currentId()); });
    makeKeptActions(actions);
    m_fix = makeButton(tr("Apply smallest change"), "fixLayout", actions);
    connect(m_fix, &QPushButton::clicked, this, [this] {
        const ComparisonColumn* column = m_model.find(currentId());
        if (column != nullptr && column->refusal && column->refusal->smallestFix) {
            Q_EMIT fixRequested(column->refusal->smallestFix->patch,
                                qs(column->refusal->smallestFix->text));
        }
    });
    m_copy = makeButton(tr("Copy"), "copyComparison", actions);
    auto* menu = new QMenu(m_copy);
    const std::vector<std::pair<CopyFormat, QString>> formats{
        {CopyFormat::Markdown, tr("Copy as Markdown")},
        {CopyFormat::Tsv, tr("Copy for a spreadsheet (TSV)")},
        {CopyFormat::Csv, tr("Copy as CSV")},
        {CopyFormat::Json, tr("Copy as JSON")}};
    for (const auto& entry : formats) {
        const CopyFormat format = entry.first;
        connect(menu->addAction(entry.second), &QAction::triggered, this,
                [this, format] { copyAll(format); });
    }
    m_copy->setMenu(menu);
    for (QPushButton* button : {m_hold, m_keep, m_recheck, m_rename, m_today, m_remove, m_fix}) {
        line->addWidget(button);
    }
    line->addStretch(1);
    line->addWidget(m_copy);
    return actions;
}

void ComparePage::makeKeptActions(QWidget* parent) {
    const auto make = [this, parent](const QString& text, const char* name, const QString& tip,
                                     void (ComparePage::*signal)(int)) {
        QPushButton* button = makeButton(text, name, parent);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, [this, signal] {
            const ComparisonColumn* column = m_model.find(currentId());
            Q_EMIT(this->*signal)(column == nullptr ? -1 : column->index);
        });
        return button;
    };
    m_recheck = make(tr("Re-check"), "recheckLayout",
                     tr("Judge the kept servers with the scenario as it stands"),
                     &ComparePage::recheckRequested);
    m_rename = make(tr("Rename…"), "renameLayout", tr("Give the kept layout another name (F2)"),
                    &ComparePage::renameRequested);
    m_today =
        make(tr("This runs today"), "todayLayout",
             tr("Show what other layouts save against this one"), &ComparePage::todayRequested);
    m_remove = make(tr("Remove"), "removeLayout", tr("Keep this layout no longer (Del)"),
                    &ComparePage::removeKept);
}

QWidget* ComparePage::makeTable() {
    m_table = new QTableView;
    m_table->setTabKeyNavigation(false);  // Tab leaves, the arrows walk
    m_table->setObjectName(QStringLiteral("comparisonTable"));
    m_table->setAccessibleName(tr("Layouts side by side"));
    m_table->setModel(&m_filter);
    m_table->setItemDelegate(new ComparisonDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectColumns);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setWordWrap(true);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    if (auto* corner = m_table->findChild<QAbstractButton*>()) {
        corner->hide();
    }
    auto* across = new ComparisonHeader(Qt::Horizontal, m_table);
    m_table->setHorizontalHeader(across);
    across->setMinimumSectionSize(kLeastColumn);
    across->setSectionResizeMode(QHeaderView::Stretch);

    auto* down = new ComparisonHeader(Qt::Vertical, m_table);
    m_table->setVerticalHeader(down);
    down->setFixedWidth(kNamesWidth);

    down->setSectionResizeMode(QHeaderView::Fixed);

    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex&) { Q_EMIT planActivated(currentId()); });
    auto* menu = new QMenu(m_table);
    addCopyActions(*m_table, RowNames::FirstColumn, menu);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this,
            [this, menu](const QPoint& at) { menu->popup(m_table->viewport()->mapToGlobal(at)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentColumnChanged, this, [this] {
        m_plot->setCurrent(currentId());
        refreshActions();
        if (m_table->hasFocus() || m_plot->hasFocus()) {
            Q_EMIT currentChanged(currentId());
        }
    });
    return m_table;
}

QWidget* ComparePage::makePlot() {
    auto* area = new QWidget;
    auto* line = new QHBoxLayout(area);
    line->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    line->setSpacing(kGapLarge);
    m_plot = new ParetoChart(area);
    m_plot->setObjectName(QStringLiteral("paretoChart"));
    connect(m_plot, &ParetoChart::currentChanged, this, &ComparePage::choosePoint);
    connect(m_plot, &ParetoChart::planActivated, this, &ComparePage::planActivated);
    line->addWidget(m_plot, 3);
    auto* side = new QVBoxLayout;
    side->setSpacing(kGapSmall);
    m_frontier = makeLabel({}, TextRole::Body, QPalette::WindowText, area);
    m_frontier->setObjectName(QStringLiteral("frontierText"));
    side->addWidget(m_frontier);
    auto* axes = new QGridLayout;
    axes->setHorizontalSpacing(kGapSmall);
    axes->setVerticalSpacing(kGapSmall);
    axes->setColumnStretch(1, 1);
    QLabel* across = makeLabel(tr("Across"), TextRole::Secondary, QPalette::PlaceholderText, area);
    across->setWordWrap(false);
    axes->addWidget(across, 0, 0, Qt::AlignVCenter);
    m_xAxis = makeAxisBox(tr("Axis across"), ParetoAxis::Headroom, area);
    m_xAxis->setObjectName(QStringLiteral("xAxis"));
    axes->addWidget(m_xAxis, 0, 1);
    QLabel* up = makeLabel(tr("Up"), TextRole::Secondary, QPalette::PlaceholderText, area);
    up->setWordWrap(false);
    axes->addWidget(up, 1, 0, Qt::AlignVCenter);
    m_yAxis = makeAxisBox(tr("Axis up"), ParetoAxis::Cost, area);
    m_yAxis->setObjectName(QStringLiteral("yAxis"));
    axes->addWidget(m_yAxis, 1, 1);
    side->addLayout(axes);
    // Assistive technology reads a box by its label.
    across->setBuddy(m_xAxis);
    up->setBuddy(m_yAxis);
    side->addStretch(1);
    line->addLayout(side, 2);
    for (QComboBox* box : {m_xAxis, m_yAxis}) {
        connect(box, &QComboBox::currentIndexChanged, this, &ComparePage::refreshPlot);
    }
    return area;
}

QWidget* ComparePage::makeEmpty() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(kPanelPadding * 2, kPanelPadding * 2, kPanelPadding * 2,
                               kPanelPadding * 2);
    m_emptyText = makeLabel({}, TextRole::Body, QPalette::PlaceholderText, area);
    m_emptyText->setObjectName(QStringLiteral("compareEmpty"));
    column->addWidget(m_emptyText);
    m_propose = makeButton({}, "proposeLayouts", area);
    connect(m_propose, &QPushButton::clicked, this, &ComparePage::proposalsRequested);
    column->addWidget(m_propose, 0, Qt::AlignLeft);
    column->addStretch(1);
    setEmptyText(
        tr("Nothing to compare yet. Press Ctrl+D on a layout to keep it beside the next one."),
        tr("Let the planner propose"));
    return area;
}

void ComparePage::setEmptyText(const QString& text, const QString& button) {
    m_emptyText->setText(text);
    m_propose->setVisible(!button.isEmpty());
    m_propose->setText(button);
    m_propose->setAccessibleName(button);
    m_propose->setMinimumWidth(m_propose->fontMetrics().horizontalAdvance(button) + 28);
}

void ComparePage::setFailure(const QString& text) {
    m_failure = text;
    refreshState();
}

void ComparePage::setReport(std::shared_ptr<const PlanReport> report) {
    m_model.setReport(std::move(report));
}

void ComparePage::setKept(std::vector<KeptLayout> kept) {
    m_model.setKept(std::move(kept));
}

void ComparePage::setHeld(const QString& id, std::shared_ptr<const CapacityPlan> plan) {
    m_held = id;
    m_model.setHeldPlan(std::move(plan));
    m_model.setHeld(id);
    refreshPlot();
    refreshActions();
}

void ComparePage::setUnits(ByteUnits units) {
    m_model.setUnits(units);
    m_plot->setUnits(units);
}

void ComparePage::setAge(AnswerAge age) {
    m_age = age;
    refreshState();
}

void ComparePage::setProgress(const QString& text) {
    m_progress = text;
    refreshState();
}

void ComparePage::refreshState() {
    QStringList words;
    if (m_age == AnswerAge::BeforeEdit && !m_model.layouts().empty()) {
        words.append(tr("before this edit"));
    }
    if (!m_progress.isEmpty()) {
        words.append(m_progress);
    } else if (!m_failure.isEmpty() && !m_model.layouts().empty()) {
        words.append(m_failure);
    }
    m_state->setText(words.join(QStringLiteral(" · ")));
    QFont font = m_state->font();
    font.setItalic(m_age == AnswerAge::BeforeEdit);
    m_state->setFont(font);
    m_state->setToolTip(m_state->text());
    m_bar->setVisible(!m_progress.isEmpty() || m_age == AnswerAge::BeforeEdit);
    m_stop->setVisible(!m_progress.isEmpty());
}

QString ComparePage::currentId() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.data(ComparisonModel::ColumnIdRole).toString() : QString();
}

void ComparePage::setCurrent(const QString& id) {
    m_model.bringIn(id);
    const int column = m_model.columnOf(id);
    if (column >= 0 && m_filter.rowCount() > 0) {
        const int row = std::max(0, m_table->currentIndex().row());
        m_table->setCurrentIndex(m_filter.index(row, column));
    }
}

void ComparePage::copyAll(CopyFormat format) const {
    const CopyTable table = copyTableOf(m_filter, {}, RowNames::FirstColumn);
    if (format == CopyFormat::Tsv) {
        copyToClipboard(table);
    } else {
        copyToClipboard(table, format);
    }
}

void ComparePage::onModelReset() {
    m_stack->setCurrentIndex(m_model.columnCount() == 0 ? 0 : 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_differences, m_copy}) {
        widget->setVisible(m_model.columnCount() > 0);
    }
    if (m_model.columnCount() > 0 && !m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_filter.index(0, 0));
    }
    fitRows();
    refreshPlot();
    refreshActions();
    refreshState();
}

void ComparePage::fitRows() {
    if (m_table->isVisible()) {
        m_table->resizeRowsToContents();
    }
}

void ComparePage::refreshPlot() {
    if (axisOf(*m_xAxis) == axisOf(*m_yAxis)) {
        // Two different axes: the other box steps aside.
        QComboBox* other = sender() == m_xAxis ? m_yAxis : m_xAxis;
        other->setCurrentIndex((other->currentIndex() + 1) % other->count());
        return;
    }
    const std::vector<ParetoPoint> points = m_model.points();
    m_plot->setAxes(axisOf(*m_xAxis), axisOf(*m_yAxis));
    m_plot->setPoints(points, m_model.currency());
    m_plot->setCurrent(currentId());
    m_frontier->setText(frontierText(points, axisOf(*m_xAxis), axisOf(*m_yAxis)));
    m_frontier->setToolTip(m_frontier->text());
}

void ComparePage::refreshActions() {
    const ComparisonColumn* column = m_model.find(currentId());
    const bool hasPlan = column != nullptr && column->plan;
    const bool isKept = column != nullptr && column->origin == ColumnOrigin::Kept;
    m_hold->setVisible(m_model.columnCount() > 0);
    m_hold->setEnabled(hasPlan && currentId() != m_held);
    m_hold->setText(column == nullptr ? tr("Switch to this")
                                      : tr("Switch to %1").arg(column->letter));
    m_keep->setVisible(m_model.columnCount() > 0 && !isKept);
    m_keep->setEnabled(hasPlan);
    for (QPushButton* button : {m_recheck, m_rename, m_today, m_remove}) {
        button->setVisible(isKept);
    }
    m_today->setEnabled(isKept && !column->isToday);
    const bool hasFix = column != nullptr && column->refusal && column->refusal->smallestFix &&
                        !column->refusal->smallestFix->patch.items.empty();
    m_fix->setVisible(hasFix);
    if (hasFix) {
        const QString text = qs(column->refusal->smallestFix->text);
        m_fix->setToolTip(text);
        m_fix->setAccessibleName(tr("Apply smallest change: %1").arg(text));
    }
}

void ComparePage::choosePoint(const QString& id) {
    setCurrent(id);
    m_plot->setCurrent(id);
}

void ComparePage::explainCell() {
    const QVariant figure = m_table->currentIndex().data(ComparisonModel::FigureRole);
    if (figure.isValid()) {
        Q_EMIT figureActivated(figure.value<Figure>(), m_table);
    }
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_E && key->modifiers() == Qt::NoModifier) {
            explainCell();
            return true;
        }
        if (key->key() == Qt::Key_F2 && m_rename->isVisible()) {
            m_rename->click();
            return true;
        }
        if (key->key() == Qt::Key_Delete && m_remove->isVisible()) {
            m_remove->click();
            return true;
        }
    }
    const bool isNewSize = event->type() == QEvent::Resize || event->type() == QEvent::Show;
    const bool isTable = watched == m_table || watched == m_table->viewport();
    if (isTable && isNewSize) {
        // The columns have their widths only after the view has seen its own size.
        QMetaObject::invokeMethod(this, &ComparePage::fitRows, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

void ComparePage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_table != nullptr) {
        fitRows();
    }
}

void ComparePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitRows();
}

}  // namespace stowage::gui
