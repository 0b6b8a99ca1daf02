#include "gui/typed_values.h"

#include <QtTest>

#include "gui/format.h"

namespace stowage::gui {

class TypedValuesTest : public QObject {
    Q_OBJECT

private:
    /// The value, or "✕ " and the error.
    static QString shown(const TypedText& typed) {
        return typed.ok() ? qs(*typed.value) : QStringLiteral("✕ ") + typed.error;
    }
    static QString shown(const Typed<std::int64_t>& typed) {
        return typed.ok() ? QString::number(*typed.value) : QStringLiteral("✕ ") + typed.error;
    }

private Q_SLOTS:
    void memory_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* typed, const char* expected) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
        };
        row("1.5G", "1.5G");
        row("1.5 GiB", "1.5Gi");
        row("512 MB", "512M");
        row("512mib", "512Mi");
        row(" 64 ki ", "64Ki");
        row("2gb", "2G");
        row("1048576", "1048576");
        row("0", "0");
        row("512m", "✕ “512m” would be thousandths of a byte; write 512M or 512Mi");
        row("512", "✕ Say the unit: 512Mi, 512Gi, 512 MB or 512 GB");
        row("1,5G", "✕ Write the decimals of “1,5G” after a point, not a comma");
        row("5 apples", "✕ “apples” is not a unit of memory; write Mi, Gi, MB or GB");
        row("-1Gi", "✕ “-1Gi” is below zero; write for example 512Mi");
        row("", "✕ Write a number, as in 512Mi");
        row("99999999999E", "✕ “99999999999E” is too large");
    }
    void memory() {
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        QCOMPARE(shown(readMemory(typed)), expected);
    }

    void cpu() {
        QCOMPARE(shown(readCpu(QStringLiteral("250m"))), QStringLiteral("250m"));
        QCOMPARE(shown(readCpu(QStringLiteral("0.5"))), QStringLiteral("0.5"));
        QCOMPARE(shown(readCpu(QStringLiteral("2 vCPU"))), QStringLiteral("2"));
        QCOMPARE(shown(readCpu(QStringLiteral("2 Gi"))),
                 QStringLiteral("✕ “Gi” is not a unit of CPU; write 250m or 0.5"));
    }

    void whatIsBelowZeroIsCalledSo() {
        const auto why = [](const auto& typed) { return typed.error; };
        QCOMPARE(why(readMoney(QStringLiteral("-5"))),
                 QStringLiteral("“-5” is below zero; write for example 40"));
        QCOMPARE(why(readMoney(QStringLiteral("-$5"))),
                 QStringLiteral("“-$5” is below zero; write for example 40"));
        QCOMPARE(why(readCount(QStringLiteral("−2"), 1, 10)),
                 QStringLiteral("“−2” is below zero; write a whole number from 1 to 10"));
        QCOMPARE(why(readPods(QStringLiteral("-5"))),
                 QStringLiteral("“-5” is below zero; write a whole number from 1 to 10000"));
        QCOMPARE(why(readLoad(QStringLiteral("-5, flat"))),
                 QStringLiteral("“-5” is below zero; write for example 12 rps"));
        QCOMPARE(why(readDataSizes(QStringLiteral("-2Gi"))),
                 QStringLiteral("“-2Gi” is below zero; write for example 512Mi"));
        QVERIFY(why(readMoney(QStringLiteral("5"))).isEmpty());
    }

    void shares() {
        // 10 % = 0.1; 2.5 % = 0.025; growth may be negative.
        QCOMPARE(shown(readShare(QStringLiteral("10 %"), 0, 90)), QStringLiteral("0.1"));
        QCOMPARE(shown(readShare(QStringLiteral("2.5%"), 0, 90)), QStringLiteral("0.025"));
        QCOMPARE(shown(readShare(QStringLiteral("0.15"), 0, 90)), QStringLiteral("0.15"));
        QCOMPARE(shown(readShare(QStringLiteral("-5 %"), -90, 1000)), QStringLiteral("-0.05"));
        QCOMPARE(shown(readShare(QStringLiteral("100 %"), 0, 100)), QStringLiteral("1"));
        QCOMPARE(shown(readShare(QStringLiteral("95 %"), 0, 90)),
                 QStringLiteral("✕ Write a share from 0 % to 90 %"));
    }

    void moneyAndTimes() {
        QCOMPARE(shown(readMoney(QStringLiteral("$40"))), QStringLiteral("40"));
        QCOMPARE(shown(readMoney(QStringLiteral("40.50 EUR / month"))), QStringLiteral("40.50"));
        QVERIFY(!readMoney(QStringLiteral("1.1234567")).ok());
        QVERIFY(!readMoney(QStringLiteral("forty")).ok());
        QCOMPARE(shown(readMilliseconds(QStringLiteral("0.4 s"))), QStringLiteral("400"));
        QCOMPARE(shown(readMilliseconds(QStringLiteral("400"))), QStringLiteral("400"));
        QVERIFY(!readMilliseconds(QStringLiteral("0")).ok());
        QCOMPARE(shown(readSeconds(QStringLiteral("200 ms"))), QStringLiteral("0.2"));
        QCOMPARE(shown(readExchangeRate(QStringLiteral("1.08"))), QStringLiteral("1.08"));
        QVERIFY(!readExchangeRate(QStringLiteral("0")).ok());
    }

    void loads() {
        const auto load = [](const char* text) { return readLoad(QString::fromUtf8(text)); };
        QCOMPARE(*load("12 rps, office-hours").value,
                 (TypedLoad{.peakRps = "12", .profile = "office-hours"}));
        QCOMPARE(*load("0.5").value, (TypedLoad{.peakRps = "0.5", .profile = {}}));
        QCOMPARE(*load("Two peaks").value, (TypedLoad{.peakRps = {}, .profile = "two-peaks"}));
        QCOMPARE(*load("quiet").value, (TypedLoad{.peakRps = "0.5", .profile = "flat"}));
        QCOMPARE(*load("Busy").value, (TypedLoad{.peakRps = "12", .profile = "office-hours"}));
        QVERIFY(load("12 rps, at night").error.contains(QStringLiteral("at night")));
        QVERIFY(!load("").ok());
        QVERIFY(!load("12, 13").ok());
    }

    void curvesAreScaledToMeanOne() {
        QString typed;
        for (int hour = 0; hour < 24; ++hour) {
            typed += hour < 12 ? QStringLiteral("2 ") : QStringLiteral("6 ");
        }
        // Mean 4: 2 / 4 = 0.5 and 6 / 4 = 1.5.
        const auto curve = readCurve(typed);
        QVERIFY(curve.ok());
        QCOMPARE(qs((*curve.value)[0]), QStringLiteral("0.5"));
        QCOMPARE(qs((*curve.value)[23]), QStringLiteral("1.5"));
        QCOMPARE(readCurve(QStringLiteral("1 2 3")).error,
                 QStringLiteral("A day has 24 numbers, not 3"));
    }

    void podsAndData() {
        QCOMPARE(*readPods(QStringLiteral("1 pod, 5 workers")).value,
                 (TypedPods{.pods = 1, .workers = 5}));
        QCOMPARE(*readPods(QStringLiteral("2 × 5")).value, (TypedPods{.pods = 2, .workers = 5}));
        QCOMPARE(*readPods(QStringLiteral("3")).value, (TypedPods{.pods = 3, .workers = {}}));
        QCOMPARE(*readPods(QStringLiteral("4 workers")).value,
                 (TypedPods{.pods = {}, .workers = 4}));
        QVERIFY(!readPods(QStringLiteral("0 pods")).ok());
        QVERIFY(!readPods(QStringLiteral("many")).ok());
        QCOMPARE(*readDataSizes(QStringLiteral("database 2 GiB, keys 64Mi, files 20G")).value,
                 (TypedData{.database = "2Gi", .keys = "64Mi", .objects = "20G"}));
        QCOMPARE(*readDataSizes(QStringLiteral("1Gi")).value,
                 (TypedData{.database = "1Gi", .keys = {}, .objects = {}}));
        QVERIFY(!readDataSizes(QStringLiteral("1Gi, 2Gi")).ok());
    }

    void words() {
        QCOMPARE(*readModeWish(QStringLiteral("shared")).value, ModeWish::Plex);
        QCOMPARE(*readModeWish(QStringLiteral("Managed")).value, ModeWish::Managed);
        QVERIFY(!readModeWish(QStringLiteral("cloud")).ok());
        QCOMPARE(*readWeight(QStringLiteral("Light")).value, Weight::Light);
        QCOMPARE(*readStrategy(QStringLiteral("several nodes")).value, Strategy::MultiNodeHa);
        QCOMPARE(*readStrategy(QStringLiteral("single-node")).value, Strategy::SingleNode);
    }
};

}  // namespace stowage::gui

QTEST_GUILESS_MAIN(stowage::gui::TypedValuesTest)
#include "typed_values_test.moc"
