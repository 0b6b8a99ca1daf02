#include "gui/root_edits.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/currency.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RootEdits", text);
}

constexpr std::int64_t kNodesMax = 10'000;
constexpr double kRiskLowPercent = 0.0000001;
constexpr double kHeadroomHighPercent = 90;

Typed<DocumentNode> refused(QString why) {
    return {std::nullopt, std::move(why)};
}

Typed<DocumentNode> decimalNode(const TypedText& text) {
    return text.ok() ? Typed<DocumentNode>{makeDecimal(*text.value), {}} : refused(text.error);
}

Typed<DocumentNode> wholeNode(const Typed<std::int64_t>& count) {
    return count.ok() ? Typed<DocumentNode>{makeNumber(*count.value), {}} : refused(count.error);
}

Typed<DocumentNode> wordNode(const QString& typed, const std::vector<std::string>& words) {
    const std::string plain = ss(typed.trimmed());
    if (std::find(words.begin(), words.end(), plain) != words.end()) {
        return {makeString(plain), {}};
    }
    QStringList known;
    for (const std::string& word : words) {
        known.append(qs(word));
    }
    return refused(tr("“%1” is not known; write %2").arg(typed.trimmed(), known.join(tr(" or "))));
}

Typed<DocumentNode> switchNode(const QString& typed) {
    const QString plain = typed.trimmed().toLower();
    for (const QString& word : {tr("yes"), QStringLiteral("true"), QStringLiteral("on")}) {
        if (plain == word) {
            return {makeBool(true), {}};
        }
    }
    for (const QString& word : {tr("no"), QStringLiteral("false"), QStringLiteral("off")}) {
        if (plain == word) {
            return {makeBool(false), {}};
        }
    }
    return refused(tr("“%1” is neither yes nor no").arg(typed.trimmed()));
}

Typed<DocumentNode> currencyNode(const QString& typed) {
    const std::string code = ss(typed.trimmed().toUpper());
    const auto& codes = currencyCodes();
    return std::find(codes.begin(), codes.end(), code) != codes.end()
               ? Typed<DocumentNode>{makeString(code), {}}
               : refused(tr("“%1” is no currency of ISO 4217").arg(typed.trimmed()));
}

Typed<DocumentNode> kubernetesNode(const QString& typed) {
    static const QRegularExpression form(QStringLiteral("^v?(\\d+\\.\\d+(\\.\\d+)?)$"));
    const QRegularExpressionMatch match = form.match(typed.trimmed());
    return match.hasMatch() ? Typed<DocumentNode>{makeString(ss(match.captured(1))), {}}
                            : refused(tr("Write a version such as 1.34"));
}

Typed<DocumentNode> seedNode(const QString& typed) {
    bool isWhole = false;
    const qlonglong seed = typed.trimmed().toLongLong(&isWhole);
    return isWhole && seed >= 0 ? Typed<DocumentNode>{makeNumber(seed), {}}
                                : refused(tr("Write a whole number of 0 or more"));
}

Typed<DocumentNode> textNode(const QString& typed) {
    return {makeString(ss(typed.trimmed())), {}};
}

Typed<DocumentNode> modeNode(const QString& typed) {
    const Typed<ModeWish> wish = readModeWish(typed);
    return wish.ok() ? Typed<DocumentNode>{makeString(std::string(toWord(*wish.value))), {}}
                     : refused(wish.error);
}

DocumentPath operator/(DocumentPath path, const std::string& segment) {
    path.push_back(segment);
    return path;
}

}  // namespace

QString rootFieldTitle(RootField field) {
    switch (field) {
        case RootField::Name:
            return tr("Name");
        case RootField::Description:
            return tr("Description");
        case RootField::Currency:
            return tr("Currency");
        case RootField::Seed:
            return tr("Seed");
        case RootField::LarakubeVersion:
            return tr("LaraKube version");
        case RootField::DefaultMode:
            return tr("Services");
        case RootField::Reconsider:
            return tr("Reopen what the blueprints chose");
        case RootField::Budget:
            return tr("Budget");
        case RootField::MemoryRisk:
            return tr("Risk of running out of memory");
        case RootField::P95Latency:
            return tr("Slowest 5 % of requests");
        case RootField::Headroom:
            return tr("Share of each node kept free");
        case RootField::Placement:
            return tr("Placement");
        case RootField::Zones:
            return tr("Zones");
        case RootField::Adjustments:
            return tr("Adjust LaraKube's templates");
        case RootField::MaxNodes:
            return tr("At most nodes");
        case RootField::MixedSizes:
            return tr("Mixed sizes");
        case RootField::KubernetesVersion:
            return tr("Kubernetes version");
    }
    STOWAGE_UNREACHABLE();
}

DocumentPath rootFieldPath(RootField field) {
    switch (field) {
        case RootField::Name:
            return {"metadata", "name"};
        case RootField::Description:
            return {"metadata", "description"};
        case RootField::Currency:
            return {"currency"};
        case RootField::Seed:
            return {"seed"};
        case RootField::LarakubeVersion:
            return {"larakubeVersion"};
        case RootField::DefaultMode:
            return {"services", "default"};
        case RootField::Reconsider:
            return {"services", "reconsider"};
        case RootField::Budget:
            return {"requirements", "maxMonthlyCost"};
        case RootField::MemoryRisk:
            return {"requirements", "memoryRisk"};
        case RootField::P95Latency:
            return {"requirements", "p95LatencyMs"};
        case RootField::Headroom:
            return {"requirements", "headroom"};
        case RootField::Placement:
            return {"requirements", "placement"};
        case RootField::Zones:
            return {"requirements", "zones"};
        case RootField::Adjustments:
            return {"requirements", "adjustments"};
        case RootField::MaxNodes:
            return {"candidates", "maxNodes"};
        case RootField::MixedSizes:
            return {"candidates", "mixedSizes"};
        case RootField::KubernetesVersion:
            return {"candidates", "kubernetesVersion"};
    }
    STOWAGE_UNREACHABLE();
}

Typed<DocumentNode> readRootField(RootField field, const QString& typed) {
    constexpr int kZonesMax = 3;
    switch (field) {
        case RootField::Name:
        case RootField::Description:
            return textNode(typed);
        case RootField::Currency:
            return currencyNode(typed);
        case RootField::Seed:
            return seedNode(typed);
        case RootField::LarakubeVersion:
            return wordNode(typed, {"v0.17", "v0.20.0", "next"});
        case RootField::DefaultMode:
            return modeNode(typed);
        case RootField::Reconsider:
        case RootField::Adjustments:
        case RootField::MixedSizes:
            return switchNode(typed);
        case RootField::Budget:
            return decimalNode(readMoney(typed));
        case RootField::MemoryRisk:
            return decimalNode(readShare(typed, kRiskLowPercent, 100));
        case RootField::P95Latency:
            return wholeNode(readMilliseconds(typed));
        case RootField::Headroom:
            return decimalNode(readShare(typed, 0, kHeadroomHighPercent));
        case RootField::Placement:
            return wordNode(typed, {"reachable", "pinned"});
        case RootField::Zones:
            return wholeNode(readCount(typed, 1, kZonesMax));
        case RootField::MaxNodes:
            return wholeNode(readCount(typed, 1, kNodesMax));
        case RootField::KubernetesVersion:
            return kubernetesNode(typed);
    }
    STOWAGE_UNREACHABLE();
}

Edit setRootField(const DocumentNode& document, RootField field, const DocumentNode& value) {
    const DocumentPath path = rootFieldPath(field);
    EditBuilder builder(document);
    if (field == RootField::Currency) {
        builder.clear({"exchange", value.text});
    }
    builder.set(path, value);
    const QString words = value.kind == NodeKind::Bool
                              ? (value.text == "true" ? tr("yes") : tr("no"))
                              : qs(value.text);
    return builder.finish(tr("%1: %2").arg(rootFieldTitle(field), words), path);
}

Edit clearRootField(const DocumentNode& document, RootField field) {
    return EditBuilder(document)
        .clear(rootFieldPath(field))
        .finish(tr("%1: as usual").arg(rootFieldTitle(field)));
}

QString rootListTitle(RootList list) {
    switch (list) {
        case RootList::Providers:
            return tr("Providers");
        case RootList::Offers:
            return tr("Offers");
        case RootList::Topologies:
            return tr("Kinds of cluster");
        case RootList::SurviveNodeLoss:
            return tr("Must survive the loss of a node");
        case RootList::ZeroDowntimeDeploys:
            return tr("Must deploy without downtime");
        case RootList::Binding:
            return tr("Checks that refuse");
    }
    STOWAGE_UNREACHABLE();
}

DocumentPath rootListPath(RootList list) {
    switch (list) {
        case RootList::Providers:
            return {"candidates", "providers"};
        case RootList::Offers:
            return {"candidates", "offers"};
        case RootList::Topologies:
            return {"candidates", "topologies"};
        case RootList::SurviveNodeLoss:
            return {"requirements", "surviveNodeLoss"};
        case RootList::ZeroDowntimeDeploys:
            return {"requirements", "zeroDowntimeDeploys"};
        case RootList::Binding:
            return {"requirements", "binding"};
    }
    STOWAGE_UNREACHABLE();
}

Edit setRootList(const DocumentNode& document, RootList list,
                 const std::vector<std::string>& words) {
    QStringList shown;
    for (const std::string& word : words) {
        shown.append(qs(word));
    }
    return EditBuilder(document)
        .setWords(rootListPath(list), words)
        .finish(tr("%1: %2").arg(rootListTitle(list),
                                 shown.isEmpty() ? tr("none") : shown.join(tr(", "))));
}

Edit clearRootList(const DocumentNode& document, RootList list) {
    return EditBuilder(document)
        .clear(rootListPath(list))
        .finish(tr("%1: as usual").arg(rootListTitle(list)));
}

Edit setListed(const DocumentNode& document, RootList list, const std::string& word, Switch state) {
    std::vector<std::string> words;
    if (const DocumentNode* present = findPath(document, rootListPath(list))) {
        for (const DocumentNode& item : present->items) {
            if (item.text != word) {
                words.push_back(item.text);
            } else if (state == Switch::On) {
                return {};
            }
        }
    }
    const bool isRule = list == RootList::SurviveNodeLoss || list == RootList::ZeroDowntimeDeploys;
    if (state == Switch::On) {
        words.push_back(word);
    } else if (words.empty() && isRule) {
        return clearRootList(document, list);
    }
    Edit edit = setRootList(document, list, words);
    edit.text = state == Switch::On ? tr("%1: add %2").arg(rootListTitle(list), qs(word))
                                    : tr("%1: leave out %2").arg(rootListTitle(list), qs(word));
    return edit;
}

Edit setAssumption(const DocumentNode& document, const std::string& id, const std::string& value) {
    const DocumentPath path = {"assumptions", id};
    // A plain number stays a number in the file.
    const bool isNumber = parseDecimal(value).has_value();
    return EditBuilder(document)
        .set(path, isNumber ? makeDecimal(value) : makeString(value))
        .finish(tr("Assume %1 = %2").arg(qs(id), qs(value)), path);
}

Edit clearAssumption(const DocumentNode& document, const std::string& id) {
    return EditBuilder(document)
        .clear({"assumptions", id})
        .finish(tr("Assume %1 as usual").arg(qs(id)));
}

Edit setExchangeRate(const DocumentNode& document, const std::string& currency,
                     const std::string& rate) {
    const DocumentPath path = {"exchange", currency};
    return EditBuilder(document)
        .set(path, makeDecimal(rate))
        .finish(tr("Exchange rate of %1: %2").arg(qs(currency), qs(rate)), path);
}

Edit clearExchangeRate(const DocumentNode& document, const std::string& currency) {
    return EditBuilder(document)
        .clear({"exchange", currency})
        .finish(tr("Forget the exchange rate of %1").arg(qs(currency)));
}

Edit setServiceImage(const DocumentNode& document, ServiceKind kind, const std::string& image) {
    const DocumentPath path = DocumentPath{"serviceImages"} / std::string(toWord(kind));
    EditBuilder builder(document);
    image.empty() ? builder.clear(path) : builder.set(path, makeString(image));
    return builder.finish(tr("Image of %1").arg(serviceTitle(kind)), path);
}

Edit addMachine(const DocumentNode& document, MachineList list, const NewMachine& machine) {
    DocumentNode node = makeMap();
    addEntry(node, "name", makeString(machine.name));
    addEntry(node, "vcpu", makeString(machine.vcpu));
    addEntry(node, "memory", makeString(machine.memory));
    if (!machine.disk.empty()) {
        addEntry(node, "disk", makeString(machine.disk));
    }
    if (list == MachineList::ForSale) {
        addEntry(node, "monthly", makeDecimal(machine.monthly.empty() ? "0" : machine.monthly));
    }
    addEntry(node, "count", makeNumber(machine.count));
    const bool isOwned = list == MachineList::Owned;
    const DocumentPath path =
        isOwned ? DocumentPath{"existingNodes"} : DocumentPath{"candidates", "customOffers"};
    return EditBuilder(document)
        .append(path, std::move(node))
        .finish(
            (isOwned ? tr("Add your server %1") : tr("Add the offer %1")).arg(qs(machine.name)));
}

Edit removeMachine(const DocumentNode& document, MachineList list, std::size_t index) {
    const DocumentPath path = list == MachineList::Owned
                                  ? DocumentPath{"existingNodes"}
                                  : DocumentPath{"candidates", "customOffers"};
    const DocumentNode* name = findPath(document, path / std::to_string(index) / "name");
    return EditBuilder(document)
        .clear(path / std::to_string(index))
        .finish(tr("Remove the server %1").arg(name == nullptr ? QString() : qs(name->text)));
}

}  // namespace stowage::gui
