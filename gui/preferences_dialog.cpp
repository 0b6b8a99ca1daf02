#include "gui/preferences_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"

namespace stowage::gui {
namespace {

/// A field of Preferences as the number of its option; the enumerators are in the order of the
/// options.
template <typename E>
auto getter(E Preferences::*field) {
    return [field](const Preferences& preferences) { return static_cast<int>(preferences.*field); };
}

template <typename E>
auto setter(E Preferences::*field) {
    return [field](Preferences& preferences, int option) {
        preferences.*field = static_cast<E>(option);
    };
}

}  // namespace

PreferencesDialog::PreferencesDialog(AppSettings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings) {
    setObjectName(QStringLiteral("preferencesDialog"));
    setWindowTitle(tr("Preferences"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGapLarge, kGapLarge, kGapLarge, kGapLarge);
    layout->setSpacing(kGapLarge);
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("preferencesSearch"));
    m_search->setPlaceholderText(tr("Search preferences"));
    m_search->setAccessibleName(tr("Search preferences"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumHeight(kRowHeight);
    layout->addWidget(m_search);
    addSection(*layout, tr("Appearance"), appearance());
    addSection(*layout, tr("Figures"), figures());
    addSection(*layout, tr("Planning"), planning());
    m_nothing = new QLabel(tr("No preference has these words."), this);
    m_nothing->setObjectName(QStringLiteral("noPreference"));
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->hide();
    layout->addWidget(m_nothing);
    layout->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &PreferencesDialog::search);
    connect(&m_settings, &AppSettings::preferencesChanged, this, &PreferencesDialog::refresh);
    applyFonts();
    refresh();
    resize(560, sizeHint().height());
}

std::vector<PreferencesDialog::Choice> PreferencesDialog::appearance() {
    return {{.name = "theme",
             .label = tr("Theme"),
             .hint = tr("Dark, light, or as the desktop"),
             .options = {tr("As the desktop"), tr("Dark"), tr("Light"), tr("High contrast")},
             .get = getter(&Preferences::theme),
             .set = setter(&Preferences::theme)},
            {.name = "textScale",
             .label = tr("Text size"),
             .hint = tr("Besides the scaling of the desktop"),
             .options = {tr("100 %"), tr("115 %"), tr("130 %")},
             .get = getter(&Preferences::textScale),
             .set = setter(&Preferences::textScale)},
            {.name = "density",
             .label = tr("Density"),
             .hint = tr("Height of rows in tables"),
             .options = {tr("Compact"), tr("Default"), tr("Roomy")},
             .get = getter(&Preferences::density),
             .set = setter(&Preferences::density)},
            {.name = "motion",
             .label = tr("Motion"),
             .hint = tr("Tiles glide to their new place, or appear there"),
             .options = {tr("Full"), tr("Reduced")},
             .get = getter(&Preferences::motion),
             .set = setter(&Preferences::motion)}};
}

std::vector<PreferencesDialog::Choice> PreferencesDialog::figures() {
    return {{.name = "byteUnits",
             .label = tr("Memory and disk"),
             .hint = tr("Units of computed figures; plans keep the words of their seller"),
             .options = {tr("GiB and MiB"), tr("GB and MB")},
             .get = getter(&Preferences::byteUnits),
             .set = setter(&Preferences::byteUnits)}};
}

std::vector<PreferencesDialog::Choice> PreferencesDialog::planning() {
    return {{.name = "follow",
             .label = tr("Layout on the canvas"),
             .hint = tr("What an edit does to the servers that are shown"),
             .options = {tr("Keep the servers"), tr("Follow the recommendation")},
             .get = getter(&Preferences::follow),
             .set = setter(&Preferences::follow)}};
}

std::vector<PaletteEntry> PreferencesDialog::paletteEntries(AppSettings& settings) {
    std::vector<PaletteEntry> entries;
    for (const std::vector<Choice>& page : {appearance(), figures(), planning()}) {
        for (const Choice& choice : page) {
            const QLatin1String name(choice.name);
            if (name == QLatin1String("theme") || name == QLatin1String("density")) {
                continue;
            }
            for (int at = 0; at < choice.options.size(); ++at) {
                entries.push_back({.text = tr("%1: %2").arg(choice.label, choice.options[at]),
                                   .group = tr("preference"),
                                   .keys = {},
                                   .run =
                                       [&settings, set = choice.set, at] {
                                           Preferences wanted = settings.preferences();
                                           set(wanted, at);
                                           settings.setPreferences(wanted);
                                       },
                                   .refusal = {},
                                   .words = choice.hint});
            }
        }
    }
    return entries;
}

void PreferencesDialog::addSection(QVBoxLayout& layout, const QString& title,
                                   std::vector<Choice> choices) {
    Section section;
    section.widget = new QWidget(this);
    auto* column = new QVBoxLayout(section.widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    auto* head = new QHBoxLayout;
    section.title = new QLabel(title, section.widget);
    head->addWidget(section.title);
    head->addStretch();
    auto* resetButton = new QPushButton(tr("Reset"), section.widget);
    resetButton->setObjectName(QStringLiteral("reset:") + title);
    resetButton->setAccessibleName(tr("Reset %1").arg(title));
    resetButton->setAutoDefault(false);
    head->addWidget(resetButton);
    column->addLayout(head);
    for (const Choice& choice : choices) {
        addRow(section, choice);
    }
    const std::vector<Row> rows = section.rows;
    connect(resetButton, &QPushButton::clicked, this, [this, rows] { reset(rows); });
    layout.addWidget(section.widget);
    m_sections.push_back(std::move(section));
}

void PreferencesDialog::addRow(Section& section, const Choice& choice) {
    Row row{.widget = new QWidget(section.widget), .choice = choice};
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    row.label = new QLabel(choice.label, row.widget);
    row.hint = new QLabel(choice.hint, row.widget);
    row.hint->setForegroundRole(QPalette::PlaceholderText);
    words->addWidget(row.label);
    words->addWidget(row.hint);
    line->addLayout(words, 1);
    row.box = new QComboBox(row.widget);
    row.box->setObjectName(QString::fromLatin1(choice.name));
    row.box->setAccessibleName(choice.label);
    row.box->setAccessibleDescription(choice.hint);
    row.box->addItems(choice.options);
    row.box->setMinimumSize(200, kRowHeight);
    row.label->setBuddy(row.box);
    line->addWidget(row.box);
    const auto set = choice.set;
    connect(row.box, &QComboBox::currentIndexChanged, this, [this, set](int option) {
        Preferences preferences = m_settings.preferences();
        set(preferences, option);
        m_settings.setPreferences(preferences);
    });
    section.widget->layout()->addWidget(row.widget);
    section.rows.push_back(std::move(row));
}

void PreferencesDialog::reset(const std::vector<Row>& rows) {
    const Preferences standard;
    Preferences preferences = m_settings.preferences();
    for (const Row& row : rows) {
        row.choice.set(preferences, row.choice.get(standard));
    }
    m_settings.setPreferences(preferences);
}

void PreferencesDialog::refresh() {
    for (const Section& section : m_sections) {
        for (const Row& row : section.rows) {
            const QSignalBlocker quiet(row.box);
            row.box->setCurrentIndex(row.choice.get(m_settings.preferences()));
        }
    }
}

void PreferencesDialog::search(const QString& words) {
    bool isAny = false;
    for (const Section& section : m_sections) {
        bool isAnyHere = false;
        for (const Row& row : section.rows) {
            const QString all = section.title->text() + QLatin1Char(' ') + row.choice.label +
                                QLatin1Char(' ') + row.choice.hint + QLatin1Char(' ') +
                                row.choice.options.join(QLatin1Char(' '));
            const bool isShown = all.contains(words.trimmed(), Qt::CaseInsensitive);
            row.widget->setVisible(isShown);
            isAnyHere = isAnyHere || isShown;
        }
        section.widget->setVisible(isAnyHere);
        isAny = isAny || isAnyHere;
    }
    m_nothing->setVisible(!isAny);
}

void PreferencesDialog::applyFonts() {
    for (const Section& section : m_sections) {
        section.title->setFont(fontOf(TextRole::Title));
        for (const Row& row : section.rows) {
            row.hint->setFont(fontOf(TextRole::Secondary));
        }
    }
}

void PreferencesDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::FontChange) {
        applyFonts();
    }
    QDialog::changeEvent(event);
}

}  // namespace stowage::gui
