#include "gui/workload_form.h"

#include <QBoxLayout>
#include <QToolButton>

#include "gui/format.h"
#include "gui/theme.h"

namespace stowage::gui {

WorkloadForm::WorkloadForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("workloadForm"));
    const TitledForm parts = addTitledForm(*this);
    m_title = parts.title;
    for (const WorkloadField field : workloadFields()) {
        if (workloadFieldWords(field).isEmpty()) {
            addLine(parts.rows, field);
        } else {
            addChoice(parts.rows, field);
        }
    }
    m_elsewhere = new QLabel(this);
    m_elsewhere->setObjectName(QStringLiteral("workloadElsewhere"));
    m_elsewhere->setFont(fontOf(TextRole::Secondary));
    m_elsewhere->setForegroundRole(QPalette::PlaceholderText);
    m_elsewhere->setWordWrap(true);
    parts.column->addWidget(m_elsewhere);
    auto* open = new QToolButton(this);
    open->setObjectName(QStringLiteral("openScenarioFile"));
    open->setText(tr("Edit the rest in the file…"));
    open->setMinimumHeight(kRowHeight);
    connect(open, &QToolButton::clicked, this, &WorkloadForm::fileRequested);
    parts.column->addWidget(open, 0, Qt::AlignLeft);
    hide();
}

void WorkloadForm::request(const Edit& edit) {
    if (!edit.isEmpty()) {
        Q_EMIT editRequested(edit);
    }
}

void WorkloadForm::addLine(QFormLayout* form, WorkloadField field) {
    auto* line = new FieldEdit(
        workloadFieldTitle(field),
        [field](const QString& typed) { return readWorkloadField(field, typed).error; }, this);
    line->setUsual(workloadFieldHint(field));
    connect(line, &FieldEdit::entered, this, [this, field](const QString& typed) {
        request(setWorkloadField(*m_view.document, *m_place, field,
                                 *readWorkloadField(field, typed).value));
    });
    connect(line, &FieldEdit::emptied, this,
            [this, field] { request(clearWorkloadField(*m_view.document, *m_place, field)); });
    form->addRow(workloadFieldTitle(field), line);
    m_lines[field] = line;
}

void WorkloadForm::addChoice(QFormLayout* form, WorkloadField field) {
    auto* choice = new QComboBox(this);
    choice->setAccessibleName(workloadFieldTitle(field));
    choice->setMinimumHeight(kRowHeight);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(6);
    choice->addItem(tr("as usual"), QString());
    for (const QString& word : workloadFieldWords(field)) {
        choice->addItem(word, word);
    }
    connect(choice, &QComboBox::activated, this, [this, field, choice](int) {
        const QString word = choice->currentData().toString();
        request(word.isEmpty() ? clearWorkloadField(*m_view.document, *m_place, field)
                               : setWorkloadField(*m_view.document, *m_place, field,
                                                  *readWorkloadField(field, word).value));
    });
    form->addRow(workloadFieldTitle(field), choice);
    m_choices[field] = choice;
}

void WorkloadForm::setView(const ScenarioView& view) {
    m_view = view;
    refresh();
}

void WorkloadForm::setWorkload(const std::optional<WorkloadPlace>& place) {
    m_place = place;
    refresh();
}

void WorkloadForm::refresh() {
    const bool isThere =
        m_place && m_view.scenario && m_view.document &&
        m_place->app.index < m_view.scenario->apps.size() &&
        m_place->index < m_view.scenario->apps[m_place->app.index].workloads.size();
    setVisible(isThere);
    if (!isThere) {
        return;
    }
    const RawWorkload& workload =
        m_view.scenario->apps[m_place->app.index].workloads[m_place->index];
    m_title->setText(
        tr("%1 · %2 · %3").arg(qs(m_place->app.name), qs(workload.name), qs(workload.environment)));
    for (const auto& [field, line] : m_lines) {
        line->setValue(writtenWorkloadField(*m_view.document, *m_place, field));
        // A pod spec replaces the short forms.
        const bool isUsage = field == WorkloadField::UsualMemory ||
                             field == WorkloadField::MostMemory ||
                             field == WorkloadField::UsualCpu || field == WorkloadField::MostCpu;
        line->setEnabled(!workload.hasPodSpec || isUsage || field == WorkloadField::Volumes);
    }
    for (const auto& [field, choice] : m_choices) {
        const QString word = writtenWorkloadField(*m_view.document, *m_place, field);
        choice->setCurrentIndex(word.isEmpty() ? 0 : std::max(0, choice->findData(word)));
    }
    m_elsewhere->setText(
        workload.hasPodSpec
            ? tr("The pod spec of the file replaces what is greyed here.")
            : tr("Spread, selectors, tolerations, labels, other resources and a whole pod spec "
                 "have no field here."));
}

}  // namespace stowage::gui
