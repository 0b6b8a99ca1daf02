#pragma once

#include <QWidget>
#include <memory>

#include "gui/plan_sums.h"

namespace stowage::gui {

/// The shared engines of the present answer in one line; what does not fit is counted, and named in
/// the tooltip.
class CommonsStrip : public QWidget {
    Q_OBJECT

public:
    explicit CommonsStrip(QWidget* parent = nullptr);
    void setPlan(const std::shared_ptr<const CapacityPlan>& plan, ByteUnits units);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<CommonsEngine> m_engines;
    bool m_hasPlan = false;
    ByteUnits m_units = ByteUnits::Binary;
};

}  // namespace stowage::gui
