#include <QFileInfo>
#include <QToolButton>

#include "gui/format.h"
#include "gui/main_window.h"
#include "gui/plan_figures.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

/// Prices change about monthly; what is older is marked.
constexpr int kFreshPriceDays = 30;

/// "22 measured", "15 published", "57 assumed", "1 missing": those that there are.
QStringList qualityCounts(const std::vector<Assumption>& assumptions) {
    int measured = 0;
    int published = 0;
    int assumed = 0;
    int missing = 0;
    for (const Assumption& one : assumptions) {
        ++(one.quality == "measured"     ? measured
           : one.quality == "documented" ? published
           : one.quality == "assumed"    ? assumed
                                         : missing);
    }
    QStringList counts;
    const auto add = [&counts](int count, const QString& text) {
        if (count > 0) {
            counts.append(text.arg(count));
        }
    };
    add(measured, MainWindow::tr("%1 measured"));
    add(published, MainWindow::tr("%1 published"));
    add(assumed, MainWindow::tr("%1 assumed"));
    add(missing, MainWindow::tr("%1 missing"));
    return counts;
}

}  // namespace

void MainWindow::refreshPriceDate() {
    const auto plan = m_bench.shownPlan();
    const auto age = plan ? oldestPriceDays(*plan) : std::nullopt;
    m_pricesButton->setVisible(age.has_value());
    if (!age) {
        return;
    }
    const Theme& theme = currentTheme();
    QPalette palette = m_pricesButton->palette();
    palette.setColor(QPalette::ButtonText, *age > kFreshPriceDays ? theme.warnText : theme.text);
    m_pricesButton->setPalette(palette);
    m_pricesButton->setText(tr("Prices up to %1 days old").arg(*age));
    m_pricesButton->setToolTip(
        tr("The age of the oldest price of this plan on %1. A click lists what can be bought, with "
           "the date and the source of each price.")
            .arg(qs(m_bench.data().today)));
}

void MainWindow::refreshStatus() {
    m_unitsButton->setText(m_units == ByteUnits::Binary ? tr("GiB") : tr("GB"));
    refreshPriceDate();
    const auto report = m_bench.report();
    const QStringList counts = report ? qualityCounts(report->assumptions) : QStringList();
    m_qualityButton->setVisible(!counts.isEmpty());
    m_qualityButton->setText(tr("Figures: %1").arg(counts.join(QStringLiteral(", "))));
    m_qualityButton->setToolTip(m_qualityButton->text());
    const QString path = m_bench.document().path();
    const QString verb =
        m_workspace == Workspace::Compare ? QStringLiteral("compare") : QStringLiteral("plan");
    const auto command = [&verb](const QString& file) {
        return QStringLiteral("stowage %1 %2").arg(verb, file);
    };
    // Short on the bar, whole where it is copied from.
    m_command = command(path.isEmpty() ? QStringLiteral("SCENARIO") : path);
    m_commandButton->setVisible(m_bench.document().isOpen());
    m_commandButton->setText(
        command(path.isEmpty() ? QStringLiteral("SCENARIO") : QFileInfo(path).fileName()));
    m_commandButton->setToolTip(tr("The equal command; a click copies it:\n%1").arg(m_command));
}

}  // namespace stowage::gui
