#pragma once

#include <QDialog>
#include <QStringList>
#include <functional>
#include <vector>

#include "gui/app_settings.h"
#include "gui/models/palette_model.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;
class QWidget;

namespace stowage::gui {

/// All preferences on one page, found by their words; a change applies at once.
class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    /// `settings` outlives the dialog.
    explicit PreferencesDialog(AppSettings& settings, QWidget* parent = nullptr);
    /// Shows only what has these words; empty: all.
    void search(const QString& words);
    /// Every option as "Text size: 115 %", to be chosen without the dialog; what has a menu of its
    /// own is left out. `settings` outlives the entries.
    static std::vector<PaletteEntry> paletteEntries(AppSettings& settings);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Choice {
        const char* name;
        QString label, hint;
        QStringList options;
        std::function<int(const Preferences&)> get;
        std::function<void(Preferences&, int)> set;
    };
    struct Row {
        QWidget* widget = nullptr;
        QLabel* label = nullptr;
        QLabel* hint = nullptr;
        QComboBox* box = nullptr;
        Choice choice;
    };
    struct Section {
        QWidget* widget = nullptr;
        QLabel* title = nullptr;
        std::vector<Row> rows;
    };

    static std::vector<Choice> appearance();
    static std::vector<Choice> figures();
    static std::vector<Choice> planning();
    void addSection(QVBoxLayout& layout, const QString& title, std::vector<Choice> choices);
    void addRow(Section& section, const Choice& choice);
    void reset(const std::vector<Row>& rows);
    void refresh();
    void applyFonts();

    AppSettings& m_settings;
    QLineEdit* m_search;
    QLabel* m_nothing;
    std::vector<Section> m_sections;
};

}  // namespace stowage::gui
