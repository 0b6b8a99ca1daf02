#include "gui/workload_edits.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("WorkloadEdits", text);
}

DocumentPath fieldPath(WorkloadField field) {
    switch (field) {
        case WorkloadField::Kind:
            return {"kind"};
        case WorkloadField::Image:
            return {"image"};
        case WorkloadField::RequestMemory:
            return {"requests", "memory"};
        case WorkloadField::LimitMemory:
            return {"limits", "memory"};
        case WorkloadField::RequestCpu:
            return {"requests", "cpu"};
        case WorkloadField::LimitCpu:
            return {"limits", "cpu"};
        case WorkloadField::UsualMemory:
            return {"usage", "memory", "p50"};
        case WorkloadField::MostMemory:
            return {"usage", "memory", "p99"};
        case WorkloadField::UsualCpu:
            return {"usage", "cpu", "p50"};
        case WorkloadField::MostCpu:
            return {"usage", "cpu", "p99"};
        case WorkloadField::UpdateStrategy:
            return {"updateStrategy"};
        case WorkloadField::Volumes:
            return {"volumes"};
        case WorkloadField::HostPorts:
            return {"hostPorts"};
        case WorkloadField::AntiAffinity:
            return {"antiAffinity"};
    }
    STOWAGE_UNREACHABLE();
}

DocumentPath pathOf(const WorkloadPlace& place, WorkloadField field) {
    DocumentPath path = {"apps", std::to_string(place.app.index), "workloads",
                         std::to_string(place.index)};
    const DocumentPath rest = fieldPath(field);
    path.insert(path.end(), rest.begin(), rest.end());
    return path;
}

QString wordsOf(const WorkloadPlace& place) {
    return tr("%1/%2").arg(qs(place.app.name), qs(place.name));
}

QStringList partsOf(const QString& typed) {
    static const QRegularExpression comma(QStringLiteral("\\s*[,;]\\s*"));
    return typed.trimmed().split(comma, Qt::SkipEmptyParts);
}

Typed<DocumentNode> scalar(const TypedText& text) {
    return text.ok() ? Typed<DocumentNode>{makeString(*text.value), {}}
                     : Typed<DocumentNode>{std::nullopt, text.error};
}

Typed<DocumentNode> readVolumes(const QString& typed) {
    static const QRegularExpression gap(QStringLiteral("\\s+"));
    static const QStringList modes{QStringLiteral("ReadWriteOnce"), QStringLiteral("ReadWriteMany"),
                                   QStringLiteral("ReadOnlyMany"),
                                   QStringLiteral("ReadWriteOncePod")};
    DocumentNode list = makeSequence();
    for (const QString& part : partsOf(typed)) {
        const QStringList words = part.split(gap);
        const bool hasMode = words.size() > 2;
        if (words.size() < 2 || words.size() > 3 || (hasMode && !modes.contains(words[2]))) {
            return {std::nullopt, tr("Write name and size, as in “data 10Gi” or “media 20Gi "
                                     "ReadWriteMany”, apart by commas")};
        }
        const TypedText size = readMemory(words[1]);
        if (!size.ok()) {
            return {std::nullopt, size.error};
        }
        DocumentNode volume = makeMap();
        addEntry(volume, "name", makeString(ss(words[0])));
        addEntry(volume, "size", makeString(*size.value));
        if (hasMode) {
            addEntry(volume, "accessMode", makeString(ss(words[2])));
        }
        list.items.push_back(std::move(volume));
    }
    return {list, {}};
}

Typed<DocumentNode> readPorts(const QString& typed) {
    constexpr std::int64_t kPortMax = 65'535;
    DocumentNode list = makeSequence();
    for (const QString& part : partsOf(typed)) {
        const Typed<std::int64_t> port = readCount(part, 1, kPortMax);
        if (!port.ok()) {
            return {std::nullopt, port.error};
        }
        list.items.push_back(makeNumber(*port.value));
    }
    return {list, {}};
}

Typed<DocumentNode> readNames(const QString& typed) {
    DocumentNode list = makeSequence();
    for (const QString& part : partsOf(typed)) {
        list.items.push_back(makeString(ss(part)));
    }
    return {list, {}};
}

QString scalarText(const DocumentNode* node) {
    return node != nullptr && node->isScalar() ? qs(node->text) : QString();
}

QString volumeText(const DocumentNode& volume) {
    QStringList words;
    for (const char* key : {"name", "size", "accessMode"}) {
        const QString word = scalarText(volume.find(key));
        if (!word.isEmpty()) {
            words.append(word);
        }
    }
    return words.join(QLatin1Char(' '));
}

/// The new list, in which a volume of a known name keeps what was not said.
DocumentNode mergedVolumes(const DocumentNode* before, DocumentNode after) {
    for (DocumentNode& volume : after.items) {
        const QString name = scalarText(volume.find("name"));
        for (std::size_t at = 0; before != nullptr && at < before->items.size(); ++at) {
            const DocumentNode& known = before->items[at];
            if (scalarText(known.find("name")) != name) {
                continue;
            }
            for (const auto& entry : known.entries) {
                if (volume.find(entry.key) == nullptr && entry.key != "accessMode") {
                    addEntry(volume, entry.key, entry.value);
                }
            }
        }
    }
    return after;
}

}  // namespace

const std::vector<WorkloadField>& workloadFields() {
    static const std::vector<WorkloadField> fields = {
        WorkloadField::Image,       WorkloadField::Kind,           WorkloadField::RequestMemory,
        WorkloadField::LimitMemory, WorkloadField::RequestCpu,     WorkloadField::LimitCpu,
        WorkloadField::UsualMemory, WorkloadField::MostMemory,     WorkloadField::UsualCpu,
        WorkloadField::MostCpu,     WorkloadField::UpdateStrategy, WorkloadField::Volumes,
        WorkloadField::HostPorts,   WorkloadField::AntiAffinity};
    return fields;
}

QString workloadFieldTitle(WorkloadField field) {
    switch (field) {
        case WorkloadField::Kind:
            return tr("kind");
        case WorkloadField::Image:
            return tr("image");
        case WorkloadField::RequestMemory:
            return tr("reserved memory");
        case WorkloadField::LimitMemory:
            return tr("memory ceiling");
        case WorkloadField::RequestCpu:
            return tr("reserved CPU");
        case WorkloadField::LimitCpu:
            return tr("CPU ceiling");
        case WorkloadField::UsualMemory:
            return tr("memory, usual");
        case WorkloadField::MostMemory:
            return tr("memory, at most");
        case WorkloadField::UsualCpu:
            return tr("CPU, usual");
        case WorkloadField::MostCpu:
            return tr("CPU, at most");
        case WorkloadField::UpdateStrategy:
            return tr("at a deploy");
        case WorkloadField::Volumes:
            return tr("volumes");
        case WorkloadField::HostPorts:
            return tr("host ports");
        case WorkloadField::AntiAffinity:
            return tr("never beside");
    }
    STOWAGE_UNREACHABLE();
}

QString workloadFieldHint(WorkloadField field) {
    switch (field) {
        case WorkloadField::Kind:
        case WorkloadField::UpdateStrategy:
            return {};
        case WorkloadField::Image:
            return tr("not needed for a plan");
        case WorkloadField::RequestMemory:
        case WorkloadField::RequestCpu:
            return tr("none: nothing reserved");
        case WorkloadField::LimitMemory:
        case WorkloadField::LimitCpu:
            return tr("none: unlimited");
        case WorkloadField::UsualMemory:
        case WorkloadField::UsualCpu:
            return tr("as reserved, a guess");
        case WorkloadField::MostMemory:
        case WorkloadField::MostCpu:
            return tr("the ceiling, a guess");
        case WorkloadField::Volumes:
            return tr("data 10Gi, media 20Gi");
        case WorkloadField::HostPorts:
            return tr("8443, 9000");
        case WorkloadField::AntiAffinity:
            return tr("names of workloads");
    }
    STOWAGE_UNREACHABLE();
}

QStringList workloadFieldWords(WorkloadField field) {
    if (field == WorkloadField::Kind) {
        return {QStringLiteral("Deployment"), QStringLiteral("StatefulSet"),
                QStringLiteral("DaemonSet"), QStringLiteral("CronJob"), QStringLiteral("Job")};
    }
    if (field == WorkloadField::UpdateStrategy) {
        return {QStringLiteral("RollingUpdate"), QStringLiteral("Recreate"),
                QStringLiteral("OnDelete")};
    }
    return {};
}

Typed<DocumentNode> readWorkloadField(WorkloadField field, const QString& typed) {
    switch (field) {
        case WorkloadField::Kind:
        case WorkloadField::UpdateStrategy: {
            const QStringList words = workloadFieldWords(field);
            return words.contains(typed)
                       ? Typed<DocumentNode>{makeString(ss(typed)), {}}
                       : Typed<DocumentNode>{std::nullopt,
                                             tr("One of %1").arg(words.join(tr(", ")))};
        }
        case WorkloadField::Image:
            return {makeString(ss(typed.trimmed())), {}};
        case WorkloadField::RequestMemory:
        case WorkloadField::LimitMemory:
        case WorkloadField::UsualMemory:
        case WorkloadField::MostMemory:
            return scalar(readMemory(typed));
        case WorkloadField::RequestCpu:
        case WorkloadField::LimitCpu:
        case WorkloadField::UsualCpu:
        case WorkloadField::MostCpu:
            return scalar(readCpu(typed));
        case WorkloadField::Volumes:
            return readVolumes(typed);
        case WorkloadField::HostPorts:
            return readPorts(typed);
        case WorkloadField::AntiAffinity:
            return readNames(typed);
    }
    STOWAGE_UNREACHABLE();
}

QString writtenWorkloadField(const DocumentNode& document, const WorkloadPlace& place,
                             WorkloadField field) {
    const DocumentNode* node = findPath(document, pathOf(place, field));
    if (node == nullptr) {
        return {};
    }
    if (field == WorkloadField::UpdateStrategy && node->find("type") != nullptr) {
        return scalarText(node->find("type"));
    }
    QStringList items;
    for (const DocumentNode& item : node->items) {
        items.append(field == WorkloadField::Volumes ? volumeText(item) : qs(item.text));
    }
    return items.isEmpty() ? scalarText(node) : items.join(tr(", "));
}

Edit setWorkloadField(const DocumentNode& document, const WorkloadPlace& place, WorkloadField field,
                      DocumentNode value) {
    const DocumentPath path = pathOf(place, field);
    if (field == WorkloadField::Volumes) {
        value = mergedVolumes(findPath(document, path), std::move(value));
    }
    const QString said =
        value.isScalar() ? qs(value.text) : tr("%1 entries").arg(value.items.size());
    return EditBuilder(document)
        .set(path, std::move(value))
        .finish(tr("%1 of %2: %3").arg(workloadFieldTitle(field), wordsOf(place), said), path);
}

Edit clearWorkloadField(const DocumentNode& document, const WorkloadPlace& place,
                        WorkloadField field) {
    return EditBuilder(document)
        .clear(pathOf(place, field))
        .finish(tr("%1 of %2: not said").arg(workloadFieldTitle(field), wordsOf(place)));
}

Edit removeWorkload(const DocumentNode& document, const WorkloadPlace& place) {
    const DocumentPath list = {"apps", std::to_string(place.app.index), "workloads"};
    const DocumentNode* workloads = findPath(document, list);
    const DocumentNode* app = findPath(document, {"apps", std::to_string(place.app.index)});
    const bool isLast = workloads != nullptr && workloads->items.size() == 1 && app != nullptr &&
                        app->find("blueprint") == nullptr;
    DocumentPath path = list;
    path.push_back(std::to_string(place.index));
    return EditBuilder(document)
        .clear(isLast ? DocumentPath{"apps", std::to_string(place.app.index)} : path)
        .finish(tr("Remove the workload %1").arg(wordsOf(place)));
}

}  // namespace stowage::gui
