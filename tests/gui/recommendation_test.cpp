#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QtTest>

#include "gui/advice_widgets.h"
#include "gui/provenance.h"
#include "gui/recommendation_view.h"
#include "gui/services.h"
#include "tests/gui/golden_report.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

void show(RecommendationView& view, const std::shared_ptr<const PlanReport>& report) {
    view.setAnswer(report, explanationOf(*report, report->recommended));
}

/// Every text label that the view holds lies inside it with all its words.
void verifyNothingIsClipped(QWidget& view) {
    for (const QLabel* label : view.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty()) {
            continue;
        }
        const int needed = label->hasHeightForWidth() ? label->heightForWidth(label->width())
                                                      : label->sizeHint().height();
        QVERIFY2(label->height() >= needed, qPrintable(label->text()));
        if (!label->wordWrap()) {
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
        const QRect place(label->mapTo(&view, QPoint()), label->size());
        QVERIFY2(place.left() >= 0 && place.right() <= view.width(), qPrintable(label->text()));
    }
}

}  // namespace

class RecommendationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStateIsReadable_data() {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QSize>("size");
        for (const char* name : {"plex-commons", "multi-node", "agency", "two-apps-one-server"}) {
            for (const int kind : {0, 1}) {
                for (const QSize size : {QSize(320, 620), QSize(1000, 640)}) {
                    QTest::addRow("%s %d %d", name, kind, size.width())
                        << QByteArray(name) << kind << size;
                }
            }
        }
    }
    void everyStateIsReadable() {
        QFETCH(QByteArray, scenario);
        QFETCH(int, kind);
        QFETCH(QSize, size);
        applyTheme(*qApp, kind == 0 ? ThemeKind::Light : ThemeKind::Dark);
        RecommendationView view;
        view.resize(size);
        show(view, planned(scenario.constData()));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        verifyNothingIsClipped(view);
        const QString name = QStringLiteral("recommendation-%1-%2-%3")
                                 .arg(QLatin1String(scenario))
                                 .arg(kind == 0 ? QLatin1String("light") : QLatin1String("dark"))
                                 .arg(size.width());
        saveGrab(view, name);
        if (auto* content = view.findChild<QWidget*>(QStringLiteral("recommendationContent"))) {
            saveGrab(*content, name + QStringLiteral("-whole"));
        }
        applyTheme(*qApp, ThemeKind::Light);
    }

    void guessesAreNamedInTheHeadline() {
        const auto report = planned("plex-commons");
        const Advice advice = adviceOf(*report, explanationOf(*report, report->recommended));
        QCOMPARE(advice.headline,
                 QStringLiteral("Probably 1 × s-1vcpu-2gb (DigitalOcean): measure the K3s server "
                                "process first"));
        QCOMPARE(advice.verdict, PlanVerdict::Tight);
        QCOMPARE(advice.money, QStringLiteral("$12.00 / month"));
        // 1,603 / 1,024 = 1.57; 1,966 / 1,024 = 1.92; 1,769 / 1,024 = 1.73.
        QCOMPARE(advice.facts, QStringLiteral("1.57 of 1.92 GiB, limit 1.73"));
    }

    void withoutDoubtItIsSaidPlainly() {
        const auto report = planned("two-apps-one-server");
        const Advice advice = adviceOf(*report, explanationOf(*report, report->recommended));
        QCOMPARE(advice.headline,
                 QStringLiteral("Buy 1 × s-2vcpu-4gb (DigitalOcean), services apart"));
        QCOMPARE(advice.verdict, PlanVerdict::Fits);
        QVERIFY(advice.find(SectionId::Checks)->rows.empty());
        QCOMPARE(advice.moneyNote, QStringLiteral("proven cheapest"));
    }

    void savingsNeedAnAlternativeOfToday() {
        const auto report = planned("two-apps-one-server");
        AdviceOptions options;
        options.today = Money::fromRaw(40'000'000);
        const auto reasons = explanationOf(*report, report->recommended);
        // 40 - 24 = 16.
        QCOMPARE(adviceOf(*report, reasons, options).moneyNote,
                 QStringLiteral("today $40.00: saves $16.00 · proven cheapest"));
        options.today = Money::fromRaw(20'000'000);
        QCOMPARE(adviceOf(*report, reasons, options).moneyNote,
                 QStringLiteral("today $20.00: $4.00 more · proven cheapest"));
    }

    void manualStepsComeFirst() {
        const auto report = planned("multi-node");
        const Advice advice = adviceOf(*report, explanationOf(*report, report->recommended));
        QCOMPARE(advice.sections.front().id, SectionId::Changes);
        const AdviceSection& changes = advice.sections.front();
        QVERIFY(changes.rows.size() >= 2);
        QCOMPARE(changes.rows.front().value, QStringLiteral("by hand"));
        QVERIFY(changes.rows.front().detail.startsWith(
            QStringLiteral("To survive the loss of a server\n1. ")));
        QVERIFY(changes.rows.front().detail.contains(QStringLiteral("\n2. ")));
        // Then what moves, then what the program changes by itself.
        QCOMPARE(changes.rows[1].text, QStringLiteral("1 service moves"));
        QCOMPARE(changes.rows.back().value, QStringLiteral("by apply"));
    }

    void whatFlipsTheAnswerLeadsTheAssumptions() {
        const auto report = planned("plex-commons");
        const AdviceSection assumed = assumedSection(*report, ByteUnits::Binary);
        QCOMPARE(assumed.rows.front().figure->input, QStringLiteral("k3s.server.memory"));
        QVERIFY(assumed.rows.front().figure->range->flip.has_value());
        QCOMPARE(assumed.rows.size(), report->assumptions.size());
        QCOMPARE(assumed.rows.back().mark, QStringLiteral("■"));
    }

    void fixesAreOneClick() {
        auto report = std::make_shared<PlanReport>(*planned("two-apps-one-server"));
        const auto fixable = std::ranges::find_if(
            report->refused, [](const Refusal& one) { return one.smallestFix.has_value(); });
        QVERIFY(fixable != report->refused.end());
        RecommendationView view;
        view.resize(320, 600);
        show(view, report);
        QSignalSpy spy(&view, &RecommendationView::fixRequested);
        auto* button = view.findChild<QPushButton*>(QStringLiteral("fixButton"));
        QVERIFY(button != nullptr);
        button->click();
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.at(0).at(1).toString(),
                 QStringLiteral("Share or resize: %1").arg(qs(fixable->smallestFix->text)));
        QVERIFY(!spy.at(0).at(0).value<DocumentNode>().items.empty());
    }

    void whatIsOnlyIfTrueOpensTheFieldAndWritesNothing() {
        auto report = std::make_shared<PlanReport>(*planned("two-apps-one-server"));
        report->refused.resize(1);
        report->refused.front().smallestFix =
            SmallestFix{.text = "only if it is true: printing-production peaks at 1.0 requests",
                        .kind = FixKind::IfTrue};
        RecommendationView view;
        show(view, report);
        QSignalSpy fixes(&view, &RecommendationView::fixRequested);
        QSignalSpy fields(&view, &RecommendationView::fieldRequested);
        view.findChild<QPushButton*>(QStringLiteral("fixButton"))->click();
        QCOMPARE(fixes.count(), 0);
        QCOMPARE(fields.count(), 1);
        QCOMPARE(fields.at(0).at(0).toString(),
                 QStringLiteral("printing-production.traffic.peakRps"));
    }

    void aFixWithoutPatchHasNoButton() {
        auto report = std::make_shared<PlanReport>(*planned("two-apps-one-server"));
        report->refused.resize(1);
        report->refused.front().smallestFix = SmallestFix{.text = "a smaller engine"};
        RecommendationView view;
        show(view, report);
        QVERIFY(view.findChild<QPushButton*>(QStringLiteral("fixButton")) == nullptr);
    }

    void figuresOpenByKeyAndMouse() {
        RecommendationView view;
        view.resize(320, 600);
        show(view, planned("plex-commons"));
        QSignalSpy spy(&view, &RecommendationView::figureActivated);
        auto* row = view.findChild<AdviceRowWidget*>();
        QVERIFY(row != nullptr);
        QCOMPARE(row->focusPolicy(), Qt::StrongFocus);
        QTest::keyClick(row, Qt::Key_E);
        QTest::keyClick(row, Qt::Key_Return);
        QTest::mouseClick(row, Qt::LeftButton);
        QCOMPARE(spy.count(), 3);
        QCOMPARE(spy.at(0).at(0).value<Figure>().name, QStringLiteral("Check: memory in use"));
        QCOMPARE(QAccessible::queryAccessibleInterface(row)->role(), QAccessible::ListItem);
    }

    void anOldAnswerSaysSo() {
        RecommendationView view;
        view.resize(320, 600);
        show(view, planned("plex-commons"));
        view.show();
        const auto* state = view.findChild<QLabel*>(QStringLiteral("answerState"));
        QVERIFY(!state->isVisible());
        view.setAge(AnswerAge::BeforeEdit);
        QCOMPARE(state->text(), QStringLiteral("before this edit"));
        QVERIFY(state->isVisible());
        QVERIFY(view.findChild<QLabel*>(QStringLiteral("headline"))->font().italic());
        view.setProgress(QStringLiteral("best so far $24.00, within $3.00 of the best"));
        QVERIFY(state->text().startsWith(QStringLiteral("before this edit · best so far")));
        saveGrab(view, QStringLiteral("recommendation-stale"));
        QSignalSpy stopped(&view, &RecommendationView::stopRequested);
        view.findChild<QToolButton*>(QStringLiteral("stopSearch"))->click();
        QCOMPARE(stopped.count(), 1);
        view.setAge(AnswerAge::Current);
        view.setProgress({});
        QVERIFY(!state->isVisible());
    }

    void reasonsOpenTheirProof() {
        const auto report = planned("plex-commons");
        const Advice advice = adviceOf(*report, explanationOf(*report, report->recommended));
        const AdviceSection* why = advice.find(SectionId::Why);
        QVERIFY(why != nullptr && why->rows.size() >= 3);
        for (const AdviceRow& row : why->rows) {
            QVERIFY2(row.figure.has_value() || !row.planId.isEmpty(), qPrintable(row.text));
        }
    }

    void withoutAnAnswerItSaysWhatToDo() {
        RecommendationView view;
        view.resize(320, 300);
        view.show();
        QCOMPARE(view.advice().kind, AdviceKind::Empty);
        QVERIFY(!view.findChild<QPushButton*>(QStringLiteral("compare"))->isVisible());
        saveGrab(view, QStringLiteral("recommendation-empty"));
    }

    void nothingFitsNamesTheClosest() {
        auto report = std::make_shared<PlanReport>(*planned("two-apps-one-server"));
        report->recommended.clear();
        report->plans.clear();
        report->provenInfeasible = true;
        const Advice advice = adviceOf(*report, std::nullopt);
        QCOMPARE(advice.kind, AdviceKind::Infeasible);
        QVERIFY(advice.headline.contains(QStringLiteral("Closest: 1 × ")));
        QCOMPARE(advice.moneyNote, QStringLiteral("proven: no allowed layout passes every check"));
        const auto fixable =
            std::find_if(report->refused.begin(), report->refused.end(),
                         [](const Refusal& one) { return one.smallestFix.has_value(); });
        QVERIFY(fixable != report->refused.end());
        const AdviceSection* remedy = advice.find(SectionId::Remedy);
        QCOMPARE(remedy->rows.size(), std::size_t{1});
        QCOMPARE(remedy->rows.front().text, QString::fromStdString(fixable->title));
        QVERIFY(remedy->rows.front().fix.has_value());
        RecommendationView view;
        view.resize(320, 600);
        view.setAnswer(report, std::nullopt);
        view.show();
        saveGrab(view, QStringLiteral("recommendation-infeasible"));
        QCOMPARE(view.findChild<QLabel*>(QStringLiteral("verdict"))->text(),
                 QStringLiteral("✕ Does not fit"));
    }

    void whatIsNotProvenSaysHowFarItMayBe() {
        auto report = std::make_shared<PlanReport>(*planned("two-apps-one-server"));
        report->plans.front().cost.proven = false;
        report->plans.front().cost.lowerBound = Money::fromRaw(21'000'000);
        const Advice advice = adviceOf(*report, explanationOf(*report, report->recommended));
        // 24 - 21 = 3.
        QCOMPARE(advice.moneyNote, QStringLiteral("not proven: within $3.00 of the best possible"));
    }

    void copiesSayWhatTheCardSays() {
        RecommendationView view;
        show(view, planned("plex-commons"));
        view.copyAsText();
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->text().startsWith(view.advice().headline));
        QVERIFY(data->text().contains(QStringLiteral("Tight · $12.00 / month · 1.57 of 1.92 GiB")));
        QVERIFY(data->text().contains(QStringLiteral("WHAT BREAKS FIRST")));
        QVERIFY(data->hasFormat(QStringLiteral("text/markdown")));
        view.copyAsMarkdown();
        const QString markdown = QGuiApplication::clipboard()->text();
        QVERIFY(markdown.startsWith(QStringLiteral("## Probably 1 × s-1vcpu-2gb")));
        QVERIFY(markdown.contains(QStringLiteral("### Not chosen")));
    }

    void aNewAnswerIsShownFast() {
        RecommendationView view;
        view.resize(320, 600);
        view.show();
        QBENCHMARK {
            show(view, planned("agency"));
            view.grab();
        }
    }

    void whatNobodySeesWaits() {
        RecommendationView view;
        view.resize(320, 600);
        show(view, planned("plex-commons"));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.hide();
        show(view, planned("two-apps-one-server"));
        const auto headline = [&view] {
            return view.findChild<QLabel*>(QStringLiteral("headline"))->text();
        };
        QVERIFY(headline().startsWith(QStringLiteral("Probably")));
        // Copies are of the present answer all the same.
        view.copyAsMarkdown();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("## Buy")));
        view.show();
        QVERIFY(headline().startsWith(QStringLiteral("Buy")));
    }

    void moreRowsUnfold() {
        RecommendationView view;
        view.resize(320, 600);
        show(view, planned("plex-commons"));
        auto* section = view.findChild<AdviceSectionWidget*>(
            QStringLiteral("section%1").arg(static_cast<int>(SectionId::Assumed)));
        QCOMPARE(section->findChildren<AdviceRowWidget*>().size(), 6);
        section->findChild<QToolButton*>(QStringLiteral("unfold"))->click();
        QCOMPARE(section->findChildren<AdviceRowWidget*>().size(), 46);
    }
};

class ProvenanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void assumptionsShowRangeSourceAndFlip_data() { kinds(); }
    void assumptionsShowRangeSourceAndFlip() {
        QFETCH(int, kind);
        applyTheme(*qApp, static_cast<ThemeKind>(kind));
        const auto report = planned("plex-commons");
        const Figure figure = *assumedSection(*report, ByteUnits::Binary).rows.front().figure;
        QCOMPARE(figure.value, QStringLiteral("520 MiB"));
        QCOMPARE(figure.range->lowText, QStringLiteral("450 MiB"));
        QVERIFY(!figure.source.isEmpty());
        QVERIFY(!figure.flips.isEmpty());
        ProvenancePopover popover;
        popover.openAt(figure, QPoint(0, 0));
        QVERIFY(popover.isVisible());
        saveGrab(popover, QStringLiteral("provenance-assumption-%1").arg(kind));
        QSignalSpy spy(&popover, &ProvenancePopover::fieldRequested);
        popover.findChild<QPushButton*>(QStringLiteral("provenanceEdit"))->click();
        QCOMPARE(spy.at(0).at(0).toString(), QStringLiteral("k3s.server.memory"));
        QVERIFY(!popover.isVisible());
        applyTheme(*qApp, ThemeKind::Light);
    }

    void podsShowTheirFourFiguresAndInputs() {
        const auto report = planned("plex-commons");
        const CapacityPlan& plan = report->plans.front();
        const auto pod = std::ranges::find(plan.placement, "mariadb", &PlanPod::role);
        QVERIFY(pod != plan.placement.end());
        const Figure figure = figureOf(*pod, MemoryLedger(plan), *report);
        QVERIFY(figure.sentence.contains(QStringLiteral("reserved (request)")));
        QVERIFY(figure.parts.size() > 3);
        ProvenancePopover popover;
        popover.openAt(figure, QPoint(0, 0));
        saveGrab(popover, QStringLiteral("provenance-pod"));
        QTest::keyClick(&popover, Qt::Key_Escape);
        QVERIFY(!popover.isVisible());
    }

    void serversAreSums() {
        const auto report = planned("multi-node");
        const CapacityPlan& plan = report->plans.front();
        const Figure figure = figureOf(plan.nodes.front(), plan);
        QVERIFY(figure.range.has_value());
        QCOMPARE(figure.parts.front().name, QStringLiteral("OS + K3s"));
        const Figure money = figureOf(plan.cost);
        QCOMPARE(money.parts.size(), plan.cost.lines.size());
    }

    void checksNameTheirFigures() {
        const auto report = planned("plex-commons");
        for (const Check& check : report->plans.front().checks) {
            const Figure figure = figureOf(check, *report);
            QVERIFY(!figure.sentence.isEmpty());
            ProvenancePopover popover;
            popover.openAt(figure, QPoint(0, 0));
            if (check.id == CheckId::FitMemory) {
                saveGrab(popover, QStringLiteral("provenance-check"));
                QVERIFY(figure.range.has_value());
            }
        }
    }

    void copiesAreText() {
        const auto report = planned("plex-commons");
        ProvenancePopover popover;
        popover.setFigure(figureOf(report->plans.front().cost.lines.front(), "USD"));
        popover.findChild<QPushButton*>(QStringLiteral("provenanceCopy"))->click();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("s-1vcpu-2gb: $12.00 / month\nNet of tax, a full month.\n"
                                "  count: 1\n  each: $12.00"));
    }

private:
    static void kinds() {
        QTest::addColumn<int>("kind");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
    }
};

}  // namespace stowage::gui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    stowage::gui::applyTheme(application, stowage::gui::ThemeKind::Light);
    stowage::gui::RecommendationTest recommendation;
    stowage::gui::ProvenanceTest provenance;
    return QTest::qExec(&recommendation, argc, argv) | QTest::qExec(&provenance, argc, argv);
}
#include "recommendation_test.moc"
