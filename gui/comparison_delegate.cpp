#include "gui/comparison_delegate.h"

#include <QPainter>

#include "gui/format.h"
#include "gui/models/comparison_model.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kPadding = 8;
constexpr int kPaddingAbove = 6;
constexpr int kDot = 14;  ///< room at the left for the dot of the best value
constexpr int kBarLine = 34;
constexpr int kBarHeight = 10;
constexpr int kNamePadding = 12;
constexpr int kHeaderHeight = 40;
constexpr int kReasonLines = 4;  ///< of a refusal; the tooltip has the rest
constexpr int kTextFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

ComparisonRow kindOf(const QModelIndex& index) {
    return static_cast<ComparisonRow>(index.data(ComparisonModel::RowKindRole).toInt());
}

QFont fontFor(const QModelIndex& index) {
    const ComparisonRow kind = kindOf(index);
    if (kind == ComparisonRow::Bill) {
        return fontOf(TextRole::Secondary);
    }
    const bool isHead = kind == ComparisonRow::Layout || kind == ComparisonRow::Verdict ||
                        kind == ComparisonRow::Cost;
    return fontOf(isHead ? TextRole::TileName : TextRole::Body);
}

/// First line and the rest, which is written smaller.
struct CellText {
    QString first, rest;
};

CellText partsOf(const QModelIndex& index) {
    const QString text = index.data().toString();
    const ComparisonRow kind = kindOf(index);
    if (kind == ComparisonRow::Layout || kind == ComparisonRow::Verdict) {
        const QString end =
            kind == ComparisonRow::Layout ? QStringLiteral(", ") : QStringLiteral("\n");
        return {text.section(end, 0, 0), text.section(end, 1)};
    }
    return {text, {}};
}

QRect textArea(const QRect& cell) {
    return cell.adjusted(kPadding + kDot, kPaddingAbove, -kPadding, -kPaddingAbove);
}

int heightOf(const QString& text, const QFont& font, int width) {
    return text.isEmpty() ? 0
                          : QFontMetrics(font)
                                .boundingRect(QRect(0, 0, width, 10000), kTextFlags, text)
                                .height();
}

/// The first lines of a text that is wrapped at `width`, with … where it goes on.
QString shortened(const QString& text, const QFont& font, int width) {
    const int most = kReasonLines * QFontMetrics(font).lineSpacing() + 1;
    if (heightOf(text, font, width) <= most) {
        return text;
    }
    QString shown = text;
    while (!shown.isEmpty() && heightOf(shown + QStringLiteral(" …"), font, width) > most) {
        shown = shown.section(QLatin1Char(' '), 0, -2);
    }
    return shown + QStringLiteral(" …");
}

void paintBars(QPainter& painter, const QRect& area, const BarsCell& cell, const Theme& theme) {
    painter.setFont(fontOf(TextRole::Secondary));
    int y = area.top();
    for (std::size_t i = 0; i < cell.bars.size(); ++i) {
        const auto at = static_cast<qsizetype>(i);
        const QString words = cell.bars.size() > 1
                                  ? QStringLiteral("%1  %2").arg(cell.names[at], cell.figures[at])
                                  : cell.figures[at];
        paintChartText(painter, QRectF(area.left(), y, area.width(), 15),
                       Qt::AlignLeft | Qt::AlignVCenter, words, theme.text);
        paintMemoryBar(painter, QRectF(area.left(), y + 19, area.width(), kBarHeight), cell.bars[i],
                       theme);
        y += kBarLine;
    }
}

void paintFrame(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme) {
    const QRect& cell = option.rect;
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(cell.bottomLeft(), cell.bottomRight());
    painter.drawLine(cell.topRight(), cell.bottomRight());
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.fillRect(QRect(cell.left(), cell.top(), 2, cell.height()), theme.accent);
        painter.fillRect(QRect(cell.right() - 1, cell.top(), 2, cell.height()), theme.accent);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(cell.adjusted(2, 2, -2, -2));
    }
}

}  // namespace

ComparisonDelegate::ComparisonDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

void ComparisonDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const Theme& theme = currentTheme();
    painter->fillRect(option.rect, theme.panel);
    const QRect area = textArea(option.rect);
    const QVariant bars = index.data(ComparisonModel::BarsRole);
    if (bars.isValid()) {
        paintBars(*painter, area, bars.value<BarsCell>(), theme);
    } else {
        const CellText text = partsOf(index);
        const bool isKnown = index.data(ComparisonModel::IsKnownRole).toBool();
        QColor colour = isKnown ? theme.text : theme.muted;
        if (kindOf(index) == ComparisonRow::Verdict) {
            const auto verdict =
                static_cast<PlanVerdict>(index.data(ComparisonModel::VerdictRole).toInt());
            colour = verdictColour(verdict, theme);
        }
        const QFont font = fontFor(index);
        painter->setFont(font);
        painter->setPen(colour);
        painter->drawText(area, kTextFlags, text.first);
        if (!text.rest.isEmpty()) {
            const int below = heightOf(text.first, font, area.width()) + 2;
            painter->setFont(fontOf(TextRole::Secondary));
            painter->setPen(theme.muted);
            painter->drawText(area.adjusted(0, below, 0, 0), kTextFlags,
                              shortened(text.rest, painter->font(), area.width()));
        }
    }
    if (index.data(ComparisonModel::IsBestRole).toBool()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.text);
        painter->drawEllipse(QPointF(option.rect.left() + kPadding + 4, area.top() + 8), 3, 3);
    }
    paintFrame(*painter, option, theme);
    painter->restore();
}

QSize ComparisonDelegate::sizeHint(const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const int width = std::max(80, textArea(option.rect).width());
    const QVariant bars = index.data(ComparisonModel::BarsRole);
    if (bars.isValid()) {
        const auto count = static_cast<int>(bars.value<BarsCell>().bars.size());
        return {width, count * kBarLine + 2 * kPaddingAbove};
    }
    const CellText text = partsOf(index);
    int height = heightOf(text.first, fontFor(index), width);
    if (!text.rest.isEmpty()) {
        const QFont font = fontOf(TextRole::Secondary);
        height += heightOf(shortened(text.rest, font, width), font, width) + 2;
    }
    return {width, std::max(kRowHeight, height + 2 * kPaddingAbove)};
}

ComparisonHeader::ComparisonHeader(Qt::Orientation orientation, QWidget* parent)
    : QHeaderView(orientation, parent) {
    setHighlightSections(false);
    setSectionsClickable(true);
}

QSize ComparisonHeader::sectionSizeFromContents(int section) const {
    if (orientation() == Qt::Horizontal || model() == nullptr) {
        return {100, kHeaderHeight};
    }
    const QString text = model()->headerData(section, orientation()).toString();
    const int height = heightOf(text, fontOf(TextRole::Body), width() - kNamePadding - kGapSmall);
    return {width(), height + 2 * kPaddingAbove};
}

void ComparisonHeader::paintSection(QPainter* painter, const QRect& area, int section) const {
    painter->save();
    const Theme& theme = currentTheme();
    painter->fillRect(area, theme.window);
    painter->setPen(QPen(theme.line, 1));
    painter->drawLine(area.bottomLeft(), area.bottomRight());
    painter->drawLine(area.topRight(), area.bottomRight());
    const QString text = model()->headerData(section, orientation()).toString();
    const bool isDown = orientation() == Qt::Vertical;
    if (isDown) {
        painter->setFont(fontOf(TextRole::Body));
        painter->setPen(theme.muted);
        painter->drawText(area.adjusted(kNamePadding, kPaddingAbove, -kGapSmall, 0), kTextFlags,
                          text);
    } else {
        const QRect words = area.adjusted(kPadding + kDot, kGapSmall, -kPadding, -kGapSmall);
        painter->setFont(fontOf(TextRole::TileName));
        painter->setPen(theme.text);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignTop,
                          text.section(QLatin1Char('\n'), 0, 0));
        painter->setFont(fontOf(TextRole::Secondary));
        painter->setPen(theme.muted);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                          painter->fontMetrics().elidedText(text.section(QLatin1Char('\n'), 1),
                                                            Qt::ElideRight, words.width()));
    }
    painter->restore();
}

}  // namespace stowage::gui
