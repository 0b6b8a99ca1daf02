#pragma once

#include <QTextBrowser>
#include <memory>

#include "gui/format.h"

namespace stowage::gui {

/// What is selected, in words: the four figures of a pod, its range and source; or the ledgers of a
/// node and what its loss would mean.
class InspectorView : public QTextBrowser {
    Q_OBJECT

public:
    explicit InspectorView(QWidget* parent = nullptr);

    /// `plan` null or nothing selected: says what to do.
    void setSelection(std::shared_ptr<const CapacityPlan> plan, const QStringList& pods,
                      const QString& node);
    void setByteUnits(ByteUnits units);
    void refresh();  ///< after a change of theme

Q_SIGNALS:
    /// The figure whose origin is asked for: a pod's name, or "node:<name>".
    void figureActivated(const QString& what);

private:
    QString podHtml(const PlanPod& pod) const;
    QString manyHtml() const;
    QString nodeHtml(const PlanNode& node) const;

    std::shared_ptr<const CapacityPlan> m_plan;
    QStringList m_pods;
    QString m_node;
    ByteUnits m_units = ByteUnits::Binary;
};

}  // namespace stowage::gui
