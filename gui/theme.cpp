#include "gui/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPaintEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QThread>
#include <QVariant>
#include <cmath>

#include "gui/control_style.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr const char* kThemeProperty = "stowageTheme";
constexpr const char* kTextScaleProperty = "stowageTextScale";

QColor rgb(unsigned value) {
    return QColor::fromRgb(0xFF000000U | value);
}

QColor mix(const QColor& over, const QColor& under, qreal share) {
    return QColor::fromRgbF(
        static_cast<float>(over.redF() * share + under.redF() * (1 - share)),
        static_cast<float>(over.greenF() * share + under.greenF() * (1 - share)),
        static_cast<float>(over.blueF() * share + under.blueF() * (1 - share)));
}

Theme darkTheme() {
    return {.kind = ThemeKind::Dark,
            .window = rgb(0x0F141A),
            .panel = rgb(0x161B22),
            .sunken = rgb(0x0B0F14),
            .line = rgb(0x2A3440),
            .lineStrong = rgb(0x6E7E90),
            .text = rgb(0xE6EDF3),
            .muted = rgb(0x9FB0C3),
            .accent = rgb(0x4FA3FF),
            .onAccent = rgb(0x0B0F14),
            .app = rgb(0x496DD5),
            .worker = rgb(0x82EBE4),
            .database = rgb(0xC1A1FA),
            .cache = rgb(0xFA5783),
            .files = rgb(0xB07A34),
            .search = rgb(0xC6E86B),
            .system = rgb(0x93A2B2),
            .machine = rgb(0x5C6A7A),
            .ok = rgb(0x33B28A),
            .warnMark = rgb(0xFAD849),
            .warnText = rgb(0xFAD849),
            .danger = rgb(0xFF5A45),
            .blend = 0.62};
}

Theme lightTheme() {
    return {.kind = ThemeKind::Light,
            .window = rgb(0xF4F6F9),
            .panel = rgb(0xFFFFFF),
            .sunken = rgb(0xE9EDF2),
            .line = rgb(0xD5DCE4),
            .lineStrong = rgb(0x7C8A9B),
            .text = rgb(0x1B2430),
            .muted = rgb(0x526173),
            .accent = rgb(0x1F5FBF),
            .onAccent = rgb(0xFFFFFF),
            .app = rgb(0x265AE6),
            .worker = rgb(0x319DA0),
            .database = rgb(0x5A3C7C),
            .cache = rgb(0x7D3349),
            .files = rgb(0x624B07),
            .search = rgb(0x5E9604),
            .system = rgb(0x5F6E7F),
            .machine = rgb(0x8593A4),
            .ok = rgb(0x037560),
            .warnMark = rgb(0xB97E05),
            .warnText = rgb(0x8A5B00),
            .danger = rgb(0x97140C),
            .blend = 0.55};
}

/// Text at 7:1 and marks at 4.5:1 against `panel`, at least.
Theme highContrastTheme() {
    return {.kind = ThemeKind::HighContrast,
            .window = rgb(0x000000),
            .panel = rgb(0x000000),
            .sunken = rgb(0x14181D),
            .line = rgb(0x9FB0C3),
            .lineStrong = rgb(0xFFFFFF),
            .text = rgb(0xFFFFFF),
            .muted = rgb(0xD5DCE4),
            .accent = rgb(0x7CC0FF),
            .onAccent = rgb(0x000000),
            .app = rgb(0x7F9DF5),
            .worker = rgb(0x82EBE4),
            .database = rgb(0xC1A1FA),
            .cache = rgb(0xFF7A9E),
            .files = rgb(0xD39A4E),
            .search = rgb(0xC6E86B),
            .system = rgb(0xB7C3CF),
            .machine = rgb(0x93A2B2),
            .ok = rgb(0x4FD3A8),
            .warnMark = rgb(0xFFE36B),
            .warnText = rgb(0xFFE36B),
            .danger = rgb(0xFF8A7A),
            .blend = 0.35};
}

QPalette paletteOf(const Theme& theme) {
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.danger);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onAccent);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Light, theme.line);
    palette.setColor(QPalette::Midlight, theme.line);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.line);
    palette.setColor(QPalette::Shadow, theme.sunken);
    // In high contrast the outlines are as bright as the text: what is off is the dimmer line.
    const QColor& off = theme.kind == ThemeKind::HighContrast ? theme.line : theme.lineStrong;
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, off);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, theme.muted);
    return palette;
}

qreal textScale() {
    const QVariant scale = qApp == nullptr ? QVariant() : qApp->property(kTextScaleProperty);
    return scale.isValid() ? scale.toReal() : 1.0;
}

}  // namespace

QColor Theme::of(Category category) const {
    switch (category) {
        case Category::App:
            return app;
        case Category::Worker:
            return worker;
        case Category::Database:
            return database;
        case Category::Cache:
            return cache;
        case Category::Files:
            return files;
        case Category::Search:
            return search;
        case Category::System:
            return system;
    }
    STOWAGE_UNREACHABLE();
}

QColor Theme::fillOf(Category category) const {
    return mix(of(category), panel, blend);
}

QColor Theme::shadow() const {
    QColor colour = Qt::black;
    colour.setAlphaF(kind == ThemeKind::Light ? 0.18F : 0.55F);
    return colour;
}

const Theme& themeOf(ThemeKind kind) {
    static const Theme dark = darkTheme();
    static const Theme light = lightTheme();
    static const Theme highContrast = highContrastTheme();
    switch (kind) {
        case ThemeKind::Dark:
            return dark;
        case ThemeKind::Light:
            return light;
        case ThemeKind::HighContrast:
            return highContrast;
    }
    STOWAGE_UNREACHABLE();
}

const Theme& currentTheme() {
    const QVariant kind = qApp == nullptr ? QVariant() : qApp->property(kThemeProperty);
    return themeOf(kind.isValid() ? static_cast<ThemeKind>(kind.toInt()) : ThemeKind::Light);
}

void applyTheme(QApplication& application, ThemeKind kind, qreal textScale) {
    application.setProperty(kThemeProperty, static_cast<int>(kind));
    application.setProperty(kTextScaleProperty, textScale);
    QApplication::setStyle(new ControlStyle);  // the application takes it
    QApplication::setPalette(paletteOf(themeOf(kind)));
    QApplication::setFont(fontOf(TextRole::Body));
}

void loadFonts() {
    for (const char* name :
         {"Inter-Regular.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf"}) {
        const int id =
            QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(name));
        STOWAGE_ASSERT(id >= 0);
    }
}

QFont fontOf(TextRole role) {
    QFont font(QStringLiteral("Inter"));
    qreal pixels = 13;
    switch (role) {
        case TextRole::Headline:
            pixels = 20;
            font.setWeight(QFont::DemiBold);
            break;
        case TextRole::Title:
            pixels = 15;
            font.setWeight(QFont::DemiBold);
            break;
        case TextRole::Body:
            break;
        case TextRole::TileName:
            pixels = 12;
            font.setWeight(QFont::DemiBold);
            break;
        case TextRole::Secondary:
            pixels = 11;
            break;
        case TextRole::Code:
            font = QFont(QStringLiteral("JetBrains Mono"));
            pixels = 12.5;
            break;
    }
    font.setPixelSize(static_cast<int>(std::lround(pixels * textScale())));
    return font;
}

namespace {

/// One period of the hatching: a brush of it fills an area many times faster than its lines.
QPixmap hatchingTile(const QColor& colour, int step) {
    const QString key = QStringLiteral("stowage/hatching/%1/%2").arg(colour.rgba()).arg(step);
    QPixmap tile;
    if (!QPixmapCache::find(key, &tile)) {
        tile = QPixmap(step, step);
        tile.fill(Qt::transparent);
        QPainter painter(&tile);
        painter.setPen(QPen(colour, 1));
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        for (int at = 0; at < step; ++at) {
            painter.drawPoint(at, step - 1 - at);
        }
        painter.end();
        QPixmapCache::insert(key, tile);
    }
    return tile;
}

bool isOnScreen(const QPainter& painter) {
    return painter.paintEngine()->type() == QPaintEngine::Raster &&
           painter.device()->devicePixelRatioF() == 1.0 &&
           QThread::currentThread() == qApp->thread() &&
           painter.transform().type() <= QTransform::TxTranslate;
}

}  // namespace

void paintHatching(QPainter& painter, const QRectF& area, const QColor& colour, int step) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (isOnScreen(painter)) {
        painter.setBrushOrigin(area.bottomLeft());
        painter.fillRect(area, QBrush(hatchingTile(colour, step)));
    } else {
        painter.setClipRect(area, Qt::IntersectClip);
        // At 45 degrees a line is even without smoothing, and drawn many times faster.
        painter.setPen(QPen(colour, 1));
        const qreal height = area.height();
        for (qreal x = area.left() - height; x < area.right(); x += step) {
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x + height, area.top()));
        }
    }
    painter.restore();
}

}  // namespace stowage::gui
