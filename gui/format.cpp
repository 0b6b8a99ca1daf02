#include "gui/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "model/base/invariant.h"
#include "model/human_text.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Format", text);
}

constexpr double kMebi = 1024.0 * 1024.0;
constexpr double kMega = 1e6;

double large(ByteUnits units) {
    return units == ByteUnits::Binary ? kMebi * 1024 : kMega * 1000;
}

QString largeUnit(ByteUnits units) {
    return units == ByteUnits::Binary ? tr("GiB") : tr("GB");
}

QString figure(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

QString smallFigure(Bytes bytes, ByteUnits units) {
    const double unit = units == ByteUnits::Binary ? kMebi : kMega;
    return QLocale().toString(
        static_cast<qlonglong>(std::llround(static_cast<double>(bytes.raw()) / unit)));
}

QString smallUnit(ByteUnits units) {
    return units == ByteUnits::Binary ? tr("MiB") : tr("MB");
}

}  // namespace

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

std::string ss(const QString& text) {
    return text.toStdString();
}

QString bytesText(Bytes bytes, ByteUnits units) {
    const double amount = static_cast<double>(bytes.raw());
    if (std::abs(amount) >= large(units)) {
        return tr("%1 %2").arg(figure(amount / large(units), 2), largeUnit(units));
    }
    return tr("%1 %2").arg(smallFigure(bytes, units), smallUnit(units));
}

QString bytesOfText(Bytes part, Bytes whole, ByteUnits units) {
    const double unit = large(units);
    if (static_cast<double>(whole.raw()) >= unit && static_cast<double>(part.raw()) >= unit / 10) {
        return tr("%1 of %2 %3")
            .arg(figure(static_cast<double>(part.raw()) / unit, 2),
                 figure(static_cast<double>(whole.raw()) / unit, 2), largeUnit(units));
    }
    return tr("%1 of %2 %3")
        .arg(smallFigure(part, units), smallFigure(whole, units), smallUnit(units));
}

QString cpuText(MilliCpu cpu) {
    if (cpu.raw() < 1000) {
        return tr("%1m").arg(QLocale().toString(static_cast<qlonglong>(cpu.raw())));
    }
    QString text = figure(static_cast<double>(cpu.raw()) / 1000, 2);
    while (text.endsWith(QLatin1Char('0'))) {
        text.chop(1);
    }
    if (!text.back().isDigit()) {
        text.chop(1);
    }
    return text;
}

QString moneyTextOf(Money amount, const std::string& currency) {
    return qs(moneyText(amount, currency));
}

QString monthlyText(Money amount, const std::string& currency) {
    return tr("%1 / month").arg(moneyTextOf(amount, currency));
}

QString fourFiguresText(const PlanPod& pod, const MemoryLedger& ledger, ByteUnits units) {
    const QString request =
        pod.requests.memory.isZero() ? tr("none") : bytesText(pod.requests.memory, units);
    const QString limit = pod.memoryLimit ? bytesText(*pod.memoryLimit, units) : tr("none");
    const QString measured =
        pod.measured ? tr("measured %1").arg(bytesText(*pod.measured, units)) : tr("not measured");
    return tr("reserved (request) %1 · expected %2 · ceiling (limit) %3 · %4")
        .arg(request, bytesText(ledger.of(pod.expected), units), limit, measured);
}

QString verdictText(PlanVerdict verdict) {
    switch (verdict) {
        case PlanVerdict::Fits:
            return tr("Fits");
        case PlanVerdict::Tight:
            return tr("Tight");
        case PlanVerdict::DoesNotFit:
            return tr("Does not fit");
        case PlanVerdict::NotEnoughData:
            return tr("Not enough data");
    }
    STOWAGE_UNREACHABLE();
}

QString verdictMark(PlanVerdict verdict) {
    switch (verdict) {
        case PlanVerdict::Fits:
            return QStringLiteral("✓");
        case PlanVerdict::Tight:
            return QStringLiteral("!");
        case PlanVerdict::DoesNotFit:
            return QStringLiteral("✕");
        case PlanVerdict::NotEnoughData:
            return QStringLiteral("?");
    }
    STOWAGE_UNREACHABLE();
}

QColor verdictColour(PlanVerdict verdict, const Theme& theme) {
    switch (verdict) {
        case PlanVerdict::Fits:
            return theme.ok;
        case PlanVerdict::Tight:
            return theme.warnText;
        case PlanVerdict::DoesNotFit:
            return theme.danger;
        case PlanVerdict::NotEnoughData:
            return theme.muted;
    }
    STOWAGE_UNREACHABLE();
}

QString checkMark(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return QStringLiteral("✓");
        case Verdict::Warn:
            return QStringLiteral("!");
        case Verdict::Fail:
            return QStringLiteral("✕");
        case Verdict::Unknown:
            return QStringLiteral("?");
    }
    STOWAGE_UNREACHABLE();
}

QColor checkColour(Verdict verdict, const Theme& theme) {
    switch (verdict) {
        case Verdict::Pass:
            return theme.ok;
        case Verdict::Warn:
            return theme.warnText;
        case Verdict::Fail:
            return theme.danger;
        case Verdict::Unknown:
            return theme.muted;
    }
    STOWAGE_UNREACHABLE();
}

QString qualityMark(const std::string& quality) {
    if (quality == "measured") {
        return QStringLiteral("■");
    }
    if (quality == "documented") {
        return QStringLiteral("=");
    }
    return quality == "assumed" ? QStringLiteral("○") : QStringLiteral("?");
}

QString qualityText(const std::string& quality) {
    if (quality == "measured") {
        return tr("measured");
    }
    if (quality == "documented") {
        return tr("published figure");
    }
    return quality == "assumed" ? tr("assumption") : tr("missing");
}

QString modeText(Mode mode) {
    switch (mode) {
        case Mode::Own:
            return tr("own");
        case Mode::Plex:
            return tr("shared");
        case Mode::Managed:
            return tr("managed");
        case Mode::File:
            return tr("file");
    }
    STOWAGE_UNREACHABLE();
}

QString strategyText(Strategy strategy) {
    switch (strategy) {
        case Strategy::SingleNode:
            return tr("single node");
        case Strategy::MultiNodeHa:
            return tr("several nodes");
    }
    STOWAGE_UNREACHABLE();
}

QString nodeLossText(const std::string& word) {
    if (word == "serving") {
        return tr("keeps serving");
    }
    if (word == "degraded") {
        return tr("works with less");
    }
    return word == "down" ? tr("down") : tr("down, data stays on the dead server");
}

Category categoryOf(ServiceCategory category) {
    switch (category) {
        case ServiceCategory::Database:
            return Category::Database;
        case ServiceCategory::Cache:
            return Category::Cache;
        case ServiceCategory::Search:
            return Category::Search;
        case ServiceCategory::ObjectStorage:
            return Category::Files;
    }
    STOWAGE_UNREACHABLE();
}

Category categoryOf(const PlanPod& pod) {
    static const std::array<const char*, 4> kWorkers{"horizon", "queues", "reverb", "scheduler"};
    if (pod.origin == "system") {
        return Category::System;
    }
    if (pod.role == "valkey") {
        return Category::Cache;
    }
    if (const auto kind = parseServiceKind(pod.role)) {
        return categoryOf(serviceFacts(*kind).category);
    }
    return std::find(kWorkers.begin(), kWorkers.end(), pod.role) == kWorkers.end()
               ? Category::App
               : Category::Worker;
}

QString monogramOf(const PlanPod& pod) {
    static const std::array<std::pair<const char*, const char*>, 12> kMonograms{{
        {"mariadb", "Ma"},
        {"mysql", "My"},
        {"postgres", "Pg"},
        {"mongodb", "Mo"},
        {"redis", "Re"},
        {"valkey", "Va"},
        {"memcached", "Me"},
        {"minio", "S3"},
        {"seaweedfs", "S3"},
        {"garage", "S3"},
        {"meilisearch", "Ms"},
        {"typesense", "Ts"},
    }};
    for (const auto& [role, monogram] : kMonograms) {
        if (pod.role == role) {
            return QLatin1String(monogram);
        }
    }
    return {};
}

QString shortPodName(const PlanPod& pod) {
    const std::size_t slash = pod.pod.find('/');
    const std::string name = slash == std::string::npos ? pod.pod : pod.pod.substr(slash + 1);
    const std::size_t dash = name.rfind('-');
    // The first replica goes by its workload's name; further ones keep their number.
    return qs(dash != std::string::npos && name.substr(dash) == "-0" ? name.substr(0, dash) : name);
}

QString namespaceOf(const PlanPod& pod) {
    return qs(pod.pod.substr(0, pod.pod.find('/')));
}

}  // namespace stowage::gui
