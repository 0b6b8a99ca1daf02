#include "gui/unread_scenario.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/icon.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kSentenceWidth = 560;

/// Three rows as they will stand here, and what is waited for.
class Skeleton : public QWidget {
public:
    explicit Skeleton(QWidget* parent) : QWidget(parent) {
        setAccessibleName(UnreadScenario::tr("Reading the scenario…"));
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        constexpr int kRows = 3;
        constexpr int kNameWidth = 150;
        constexpr int kCellWidth = 84;
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme.muted);
        painter.setFont(fontOf(TextRole::Body));
        const QRect line(kPanelPadding, kPanelPadding, width() - 2 * kPanelPadding, kRowHeight);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, accessibleName());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.sunken);
        for (int row = 0; row < kRows; ++row) {
            const int top = line.bottom() + kGap + row * (kRowHeight + kGap);
            int left = kPanelPadding;
            int wide = kNameWidth;
            while (left + wide < width() - kPanelPadding) {
                painter.drawRoundedRect(QRect(left, top, wide, kRowHeight - kGap), kRadiusTile,
                                        kRadiusTile);
                left += wide + kGapLarge;
                wide = kCellWidth;
            }
        }
    }
};

QPushButton* largeButton(const QString& text, const char* symbol, const char* name,
                         QWidget* parent) {
    auto* button = new QPushButton(icon(symbol), text, parent);
    button->setObjectName(QLatin1String(name));
    button->setMinimumSize(300, 56);
    button->setIconSize(QSize(22, 22));
    button->setFont(fontOf(TextRole::Title));
    button->setAutoDefault(true);
    return button;
}

QLabel* sentence(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
    label->setFixedWidth(kSentenceWidth);
    label->setMinimumHeight(std::max(0, label->heightForWidth(kSentenceWidth)));
    return label;
}

QLabel* headline(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(fontOf(TextRole::Headline));
    return label;
}

void centre(QVBoxLayout* column, const QList<QWidget*>& head, const QList<QWidget*>& buttons) {
    column->setSpacing(kPanelPadding);
    column->addStretch(2);
    for (QWidget* widget : head) {
        column->addWidget(widget, 0, Qt::AlignHCenter);
    }
    column->addSpacing(kGap);
    for (QWidget* widget : buttons) {
        column->addWidget(widget, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
}

}  // namespace

UnreadScenario::UnreadScenario(QWidget* parent) : QStackedWidget(parent) {
    addWidget(makeEmpty());
    addWidget(new Skeleton(this));
    addWidget(makeBroken());
}

QWidget* UnreadScenario::makeEmpty() {
    auto* empty = new QWidget(this);
    auto* import = largeButton(tr("Import my apps"), "import", "emptyImport", empty);
    auto* sample = largeButton(tr("Look at a sample"), "scenario", "emptySample", empty);
    auto* first = largeButton(tr("Describe a first app"), "new", "emptyFirstApp", empty);
    connect(import, &QPushButton::clicked, this, &UnreadScenario::importRequested);
    connect(sample, &QPushButton::clicked, this, &UnreadScenario::sampleRequested);
    connect(first, &QPushButton::clicked, this, &UnreadScenario::firstAppRequested);
    centre(new QVBoxLayout(empty),
           {headline(tr("What shall run?"), empty),
            sentence(tr("A scenario holds your apps, how busy they are and what you ask for. The "
                        "servers follow from that."),
                     empty)},
           {first, import, sample});
    return empty;
}

QWidget* UnreadScenario::makeBroken() {
    auto* broken = new QWidget(this);
    m_problem = sentence({}, broken);
    m_problem->setObjectName(QStringLiteral("brokenProblem"));
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* problems = largeButton(tr("Show all problems"), "search", "brokenProblems", broken);
    auto* file = largeButton(tr("Open the file as text"), "open", "brokenFile", broken);
    connect(problems, &QPushButton::clicked, this, &UnreadScenario::problemsRequested);
    connect(file, &QPushButton::clicked, this, &UnreadScenario::fileRequested);
    centre(new QVBoxLayout(broken),
           {headline(tr("This scenario cannot be read yet"), broken), m_problem,
            sentence(tr("Nothing in the file was changed."), broken)},
           {problems, file});
    return broken;
}

void UnreadScenario::setState(State state) {
    setCurrentIndex(static_cast<int>(state));
}

void UnreadScenario::setProblem(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setMinimumHeight(std::max(0, m_problem->heightForWidth(kSentenceWidth)));
}

}  // namespace stowage::gui
