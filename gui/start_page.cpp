#include "gui/start_page.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "gui/drop_offer.h"
#include "gui/format.h"
#include "gui/help_dialog.h"
#include "gui/start_card.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kMargin = 24;
constexpr int kStartWidth = 288;
constexpr int kSectionHeight = 26;  ///< room for the filter beside a heading
constexpr int kBodyWidthMax = 1440;
/// A filter is worth its place from here on.
constexpr std::size_t kFilterFrom = 5;

QString whenText(const QDateTime& then, const QDateTime& now) {
    if (!then.isValid()) {
        return {};
    }
    const QLocale locale;
    const auto days = then.date().daysTo(now.date());
    if (days == 0) {
        return StartPage::tr("today %1").arg(locale.toString(then.time(), QStringLiteral("HH:mm")));
    }
    if (days == 1) {
        return StartPage::tr("yesterday");
    }
    const bool isThisYear = then.date().year() == now.date().year();
    return locale.toString(then.date(),
                           isThisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString figuresText(const QString& price, const QString& servers) {
    QStringList parts{price, servers};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

/// How far a place lies in a direction; infinite when it does not.
double distanceTowards(int key, const QRect& from, const QRect& to) {
    const QPointF a = QRectF(from).center();
    const QPointF b = QRectF(to).center();
    double ahead = 0;
    double aside = 0;
    const bool isSideways = key == Qt::Key_Left || key == Qt::Key_Right;
    if (isSideways) {
        ahead = key == Qt::Key_Right ? to.left() - from.right() : from.left() - to.right();
        aside = std::abs(b.y() - a.y());
        const bool isSameRow = to.top() <= from.bottom() && from.top() <= to.bottom();
        aside = isSameRow ? aside / 8 : aside * 8;
    } else {
        ahead = key == Qt::Key_Down ? to.top() - from.bottom() : from.top() - to.bottom();
        aside = std::abs(b.x() - a.x());
    }
    return ahead < 0 ? std::numeric_limits<double>::infinity() : ahead + 2 * aside;
}

QVBoxLayout* columnLayout(QWidget* owner) {
    auto* layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    return layout;
}

}  // namespace

StartPage::StartPage(QWidget* parent) : QWidget(parent), m_shipped(shippedSamples()) {
    setObjectName(QStringLiteral("startPage"));
    setAcceptDrops(true);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->installEventFilter(this);
    auto* ground = new QWidget;
    m_body = new QWidget(ground);
    m_body->setMaximumWidth(kBodyWidthMax);
    auto* around = new QHBoxLayout(ground);
    around->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    around->addWidget(m_body);
    m_scroll->setWidget(ground);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);

    m_headline = new QLabel(tr("Which server should I buy, what should my apps share, and when do "
                               "I need a second one?"),
                            m_body);
    m_headline->setObjectName(QStringLiteral("headline"));
    m_headline->setWordWrap(true);
    m_startColumn = makeStartColumn();
    m_recentPart = makeRecent();
    m_samplePart = makeSamples();
    m_learnPart = makeLearn();
    m_grid = new QGridLayout(m_body);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kMargin);
    m_grid->setVerticalSpacing(kMargin);
    m_grid->setColumnStretch(1, 1);
    m_curtain = new DropCurtain(this);
    fillSamples();
    arrange();
    applyFonts();
}

QLabel* StartPage::makeSection(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setMinimumHeight(kSectionHeight);
    m_sections.push_back(label);
    return label;
}

StartAction* StartPage::addAction(QWidget* column, StartAction* action, const char* name) {
    action->setObjectName(QString::fromLatin1(name));
    column->layout()->addWidget(action);
    m_actions.push_back(action);
    return action;
}

QWidget* StartPage::makeStartColumn() {
    auto* column = new QWidget(m_body);
    column->setMinimumWidth(kStartWidth);
    column->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    columnLayout(column);
    column->layout()->addWidget(makeSection(tr("START"), column));
    auto* import = addAction(
        column, new StartAction(ActionLook::Primary, tr("Import .larakube.json folders…"), {}),
        "importAction");
    connect(import, &StartAction::clicked, this, [this] { Q_EMIT importRequested({}); });
    auto* cluster =
        addAction(column, new StartAction(ActionLook::Plain, tr("Read a running cluster…"), {}),
                  "clusterAction");
    cluster->setNote(tr("Not in this version"));
    cluster->setEnabled(false);
    auto* empty =
        addAction(column, new StartAction(ActionLook::Plain, tr("Empty scenario"), tr("Ctrl+N")),
                  "emptyAction");
    connect(empty, &StartAction::clicked, this, &StartPage::emptyRequested);
    auto* open = addAction(column, new StartAction(ActionLook::Plain, tr("Open…"), tr("Ctrl+O")),
                           "openAction");
    connect(open, &StartAction::clicked, this, [this] { Q_EMIT openRequested({}); });
    m_dropHint = new QLabel(tr("Or drop folders and files anywhere."), column);
    m_dropHint->setForegroundRole(QPalette::PlaceholderText);
    m_dropHint->setWordWrap(true);
    column->layout()->addWidget(m_dropHint);
    qobject_cast<QVBoxLayout*>(column->layout())->addStretch();
    return column;
}

QWidget* StartPage::makeRecent() {
    auto* part = new QWidget(m_body);
    auto* layout = columnLayout(part);
    auto* head = new QHBoxLayout;
    head->addWidget(makeSection(tr("RECENT"), part));
    head->addStretch();
    m_filter = new QLineEdit(part);
    m_filter->setObjectName(QStringLiteral("recentFilter"));
    m_filter->setPlaceholderText(tr("filter"));
    m_filter->setAccessibleName(tr("Filter recent files"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(180);
    head->addWidget(m_filter);
    layout->addLayout(head);
    m_recentGrid = new CardGrid(part);
    m_recentGrid->setObjectName(QStringLiteral("recentGrid"));
    layout->addWidget(m_recentGrid);
    m_noMatch = new QLabel(part);
    m_noMatch->setForegroundRole(QPalette::PlaceholderText);
    m_noMatch->hide();
    layout->addWidget(m_noMatch);
    layout->addStretch();
    connect(m_filter, &QLineEdit::textChanged, this, &StartPage::filterRecent);
    return part;
}

QWidget* StartPage::makeSamples() {
    auto* part = new QWidget(m_body);
    auto* layout = columnLayout(part);
    layout->addWidget(makeSection(tr("SAMPLES   no cluster needed, each opens a copy"), part));
    m_sampleGrid = new CardGrid(part);
    m_sampleGrid->setObjectName(QStringLiteral("sampleGrid"));
    layout->addWidget(m_sampleGrid);
    layout->addStretch();
    return part;
}

QWidget* StartPage::makeLearn() {
    auto* part = new QWidget(m_body);
    auto* layout = columnLayout(part);
    layout->addWidget(makeSection(tr("LEARN"), part));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    auto* tour = new StartAction(ActionLook::Quiet, tr("One-minute tour"), {}, part);
    tour->setObjectName(QStringLiteral("learnTour"));
    connect(tour, &StartAction::clicked, this, &StartPage::tourRequested);
    m_actions.push_back(tour);
    row->addWidget(tour);
    for (const HelpPage page : {HelpPage::TwoBars, HelpPage::Words}) {
        auto* action = new StartAction(ActionLook::Quiet, helpTitle(page), {}, part);
        action->setObjectName(page == HelpPage::TwoBars ? QStringLiteral("learnTwoBars")
                                                        : QStringLiteral("learnWords"));
        connect(action, &StartAction::clicked, this, [this, page] {
            auto* dialog = new HelpDialog(page, this);
            dialog->show();
        });
        m_actions.push_back(action);
        row->addWidget(action);
    }
    row->addStretch();
    layout->addLayout(row);
    return part;
}

void StartPage::fillSamples() {
    std::vector<StartCard*> cards;
    for (const ShippedSample& sample : m_shipped.samples) {
        const bool isOfTheseData = m_figures == SampleFigures::OfTheseData;
        CardContent content{.title = sample.title,
                            .verdict = std::nullopt,
                            .figures = {},
                            .line = sample.description,
                            .sketch = sample.sketch};
        if (isOfTheseData) {
            content.verdict = sample.verdict;
            content.figures = figuresText(sample.price, sample.servers);
        } else {
            content.figures = tr("%1 at shipped prices").arg(sample.price);
        }
        auto* card = new StartCard(std::move(content));
        card->setObjectName(QStringLiteral("sample:") + sample.name);
        card->setToolTip(tr("%1\nPrices of %2").arg(sample.description, sample.today));
        const QString name = sample.name;
        const QString text = sample.text;
        connect(card, &StartCard::clicked, this,
                [this, name, text] { Q_EMIT sampleRequested(name, text); });
        cards.push_back(card);
    }
    m_sampleGrid->setCards(cards);
}

void StartPage::setSampleFigures(SampleFigures figures) {
    if (figures != m_figures) {
        m_figures = figures;
        fillSamples();
    }
}

StartCard* StartPage::cardOf(const RecentFile& file, const QDateTime& now) {
    const bool isThere = QFileInfo::exists(file.path);
    auto* card = new StartCard({.title = file.name,
                                .verdict = file.verdict,
                                .figures = figuresText(file.price, file.servers),
                                .line = whenText(file.openedAt, now),
                                .sketch = sketchFromText(file.sketch),
                                .state = isThere ? CardState::Present : CardState::Missing});
    const QString path = file.path;
    card->setObjectName(QStringLiteral("recent:") + path);
    card->setToolTip(path);
    connect(card, &StartCard::clicked, this, [this, path, isThere] {
        if (isThere) {
            Q_EMIT openRequested(path);
        } else {
            Q_EMIT locateRequested(path);
        }
    });
    card->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* locate = new QAction(tr("Locate…"), card);
    connect(locate, &QAction::triggered, this, [this, path] { Q_EMIT locateRequested(path); });
    auto* copy = new QAction(tr("Copy path"), card);
    connect(copy, &QAction::triggered, this,
            [path] { QGuiApplication::clipboard()->setText(path); });
    auto* forget = new QAction(tr("Remove from the list"), card);
    forget->setShortcut(Qt::Key_Delete);
    forget->setShortcutContext(Qt::WidgetShortcut);
    connect(forget, &QAction::triggered, this, [this, path] { Q_EMIT forgetRequested(path); });
    card->addActions({locate, copy, forget});
    return card;
}

void StartPage::setRecent(const std::vector<RecentFile>& files, const QDateTime& now) {
    m_recent = files;
    std::vector<StartCard*> cards;
    for (const RecentFile& file : m_recent) {
        cards.push_back(cardOf(file, now));
    }
    m_recentGrid->setCards(cards);
    m_filter->setVisible(m_recent.size() >= kFilterFrom);
    filterRecent(m_filter->isHidden() ? QString() : m_filter->text());
    arrange();
}

void StartPage::filterRecent(const QString& text) {
    std::vector<bool> shown;
    for (const RecentFile& file : m_recent) {
        shown.push_back(file.name.contains(text, Qt::CaseInsensitive) ||
                        file.path.contains(text, Qt::CaseInsensitive));
    }
    const bool isAny = std::find(shown.begin(), shown.end(), true) != shown.end();
    m_recentGrid->setShown(shown);
    m_noMatch->setText(tr("No recent file has '%1' in its name or folder.").arg(text));
    m_noMatch->setVisible(!isAny && !m_recent.empty());
}

void StartPage::arrange() {
    const bool hasRecent = !m_recent.empty();
    for (QWidget* part : {static_cast<QWidget*>(m_headline), m_startColumn, m_recentPart,
                          m_samplePart, m_learnPart}) {
        m_grid->removeWidget(part);
    }
    m_grid->addWidget(m_headline, 0, 0, 1, 2);
    m_grid->addWidget(m_startColumn, 1, 0);
    m_recentPart->setVisible(hasRecent);
    if (hasRecent) {
        m_grid->addWidget(m_recentPart, 1, 1);
        m_grid->addWidget(m_samplePart, 2, 0, 1, 2);
        m_grid->addWidget(m_learnPart, 3, 0, 1, 2);
    } else {
        m_grid->addWidget(m_samplePart, 1, 1);
        m_grid->addWidget(m_learnPart, 2, 0, 1, 2);
    }
    for (int row = 0; row < 5; ++row) {
        m_grid->setRowStretch(row, row == (hasRecent ? 4 : 3) ? 1 : 0);
    }
}

void StartPage::focusFirst() {
    const auto& cards = m_recent.empty() ? m_sampleGrid->cards() : m_recentGrid->cards();
    if (!cards.empty()) {
        cards.front()->setFocus(Qt::TabFocusReason);
    }
}

void StartPage::applyFonts() {
    m_headline->setFont(fontOf(TextRole::Headline));
    m_dropHint->setFont(fontOf(TextRole::Secondary));
    QFont section = fontOf(TextRole::Secondary);
    section.setWeight(QFont::DemiBold);
    for (QLabel* label : m_sections) {
        label->setFont(section);
    }
    for (StartAction* action : m_actions) {
        action->updateGeometry();
    }
}

void StartPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        applyFonts();
    }
    QWidget::changeEvent(event);
}

bool StartPage::eventFilter(QObject* watched, QEvent* event) {
    // The scroll area would take the arrows for its bars.
    if (watched == m_scroll && event->type() == QEvent::KeyPress) {
        const auto* key = dynamic_cast<QKeyEvent*>(event);
        const bool isArrow =
            key != nullptr && key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down;
        if (isArrow && key->modifiers() == Qt::NoModifier) {
            moveFocus(key->key());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void StartPage::moveFocus(int key) {
    QWidget* from = focusWidget();
    if (from == nullptr) {
        focusFirst();
        return;
    }
    const auto placeOf = [this](const QWidget* widget) {
        return QRect(widget->mapTo(m_body, QPoint(0, 0)), widget->size());
    };
    QWidget* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (auto* button : m_body->findChildren<QAbstractButton*>()) {
        if (button == from || !button->isVisible() || !button->isEnabled() ||
            button->focusPolicy() == Qt::NoFocus) {
            continue;
        }
        const double distance = distanceTowards(key, placeOf(from), placeOf(button));
        if (distance < bestDistance) {
            best = button;
            bestDistance = distance;
        }
    }
    if (best != nullptr) {
        best->setFocus(Qt::TabFocusReason);
        m_scroll->ensureWidgetVisible(best, 0, kMargin);
    }
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_curtain->setGeometry(rect());
}

void StartPage::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        // Entered even when it will be refused: the refusal has a sentence to show.
        m_curtain->offer(dropOfferOf(event->mimeData()->urls()));
        event->acceptProposedAction();
    }
}

void StartPage::dragMoveEvent(QDragMoveEvent* event) {
    if (m_curtain->present().kind == DropKind::Refused) {
        event->ignore();
    } else {
        event->acceptProposedAction();
    }
}

void StartPage::dragLeaveEvent(QDragLeaveEvent* event) {
    Q_UNUSED(event);
    m_curtain->withdraw();
}

void StartPage::dropEvent(QDropEvent* event) {
    m_curtain->withdraw();
    const DropOffer offer = dropOfferOf(event->mimeData()->urls());
    switch (offer.kind) {
        case DropKind::Blueprints:
            event->acceptProposedAction();
            Q_EMIT importRequested(offer.paths);
            return;
        case DropKind::Scenario:
        case DropKind::Plan:
            event->acceptProposedAction();
            Q_EMIT openRequested(offer.paths.front());
            return;
        case DropKind::Refused:
            event->ignore();
            return;
    }
}

}  // namespace stowage::gui
