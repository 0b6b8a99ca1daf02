#include "gui/provenance.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <algorithm>

#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kWidth = 400;
constexpr int kOriginWidth = 56;
constexpr int kMostParts = 9;

}  // namespace

ProvenancePopover::ProvenancePopover(QWidget* parent) : QFrame(parent, Qt::Popup) {
    setObjectName(QStringLiteral("provenance"));
    setAccessibleName(tr("Where this figure comes from"));
    setFixedWidth(kWidth);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(kGapLarge, kPanelPadding, kGapLarge, kPanelPadding);
    m_column->setSpacing(kGapSmall);
}

void ProvenancePopover::setFigure(const Figure& figure) {
    m_figure = figure;
    setAccessibleDescription(toPlainText(figure));
    fill();
}

void ProvenancePopover::openFor(const Figure& figure, QWidget* anchor) {
    if (const auto* view = qobject_cast<const QAbstractItemView*>(anchor)) {
        const QRect cell = view->visualRect(view->currentIndex());
        openAt(figure, view->viewport()->mapToGlobal(cell.bottomLeft() + QPoint(0, kGapSmall)));
        return;
    }
    openAt(figure, anchor->mapToGlobal(QPoint(0, anchor->height() + kGapSmall)));
}

void ProvenancePopover::openAt(const Figure& figure, const QPoint& globalPlace) {
    setFigure(figure);
    const int height = m_column->heightForWidth(kWidth);
    resize(kWidth, height);
    QPoint place = globalPlace;
    const QScreen* screen = QGuiApplication::screenAt(globalPlace);
    screen = screen == nullptr ? QGuiApplication::primaryScreen() : screen;
    const QRect room = screen->availableGeometry();
    place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - kWidth)));
    place.setY(std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - height)));
    move(place);
    show();
    setFocus();
}

void ProvenancePopover::fill() {
    while (QLayoutItem* item = m_column->takeAt(0)) {
        delete item->widget();
        if (item->layout() != nullptr) {
            while (QLayoutItem* inner = item->layout()->takeAt(0)) {
                delete inner->widget();
                delete inner;
            }
        }
        delete item;
    }
    addHead();
    addParts();
    addOrigin();
    addButtons();
}

QLabel* ProvenancePopover::addText(const QString& text, TextRole role, QPalette::ColorRole colour) {
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(fontOf(role));
    label->setForegroundRole(colour);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column->addWidget(label);
    return label;
}

void ProvenancePopover::addPart(const QString& name, const QString& value) {
    auto* line = new QHBoxLayout;
    line->setSpacing(kGap);
    auto* left = new QLabel(name, this);
    left->setTextFormat(Qt::PlainText);
    left->setWordWrap(true);
    left->setForegroundRole(QPalette::PlaceholderText);
    auto* right = new QLabel(value, this);
    right->setTextFormat(Qt::PlainText);
    right->setAlignment(Qt::AlignRight | Qt::AlignTop);
    right->setWordWrap(value.size() > 20);
    line->addWidget(left, 3);
    line->addWidget(right, value.size() > 20 ? 4 : 0);
    m_column->addLayout(line);
}

void ProvenancePopover::addOriginLine(const QString& name, const QString& value) {
    auto* line = new QHBoxLayout;
    line->setSpacing(kGap);
    auto* left = new QLabel(name, this);
    left->setForegroundRole(QPalette::PlaceholderText);
    left->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    left->setFixedWidth(kOriginWidth);
    auto* right = new QLabel(value, this);
    right->setTextFormat(Qt::PlainText);
    right->setWordWrap(true);
    right->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    right->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line->addWidget(left);
    line->addWidget(right, 1);
    m_column->addLayout(line);
}

void ProvenancePopover::addHead() {
    addText(m_figure.name, TextRole::TileName, QPalette::PlaceholderText);
    addText(m_figure.value, TextRole::Title, QPalette::WindowText)
        ->setObjectName(QStringLiteral("provenanceValue"));
    if (m_figure.range) {
        auto* chart = new RangeChart(this);
        chart->setRange(*m_figure.range);
        m_column->addWidget(chart);
    }
    if (!m_figure.sentence.isEmpty()) {
        addText(m_figure.sentence, TextRole::Body, QPalette::WindowText);
    }
}

void ProvenancePopover::addParts() {
    if (m_figure.parts.empty()) {
        return;
    }
    m_column->addSpacing(kGapSmall);
    addText(m_figure.partsTitle, TextRole::TileName, QPalette::PlaceholderText);
    int shown = 0;
    for (const FigureLine& part : m_figure.parts) {
        if (++shown > kMostParts) {
            addText(
                tr("and %n more", nullptr, static_cast<int>(m_figure.parts.size()) - kMostParts),
                TextRole::Body, QPalette::PlaceholderText);
            break;
        }
        addPart(part.quality.isEmpty() ? part.name
                                       : QStringLiteral("%1 %2").arg(part.quality, part.name),
                part.value);
    }
}

void ProvenancePopover::addOrigin() {
    m_column->addSpacing(kGapSmall);
    if (!m_figure.quality.empty()) {
        addOriginLine(tr("quality"), QStringLiteral("%1 %2").arg(qualityMark(m_figure.quality),
                                                                 qualityText(m_figure.quality)));
    }
    if (!m_figure.source.isEmpty()) {
        addOriginLine(tr("source"), m_figure.source);
        addOriginLine(tr("date"), m_figure.date);
    }
    if (!m_figure.flips.isEmpty()) {
        m_column->addSpacing(kGapSmall);
        addText(tr("what would change the answer"), TextRole::TileName, QPalette::PlaceholderText);
        for (const QString& flip : m_figure.flips) {
            addText(flip, TextRole::Body, QPalette::WindowText);
        }
    }
}

void ProvenancePopover::addButtons() {
    m_column->addSpacing(kGapSmall);
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    if (!m_figure.input.isEmpty()) {
        auto* edit = new QPushButton(tr("Change it…"), this);
        edit->setObjectName(QStringLiteral("provenanceEdit"));
        edit->setAccessibleName(tr("Change %1").arg(m_figure.name));
        connect(edit, &QPushButton::clicked, this, [this] {
            close();
            Q_EMIT fieldRequested(m_figure.input);
        });
        line->addWidget(edit);
    }
    auto* copy = new QPushButton(tr("Copy"), this);
    copy->setObjectName(QStringLiteral("provenanceCopy"));
    copy->setAccessibleName(tr("Copy where %1 comes from").arg(m_figure.name));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(toPlainText(m_figure)); });
    line->addWidget(copy);
    m_column->addLayout(line);
}

void ProvenancePopover::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(toPlainText(m_figure));
        return;
    }
    QFrame::keyPressEvent(event);
}

void ProvenancePopover::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.panel);
    painter.setPen(QPen(theme.lineStrong, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace stowage::gui
