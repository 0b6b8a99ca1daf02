#include "gui/import_dialog.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "gui/format.h"
#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kColumns = 5;
constexpr int kListHeightMin = 140;
constexpr int kListHeightMax = 380;

/// A muted line that shortens itself in the middle and shows all of itself as a tooltip.
class PathLabel : public QWidget {
public:
    PathLabel(const QString& text, QWidget* parent) : QWidget(parent), m_text(text) {
        setToolTip(text);
        setAccessibleName(text);
        setMinimumWidth(110);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    }
    QSize sizeHint() const override {
        const QFontMetrics metrics(fontOf(TextRole::Body));
        return {std::min(320, metrics.horizontalAdvance(m_text) + 2), metrics.lineSpacing()};
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        Q_UNUSED(event);
        QPainter painter(this);
        painter.setFont(fontOf(TextRole::Body));
        painter.setPen(currentTheme().muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_text, Qt::ElideMiddle, width()));
    }

private:
    QString m_text;
};

QString folderText(const QString& file) {
    QString folder = QFileInfo(file).absolutePath();
    const QString home = QDir::homePath();
    if (folder.startsWith(home + QLatin1Char('/'))) {
        folder.replace(0, home.size(), QStringLiteral("~"));
    }
    return folder;
}

QString notesText(const FoundBlueprint& found) {
    const auto count = found.notes.size();
    if (!found.isReadable) {
        return count == 1 ? ImportDialog::tr("1 error") : ImportDialog::tr("%1 errors").arg(count);
    }
    return count == 1 ? ImportDialog::tr("1 note") : ImportDialog::tr("%1 notes").arg(count);
}

QColor colourOf(ImportDialog::Tone tone) {
    const Theme& theme = currentTheme();
    switch (tone) {
        case ImportDialog::Tone::Quiet:
            return theme.muted;
        case ImportDialog::Tone::Warning:
            return theme.warnText;
        case ImportDialog::Tone::Error:
            return theme.danger;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

struct ImportDialog::Row {
    FoundBlueprint found;
    QCheckBox* app = nullptr;
    std::vector<QCheckBox*> environments;
};

ImportDialog::ImportDialog(JobRunner& jobs, std::string today, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_today(std::move(today)) {
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Import projects"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGapLarge, kGapLarge, kGapLarge, kGapLarge);
    layout->setSpacing(kPanelPadding);
    m_title = new QLabel(tr("Reading blueprints…"), this);
    m_title->setObjectName(QStringLiteral("importTitle"));
    m_title->setFont(fontOf(TextRole::Title));
    layout->addWidget(m_title);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumHeight(kListHeightMin);
    layout->addWidget(m_scroll, 1);
    m_message = new QLabel(this);
    m_message->setObjectName(QStringLiteral("importMessage"));
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_message);
    m_trafficPart = makeTraffic();
    layout->addWidget(m_trafficPart);
    layout->addWidget(makeButtons());
    resize(880, 360);
    refresh();
}

ImportDialog::~ImportDialog() = default;

QWidget* ImportDialog::makeTraffic() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapSmall);
    column->addWidget(new QLabel(tr("Traffic is in no blueprint. Start with:"), part));
    auto* layout = new QHBoxLayout;
    layout->setSpacing(kGapLarge);
    column->addLayout(layout);
    m_traffic = new QButtonGroup(this);
    const struct {
        TrafficStart start;
        QString text, hint;
        const char* name;
    } entries[] = {{TrafficStart::Quiet, tr("quiet: 0.5 rps"),
                    tr("0.5 requests a second, at any hour"), "quiet"},
                   {TrafficStart::Small, tr("small: 2 rps, office hours"),
                    tr("2 requests a second at the peak of office hours"), "small"},
                   {TrafficStart::Busy, tr("busy: 12 rps, office hours"),
                    tr("12 requests a second at the peak of office hours"), "busy"},
                   {TrafficStart::Typed, tr("I will type it"),
                    tr("until then the usual is assumed"), "typed"}};
    for (const auto& entry : entries) {
        auto* button = new QRadioButton(entry.text, part);
        button->setObjectName(QString::fromLatin1(entry.name));
        button->setToolTip(entry.hint);
        button->setAccessibleDescription(entry.hint);
        button->setMinimumHeight(24);
        button->setChecked(entry.start == TrafficStart::Quiet);
        m_traffic->addButton(button, static_cast<int>(entry.start));
        layout->addWidget(button);
    }
    layout->addStretch();
    return part;
}

QWidget* ImportDialog::makeButtons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* promise = new QLabel(tr("Nothing is written into these folders."), row);
    promise->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(promise);
    layout->addStretch();
    auto* cancel = new QPushButton(tr("Cancel"), row);
    cancel->setMinimumSize(88, kRowHeight);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    layout->addWidget(cancel);
    m_import = new QPushButton(row);
    m_import->setObjectName(QStringLiteral("importButton"));
    m_import->setMinimumSize(150, kRowHeight);
    m_import->setDefault(true);
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::import);
    layout->addWidget(m_import);
    connect(this, &QDialog::rejected, this, [this] { m_jobs.cancel(JobKind::Import); });
    return row;
}

void ImportDialog::startReview(const QStringList& paths) {
    const QPointer<ImportDialog> self(this);
    m_jobs.start(JobKind::Import, [self, paths](RunControl& control) {
        auto review = std::make_shared<const ImportReview>(reviewBlueprints(paths, control));
        return JobRunner::Deliver([self, review] {
            if (self && !review->isCancelled) {
                self->setReview(*review);
            }
        });
    });
}

void ImportDialog::setReview(const ImportReview& review) {
    m_rows.clear();
    m_tones.clear();  // of rows that go
    m_problems = review.problems;
    auto* body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    auto* grid = new QGridLayout(body);
    grid->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    grid->setHorizontalSpacing(kGapLarge);
    grid->setVerticalSpacing(kGapSmall);
    grid->setColumnStretch(1, 1);
    for (const FoundBlueprint& found : review.found) {
        addRow(found, *grid);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    m_scroll->setWidget(body);
    m_scroll->setMinimumHeight(
        std::clamp(body->sizeHint().height() + 2, kListHeightMin, kListHeightMax));
    const int readable = static_cast<int>(
        std::count_if(review.found.begin(), review.found.end(),
                      [](const FoundBlueprint& found) { return found.isReadable; }));
    m_title->setText(review.found.empty() ? tr("Nothing to import")
                     : readable == 1      ? tr("Import 1 project")
                                          : tr("Import %1 projects").arg(readable));
    refresh();
    resize(width(), minimumSizeHint().height());
}

void ImportDialog::addRow(const FoundBlueprint& found, QGridLayout& grid) {
    auto row = std::make_unique<Row>();
    row->found = found;
    const int line = grid.rowCount();
    row->app = new QCheckBox(
        found.isReadable ? found.app : QFileInfo(QFileInfo(found.path).absolutePath()).fileName());
    row->app->setObjectName(QStringLiteral("app:") + found.path);
    row->app->setMinimumHeight(kRowHeight);
    QFont bold = fontOf(TextRole::Body);
    bold.setWeight(QFont::DemiBold);
    row->app->setFont(bold);
    row->app->setEnabled(found.isReadable && !found.environments.isEmpty());
    row->app->setChecked(row->app->isEnabled());
    grid.addWidget(row->app, line, 0);
    grid.addWidget(new PathLabel(folderText(found.path), this), line, 1);
    auto* environments = new QHBoxLayout;
    environments->setSpacing(kGapLarge);
    Row* raw = row.get();
    for (const QString& name : found.environments) {
        auto* box = new QCheckBox(name);
        box->setObjectName(QStringLiteral("environment:%1/%2").arg(found.app, name));
        box->setAccessibleName(tr("%1 of %2").arg(name, found.app));
        box->setMinimumHeight(24);
        box->setChecked(true);
        connect(box, &QCheckBox::clicked, this, [this, raw] { tickEnvironment(*raw); });
        row->environments.push_back(box);
        environments->addWidget(box);
    }
    environments->addStretch();
    grid.addLayout(environments, line, 2);
    auto* services = new QLabel(found.services.join(QStringLiteral(" ")));
    services->setForegroundRole(QPalette::PlaceholderText);
    grid.addWidget(services, line, 3);
    connect(row->app, &QCheckBox::clicked, this, [this, raw] { tickApp(*raw); });
    addNotes(*row, grid, line);
    m_rows.push_back(std::move(row));
}

void ImportDialog::addNotes(Row& row, QGridLayout& grid, int line) {
    const FoundBlueprint& found = row.found;
    QStringList notes = found.notes;
    if (found.isReadable && found.environments.isEmpty()) {
        notes.push_back(tr("it has no environment but local: there is nothing to plan"));
    }
    if (notes.isEmpty()) {
        return;
    }
    auto* detail = new QLabel(notes.join(QLatin1Char('\n')));
    detail->setWordWrap(true);
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail->setFont(fontOf(TextRole::Secondary));
    detail->setContentsMargins(kGapLarge + kGap, 0, 0, kGap);
    setTone(*detail, found.isReadable ? Tone::Quiet : Tone::Error);
    auto* toggle = new QToolButton;
    toggle->setObjectName(QStringLiteral("notes:") + found.path);
    toggle->setText(notesText(
        {.path = found.path, .app = found.app, .notes = notes, .isReadable = found.isReadable}));
    toggle->setCheckable(true);
    toggle->setAutoRaise(true);
    toggle->setMinimumHeight(24);
    setTone(*toggle, found.isReadable ? Tone::Warning : Tone::Error);
    toggle->setChecked(!found.isReadable);
    detail->setVisible(!found.isReadable);
    connect(toggle, &QToolButton::toggled, detail, &QWidget::setVisible);
    grid.addWidget(toggle, line, 4, Qt::AlignRight | Qt::AlignVCenter);
    if (found.isReadable) {
        grid.addWidget(detail, line + 1, 0, 1, kColumns);
        return;
    }
    auto* open = new QPushButton(tr("Open as text"));
    open->setObjectName(QStringLiteral("openText:") + found.path);
    open->setAccessibleName(tr("Open %1 as text").arg(found.path));
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this,
            [this, path = found.path] { Q_EMIT textRequested(path); });
    connect(toggle, &QToolButton::toggled, open, &QWidget::setVisible);
    grid.addWidget(detail, line + 1, 0, 1, kColumns - 1);
    grid.addWidget(open, line + 1, kColumns - 1, Qt::AlignRight | Qt::AlignTop);
}

void ImportDialog::setTone(QWidget& widget, Tone tone) {
    m_tones[&widget] = tone;
    QPalette palette = widget.palette();
    // A label on the base takes the text, a button its own.
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, colourOf(tone));
    }
    widget.setPalette(palette);
}

void ImportDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        for (const auto& [widget, tone] : std::map(m_tones)) {
            setTone(*widget, tone);
        }
    }
}

void ImportDialog::tickApp(Row& row) {
    for (QCheckBox* box : row.environments) {
        box->setChecked(row.app->isChecked());
    }
    refresh();
}

void ImportDialog::tickEnvironment(Row& row) {
    row.app->setChecked(std::any_of(row.environments.begin(), row.environments.end(),
                                    [](const QCheckBox* box) { return box->isChecked(); }));
    refresh();
}

std::vector<ImportChoice> ImportDialog::choices() const {
    std::vector<ImportChoice> chosen;
    for (const auto& row : m_rows) {
        if (!row->app->isChecked()) {
            continue;
        }
        ImportChoice choice{.blueprint = row->found, .environments = {}};
        for (const QCheckBox* box : row->environments) {
            if (box->isChecked()) {
                choice.environments.push_back(box->text());
            }
        }
        chosen.push_back(std::move(choice));
    }
    return chosen;
}

TrafficStart ImportDialog::traffic() const {
    return static_cast<TrafficStart>(m_traffic->checkedId());
}

/// Two ticked apps of one name would have the same namespaces and databases.
QString ImportDialog::clash() const {
    std::map<QString, QString> folders;
    for (const ImportChoice& choice : choices()) {
        const auto [known, isNew] =
            folders.emplace(choice.blueprint.app, folderText(choice.blueprint.path));
        if (!isNew) {
            return tr("Two projects are called '%1': %2 and %3. Untick one, or rename it in its "
                      "blueprint.")
                .arg(choice.blueprint.app, known->second, folderText(choice.blueprint.path));
        }
    }
    return {};
}

void ImportDialog::refresh() {
    const int count = static_cast<int>(choices().size());
    m_import->setText(count == 0   ? tr("Import")
                      : count == 1 ? tr("Import 1 project")
                                   : tr("Import %1 projects").arg(count));
    const QString message = clash();
    m_import->setEnabled(count > 0 && message.isEmpty());
    m_trafficPart->setEnabled(count > 0);
    const bool isAny = !m_rows.empty();
    m_message->setText(!message.isEmpty() ? message
                       : isAny            ? QString()
                                          : m_problems.join(QLatin1Char('\n')));
    m_message->setVisible(!m_message->text().isEmpty());
    setTone(*m_message, Tone::Error);
}

void ImportDialog::import() {
    m_import->setEnabled(false);
    const QPointer<ImportDialog> self(this);
    m_jobs.start(JobKind::Import, [self, chosen = choices(), start = traffic(),
                                   today = m_today](RunControl& control) {
        Q_UNUSED(control);
        auto result =
            std::make_shared<const Result<ImportedScenario>>(composeImport(chosen, start, today));
        return JobRunner::Deliver([self, result] {
            if (!self) {
                return;
            }
            if (!result->ok()) {
                self->refresh();
                self->m_message->setText(qs(result->error().message));
                self->m_message->show();
                return;
            }
            self->accept();
            Q_EMIT self->imported((*result)->name, (*result)->text);
        });
    });
}

}  // namespace stowage::gui
