#include <QAccessible>
#include <QMetaEnum>
#include <QtTest>
#include <algorithm>
#include <array>
#include <set>

#include "gui/command_palette.h"
#include "gui/layout_page.h"
#include "tests/gui/stage.h"
#include "tests/support/golden.h"

namespace stowage::gui {
namespace {

QString roleWord(QAccessible::Role role) {
    const char* word = QMetaEnum::fromType<QAccessible::Role>().valueToKey(role);
    return word == nullptr ? QString::number(role) : QString::fromLatin1(word);
}

/// Grouping that says nothing to a listener.
bool isMute(const QAccessibleInterface& one) {
    constexpr std::array kGrouping = {QAccessible::Client,      QAccessible::Pane,
                                      QAccessible::LayeredPane, QAccessible::Whitespace,
                                      QAccessible::Border,      QAccessible::Separator};
    return std::find(kGrouping.begin(), kGrouping.end(), one.role()) != kGrouping.end() &&
           one.text(QAccessible::Name).isEmpty();
}

QString line(const QAccessibleInterface& one) {
    QStringList parts{roleWord(one.role()), one.text(QAccessible::Name),
                      one.text(QAccessible::Description), one.text(QAccessible::Value)};
    const QAccessible::State state = one.state();
    QStringList states;
    const std::pair<bool, const char*> words[] = {
        {state.checkable && !state.checked, "unchecked"},
        {state.checked, "checked"},
        {state.expandable && !state.expanded, "collapsed"},
        {state.expanded, "expanded"},
        {state.selected, "selected"},
        {state.disabled, "disabled"},
        {state.focusable, "focusable"}};
    for (const auto& [isSet, word] : words) {
        if (isSet) {
            states.push_back(QLatin1String(word));
        }
    }
    for (const auto& [label, relation] : one.relations(QAccessible::Label)) {
        states.push_back(QStringLiteral("labelled by ") + label->text(QAccessible::Name));
    }
    parts.push_back(states.join(QLatin1Char(' ')));
    QString text = parts.join(QStringLiteral(" | "));
    text.replace(QLatin1String(STOWAGE_SOURCE_FOLDER), QLatin1String("SOURCE"));
    text.replace(QLatin1Char('\n'), QLatin1String(" / "));
    while (text.endsWith(QLatin1String(" | ")) || text.endsWith(QLatin1Char(' '))) {
        text.chop(text.endsWith(QLatin1String(" | ")) ? 3 : 1);
    }
    return text;
}

/// Calls `visit` with everything that is visible, depth first.
template <typename Visit>
void walk(QAccessibleInterface& one, int depth, const Visit& visit) {
    if (one.state().invisible) {
        return;
    }
    const bool isShown = !isMute(one);
    if (isShown) {
        visit(one, depth);
    }
    for (int at = 0; at < one.childCount(); ++at) {
        if (QAccessibleInterface* child = one.child(at)) {
            walk(*child, depth + (isShown ? 1 : 0), visit);
        }
    }
}

QString dump(QWidget& widget) {
    QString text;
    walk(*QAccessible::queryAccessibleInterface(&widget), 0,
         [&text](const QAccessibleInterface& one, int depth) {
             text += QString(2 * depth, QLatin1Char(' ')) + line(one) + QLatin1Char('\n');
         });
    return text;
}

bool isControl(QAccessible::Role role) {
    static const std::set<QAccessible::Role> controls{
        QAccessible::PushButton,   QAccessible::ButtonMenu,  QAccessible::ButtonDropDown,
        QAccessible::CheckBox,     QAccessible::RadioButton, QAccessible::ComboBox,
        QAccessible::EditableText, QAccessible::SpinBox,     QAccessible::Slider,
        QAccessible::Table,        QAccessible::Tree,        QAccessible::List,
        QAccessible::PageTab,      QAccessible::Link,        QAccessible::MenuItem,
        QAccessible::Chart,        QAccessible::Dialog,      QAccessible::Window};
    return controls.count(role) != 0;
}

QString nameOf(const QWidget& widget) {
    return QStringLiteral("%1 '%2'").arg(QLatin1String(widget.metaObject()->className()),
                                         widget.objectName());
}

/// What the Tab key should reach.
QList<QWidget*> tabStops(const QWidget& top) {
    QList<QWidget*> stops;
    for (QWidget* one : top.findChildren<QWidget*>()) {
        const bool isStop = (one->focusPolicy() & Qt::TabFocus) != 0 && one->isVisible() &&
                            one->isEnabled() && one->focusProxy() == nullptr &&
                            one->window() == &top;
        // Of a group of radio buttons one takes the focus, the arrows choose.
        const auto* radio = qobject_cast<const QRadioButton*>(one);
        if (isStop && (radio == nullptr || radio->isChecked())) {
            stops.push_back(one);
        }
    }
    return stops;
}

}  // namespace

/// What assistive technology is told of every screen, and what the keyboard reaches.
class AccessibleTreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        prepareStage();
        m_stage = std::make_unique<Stage>(StageSetup());
    }
    void cleanupTestCase() { m_stage.reset(); }

    void theTreeIsItsGolden_data() { screens(); }
    void theTreeIsItsGolden() {
        QFETCH(int, screen);
        const QString shown = dump(m_stage->bring(static_cast<Screen>(screen)));
        const QString file = QStringLiteral(STOWAGE_SOURCE_FOLDER "/tests/gui/golden/%1_tree.txt")
                                 .arg(toWord(static_cast<Screen>(screen)));
        QFile golden(file);
        if (qEnvironmentVariable("UPDATE_GOLDEN") == QLatin1String("1")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(shown.toUtf8());
            return;
        }
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(file));
        const std::string moved =
            testkit::lineDifference(golden.readAll().toStdString(), shown.toStdString());
        QVERIFY2(moved.empty(), (qPrintable(file) + std::string("\n") + moved).c_str());
    }

    void everyControlHasAName_data() { screens(); }
    void everyControlHasAName() {
        QFETCH(int, screen);
        QStringList nameless;
        walk(*QAccessible::queryAccessibleInterface(&m_stage->bring(static_cast<Screen>(screen))),
             0, [&nameless](const QAccessibleInterface& one, int) {
                 const bool isPart = one.object() == nullptr;  // a cell of a table
                 const bool isAsked = isControl(one.role()) || (one.state().focusable && !isPart);
                 if (isAsked && one.text(QAccessible::Name).trimmed().isEmpty()) {
                     const auto* widget = qobject_cast<const QWidget*>(one.object());
                     nameless.push_back(roleWord(one.role()) + QLatin1Char(' ') +
                                        (widget == nullptr ? QString() : nameOf(*widget)));
                 }
             });
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void everyActionHasAText() {
        QStringList nameless;
        for (const QAction* action : m_stage->window().findChildren<QAction*>()) {
            const auto* menu = qobject_cast<const QMenu*>(action->parent());
            const bool isOfAButton = menu != nullptr && menu->menuAction() == action;
            const bool isOfQt = action->objectName().startsWith(QLatin1String("_q_"));
            if (!action->isSeparator() && !isOfAButton && !isOfQt && plainText(*action).isEmpty() &&
                qobject_cast<const QWidgetAction*>(action) == nullptr) {
                nameless.push_back(action->objectName() + QLatin1String(" of ") +
                                   QLatin1String(action->parent()->metaObject()->className()));
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void tabReachesEveryControl_data() { screens(); }
    void tabReachesEveryControl() {
        QFETCH(int, screen);
        QWidget& top = m_stage->bring(static_cast<Screen>(screen));
        top.activateWindow();
        const QList<QWidget*> stops = tabStops(top);
        QVERIFY(!stops.isEmpty());
        stops.front()->setFocus(Qt::TabFocusReason);
        QSet<QWidget*> reached;
        // Twice around: a control that keeps the focus for itself shows as those after it.
        for (qsizetype step = 0; step < 2 * stops.size() + 10; ++step) {
            if (QWidget* focus = top.focusWidget()) {
                reached.insert(focus);
                QTest::keyClick(focus, Qt::Key_Tab);
            }
        }
        QStringList missed;
        for (const QWidget* stop : stops) {
            if (!reached.contains(const_cast<QWidget*>(stop))) {
                missed.push_back(nameOf(*stop));
            }
        }
        const QWidget* last = top.focusWidget();
        QVERIFY2(missed.isEmpty(),
                 qPrintable(QStringLiteral("the focus ended on %1; not reached: %2")
                                .arg(last == nullptr ? QString() : nameOf(*last),
                                     missed.join(QStringLiteral(", ")))));
    }

private:
    static void screens() {
        QTest::addColumn<int>("screen");
        for (const Screen screen : allScreens()) {
            QTest::newRow(qPrintable(toWord(screen))) << static_cast<int>(screen);
        }
    }

    std::unique_ptr<Stage> m_stage;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::AccessibleTreeTest)
#include "accessible_tree_test.moc"
