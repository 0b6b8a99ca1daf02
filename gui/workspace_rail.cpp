#include "gui/workspace_rail.h"

#include <QPainter>
#include <QVBoxLayout>

#include "gui/icon.h"
#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kRailWidth = 76;
constexpr int kButtonHeight = 58;

class RailButton : public QAbstractButton {
public:
    RailButton(const QIcon& symbol, const QString& label, int key, QWidget* parent)
        : QAbstractButton(parent), m_symbol(symbol) {
        setText(label);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAccessibleName(label);
        setFixedSize(kRailWidth, kButtonHeight);
        setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(label).arg(key));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked()) {
            painter.fillRect(QRect(0, 6, 3, height() - 12), theme.accent);
        }
        if (isChecked() || underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.sunken);
            painter.drawRoundedRect(QRectF(6, 3, width() - 12, height() - 6), kRadiusControl,
                                    kRadiusControl);
        }
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(7, 4, width() - 14, height() - 8), kRadiusControl,
                                    kRadiusControl);
        }
        const QIcon::Mode mode = isEnabled() ? QIcon::Normal : QIcon::Disabled;
        m_symbol.paint(&painter, QRect(width() / 2 - 11, 9, 22, 22), Qt::AlignCenter, mode,
                       isChecked() ? QIcon::On : QIcon::Off);
        QFont font = fontOf(TextRole::Secondary);
        if (isChecked()) {
            font.setWeight(QFont::DemiBold);
        }
        painter.setFont(font);
        const QColor faint = palette().color(QPalette::Disabled, QPalette::WindowText);
        painter.setPen(isEnabled() ? (isChecked() ? theme.text : theme.muted) : faint);
        const QRect line(2, 34, width() - 4, 20);
        painter.drawText(line, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, line.width()));
    }

private:
    QIcon m_symbol;
};

}  // namespace

QString toWord(Workspace workspace) {
    switch (workspace) {
        case Workspace::Start:
            return QStringLiteral("start");
        case Workspace::Scenario:
            return QStringLiteral("scenario");
        case Workspace::Layout:
            return QStringLiteral("layout");
        case Workspace::Compare:
            return QStringLiteral("compare");
        case Workspace::Day:
            return QStringLiteral("day");
        case Workspace::Apply:
            return QStringLiteral("apply");
    }
    STOWAGE_UNREACHABLE();
}

WorkspaceRail::WorkspaceRail(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("workspaceRail"));
    setAccessibleName(tr("Workspaces"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kGap, 0, kGap);
    column->setSpacing(2);
    const struct {
        const char* symbol;
        QString label;
    } entries[] = {{"home", tr("Home")},     {"scenario", tr("Scenario")},
                   {"layout", tr("Layout")}, {"compare", tr("Compare")},
                   {"day", tr("Day")},       {"apply", tr("Apply")}};
    for (int at = 0; at < kWorkspaceCount; ++at) {
        auto* button = new RailButton(icon(entries[at].symbol), entries[at].label, at + 1, this);
        button->setObjectName(QStringLiteral("rail_") + toWord(static_cast<Workspace>(at)));
        m_buttons.addButton(button, at);
        column->addWidget(button);
    }
    column->addStretch();
    m_buttons.setExclusive(true);
    setFixedWidth(kRailWidth);
    connect(&m_buttons, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT chosen(static_cast<Workspace>(id)); });
    setScenarioOpen(false);
}

void WorkspaceRail::setCurrent(std::optional<Workspace> workspace) {
    if (workspace) {
        m_buttons.button(static_cast<int>(*workspace))->setChecked(true);
        return;
    }
    if (QAbstractButton* checked = m_buttons.checkedButton()) {
        // An exclusive group keeps one of them pressed.
        m_buttons.setExclusive(false);
        checked->setChecked(false);
        m_buttons.setExclusive(true);
    }
}

void WorkspaceRail::setScenarioOpen(bool isOpen) {
    for (const Workspace workspace : {Workspace::Scenario, Workspace::Layout, Workspace::Compare}) {
        m_buttons.button(static_cast<int>(workspace))->setEnabled(isOpen);
    }
    QAbstractButton* day = m_buttons.button(static_cast<int>(Workspace::Day));
    QAbstractButton* apply = m_buttons.button(static_cast<int>(Workspace::Apply));
    day->setEnabled(false);
    apply->setEnabled(false);
    day->setToolTip(
        tr("Day: the simulated day is not built yet; the checks of a plan already count "
           "its peak."));
    apply->setToolTip(tr("Apply: writing to a cluster is not built yet; save the plan for later."));
}

void WorkspaceRail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.line);
}

}  // namespace stowage::gui
