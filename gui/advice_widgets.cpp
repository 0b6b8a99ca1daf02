#include "gui/advice_widgets.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kMarkWidth = 18;
constexpr int kSectionGap = 18;
constexpr int kColumnGap = 32;
constexpr int kMostUnfolded = 40;
constexpr int kUsualText = 160;
constexpr int kLeastText = 48;

QWidget* makeMargin(const MarginBar& bar, QWidget* parent) {
    class Margin : public QWidget {
    public:
        Margin(const MarginBar& values, QWidget* owner) : QWidget(owner), m_bar(values) {
            setFixedHeight(12);
        }

    protected:
        void paintEvent(QPaintEvent*) override {
            QPainter painter(this);
            painter.setRenderHint(QPainter::Antialiasing);
            paintMarginBar(painter, QRectF(rect()).adjusted(0, 3, -2, -2), m_bar, currentTheme());
        }

    private:
        MarginBar m_bar;
    };
    return new Margin(bar, parent);
}

/// A wrapping label that remembers its heights: QLabel lays its text out anew, several times, on
/// every question of a layout, and a recommendation has a hundred of them.
class WrapLabel : public QLabel {
public:
    using QLabel::QLabel;

    int heightForWidth(int width) const override {
        if (m_measured != text()) {
            m_measured = text();
            m_heights.clear();
        }
        const auto known = m_heights.find(width);
        if (known != m_heights.end()) {
            return known->second;
        }
        const int height = QLabel::heightForWidth(width);
        m_heights.emplace(width, height);
        return height;
    }
    QSize sizeHint() const override {
        return wordWrap() ? QSize(kUsualText, fontMetrics().lineSpacing()) : QLabel::sizeHint();
    }
    QSize minimumSizeHint() const override {
        return wordWrap() ? QSize(kLeastText, fontMetrics().lineSpacing()) : QLabel::sizeHint();
    }

protected:
    void changeEvent(QEvent* event) override {
        m_heights.clear();
        QLabel::changeEvent(event);
    }

private:
    mutable QString m_measured;  ///< the text that the heights are of
    mutable std::map<int, int> m_heights;
};

class AccessibleRow : public QAccessibleWidget {
public:
    explicit AccessibleRow(QWidget* row) : QAccessibleWidget(row, QAccessible::ListItem) {}
};

QAccessibleInterface* rowInterface(const QString&, QObject* object) {
    auto* row = qobject_cast<AdviceRowWidget*>(object);
    return row == nullptr ? nullptr : new AccessibleRow(row);
}

void installRowInterface() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(rowInterface);
        return true;
    }();
    Q_UNUSED(isInstalled);
}

}  // namespace

QColor toneColour(RowTone tone, const Theme& theme) {
    switch (tone) {
        case RowTone::Neutral:
            return theme.muted;
        case RowTone::Ok:
            return theme.ok;
        case RowTone::Warn:
            return theme.warnText;
        case RowTone::Danger:
            return theme.danger;
    }
    STOWAGE_UNREACHABLE();
}

QLabel* makeLabel(const QString& text, TextRole role, QPalette::ColorRole colour, QWidget* parent) {
    // A number keeps its unit.
    QString shown = text;
    for (const char* unit : {" %", " MiB", " GiB", " ms", " rps"}) {
        shown.replace(QLatin1String(unit), QChar(QChar::Nbsp) + QLatin1String(unit + 1));
    }
    auto* label = new WrapLabel(shown, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(fontOf(role));
    label->setForegroundRole(colour);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

ColumnsLayout::ColumnsLayout(QWidget* parent) : QLayout(parent) {
    setContentsMargins(0, 0, 0, 0);
}

ColumnsLayout::~ColumnsLayout() {
    for (QLayoutItem* item : m_items) {
        delete item;
    }
}

void ColumnsLayout::addItem(QLayoutItem* item) {
    m_items.push_back(item);
}

int ColumnsLayout::count() const {
    return static_cast<int>(m_items.size());
}

QLayoutItem* ColumnsLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* ColumnsLayout::takeAt(int index) {
    if (index < 0 || index >= count()) {
        return nullptr;
    }
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)];
    m_items.erase(m_items.begin() + index);
    return item;
}

const std::vector<int>& ColumnsLayout::heightsAt(int width) const {
    std::vector<int>& heights = m_heights[width];
    if (heights.size() != m_items.size()) {
        heights.clear();
        for (const QLayoutItem* item : m_items) {
            heights.push_back(item->hasHeightForWidth() ? item->heightForWidth(width)
                                                        : item->sizeHint().height());
        }
    }
    return heights;
}

void ColumnsLayout::invalidate() {
    m_heights.clear();
    QLayout::invalidate();
}

int ColumnsLayout::heightOf(std::size_t from, std::size_t to, int width) const {
    const std::vector<int>& heights = heightsAt(width);
    int height = 0;
    for (std::size_t i = from; i < to; ++i) {
        height += heights[i] + (i + 1 < to ? kSectionGap : 0);
    }
    return height;
}

ColumnsLayout::Split ColumnsLayout::splitFor(int width) const {
    if (width < m_twoColumnsFrom || m_items.size() < 2) {
        return {
            .first = m_items.size(), .width = width, .height = heightOf(0, m_items.size(), width)};
    }
    Split best{.first = 1, .width = (width - kColumnGap) / 2, .height = 1 << 30};
    for (std::size_t first = 1; first < m_items.size(); ++first) {
        const int height =
            std::max(heightOf(0, first, best.width), heightOf(first, m_items.size(), best.width));
        if (height < best.height) {
            best = {.first = first, .width = best.width, .height = height};
        }
    }
    return best;
}

int ColumnsLayout::heightForWidth(int width) const {
    return splitFor(width).height;
}

QSize ColumnsLayout::sizeHint() const {
    return {360, 0};
}

QSize ColumnsLayout::minimumSize() const {
    int width = 0;
    for (const QLayoutItem* item : m_items) {
        width = std::max(width, item->minimumSize().width());
    }
    return {width, 0};
}

void ColumnsLayout::setGeometry(const QRect& area) {
    QLayout::setGeometry(area);
    const Split split = splitFor(area.width());
    int y = area.top();
    int x = area.left();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (i == split.first) {
            y = area.top();
            x = area.left() + split.width + kColumnGap;
        }
        const int height = heightOf(i, i + 1, split.width);
        m_items[i]->setGeometry(QRect(x, y, split.width, height));
        y += height + kSectionGap;
    }
}

ThinBar::ThinBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(3);
    setAccessibleName(tr("A newer answer is being computed"));
}

void ThinBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.sunken);
    painter.fillRect(QRect(0, 0, width() / 3, height()), theme.accent);
}

AdviceRowWidget::AdviceRowWidget(const AdviceRow& row, QWidget* parent)
    : FlowWidget(parent), m_row(row) {
    installRowInterface();
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(kGapSmall, 3, kGapSmall, 3);
    line->setSpacing(6);
    if (!row.mark.isEmpty()) {
        QLabel* mark = makeLabel(row.mark, TextRole::Body, QPalette::WindowText, this);
        mark->setWordWrap(false);
        mark->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        mark->setFixedWidth(kMarkWidth);
        QPalette palette = mark->palette();
        palette.setColor(QPalette::WindowText, toneColour(row.tone, currentTheme()));
        mark->setPalette(palette);
        line->addWidget(mark);
    }
    auto* column = new QVBoxLayout;
    column->setSpacing(1);
    column->addWidget(makeLabel(row.text, TextRole::Body, QPalette::WindowText, this));
    if (row.margin) {
        column->addWidget(makeMargin(*row.margin, this));
    }
    if (!row.detail.isEmpty()) {
        column->addWidget(
            makeLabel(row.detail, TextRole::Secondary, QPalette::PlaceholderText, this));
    }
    if (row.fix) {
        addFix(*column);
    }
    line->addLayout(column, 1);
    if (!row.value.isEmpty()) {
        QLabel* value = makeLabel(row.value, TextRole::Body, QPalette::WindowText, this);
        value->setWordWrap(false);
        value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        line->addWidget(value);
    }
    setAccessibleName(row.value.isEmpty() ? row.text : tr("%1: %2").arg(row.text, row.value));
    setAccessibleDescription(row.detail);
    if (isActive()) {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setToolTip(row.planId.isEmpty() ? tr("Where does this come from? (E)")
                                        : tr("Show this layout"));
    }
}

void AdviceRowWidget::addFix(QVBoxLayout& column) {
    const AdviceFix& fix = *m_row.fix;
    column.addSpacing(2);
    column.addWidget(makeLabel(fix.label, TextRole::Body, QPalette::WindowText, this));
    if (!fix.button.isEmpty()) {
        auto* button = new QPushButton(fix.button, this);
        button->setObjectName(QStringLiteral("fixButton"));
        button->setAccessibleName(fix.label);
        button->setCursor(Qt::ArrowCursor);
        connect(button, &QPushButton::clicked, this, [this] { Q_EMIT fixActivated(*m_row.fix); });
        column.addWidget(button, 0, Qt::AlignLeft);
    }
}

void AdviceRowWidget::activate() {
    if (!m_row.planId.isEmpty()) {
        Q_EMIT planActivated(m_row.planId);
    } else if (m_row.figure) {
        Q_EMIT figureActivated(*m_row.figure, this);
    }
}

void AdviceRowWidget::mouseReleaseEvent(QMouseEvent* event) {
    const bool isClick = event->button() == Qt::LeftButton && rect().contains(event->pos());
    if (isActive() && isClick) {
        activate();
        return;
    }
    QWidget::mouseReleaseEvent(event);
}

void AdviceRowWidget::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool isOpen =
        key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space || key == Qt::Key_E;
    if (isActive() && isOpen && event->modifiers() == Qt::NoModifier) {
        activate();
        return;
    }
    QWidget::keyPressEvent(event);
}

void AdviceRowWidget::enterEvent(QEnterEvent* event) {
    QWidget::enterEvent(event);
    m_isHovered = true;
    update();
}

void AdviceRowWidget::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    m_isHovered = false;
    update();
}

void AdviceRowWidget::paintEvent(QPaintEvent*) {
    if (!isActive() || !(m_isHovered || hasFocus())) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = currentTheme();
    painter.setPen(hasFocus() ? QPen(theme.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(m_isHovered ? QBrush(theme.sunken) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadiusTile, kRadiusTile);
}

AdviceSectionWidget::AdviceSectionWidget(const AdviceSection& section, QWidget* parent)
    : FlowWidget(parent), m_section(section) {
    setObjectName(QStringLiteral("section%1").arg(static_cast<int>(section.id)));
    setAccessibleName(section.title);
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    QLabel* title = makeLabel(section.title, TextRole::Title, QPalette::WindowText, this);
    m_rows->addWidget(title);
    m_rows->addSpacing(2);
    if (section.rows.empty()) {
        QLabel* empty =
            makeLabel(section.emptyText, TextRole::Body, QPalette::PlaceholderText, this);
        empty->setContentsMargins(kGapSmall, 3, kGapSmall, 3);
        m_rows->addWidget(empty);
    }
    const std::size_t all = section.rows.size();
    const auto first = static_cast<std::size_t>(section.shownAtFirst);
    const bool isFolded = first != 0 && all > first + 1;
    addRows(0, isFolded ? first : all);
    if (isFolded) {
        addUnfoldButton();
    }
}

void AdviceSectionWidget::addRows(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        auto* row = new AdviceRowWidget(m_section.rows[i], this);
        connect(row, &AdviceRowWidget::figureActivated, this,
                &AdviceSectionWidget::figureActivated);
        connect(row, &AdviceRowWidget::planActivated, this, &AdviceSectionWidget::planActivated);
        connect(row, &AdviceRowWidget::fixActivated, this, &AdviceSectionWidget::fixActivated);
        m_rows->addWidget(row);
        row->setVisible(true);
    }
}

void AdviceSectionWidget::addUnfoldButton() {
    const std::size_t shown = static_cast<std::size_t>(m_rows->count()) - 2;
    const std::size_t next = std::min(m_section.rows.size(), shown + kMostUnfolded);
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("unfold"));
    button->setAutoRaise(true);
    button->setMinimumHeight(24);
    button->setText(tr("%n more…", nullptr, static_cast<int>(m_section.rows.size() - shown)));
    button->setAccessibleName(tr("Show more of: %1").arg(m_section.title));
    m_rows->addWidget(button, 0, Qt::AlignLeft);
    button->setVisible(true);
    connect(button, &QToolButton::clicked, this, [this, button, shown, next] {
        m_rows->removeWidget(button);
        button->deleteLater();
        button->hide();
        addRows(shown, next);
        if (next < m_section.rows.size()) {
            addUnfoldButton();
        }
    });
}

}  // namespace stowage::gui
