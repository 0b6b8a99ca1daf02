#include "gui/models/scenario_table_model.h"

#include <algorithm>

#include "gui/format.h"
#include "gui/plan_sums.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

constexpr CellColumn kAllColumns[] = {
    CellColumn::Name,     CellColumn::Web,   CellColumn::Horizon,   CellColumn::Queues,
    CellColumn::Reverb,   CellColumn::Ssr,   CellColumn::Scheduler, CellColumn::Pods,
    CellColumn::Database, CellColumn::Cache, CellColumn::Search,    CellColumn::Files,
    CellColumn::Load,     CellColumn::Data,  CellColumn::Weight};

}  // namespace

ScenarioTableModel::ScenarioTableModel(QObject* parent) : QAbstractItemModel(parent) {
    m_columns = {CellColumn::Name};
}

void ScenarioTableModel::setView(const ScenarioView& view) {
    // A new answer changes what cells say, not which there are: selections stay.
    const bool isSameScenario = view.scenario == m_view.scenario && view.scenario != nullptr;
    if (isSameScenario) {
        m_view = view;
        for (Row& row : m_rows) {
            fill(row, m_book);
        }
        for (const int top : m_top) {
            const int row =
                static_cast<int>(std::find(m_top.begin(), m_top.end(), top) - m_top.begin());
            const QModelIndex first = index(row, 0);
            Q_EMIT dataChanged(first, index(row, columnCount() - 1));
            if (rowCount(first) > 0) {
                Q_EMIT dataChanged(index(0, 0, first),
                                   index(rowCount(first) - 1, columnCount() - 1, first));
            }
        }
        if (m_order != RowOrder::AsWritten) {
            applyOrder();
        }
        return;
    }
    beginResetModel();
    m_view = view;
    build();
    endResetModel();
}

void ScenarioTableModel::build() {
    m_rows.clear();
    m_top.clear();
    m_columns = {CellColumn::Name};
    m_book = {};
    if (!m_view.scenario) {
        return;
    }
    m_book = serviceBookOf(*m_view.scenario);
    m_columns = presentColumns();
    const std::vector<App>& apps = m_view.scenario->apps;
    for (std::size_t app = 0; app < apps.size(); ++app) {
        const std::size_t count = apps[app].environments.size();
        if (!apps[app].blueprint) {
            continue;
        }
        if (count == 1) {
            addRow(RowKind::Environment, app, 0, -1);
            continue;
        }
        const int parent = addRow(RowKind::App, app, 0, -1);
        for (std::size_t at = 0; at < count; ++at) {
            addRow(RowKind::Environment, app, at, parent);
        }
    }
    int group = -1;
    for (std::size_t app = 0; app < apps.size(); ++app) {
        for (std::size_t at = 0; at < apps[app].workloads.size(); ++at) {
            group = group < 0 ? addRow(RowKind::Group, app, 0, -1) : group;
            addRow(RowKind::Workload, app, at, group);
        }
    }
    for (Row& row : m_rows) {
        fill(row, m_book);
    }
    sortRows();
}

void ScenarioTableModel::setOrder(RowOrder order) {
    if (order != m_order) {
        m_order = order;
        applyOrder();
    }
}

Bytes ScenarioTableModel::doubtOf(const Row& row) const {
    Bytes widest;
    if (const Environment* environment = environmentOf(row)) {
        widest = gui::doubtOf(*m_view.plan, environment->id);
    }
    for (const int child : row.children) {
        widest = std::max(widest, doubtOf(m_rows[static_cast<std::size_t>(child)]));
    }
    return widest;
}

void ScenarioTableModel::sortRows() {
    const bool isByDoubt = m_order == RowOrder::LeastCertainFirst && m_view.plan != nullptr;
    const auto sort = [&](std::vector<int>& ids) {
        // As they were built is as they are written.
        std::sort(ids.begin(), ids.end());
        if (!isByDoubt) {
            return;
        }
        std::stable_sort(ids.begin(), ids.end(), [&](int a, int b) {
            const Row& one = m_rows[static_cast<std::size_t>(a)];
            const Row& other = m_rows[static_cast<std::size_t>(b)];
            const bool isGroup = one.kind == RowKind::Group;
            return isGroup != (other.kind == RowKind::Group) ? !isGroup
                                                             : doubtOf(one) > doubtOf(other);
        });
    };
    sort(m_top);
    for (Row& row : m_rows) {
        sort(row.children);
    }
}

int ScenarioTableModel::placeOfRow(int id) const {
    const int parent = m_rows[static_cast<std::size_t>(id)].parent;
    const std::vector<int>& siblings =
        parent < 0 ? m_top : m_rows[static_cast<std::size_t>(parent)].children;
    return static_cast<int>(std::find(siblings.begin(), siblings.end(), id) - siblings.begin());
}

void ScenarioTableModel::applyOrder() {
    if (!m_view.scenario) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    sortRows();
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& index : before) {
        after.append(createIndex(placeOfRow(static_cast<int>(index.internalId())), index.column(),
                                 index.internalId()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

std::vector<CellColumn> ScenarioTableModel::presentColumns() const {
    const auto isPresent = [&](CellColumn column) {
        const std::string role = roleOf(column);
        const auto category = categoryOf(column);
        for (const App& app : m_view.scenario->apps) {
            if (column == CellColumn::Pods && !app.workloads.empty()) {
                return true;
            }
            for (const Environment& environment : app.environments) {
                const auto services = m_book.byEnvironment.find(environment.id);
                const bool hasService =
                    category && services != m_book.byEnvironment.end() &&
                    std::any_of(services->second.begin(), services->second.end(),
                                [&](const ServiceChoice& choice) {
                                    return serviceFacts(choice.kind).category == *category;
                                });
                if (hasService || (!role.empty() && runsRole(app, environment, role))) {
                    return true;
                }
            }
        }
        return role.empty() && !category && column != CellColumn::Pods;
    };
    std::vector<CellColumn> columns;
    std::copy_if(std::begin(kAllColumns), std::end(kAllColumns), std::back_inserter(columns),
                 isPresent);
    return columns;
}

int ScenarioTableModel::addRow(RowKind kind, std::size_t app, std::size_t item, int parent) {
    const int id = static_cast<int>(m_rows.size());
    Row row;
    row.kind = kind;
    row.app = app;
    row.item = item;
    row.parent = parent;
    m_rows.push_back(std::move(row));
    if (parent < 0) {
        m_top.push_back(id);
    } else {
        m_rows[static_cast<std::size_t>(parent)].children.push_back(id);
    }
    return id;
}

void ScenarioTableModel::fill(Row& row, const ServiceBook& book) const {
    row.cells.clear();
    for (const CellColumn column : m_columns) {
        ScenarioCell cell;
        if (const Environment* environment = environmentOf(row)) {
            cell = environmentCell(m_view, appOf(row), *environment, book, column);
        } else if (row.kind == RowKind::Workload) {
            cell = workloadCell(appOf(row).workloads[row.item], column);
        }
        if (column == CellColumn::Name) {
            cell.text = nameOf(row);
        }
        row.cells.push_back(std::move(cell));
    }
}

const App& ScenarioTableModel::appOf(const Row& row) const {
    return m_view.scenario->apps[row.app];
}

const Environment* ScenarioTableModel::environmentOf(const Row& row) const {
    return row.kind == RowKind::Environment ? &appOf(row).environments[row.item] : nullptr;
}

QString ScenarioTableModel::nameOf(const Row& row) const {
    switch (row.kind) {
        case RowKind::App:
            return qs(appOf(row).name);
        case RowKind::Environment:
            return qs(row.parent < 0 ? appOf(row).name : environmentOf(row)->name);
        case RowKind::Group:
            return tr("Other workloads");
        case RowKind::Workload:
            return qs(appOf(row).workloads[row.item].name);
    }
    STOWAGE_UNREACHABLE();
}

const ScenarioTableModel::Row& ScenarioTableModel::rowAt(const QModelIndex& index) const {
    return m_rows[static_cast<std::size_t>(index.internalId())];
}

CellColumn ScenarioTableModel::columnAt(int column) const {
    return m_columns[static_cast<std::size_t>(column)];
}

int ScenarioTableModel::columnOf(CellColumn column) const {
    const auto at = std::find(m_columns.begin(), m_columns.end(), column);
    return at == m_columns.end() ? -1 : static_cast<int>(at - m_columns.begin());
}

ScenarioTableModel::RowKind ScenarioTableModel::rowKind(const QModelIndex& index) const {
    return rowAt(index).kind;
}

const ScenarioCell& ScenarioTableModel::cell(const QModelIndex& index) const {
    return rowAt(index).cells[static_cast<std::size_t>(index.column())];
}

std::optional<AppPlace> ScenarioTableModel::appAt(const QModelIndex& index) const {
    if (!index.isValid() || rowAt(index).kind == RowKind::Group) {
        return std::nullopt;
    }
    return AppPlace{.index = rowAt(index).app, .name = appOf(rowAt(index)).name};
}

std::optional<EnvironmentPlace> ScenarioTableModel::environmentAt(const QModelIndex& index) const {
    if (!index.isValid()) {
        return std::nullopt;
    }
    const Environment* environment = environmentOf(rowAt(index));
    return environment == nullptr
               ? std::nullopt
               : std::optional(EnvironmentPlace{
                     .app = *appAt(index), .name = environment->name, .id = environment->id});
}

std::optional<WorkloadPlace> ScenarioTableModel::workloadAt(const QModelIndex& index) const {
    if (!index.isValid() || rowKind(index) != RowKind::Workload) {
        return std::nullopt;
    }
    const Row& row = rowAt(index);
    return WorkloadPlace{
        .app = *appAt(index), .index = row.item, .name = appOf(row).workloads[row.item].name};
}

QModelIndex ScenarioTableModel::indexOfWorkload(std::size_t app, std::size_t workload) const {
    for (std::size_t id = 0; id < m_rows.size(); ++id) {
        const Row& row = m_rows[id];
        if (row.kind == RowKind::Workload && row.app == app && row.item == workload) {
            return createIndex(placeOfRow(static_cast<int>(id)), 0, id);
        }
    }
    return {};
}

QModelIndex ScenarioTableModel::indexOf(const std::string& environmentId) const {
    for (std::size_t id = 0; id < m_rows.size(); ++id) {
        const Row& row = m_rows[id];
        const Environment* environment = environmentOf(row);
        if (environment == nullptr || environment->id != environmentId) {
            continue;
        }
        const std::vector<int>& siblings =
            row.parent < 0 ? m_top : m_rows[static_cast<std::size_t>(row.parent)].children;
        const auto at = std::find(siblings.begin(), siblings.end(), static_cast<int>(id));
        return createIndex(static_cast<int>(at - siblings.begin()), 0, id);
    }
    return {};
}

QString ScenarioTableModel::placeText(const QModelIndex& index) const {
    const Environment* environment = environmentOf(rowAt(index));
    const QString row = environment != nullptr ? qs(environment->id) : nameOf(rowAt(index));
    return tr("%1, %2").arg(row, columnTitle(columnAt(index.column())));
}

std::vector<ModeOffer> ScenarioTableModel::offersAt(const QModelIndex& index) const {
    const std::vector<ServiceChoice>& services = cell(index).services;
    return services.empty() ? std::vector<ModeOffer>()
                            : modeOffers(m_book.opened.at(services.front().key()));
}

QModelIndex ScenarioTableModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    const std::vector<int>& ids = parent.isValid() ? rowAt(parent).children : m_top;
    return createIndex(row, column, static_cast<quintptr>(ids[static_cast<std::size_t>(row)]));
}

QModelIndex ScenarioTableModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || rowAt(child).parent < 0) {
        return {};
    }
    const int id = rowAt(child).parent;
    const auto at = std::find(m_top.begin(), m_top.end(), id);
    return createIndex(static_cast<int>(at - m_top.begin()), 0, static_cast<quintptr>(id));
}

int ScenarioTableModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) {
        return static_cast<int>(m_top.size());
    }
    return parent.column() == 0 ? static_cast<int>(rowAt(parent).children.size()) : 0;
}

int ScenarioTableModel::columnCount(const QModelIndex& /*parent*/) const {
    return static_cast<int>(m_columns.size());
}

QString ScenarioTableModel::accessibleText(const QModelIndex& index) const {
    const ScenarioCell& shown = cell(index);
    const QString text = shown.text.isEmpty() ? tr("none") : shown.text;
    const QString origin = originText(shown.origin);
    return origin.isEmpty() ? tr("%1: %2").arg(placeText(index), text)
                            : tr("%1: %2, %3").arg(placeText(index), text, origin);
}

QVariant ScenarioTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const ScenarioCell& shown = cell(index);
    const Row& row = rowAt(index);
    switch (role) {
        case Qt::DisplayRole:
            return shown.text;
        case Qt::EditRole:
            return shown.editText;
        case Qt::ToolTipRole:
        case ReasonRole:
            return shown.reason;
        case Qt::AccessibleTextRole:
            return accessibleText(index);
        case SortRole:
            return shown.sortNumber;
        case RowKindRole:
            return static_cast<int>(row.kind);
        case OriginRole:
            return static_cast<int>(shown.origin);
        case QualityRole:
            return shown.quality;
        case ModeRole:
            return shown.mode ? QVariant(static_cast<int>(*shown.mode)) : QVariant();
        case CategoryRole: {
            const auto category = categoryOf(columnAt(index.column()));
            return category ? QVariant(static_cast<int>(categoryOf(*category))) : QVariant();
        }
        case DetailRole:
            if (row.kind == RowKind::Environment && row.parent < 0 && index.column() == 0) {
                return qs(environmentOf(row)->name);
            }
            if (row.kind == RowKind::Workload && index.column() == 0) {
                return qs(appOf(row).name);
            }
            return {};
        case EnvironmentRole: {
            const Environment* environment = environmentOf(row);
            return environment == nullptr ? QVariant() : QVariant(qs(environment->id));
        }
    }
    return {};
}

QVariant ScenarioTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return columnTitle(columnAt(section));
    }
    return role == Qt::ToolTipRole ? QVariant(columnHelp(columnAt(section))) : QVariant();
}

Qt::ItemFlags ScenarioTableModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return cell(index).isEditable ? flags | Qt::ItemIsEditable : flags;
}

bool ScenarioTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || !m_view.document) {
        return false;
    }
    const Typed<Edit> edit = editFor(*m_view.document, index, value.toString());
    if (!edit.ok()) {
        Q_EMIT refused(index, edit.error);
        return false;
    }
    if (!edit.value->isEmpty()) {
        Q_EMIT editRequested(*edit.value);
    }
    return true;
}

}  // namespace stowage::gui
