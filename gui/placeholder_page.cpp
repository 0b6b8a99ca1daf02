#include "gui/placeholder_page.h"

#include <QLabel>
#include <QVBoxLayout>

#include "gui/theme.h"

namespace stowage::gui {

PlaceholderPage::PlaceholderPage(const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    auto* head = new QLabel(title, this);
    head->setFont(fontOf(TextRole::Headline));
    auto* body = new QLabel(sentence, this);
    body->setWordWrap(true);
    body->setForegroundRole(QPalette::PlaceholderText);
    column->setContentsMargins(2 * kGapLarge, 2 * kGapLarge, 2 * kGapLarge, 2 * kGapLarge);
    column->addWidget(head);
    column->addWidget(body);
    column->addStretch();
}

}  // namespace stowage::gui
