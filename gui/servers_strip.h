#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>

#include "gui/checklist_button.h"
#include "gui/field_edit.h"
#include "gui/root_edits.h"
#include "model/catalog.h"

namespace stowage::gui {

/// Which servers the planner may use, in one line. Asks for edits; writes nothing.
class ServersStrip : public QWidget {
    Q_OBJECT

public:
    explicit ServersStrip(QWidget* parent = nullptr);
    void setCatalog(const Catalog& catalog);
    void setScenario(const std::shared_ptr<const Scenario>& scenario,
                     const std::shared_ptr<const DocumentNode>& document);

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    /// What was typed cannot be taken, in a sentence.
    void refused(const QString& why);

private:
    void setupFields();
    void request(const Edit& edit);

    std::shared_ptr<const DocumentNode> m_document;
    ChecklistButton* m_providers = nullptr;
    ChecklistButton* m_offers = nullptr;
    QSpinBox* m_nodes = nullptr;
    QCheckBox* m_mixed = nullptr;
    QLabel* m_budgetLabel = nullptr;
    FieldEdit* m_budget = nullptr;
    QLabel* m_fixed = nullptr;
    QPushButton* m_free = nullptr;
};

/// "providers" as a checklist: titles from the price lists.
std::vector<ChecklistButton::Choice> providerChoices(const Catalog& catalog);
/// Machines that a scenario may name, with their sizes as details.
std::vector<ChecklistButton::Choice> offerChoices(const Catalog& catalog);
/// The list as it is written; nullopt when it is absent.
std::optional<std::vector<std::string>> writtenWords(const DocumentNode& document, RootList list);

}  // namespace stowage::gui
