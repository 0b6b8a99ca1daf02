#include "gui/recommendation_view.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/advice_widgets.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kPageMargin = 24;

QPushButton* addButton(QHBoxLayout& line, const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(text);
    button->setMinimumHeight(kRowHeight);
    button->setMinimumWidth(button->fontMetrics().horizontalAdvance(text) + 28);
    line.addWidget(button);
    return button;
}

void paintIn(QWidget& widget, const QColor& colour) {
    QPalette palette = widget.palette();
    palette.setColor(QPalette::WindowText, colour);
    widget.setPalette(palette);
}

}  // namespace

RecommendationView::RecommendationView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("recommendation"));
    setAccessibleName(tr("Recommendation"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new ThinBar(this);
    column->addWidget(m_bar);
    auto* stateLine = new QHBoxLayout;
    stateLine->setContentsMargins(kPanelPadding, 2, kPanelPadding, 2);
    m_state = makeLabel({}, TextRole::Secondary, QPalette::PlaceholderText, this);
    m_state->setObjectName(QStringLiteral("answerState"));
    m_stop = new QToolButton(this);
    m_stop->setText(tr("Stop"));
    m_stop->setObjectName(QStringLiteral("stopSearch"));
    m_stop->setAccessibleName(tr("Stop the search"));
    m_stop->setMinimumSize(24, 24);
    connect(m_stop, &QToolButton::clicked, this, &RecommendationView::stopRequested);
    stateLine->addWidget(m_state, 1);
    stateLine->addWidget(m_stop);
    column->addLayout(stateLine);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("recommendationScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setBackgroundRole(QPalette::Base);
    column->addWidget(m_scroll, 1);
    setupFoot();
    column->addWidget(m_foot);
    setEmpty(tr("Add an app or open a sample: the recommendation appears here."));
}

void RecommendationView::setupFoot() {
    m_foot = new QWidget(this);
    auto* line = new QHBoxLayout(m_foot);
    line->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    line->setSpacing(kGap);
    QPushButton* show = addButton(*line, tr("Show layout"), "showOnLayout", m_foot);
    connect(show, &QPushButton::clicked, this, [this] { Q_EMIT showOnLayout(m_advice.planId); });
    QPushButton* compare = addButton(*line, tr("Compare"), "compare", m_foot);
    connect(compare, &QPushButton::clicked, this, &RecommendationView::compareRequested);
    QPushButton* copy = addButton(*line, tr("Copy"), "copyAdvice", m_foot);
    copy->setToolTip(tr("Copy the recommendation as text or Markdown"));
    auto* menu = new QMenu(copy);
    connect(menu->addAction(tr("Copy as text")), &QAction::triggered, this,
            &RecommendationView::copyAsText);
    connect(menu->addAction(tr("Copy as Markdown")), &QAction::triggered, this,
            &RecommendationView::copyAsMarkdown);
    copy->setMenu(menu);
    line->addStretch(1);
}

void RecommendationView::setAnswer(std::shared_ptr<const PlanReport> report,
                                   std::optional<planner::Explanation> explanation) {
    m_report = std::move(report);
    m_explanation = std::move(explanation);
    refresh();
}

void RecommendationView::setEmpty(const QString& sentence) {
    m_report.reset();
    m_explanation.reset();
    m_emptyText = sentence;
    refresh();
}

void RecommendationView::setAge(AnswerAge age) {
    if (age != m_age) {
        m_age = age;
        showAge();
    }
}

void RecommendationView::showAge() {
    setProgress(m_progress);
    const Theme& theme = currentTheme();
    const bool isOld = m_age == AnswerAge::BeforeEdit;
    if (QWidget* content = m_scroll->widget()) {
        paintIn(*content, isOld ? theme.muted : theme.text);
    }
    if (m_headline) {
        QFont font = m_headline->font();
        font.setItalic(isOld);
        m_headline->setFont(font);
    }
    if (m_verdict) {
        paintIn(*m_verdict, isOld ? theme.muted : verdictColour(m_advice.verdict, theme));
    }
}

void RecommendationView::setProgress(const QString& text) {
    m_progress = text;
    const bool isOld = m_age == AnswerAge::BeforeEdit && m_advice.kind != AdviceKind::Empty;
    const bool isSearching = !m_progress.isEmpty();
    QStringList words;
    if (isOld) {
        words.append(tr("before this edit"));
    }
    if (isSearching) {
        words.append(m_progress);
    }
    m_state->setText(words.join(QStringLiteral(" · ")));
    m_state->setVisible(!words.isEmpty());
    m_bar->setVisible(!words.isEmpty());
    m_stop->setVisible(isSearching);
}

void RecommendationView::setUnits(ByteUnits units) {
    if (units != m_options.units) {
        m_options.units = units;
        refresh();
    }
}

void RecommendationView::setToday(std::optional<Money> today) {
    if (today != m_options.today) {
        m_options.today = today;
        refresh();
    }
}

void RecommendationView::refresh() {
    m_advice = m_report ? adviceOf(*m_report, m_explanation, m_options) : Advice();
    rebuild();
}

void RecommendationView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_wasShown = true;
    if (m_isOutdated) {
        rebuild();
    }
}

void RecommendationView::rebuild() {
    m_isOutdated = m_wasShown && !isVisible();
    if (m_isOutdated) {
        return;
    }
    m_headline = nullptr;
    m_verdict = nullptr;
    m_foot->setVisible(m_advice.kind == AdviceKind::Found);
    m_wasNarrow = isNarrow();
    const int margin = m_wasNarrow ? kPanelPadding : kPageMargin;
    auto* content = new FlowWidget;
    content->setObjectName(QStringLiteral("recommendationContent"));
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(margin, m_wasNarrow ? kGap : kGapLarge, margin, kGapLarge);
    column->setSpacing(kGap);
    if (m_advice.kind == AdviceKind::Empty) {
        column->addWidget(
            makeLabel(m_emptyText, TextRole::Body, QPalette::PlaceholderText, content));
    } else {
        addHead(*column);
        addSections(*column);
    }
    column->addStretch(1);
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_scroll->setWidget(content);
    showAge();
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void RecommendationView::addHead(QVBoxLayout& column) {
    QWidget* content = column.parentWidget();
    QLabel* headline =
        makeLabel(m_advice.headline, m_wasNarrow ? TextRole::Title : TextRole::Headline,
                  QPalette::WindowText, content);
    headline->setObjectName(QStringLiteral("headline"));
    m_headline = headline;
    column.addWidget(headline);
    addVerdictLine(column);
    if (!m_advice.guess.isEmpty()) {
        column.addWidget(
            makeLabel(m_advice.guess, TextRole::Body, QPalette::PlaceholderText, content));
    }
    if (m_advice.kind == AdviceKind::Infeasible) {
        column.addWidget(makeLabel(m_advice.facts, TextRole::Body, QPalette::WindowText, content));
    }
    if (!m_advice.bars.empty() && m_advice.bars.size() <= 4) {
        auto* bars = new BarChart(content);
        bars->setUnits(m_options.units);
        bars->setLegend(BarChart::Legend::Shown);
        bars->setServers(m_advice.bars);
        bars->setMaximumWidth(720);
        column.addWidget(bars);
    }
    column.addSpacing(kGap);
}

void RecommendationView::addVerdictLine(QVBoxLayout& column) {
    QWidget* content = column.parentWidget();
    QLabel* verdict = makeLabel(
        QStringLiteral("%1 %2").arg(verdictMark(m_advice.verdict), verdictText(m_advice.verdict)),
        TextRole::Title, QPalette::WindowText, content);
    verdict->setObjectName(QStringLiteral("verdict"));
    verdict->setWordWrap(false);
    m_verdict = verdict;
    auto* line = new QHBoxLayout;
    line->setSpacing(kGapSmall);
    line->addWidget(verdict);
    if (!m_advice.money.isEmpty()) {
        QLabel* money = makeLabel(QStringLiteral("· ") + m_advice.money, TextRole::Title,
                                  QPalette::WindowText, content);
        money->setObjectName(QStringLiteral("money"));
        money->setWordWrap(false);
        line->addWidget(money);
    }
    line->addStretch(1);
    column.addLayout(line);
    const auto addFact = [this, &column, content](const QString& text,
                                                  const std::optional<Figure>& figure) {
        if (text.isEmpty()) {
            return;
        }
        auto* row = new AdviceRowWidget(AdviceRow{.text = text, .figure = figure}, content);
        row->layout()->setContentsMargins(0, 2, 0, 2);
        connect(row, &AdviceRowWidget::figureActivated, this, &RecommendationView::figureActivated);
        column.addWidget(row);
    };
    if (m_advice.kind == AdviceKind::Found) {
        addFact(m_advice.facts, m_advice.factsFigure);
    }
    addFact(m_advice.moneyNote, m_advice.moneyFigure);
}

void RecommendationView::addSections(QVBoxLayout& column) {
    auto* sections = new FlowWidget(column.parentWidget());
    auto* layout = new ColumnsLayout(sections);
    layout->setTwoColumnsFrom(760);
    for (const AdviceSection& section : m_advice.sections) {
        if (section.rows.empty() && section.emptyText.isEmpty()) {
            continue;
        }
        auto* widget = new AdviceSectionWidget(section, sections);
        connect(widget, &AdviceSectionWidget::figureActivated, this,
                &RecommendationView::figureActivated);
        connect(widget, &AdviceSectionWidget::planActivated, this,
                &RecommendationView::showOnLayout);
        connect(widget, &AdviceSectionWidget::fixActivated, this, &RecommendationView::applyFix);
        layout->addWidget(widget);
    }
    column.addWidget(sections);
}

void RecommendationView::applyFix(const AdviceFix& fix) {
    if (fix.kind == FixKind::IfTrue || fix.patch.items.empty()) {
        Q_EMIT fieldRequested(fix.input);
    } else {
        Q_EMIT fixRequested(fix.patch, fix.label);
    }
}

void RecommendationView::copyAsText() const {
    auto* clip = new QMimeData;
    clip->setText(toPlainText(m_advice));
    clip->setData(QStringLiteral("text/markdown"), toMarkdown(m_advice).toUtf8());
    QGuiApplication::clipboard()->setMimeData(clip);
}

void RecommendationView::copyAsMarkdown() const {
    QGuiApplication::clipboard()->setText(toMarkdown(m_advice));
}

void RecommendationView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_scroll != nullptr) {
        rebuild();
    }
}

void RecommendationView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (isNarrow() != m_wasNarrow) {
        rebuild();
    }
}

}  // namespace stowage::gui
