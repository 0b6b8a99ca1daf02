#pragma once

#include <QWidget>
#include <optional>

#include "gui/drop_offer.h"

namespace stowage::gui {

/// Where a drop onto an open scenario leads.
enum class DropHalf { Here, NewWindow };

/// Over an open scenario while something is dragged: two halves that say what a release would do,
/// or why nothing can be dropped. Takes no mouse events.
class DropHalves : public QWidget {
    Q_OBJECT

public:
    explicit DropHalves(QWidget* parent);
    /// `hereText`: what the left half would do.
    void offer(const DropOffer& offer, const QString& hereText);
    void pointAt(const QPoint& place);
    void withdraw() { hide(); }
    const DropOffer& present() const { return m_offer; }
    QString hereText() const { return m_hereText; }
    /// The half under a place; nullopt: refused.
    std::optional<DropHalf> halfAt(const QPoint& place) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF frameOf(DropHalf half) const;

    DropOffer m_offer;
    QString m_hereText;
    std::optional<DropHalf> m_pointed;
};

}  // namespace stowage::gui
