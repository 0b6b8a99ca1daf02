#include <QDockWidget>
#include <QKeyEvent>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QTableView>

#include "gui/app_settings.h"
#include "gui/format.h"
#include "gui/help_dialog.h"
#include "gui/inspector_view.h"
#include "gui/layout_page.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/offers_dock.h"
#include "gui/provenance.h"
#include "gui/report_pdf.h"
#include "gui/shipped_samples.h"
#include "gui/start_page.h"
#include "gui/tour.h"
#include "gui/window_session.h"

namespace stowage::gui {
namespace {

/// It shows what the tour speaks of: a Commons with tenants on one server.
constexpr const char* kTourSample = "plex-commons";

}  // namespace

void MainWindow::setupTour() {
    m_tour = new Tour(this);
    connect(m_tour, &Tour::ended, this, [this] {
        if (m_session->isKept()) {
            m_settings.endFirstRun();
        }
        m_layout->view().setFocus();
    });
    connect(m_start, &StartPage::tourRequested, this, &MainWindow::takeTour);
    connect(&m_bench, &Workbench::shownPlanChanged, this, [this] {
        if (m_isTourWaiting && m_bench.shownPlan() && m_workspace == Workspace::Layout) {
            m_isTourWaiting = false;
            startTour();
        }
    });
}

void MainWindow::takeTour() {
    if (!m_bench.document().isOpen()) {
        for (const ShippedSample& sample : shippedSamples().samples) {
            if (sample.name == QLatin1String(kTourSample)) {
                m_isTourWaiting = true;
                openSample(sample.title, sample.text);
                return;
            }
        }
    }
    showWorkspace(Workspace::Layout);
    if (m_bench.shownPlan()) {
        startTour();
    } else {
        m_isTourWaiting = true;
    }
}

void MainWindow::startTour() {
    std::vector<TourStep> steps{
        {.title = tr("One word for the whole plan"),
         .text = tr("Fits, Tight or Does not fit: with the price and the memory that is expected. "
                    "A click leads to the reasons."),
         .target = m_chip,
         .part = {}},
        {.title = tr("The servers"),
         .text = tr("A box is the memory that was bought, a tile what one pod is expected to use. "
                    "The hatched band is the operating system and K3s."),
         .target = &m_layout->view(),
         .part = {}},
        {.title = tr("Move something"),
         .text = tr("Drag a database into the Commons to share it between apps, or select it and "
                    "press 1, 2 or 3. Every change is judged at once and can be undone."),
         .target = &m_layout->view(),
         .part = {}},
        {.title = tr("What to buy, and why"),
         .text = tr("The recommendation: what has to change, what was refused and the smallest "
                    "change that would help. Press E on any figure to see where it comes from."),
         .target = m_isNarrow ? static_cast<QWidget*>(m_chip) : m_cardDock,
         .part = {}},
        {.title = tr("Compare"),
         .text = tr("Ctrl+D keeps a plan. Compare shows apart, shared and managed side by side, "
                    "with cost and risk. Help, Keys lists the rest."),
         .target = m_rail,
         .part = {}}};
    m_tour->start(std::move(steps));
}

void MainWindow::offerFirstTour() {
    // Once, on the first sample or import that somebody opens; skipping counts as seen.
    if (m_session->isKept() && m_settings.isFirstRun()) {
        m_isTourWaiting = true;
    }
}

void MainWindow::showHelp(HelpPage page) {
    auto* dialog = new HelpDialog(page, this);
    dialog->show();
}

void MainWindow::printReport() {
    const auto report = m_bench.report();
    if (!report) {
        m_notice->setNotice(NoticeBar::Tone::Neutral,
                            tr("There is no plan to print yet: open a scenario first."), {});
        return;
    }
    const auto explanation = explanationOf(*report, report->recommended);
    auto* printer = new QPrinter(QPrinter::HighResolution);
    auto* dialog = new QPrintPreviewDialog(printer, this);
    printer->setPageSize(QPageSize(QPageSize::A4));
    printer->setDocName(qs(report->scenarioName));
    dialog->setObjectName(QStringLiteral("printPreview"));
    dialog->setWindowTitle(tr("Print the report"));
    dialog->resize(900, 700);
    connect(dialog, &QPrintPreviewDialog::paintRequested, this,
            [report, explanation, hosts = canvasInput().hosts](QPrinter* target) {
                stowage::gui::printReport(*report, explanation ? &*explanation : nullptr, *target,
                                          hosts);
            });
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QObject::destroyed, qApp, [printer] { delete printer; });
    dialog->open();
}

void MainWindow::setupPeek() {
    m_layout->view().installEventFilter(this);
    m_inspector->installEventFilter(this);
    for (const char* table : {"placementTable", "offersTable"}) {
        findChild<QTableView*>(QLatin1String(table))->installEventFilter(this);
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    const bool isDown = event->type() == QEvent::KeyPress;
    if (!isDown && event->type() != QEvent::KeyRelease && event->type() != QEvent::FocusOut) {
        return QMainWindow::eventFilter(watched, event);
    }
    if (event->type() == QEvent::FocusOut) {
        endPeek();
        return false;
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::NoModifier) {
        return false;
    }
    if (key->key() == Qt::Key_C && watched == &m_layout->view()) {
        if (!key->isAutoRepeat()) {
            if (isDown) {
                peek();
            } else {
                endPeek();
            }
        }
        return true;
    }
    if (isDown && key->key() == Qt::Key_E) {
        explainCurrent(watched);
        return true;
    }
    return false;
}

/// The layout to compare with: what the comparison has marked, else what was kept last.
std::shared_ptr<const CapacityPlan> MainWindow::peekedPlan() const {
    const auto marked = comparedPlan(m_comparedId);
    if (marked) {
        return marked;
    }
    return m_bench.keptPlans().empty() ? nullptr : m_bench.keptPlans().back().plan;
}

void MainWindow::peek() {
    const auto plan = peekedPlan();
    if (!plan) {
        m_notice->setNotice(NoticeBar::Tone::Neutral,
                            tr("Nothing to compare with: keep a layout with Ctrl+D, or mark one in "
                               "Compare, then hold C here."),
                            {});
        return;
    }
    m_isPeeking = true;
    m_layout->setPlan({.plan = plan, .units = m_units}, AnswerAge::Current);
    m_layout->setPeek(
        tr("While C is held: %1, %2")
            .arg(qs(plan->title), monthlyText(plan->cost.monthly, plan->cost.currency)));
}

void MainWindow::endPeek() {
    if (m_isPeeking) {
        m_isPeeking = false;
        // An answer on its way leaves the canvas alone: the present plan comes back first.
        m_layout->setPlan({.plan = m_bench.shownPlan(), .units = m_units}, AnswerAge::Current);
        refreshLayout();
    }
}

void MainWindow::explainCurrent(QObject* where) {
    const auto plan = m_bench.shownPlan();
    const auto report = m_bench.report();
    if (!plan || !report) {
        return;
    }
    auto* widget = qobject_cast<QWidget*>(where);
    const auto* table = qobject_cast<QTableView*>(where);
    if (table != nullptr && table->objectName() == QLatin1String("placementTable")) {
        explainPodAt(table->currentIndex().data(PlacementModel::PodRole).toString(), widget);
        return;
    }
    if (table != nullptr) {
        explainOffer(widget);
        return;
    }
    if (!m_bench.selectedPods().isEmpty()) {
        explainPodAt(m_bench.selectedPods().front(), widget);
        return;
    }
    for (const PlanNode& node : plan->nodes) {
        if (qs(node.name) == m_bench.selectedNode()) {
            m_provenance->openFor(figureOf(node, *plan, m_units), widget);
            return;
        }
    }
    m_provenance->openFor(figureOf(plan->cost), m_chip);
}

void MainWindow::explainOffer(QWidget* table) {
    const QModelIndex current = qobject_cast<QTableView*>(table)->currentIndex();
    const std::string provider = ss(current.data(OfferModel::ProviderRole).toString());
    for (const Offer* offer :
         m_bench.data().catalog.named(ss(current.data(OfferModel::OfferRole).toString()))) {
        if (offer->provider == provider) {
            Figure figure;
            figure.name = qs(offer->name);
            figure.value = monthlyText(offer->price, offer->currency);
            figure.sentence = tr("The price of one such server, without addresses and backups.");
            figure.source = qs(offer->source);
            figure.date = qs(offer->date.toText());
            m_provenance->openFor(figure, table);
            return;
        }
    }
}

void MainWindow::explainPodAt(const QString& name, QWidget* anchor) {
    const auto plan = m_bench.shownPlan();
    const auto report = m_bench.report();
    if (!plan || !report) {
        return;
    }
    for (const PlanPod& pod : plan->placement) {
        if (qs(pod.pod) == name) {
            m_provenance->openFor(figureOf(pod, MemoryLedger(*plan), *report, m_units), anchor);
            return;
        }
    }
}

}  // namespace stowage::gui
