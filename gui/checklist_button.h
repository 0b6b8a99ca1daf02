#pragma once

#include <QListWidget>
#include <QToolButton>
#include <optional>
#include <string>
#include <vector>

class QLineEdit;

namespace stowage::gui {

/// A button that opens a list to tick. "All" and "these" are different answers: a list that nobody
/// restricted says so.
class ChecklistButton : public QToolButton {
    Q_OBJECT

public:
    struct Choice {
        std::string word;  ///< as the scenario writes it
        QString title;
        QString detail;  ///< tooltip; may be empty
    };
    /// What an absent list means.
    enum class Absent { All, None };

    /// Whether the button repeats its label: not where a form has it already.
    enum class Caption { Shown, Hidden };

    /// `label`: "Providers".
    ChecklistButton(const QString& label, Absent absent, QWidget* parent = nullptr);

    void setCaption(Caption caption);
    void setChoices(std::vector<Choice> choices);
    /// nullopt: the list is not written. Words that are no choice stay and are shown as they are.
    void setTicked(const std::optional<std::vector<std::string>>& words);
    const std::optional<std::vector<std::string>>& ticked() const { return m_ticked; }

    /// As a click on one line of the list.
    void toggle(const std::string& word);

Q_SIGNALS:
    void ticksChanged(const std::vector<std::string>& words);
    /// Back to the absent list.
    void cleared();

private:
    void openList();
    void refreshText();
    bool isTicked(const std::string& word) const;
    std::vector<std::string> tickedWords() const;
    QString titleOf(const std::string& word) const;

    QString m_label;
    Absent m_absent;
    Caption m_caption = Caption::Shown;
    std::vector<Choice> m_choices;
    std::optional<std::vector<std::string>> m_ticked;
};

}  // namespace stowage::gui
