#include "gui/recovery_dialog.h"

#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTextEdit>
#include <QVBoxLayout>

#include "gui/format.h"
#include "gui/line_diff.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kContextLines = 3;
constexpr qint64 kFileBytesMax = 4 * 1024 * 1024;

QString changesText(int changes) {
    return changes == 1 ? RecoveryDialog::tr("1 change")
                        : RecoveryDialog::tr("%1 changes").arg(changes);
}

QString entryText(const Recovery& recovery) {
    return RecoveryDialog::tr("%1\n%2, %3")
        .arg(recovery.subject.name,
             QLocale().toString(recovery.savedAt, QStringLiteral("d MMM yyyy HH:mm")),
             changesText(recovery.changes));
}

/// The user's file, to compare with; empty when there is none.
QString savedText(const Recovery& recovery) {
    QFile file(recovery.subject.path);
    return !recovery.subject.path.isEmpty() && file.open(QIODevice::ReadOnly)
               ? QString::fromUtf8(file.read(kFileBytesMax))
               : QString();
}

void write(QTextCursor& cursor, const DiffLine& line, const Theme& theme) {
    QTextCharFormat format;
    format.setFont(fontOf(TextRole::Code));
    QString text;
    switch (line.kind) {
        case LineKind::Same:
            format.setForeground(theme.muted);
            text = QStringLiteral("  ") + line.text;
            break;
        case LineKind::Removed:
            format.setForeground(theme.danger);
            text = QStringLiteral("− ") + line.text;
            break;
        case LineKind::Added:
            format.setForeground(theme.ok);
            text = QStringLiteral("+ ") + line.text;
            break;
        case LineKind::Skipped:
            format.setForeground(theme.muted);
            text = RecoveryDialog::tr("  … %1 equal lines").arg(line.count);
            break;
    }
    cursor.insertText(text + QLatin1Char('\n'), format);
}

}  // namespace

RecoveryDialog::RecoveryDialog(std::vector<Recovery> recoveries, QWidget* parent)
    : QDialog(parent), m_recoveries(std::move(recoveries)) {
    setObjectName(QStringLiteral("recoveryDialog"));
    setWindowTitle(tr("Unsaved work was found"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGapLarge, kGapLarge, kGapLarge, kGapLarge);
    layout->setSpacing(kPanelPadding);
    auto* headline = new QLabel(tr("Stowage did not end in order. This is what it kept:"), this);
    headline->setFont(fontOf(TextRole::Title));
    headline->setWordWrap(true);
    layout->addWidget(headline);
    layout->addWidget(makeList());
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("summary"));
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_summary);
    m_diff = new QTextEdit(this);
    m_diff->setObjectName(QStringLiteral("diff"));
    m_diff->setAccessibleName(tr("Differences from the file"));
    m_diff->setReadOnly(true);
    m_diff->setLineWrapMode(QTextEdit::NoWrap);
    m_diff->setMinimumHeight(220);
    m_diff->hide();
    layout->addWidget(m_diff, 1);
    layout->addWidget(makeButtons());
    resize(620, sizeHint().height());
    m_list->setCurrentRow(0);
}

QWidget* RecoveryDialog::makeList() {
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("recoveries"));
    m_list->setAccessibleName(tr("Unsaved documents"));
    m_list->setSpacing(2);
    for (const Recovery& recovery : m_recoveries) {
        m_list->addItem(entryText(recovery));
    }
    const int rows = std::min(4, m_list->count());
    m_list->setFixedHeight(rows * (m_list->sizeHintForRow(0) + 4) + 8);
    connect(m_list, &QListWidget::currentRowChanged, this, &RecoveryDialog::showCurrent);
    return m_list;
}

QWidget* RecoveryDialog::makeButtons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto add = [this, layout](const QString& text, const char* name) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(QString::fromLatin1(name));
        button->setMinimumSize(button->sizeHint().width() + 2 * kGap, kRowHeight);
        layout->addWidget(button);
        return button;
    };
    m_discard = add(tr("Discard"), "discard");
    layout->addStretch();
    auto* later = add(tr("Decide later"), "later");
    m_compare = add(tr("Compare"), "compare");
    m_restore = add(tr("Restore"), "restore");
    m_restore->setDefault(true);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_compare, &QPushButton::clicked, this, &RecoveryDialog::compare);
    connect(m_restore, &QPushButton::clicked, this,
            [this] { take(&RecoveryDialog::restoreRequested); });
    connect(m_discard, &QPushButton::clicked, this,
            [this] { take(&RecoveryDialog::discardRequested); });
    return row;
}

void RecoveryDialog::showCurrent() {
    m_diff->hide();
    const int row = m_list->currentRow();
    if (row < 0) {
        return;
    }
    const Recovery& recovery = m_recoveries[static_cast<std::size_t>(row)];
    const bool isThere = QFile::exists(recovery.subject.path);
    const QString path = recovery.subject.path;
    m_summary->setText(path.isEmpty() ? tr("It was never saved to a file.")
                       : isThere      ? tr("%1 is untouched. Restoring opens the newer text beside "
                                                "it; the file changes only when you save.")
                                       .arg(path)
                                 : tr("%1 is no longer there.").arg(path));
    m_compare->setEnabled(isThere);
}

void RecoveryDialog::compare() {
    const Recovery& recovery = m_recoveries[static_cast<std::size_t>(m_list->currentRow())];
    const auto lines = folded(lineDiff(savedText(recovery), qs(recovery.text)), kContextLines);
    m_diff->clear();
    QTextCursor cursor(m_diff->document());
    for (const DiffLine& line : lines) {
        write(cursor, line, currentTheme());
    }
    m_diff->moveCursor(QTextCursor::Start);
    m_diff->show();
    resize(width(), std::max(height(), 520));
}

void RecoveryDialog::take(void (RecoveryDialog::*request)(const Recovery&)) {
    const int row = m_list->currentRow();
    const Recovery recovery = m_recoveries[static_cast<std::size_t>(row)];
    {
        const QSignalBlocker quiet(m_list);  // its rows are not ours until both are taken
        delete m_list->takeItem(row);
    }
    m_recoveries.erase(m_recoveries.begin() + row);
    Q_EMIT(this->*request)(recovery);
    if (m_recoveries.empty()) {
        accept();
    } else {
        showCurrent();
    }
}

}  // namespace stowage::gui
