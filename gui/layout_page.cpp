#include "gui/layout_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "gui/advice_widgets.h"
#include "gui/icon.h"
#include "gui/table_copy.h"

namespace stowage::gui {
namespace {

constexpr int kFilterWidth = 180;

QToolButton* makeButton(QWidget* parent, const char* name, const QString& text,
                        const QString& tip) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setMinimumHeight(kRowHeight);
    return button;
}

}  // namespace

LayoutPage::LayoutPage(QWidget* parent)
    : QWidget(parent), m_view(new LayoutView(currentTheme(), this)) {
    setObjectName(QStringLiteral("layoutPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new ThinBar(this);
    m_bar->setObjectName(QStringLiteral("layoutBar"));
    column->addWidget(m_bar);
    column->addWidget(makeStrip());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_view);
    m_stack->addWidget(makeTable());
    column->addWidget(m_stack, 1);
    connect(m_view, &LayoutView::measureRequested, m_measure, &QToolButton::click);
    setMeasure(TileMeasure::Memory);
    refreshBar();
    connect(m_view, &LayoutView::tableRequested, this, [this] { showTable(true); });
    connect(m_view, &LayoutView::zoomChanged, this, [this](qreal zoom) {
        m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100)));
        m_zoom->setAccessibleName(tr("Zoom %1 %, show at 100 %").arg(qRound(zoom * 100)));
    });
}

QWidget* LayoutPage::makeStrip() {
    auto* strip = new QWidget(this);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(kPanelPadding, kGapSmall, kPanelPadding, kGapSmall);
    m_title = new QLabel(strip);
    m_title->setObjectName(QStringLiteral("layoutTitle"));
    m_title->setFont(fontOf(TextRole::Title));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_fixed = makeButton(strip, "fixedServers", tr("Servers fixed by you – free them"),
                         tr("Let the planner choose the servers again"));
    m_follow =
        makeButton(strip, "followButton", tr("Follow"),
                   tr("Show every new recommendation at once instead of keeping these servers"));
    m_follow->setCheckable(true);
    auto* keep =
        makeButton(strip, "keepButton", tr("Keep"),
                   tr("Keep this plan beside the present one, for the comparison (Ctrl+D)"));
    keep->setIcon(icon("keep"));
    keep->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* offers = makeButton(strip, "offersButton", tr("Servers…"),
                              tr("Show or hide the servers that can be bought (F9)"));
    connect(offers, &QToolButton::clicked, this, &LayoutPage::offersRequested);
    m_measure = makeButton(strip, "measureButton", {},
                           tr("What the areas of the tiles stand for: memory or CPU (S)"));
    m_tableToggle = makeButton(strip, "tableToggle", tr("Table"), tr("The same as a table (T)"));
    m_tableToggle->setCheckable(true);
    m_filter = new QLineEdit(strip);
    m_filter->setObjectName(QStringLiteral("layoutFilter"));
    m_filter->setPlaceholderText(tr("Find a pod"));
    m_filter->setAccessibleName(tr("Find a pod"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(kFilterWidth);
    m_hidden = new QLabel(strip);
    m_hidden->setObjectName(QStringLiteral("hiddenRows"));
    m_hidden->setForegroundRole(QPalette::PlaceholderText);
    m_zoom = makeButton(strip, "zoomButton", tr("100 %"), tr("Show at 100 % (Ctrl+Shift+0)"));
    connect(m_zoom, &QToolButton::clicked, this, [this] {
        m_view->zoomTo(1, QRectF(m_view->viewport()->rect()).center());
        m_view->setFocus();
    });
    auto* fit = makeButton(strip, "fitButton", tr("Fit"), tr("Fit everything (Ctrl+0)"));
    row->addWidget(m_title, 1);
    for (QWidget* widget : {static_cast<QWidget*>(m_fixed), static_cast<QWidget*>(m_follow),
                            static_cast<QWidget*>(keep), static_cast<QWidget*>(offers),
                            static_cast<QWidget*>(m_measure), static_cast<QWidget*>(m_tableToggle),
                            static_cast<QWidget*>(m_filter), static_cast<QWidget*>(m_hidden),
                            static_cast<QWidget*>(m_zoom), static_cast<QWidget*>(fit)}) {
        row->addWidget(widget);
    }
    connect(m_fixed, &QToolButton::clicked, this, &LayoutPage::freeRequested);
    connect(m_follow, &QToolButton::toggled, this, &LayoutPage::followRequested);
    connect(keep, &QToolButton::clicked, this, &LayoutPage::keepRequested);
    connect(m_tableToggle, &QToolButton::toggled, this, &LayoutPage::showTable);
    connect(m_measure, &QToolButton::clicked, this, [this] {
        setMeasure(m_input.measure == TileMeasure::Memory ? TileMeasure::Cpu : TileMeasure::Memory);
    });
    connect(fit, &QToolButton::clicked, m_view, &LayoutView::fitAll);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_view->setFilter(text);
        m_sorted.setFilterFixedString(text);
        refreshHidden();
    });
    return strip;
}

QWidget* LayoutPage::makeTable() {
    m_sorted.setSourceModel(&m_placement);
    m_sorted.setSortRole(PlacementModel::SortRole);
    m_sorted.setFilterKeyColumn(-1);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = new QTableView(this);
    m_table->setTabKeyNavigation(false);  // Tab leaves, the arrows walk
    m_table->setObjectName(QStringLiteral("placementTable"));
    m_table->setAccessibleName(tr("Pods and their servers"));
    m_table->setModel(&m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PlacementModel::NodeColumn, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(&m_sorted, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_areColumnsFitted && m_sorted.rowCount() > 0) {
            m_areColumnsFitted = true;  // once: later the widths are the user's
            m_table->resizeColumnsToContents();
        }
    });
    m_tableEmpty = new QLabel(m_table->viewport());
    m_tableEmpty->setObjectName(QStringLiteral("tableEmpty"));
    m_tableEmpty->setForegroundRole(QPalette::PlaceholderText);
    m_tableEmpty->setMargin(kGapLarge);
    m_tableEmpty->setText(tr("No plan yet"));
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        QStringList pods;
        for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
            pods.push_back(index.data(PlacementModel::PodRole).toString());
        }
        Q_EMIT podsSelected(pods);
    });
    return m_table;
}

void LayoutPage::setPlan(const CanvasInput& input, AnswerAge age) {
    const bool isStale = age == AnswerAge::BeforeEdit;
    QString title = input.plan ? qs(input.plan->title) : tr("No server yet");
    if (isStale) {
        title = tr("%1 – before this edit").arg(title);
    }
    m_isStale = isStale;
    refreshBar();
    QFont font = fontOf(TextRole::Title);
    font.setItalic(isStale);
    m_title->setFont(font);
    m_title->setForegroundRole(isStale ? QPalette::PlaceholderText : QPalette::WindowText);
    m_title->setText(title);
    m_title->setToolTip(title);
    if (!isStale || !input.plan) {
        const TileMeasure measure = m_input.measure;
        m_input = input;
        m_input.measure = measure;
        m_view->setInput(m_input);
        m_placement.setPlan(input.plan, input.units);
        refreshHidden();
    }
}

void LayoutPage::setMeasure(TileMeasure measure) {
    m_measure->setText(tr("Areas: %1").arg(measureText(measure)));
    m_measure->setAccessibleName(tr("Areas show %1").arg(measureText(measure)));
    if (measure != m_input.measure) {
        m_input.measure = measure;
        m_view->setInput(m_input);
    }
}

void LayoutPage::setFixed(bool isFixed) {
    m_fixed->setVisible(isFixed);
    m_follow->setVisible(!isFixed);
}

void LayoutPage::setProgress(const QString& text) {
    m_progress = text;
    refreshBar();
}

void LayoutPage::refreshBar() {
    m_bar->setVisible(m_isStale || !m_progress.isEmpty());
    m_bar->setToolTip(m_progress);
}

void LayoutPage::setEmptyText(const QString& text) {
    m_view->setEmptyText(text);
    m_tableEmpty->setText(text.isEmpty() ? tr("No plan yet") : text);
    m_tableEmpty->adjustSize();
}

/// A filter must not look like all there is.
void LayoutPage::refreshHidden() {
    const int hidden = m_placement.rowCount() - m_sorted.rowCount();
    m_hidden->setText(hidden > 0 ? tr("%1 hidden").arg(hidden) : QString());
    m_hidden->setVisible(hidden > 0 && isTableShown());
    m_tableEmpty->setVisible(m_placement.rowCount() == 0);
}

void LayoutPage::setPeek(const QString& text) {
    if (!text.isEmpty()) {
        m_title->setText(text);
        m_title->setToolTip(text);
    }
}

void LayoutPage::setFollowing(bool isFollowing) {
    m_follow->setChecked(isFollowing);
}

void LayoutPage::setTheme(const Theme& theme) {
    m_view->setTheme(theme);
}

void LayoutPage::setSelection(const QStringList& pods, const QString& node) {
    m_view->setSelection(pods, node);
}

bool LayoutPage::isTableShown() const {
    return m_stack->currentWidget() == m_table;
}

void LayoutPage::showTable(bool isShown) {
    m_stack->setCurrentWidget(isShown ? static_cast<QWidget*>(m_table) : m_view);
    m_tableToggle->setChecked(isShown);
    refreshHidden();
    m_stack->currentWidget()->setFocus();
}

void LayoutPage::focusFilter() {
    m_filter->setFocus();
    m_filter->selectAll();
}

}  // namespace stowage::gui
