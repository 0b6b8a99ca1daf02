#include "gui/accessibility.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QPointer>
#include <algorithm>
#include <map>
#include <memory>

#include "gui/canvas_text.h"
#include "gui/layout_view.h"

namespace stowage::gui {
namespace {

/// Every pod of a picture in reading order, those without a place last.
std::vector<CanvasSpot> podSpots(const CanvasModel& model) {
    std::vector<CanvasSpot> spots;
    for (std::size_t n = 0; n < model.nodes.size(); ++n) {
        for (std::size_t g = 0; g < model.nodes[n].groups.size(); ++g) {
            for (std::size_t t = 0; t < model.nodes[n].groups[g].tiles.size(); ++t) {
                spots.push_back({.kind = SpotKind::Tile, .node = n, .group = g, .item = t});
            }
        }
    }
    for (std::size_t w = 0; w < model.waiting.size(); ++w) {
        spots.push_back({.kind = SpotKind::Waiting, .item = w});
    }
    return spots;
}

/// One pod. Holds its place in the list, not a pointer: the plan under it may change.
class TileAccessible : public QAccessibleInterface {
public:
    TileAccessible(LayoutView* view, int index) : m_view(view), m_index(index) {}

    bool isValid() const override { return m_view != nullptr && tile() != nullptr; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view.data());
    }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override {}

    QString text(QAccessible::Text kind) const override {
        const CanvasTile* one = tile();
        if (one == nullptr) {
            return {};
        }
        if (kind == QAccessible::Name) {
            return tileAccessibleName(model(), *one);
        }
        return kind == QAccessible::Description ? tileDescription(model(), *one) : QString();
    }

    QRect rect() const override {
        if (m_view == nullptr) {
            return {};
        }
        const QRectF place = rectOf(m_view->layoutScene().geometry(), spot());
        const QRect seen = m_view->mapFromScene(place).boundingRect();
        return {m_view->viewport()->mapToGlobal(seen.topLeft()), seen.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        const CanvasTile* one = tile();
        state.selected = one != nullptr && m_view->selectedPods().contains(one->id);
        state.focused = one != nullptr && m_view->hasFocus() && m_view->focusedSpot() == spot();
        return state;
    }

private:
    const CanvasModel& model() const { return m_view->layoutScene().model(); }
    CanvasSpot spot() const {
        const std::vector<CanvasSpot> spots = podSpots(model());
        const auto index = static_cast<std::size_t>(m_index);
        return index < spots.size() ? spots[index] : CanvasSpot{};
    }
    const CanvasTile* tile() const { return m_view == nullptr ? nullptr : tileOf(model(), spot()); }

    QPointer<LayoutView> m_view;
    int m_index = 0;
};

class LayoutViewAccessible : public QAccessibleWidget {
public:
    explicit LayoutViewAccessible(LayoutView* view)
        : QAccessibleWidget(view, QAccessible::List), m_view(view) {}
    ~LayoutViewAccessible() override {
        for (const auto& [index, id] : m_children) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override {
        return static_cast<int>(m_view->layoutScene().model().tileCount());
    }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        const auto found = m_children.find(index);
        if (found != m_children.end()) {
            return QAccessible::accessibleInterface(found->second);
        }
        // Registered interfaces belong to Qt, which deletes them by their id.
        auto* made = new TileAccessible(m_view, index);
        m_children[index] = QAccessible::registerAccessibleInterface(made);
        return made;
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        for (const auto& [index, id] : m_children) {
            if (QAccessible::accessibleInterface(id) == child) {
                return index;
            }
        }
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const QPoint point = m_view->viewport()->mapFromGlobal(QPoint(x, y));
        const CanvasSpot spot = m_view->layoutScene().spotAtPoint(m_view->mapToScene(point));
        const QString pod = podOf(m_view->layoutScene().model(), spot);
        const std::vector<CanvasSpot> spots = podSpots(m_view->layoutScene().model());
        for (std::size_t i = 0; i < spots.size(); ++i) {
            if (!pod.isEmpty() && podOf(m_view->layoutScene().model(), spots[i]) == pod) {
                return child(static_cast<int>(i));
            }
        }
        return nullptr;
    }

    QAccessibleInterface* focusChild() const override {
        const QString pod = podOf(m_view->layoutScene().model(), m_view->focusedSpot());
        const std::vector<CanvasSpot> spots = podSpots(m_view->layoutScene().model());
        for (std::size_t i = 0; i < spots.size(); ++i) {
            if (!pod.isEmpty() && podOf(m_view->layoutScene().model(), spots[i]) == pod) {
                return child(static_cast<int>(i));
            }
        }
        return nullptr;
    }

    QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Description) {
            return QAccessibleWidget::text(kind);
        }
        QStringList nodes;
        for (const CanvasNode& node : m_view->layoutScene().model().nodes) {
            nodes.append(node.name + QStringLiteral(": ") + nodeDescription(node));
        }
        return nodes.join(QLatin1Char('\n'));
    }

private:
    LayoutView* m_view;
    mutable std::map<int, QAccessible::Id> m_children;
};

/// Qt tells the present choice of a combo box as its name on this platform and drops the name that
/// it was given: "medium" in place of "Weight, medium".
class ComboBoxAccessible : public QAccessibleWidget {
public:
    explicit ComboBoxAccessible(QComboBox* box)
        : QAccessibleWidget(box, QAccessible::ComboBox), m_box(box) {}

    QString text(QAccessible::Text kind) const override {
        switch (kind) {
            case QAccessible::Name:
                return m_box->accessibleName().isEmpty() ? m_box->currentText()
                                                         : m_box->accessibleName();
            case QAccessible::Value:
                return m_box->currentText();
            case QAccessible::Description:
            case QAccessible::Help:
            case QAccessible::Accelerator:
            case QAccessible::DebugDescription:
            case QAccessible::UserText:
                break;
        }
        return QAccessibleWidget::text(kind);
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        const bool isOpen = m_box->view()->isVisible();
        state.expandable = true;
        state.expanded = isOpen;
        state.collapsed = !isOpen;
        state.hasPopup = true;
        state.editable = m_box->isEditable();
        return state;
    }
    QStringList actionNames() const override {
        return QStringList(showMenuAction()) + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& name) override {
        if (name == showMenuAction() || name == pressAction()) {
            if (m_box->view()->isVisible()) {
                m_box->hidePopup();
            } else {
                m_box->showPopup();
            }
            return;
        }
        QAccessibleWidget::doAction(name);
    }

private:
    QComboBox* m_box;
};

QAccessibleInterface* makeAccessible(const QString& /*key*/, QObject* object) {
    if (auto* view = qobject_cast<LayoutView*>(object)) {
        return new LayoutViewAccessible(view);
    }
    auto* box = qobject_cast<QComboBox*>(object);
    return box == nullptr ? nullptr : new ComboBoxAccessible(box);
}

}  // namespace

void announceFocus(LayoutView& view) {
    const std::vector<CanvasSpot> spots = podSpots(view.layoutScene().model());
    const auto found = std::find(spots.begin(), spots.end(), view.focusedSpot());
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(found == spots.end() ? -1 : static_cast<int>(found - spots.begin()));
    QAccessible::updateAccessibility(&event);
}

void installAccessibility() {
    QAccessible::installFactory(makeAccessible);
}

}  // namespace stowage::gui
