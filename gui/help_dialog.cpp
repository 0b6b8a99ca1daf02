#include "gui/help_dialog.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QVBoxLayout>

#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString resourceOf(HelpPage page) {
    switch (page) {
        case HelpPage::TwoBars:
            return QStringLiteral(":/help/two-bars.md");
        case HelpPage::Words:
            return QStringLiteral(":/help/words.md");
        case HelpPage::Keys:
            return QStringLiteral(":/help/keys.md");
    }
    STOWAGE_UNREACHABLE();
}

/// Markdown sets headings by the browser's own scale; ours has three sizes.
void setFonts(QTextDocument& document) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(level == 2 ? kGapLarge : kGapSmall);
        format.setBottomMargin(kGapSmall);
        format.setLineHeight(130, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
        if (level > 0) {
            QTextCharFormat text;
            text.setFont(fontOf(level == 1 ? TextRole::Headline : TextRole::Title));
            cursor.select(QTextCursor::BlockUnderCursor);
            cursor.mergeCharFormat(text);
        }
    }
}

void setTables(QTextDocument& document) {
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setCellPadding(6);
            format.setCellSpacing(0);
            format.setBorder(1);
            format.setBorderCollapse(true);
            format.setBorderBrush(currentTheme().line);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            table->setFormat(format);
        }
    }
}

}  // namespace

QString helpTitle(HelpPage page) {
    switch (page) {
        case HelpPage::TwoBars:
            return HelpDialog::tr("What do the two bars mean?");
        case HelpPage::Words:
            return HelpDialog::tr("Words: pod, node, request, limit");
        case HelpPage::Keys:
            return HelpDialog::tr("Keys");
    }
    STOWAGE_UNREACHABLE();
}

QString helpText(HelpPage page) {
    QFile file(resourceOf(page));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    STOWAGE_ASSERT(isOpen);
    return QString::fromUtf8(file.readAll());
}

QStringList glossaryWords() {
    QStringList words;
    for (const QString& line : helpText(HelpPage::Words).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("## "))) {
            words.push_back(line.mid(3));
        }
    }
    return words;
}

HelpDialog::HelpDialog(HelpPage page, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("helpDialog"));
    setWindowTitle(helpTitle(page));
    setAttribute(Qt::WA_DeleteOnClose);
    m_browser = new QTextBrowser(this);
    m_browser->setObjectName(QStringLiteral("helpText"));
    m_browser->setAccessibleName(helpTitle(page));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(kGapLarge);
    m_browser->document()->setDefaultFont(fontOf(TextRole::Body));
    m_browser->setMarkdown(helpText(page));
    setFonts(*m_browser->document());
    setTables(*m_browser->document());
    m_browser->moveCursor(QTextCursor::Start);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, kPanelPadding);
    layout->addWidget(m_browser);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(kPanelPadding, 0, kPanelPadding, 0);
    row->addWidget(buttons);
    layout->addLayout(row);
    resize(640, 560);
}

void HelpDialog::showWord(const QString& word) {
    for (QTextBlock block = m_browser->document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 2 && block.text() == word) {
            m_browser->setTextCursor(QTextCursor(block));
            m_browser->ensureCursorVisible();
            return;
        }
    }
}

}  // namespace stowage::gui
