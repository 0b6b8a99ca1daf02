#include <algorithm>
#include <functional>
#include <utility>

#include "gui/format.h"
#include "gui/models/scenario_table_model.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

Typed<Edit> refusal(QString why) {
    return {std::nullopt, std::move(why)};
}

Typed<Edit> accepted(Edit edit) {
    return {std::move(edit), {}};
}

using MakeEdit = std::function<Typed<Edit>(const DocumentNode& document)>;
struct PlannedEdit {
    QString where, text;
    MakeEdit make;
};

/// Each edit on the result of the ones before; all or none.
ScenarioTableModel::TypedEdits inTurn(const DocumentNode& start,
                                      const std::vector<PlannedEdit>& planned) {
    ScenarioTableModel::TypedEdits result;
    DocumentNode document = start;
    for (const PlannedEdit& one : planned) {
        const Typed<Edit> edit = one.make(document);
        if (!edit.ok()) {
            result.bad.push_back({.where = one.where, .text = one.text, .why = edit.error});
        } else if (!edit.value->isEmpty()) {
            auto changed = applyPatch(document, edit.value->patch);
            STOWAGE_ASSERT(changed.ok());
            document = std::move(changed).value();
            result.edits.push_back(*edit.value);
        }
    }
    if (!result.bad.empty()) {
        result.edits.clear();
    }
    return result;
}

}  // namespace

Typed<Edit> ScenarioTableModel::serviceEdit(const DocumentNode& document, const QModelIndex& index,
                                            const QString& typed) const {
    const Typed<ModeWish> wish = readModeWish(typed);
    if (!wish.ok()) {
        return refusal(wish.error);
    }
    EditBuilder all(document);
    Edit last;
    for (const ServiceChoice& choice : cell(index).services) {
        for (const ModeOffer& offer : modeOffers(m_book.opened.at(choice.key()))) {
            if (offer.wish == *wish.value && !offer.obstacle.isEmpty()) {
                return refusal(offer.obstacle);
            }
        }
        last = setServiceMode(document, choice.environmentId, choice.kind, *wish.value);
        all.set({"services", "overrides", choice.key()},
                makeString(std::string(toWord(*wish.value))));
    }
    return accepted({.text = last.text, .patch = all.finish({}).patch, .mergeKey = last.mergeKey});
}

Typed<Edit> ScenarioTableModel::podsEdit(const DocumentNode& document, const QModelIndex& index,
                                         const QString& typed) const {
    const std::string role = roleOf(columnAt(index.column()));
    const Typed<TypedPods> pods = readPods(typed);
    if (!pods.ok()) {
        return refusal(pods.error);
    }
    TypedPods said = *pods.value;
    if (said.workers && role == "reverb") {
        return refusal(tr("Reverb is one process; write the number of pods"));
    }
    // The usual numbers that the cell showed are not written down with the one that was changed.
    const TypedPods shown = readPods(cell(index).editText).value.value_or(TypedPods{});
    said.pods = said.pods == shown.pods ? std::nullopt : said.pods;
    said.workers = said.workers == shown.workers ? std::nullopt : said.workers;
    if (said == TypedPods{}) {
        return accepted({});
    }
    return accepted(setPods(document, *environmentAt(index), role, said));
}

Typed<Edit> ScenarioTableModel::editFor(const DocumentNode& document, const QModelIndex& index,
                                        const QString& typed) const {
    const ScenarioCell& shown = cell(index);
    if (!shown.isEditable) {
        return refusal(shown.text.isEmpty()
                           ? tr("There is nothing to set here. %1").arg(shown.reason)
                           : shown.reason);
    }
    if (typed.trimmed() == shown.editText) {
        return accepted({});
    }
    if (rowKind(index) == RowKind::Workload) {
        const Typed<std::int64_t> count = readCount(typed, 1, 10'000);
        const Row& row = rowAt(index);
        return count.ok()
                   ? accepted(setWorkloadReplicas(document,
                                                  {.app = *appAt(index),
                                                   .index = row.item,
                                                   .name = appOf(row).workloads[row.item].name},
                                                  *count.value))
                   : refusal(count.error);
    }
    const EnvironmentPlace place = *environmentAt(index);
    switch (columnAt(index.column())) {
        case CellColumn::Database:
        case CellColumn::Cache:
        case CellColumn::Search:
        case CellColumn::Files:
            return serviceEdit(document, index, typed);
        case CellColumn::Load: {
            const Typed<TypedLoad> load = readLoad(typed);
            return load.ok() ? accepted(setLoad(document, place, *load.value))
                             : refusal(load.error);
        }
        case CellColumn::Data: {
            const Typed<TypedData> data = readDataSizes(typed);
            return data.ok() ? accepted(setDataSizes(document, place, *data.value))
                             : refusal(data.error);
        }
        case CellColumn::Weight: {
            const Typed<Weight> weight = readWeight(typed);
            return weight.ok() ? accepted(setWeight(document, place.app, *weight.value))
                               : refusal(weight.error);
        }
        case CellColumn::Web:
        case CellColumn::Horizon:
        case CellColumn::Queues:
        case CellColumn::Reverb:
        case CellColumn::Ssr:
            return podsEdit(document, index, typed);
        case CellColumn::Name:
        case CellColumn::Pods:
        case CellColumn::Scheduler:
            return refusal(shown.reason);
    }
    STOWAGE_UNREACHABLE();
}

Typed<Edit> ScenarioTableModel::clearingEdit(const DocumentNode& document,
                                             const QModelIndex& index) const {
    const auto place = environmentAt(index);
    const CellColumn column = columnAt(index.column());
    if (!place || !cell(index).isEditable) {
        return refusal(cell(index).reason);
    }
    if (categoryOf(column)) {
        EditBuilder all(document);
        Edit last;
        for (const ServiceChoice& choice : cell(index).services) {
            last = clearServiceMode(document, choice.environmentId, choice.kind);
            all.clear({"services", "overrides", choice.key()});
        }
        return accepted({.text = last.text, .patch = all.finish({}).patch, .mergeKey = {}});
    }
    if (column == CellColumn::Load) {
        return accepted(clearLoad(document, *place));
    }
    if (column == CellColumn::Data) {
        return accepted(clearDataSizes(document, *place));
    }
    return accepted(column == CellColumn::Weight ? clearWeight(document, place->app)
                                                 : clearPods(document, *place, roleOf(column)));
}

Typed<Edit> ScenarioTableModel::steppingEdit(const DocumentNode& document, const QModelIndex& index,
                                             int step) const {
    const Typed<TypedPods> shown = readPods(cell(index).editText);
    const bool isPods =
        !roleOf(columnAt(index.column())).empty() || columnAt(index.column()) == CellColumn::Pods;
    if (!cell(index).isEditable || !isPods || !shown.ok()) {
        return refusal(tr("There are no pods to count here."));
    }
    const std::int64_t wanted = shown.value->pods.value_or(1) + step;
    if (wanted < 1) {
        return refusal(tr("At least one pod; to leave it out, change the blueprint"));
    }
    return editFor(document, index, QString::number(wanted));
}

ScenarioTableModel::TypedEdits ScenarioTableModel::editsFor(
    const std::vector<TypedCell>& cells) const {
    std::vector<PlannedEdit> planned;
    for (const TypedCell& typed : cells) {
        planned.push_back({.where = placeText(typed.index),
                           .text = typed.text,
                           .make = [this, typed](const DocumentNode& document) {
                               return editFor(document, typed.index, typed.text);
                           }});
    }
    return inTurn(*m_view.document, planned);
}

ScenarioTableModel::TypedEdits ScenarioTableModel::clearingEdits(
    const QModelIndexList& indexes) const {
    std::vector<PlannedEdit> planned;
    for (const QModelIndex& index : indexes) {
        if (cell(index).isEditable) {
            planned.push_back({.where = placeText(index),
                               .text = {},
                               .make = [this, index](const DocumentNode& document) {
                                   return clearingEdit(document, index);
                               }});
        }
    }
    return inTurn(*m_view.document, planned);
}

ScenarioTableModel::TypedEdits ScenarioTableModel::steppingEdits(const QModelIndexList& indexes,
                                                                 int step) const {
    std::vector<PlannedEdit> planned;
    for (const QModelIndex& index : indexes) {
        planned.push_back({.where = placeText(index),
                           .text = {},
                           .make = [this, index, step](const DocumentNode& document) {
                               return steppingEdit(document, index, step);
                           }});
    }
    return inTurn(*m_view.document, planned);
}

}  // namespace stowage::gui
