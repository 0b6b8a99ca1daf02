#include "gui/figure.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/plan_figures.h"
#include "model/assumption.h"
#include "model/human_text.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Figure", text);
}

std::optional<AssumptionUnit> unitOf(const std::string& word) {
    for (const AssumptionUnit unit : {AssumptionUnit::Mebibytes, AssumptionUnit::Millicores,
                                      AssumptionUnit::Seconds, AssumptionUnit::Number}) {
        if (toWord(unit) == word) {
            return unit;
        }
    }
    return std::nullopt;
}

std::optional<double> numberOf(const std::string& amount, AssumptionUnit unit) {
    const Result<double> number = parseAssumption(amount, unit);
    return number ? std::optional(*number) : std::nullopt;
}

RangeValue rangeOf(Bytes low, Bytes value, Bytes high, ByteUnits units) {
    return {.low = static_cast<double>(low.raw()),
            .value = static_cast<double>(value.raw()),
            .high = static_cast<double>(high.raw()),
            .lowText = bytesText(low, units),
            .valueText = bytesText(value, units),
            .highText = bytesText(high, units)};
}

const SensitivityRow* rowOf(const PlanReport& report, const std::string& input) {
    const auto at = std::ranges::find(report.sensitivity, input, &SensitivityRow::input);
    return at == report.sensitivity.end() ? nullptr : &*at;
}

/// Words for the figures that checks write; what has none is shown under its own name.
QString numberName(const std::string& key) {
    static const std::array<std::pair<const char*, const char*>, 22> kNames{{
        {"needed", QT_TRANSLATE_NOOP("Figure", "needed")},
        {"available", QT_TRANSLATE_NOOP("Figure", "available")},
        {"overheadBytes", QT_TRANSLATE_NOOP("Figure", "OS + K3s")},
        {"podsBytes", QT_TRANSLATE_NOOP("Figure", "pods")},
        {"capacityBytes", QT_TRANSLATE_NOOP("Figure", "memory of the server")},
        {"bandLowBytes", QT_TRANSLATE_NOOP("Figure", "with lucky guesses")},
        {"bandHighBytes", QT_TRANSLATE_NOOP("Figure", "with unlucky guesses")},
        {"p99Bytes", QT_TRANSLATE_NOOP("Figure", "99 of 100 moments stay below")},
        {"otherMeasureBytes", QT_TRANSLATE_NOOP("Figure", "in the other measure")},
        {"otherMeasure", QT_TRANSLATE_NOOP("Figure", "the other measure")},
        {"measure", QT_TRANSLATE_NOOP("Figure", "measure")},
        {"node", QT_TRANSLATE_NOOP("Figure", "server")},
        {"environment", QT_TRANSLATE_NOOP("Figure", "environment")},
        {"engine", QT_TRANSLATE_NOOP("Figure", "engine")},
        {"resource", QT_TRANSLATE_NOOP("Figure", "resource")},
        {"surgePods", QT_TRANSLATE_NOOP("Figure", "extra pods during a deploy")},
        {"oldestDays", QT_TRANSLATE_NOOP("Figure", "days since the price was read")},
        {"limitDays", QT_TRANSLATE_NOOP("Figure", "days that a price counts as fresh")},
        {"riskPhase", QT_TRANSLATE_NOOP("Figure", "worst moment")},
        {"diskBytes", QT_TRANSLATE_NOOP("Figure", "disk of the server")},
        {"todayBytes", QT_TRANSLATE_NOOP("Figure", "disk used today")},
        {"imageBytes", QT_TRANSLATE_NOOP("Figure", "images")},
    }};
    for (const auto& [word, name] : kNames) {
        if (key == word) {
            return tr(name);
        }
    }
    return qs(key);
}

bool isAmountOfBytes(const Check& check, const std::string& key) {
    if (key.ends_with("Bytes")) {
        return true;
    }
    const QString resource = textAt(check.numbers, "resource");
    return (key == "needed" || key == "available") &&
           (resource == QLatin1String("memory") || resource == QLatin1String("disk"));
}

QString numberText(const Check& check, const std::string& key, const DocumentNode& value,
                   ByteUnits units) {
    const std::optional<std::int64_t> number = wholeNumberAt(check.numbers, key);
    if (!number) {
        return value.text == "core"          ? tr("what the kernel cannot take back")
               : value.text == "working set" ? tr("with caches")
                                             : qs(value.text);
    }
    if (isAmountOfBytes(check, key)) {
        return bytesText(Bytes::fromRaw(*number), units);
    }
    const bool isCpu = textAt(check.numbers, "resource") == QLatin1String("cpu");
    if (isCpu && (key == "needed" || key == "available")) {
        return cpuText(MilliCpu::fromRaw(*number));
    }
    return qs(groupedText(*number));
}

}  // namespace

QString amountText(const std::string& amount, const std::string& unit, ByteUnits units) {
    if (unit != toWord(AssumptionUnit::Mebibytes)) {
        return qs(amount);
    }
    const std::optional<double> number = numberOf(amount, AssumptionUnit::Mebibytes);
    // Below ten MiB the digits after the point matter, and "20.48Ki" says them best.
    if (!number || (*number < 10 && *number > 0)) {
        return qs(amount);
    }
    return bytesText(Bytes::fromRaw(std::llround(*number * 1024 * 1024)), units);
}

Figure figureOf(const Assumption& assumption, const PlanReport& report, ByteUnits units) {
    const QString value = amountText(assumption.value, assumption.unit, units);
    Figure figure{.name = qs(assumption.text),
                  .value = value,
                  .quality = assumption.quality,
                  .source = qs(assumption.source),
                  .date = qs(assumption.date),
                  .input = qs(assumption.id)};
    const SensitivityRow* row = rowOf(report, assumption.id);
    if (const std::optional<AssumptionUnit> unit = unitOf(assumption.unit)) {
        const std::optional<double> low = numberOf(assumption.low, *unit);
        const std::optional<double> middle = numberOf(assumption.value, *unit);
        const std::optional<double> high = numberOf(assumption.high, *unit);
        if (low && middle && high && *low < *high) {
            figure.range =
                RangeValue{.low = *low,
                           .value = *middle,
                           .high = *high,
                           .lowText = amountText(assumption.low, assumption.unit, units),
                           .valueText = value,
                           .highText = amountText(assumption.high, assumption.unit, units)};
            if (row != nullptr && !row->flipsAt.empty()) {
                figure.range->flip = numberOf(row->flipsAt, *unit);
                figure.range->flipText = amountText(row->flipsAt, assumption.unit, units);
            }
        }
    }
    if (row != nullptr) {
        figure.flips.append(qs(row->text));
    }
    return figure;
}

Figure figureOf(const PlanPod& pod, const MemoryLedger& ledger, const PlanReport& report,
                ByteUnits units) {
    Figure figure{.name = tr("%1 in %2, expected memory").arg(shortPodName(pod), namespaceOf(pod)),
                  .value = bytesText(ledger.of(pod.expected), units),
                  .sentence = fourFiguresText(pod, ledger, units),
                  .quality = pod.quality,
                  .partsTitle = tr("computed from")};
    if (ledger.lowOf(pod) < ledger.highOf(pod)) {
        figure.range =
            rangeOf(ledger.lowOf(pod), ledger.of(pod.expected), ledger.highOf(pod), units);
    }
    for (const Assumption& assumption : report.assumptions) {
        const bool isOfProfile = assumption.id.starts_with(pod.profile + ".");
        if (isOfProfile && unitOf(assumption.unit) == AssumptionUnit::Mebibytes) {
            figure.parts.push_back({.name = qs(assumption.text),
                                    .value = amountText(assumption.value, assumption.unit, units),
                                    .quality = qualityMark(assumption.quality)});
            if (figure.source.isEmpty() || assumption.quality == pod.quality) {
                figure.source = qs(assumption.source);
                figure.date = qs(assumption.date);
            }
        }
    }
    for (const SensitivityRow& row : report.sensitivity) {
        if (row.input.starts_with(pod.profile + ".") ||
            (!pod.environment.empty() && row.input.starts_with(pod.environment + "."))) {
            figure.flips.append(qs(row.text));
        }
    }
    return figure;
}

Figure figureOf(const PlanNode& node, const CapacityPlan& plan, ByteUnits units) {
    const std::optional<MemoryFacts> facts = memoryFactsOf(plan);
    const bool isCore = facts && facts->isCore;
    Figure figure{.name = tr("%1, expected memory").arg(qs(node.name)), .partsTitle = tr("sum of")};
    for (const ServerBars& bars : serverBarsOf(plan)) {
        if (bars.name == qs(node.name)) {
            figure.value = bytesOfText(sumOf(bars.expected), bars.capacity, units);
            for (const BarSegment& part : bars.expected) {
                figure.parts.push_back({.name = part.name, .value = bytesText(part.amount, units)});
            }
        }
    }
    figure.sentence = isCore ? tr("Memory that the kernel cannot take back; with caches %1.")
                                   .arg(bytesText(node.expected.memory, units))
                             : tr("Memory in use, caches included.");
    if (facts && facts->node == qs(node.name) && facts->low < facts->high) {
        figure.range = rangeOf(facts->low, facts->needed, facts->high, units);
    }
    return figure;
}

Figure figureOf(const CostLine& line, const std::string& currency) {
    return {.name = qs(line.item),
            .value = monthlyText(line.monthly, currency),
            .sentence = tr("Net of tax, a full month."),
            .partsTitle = tr("product of"),
            .parts = {{.name = tr("count"), .value = QString::number(line.count)},
                      {.name = tr("each"), .value = moneyTextOf(line.unit, currency)}}};
}

Figure figureOf(const PlanCost& cost) {
    Figure figure{.name = tr("Cost of the layout"),
                  .value = monthlyText(cost.monthly, cost.currency),
                  .sentence = tr("Net of tax, a full month."),
                  .partsTitle = tr("sum of")};
    for (const CostLine& line : cost.lines) {
        figure.parts.push_back({.name = tr("%1 × %2").arg(line.count).arg(qs(line.item)),
                                .value = moneyTextOf(line.monthly, cost.currency)});
    }
    figure.flips.append(cost.proven
                            ? tr("Proven: no cheaper layout passes every check.")
                            : tr("Nothing below %1 can work; between the two nothing is proven.")
                                  .arg(moneyTextOf(cost.lowerBound, cost.currency)));
    return figure;
}

Figure figureOf(const Check& check, const PlanReport& report, ByteUnits units) {
    Figure figure{.name = tr("Check: %1").arg(checkText(check.id)),
                  .value = QStringLiteral("%1 %2").arg(checkMark(check.verdict),
                                                       checkVerdictText(check.verdict)),
                  .sentence = qs(check.text),
                  .partsTitle = tr("figures of the check")};
    for (const DocumentNode::Entry& entry : check.numbers.entries) {
        const std::string& key = entry.key;
        const DocumentNode& value = entry.value;
        const bool isPlain = value.kind == NodeKind::Number || value.kind == NodeKind::String;
        if (isPlain && !key.ends_with("Ppb") && !key.ends_with("Ppm")) {
            figure.parts.push_back(
                {.name = numberName(key), .value = numberText(check, key, value, units)});
        }
    }
    const auto needed = wholeNumberAt(check.numbers, "needed");
    const auto low = wholeNumberAt(check.numbers, "bandLowBytes");
    const auto high = wholeNumberAt(check.numbers, "bandHighBytes");
    if (needed && low && high && *low < *high) {
        figure.range =
            rangeOf(Bytes::fromRaw(*low), Bytes::fromRaw(*needed), Bytes::fromRaw(*high), units);
    }
    if (check.id == CheckId::FitMemory) {
        for (const SensitivityRow& row : report.sensitivity) {
            if (!row.to.empty()) {
                figure.flips.append(qs(row.text));
            }
        }
    }
    return figure;
}

QString toPlainText(const Figure& figure) {
    QStringList lines{tr("%1: %2").arg(figure.name, figure.value)};
    if (!figure.sentence.isEmpty()) {
        lines.append(figure.sentence);
    }
    if (figure.range) {
        lines.append(tr("range %1 to %2").arg(figure.range->lowText, figure.range->highText));
    }
    if (!figure.quality.empty()) {
        lines.append(tr("quality: %1").arg(qualityText(figure.quality)));
    }
    for (const FigureLine& part : figure.parts) {
        lines.append(QStringLiteral("  %1: %2").arg(part.name, part.value));
    }
    if (!figure.source.isEmpty()) {
        lines.append(tr("source: %1 (%2)").arg(figure.source, figure.date));
    }
    lines.append(figure.flips);
    return lines.join(QLatin1Char('\n'));
}

}  // namespace stowage::gui
