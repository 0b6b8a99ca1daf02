#include "gui/format.h"

#include <QtTest>

namespace stowage::gui {

class FormatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesTakeTheUnitThatReadsWell() {
        // 268 * 2^20 = 281,018,368 = 281 MB.
        QCOMPARE(bytesText(mebibytes(268)), QStringLiteral("268 MiB"));
        QCOMPARE(bytesText(mebibytes(268), ByteUnits::Decimal), QStringLiteral("281 MB"));
        // 1,812 / 1,024 = 1.7695.
        QCOMPARE(bytesText(mebibytes(1812)), QStringLiteral("1.77 GiB"));
        QCOMPARE(bytesText(mebibytes(0)), QStringLiteral("0 MiB"));
    }

    void twoAmountsShareOneUnit() {
        QCOMPARE(bytesOfText(mebibytes(1812), mebibytes(1987)), QStringLiteral("1.77 of 1.94 GiB"));
        QCOMPARE(bytesOfText(mebibytes(100), mebibytes(512)), QStringLiteral("100 of 512 MiB"));
        QCOMPARE(bytesOfText(mebibytes(10), gibibytes(4)), QStringLiteral("10 of 4,096 MiB"));
    }

    void cpuIsMillicoresBelowOne() {
        QCOMPARE(cpuText(MilliCpu::fromRaw(250)), QStringLiteral("250m"));
        QCOMPARE(cpuText(MilliCpu::fromRaw(1000)), QStringLiteral("1"));
        QCOMPARE(cpuText(MilliCpu::fromRaw(1500)), QStringLiteral("1.5"));
    }

    void whatIsMissingIsNeverZero() {
        PlanPod pod;
        pod.expected.memory = mebibytes(71);
        QCOMPARE(
            fourFiguresText(pod, MemoryLedger()),
            QStringLiteral("reserved (request) none · expected 71 MiB · ceiling (limit) none · "
                           "not measured"));
    }

    void podsGoByTheirWorkload() {
        PlanPod pod;
        pod.pod = "larakube-shared/mariadb-0";
        pod.role = "mariadb";
        pod.origin = "commons";
        QCOMPARE(shortPodName(pod), QStringLiteral("mariadb"));
        QCOMPARE(namespaceOf(pod), QStringLiteral("larakube-shared"));
        QCOMPARE(monogramOf(pod), QStringLiteral("Ma"));
        QCOMPARE(categoryOf(pod), Category::Database);
        pod.pod = "shop-production/web-1";
        pod.role = "web";
        QCOMPARE(shortPodName(pod), QStringLiteral("web-1"));
        QCOMPARE(categoryOf(pod), Category::App);
    }

    void everyVerdictHasItsOwnShape() {
        QSet<QString> marks;
        for (const PlanVerdict verdict : {PlanVerdict::Fits, PlanVerdict::Tight,
                                          PlanVerdict::DoesNotFit, PlanVerdict::NotEnoughData}) {
            marks.insert(verdictMark(verdict));
            QVERIFY(!verdictText(verdict).isEmpty());
        }
        QCOMPARE(marks.size(), 4);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::FormatTest)
#include "format_test.moc"
