#include "gui/shipped_samples.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>

#include "gui/format.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

struct Title {
    const char* name;
    const char* text;
};

constexpr std::array<Title, 7> kTitles{{
    {"one-vps", QT_TRANSLATE_NOOP("ShippedSamples", "One small server")},
    {"two-apps-one-server", QT_TRANSLATE_NOOP("ShippedSamples", "Two apps, one server")},
    {"two-envs-one-server", QT_TRANSLATE_NOOP("ShippedSamples", "Production and staging")},
    {"plex-commons", QT_TRANSLATE_NOOP("ShippedSamples", "Shared services")},
    {"all-together", QT_TRANSLATE_NOOP("ShippedSamples", "All together")},
    {"multi-node", QT_TRANSLATE_NOOP("ShippedSamples", "Survive a dead server")},
    {"agency", QT_TRANSLATE_NOOP("ShippedSamples", "Forty client sites")},
}};

QString titleOf(const QString& name) {
    for (const Title& title : kTitles) {
        if (name == QLatin1String(title.name)) {
            return QCoreApplication::translate("ShippedSamples", title.text);
        }
    }
    return name;
}

QJsonValue field(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name));
}

Bytes bytesAt(const QJsonObject& object, const char* name) {
    return Bytes::fromRaw(field(object, name).toInteger());
}

/// As much of the plan as the sketch needs.
CapacityPlan planOf(const QJsonArray& servers) {
    CapacityPlan plan;
    for (const QJsonValue& value : servers) {
        const QJsonObject server = value.toObject();
        PlanNode node;
        node.name = std::to_string(plan.nodes.size());
        node.memory = bytesAt(server, "memory");
        node.capacity = bytesAt(server, "capacity");
        node.overhead.memory = bytesAt(server, "overhead");
        for (const QJsonValue& entry : field(server, "pods").toArray()) {
            PlanPod pod;
            pod.node = node.name;
            pod.role = ss(field(entry.toObject(), "role").toString());
            pod.origin = ss(field(entry.toObject(), "origin").toString());
            pod.expected.memory = bytesAt(entry.toObject(), "expected");
            plan.placement.push_back(std::move(pod));
        }
        plan.nodes.push_back(std::move(node));
    }
    return plan;
}

ShippedSample sampleOf(const QJsonObject& card) {
    const CapacityPlan plan = planOf(field(card, "servers").toArray());
    const auto monthly = parseDecimal(ss(field(card, "monthly").toString()));
    STOWAGE_ASSERT(monthly.has_value());
    const QString name = field(card, "name").toString();
    return {.name = name,
            .title = titleOf(name),
            .description = field(card, "description").toString(),
            .text = field(card, "text").toString(),
            .scenarioDigest = field(card, "digest").toString(),
            .today = field(card, "today").toString(),
            .verdict = static_cast<PlanVerdict>(field(card, "verdict").toInt()),
            .price = monthlyText(*monthly, ss(field(card, "currency").toString())),
            .servers = serversText(plan),
            .sketch = sketchOf(plan)};
}

}  // namespace

ShippedSamples shippedSamples() {
    QFile file(QStringLiteral(":/samples/samples.json"));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    STOWAGE_ASSERT(isOpen);
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    ShippedSamples shipped{.dataDigest = field(root, "dataDigest").toString(), .samples = {}};
    for (const QJsonValue& card : field(root, "samples").toArray()) {
        shipped.samples.push_back(sampleOf(card.toObject()));
    }
    return shipped;
}

}  // namespace stowage::gui
