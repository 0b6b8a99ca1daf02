#include "gui/checklist_button.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QWidgetAction>
#include <algorithm>

#include "gui/format.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kListWidth = 300;
constexpr std::size_t kFilterFrom = 9;
constexpr std::size_t kRowsMax = 12;

}  // namespace

ChecklistButton::ChecklistButton(const QString& label, Absent absent, QWidget* parent)
    : QToolButton(parent), m_label(label), m_absent(absent) {
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setPopupMode(QToolButton::InstantPopup);
    setMinimumHeight(kRowHeight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setArrowType(Qt::NoArrow);
    connect(this, &QToolButton::clicked, this, &ChecklistButton::openList);
    refreshText();
}

void ChecklistButton::setCaption(Caption caption) {
    m_caption = caption;
    refreshText();
}

void ChecklistButton::setChoices(std::vector<Choice> choices) {
    m_choices = std::move(choices);
    refreshText();
}

void ChecklistButton::setTicked(const std::optional<std::vector<std::string>>& words) {
    m_ticked = words;
    refreshText();
}

bool ChecklistButton::isTicked(const std::string& word) const {
    return m_ticked ? std::find(m_ticked->begin(), m_ticked->end(), word) != m_ticked->end()
                    : m_absent == Absent::All;
}

QString ChecklistButton::titleOf(const std::string& word) const {
    const auto at = std::find_if(m_choices.begin(), m_choices.end(),
                                 [&](const Choice& choice) { return choice.word == word; });
    return at == m_choices.end() ? qs(word) : at->title;
}

/// In the order that is written; new ones at the end.
std::vector<std::string> ChecklistButton::tickedWords() const {
    if (m_ticked) {
        return *m_ticked;
    }
    std::vector<std::string> words;
    for (const Choice& choice : m_choices) {
        if (m_absent == Absent::All) {
            words.push_back(choice.word);
        }
    }
    return words;
}

void ChecklistButton::refreshText() {
    constexpr std::size_t kNamesMax = 2;
    QString words;
    if (!m_ticked) {
        words = m_absent == Absent::All ? tr("all") : tr("none");
    } else if (m_ticked->empty()) {
        words = tr("none");
    } else if (m_ticked->size() > kNamesMax) {
        words = tr("%1 and %2 more").arg(titleOf(m_ticked->front())).arg(m_ticked->size() - 1);
    } else {
        QStringList names;
        for (const std::string& word : *m_ticked) {
            names.append(titleOf(word));
        }
        words = names.join(tr(", "));
    }
    setText(m_caption == Caption::Shown ? tr("%1: %2  ▾").arg(m_label, words)
                                        : tr("%1  ▾").arg(words));
    setAccessibleName(tr("%1: %2").arg(m_label, words));
    setToolTip(accessibleName());
    QFont font = fontOf(TextRole::Body);
    font.setWeight(m_ticked ? QFont::DemiBold : QFont::Normal);
    setFont(font);
}

void ChecklistButton::toggle(const std::string& word) {
    std::vector<std::string> words = tickedWords();
    const auto at = std::find(words.begin(), words.end(), word);
    if (at == words.end()) {
        words.push_back(word);
    } else {
        words.erase(at);
    }
    m_ticked = words;
    refreshText();
    Q_EMIT ticksChanged(words);
}

void ChecklistButton::openList() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* panel = new QWidget(menu);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(kGap, kGap, kGap, kGap);
    column->setSpacing(kGap);
    auto* list = new QListWidget(panel);
    list->setObjectName(QStringLiteral("checklist"));
    list->setAccessibleName(m_label);
    list->setFrameShape(QFrame::NoFrame);
    for (const Choice& choice : m_choices) {
        auto* item = new QListWidgetItem(choice.title, list);
        item->setToolTip(choice.detail);
        item->setData(Qt::UserRole, qs(choice.word));
        item->setCheckState(isTicked(choice.word) ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint(QSize(0, kRowHeight));
    }
    list->setFixedSize(
        kListWidth,
        kRowHeight * static_cast<int>(std::clamp<std::size_t>(m_choices.size(), 1, kRowsMax)) + 4);
    connect(list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
        const std::string word = ss(item->data(Qt::UserRole).toString());
        if (isTicked(word) != (item->checkState() == Qt::Checked)) {
            toggle(word);
        }
    });
    if (m_choices.size() >= kFilterFrom) {
        auto* filter = new QLineEdit(panel);
        filter->setPlaceholderText(tr("Filter"));
        filter->setAccessibleName(tr("Filter"));
        connect(filter, &QLineEdit::textChanged, list, [list](const QString& text) {
            for (int row = 0; row < list->count(); ++row) {
                list->item(row)->setHidden(
                    !list->item(row)->text().contains(text, Qt::CaseInsensitive));
            }
        });
        column->addWidget(filter);
    }
    column->addWidget(list);
    auto* all =
        new QPushButton(m_absent == Absent::All ? tr("All, also future ones") : tr("None"), panel);
    all->setEnabled(m_ticked.has_value());
    connect(all, &QPushButton::clicked, this, [this, menu] {
        m_ticked.reset();
        refreshText();
        menu->close();
        Q_EMIT cleared();
    });
    column->addWidget(all);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(panel);
    menu->addAction(action);
    menu->popup(mapToGlobal(QPoint(0, height())));
}

}  // namespace stowage::gui
