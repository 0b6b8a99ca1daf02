#pragma once

#include <QPointer>
#include <memory>
#include <string>

#include "gui/scenario_document.h"
#include "gui/scenario_page.h"
#include "gui/services.h"

namespace stowage::testkit {

/// The price lists and assumptions, read once.
const gui::EngineData& engineData();

/// A document that a page edits, wired as the window wires them: every edit is applied and the page
/// is shown the result.
class EditedScenario {
public:
    /// A shipped scenario with its recommended plan; empty: nothing is open.
    explicit EditedScenario(const std::string& name);
    /// A scenario of its own text, without a plan.
    static std::unique_ptr<EditedScenario> fromText(const std::string& text);

    /// The page must not outlive this object.
    void connectTo(gui::ScenarioPage& page);
    gui::ScenarioView view() const;
    gui::ScenarioDocument& document() { return m_document; }
    /// The text under a path ("apps|0|weight"); empty when it is not there.
    QString at(const std::string& path) const;

private:
    EditedScenario() = default;
    gui::ScenarioDocument m_document;
    gui::ReadScenario m_read;
    std::shared_ptr<const CapacityPlan> m_plan;
    QPointer<gui::ScenarioPage> m_page;
    void show();
};

/// The page on the screen, active, with the document behind it.
struct ShownPage {
    explicit ShownPage(EditedScenario& edited);
    gui::ScenarioPage page;
};

}  // namespace stowage::testkit
