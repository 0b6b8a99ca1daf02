#pragma once

#include <QLabel>
#include <QStringList>

namespace stowage::gui {

/// A line that says as much as its width holds: the first of several texts that fits. Takes any
/// width and cuts nothing that its last text can say.
class FittingLabel : public QLabel {
    Q_OBJECT

public:
    explicit FittingLabel(QWidget* parent = nullptr);
    /// From the longest to the shortest.
    void setTexts(const QStringList& texts);
    /// Width of the shortest.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    QStringList m_texts;
};

}  // namespace stowage::gui
