#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "model/capacity_plan.h"
#include "planner/explain.h"

class QPagedPaintDevice;

namespace stowage::gui {

/// The one-page report as HTML that QTextDocument understands: verdict, bill, what has to change,
/// both ledgers, why, what was refused, what the answer rests on, dates. Figures are those of the
/// report.
QString reportHtml(const PlanReport& report, const planner::Explanation* explanation);
/// `hosts`: names that visitors type, for the picture. The same as PDF on A4, with the picture of
/// the layout. Needs a QGuiApplication for fonts, no window, no GUI thread.
QByteArray reportPdf(const PlanReport& report, const planner::Explanation* explanation,
                     const QStringList& hosts = {});
/// The same onto any paper: a printer or its preview.
void printReport(const PlanReport& report, const planner::Explanation* explanation,
                 QPagedPaintDevice& paper, const QStringList& hosts = {});

}  // namespace stowage::gui
