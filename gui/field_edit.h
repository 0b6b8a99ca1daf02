#pragma once

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <QWidget>
#include <functional>

namespace stowage::gui {

/// A line for one value: read when Enter is pressed or it is left. What cannot be read stays, with
/// the reason below it; an emptied line asks for the usual value.
class FieldEdit : public QWidget {
    Q_OBJECT

public:
    /// The reason why a text cannot be taken; empty when it can.
    using Check = std::function<QString(const QString&)>;

    FieldEdit(const QString& name, Check check, QWidget* parent = nullptr);

    /// Shows a value that stands in the scenario; not while something else is being typed.
    void setValue(const QString& text);
    /// The same for another thing: what is being typed is dropped.
    void restart(const QString& text);
    /// What holds when nothing is written, in muted letters.
    void setUsual(const QString& text);
    /// Where the reason of a refusal stands: a narrow field has no room for it.
    enum class ProblemPlace { Below, Elsewhere };
    void setProblemPlace(ProblemPlace place) { m_place = place; }
    QString problem() const { return m_problem->text(); }
    QLineEdit* line() { return m_line; }
    // Forms squeeze widgets whose height follows their width; this one knows its height.
    bool hasHeightForWidth() const override { return false; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void entered(const QString& text);
    void emptied();
    /// What was typed cannot be taken, and the reason is to be told elsewhere.
    void refused(const QString& why);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void commit();
    void setMarked(bool isInvalid);

    Check m_check;
    QLineEdit* m_line = nullptr;
    QLabel* m_problem = nullptr;
    QString m_value;
    ProblemPlace m_place = ProblemPlace::Below;
};

/// What the forms beside the scenario table are made of: a title over rows of fields.
struct TitledForm {
    QVBoxLayout* column = nullptr;
    QLabel* title = nullptr;
    QFormLayout* rows = nullptr;
};
TitledForm addTitledForm(QWidget& owner);

}  // namespace stowage::gui
