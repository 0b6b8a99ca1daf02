#include "gui/drop_halves.h"

#include <QPainter>

#include "gui/theme.h"

namespace stowage::gui {

DropHalves::DropHalves(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("dropHalves"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropHalves::offer(const DropOffer& offer, const QString& hereText) {
    m_offer = offer;
    m_hereText = hereText;
    m_pointed.reset();
    setAccessibleName(offer.kind == DropKind::Refused
                          ? offer.text
                          : tr("Left: %1. Right: new window").arg(hereText));
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropHalves::pointAt(const QPoint& place) {
    const auto half = halfAt(place);
    if (half != m_pointed) {
        m_pointed = half;
        update();
    }
}

std::optional<DropHalf> DropHalves::halfAt(const QPoint& place) const {
    if (m_offer.kind == DropKind::Refused) {
        return std::nullopt;
    }
    return place.x() < width() / 2 ? DropHalf::Here : DropHalf::NewWindow;
}

QRectF DropHalves::frameOf(DropHalf half) const {
    const QRectF all = QRectF(rect()).adjusted(kGapLarge, kGapLarge, -kGapLarge, -kGapLarge);
    if (m_offer.kind == DropKind::Refused) {
        return all;
    }
    const qreal width = (all.width() - kGapLarge) / 2;
    const qreal left = half == DropHalf::Here ? all.left() : all.right() - width;
    return {left, all.top(), width, all.height()};
}

void DropHalves::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme.window;
    veil.setAlphaF(0.82F);
    painter.fillRect(rect(), veil);
    const auto paint = [&](DropHalf half, const QString& text, const QColor& colour,
                           bool isPointed) {
        const QRectF frame = frameOf(half);
        painter.setPen(QPen(colour, isPointed ? 4 : 2, isPointed ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, kRadiusNode, kRadiusNode);
        painter.setFont(fontOf(TextRole::Headline));
        const QRectF room = frame.adjusted(48, 32, -48, -32);
        const QRectF words = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, text);
        painter.setPen(QPen(theme.line, 1));
        painter.setBrush(theme.panel);
        painter.drawRoundedRect(words.adjusted(-24, -16, 24, 16), kRadiusNode, kRadiusNode);
        painter.setPen(m_offer.kind == DropKind::Refused ? theme.danger : theme.text);
        painter.drawText(words, Qt::AlignCenter | Qt::TextWordWrap, text);
    };
    if (m_offer.kind == DropKind::Refused) {
        paint(DropHalf::Here, QStringLiteral("✕  ") + m_offer.text, theme.danger, false);
        return;
    }
    paint(DropHalf::Here, m_hereText, theme.accent, m_pointed == DropHalf::Here);
    paint(DropHalf::NewWindow, tr("New window"), theme.accent, m_pointed == DropHalf::NewWindow);
}

}  // namespace stowage::gui
