#include "gui/tour.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kLabelWidth = 320;

/// Two pixels around what a label is about; lets everything through.
class TourRing : public QWidget {
public:
    explicit TourRing(QWidget* parent) : QWidget(parent) {
        setObjectName(QStringLiteral("tourRing"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(currentTheme().accent, 3));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), kRadiusNode, kRadiusNode);
    }
};

}  // namespace

Tour::Tour(QWidget* window) : QFrame(window), m_ring(new TourRing(window)) {
    setObjectName(QStringLiteral("tour"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedWidth(kLabelWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapLarge, kPanelPadding, kGapLarge, kPanelPadding);
    m_title = new QLabel(this);
    m_title->setObjectName(QStringLiteral("tourTitle"));
    m_title->setFont(fontOf(TextRole::Title));
    m_title->setWordWrap(true);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("tourText"));
    m_text->setWordWrap(true);
    m_count = new QLabel(this);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto* skip = new QPushButton(tr("Skip"), this);
    skip->setObjectName(QStringLiteral("tourSkip"));
    skip->setFlat(true);
    m_back = new QPushButton(tr("Back"), this);
    m_back->setObjectName(QStringLiteral("tourBack"));
    m_next = new QPushButton(this);
    m_next->setObjectName(QStringLiteral("tourNext"));
    m_next->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_count, 1);
    row->addWidget(skip);
    row->addWidget(m_back);
    row->addWidget(m_next);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(kGapSmall);
    column->addLayout(row);
    connect(skip, &QPushButton::clicked, this, &Tour::end);
    connect(m_back, &QPushButton::clicked, this, &Tour::back);
    connect(m_next, &QPushButton::clicked, this, &Tour::next);
    hide();
}

void Tour::start(std::vector<TourStep> steps) {
    m_steps = std::move(steps);
    m_at = 0;
    if (m_steps.empty()) {
        return;
    }
    window()->installEventFilter(this);
    showStep();
    setFocus(Qt::OtherFocusReason);
}

void Tour::next() {
    if (m_at + 1 >= stepCount()) {
        end();
        return;
    }
    ++m_at;
    showStep();
}

void Tour::back() {
    m_at = std::max(0, m_at - 1);
    showStep();
}

void Tour::end() {
    if (!isVisible()) {
        return;
    }
    parentWidget()->removeEventFilter(this);
    hide();
    m_ring->hide();
    Q_EMIT ended();
}

void Tour::showStep() {
    const TourStep& step = m_steps[static_cast<std::size_t>(m_at)];
    m_title->setText(step.title);
    m_text->setText(step.text);
    m_count->setText(tr("%1 of %2").arg(m_at + 1).arg(stepCount()));
    m_back->setEnabled(m_at > 0);
    m_next->setText(m_at + 1 == stepCount() ? tr("Done") : tr("Next"));
    setAccessibleName(tr("Tour, %1: %2").arg(step.title, step.text));
    setFixedHeight(layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(kLabelWidth)
                                                 : sizeHint().height());
    place();
    m_ring->raise();
    raise();
    show();
}

QRect Tour::targetRect() const {
    const TourStep& step = m_steps[static_cast<std::size_t>(m_at)];
    QWidget* window = parentWidget();
    if (step.target.isNull() || !step.target->isVisible()) {
        return {};
    }
    const QRect part = step.part.isNull() ? step.target->rect() : step.part;
    return QRect(step.target->mapTo(window, part.topLeft()), part.size())
        .intersected(window->rect());
}

/// Below the target, else above, left, right of it, else inside; always within the window.
void Tour::place() {
    const QRect target = targetRect();
    const QRect all = parentWidget()->rect().adjusted(kGap, kGap, -kGap, -kGap);
    m_ring->setVisible(!target.isEmpty());
    if (target.isEmpty()) {
        move(all.center() - rect().center());
        return;
    }
    m_ring->setGeometry(target.adjusted(-4, -4, 4, 4));
    const QPoint centre = target.center() - rect().center();
    const QPoint places[] = {{centre.x(), target.bottom() + kPanelPadding},
                             {centre.x(), target.top() - height() - kPanelPadding},
                             {target.left() - width() - kPanelPadding, centre.y()},
                             {target.right() + kPanelPadding, centre.y()},
                             {centre.x(), target.bottom() - height() - kGapLarge}};
    for (const QPoint& wanted : places) {
        const QPoint at(std::clamp(wanted.x(), all.left(), all.right() - width()),
                        std::clamp(wanted.y(), all.top(), all.bottom() - height()));
        if (!QRect(at, size()).intersects(target) || &wanted == &places[4]) {
            move(at);
            return;
        }
    }
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        // Once everything in the window has its new place.
        QMetaObject::invokeMethod(
            this, [this] { place(); }, Qt::QueuedConnection);
    }
    return QFrame::eventFilter(watched, event);
}

void Tour::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
            end();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Right:
            next();
            return;
        case Qt::Key_Left:
            back();
            return;
        default:
            QFrame::keyPressEvent(event);
    }
}

void Tour::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadiusControl, kRadiusControl);
}

}  // namespace stowage::gui
