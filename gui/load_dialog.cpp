#include "gui/load_dialog.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>
#include <numeric>

#include "gui/format.h"
#include "gui/theme.h"

namespace stowage::gui {

LoadDialog::LoadDialog(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("loadDialog"));
    setWindowTitle(tr("Load of a day"));
    resize(760, 430);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapLarge, kGapLarge, kGapLarge, kGapLarge);
    column->setSpacing(kPanelPadding);
    m_title = new QLabel(this);
    m_title->setFont(fontOf(TextRole::Title));
    column->addWidget(m_title);
    column->addLayout(makeChoices());
    m_chart = new DayChart(this);
    column->addWidget(m_chart, 1);
    column->addLayout(makeHour());
    column->addLayout(makeButtons());
    connect(m_chart, &DayChart::rateSet, this, &LoadDialog::setRate);
    connect(m_chart, &DayChart::hourChanged, this, [this](int hour) {
        m_rate->restart(rateText(m_chart->rates()[static_cast<std::size_t>(hour)]));
        refreshHour();
    });
    connect(m_chart, &DayChart::shownRatesChanged, this, &LoadDialog::refreshHour);
    connect(m_chart, &DayChart::typingStarted, this, [this](const QString& text) {
        m_rate->line()->setFocus();
        m_rate->line()->setText(text);
        m_rate->line()->setModified(true);
    });
    m_chart->setFocus();
}

QHBoxLayout* LoadDialog::makeChoices() {
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    for (const LoadPreset preset : {LoadPreset::Quiet, LoadPreset::Small, LoadPreset::Busy}) {
        const TypedLoad load = loadOf(preset);
        auto* button = new QToolButton(this);
        button->setText(presetText(preset));
        button->setToolTip(tr("%1 rps, %2").arg(qs(load.peakRps), qs(load.profile)));
        button->setAccessibleName(tr("%1: %2").arg(presetText(preset), button->toolTip()));
        button->setObjectName(QStringLiteral("preset-") + presetText(preset));
        button->setMinimumHeight(kRowHeight);
        connect(button, &QToolButton::clicked, this,
                [this, load] { request(setLoad(*m_view.document, *m_place, load)); });
        row->addWidget(button);
    }
    row->addStretch(1);
    auto* label = new QLabel(tr("Course"), this);
    m_course = new QComboBox(this);
    m_course->setObjectName(QStringLiteral("course"));
    m_course->setAccessibleName(tr("Course of the day"));
    m_course->setMinimumHeight(kRowHeight);
    for (const std::string& profile : loadProfiles()) {
        m_course->addItem(qs(profile), qs(profile));
    }
    m_course->addItem(tr("own curve"), QString());
    connect(m_course, &QComboBox::activated, this, [this](int) {
        const std::string profile = ss(m_course->currentData().toString());
        if (profile.empty()) {
            setRate(m_chart->hour(), m_chart->rates()[static_cast<std::size_t>(m_chart->hour())]);
        } else {
            request(setLoad(*m_view.document, *m_place, {.peakRps = {}, .profile = profile}));
        }
    });
    label->setBuddy(m_course);
    row->addWidget(label);
    row->addWidget(m_course);
    return row;
}

QHBoxLayout* LoadDialog::makeHour() {
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_hour = new QLabel(this);
    m_rate = new FieldEdit(
        tr("Requests a second in the hour"),
        [](const QString& typed) { return readRate(typed).error; }, this);
    m_rate->setObjectName(QStringLiteral("rateOfHour"));
    m_rate->setFixedWidth(120);
    connect(m_rate, &FieldEdit::entered, this, [this](const QString& typed) {
        setRate(m_chart->hour(), qs(*readRate(typed).value).toDouble());
    });
    connect(m_rate, &FieldEdit::emptied, this, [this] { setRate(m_chart->hour(), 0); });
    m_sum = new QLabel(this);
    QPalette muted = m_sum->palette();
    muted.setColor(QPalette::WindowText, currentTheme().muted);
    m_sum->setPalette(muted);
    row->addWidget(m_hour);
    row->addWidget(m_rate);
    row->addWidget(new QLabel(tr("rps"), this));
    row->addStretch(1);
    row->addWidget(m_sum);
    return row;
}

QHBoxLayout* LoadDialog::makeButtons() {
    auto* row = new QHBoxLayout;
    auto* usual = new QPushButton(tr("As usual"), this);
    usual->setObjectName(QStringLiteral("loadAsUsual"));
    usual->setAutoDefault(false);
    usual->setToolTip(tr("Takes rate and course back"));
    connect(usual, &QPushButton::clicked, this,
            [this] { request(clearLoad(*m_view.document, *m_place)); });
    auto* close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(usual);
    row->addStretch(1);
    row->addWidget(close);
    return row;
}

void LoadDialog::request(const Edit& edit) {
    if (!edit.isEmpty()) {
        Q_EMIT editRequested(edit);
    }
    refresh();
}

void LoadDialog::setRate(int hour, double rate) {
    if (!m_place) {
        return;
    }
    DayRates rates = m_chart->rates();
    rates[static_cast<std::size_t>(hour)] = rate;
    request(setDay(*m_view.document, *m_place, rates, hour));
}

void LoadDialog::setView(const ScenarioView& view) {
    m_view = view;
    refresh();
}

void LoadDialog::setEnvironment(const std::string& environmentId) {
    m_id = environmentId;
    refresh();
}

void LoadDialog::refresh() {
    m_place = m_view.scenario && m_view.document ? placeOf(*m_view.scenario, m_id) : std::nullopt;
    if (!m_place) {
        if (isVisible()) {
            reject();
        }
        return;
    }
    const Environment& environment = *m_view.scenario->findEnvironment(m_id);
    m_title->setText(tr("%1 · %2").arg(qs(environment.app), qs(environment.name)));
    const TrafficSpec& traffic = environment.traffic;
    m_course->setCurrentIndex(traffic.curve ? m_course->count() - 1
                                            : std::max(0, m_course->findData(qs(traffic.profile))));
    if (const auto rates = dayOf(traffic, m_view.curves)) {
        m_chart->setRates(*rates);
    }
    refreshHour();
}

void LoadDialog::refreshHour() {
    const DayRates& rates = m_chart->rates();
    const int hour = m_chart->hour();
    m_hour->setText(tr("At %1").arg(hourText(hour)));
    m_rate->line()->setAccessibleName(tr("Requests a second at %1").arg(hourText(hour)));
    m_rate->setValue(rateText(rates[static_cast<std::size_t>(hour)]));
    const auto peak = std::max_element(rates.begin(), rates.end());
    const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
    m_sum->setText(tr("busiest at %1: %2 rps · mean of the day %3 rps")
                       .arg(hourText(static_cast<int>(peak - rates.begin())), rateText(*peak),
                            rateText(sum / 24)));
}

}  // namespace stowage::gui
