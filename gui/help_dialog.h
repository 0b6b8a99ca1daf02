#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>

class QTextBrowser;

namespace stowage::gui {

enum class HelpPage { TwoBars, Words, Keys };

/// Title of a page as its button says it.
QString helpTitle(HelpPage page);
QString helpText(HelpPage page);  ///< Markdown
/// The words that the glossary explains, in its order.
QStringList glossaryWords();

/// A page of help that comes with the program. Not modal.
class HelpDialog : public QDialog {
    Q_OBJECT

public:
    explicit HelpDialog(HelpPage page, QWidget* parent = nullptr);
    /// Scrolls to the heading of a word of the glossary.
    void showWord(const QString& word);

private:
    QTextBrowser* m_browser;
};

}  // namespace stowage::gui
