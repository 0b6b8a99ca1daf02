#pragma once

#include <QDialog>
#include <functional>
#include <vector>

#include "gui/models/palette_model.h"

class QAction;
class QLabel;
class QLineEdit;
class QListView;

namespace stowage::gui {

/// An action's property with what else people call it.
inline constexpr const char* kSearchWordsProperty = "stowageSearchWords";

/// Finds every action of a window, and what else a provider names, by some typed letters.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    using Provider = std::function<std::vector<PaletteEntry>()>;

    /// `window`: whose actions are offered; becomes the parent.
    explicit CommandPalette(QWidget* window);
    /// Asked at every opening: apps, nodes, pods, screens, words.
    void setProvider(Provider provider) { m_provider = std::move(provider); }

    /// Collects the entries, clears what was typed, and shows itself at the top of the window.
    void openFresh();
    PaletteModel& model() { return m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<PaletteEntry> collect() const;
    void runCurrent();
    void moveCurrent(int by);
    void showCount();
    void fitHeight();

    QWidget* m_window;
    Provider m_provider;
    PaletteModel m_model;
    QLineEdit* m_input;
    QListView* m_list;
    QLabel* m_note;
};

/// The text of an action without its mnemonic; empty for separators.
QString plainText(const QAction& action);
/// The actions with a text that belong to a window, each once, in the order of its menus.
std::vector<QAction*> actionsOf(const QWidget& window);

}  // namespace stowage::gui
