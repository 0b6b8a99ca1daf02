#include "tests/gui/scenario_samples.h"

#include <QTest>

#include "gui/scenario_page.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"
#include "tests/gui/canvas_samples.h"
#include "tests/gui/shipped.h"

namespace stowage::testkit {

using namespace gui;

const EngineData& engineData() {
    return *shippedData();
}

EditedScenario::EditedScenario(const std::string& name) {
    if (name.empty()) {
        return;
    }
    const QString path = QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/%1.yaml").arg(qs(name));
    STOWAGE_ASSERT(m_document.open(path).ok());
    m_plan = shippedPlan(name);
}

std::unique_ptr<EditedScenario> EditedScenario::fromText(const std::string& text) {
    std::unique_ptr<EditedScenario> made(new EditedScenario);
    STOWAGE_ASSERT(made->m_document.openUntitled(QStringLiteral("made"), text, {}).ok());
    return made;
}

ScenarioView EditedScenario::view() const {
    return {.scenario = m_read.scenario,
            .document = m_document.isOpen() ? m_document.tree() : nullptr,
            .plan = m_plan,
            .usualWorkers = usualWorkersOf(engineData().assumptions),
            .curves = engineData().curves};
}

void EditedScenario::show() {
    if (m_document.isOpen()) {
        m_read = readScenario(*m_document.tree(), ss(m_document.folder()), engineData());
    }
    if (m_page != nullptr) {
        m_page->setView(view());
    }
}

void EditedScenario::connectTo(ScenarioPage& page) {
    m_page = &page;
    page.setCatalog(engineData().catalog);
    page.setAssumptions(engineData().assumptions);
    QObject::connect(&page, &ScenarioPage::editRequested, &m_document, [this](const Edit& edit) {
        STOWAGE_ASSERT(m_document.apply(edit.text, edit.patch, edit.mergeKey).ok());
    });
    QObject::connect(&page, &ScenarioPage::editsRequested, &m_document,
                     [this](const QList<Edit>& edits, const QString& name) {
                         STOWAGE_ASSERT(m_document.applyAll(name, edits).ok());
                     });
    QObject::connect(&m_document, &ScenarioDocument::changed, &m_document, [this] { show(); });
    show();
}

QString EditedScenario::at(const std::string& path) const {
    std::vector<std::string> segments;
    for (const QString& segment : qs(path).split(QLatin1Char('|'))) {
        segments.push_back(ss(segment));
    }
    const DocumentNode* node = findPath(*m_document.tree(), segments);
    return node == nullptr ? QString() : qs(node->text);
}

ShownPage::ShownPage(EditedScenario& edited) {
    page.resize(1366, 768);
    edited.connectTo(page);
    page.show();
    if (!QTest::qWaitForWindowActive(&page)) {
        qFatal("the page does not become active");
    }
}

}  // namespace stowage::testkit
