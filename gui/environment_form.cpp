#include "gui/environment_form.h"

#include <QBoxLayout>
#include <QToolButton>

#include "gui/charts/day_chart.h"
#include "gui/format.h"
#include "gui/theme.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

constexpr TrafficField kTraffic[] = {TrafficField::JobsPerMinute, TrafficField::JobSeconds,
                                     TrafficField::Connections, TrafficField::Deploys,
                                     TrafficField::Growth};

std::string keyOf(TrafficField field) {
    static const std::map<TrafficField, std::string> keys = {
        {TrafficField::Growth, "growthPerMonth"},
        {TrafficField::JobsPerMinute, "jobsPerMinute"},
        {TrafficField::JobSeconds, "jobSeconds"},
        {TrafficField::Connections, "connections"},
        {TrafficField::Deploys, "deploysPerMonth"}};
    return keys.at(field);
}

QString usualOf(const TrafficSpec& usual, TrafficField field) {
    switch (field) {
        case TrafficField::Growth:
            return EnvironmentForm::tr("0 %");
        case TrafficField::JobsPerMinute:
            return QString::number(usual.jobsPerMinute);
        case TrafficField::JobSeconds:
            return EnvironmentForm::tr("%1 s").arg(usual.jobSeconds);
        case TrafficField::Connections:
            return QString::number(usual.connections);
        case TrafficField::Deploys:
            return QString::number(usual.deploysPerMonth);
    }
    return {};
}

/// The text under apps[n].<field>.<environment>.<rest>; empty when it is not written.
QString written(const ScenarioView& view, const EnvironmentPlace& place, const std::string& field,
                const std::vector<std::string>& rest) {
    DocumentPath path = {"apps", std::to_string(place.app.index), field, place.name};
    path.insert(path.end(), rest.begin(), rest.end());
    const DocumentNode* node = findPath(*view.document, path);
    if (node == nullptr) {
        return {};
    }
    QStringList items;
    for (const DocumentNode& item : node->items) {
        items.append(qs(item.text));
    }
    return items.isEmpty() ? qs(node->text) : items.join(QLatin1Char(' '));
}

TypedText readResource(const std::string& resource, const QString& typed) {
    return resource == "cpu" ? readCpu(typed) : readMemory(typed);
}

}  // namespace

EnvironmentForm::EnvironmentForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("environmentForm"));
    const TitledForm parts = addTitledForm(*this);
    m_title = parts.title;
    setupTraffic(parts.rows);
    setupRest(parts.rows);
    setupResources(parts.rows);
    hide();
}

void EnvironmentForm::request(const Edit& edit) {
    if (!edit.isEmpty()) {
        Q_EMIT editRequested(edit);
    }
}

void EnvironmentForm::setupTraffic(QFormLayout* form) {
    for (const TrafficField field : kTraffic) {
        auto* line = new FieldEdit(
            trafficTitle(field),
            [field](const QString& typed) { return readTraffic(field, typed).error; }, this);
        line->setUsual(usualOf(TrafficSpec{}, field));
        connect(line, &FieldEdit::entered, this, [this, field](const QString& typed) {
            request(
                setTraffic(*m_view.document, *m_place, field, *readTraffic(field, typed).value));
        });
        connect(line, &FieldEdit::emptied, this,
                [this, field] { request(clearTraffic(*m_view.document, *m_place, field)); });
        form->addRow(trafficTitle(field), line);
        m_traffic[field] = line;
    }
    setupDay(form);
}

void EnvironmentForm::setupDay(QFormLayout* form) {
    auto* day = new QWidget(this);
    auto* row = new QHBoxLayout(day);
    row->setContentsMargins(0, 0, 0, 0);
    m_day = new SparkChart(day);
    m_day->setAccessibleName(tr("Requests a second over the day"));
    m_day->setMinimumSize(m_day->sizeHint());
    auto* draw = new QToolButton(day);
    draw->setObjectName(QStringLiteral("drawDay"));
    draw->setText(tr("Draw…"));
    draw->setAccessibleName(tr("Draw the day"));
    draw->setMinimumHeight(kRowHeight);
    connect(draw, &QToolButton::clicked, this, [this] { Q_EMIT dayRequested(qs(m_id)); });
    row->addWidget(m_day, 1);
    row->addWidget(draw);
    form->addRow(tr("day"), day);
    m_curve = new FieldEdit(
        tr("Curve of the day"), [](const QString& typed) { return readCurve(typed).error; }, this);
    m_curve->setUsual(tr("24 numbers, one an hour"));
    connect(m_curve, &FieldEdit::entered, this, [this](const QString& typed) {
        request(setCurve(*m_view.document, *m_place, *readCurve(typed).value));
    });
    connect(m_curve, &FieldEdit::emptied, this,
            [this] { request(clearLoad(*m_view.document, *m_place)); });
    form->addRow(tr("curve of the day"), m_curve);
}

void EnvironmentForm::setupRest(QFormLayout* form) {
    m_strategy = new QComboBox(this);
    m_strategy->setAccessibleName(tr("Strategy"));
    m_strategy->setMinimumHeight(kRowHeight);
    m_strategy->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_strategy->setMinimumContentsLength(6);
    m_strategy->addItem(tr("as the blueprint says"), QString());
    for (const Strategy strategy : {Strategy::SingleNode, Strategy::MultiNodeHa}) {
        m_strategy->addItem(strategyText(strategy), qs(std::string(toWord(strategy))));
    }
    connect(m_strategy, &QComboBox::activated, this, [this](int) {
        const auto strategy = parseStrategy(ss(m_strategy->currentData().toString()));
        request(strategy ? setStrategy(*m_view.document, *m_place, *strategy)
                         : clearStrategy(*m_view.document, *m_place));
    });
    form->addRow(tr("strategy"), m_strategy);
    m_image = new FieldEdit(tr("Image"), {}, this);
    m_image->setUsual(tr("built by LaraKube"));
    connect(m_image, &FieldEdit::entered, this, [this](const QString& typed) {
        request(setImage(*m_view.document, *m_place, ss(typed)));
    });
    connect(m_image, &FieldEdit::emptied, this,
            [this] { request(setImage(*m_view.document, *m_place, {})); });
    form->addRow(tr("image"), m_image);
}

void EnvironmentForm::setupResources(QFormLayout* form) {
    m_role = new QComboBox(this);
    m_role->setAccessibleName(tr("Role"));
    m_role->setMinimumHeight(kRowHeight);
    connect(m_role, &QComboBox::activated, this, [this](int) { refreshResources(); });
    form->addRow(tr("each pod of"), m_role);
    const auto add = [&](ResourceSide side, const std::string& resource, const QString& title) {
        auto* line = new FieldEdit(
            title, [resource](const QString& typed) { return readResource(resource, typed).error; },
            this);
        line->setUsual(tr("LaraKube's template"));
        connect(line, &FieldEdit::entered, this, [this, side, resource](const QString& typed) {
            request(setResource(*m_view.document, *m_place, ss(m_role->currentData().toString()),
                                side, resource, *readResource(resource, typed).value));
        });
        connect(line, &FieldEdit::emptied, this, [this, side, resource] {
            request(clearResource(*m_view.document, *m_place, ss(m_role->currentData().toString()),
                                  side, resource));
        });
        form->addRow(title, line);
        m_resources[{side, resource}] = line;
    };
    add(ResourceSide::Requests, "memory", tr("reserved memory"));
    add(ResourceSide::Limits, "memory", tr("memory ceiling"));
    add(ResourceSide::Requests, "cpu", tr("reserved CPU"));
    add(ResourceSide::Limits, "cpu", tr("CPU ceiling"));
}

void EnvironmentForm::setView(const ScenarioView& view) {
    m_view = view;
    refresh();
}

void EnvironmentForm::setEnvironment(const std::string& environmentId) {
    if (m_id != environmentId) {
        m_id = environmentId;
        refresh();
    }
}

void EnvironmentForm::refresh() {
    m_place = m_view.scenario && m_view.document ? placeOf(*m_view.scenario, m_id) : std::nullopt;
    const Environment* environment = m_place ? m_view.scenario->findEnvironment(m_id) : nullptr;
    const bool isApp =
        environment != nullptr && m_view.scenario->appOf(*environment).blueprint.has_value();
    setVisible(isApp);
    if (!isApp) {
        return;
    }
    m_title->setText(tr("%1 · %2").arg(qs(environment->app), qs(environment->name)));
    for (const auto& [field, line] : m_traffic) {
        const QString text = written(m_view, *m_place, "traffic", {keyOf(field)});
        const bool isShare = field == TrafficField::Growth && !text.isEmpty();
        line->setValue(isShare ? tr("%1 %").arg(text.toDouble() * 100) : text);
    }
    m_curve->setValue(written(m_view, *m_place, "traffic", {"curve"}));
    refreshDay(*environment);
    m_image->setValue(written(m_view, *m_place, "images", {}));
    m_strategy->setCurrentIndex(
        std::max(0, m_strategy->findData(written(m_view, *m_place, "strategy", {}))));
    const QString role = m_role->currentData().toString();
    m_role->clear();
    for (const char* word : {"web", "horizon", "queues", "reverb", "ssr", "scheduler"}) {
        if (runsRole(m_view.scenario->appOf(*environment), *environment, word)) {
            m_role->addItem(roleTitle(word), QLatin1String(word));
        }
    }
    m_role->setCurrentIndex(std::max(0, m_role->findData(role)));
    refreshResources();
}

void EnvironmentForm::refreshDay(const Environment& environment) {
    const auto rates = dayOf(environment.traffic, m_view.curves);
    SparkSeries series;
    QStringList words;
    for (int hour = 0; rates && hour < 24; ++hour) {
        const double rate = (*rates)[static_cast<std::size_t>(hour)];
        series.values.push_back(rate);
        words.append(tr("%1 %2 rps").arg(hourText(hour), rateText(rate)));
    }
    m_day->setSeries(series, words.join(tr(", ")));
    m_day->setToolTip(tr("%1 rps in the busiest hour").arg(rateText(environment.traffic.peakRps)));
}

void EnvironmentForm::refreshResources() {
    const std::string role = ss(m_role->currentData().toString());
    for (const auto& [key, line] : m_resources) {
        const std::string side = key.first == ResourceSide::Requests ? "requests" : "limits";
        line->setValue(written(m_view, *m_place, "resources", {role, side, key.second}));
    }
}

}  // namespace stowage::gui
