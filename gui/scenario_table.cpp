#include "gui/scenario_table.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QProxyStyle>
#include <QScrollBar>
#include <algorithm>
#include <map>
#include <set>

#include "gui/format.h"
#include "gui/scenario_cell_delegate.h"

namespace stowage::gui {
namespace {

/// Fusion leaves two pixels before a title; the cells below start further in.
class HeaderStyle : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override {
        return metric == PM_HeaderMargin ? kGap : QProxyStyle::pixelMetric(metric, option, widget);
    }
};

constexpr int kIndent = 18;
constexpr int kNameWidthMax = 260;
constexpr int kColumnWidthMax = 320;
constexpr int kColumnWidthMin = 84;

void setLook(QTreeView* view) {
    view->setUniformRowHeights(true);
    view->setIndentation(kIndent);
    view->setRootIsDecorated(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectItems);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->header()->setSectionsMovable(false);
    view->header()->setStretchLastSection(false);
    view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->setExpandsOnDoubleClick(false);
    view->setAllColumnsShowFocus(false);
    auto* style = new HeaderStyle(QStringLiteral("Fusion"));
    style->setParent(view);
    view->header()->setStyle(style);
}

/// Ground and line of a whole row, its branches included.
void paintRowGround(QPainter& painter, const QRect& row, const QModelIndex& index) {
    const Theme& theme = currentTheme();
    const auto kind = static_cast<ScenarioTableModel::RowKind>(
        index.data(ScenarioTableModel::RowKindRole).toInt());
    const bool isHead =
        kind == ScenarioTableModel::RowKind::App || kind == ScenarioTableModel::RowKind::Group;
    painter.fillRect(row, isHead ? theme.window : theme.panel);
    painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.line);
}

/// The column of names that stays in sight, with an edge towards what scrolls below it.
class NamesView : public QTreeView {
public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override {
        paintRowGround(*painter, option.rect, index);
        QTreeView::drawRow(painter, option, index);
    }
    void paintEvent(QPaintEvent* event) override {
        QTreeView::paintEvent(event);
        QPainter painter(viewport());
        painter.fillRect(QRect(viewport()->width() - 1, 0, 1, viewport()->height()),
                         currentTheme().line);
    }
};

bool comesFirst(const QModelIndex& a, const QModelIndex& b, const QModelIndexList& rows) {
    const auto rowOf = [&](const QModelIndex& index) {
        return rows.indexOf(index.siblingAtColumn(0));
    };
    const auto one = rowOf(a);
    const auto other = rowOf(b);
    return one != other ? one < other : a.column() < b.column();
}

}  // namespace

ScenarioTable::ScenarioTable(QWidget* parent)
    : QTreeView(parent),
      m_model(new ScenarioTableModel(this)),
      m_delegate(new ScenarioCellDelegate(m_model, this)),
      m_frozen(new NamesView(this)) {
    setObjectName(QStringLiteral("scenarioTable"));
    setAccessibleName(tr("Apps and environments"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setLook(this);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setupFrozen();
    connect(m_model, &ScenarioTableModel::editRequested, this, &ScenarioTable::editRequested);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        m_frozen->expandAll();
        setFilter(m_filter);
        fitColumns();
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ScenarioTable::onCurrentChanged);
}

ScenarioTable::~ScenarioTable() {
    m_frozen->removeEventFilter(this);
    m_frozen->viewport()->removeEventFilter(this);
}

void ScenarioTable::setupFrozen() {
    m_frozen->setObjectName(QStringLiteral("scenarioTableNames"));
    m_frozen->setAccessibleName(tr("Names of apps and environments"));
    m_frozen->setModel(m_model);
    // One of its own: a delegate tells all its views when its editor is done.
    m_frozenDelegate = new ScenarioCellDelegate(m_model, m_frozen);
    m_frozen->setItemDelegate(m_frozenDelegate);
    setLook(m_frozen);
    m_frozen->setSelectionModel(selectionModel());
    m_frozen->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frozen->setEditTriggers(NoEditTriggers);
    m_frozen->setFocusPolicy(Qt::NoFocus);
    m_frozen->installEventFilter(this);
    m_frozen->viewport()->installEventFilter(this);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_frozen->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(m_frozen->verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    connect(this, &QTreeView::expanded, m_frozen, &QTreeView::expand);
    connect(this, &QTreeView::collapsed, m_frozen, &QTreeView::collapse);
    connect(m_frozen, &QTreeView::expanded, this, &QTreeView::expand);
    connect(m_frozen, &QTreeView::collapsed, this, &QTreeView::collapse);
    connect(header(), &QHeaderView::sectionResized, this, [this](int section, int, int size) {
        if (section == 0) {
            m_frozen->setColumnWidth(0, size);
            placeFrozen();
        }
    });
    m_frozen->show();
}

void ScenarioTable::placeFrozen() {
    const int width = columnWidth(0);
    m_frozen->setGeometry(0, 0, width, viewport()->height() + header()->height());
    m_frozen->header()->setFixedHeight(header()->height());
    m_frozen->raise();
}

void ScenarioTable::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    placeFrozen();
}

void ScenarioTable::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (index.column() == 0) {
        return QTreeView::scrollTo(index, hint);
    }
    QTreeView::scrollTo(index, hint);
    // What lies under the frozen column is not in sight.
    const int hidden = columnWidth(0) - visualRect(index).left();
    if (hidden > 0) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hidden);
    }
}

void ScenarioTable::fitColumns() {
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const int most = column == 0 ? kNameWidthMax : kColumnWidthMax;
        const int title = QFontMetrics(fontOf(TextRole::Body))
                              .horizontalAdvance(columnTitle(m_model->columnAt(column))) +
                          24;
        setColumnWidth(
            column, std::clamp(std::max(sizeHintForColumn(column), title), kColumnWidthMin, most));
        m_frozen->setColumnHidden(column, column != 0);
    }
    m_frozen->setColumnWidth(0, columnWidth(0));
    placeFrozen();
}

void ScenarioTable::setRowHeight(int height) {
    m_delegate->setRowHeight(height);
    m_frozenDelegate->setRowHeight(height);
    // Rows are measured once; another layout of the items makes the views ask again.
    for (QTreeView* view : {static_cast<QTreeView*>(this), m_frozen}) {
        view->doItemsLayout();
    }
}

int ScenarioTable::setFilter(const QString& text) {
    m_filter = text;
    int hidden = 0;
    const auto matches = [&](const QModelIndex& index) {
        const QString words = index.data().toString() + QLatin1Char(' ') +
                              index.data(ScenarioTableModel::DetailRole).toString();
        return text.isEmpty() || words.contains(text, Qt::CaseInsensitive);
    };
    const auto hide = [&](const QModelIndex& index, bool isHidden) {
        setRowHidden(index.row(), index.parent(), isHidden);
        m_frozen->setRowHidden(index.row(), index.parent(), isHidden);
        hidden += isHidden && m_model->rowCount(index) == 0 ? 1 : 0;
    };
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex top = m_model->index(row, 0);
        bool isShown = matches(top);
        const bool showsAll = isShown;
        for (int below = 0; below < m_model->rowCount(top); ++below) {
            const QModelIndex child = m_model->index(below, 0, top);
            hide(child, !showsAll && !matches(child));
            isShown = isShown || matches(child);
        }
        hide(top, !isShown);
    }
    return hidden;
}

QModelIndexList ScenarioTable::visibleRows() const {
    QModelIndexList rows;
    for (QModelIndex at = m_model->index(0, 0); at.isValid(); at = indexBelow(at)) {
        if (!isRowHidden(at.row(), at.parent())) {
            rows.append(at.siblingAtColumn(0));
        }
    }
    return rows;
}

QModelIndexList ScenarioTable::selectedCells() const {
    const QModelIndexList rows = visibleRows();
    QModelIndexList cells;
    for (const QModelIndex& index : selectionModel()->selectedIndexes()) {
        if (rows.contains(index.siblingAtColumn(0))) {
            cells.append(index);
        }
    }
    if (cells.isEmpty() && currentIndex().isValid()) {
        cells.append(currentIndex());
    }
    std::sort(cells.begin(), cells.end(),
              [&](const QModelIndex& a, const QModelIndex& b) { return comesFirst(a, b, rows); });
    return cells;
}

void ScenarioTable::selectEnvironment(const std::string& environmentId) {
    const QModelIndex index = m_model->indexOf(environmentId);
    if (index.isValid()) {
        setCurrentIndex(index.siblingAtColumn(std::min(1, m_model->columnCount() - 1)));
    }
}

void ScenarioTable::onCurrentChanged(const QModelIndex& current) {
    const auto place = m_model->environmentAt(current);
    Q_EMIT environmentSelected(place ? qs(place->id) : QString());
    Q_EMIT workloadSelected(m_model->workloadAt(current));
}

void ScenarioTable::request(const ScenarioTableModel::TypedEdits& edits, const QString& what,
                            const QString& name) {
    if (!edits.bad.empty()) {
        Q_EMIT cellsRefused(what, edits.bad);
    } else if (edits.edits.size() == 1) {
        Q_EMIT editRequested(edits.edits.front());
    } else if (!edits.edits.empty()) {
        Q_EMIT editsRequested(QList<Edit>(edits.edits.begin(), edits.edits.end()), name);
    }
}

void ScenarioTable::setSelected(const QString& typed) {
    std::vector<ScenarioTableModel::TypedCell> cells;
    for (const QModelIndex& index : selectedCells()) {
        if (index.column() > 0) {
            cells.push_back({.index = index, .text = typed});
        }
    }
    if (!m_model->view().document || cells.empty()) {
        return;
    }
    request(m_model->editsFor(cells), tr("Nothing was changed"),
            tr("Set %1 cells to %2").arg(cells.size()).arg(typed));
}

void ScenarioTable::clearSelected() {
    if (m_model->view().document) {
        const QModelIndexList cells = selectedCells();
        request(m_model->clearingEdits(cells), tr("Nothing was changed"),
                tr("Take back %1 cells").arg(cells.size()));
    }
}

void ScenarioTable::stepSelected(int step) {
    if (m_model->view().document) {
        const QModelIndexList cells = selectedCells();
        request(m_model->steppingEdits(cells, step), tr("Nothing was changed"),
                step > 0 ? tr("One pod more in %1 cells").arg(cells.size())
                         : tr("One pod less in %1 cells").arg(cells.size()));
    }
}

void ScenarioTable::fillDown() {
    std::map<int, QString> first;
    std::vector<ScenarioTableModel::TypedCell> cells;
    for (const QModelIndex& index : selectedCells()) {
        const auto known = first.find(index.column());
        if (known == first.end()) {
            first.emplace(index.column(), index.data(Qt::EditRole).toString());
        } else if (m_model->cell(index).isEditable) {
            cells.push_back({.index = index, .text = known->second});
        }
    }
    if (m_model->view().document && !cells.empty()) {
        request(m_model->editsFor(cells), tr("Nothing was filled"),
                tr("Fill down %1 cells").arg(cells.size()));
    }
}

QString ScenarioTable::selectedAsText() const {
    const QModelIndexList cells = selectedCells();
    int left = m_model->columnCount();
    int right = 0;
    for (const QModelIndex& index : cells) {
        left = std::min(left, index.column());
        right = std::max(right, index.column());
    }
    QStringList lines;
    for (const QModelIndex& row : visibleRows()) {
        QStringList words;
        bool isUsed = false;
        for (int column = left; column <= right; ++column) {
            const QModelIndex index = row.siblingAtColumn(column);
            const bool isSelected = cells.contains(index);
            isUsed = isUsed || isSelected;
            const QString typed = index.data(Qt::EditRole).toString();
            words.append(!isSelected       ? QString()
                         : typed.isEmpty() ? index.data().toString()
                                           : typed);
        }
        if (isUsed) {
            lines.append(words.join(QLatin1Char('\t')));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void ScenarioTable::copySelected() {
    QApplication::clipboard()->setText(selectedAsText());
}

CopyTable ScenarioTable::copyTable() const {
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    const bool isAll = selected.size() < 2;  // one cell is where the keyboard is
    std::set<int> columns{0};
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const bool isChosen =
            std::any_of(selected.begin(), selected.end(),
                        [column](const QModelIndex& index) { return index.column() == column; });
        if (isAll || isChosen) {
            columns.insert(column);
        }
    }
    CopyTable table;
    for (const int column : columns) {
        table.header.append(
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    for (const QModelIndex& row : visibleRows()) {
        const bool isChosen = std::any_of(
            selected.begin(), selected.end(),
            [&row](const QModelIndex& index) { return index.siblingAtColumn(0) == row; });
        if (!isAll && !isChosen) {
            continue;
        }
        QStringList cells;
        for (const int column : columns) {
            cells.append(row.siblingAtColumn(column).data().toString());
        }
        const QString detail = row.data(ScenarioTableModel::DetailRole).toString();
        if (!detail.isEmpty()) {
            cells.front() += QLatin1Char(' ') + detail;
        }
        table.rows.push_back(cells);
    }
    return table;
}

void ScenarioTable::pasteText(const QString& text) {
    const QModelIndexList selected = selectedCells();
    if (!m_model->view().document || selected.isEmpty() || text.isEmpty()) {
        return;
    }
    const QModelIndexList rows = visibleRows();
    const auto start = rows.indexOf(selected.front().siblingAtColumn(0));
    QString plain = text;
    plain.remove(QLatin1Char('\r'));
    plain = plain.endsWith(QLatin1Char('\n')) ? plain.chopped(1) : plain;
    const QStringList lines = plain.split(QLatin1Char('\n'));
    const bool isOne = lines.size() == 1 && !plain.contains(QLatin1Char('\t'));
    if (isOne && selected.size() > 1) {
        return setSelected(plain);
    }
    std::vector<ScenarioTableModel::TypedCell> cells;
    ScenarioTableModel::TypedEdits outside;
    for (qsizetype line = 0; line < lines.size(); ++line) {
        const QStringList words = lines[line].split(QLatin1Char('\t'));
        for (qsizetype at = 0; at < words.size(); ++at) {
            const int column = selected.front().column() + static_cast<int>(at);
            const bool fits = start + line < rows.size() && column < m_model->columnCount();
            if (words[at].trimmed().isEmpty()) {
                continue;
            }
            if (!fits) {
                outside.bad.push_back({.where = tr("row %1, column %2").arg(line + 1).arg(at + 1),
                                       .text = words[at],
                                       .why = tr("there is no cell for it")});
                continue;
            }
            cells.push_back(
                {.index = rows[start + line].siblingAtColumn(column), .text = words[at]});
        }
    }
    ScenarioTableModel::TypedEdits edits = m_model->editsFor(cells);
    edits.bad.insert(edits.bad.end(), outside.bad.begin(), outside.bad.end());
    request(edits, tr("Nothing was pasted"), tr("Paste %1 cells").arg(cells.size()));
}

bool ScenarioTable::isLoadCell(const QModelIndex& index) const {
    return index.isValid() && m_model->columnAt(index.column()) == CellColumn::Load &&
           m_model->cell(index).isEditable;
}

bool ScenarioTable::isServiceCell(const QModelIndex& index) const {
    return index.isValid() && !m_model->cell(index).services.empty();
}

QMenu* ScenarioTable::modeMenu(const QModelIndex& index) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("modeMenu"));
    const QString names[] = {tr("Own\t1"), tr("Shared\t2"), tr("Managed\t3"),
                             tr("Let the planner decide")};
    const QString words[] = {tr("own"), tr("shared"), tr("managed"), tr("planner")};
    int at = 0;
    for (const ModeOffer& offer : m_model->offersAt(index)) {
        QAction* action = menu->addAction(offer.obstacle.isEmpty() ? names[at] : offer.obstacle);
        action->setEnabled(offer.obstacle.isEmpty());
        const QString word = words[at];
        connect(action, &QAction::triggered, this, [this, word] { setSelected(word); });
        ++at;
    }
    menu->addSeparator();
    QAction* back = menu->addAction(tr("Take the choice back\tBackspace"));
    const CellOrigin origin = m_model->cell(index).origin;
    back->setEnabled(m_model->cell(index).isEditable &&
                     (origin == CellOrigin::SetHere || origin == CellOrigin::Planner));
    connect(back, &QAction::triggered, this, &ScenarioTable::clearSelected);
    return menu;
}

QMenu* ScenarioTable::loadMenu(const QModelIndex& index) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("loadMenu"));
    const auto offer = [&](const QString& title, const QString& typed) {
        connect(menu->addAction(title), &QAction::triggered, this,
                [this, typed] { setSelected(typed); });
    };
    for (const LoadPreset preset : {LoadPreset::Quiet, LoadPreset::Small, LoadPreset::Busy}) {
        const TypedLoad load = loadOf(preset);
        offer(tr("%1: %2 rps, %3").arg(presetText(preset), qs(load.peakRps), qs(load.profile)),
              presetText(preset));
    }
    menu->addSeparator();
    for (const std::string& profile : loadProfiles()) {
        offer(tr("Course of the day: %1").arg(qs(profile)), qs(profile));
    }
    menu->addSeparator();
    const QString id = index.data(ScenarioTableModel::EnvironmentRole).toString();
    connect(menu->addAction(tr("Draw the day…")), &QAction::triggered, this,
            [this, id] { Q_EMIT dayRequested(id); });
    QAction* back = menu->addAction(tr("As usual\tBackspace"));
    back->setEnabled(m_model->cell(index).origin == CellOrigin::SetHere);
    connect(back, &QAction::triggered, this, &ScenarioTable::clearSelected);
    return menu;
}

bool ScenarioTable::edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) {
    if (isServiceCell(index)) {
        if (trigger == DoubleClicked || trigger == EditKeyPressed) {
            modeMenu(index)->popup(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
        }
        return false;
    }
    return QTreeView::edit(index, trigger, event);
}

/// What was typed becomes an edit once its editor is gone. Tab goes to the next cell and opens
/// none: the answer to the edit is on its way.
void ScenarioTable::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) {
    QTreeView::closeEditor(editor, QAbstractItemDelegate::NoHint);
    const bool isNext = hint == QAbstractItemDelegate::EditNextItem;
    if (isNext || hint == QAbstractItemDelegate::EditPreviousItem) {
        setCurrentIndex(moveCursor(isNext ? MoveNext : MovePrevious, Qt::NoModifier));
    }
    if (const auto typed = m_delegate->takeTyped()) {
        m_model->setData(typed->index, typed->text);
    }
}

void ScenarioTable::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index = indexAt(viewport()->mapFromGlobal(event->globalPos()));
    if (isServiceCell(index) || isLoadCell(index)) {
        if (!selectionModel()->isSelected(index)) {
            setCurrentIndex(index);
        }
        QMenu* menu = isLoadCell(index) ? loadMenu(index) : modeMenu(index);
        menu->popup(event->globalPos());
    } else if (index.isValid()) {
        Q_EMIT rowMenuRequested(index, event->globalPos());
    }
}

bool ScenarioTable::handleKey(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    if (event->matches(QKeySequence::Copy)) {
        copySelected();
        return true;
    }
    if (event->matches(QKeySequence::Paste)) {
        pasteText(QApplication::clipboard()->text());
        return true;
    }
    if (event->key() == Qt::Key_D &&
        event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        fillDown();
        return true;
    }
    if (!index.isValid() || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0) {
        return false;
    }
    const bool isService = isServiceCell(index);
    const int key = event->key();
    if (typeAfterMinus(index, *event) || handleSign(index, event)) {
        return true;
    }
    if (key == Qt::Key_Delete && index.column() == 0 && handleRemoval(index)) {
        return true;
    }
    if (key == Qt::Key_Backspace || key == Qt::Key_Delete) {
        clearSelected();
        return true;
    }
    // In a load E may begin "evening"; everywhere else no text begins with it.
    if (key == Qt::Key_E && !isLoadCell(index)) {
        Q_EMIT explainRequested(index);
        return true;
    }
    if (isService && (key == Qt::Key_1 || key == Qt::Key_2 || key == Qt::Key_3)) {
        setSelected(key == Qt::Key_1 ? tr("own") : key == Qt::Key_2 ? tr("shared") : tr("managed"));
        return true;
    }
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (isService && (isEnter || key == Qt::Key_M)) {
        modeMenu(index)->popup(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
        return true;
    }
    if (key == Qt::Key_M && isLoadCell(index)) {
        loadMenu(index)->popup(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
        return true;
    }
    return isEnter && edit(index, EditKeyPressed, event);
}

/// Names of apps, environments and workloads; false on a row that is none.
bool ScenarioTable::handleRemoval(const QModelIndex& index) {
    QModelIndexList rows;
    for (const QModelIndex& cell : selectedCells()) {
        if (cell.column() == 0 && m_model->appAt(cell)) {
            rows.append(cell);
        }
    }
    if (!m_model->appAt(index) || m_model->view().document == nullptr) {
        return false;
    }
    Q_EMIT removalRequested(rows);
    return true;
}

/// + and − count pods; in other cells a sign is the beginning of a text, which a tree would take as
/// the wish to fold a row.
bool ScenarioTable::handleSign(const QModelIndex& index, QKeyEvent* event) {
    const int key = event->key();
    if (key != Qt::Key_Plus && key != Qt::Key_Minus) {
        return false;
    }
    const bool isPods = !roleOf(m_model->columnAt(index.column())).empty() ||
                        m_model->columnAt(index.column()) == CellColumn::Pods;
    if (isPods) {
        stepSelected(key == Qt::Key_Plus ? 1 : -1);
        m_minusAt = key == Qt::Key_Minus ? index : QModelIndex();
        return true;
    }
    return m_model->cell(index).isEditable && edit(index, AnyKeyPressed, event);
}

/// "-5" was meant as a number, which the reader of the cell refuses with its reason; 5 alone would
/// be taken.
bool ScenarioTable::typeAfterMinus(const QModelIndex& index, const QKeyEvent& event) {
    const bool isAfterMinus = m_minusAt.isValid() && m_minusAt == index;
    m_minusAt = QModelIndex();
    const QString typed = event.text();
    if (!isAfterMinus || typed.isEmpty() || !typed.front().isDigit() ||
        !edit(index, EditKeyPressed, nullptr)) {
        return false;
    }
    if (auto* line = qobject_cast<QLineEdit*>(
            indexWidget(index) != nullptr ? indexWidget(index) : QApplication::focusWidget())) {
        Q_EMIT cellsRefused({}, {});  // what minus alone had to say
        line->setText(QLatin1Char('-') + typed);
        line->setModified(true);
    }
    return true;
}

/// In the table this key fills down; elsewhere it belongs to the window.
bool ScenarioTable::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isFill = key->key() == Qt::Key_D &&
                            key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
        if (isFill && selectedCells().size() > 1) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void ScenarioTable::keyPressEvent(QKeyEvent* event) {
    if (state() != EditingState && handleKey(event)) {
        event->accept();
        return;
    }
    QTreeView::keyPressEvent(event);
}

/// The wheel over the names scrolls the table; a click on them must not take the keyboard away.
bool ScenarioTable::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_frozen->viewport()) {
        if (event->type() == QEvent::Wheel) {
            QApplication::sendEvent(viewport(), event);
            return true;
        }
        if (event->type() == QEvent::MouseButtonPress) {
            setFocus(Qt::MouseFocusReason);
        }
    }
    return QTreeView::eventFilter(watched, event);
}

void ScenarioTable::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    paintRowGround(*painter, option.rect, index);
    QTreeView::drawRow(painter, option, index);
}

}  // namespace stowage::gui
