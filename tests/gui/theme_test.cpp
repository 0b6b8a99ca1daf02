#include "gui/theme.h"

#include <QtTest>
#include <cmath>

namespace stowage::gui {
namespace {

double channel(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// Relative luminance of WCAG 2.1.
double luminance(const QColor& colour) {
    return 0.2126 * channel(static_cast<double>(colour.redF())) +
           0.7152 * channel(static_cast<double>(colour.greenF())) +
           0.0722 * channel(static_cast<double>(colour.blueF()));
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

struct Floors {
    double text;
    double mark;
};

Floors floorsOf(ThemeKind kind) {
    // WCAG 1.4.3 and 1.4.11; high contrast asks for more (rulings 115).
    return kind == ThemeKind::HighContrast ? Floors{7.0, 4.5} : Floors{4.5, 3.0};
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blackOnWhiteIsTwentyOneToOne() {
        // (1 + 0.05) / (0 + 0.05) = 21.
        QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 1e-9);
    }

    void textIsReadable_data() { kinds(); }
    void textIsReadable() {
        QFETCH(int, kind);
        const Theme& theme = themeOf(static_cast<ThemeKind>(kind));
        const double floor = floorsOf(theme.kind).text;
        for (const QColor& colour :
             {theme.text, theme.muted, theme.accent, theme.ok, theme.warnText, theme.danger}) {
            QVERIFY2(contrast(colour, theme.panel) >= floor, qPrintable(colour.name()));
        }
        for (const QColor& colour : {theme.text, theme.muted}) {
            QVERIFY2(contrast(colour, theme.window) >= floor, qPrintable(colour.name()));
            QVERIFY2(contrast(colour, theme.sunken) >= floor, qPrintable(colour.name()));
        }
        QVERIFY(contrast(theme.onAccent, theme.accent) >= floor);
    }

    void marksAreVisible_data() { kinds(); }
    void marksAreVisible() {
        QFETCH(int, kind);
        const Theme& theme = themeOf(static_cast<ThemeKind>(kind));
        const double floor = floorsOf(theme.kind).mark;
        for (const QColor& colour :
             {theme.app, theme.worker, theme.database, theme.cache, theme.files, theme.search,
              theme.system, theme.lineStrong, theme.warnMark, theme.machine}) {
            QVERIFY2(
                contrast(colour, theme.panel) >= floor,
                qPrintable(
                    QStringLiteral("%1 %2").arg(colour.name()).arg(contrast(colour, theme.panel))));
        }
    }

    void highContrastHoldsForEveryTokenOnEveryGround() {
        const Theme& theme = themeOf(ThemeKind::HighContrast);
        const Floors floors = floorsOf(theme.kind);
        for (const QColor& ground : {theme.window, theme.panel, theme.sunken}) {
            for (const QColor& text : {theme.text, theme.muted, theme.accent, theme.ok,
                                       theme.warnText, theme.danger, theme.lineStrong}) {
                QVERIFY2(contrast(text, ground) >= floors.text, qPrintable(text.name()));
            }
            for (const QColor& mark :
                 {theme.app, theme.worker, theme.database, theme.cache, theme.files, theme.search,
                  theme.system, theme.machine, theme.line, theme.warnMark}) {
                QVERIFY2(contrast(mark, ground) >= floors.mark, qPrintable(mark.name()));
            }
        }
        QVERIFY(contrast(theme.onAccent, theme.accent) >= floors.text);
    }

    void textIsReadableOnTiles_data() { kinds(); }
    void textIsReadableOnTiles() {
        QFETCH(int, kind);
        const Theme& theme = themeOf(static_cast<ThemeKind>(kind));
        // Names stand on the panel part of a tile, never on its fill.
        QVERIFY(contrast(theme.text, theme.panel) >= floorsOf(theme.kind).text);
        for (int i = 0; i <= static_cast<int>(Category::System); ++i) {
            const QColor fill = theme.fillOf(static_cast<Category>(i));
            QVERIFY2(contrast(fill, theme.panel) >= 1.2, qPrintable(fill.name()));
        }
    }

    void theThemeOfTheApplicationFollows() {
        applyTheme(*qApp, ThemeKind::Dark);
        QCOMPARE(currentTheme(), themeOf(ThemeKind::Dark));
        QCOMPARE(QApplication::palette().color(QPalette::Window), themeOf(ThemeKind::Dark).window);
        applyTheme(*qApp, ThemeKind::Light, 1.3);
        QCOMPARE(currentTheme(), themeOf(ThemeKind::Light));
        // 13 px * 1.3 = 16.9, rounded.
        QCOMPARE(fontOf(TextRole::Body).pixelSize(), 17);
        applyTheme(*qApp, ThemeKind::Light);
    }

    void noTextIsSmallerThanElevenPixels() {
        for (const TextRole role : {TextRole::Headline, TextRole::Title, TextRole::Body,
                                    TextRole::TileName, TextRole::Secondary, TextRole::Code}) {
            QVERIFY(fontOf(role).pixelSize() >= 11);
        }
    }

    void fontsAreTheCompiledInOnes() {
        loadFonts();
        QCOMPARE(QFontInfo(fontOf(TextRole::Body)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(fontOf(TextRole::Code)).family(), QStringLiteral("JetBrains Mono"));
    }

private:
    static void kinds() {
        QTest::addColumn<int>("kind");
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("high contrast") << static_cast<int>(ThemeKind::HighContrast);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ThemeTest)
#include "theme_test.moc"
