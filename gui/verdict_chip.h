#pragma once

#include <QAbstractButton>

#include "gui/format.h"
#include "gui/workbench.h"

namespace stowage::gui {

/// "✓ Fits · $12.00 / month · 1.76 of 1.92 GiB", seen on every screen; a click opens the
/// recommendation. An answer from before the last edit is in italics.
class VerdictChip : public QAbstractButton {
    Q_OBJECT

public:
    explicit VerdictChip(QWidget* parent = nullptr);

    /// `plan` null: nothing to judge yet.
    void setVerdict(const CapacityPlan* plan, PlanVerdict verdict, Freshness freshness);
    /// A search is done and no layout passed.
    void setNothingFits(Freshness freshness);
    void setByteUnits(ByteUnits units) { m_units = units; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// The longest of its sentences that has room.
    QString shownText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void setLines(const QStringList& lines);

    QStringList m_lines;  ///< the same in fewer and fewer words, never empty
    QString m_mark = QStringLiteral("?");
    PlanVerdict m_verdict = PlanVerdict::NotEnoughData;
    Freshness m_freshness = Freshness::None;
    ByteUnits m_units = ByteUnits::Binary;
};

}  // namespace stowage::gui
