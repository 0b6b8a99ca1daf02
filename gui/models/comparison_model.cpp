#include "gui/models/comparison_model.h"

#include <algorithm>
#include <set>

#include "gui/figure.h"
#include "gui/models/comparison_cells.h"
#include "gui/plan_figures.h"
#include "gui/table_copy.h"
#include "model/base/invariant.h"
#include "planner/explain.h"

namespace stowage::gui {
namespace {

QString letterOf(std::size_t index) {
    return index < 26 ? QString(QChar(static_cast<char16_t>(u'A' + index)))
                      : QString::number(index + 1);
}

/// "mariadb" of "shop-production/mariadb".
std::string serviceOf(const std::string& key) {
    return key.substr(key.rfind('/') + 1);
}

enum class Better { Less, More, Neither };

Better betterOf(ComparisonRow row) {
    switch (row) {
        case ComparisonRow::Cost:
        case ComparisonRow::Risk:
            return Better::Less;
        case ComparisonRow::Headroom:
            return Better::More;
        case ComparisonRow::Layout:
        case ComparisonRow::Verdict:
        case ComparisonRow::Bill:
        case ComparisonRow::Reserved:
        case ComparisonRow::Expected:
        case ComparisonRow::Deploy:
        case ComparisonRow::NodeLoss:
        case ComparisonRow::Service:
        case ComparisonRow::Changes:
        case ComparisonRow::Certainty:
            return Better::Neither;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

ComparisonModel::ComparisonModel(QObject* parent) : QAbstractTableModel(parent) {}

void ComparisonModel::setReport(std::shared_ptr<const PlanReport> report) {
    beginResetModel();
    m_report = std::move(report);
    rebuild();
    endResetModel();
}

void ComparisonModel::setKept(std::vector<KeptLayout> kept) {
    beginResetModel();
    m_kept = std::move(kept);
    rebuild();
    endResetModel();
}

void ComparisonModel::setHeld(const QString& id) {
    m_held = id;
    if (columnCount() > 0) {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

void ComparisonModel::setHeldPlan(std::shared_ptr<const CapacityPlan> plan) {
    if (plan == m_heldPlan) {
        return;
    }
    beginResetModel();
    m_heldPlan = std::move(plan);
    rebuild();
    endResetModel();
}

void ComparisonModel::setUnits(ByteUnits units) {
    m_units = units;
    if (columnCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

void ComparisonModel::rebuild() {
    m_layouts.clear();
    m_shown.clear();
    m_rows.clear();
    addLayouts();
    for (std::size_t i = 0; i < m_layouts.size(); ++i) {
        m_layouts[i].letter = letterOf(i);
        if (i < kMostColumns) {
            m_shown.push_back(i);
        } else if (m_layouts[i].origin == ColumnOrigin::Held) {
            m_shown.back() = i;  // what the canvas shows is always among them
        }
    }
    addRows();
}

QString ComparisonModel::noteOf(const KeptLayout& kept) {
    QStringList parts{kept.name,
                      kept.isToday && kept.name != tr("Today") ? tr("today") : QString()};
    if (!kept.editsAgo) {
        parts.append(tr("kept %1, before other edits")
                         .arg(QLocale().toString(kept.keptAt.date(), QLocale::ShortFormat)));
    } else if (*kept.editsAgo == 0) {
        parts.append(tr("kept, up to date"));
    } else {
        parts.append(*kept.editsAgo == 1 ? tr("kept 1 edit ago")
                                         : tr("kept %n edits ago", nullptr, *kept.editsAgo));
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

void ComparisonModel::addLayouts() {
    std::optional<std::vector<std::string>> binding;
    if (m_report) {
        binding = planner::bindingOf(*m_report);
        addPlanned(binding);
    }
    if (m_heldPlan) {
        m_layouts.push_back({.id = QString::fromLatin1(kHeldId),
                             .origin = ColumnOrigin::Held,
                             .plan = m_heldPlan,
                             .verdict = verdictOf(*m_heldPlan, binding),
                             .note = tr("held on the canvas")});
    }
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        const KeptLayout& kept = m_kept[i];
        if (!kept.plan) {
            continue;
        }
        m_layouts.push_back({.id = QStringLiteral("kept:%1").arg(i),
                             .origin = ColumnOrigin::Kept,
                             .index = static_cast<int>(i),
                             .plan = kept.plan,
                             .verdict = verdictOf(*kept.plan, binding),
                             .isToday = kept.isToday,
                             .note = noteOf(kept)});
    }
    const std::size_t refused = m_report ? m_report->refused.size() : 0;
    for (std::size_t i = 0; i < refused; ++i) {
        m_layouts.push_back({.id = QStringLiteral("refused:%1").arg(i),
                             .origin = ColumnOrigin::Refused,
                             .index = static_cast<int>(i),
                             .refusal = m_report->refused[i],
                             .note = tr("refused")});
    }
}

void ComparisonModel::addPlanned(const std::optional<std::vector<std::string>>& binding) {
    int index = 0;
    for (const CapacityPlan& plan : m_report->plans) {
        const bool isRecommended = plan.id == m_report->recommended;
        // Shares the report, so that no plan is copied.
        m_layouts.push_back({.id = qs(plan.id),
                             .origin = ColumnOrigin::Planned,
                             .index = index++,
                             .plan = std::shared_ptr<const CapacityPlan>(m_report, &plan),
                             .verdict = verdictOf(plan, binding),
                             .isRecommended = isRecommended,
                             .note = isRecommended ? tr("recommended") : QString()});
    }
}

void ComparisonModel::addRows() {
    if (m_layouts.empty()) {
        return;
    }
    m_rows = {{ComparisonRow::Layout, tr("Layout"), {}},
              {ComparisonRow::Verdict, tr("Verdict"), {}},
              {ComparisonRow::Cost, tr("Per month"), {}},

              {ComparisonRow::Reserved, tr("Reserved (request)"), {}},
              {ComparisonRow::Expected, tr("Expected"), {}},
              {ComparisonRow::Headroom, tr("Memory left"), {}},
              {ComparisonRow::Risk, tr("Memory runs out"), {}},
              {ComparisonRow::Deploy, tr("A deploy needs"), {}},
              {ComparisonRow::NodeLoss, tr("When a server dies"), {}}};
    std::set<std::string> services;
    for (const ComparisonColumn& column : m_layouts) {
        if (column.plan) {
            for (const auto& [key, mode] : column.plan->services) {
                services.insert(serviceOf(key));
            }
        }
    }
    for (const std::string& service : services) {
        m_rows.push_back({ComparisonRow::Service, qs(service), service});
    }
    m_rows.push_back({ComparisonRow::Changes, tr("Has to change"), {}});
    m_rows.push_back({ComparisonRow::Certainty, tr("Sure about this?"), {}});
    m_rows.push_back({ComparisonRow::Bill, tr("The bill"), {}});
}

const ComparisonColumn* ComparisonModel::find(const QString& id) const {
    const auto at = std::ranges::find(m_layouts, id, &ComparisonColumn::id);
    return at == m_layouts.end() ? nullptr : &*at;
}

const ComparisonColumn& ComparisonModel::layoutAt(int column) const {
    return m_layouts.at(m_shown.at(static_cast<std::size_t>(column)));
}

int ComparisonModel::columnOf(const QString& id) const {
    for (int column = 0; column < columnCount(); ++column) {
        if (layoutAt(column).id == id) {
            return column;
        }
    }
    return -1;
}

void ComparisonModel::bringIn(const QString& id) {
    const ComparisonColumn* layout = find(id);
    if (layout == nullptr || columnOf(id) >= 0) {
        return;
    }
    beginResetModel();
    if (m_shown.size() >= kMostColumns) {
        m_shown.pop_back();
    }
    m_shown.push_back(static_cast<std::size_t>(layout - m_layouts.data()));
    endResetModel();
}

std::string ComparisonModel::currency() const {
    for (const ComparisonColumn& column : m_layouts) {
        if (column.plan) {
            return column.plan->cost.currency;
        }
    }
    return "USD";
}

std::vector<ParetoPoint> ComparisonModel::points() const {
    std::vector<ParetoPoint> points;
    for (const ComparisonColumn& column : m_layouts) {
        if (column.refusal && !column.refusal->isPriced) {
            continue;
        }
        ParetoPoint point{.id = column.id,
                          .letter = column.letter,
                          .name = qs(column.plan ? column.plan->title : column.refusal->title),
                          .cost = column.plan ? column.plan->cost.monthly : column.refusal->monthly,
                          .headroom = headroomOf(column),
                          .isHeld = column.id == m_held};
        if (column.plan) {
            point.risk = column.plan->risk.memoryPerMonth;
            point.adjustments = static_cast<int>(column.plan->adjustments.size());
            point.migrations = column.plan->migrations;
            point.isRecommended = column.isRecommended;
        }
        const bool isAccepted = column.plan && column.verdict != PlanVerdict::DoesNotFit;
        point.state = isAccepted ? ParetoState::Accepted : ParetoState::Refused;
        points.push_back(point);
    }
    return points;
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QString ComparisonModel::textOf(const Row& row, const ComparisonColumn& column) const {
    const CapacityPlan* plan = column.plan.get();
    switch (row.kind) {
        case ComparisonRow::Layout:
            return qs(plan != nullptr ? plan->title : column.refusal->title);
        case ComparisonRow::Verdict: {
            const QString word = QStringLiteral("%1 %2").arg(verdictMark(column.verdict),
                                                             verdictText(column.verdict));
            return plan != nullptr ? word : word + QLatin1Char('\n') + refusalText(*column.refusal);
        }
        case ComparisonRow::Cost:
            if (plan != nullptr) {
                return moneyTextOf(plan->cost.monthly, plan->cost.currency);
            }
            return column.refusal->isPriced ? moneyTextOf(column.refusal->monthly, currency())
                                            : tr("no price");
        case ComparisonRow::Reserved:
        case ComparisonRow::Expected: {
            const BarsCell cell = barsOf(row, column);
            QStringList lines;
            for (qsizetype i = 0; i < cell.figures.size(); ++i) {
                lines.append(cell.names.size() > 1
                                 ? tr("%1: %2").arg(cell.names[i], cell.figures[i])
                                 : cell.figures[i]);
            }
            return lines.isEmpty() ? tr("not computed") : lines.join(QLatin1Char('\n'));
        }
        case ComparisonRow::Headroom:
            if (plan == nullptr) {
                const std::optional<Bytes> lack = headroomOf(column);
                return lack ? tr("lacks %1").arg(bytesText(-*lack, m_units)) : tr("not computed");
            }
            return headroomText(*plan, m_units);
        case ComparisonRow::Bill:
            return plan == nullptr ? tr("not computed") : billText(*plan);
        case ComparisonRow::Risk:
            return plan == nullptr ? tr("not computed") : riskCellText(*plan);
        case ComparisonRow::Deploy:
            return plan == nullptr ? tr("not computed") : deployText(*plan);
        case ComparisonRow::NodeLoss:
            return plan == nullptr ? tr("not computed") : nodeLossCellText(*plan);
        case ComparisonRow::Service:
            return plan == nullptr ? tr("not computed") : serviceText(*plan, row.service);
        case ComparisonRow::Changes:
            return plan == nullptr ? tr("not computed") : changesText(*plan);
        case ComparisonRow::Certainty:
            return plan == nullptr ? tr("not computed") : certaintyText(*plan);
    }
    STOWAGE_UNREACHABLE();
}

/// What a cell has no room for: the whole reason, the parts of a bar.
QString ComparisonModel::hintOf(const Row& row, const ComparisonColumn& column) const {
    const bool isLong = row.kind == ComparisonRow::Layout || row.kind == ComparisonRow::Verdict;
    if (isLong) {
        return textOf(row, column);
    }
    const bool isBars = row.kind == ComparisonRow::Reserved || row.kind == ComparisonRow::Expected;
    if (!isBars || !column.plan) {
        return {};
    }
    QStringList lines;
    for (const ServerBars& server : serverBarsOf(*column.plan)) {
        lines.append(tr("%1, of %2:").arg(server.name, bytesText(server.capacity, m_units)));
        for (const BarSegment& part :
             row.kind == ComparisonRow::Reserved ? server.promised : server.expected) {
            lines.append(tr("  %1 %2").arg(part.name, bytesText(part.amount, m_units)));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

Bytes ComparisonModel::sharedScale() const {
    Bytes scale;
    for (const std::size_t index : m_shown) {
        if (m_layouts[index].plan) {
            scale = std::max(scale, sharedScaleOf(serverBarsOf(*m_layouts[index].plan)));
        }
    }
    return scale;
}

BarsCell ComparisonModel::barsOf(const Row& row, const ComparisonColumn& column) const {
    BarsCell cell;
    if (!column.plan) {
        return cell;
    }
    const bool isReserved = row.kind == ComparisonRow::Reserved;
    const Bytes scale = sharedScale();
    for (const ServerBars& server : serverBarsOf(*column.plan)) {
        const std::vector<BarSegment>& segments = isReserved ? server.promised : server.expected;
        cell.bars.push_back({.segments = segments,
                             .capacity = server.capacity,
                             .usable = server.usable,
                             .scale = scale,
                             .tone = isReserved ? BarTone::Blended : BarTone::Solid});
        cell.names.append(server.name);
        cell.figures.append(bytesOfText(sumOf(segments), server.capacity, m_units));
    }
    return cell;
}

std::optional<double> ComparisonModel::numberOf(const Row& row,
                                                const ComparisonColumn& column) const {
    switch (row.kind) {
        case ComparisonRow::Cost: {
            const Money cost = column.plan ? column.plan->cost.monthly : column.refusal->monthly;
            return static_cast<double>(cost.raw());
        }
        case ComparisonRow::Headroom: {
            const std::optional<Bytes> left = headroomOf(column);
            return left ? std::optional<double>(static_cast<double>(left->raw())) : std::nullopt;
        }
        case ComparisonRow::Risk:
            return column.plan ? std::optional<double>(column.plan->risk.memoryPerMonth)
                               : std::nullopt;
        case ComparisonRow::Layout:
        case ComparisonRow::Verdict:
        case ComparisonRow::Bill:
        case ComparisonRow::Reserved:
        case ComparisonRow::Expected:
        case ComparisonRow::Deploy:
        case ComparisonRow::NodeLoss:
        case ComparisonRow::Service:
        case ComparisonRow::Changes:
        case ComparisonRow::Certainty:
            return std::nullopt;
    }
    STOWAGE_UNREACHABLE();
}

bool ComparisonModel::isBest(const Row& row, const ComparisonColumn& column) const {
    const Better better = betterOf(row.kind);
    if (better == Better::Neither || !column.plan) {
        return false;
    }
    const std::optional<double> own = numberOf(row, column);
    bool isWorseKnown = false;
    for (const std::size_t index : m_shown) {
        const std::optional<double> other =
            m_layouts[index].plan ? numberOf(row, m_layouts[index]) : std::nullopt;
        if (!own || !other || *other == *own) {
            continue;
        }
        if ((*other < *own) == (better == Better::Less)) {
            return false;
        }
        isWorseKnown = true;
    }
    return own && isWorseKnown;
}

bool ComparisonModel::isEqual(const Row& row) const {
    std::optional<QString> first;
    for (const std::size_t index : m_shown) {
        if (!m_layouts[index].plan) {
            continue;
        }
        const QString text = textOf(row, m_layouts[index]);
        if (first && *first != text) {
            return false;
        }
        first = text;
    }
    // The verdict of a refused layout is its reason, which is always news.
    const bool hasRefused =
        std::ranges::any_of(m_shown, [this](std::size_t index) { return !m_layouts[index].plan; });
    const bool isNews = row.kind == ComparisonRow::Layout || row.kind == ComparisonRow::Verdict ||
                        row.kind == ComparisonRow::Cost;
    return m_shown.size() > 1 && !(hasRefused && isNews);
}

QVariant ComparisonModel::figureOf(const Row& row, const ComparisonColumn& column) const {
    if (!column.plan || !m_report) {
        return {};
    }
    const auto ofCheck = [&](CheckId id) -> QVariant {
        const Check* check = findCheck(*column.plan, id);
        return check == nullptr ? QVariant()
                                : QVariant::fromValue(gui::figureOf(*check, *m_report, m_units));
    };
    switch (row.kind) {
        case ComparisonRow::Cost:
        case ComparisonRow::Bill:
            return QVariant::fromValue(gui::figureOf(column.plan->cost));
        case ComparisonRow::Reserved:
            return ofCheck(CheckId::FitRequests);
        case ComparisonRow::Verdict:
        case ComparisonRow::Expected:
        case ComparisonRow::Headroom:
        case ComparisonRow::Risk:
        case ComparisonRow::Certainty:
            return ofCheck(CheckId::FitMemory);
        case ComparisonRow::Deploy:
            return ofCheck(CheckId::RolloutSurge);
        case ComparisonRow::NodeLoss:
            return ofCheck(CheckId::NodeLoss);
        case ComparisonRow::Layout:
        case ComparisonRow::Service:
        case ComparisonRow::Changes:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ComparisonColumn& column = layoutAt(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case kCopyTextRole:
        case Qt::AccessibleTextRole:
            return textOf(row, column);
        case Qt::ToolTipRole:
            return hintOf(row, column);
        case SortRole: {
            const std::optional<double> number = numberOf(row, column);
            return number ? QVariant(*number) : QVariant();
        }
        case ColumnIdRole:
            return column.id;
        case VerdictRole:
            return static_cast<int>(column.verdict);
        case RowKindRole:
            return static_cast<int>(row.kind);
        case BarsRole: {
            const bool isBars =
                row.kind == ComparisonRow::Reserved || row.kind == ComparisonRow::Expected;
            return isBars && column.plan ? QVariant::fromValue(barsOf(row, column)) : QVariant();
        }
        case IsBestRole:
            return isBest(row, column);
        case IsKnownRole:
            return column.plan != nullptr || row.kind == ComparisonRow::Layout ||
                   row.kind == ComparisonRow::Verdict || row.kind == ComparisonRow::Cost ||
                   (row.kind == ComparisonRow::Headroom && headroomOf(column).has_value());
        case FigureRole:
            return figureOf(row, column);
        default:
            return {};
    }
}

QString ComparisonModel::rowName(const Row& row) const {
    return row.kind == ComparisonRow::Service ? tr("Service %1").arg(row.name) : row.name;
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (section < 0 || section >= rowCount()) {
            return {};
        }
        const Row& row = m_rows[static_cast<std::size_t>(section)];
        if (role == Qt::DisplayRole) {
            return rowName(row);
        }
        return role == IsEqualRole ? QVariant(isEqual(row)) : QVariant();
    }
    if (section < 0 || section >= columnCount()) {
        return {};
    }
    const ComparisonColumn& column = layoutAt(section);
    if (role != Qt::DisplayRole && role != kCopyTextRole && role != Qt::ToolTipRole) {
        return {};
    }
    QStringList notes;
    if (!column.note.isEmpty()) {
        notes.append(column.note);
    }
    if (column.id == m_held && column.origin != ColumnOrigin::Held) {
        notes.append(tr("shown"));
    }
    const QString dot = QStringLiteral(" · ");
    if (notes.isEmpty()) {
        return column.letter;
    }
    return column.letter + (role == kCopyTextRole ? dot : QStringLiteral("\n")) + notes.join(dot);
}

}  // namespace stowage::gui
