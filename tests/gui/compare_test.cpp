#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QtTest>

#include "gui/compare_page.h"
#include "gui/services.h"
#include "tests/gui/golden_report.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

KeptLayout keptOf(const char* name, int editsAgo) {
    const auto report = planned(name);
    return {.name = {},
            .plan = std::shared_ptr<const CapacityPlan>(report, &report->plans.back()),
            .editsAgo = editsAgo};
}

int rowOf(const QAbstractItemModel& model, const QString& name) {
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.headerData(row, Qt::Vertical).toString() == name) {
            return row;
        }
    }
    return -1;
}

QString cell(const QAbstractItemModel& model, const QString& row, int column) {
    return model.index(rowOf(model, row), column).data().toString();
}

CopyTable smallTable() {
    return {.header = {QStringLiteral("pod"), QStringLiteral("expected (MiB)")},
            .rows = {{QStringLiteral("web"), QStringLiteral("138")},
                     {QStringLiteral("a|b, \"c\""), QStringLiteral("1\n2")}}};
}

}  // namespace

class CompareTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelKeepsItsPromises() {
        ComparisonModel model;
        DifferencesFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester second(&filter,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReport(planned("plex-commons"));
        model.setKept({keptOf("two-apps-one-server", 2)});
        model.setHeld(QStringLiteral("p1"));
        model.bringIn(QStringLiteral("refused:1"));
        model.setUnits(ByteUnits::Decimal);
        filter.setShow(DifferencesFilter::Show::Everything);
        model.setReport(nullptr);
        model.setKept({});
        QCOMPARE(model.columnCount(), 0);
        QCOMPARE(model.rowCount(), 0);
    }

    void columnsArePlansThenKeptThenRefused() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        model.setKept({keptOf("two-apps-one-server", 2)});
        // Two plans, one kept, two refused.
        QCOMPARE(model.columnCount(), 5);
        QCOMPARE(model.headerData(0, Qt::Horizontal, kCopyTextRole).toString(),
                 QStringLiteral("A · recommended"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, kCopyTextRole).toString(),
                 QStringLiteral("C · kept 2 edits ago"));
        QCOMPARE(model.headerData(3, Qt::Horizontal, kCopyTextRole).toString(),
                 QStringLiteral("D · refused"));
        QCOMPARE(model.layoutAt(4).id, QStringLiteral("refused:1"));
    }

    void noMoreThanFiveSideBySide() {
        ComparisonModel model;
        model.setReport(planned("agency"));
        model.setKept({keptOf("plex-commons", 0)});
        // Two plans, one kept and five refused.
        QVERIFY(model.layouts().size() > 5);
        QCOMPARE(model.columnCount(), 5);
        const QString last = model.layouts().back().id;
        QCOMPARE(model.columnOf(last), -1);
        model.bringIn(last);
        QCOMPARE(model.columnCount(), 5);
        QCOMPARE(model.columnOf(last), 4);
        QCOMPARE(model.points().size(), model.layouts().size());
    }

    void cellsSayWhatTheReportSays() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        QCOMPARE(cell(model, QStringLiteral("Per month"), 0), QStringLiteral("$12.00"));
        QCOMPARE(cell(model, QStringLiteral("Verdict"), 0), QStringLiteral("! Tight"));
        QVERIFY(cell(model, QStringLiteral("Verdict"), 2)
                    .startsWith(QStringLiteral("✕ Does not fit\nnode-1 reserves")));
        // 1,769 - 1,603 = 166 with all digits: (1,855,425,871 - 1,680,762,605) / 2^20 = 166.57.
        QCOMPARE(cell(model, QStringLiteral("Memory left"), 0),
                 QStringLiteral("167 MiB below the limit"));
        // 1,377,442,989 / 2^20 = 1,313.6 MiB = 1.28 GiB.
        QCOMPARE(cell(model, QStringLiteral("Memory left"), 2), QStringLiteral("lacks 1.28 GiB"));
        QCOMPARE(cell(model, QStringLiteral("Service mariadb"), 0), QStringLiteral("3 shared"));
        QCOMPARE(cell(model, QStringLiteral("Service mariadb"), 1), QStringLiteral("3 own"));
        QCOMPARE(cell(model, QStringLiteral("Sure about this?"), 0),
                 QStringLiteral("only if the guesses hold"));
        QCOMPARE(cell(model, QStringLiteral("When a server dies"), 0),
                 QStringLiteral("down, data stays on the dead server"));
        QCOMPARE(cell(model, QStringLiteral("Expected"), 0), QStringLiteral("1.57 of 1.92 GiB"));
        QCOMPARE(cell(model, QStringLiteral("Expected"), 2), QStringLiteral("not computed"));
    }

    void theBestOfARowHasADot() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        const auto best = [&model](const QString& row, int column) {
            return model.index(rowOf(model, row), column)
                .data(ComparisonModel::IsBestRole)
                .toBool();
        };
        QVERIFY(best(QStringLiteral("Per month"), 0));
        QVERIFY(!best(QStringLiteral("Per month"), 1));
        // Refused ones are cheaper but do not count.
        QVERIFY(!best(QStringLiteral("Per month"), 2));
        QVERIFY(best(QStringLiteral("Memory left"), 1));
        QVERIFY(!best(QStringLiteral("Verdict"), 1));
    }

    void barsShareOneScale() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        const int row = rowOf(model, QStringLiteral("Expected"));
        const auto small = model.index(row, 0).data(ComparisonModel::BarsRole).value<BarsCell>();
        const auto large = model.index(row, 1).data(ComparisonModel::BarsRole).value<BarsCell>();
        QCOMPARE(small.bars.front().scale, large.bars.front().scale);
        QCOMPARE(large.bars.front().scale, large.bars.front().capacity);
        QVERIFY(small.bars.front().usable < small.bars.front().capacity);
        QVERIFY(!model.index(row, 2).data(ComparisonModel::BarsRole).isValid());
    }

    void hintsNameTheColoursOfABar() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        const int row = rowOf(model, QStringLiteral("Expected"));
        const QString hint = model.index(row, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(hint.startsWith(QStringLiteral("node-1, of 1.92 GiB:\n  OS + K3s 610 MiB")));
        QVERIFY(hint.contains(QStringLiteral("databases")));
    }

    void equalRowsFold() {
        ComparisonModel model;
        DifferencesFilter filter;
        filter.setSourceModel(&model);
        model.setReport(planned("plex-commons"));
        QCOMPARE(rowOf(filter, QStringLiteral("When a server dies")), -1);
        QVERIFY(rowOf(filter, QStringLiteral("Per month")) >= 0);
        QVERIFY(filter.hiddenRows() > 0);
        filter.setShow(DifferencesFilter::Show::Everything);
        QVERIFY(rowOf(filter, QStringLiteral("When a server dies")) >= 0);
        QCOMPARE(filter.hiddenRows(), 0);
    }

    void frontierIsSaidInWords() {
        ComparisonModel model;
        model.setReport(planned("plex-commons"));
        QCOMPARE(frontierText(model.points(), ParetoAxis::Headroom, ParetoAxis::Cost),
                 QStringLiteral("● Worth choosing: A (recommended, cheapest), B (most memory "
                                "left, 6 services move).\n✕ Refused: C, D."));
    }

    void theRecommendedLayoutIsNeverBeaten_data() {
        QTest::addColumn<QByteArray>("scenario");
        for (const char* name : {"one-vps", "two-apps-one-server", "two-envs-one-server",
                                 "plex-commons", "all-together", "multi-node", "agency"}) {
            QTest::newRow(name) << QByteArray(name);
        }
    }
    void theRecommendedLayoutIsNeverBeaten() {
        QFETCH(QByteArray, scenario);
        ComparisonModel model;
        model.setReport(planned(scenario));
        const std::vector<ParetoPoint> points = model.points();
        QVERIFY(points.front().isRecommended);
        for (const ParetoAxis x : {ParetoAxis::Cost, ParetoAxis::Headroom, ParetoAxis::Risk}) {
            for (const ParetoAxis y : {ParetoAxis::Cost, ParetoAxis::Headroom, ParetoAxis::Risk}) {
                const QString text = frontierText(points, x, y);
                QVERIFY2(text.startsWith(QStringLiteral("● Worth choosing: A (recommended")),
                         qPrintable(text));
                QVERIFY2(!text.contains(QStringLiteral("A by")), qPrintable(text));
            }
        }
    }

    /// Two layouts of one price: the one that leaves more memory asks for ten migrations, which the
    /// plot does not show and the words do.
    void effortIsSaidWhereItDecides() {
        auto report = std::make_shared<PlanReport>(*planned("agency"));
        const std::size_t count = report->plans.size();
        CapacityPlan shared = report->plans.front();
        shared.id = "p9";
        shared.migrations = 10;
        Check& memory = *std::ranges::find(shared.checks, CheckId::FitMemory, &Check::id);
        for (DocumentNode::Entry& entry : memory.numbers.entries) {
            if (entry.key == "needed") {
                entry.value = makeNumber(1);
            }
        }
        report->plans.push_back(shared);
        ComparisonModel model;
        model.setReport(report);
        const QString text = frontierText(model.points(), ParetoAxis::Headroom, ParetoAxis::Cost);
        QVERIFY2(text.contains(QStringLiteral("A (recommended")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("10 services move)")), qPrintable(text));
        QCOMPARE(cell(model, QStringLiteral("Has to change"), static_cast<int>(count)),
                 QStringLiteral("10 services move"));
    }

    void whatTheCanvasHoldsIsAColumnOfItsOwn() {
        ComparePage page;
        page.resize(950, 600);
        page.setReport(planned("plex-commons"));
        const int before = page.model().columnCount();
        const auto other = planned("multi-node");
        const std::shared_ptr<const CapacityPlan> held(other, &other->plans.front());
        page.setHeld(QString::fromLatin1(ComparisonModel::kHeldId), held);
        QCOMPARE(page.model().columnCount(), std::min(before + 1, ComparisonModel::kMostColumns));
        const int column = page.model().columnOf(QStringLiteral("held"));
        QVERIFY(column >= 0);
        QVERIFY(page.model()
                    .headerData(column, Qt::Horizontal)
                    .toString()
                    .endsWith(QStringLiteral("held on the canvas")));
        QCOMPARE(cell(page.model(), QStringLiteral("Layout"), column),
                 QString::fromStdString(held->title));
        // It stands in the plot too, and leaves with its layout.
        const auto points = page.model().points();
        QVERIFY(std::ranges::any_of(points, [](const ParetoPoint& one) {
            return one.isHeld && one.id == QLatin1String("held");
        }));
        page.setHeld(QStringLiteral("p1"));
        QCOMPARE(page.model().columnOf(QStringLiteral("held")), -1);
    }

    /// In the smallest window too: rail, bars and strips leave about this.
    void theSentenceOfThePlotHasRoom() {
        ComparePage page;
        page.resize(948, 552);
        auto report = std::make_shared<PlanReport>(*planned("plex-commons"));
        report->plans.push_back(report->plans.back());
        report->plans.back().id = "p8";
        report->plans.back().cost.monthly += Money::fromRaw(50'000'000);
        page.setReport(report);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const auto* words = page.findChild<QLabel*>(QStringLiteral("frontierText"));
        QCOMPARE(words->text().count(QLatin1Char('\n')), 2);  // worth it, beaten, refused
        QVERIFY(words->height() >= words->heightForWidth(words->width()));
    }

    void theHeldLayoutIsAmongTheFiveThatAreShown() {
        auto report = std::make_shared<PlanReport>(*planned("plex-commons"));
        while (report->plans.size() < 7) {
            report->plans.push_back(report->plans.front());
            report->plans.back().id = "x" + std::to_string(report->plans.size());
        }
        ComparisonModel model;
        model.setReport(report);
        const auto other = planned("multi-node");
        model.setHeldPlan(std::shared_ptr<const CapacityPlan>(other, &other->plans.front()));
        QVERIFY(model.columnOf(QStringLiteral("held")) >= 0);
        QCOMPARE(model.columnCount(), ComparisonModel::kMostColumns);
    }

    void everyPageIsReadable_data() {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<int>("kind");
        for (const char* name : {"plex-commons", "multi-node", "agency", "two-apps-one-server"}) {
            for (const int kind : {0, 1}) {
                QTest::addRow("%s %d", name, kind) << QByteArray(name) << kind;
            }
        }
    }
    void everyPageIsReadable() {
        QFETCH(QByteArray, scenario);
        QFETCH(int, kind);
        applyTheme(*qApp, kind == 0 ? ThemeKind::Light : ThemeKind::Dark);
        ComparePage page;
        page.resize(950, 600);
        page.setReport(planned(scenario.constData()));
        page.setKept({keptOf("plex-commons", 2)});
        page.setHeld(QStringLiteral("p1"));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* table = page.findChild<QTableView*>();
        QTRY_VERIFY(table->rowHeight(0) > kRowHeight);
        // No cell is lower than its words.
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            for (int column = 0; column < table->model()->columnCount(); ++column) {
                QStyleOptionViewItem option;
                option.rect.setWidth(table->columnWidth(column));
                const QModelIndex index = table->model()->index(row, column);
                QVERIFY(table->rowHeight(row) >=
                        table->itemDelegate()->sizeHint(option, index).height());
            }
        }
        saveGrab(page, QStringLiteral("compare-%1-%2")
                           .arg(QLatin1String(scenario))
                           .arg(kind == 0 ? QLatin1String("light") : QLatin1String("dark")));
        applyTheme(*qApp, ThemeKind::Light);
    }

    void allRowsAreReadable() {
        ComparePage page;
        page.resize(950, 1300);
        page.setReport(planned("multi-node"));
        page.findChild<QCheckBox*>(QStringLiteral("differencesOnly"))->setChecked(false);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* table = page.findChild<QTableView*>();
        QTRY_VERIFY(table->rowHeight(0) > kRowHeight);
        saveGrab(page, QStringLiteral("compare-all-rows"));
    }

    void actionsFollowTheColumn() {
        ComparePage page;
        page.setReport(planned("two-apps-one-server"));
        page.setKept({keptOf("plex-commons", 2)});
        page.show();
        auto button = [&page](const char* name) {
            return page.findChild<QPushButton*>(QLatin1String(name));
        };
        QSignalSpy held(&page, &ComparePage::holdRequested);
        QSignalSpy removed(&page, &ComparePage::removeKept);
        QSignalSpy rechecked(&page, &ComparePage::recheckRequested);
        QSignalSpy fixes(&page, &ComparePage::fixRequested);
        QCOMPARE(page.currentId(), QStringLiteral("p1"));
        QVERIFY(!button("removeLayout")->isVisible());
        button("holdLayout")->click();
        QCOMPARE(held.at(0).at(0).toString(), QStringLiteral("p1"));
        page.setCurrent(QStringLiteral("kept:0"));
        QVERIFY(button("removeLayout")->isVisible());
        button("recheckLayout")->click();
        button("removeLayout")->click();
        QCOMPARE(rechecked.at(0).at(0).toInt(), 0);
        QCOMPARE(removed.at(0).at(0).toInt(), 0);
        // The third refused layout has a smallest change.
        page.setCurrent(QStringLiteral("refused:2"));
        QVERIFY(!button("holdLayout")->isEnabled());
        QVERIFY(button("fixLayout")->isVisible());
        button("fixLayout")->click();
        QCOMPARE(fixes.count(), 1);
        QVERIFY(!fixes.at(0).at(0).value<DocumentNode>().items.empty());
    }

    void plotAndTableChooseTogether() {
        ComparePage page;
        page.resize(950, 600);
        page.setReport(planned("plex-commons"));
        page.show();
        auto* plot = page.findChild<ParetoChart*>();
        auto* table = page.findChild<QTableView*>();
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->placeOf(1).toPoint());
        QCOMPARE(page.currentId(), QStringLiteral("p2"));
        QTest::keyClick(table, Qt::Key_Left);
        QCOMPARE(plot->current(), QStringLiteral("p1"));
        QSignalSpy activated(&page, &ComparePage::planActivated);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(activated.at(0).at(0).toString(), QStringLiteral("p1"));
        QSignalSpy figures(&page, &ComparePage::figureActivated);
        const int row = rowOf(*table->model(), QStringLiteral("Per month"));
        table->setCurrentIndex(table->model()->index(row, 0));
        QTest::keyClick(table, Qt::Key_E);
        QCOMPARE(figures.at(0).at(0).value<Figure>().value, QStringLiteral("$12.00 / month"));
    }

    void twoAxesNeverAreTheSame() {
        ComparePage page;
        page.setReport(planned("plex-commons"));
        auto* x = page.findChild<QComboBox*>(QStringLiteral("xAxis"));
        auto* y = page.findChild<QComboBox*>(QStringLiteral("yAxis"));
        x->setCurrentIndex(y->currentIndex());
        QVERIFY(x->currentIndex() != y->currentIndex());
        y->setCurrentIndex(x->currentIndex());
        QVERIFY(x->currentIndex() != y->currentIndex());
    }

    void statesAreSaid() {
        ComparePage page;
        page.resize(600, 400);
        page.show();
        QSignalSpy proposals(&page, &ComparePage::proposalsRequested);
        page.findChild<QPushButton*>(QStringLiteral("proposeLayouts"))->click();
        QCOMPARE(proposals.count(), 1);
        saveGrab(page, QStringLiteral("compare-empty"));
        page.setProgress(QStringLiteral("comparing: 3 of 9 layouts"));
        const auto* state = page.findChild<QLabel*>(QStringLiteral("compareState"));
        QCOMPARE(state->text(), QStringLiteral("comparing: 3 of 9 layouts"));
        QSignalSpy stopped(&page, &ComparePage::stopRequested);
        page.findChild<QPushButton*>(QStringLiteral("stopComparison"))->click();
        QCOMPARE(stopped.count(), 1);
        page.setReport(planned("plex-commons"));
        page.setProgress({});
        page.setAge(AnswerAge::BeforeEdit);
        QCOMPARE(state->text(), QStringLiteral("before this edit"));
    }

    void theWholeComparisonCopies() {
        ComparePage page;
        page.setReport(planned("plex-commons"));
        page.copyAll(CopyFormat::Markdown);
        const QStringList lines =
            QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(lines.at(0).startsWith(QStringLiteral("|  | A · recommended | B |")));
        QCOMPARE(lines.at(1).count(QStringLiteral("---")), 5);
        QVERIFY(QGuiApplication::clipboard()->text().contains(
            QStringLiteral("| Per month | $12.00 | $24.00 | $4.00 | $6.00 |")));
        page.copyAll(CopyFormat::Tsv);
        QVERIFY(QGuiApplication::clipboard()->mimeData()->hasFormat(QStringLiteral("text/csv")));
    }
};

class TableCopyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatEscapesItsOwnSigns() {
        const CopyTable table = smallTable();
        QCOMPARE(textOf(table, CopyFormat::Tsv),
                 QStringLiteral("pod\texpected (MiB)\nweb\t138\na|b, \"c\"\t1; 2\n"));
        QCOMPARE(textOf(table, CopyFormat::Markdown),
                 QStringLiteral("| pod | expected (MiB) |\n| --- | --- |\n| web | 138 |\n"
                                "| a\\|b, \"c\" | 1<br>2 |\n"));
        QCOMPARE(
            textOf(table, CopyFormat::Csv),
            QStringLiteral("pod,expected (MiB)\r\nweb,138\r\n\"a|b, \"\"c\"\"\",\"1\n2\"\r\n"));
        const QJsonArray rows =
            QJsonDocument::fromJson(textOf(table, CopyFormat::Json).toUtf8()).array();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(1).toObject().value(QStringLiteral("expected (MiB)")).toString(),
                 QStringLiteral("1\n2"));
    }

    void oneCopyCarriesAllFormats() {
        const std::unique_ptr<QMimeData> data = mimeDataOf(smallTable());
        for (const char* format : {"text/plain", "text/markdown", "text/csv", "application/json"}) {
            QVERIFY2(data->hasFormat(QLatin1String(format)), format);
        }
    }

    void selectionsAreRectanglesInTheOrderOfTheModel() {
        QStandardItemModel model(3, 3);
        model.setHorizontalHeaderLabels(
            {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        model.setVerticalHeaderLabels(
            {QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z")});
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 3; ++column) {
                model.setItem(row, column, new QStandardItem(QString::number(3 * row + column)));
            }
        }
        const CopyTable part =
            copyTableOf(model, {model.index(2, 2), model.index(0, 1)}, RowNames::FirstColumn);
        QCOMPARE(part.header, (QStringList{QString(), QStringLiteral("b"), QStringLiteral("c")}));
        QCOMPARE(part.rows.size(), std::size_t{2});
        QCOMPARE(part.rows[0],
                 (QStringList{QStringLiteral("x"), QStringLiteral("1"), QStringLiteral("2")}));
        QCOMPARE(copyTableOf(model, {}).rows.size(), std::size_t{3});
        // What the model offers for copies goes before what it shows.
        model.setData(model.index(0, 1), QStringLiteral("one"), kCopyTextRole);
        QCOMPARE(copyTableOf(model, {model.index(0, 1)}).rows[0],
                 (QStringList{QStringLiteral("one")}));
    }

    void ctrlCCopiesTheSelectedRows() {
        QStandardItemModel model(2, 1);
        model.setItem(0, 0, new QStandardItem(QStringLiteral("first")));
        model.setItem(1, 0, new QStandardItem(QStringLiteral("second")));
        QTableView view;
        view.setModel(&model);
        addCopyActions(view, RowNames::Dropped, nullptr);
        view.setCurrentIndex(model.index(1, 0));
        view.actions().front()->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("1\nsecond\n"));
    }
};

}  // namespace stowage::gui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    stowage::gui::applyTheme(application, stowage::gui::ThemeKind::Light);
    stowage::gui::CompareTest compare;
    stowage::gui::TableCopyTest copy;
    return QTest::qExec(&compare, argc, argv) | QTest::qExec(&copy, argc, argv);
}
#include "compare_test.moc"
