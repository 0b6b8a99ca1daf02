#include "gui/start_card.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>

#include "gui/format.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kPictureHeight = 72;
constexpr int kCardWidthMin = 172;
constexpr int kCardWidthMax = 232;
constexpr int kActionPadding = 12;

QFont titleFont() {
    QFont font = fontOf(TextRole::Body);
    font.setWeight(QFont::DemiBold);
    return font;
}

int lineHeight(const QFont& font) {
    return QFontMetrics(font).lineSpacing();
}

/// At most two lines; the second ends with an ellipsis when there is more.
void drawTwoLines(QPainter& painter, const QRectF& area, const QString& text) {
    QTextLayout layout(text, painter.font());
    layout.beginLayout();
    QTextLine first = layout.createLine();
    if (!first.isValid()) {
        return;
    }
    first.setLineWidth(area.width());
    const int cut = first.textStart() + first.textLength();
    layout.endLayout();
    const QFontMetrics metrics(painter.font());
    const int width = static_cast<int>(area.width());
    const QRectF line(area.left(), area.top(), area.width(), metrics.lineSpacing());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text.left(cut).trimmed());
    painter.drawText(line.translated(0, metrics.lineSpacing()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text.mid(cut).trimmed(), Qt::ElideRight, width));
}

void paintFocus(QPainter& painter, const QRectF& area, qreal radius, const Theme& theme) {
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius);
}

/// Enter clicks; the arrows of QAbstractButton walk in order of creation, so they are left to the
/// page, which knows the places. False: the key is none of these.
bool takeKey(QAbstractButton& button, QKeyEvent& event) {
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) {
        button.click();
        return true;
    }
    const bool isArrow = event.key() >= Qt::Key_Left && event.key() <= Qt::Key_Down;
    if (isArrow) {
        event.ignore();
    }
    return isArrow;
}

}  // namespace

StartCard::StartCard(CardContent content, QWidget* parent)
    : QAbstractButton(parent), m_content(std::move(content)) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setText(m_content.title);
    setAccessibleName(m_content.title);
    QStringList parts;
    if (m_content.state == CardState::Missing) {
        parts.push_back(tr("moved or deleted"));
    } else if (m_content.verdict) {
        parts.push_back(verdictText(*m_content.verdict));
    }
    for (const QString& part : {m_content.figures, m_content.line}) {
        if (!part.isEmpty()) {
            parts.push_back(part);
        }
    }
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

QSize StartCard::sizeHint() const {
    const int secondary = lineHeight(fontOf(TextRole::Secondary));
    return {kCardWidthMin, kPanelPadding + kPictureHeight + kGap + lineHeight(titleFont()) +
                               kGapSmall + lineHeight(fontOf(TextRole::Body)) + secondary +
                               kGapSmall + 2 * secondary + kPanelPadding};
}

void StartCard::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(underMouse() ? theme.lineStrong : theme.line, 1));
    painter.setBrush(isDown() ? theme.sunken : theme.panel);
    painter.drawRoundedRect(frame, kRadiusNode, kRadiusNode);
    const QRectF inner =
        QRectF(rect()).adjusted(kPanelPadding, kPanelPadding, -kPanelPadding, -kPanelPadding);
    paintPicture(painter, QRectF(inner.left(), inner.top(), inner.width(), kPictureHeight));
    paintTexts(painter, inner.adjusted(0, kPictureHeight + kGap, 0, 0));
    if (hasFocus()) {
        paintFocus(painter, QRectF(rect()), kRadiusNode, theme);
    }
}

void StartCard::paintPicture(QPainter& painter, const QRectF& area) const {
    const Theme& theme = currentTheme();
    if (m_content.state == CardState::Present && !m_content.sketch.isEmpty()) {
        paintSketch(painter, area, m_content.sketch, theme);
        return;
    }
    painter.setPen(QPen(theme.lineStrong, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), kRadiusTile, kRadiusTile);
    painter.setPen(theme.muted);
    painter.setFont(fontOf(TextRole::Secondary));
    painter.drawText(
        area, Qt::AlignCenter,
        m_content.state == CardState::Missing ? tr("moved or deleted") : tr("not planned yet"));
}

void StartCard::paintTexts(QPainter& painter, const QRectF& area) const {
    const Theme& theme = currentTheme();
    const bool isMissing = m_content.state == CardState::Missing;
    QRectF line(area.left(), area.top(), area.width(), lineHeight(titleFont()));
    const auto draw = [&](const QFont& font, const QColor& colour, const QString& text) {
        painter.setFont(font);
        painter.setPen(colour);
        line.setHeight(lineHeight(font));
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(font).elidedText(text, Qt::ElideRight, static_cast<int>(line.width())));
        line.translate(0, line.height());
    };
    draw(titleFont(), isMissing ? theme.muted : theme.text, m_content.title);
    line.translate(0, kGapSmall);
    if (isMissing) {
        draw(fontOf(TextRole::Body), theme.accent, tr("Locate…"));
    } else if (m_content.verdict) {
        draw(fontOf(TextRole::Body), verdictColour(*m_content.verdict, theme),
             verdictMark(*m_content.verdict) + QLatin1Char(' ') + verdictText(*m_content.verdict));
    }
    const QFont secondary = fontOf(TextRole::Secondary);
    if (!m_content.figures.isEmpty()) {
        draw(secondary, isMissing ? theme.muted : theme.text, m_content.figures);
    }
    line.translate(0, kGapSmall);
    painter.setFont(secondary);
    painter.setPen(theme.muted);
    drawTwoLines(painter, line, m_content.line);
}

void StartCard::keyPressEvent(QKeyEvent* event) {
    if (!takeKey(*this, *event)) {
        QAbstractButton::keyPressEvent(event);
    }
}

StartAction::StartAction(ActionLook look, const QString& text, const QString& keys, QWidget* parent)
    : QAbstractButton(parent), m_look(look), m_keys(keys) {
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(look == ActionLook::Quiet ? QSizePolicy::Fixed : QSizePolicy::Preferred,
                  QSizePolicy::Fixed);
}

void StartAction::setNote(const QString& note) {
    m_note = note;
    setAccessibleDescription(note);
    updateGeometry();
    update();
}

QSize StartAction::sizeHint() const {
    const QFontMetrics body(titleFont());
    const QFontMetrics secondary(fontOf(TextRole::Secondary));
    int width = body.horizontalAdvance(text()) + 2 * kActionPadding;
    if (!m_keys.isEmpty()) {
        width += secondary.horizontalAdvance(m_keys) + kGapLarge;
    }
    width = std::max(width, secondary.horizontalAdvance(m_note) + 2 * kActionPadding);
    const int height = body.lineSpacing() + (m_note.isEmpty() ? 0 : secondary.lineSpacing());
    return {width, height + (m_look == ActionLook::Quiet ? 14 : 18)};
}

void StartAction::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const Theme& theme = currentTheme();
    const bool isPrimary = m_look == ActionLook::Primary && isEnabled();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(isPrimary
                       ? QPen(Qt::NoPen)
                       : QPen(underMouse() && isEnabled() ? theme.lineStrong : theme.line, 1));
    painter.setBrush(isPrimary     ? theme.accent
                     : isDown()    ? theme.sunken
                     : isEnabled() ? theme.panel
                                   : theme.window);
    painter.drawRoundedRect(frame, kRadiusControl, kRadiusControl);

    QFont font = m_look == ActionLook::Quiet ? fontOf(TextRole::Body) : titleFont();
    painter.setFont(font);
    painter.setPen(isPrimary ? theme.onAccent : isEnabled() ? theme.text : theme.muted);
    const qreal vertical = (height() - QFontMetrics(font).lineSpacing() -
                            (m_note.isEmpty() ? 0 : lineHeight(fontOf(TextRole::Secondary)))) /
                           2.0;
    QRectF line(kActionPadding, vertical, width() - 2 * kActionPadding,
                QFontMetrics(font).lineSpacing());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(fontOf(TextRole::Secondary));
    painter.setPen(isPrimary ? theme.onAccent : theme.muted);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_keys);
    painter.drawText(line.translated(0, line.height()), Qt::AlignLeft | Qt::AlignVCenter, m_note);
    if (hasFocus()) {
        if (isPrimary) {
            painter.setPen(QPen(theme.onAccent, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(frame.adjusted(2.5, 2.5, -2.5, -2.5), kRadiusTile, kRadiusTile);
        } else {
            paintFocus(painter, QRectF(rect()), kRadiusControl, theme);
        }
    }
}

void StartAction::keyPressEvent(QKeyEvent* event) {
    if (!takeKey(*this, *event)) {
        QAbstractButton::keyPressEvent(event);
    }
}

CardGrid::CardGrid(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CardGrid::setCards(const std::vector<StartCard*>& cards) {
    for (StartCard* card : m_cards) {
        // Not at once: one of them may be the sender of what led here.
        card->hide();
        card->setParent(nullptr);
        card->deleteLater();
    }
    m_cards = cards;
    for (StartCard* card : m_cards) {
        card->setParent(this);
    }
    setShown(std::vector<bool>(m_cards.size(), true));
}

void CardGrid::setShown(const std::vector<bool>& shown) {
    m_shown = shown;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i]->setVisible(m_shown[i]);
    }
    updateGeometry();
    place();
}

int CardGrid::columnsFor(int width) const {
    const int most = std::max(1, (width + kGap) / (kCardWidthMin + kGap));
    const int rows = (shownCount() + most - 1) / most;
    // Rows of about equal length: no card is left alone at the end.
    return rows > 0 ? (shownCount() + rows - 1) / rows : most;
}

int CardGrid::shownCount() const {
    return static_cast<int>(std::count(m_shown.begin(), m_shown.end(), true));
}

int CardGrid::heightOfRows(int width) const {
    const int count = shownCount();
    if (count == 0) {
        return 0;
    }
    const int rows = (count + columnsFor(width) - 1) / columnsFor(width);
    return rows * (m_cards.front()->sizeHint().height() + kGap) - kGap;
}

QSize CardGrid::sizeHint() const {
    const int width = std::max(1, std::min(4, shownCount())) * (kCardWidthMin + kGap) - kGap;
    return {width, heightOfRows(width)};
}

QSize CardGrid::minimumSizeHint() const {
    return {kCardWidthMin, m_cards.empty() ? 0 : m_cards.front()->sizeHint().height()};
}

void CardGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

bool CardGrid::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        place();
    }
    return QWidget::event(event);
}

void CardGrid::place() {
    if (m_cards.empty()) {
        return;
    }
    // A fixed height, because a layout asks for the height of a width only where nothing scrolls.
    setFixedHeight(heightOfRows(width()));
    const int columns = columnsFor(width());
    const int cardWidth = std::min(kCardWidthMax, (width() + kGap) / columns - kGap);
    const int cardHeight = m_cards.front()->sizeHint().height();
    int index = 0;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        if (!m_shown[i]) {
            continue;
        }
        m_cards[i]->setGeometry((index % columns) * (cardWidth + kGap),
                                (index / columns) * (cardHeight + kGap), cardWidth, cardHeight);
        ++index;
    }
}

}  // namespace stowage::gui
