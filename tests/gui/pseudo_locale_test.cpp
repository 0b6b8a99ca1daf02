#include "tests/gui/pseudo_locale.h"

#include <QLabel>
#include <QVBoxLayout>
#include <QtTest>

#include "tests/gui/grab.h"
#include "tests/gui/layout_audit.h"
#include "tests/gui/stage.h"

namespace stowage::gui {
namespace {

enum class Language { C, Pseudo };

struct View {
    const char* name;
    Language language;
    QSize size;
    TextScale textScale;
    bool operator==(const View& other) const { return name == other.name; }
};

constexpr View kViews[] = {
    {"c_wide", Language::C, {1440, 900}, TextScale::Normal},
    {"c_small", Language::C, {1024, 640}, TextScale::Normal},
    {"c_large_text", Language::C, {1440, 900}, TextScale::Larger},
    {"pseudo_wide", Language::Pseudo, {1440, 900}, TextScale::Normal},
    {"pseudo_small", Language::Pseudo, {1024, 640}, TextScale::Normal},
};

/// Where names of the scenario and sentences of the engine stand, which are as they are.
constexpr const char* kNames =
    "(.*recommendationContent/|pages/layoutPage/layoutTitle|mainWindow/mainToolBar/QLabel|"
    "mainWindow/commandButton|importDialog/qt_scrollarea_viewport/)";

}  // namespace

/// Every screen in a language with longer words, in a small window and with large letters: nothing
/// is cut, sticks out or overlaps. Run again at two pixels a point (QT_SCALE_FACTOR).
class PseudoLocaleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareStage(); }
    void cleanupTestCase() { m_stage.reset(); }

    void thePseudoTextIsLongerAndKeepsItsPlaces() {
        // 10 letters and 40 % more are 14, in brackets 16.
        QCOMPARE(pseudoText(QStringLiteral("Save &plan")).size(), 16);
        QVERIFY(pseudoText(QStringLiteral("%1 of %n")).contains(QStringLiteral("%1 öf %n")));
        QVERIFY(pseudoText(QStringLiteral("<b>one</b>")).contains(QStringLiteral("<b>öñé</b>")));
        QCOMPARE(PseudoTranslator().translate("x", "Ctrl+I", nullptr, -1),
                 QStringLiteral("Ctrl+I"));
    }

    void theAuditFindsWhatIsPlanted() {
        QWidget top;
        top.resize(200, 200);
        auto* cut = new QLabel(QStringLiteral("far too long for its place"), &top);
        cut->setObjectName(QStringLiteral("cut"));
        cut->setGeometry(0, 0, 40, 20);
        auto* out = new QWidget(&top);
        out->setObjectName(QStringLiteral("out"));
        out->setGeometry(150, 50, 60, 20);
        auto* wrapped = new QLabel(QStringLiteral("several words on one line only"), &top);
        wrapped->setObjectName(QStringLiteral("wrapped"));
        wrapped->setWordWrap(true);
        wrapped->setGeometry(0, 100, 60, 20);
        auto* told = new QLabel(QStringLiteral("cut as well, but it says so"), &top);
        told->setToolTip(told->text());
        told->setGeometry(0, 150, 40, 20);
        top.show();
        const QStringList found = auditLayout(top);
        QCOMPARE(found.size(), 3);
        QVERIFY(found[0].startsWith(QStringLiteral("cut: ")));
        QVERIFY(found[1].startsWith(QStringLiteral("out at 150,50")));
        QVERIFY(found[2].startsWith(QStringLiteral("wrapped: ")));
    }

    void siblingsOnTopOfEachOtherAreFound() {
        QWidget top;
        auto* column = new QVBoxLayout(&top);
        auto* one = new QLabel(QStringLiteral("one"), &top);
        auto* two = new QLabel(QStringLiteral("two"), &top);
        column->addWidget(one);
        column->addWidget(two);
        top.show();
        QCOMPARE(auditLayout(top), QStringList());
        QCoreApplication::processEvents();  // the layout has had its turn
        two->move(one->pos());
        QVERIFY(auditLayout(top).join(u' ').contains(QStringLiteral("overlap")));
    }

    void nothingIsCutOrOverlaps_data() {
        QTest::addColumn<int>("view");
        QTest::addColumn<int>("screen");
        for (int view = 0; view < static_cast<int>(std::size(kViews)); ++view) {
            for (const Screen screen : allScreens()) {
                QTest::newRow(qPrintable(QLatin1String(kViews[view].name) + u'_' + toWord(screen)))
                    << view << static_cast<int>(screen);
            }
        }
    }
    void nothingIsCutOrOverlaps() {
        QFETCH(int, view);
        QFETCH(int, screen);
        QWidget& shown = bring(kViews[view], static_cast<Screen>(screen));
        saveGrab(shown, QLatin1String(QTest::currentDataTag()));
        const QStringList found = auditLayout(shown);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }

    void everyTextIsTranslated_data() {
        QTest::addColumn<int>("screen");
        for (const Screen screen : allScreens()) {
            QTest::newRow(qPrintable(toWord(screen))) << static_cast<int>(screen);
        }
    }
    void everyTextIsTranslated() {
        QFETCH(int, screen);
        QWidget& shown = bring(kViews[3], static_cast<Screen>(screen));
        const QStringList found =
            textsThat(shown, [](const QString& text) {
                return !isPseudo(text) && isWord(text);
            }).filter(QRegularExpression(QStringLiteral("^(?!%1)").arg(QLatin1String(kNames))));
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }

private:
    /// Names, figures and answers of the engine are not translated; anything else that has letters
    /// should be.
    static bool isWord(const QString& text) {
        static const QRegularExpression letters(QStringLiteral("[A-Za-z]{3,}"));
        return letters.match(text).hasMatch();
    }

    QWidget& bring(const View& view, Screen screen) {
        if (!m_stage || !(view == *m_view)) {
            m_stage.reset();
            if (view.language == Language::Pseudo) {
                QCoreApplication::installTranslator(&m_pseudo);
            } else {
                QCoreApplication::removeTranslator(&m_pseudo);
            }
            m_view = &view;
            m_stage =
                std::make_unique<Stage>(StageSetup{.textScale = view.textScale, .size = view.size});
        }
        return m_stage->bring(screen);
    }

    PseudoTranslator m_pseudo;
    const View* m_view = nullptr;
    std::unique_ptr<Stage> m_stage;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::PseudoLocaleTest)
#include "pseudo_locale_test.moc"
