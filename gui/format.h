#pragma once

#include <QString>
#include <optional>

#include "gui/theme.h"
#include "model/base/units.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

enum class ByteUnits { Binary, Decimal };

/// "268 MiB", "1.77 GiB" (from 1 GiB on); "281 MB" in decimal units.
QString bytesText(Bytes bytes, ByteUnits units = ByteUnits::Binary);
/// "1.77 of 1.94 GiB": one unit for both.
QString bytesOfText(Bytes part, Bytes whole, ByteUnits units = ByteUnits::Binary);
/// "0.8 of 1 CPU", "250m".
QString cpuText(MilliCpu cpu);
/// "$24.00 / month".
QString monthlyText(Money amount, const std::string& currency);
QString moneyTextOf(Money amount, const std::string& currency);
QString qs(const std::string& text);
std::string ss(const QString& text);

/// The four figures of a pod in their fixed order: request, expected, limit, measured. What is
/// missing says "none" or "not measured".
QString fourFiguresText(const PlanPod& pod, const MemoryLedger& ledger,
                        ByteUnits units = ByteUnits::Binary);

/// "Fits", "Tight", "Does not fit", "Not enough data".
QString verdictText(PlanVerdict verdict);
/// ✓ ! ✕ ?: the shape that goes with the word.
QString verdictMark(PlanVerdict verdict);
QColor verdictColour(PlanVerdict verdict, const Theme& theme);
QString checkMark(Verdict verdict);
QColor checkColour(Verdict verdict, const Theme& theme);

/// Glyph of the quality of a figure: ■ measured, = documented, ○ assumed, ? missing.
QString qualityMark(const std::string& quality);
QString qualityText(const std::string& quality);

/// "own", "shared", "managed", "chosen by the planner": words, never codes.
QString modeText(Mode mode);
QString strategyText(Strategy strategy);
/// "keeps serving", "works with less", "down", "down, data stays on the dead server".
QString nodeLossText(const std::string& word);

Category categoryOf(ServiceCategory category);
/// Category of a pod by its role, and its two-letter monogram ("Ma"; empty for app pods).
Category categoryOf(const PlanPod& pod);
QString monogramOf(const PlanPod& pod);
/// "mariadb" of "larakube-plex/mariadb-0".
QString shortPodName(const PlanPod& pod);
QString namespaceOf(const PlanPod& pod);

}  // namespace stowage::gui
