#include "gui/icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

/// Draws the file with `currentColor` replaced at the moment of painting.
class ThemedIconEngine : public QIconEngine {
public:
    explicit ThemedIconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        const Theme& theme = currentTheme();
        QColor colour = mode == QIcon::Disabled ? QGuiApplication::palette().color(
                                                      QPalette::Disabled, QPalette::WindowText)
                                                : theme.text;
        if (mode == QIcon::Selected) {
            colour = theme.onAccent;
        } else if (state == QIcon::On) {
            colour = theme.accent;
        }
        QByteArray svg = m_svg;
        svg.replace("currentColor", colour.name().toUtf8());
        QSvgRenderer renderer(svg);
        renderer.render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_svg); }

private:
    QByteArray m_svg;
};

}  // namespace

QIcon icon(const char* name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    const bool isThere = file.open(QIODevice::ReadOnly);
    STOWAGE_ASSERT(isThere);
    return QIcon(new ThemedIconEngine(file.readAll()));
}

}  // namespace stowage::gui
