#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QPainter;
class QRectF;

namespace stowage::gui {

enum class ThemeKind { Dark, Light, HighContrast };
/// What the user chose; System follows the desktop.
enum class ThemeChoice { System, Dark, Light, HighContrast };

/// Whether tiles glide to their new places.
enum class Motion { Full, Reduced };

/// The kind of a workload, as the fill of its tile shows it.
enum class Category { App, Worker, Database, Cache, Files, Search, System };

/// Colour and size tokens: the only place where a colour is written down. Contrast ratios are
/// checked by tests/gui/theme_test.
struct Theme {
    ThemeKind kind = ThemeKind::Light;
    QColor window, panel, sunken, line, lineStrong, text, muted, accent, onAccent;
    QColor app, worker, database, cache, files, search, system, machine;
    QColor ok, warnMark, warnText, danger;
    qreal blend = 0.55;  ///< share of a category in the fill of a tile, over `panel`

    /// Solid colour of a category: bands and bars.
    QColor of(Category category) const;
    /// The same blended over `panel`: fills of tiles.
    QColor fillOf(Category category) const;
    QColor shadow() const;
    bool operator==(const Theme&) const = default;
};

const Theme& themeOf(ThemeKind kind);
/// The theme that the application shows now (property of qApp; Light before applyTheme).
const Theme& currentTheme();
/// Palette, style and fonts of the whole application. `textScale`: 1, 1.15 or 1.3.
void applyTheme(QApplication& application, ThemeKind kind, qreal textScale = 1.0);
/// Loads the compiled-in fonts; once, before the first widget.
void loadFonts();

/// The type scale, times the text scale of the application.
enum class TextRole { Headline, Title, Body, TileName, Secondary, Code };
QFont fontOf(TextRole role);

// Sizes in device-independent pixels.
inline constexpr int kGap = 8;
inline constexpr int kGapSmall = 4;
inline constexpr int kGapLarge = 16;
inline constexpr int kPanelPadding = 12;
inline constexpr int kRowHeight = 28;
inline constexpr qreal kRadiusNode = 8;
inline constexpr qreal kRadiusNamespace = 5;
inline constexpr qreal kRadiusTile = 3;
inline constexpr qreal kRadiusControl = 6;

/// Lines at 45 degrees, `step` pixels apart. Exports get lines, which vector formats keep; the
/// screen gets the same pattern from a brush.
void paintHatching(QPainter& painter, const QRectF& area, const QColor& colour, int step = 6);

}  // namespace stowage::gui
