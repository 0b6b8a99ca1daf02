#include <QAccessible>
#include <QtTest>

#include "gui/accessibility.h"
#include "gui/layout_view.h"
#include "tests/gui/canvas_samples.h"

namespace stowage::gui {
namespace {

QString roleWord(QAccessible::Role role) {
    return role == QAccessible::List       ? QStringLiteral("list")
           : role == QAccessible::ListItem ? QStringLiteral("item")
                                           : QStringLiteral("other");
}

QString dump(QAccessibleInterface& top) {
    QStringList lines;
    const auto add = [&](QAccessibleInterface& one) {
        lines.append(
            roleWord(one.role()) + QStringLiteral(" | ") + one.text(QAccessible::Name) +
            QStringLiteral(" | ") +
            one.text(QAccessible::Description).replace(QLatin1Char('\n'), QStringLiteral(" / ")));
    };
    add(top);
    for (int i = 0; i < top.childCount(); ++i) {
        add(*top.child(i));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

class CanvasAccessibilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
        installAccessibility();
    }

    void theTreeIsTheGoldenText() {
        LayoutView view(themeOf(ThemeKind::Light));
        view.resize(1280, 800);
        CanvasInput input;
        input.plan = std::make_shared<const CapacityPlan>(testkit::crowdedPlan());
        view.setInput(input);
        QAccessibleInterface* top = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(top != nullptr);
        const QString shown = dump(*top);
        QFile golden(QStringLiteral(STOWAGE_SOURCE_FOLDER "/tests/gui/golden/canvas_tree.txt"));
        if (qEnvironmentVariableIsSet("STOWAGE_UPDATE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(shown.toUtf8());
            return;
        }
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QCOMPARE(shown, QString::fromUtf8(golden.readAll()));
    }

    void entriesKnowTheirPlaceAndState() {
        LayoutView view(themeOf(ThemeKind::Light));
        view.resize(1280, 800);
        view.show();
        CanvasInput input;
        input.plan = std::make_shared<const CapacityPlan>(testkit::crowdedPlan());
        view.setInput(input);
        QAccessibleInterface* top = QAccessible::queryAccessibleInterface(&view);
        QAccessibleInterface* first = top->child(0);
        QCOMPARE(top->indexOfChild(first), 0);
        QVERIFY(first->parent() == top);
        const QPoint middle = first->rect().center();
        QVERIFY(top->childAt(middle.x(), middle.y()) == first);
        QVERIFY(!first->state().selected);
        const CanvasSpot spot{.kind = SpotKind::Tile};
        view.setSelection({podOf(view.layoutScene().model(), spot)}, {});
        QVERIFY(first->state().selected);
        QVERIFY(top->child(99) == nullptr);
    }

    void everyPodOfALargePlanIsAnEntry() {
        LayoutView view(themeOf(ThemeKind::Light));
        CanvasInput input;
        input.plan = std::make_shared<const CapacityPlan>(
            testkit::madePlan({.nodes = 5, .podsPerNode = 100}));
        view.setInput(input);
        QCOMPARE(QAccessible::queryAccessibleInterface(&view)->childCount(), 500);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::CanvasAccessibilityTest)
#include "canvas_accessibility_test.moc"
