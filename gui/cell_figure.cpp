#include "gui/cell_figure.h"

namespace stowage::gui {
namespace {

/// The pod that a cell of the scenario table speaks of: that of its role, the engine of its
/// service, else the largest of its environment. Shared engines belong to no environment.
const PlanPod* podOfCell(const CapacityPlan& plan, const ScenarioTableModel& model,
                         const QModelIndex& cell) {
    const auto environment = model.environmentAt(cell);
    const auto workload = model.workloadAt(cell);
    const ScenarioCell& shown = model.cell(cell);
    const std::string role = roleOf(model.columnAt(cell.column()));
    const PlanPod* best = nullptr;
    for (const PlanPod& pod : plan.placement) {
        const bool isHere = environment && pod.environment == environment->id;
        bool isMeant = isHere && shown.services.empty() && (role.empty() || pod.role == role);
        for (const ServiceChoice& choice : shown.services) {
            const bool isEngine = pod.role == toWord(choice.kind);
            isMeant =
                isMeant ||
                (isEngine && (isHere || (shown.mode == Mode::Plex && pod.origin == "commons")));
        }
        isMeant = isMeant || (workload && pod.role == workload->name);
        if (isMeant && (best == nullptr || pod.expected.memory > best->expected.memory)) {
            best = &pod;
        }
    }
    return best;
}

}  // namespace

Figure figureOfCell(const CellAnswer& answer, const ScenarioTableModel& model,
                    const QModelIndex& cell) {
    const bool isAnswered = answer.plan != nullptr && answer.report != nullptr;
    const PlanPod* pod = isAnswered ? podOfCell(*answer.plan, model, cell) : nullptr;
    if (pod != nullptr) {
        return figureOf(*pod, MemoryLedger(*answer.plan), *answer.report, answer.units);
    }
    Figure figure;
    figure.name = model.placeText(cell);
    figure.value = cell.data().toString();
    figure.sentence = model.cell(cell).reason;
    return figure;
}

}  // namespace stowage::gui
