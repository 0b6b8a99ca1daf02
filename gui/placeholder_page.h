#pragma once

#include <QWidget>

namespace stowage::gui {

/// A page with one sentence and, if wanted, the button that fills it.
class PlaceholderPage : public QWidget {
    Q_OBJECT

public:
    PlaceholderPage(const QString& title, const QString& sentence, QWidget* parent = nullptr);
};

}  // namespace stowage::gui
