#pragma once

#include "gui/scenario_edits.h"

namespace stowage::gui {

// Edits of a workload that is not Laravel, beyond its pods: app_edits.cpp. What has no field here
// (labels, spread, selectors, tolerations, other resources, a whole pod spec) is edited in the
// file.

enum class WorkloadField {
    Kind,
    Image,
    RequestMemory,
    LimitMemory,
    RequestCpu,
    LimitCpu,
    UsualMemory,  ///< usage, the half of the time
    MostMemory,   ///< usage, all but one hundredth of it
    UsualCpu,
    MostCpu,
    UpdateStrategy,
    Volumes,
    HostPorts,
    AntiAffinity,
};
/// In the order of the form.
const std::vector<WorkloadField>& workloadFields();
QString workloadFieldTitle(WorkloadField field);
/// What holds when nothing is written, or how to write it.
QString workloadFieldHint(WorkloadField field);
/// The words that may be chosen; empty: free text.
QStringList workloadFieldWords(WorkloadField field);

/// What was typed, as the value to write.
Typed<DocumentNode> readWorkloadField(WorkloadField field, const QString& typed);
/// As it stands in the scenario, readable by readWorkloadField(); empty: not written.
QString writtenWorkloadField(const DocumentNode& document, const WorkloadPlace& place,
                             WorkloadField field);
/// Of a volume that is there already, what the form does not show stays.
Edit setWorkloadField(const DocumentNode& document, const WorkloadPlace& place, WorkloadField field,
                      DocumentNode value);
Edit clearWorkloadField(const DocumentNode& document, const WorkloadPlace& place,
                        WorkloadField field);
/// The app goes with its last workload.
Edit removeWorkload(const DocumentNode& document, const WorkloadPlace& place);

}  // namespace stowage::gui
