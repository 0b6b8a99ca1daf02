#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QWidget>
#include <optional>

namespace stowage::gui {

/// The six workspaces, in the order of their keys Ctrl+1 … Ctrl+6.
enum class Workspace { Start, Scenario, Layout, Compare, Day, Apply };
inline constexpr int kWorkspaceCount = 6;

/// "start", "scenario", …: the words of --screen.
QString toWord(Workspace workspace);

/// The column of workspaces at the left edge. Those that do not exist yet stay visible, greyed, and
/// say so in one line.
class WorkspaceRail : public QWidget {
    Q_OBJECT

public:
    explicit WorkspaceRail(QWidget* parent = nullptr);

    /// nullopt: what is in front belongs to no workspace, as the recommendation does.
    void setCurrent(std::optional<Workspace> workspace);
    /// All but Start need an open scenario.
    void setScenarioOpen(bool isOpen);

Q_SIGNALS:
    void chosen(stowage::gui::Workspace workspace);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup m_buttons;
};

}  // namespace stowage::gui
