#include "gui/service_drag.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "gui/canvas_measures.h"
#include "gui/canvas_strokes.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

constexpr QSizeF kGhostSize(190, 72);
constexpr qreal kTagHeight = 24;
constexpr qreal kRadiusTray = 14;

QString environmentOf(const QString& key) {
    return key.section(QLatin1Char('/'), 0, 0);
}

QString wordOf(const QString& key) {
    return key.section(QLatin1Char('/'), -1);
}

/// Whether every one of the services is in this mode already.
bool areAllIn(const CanvasModel& model, const QStringList& keys, Mode mode) {
    return std::all_of(keys.begin(), keys.end(), [&](const QString& key) {
        const auto found = model.plan->services.find(ss(key));
        return found != model.plan->services.end() && found->second == mode;
    });
}

/// In view, away from the names: the free part of the first node that is seen, else its band.
QRectF ghostPlace(const CanvasGeometry& geometry, const QRectF& view) {
    for (const NodeShape& node : geometry.nodes) {
        for (const QRectF& room : {node.free, node.machine, node.memory}) {
            const QRectF seen = room & view;
            if (seen.width() >= kGhostSize.width() && seen.height() >= kGhostSize.height() * 0.6) {
                QRectF ghost(QPointF(), kGhostSize);
                ghost.setHeight(std::min(kGhostSize.height(), seen.height() - kGap));
                ghost.moveCenter(
                    QPointF(seen.right() - kGhostSize.width() / 2 - kGap, seen.center().y()));
                return ghost;
            }
        }
    }
    QRectF ghost(QPointF(), kGhostSize);
    ghost.moveTopRight(view.topRight() + QPointF(-kGapLarge, kGapLarge));
    return ghost;
}

}  // namespace

QString modeRefusal(const QString& serviceKey, Mode mode) {
    const QString word = wordOf(serviceKey);
    const auto kind = parseServiceKind(ss(word));
    if (!kind) {
        return tr("%1 is no service that can move").arg(word);
    }
    const ServiceFacts& facts = serviceFacts(*kind);
    switch (mode) {
        case Mode::Own:
            return facts.canOwn ? QString() : tr("%1 cannot run in an app").arg(word);
        case Mode::Plex:
            return facts.canPlex ? QString() : tr("the Commons cannot share %1").arg(word);
        case Mode::Managed:
            return facts.canManaged ? QString() : tr("%1 cannot be managed").arg(word);
        case Mode::File:
            return tr("a file belongs to the app");
    }
    STOWAGE_UNREACHABLE();
}

ServiceDrag::ServiceDrag(const CanvasModel& model, const CanvasGeometry& geometry, QStringList keys,
                         const QRectF& view)
    : m_keys(std::move(keys)), m_view(view) {
    QStringList words;
    for (const QString& key : m_keys) {
        words.append(wordOf(key));
    }
    words.removeDuplicates();
    m_label =
        m_keys.size() == 1
            ? tr("%1 of %2").arg(words.front(), environmentOf(m_keys.front()))
            : tr("%1 of %2 environments").arg(words.join(QStringLiteral(", "))).arg(m_keys.size());
    for (const Mode mode : {Mode::Own, Mode::Plex, Mode::Managed}) {
        m_refusals[mode] = refusalOf(model, mode);
    }
    if (!areAllIn(model, m_keys, Mode::Plex)) {
        addCommons(model, geometry, view);
    }
    if (!areAllIn(model, m_keys, Mode::Own)) {
        addOwn(model, geometry);
    }
    if (!areAllIn(model, m_keys, Mode::Managed)) {
        addTarget(geometry.managedTray, Mode::Managed, tr("Let a provider run it"));
    }
}

QString ServiceDrag::refusalOf(const CanvasModel& /*model*/, Mode mode) const {
    for (const QString& key : m_keys) {
        const QString refusal = modeRefusal(key, mode);
        if (!refusal.isEmpty()) {
            return refusal;
        }
    }
    return {};
}

void ServiceDrag::addTarget(const QRectF& rect, Mode mode, const QString& title) {
    m_targets.push_back(
        {.rect = rect, .mode = mode, .title = title, .refusal = m_refusals[mode], .verdict = {}});
}

void ServiceDrag::addCommons(const CanvasModel& model, const CanvasGeometry& geometry,
                             const QRectF& view) {
    const std::size_t before = m_targets.size();
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        for (const GroupShape& group : geometry.nodes[n].groups) {
            if (model.nodes[n].groups[group.group].kind == GroupKind::Commons) {
                addTarget(group.frame, Mode::Plex, tr("Share in the Commons"));
            }
        }
    }
    if (m_targets.size() == before) {
        addTarget(ghostPlace(geometry, view), Mode::Plex, tr("New Commons"));
        m_targets.back().isGhost = true;
    }
}

void ServiceDrag::addOwn(const CanvasModel& model, const CanvasGeometry& geometry) {
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        for (const GroupShape& shape : geometry.nodes[n].groups) {
            const CanvasGroup& group = model.nodes[n].groups[shape.group];
            const bool isHome = std::any_of(m_keys.begin(), m_keys.end(), [&](const QString& key) {
                return environmentOf(key) == group.name;
            });
            if (isHome) {
                addTarget(shape.frame, Mode::Own, tr("Own service of %1").arg(group.name));
            } else if (group.kind == GroupKind::Environment) {
                addTarget(shape.frame, Mode::Own, {});
                m_targets.back().refusal =
                    tr("it belongs to %1").arg(environmentOf(m_keys.front()));
            }
        }
    }
}

const DropTarget* ServiceDrag::target() const {
    const DropTarget* best = nullptr;
    for (const DropTarget& one : m_targets) {
        // A ghost lies on top of what it covers.
        if (one.rect.contains(m_point) && (best == nullptr || one.isGhost)) {
            best = &one;
        }
    }
    return best;
}

void ServiceDrag::moveTo(QPointF point, const Verdict& verdict) {
    m_point = point;
    const DropTarget* reached = target();
    if (reached == nullptr || !reached->refusal.isEmpty() || !reached->verdict.isEmpty() ||
        !verdict) {
        return;
    }
    const Mode mode = reached->mode;
    const QString text = verdict(m_keys, mode);
    for (DropTarget& one : m_targets) {
        if (one.mode == mode && one.refusal.isEmpty()) {
            one.verdict = text;
        }
    }
}

void ServiceDrag::paint(QPainter& painter, const Theme& theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont small = fontOf(TextRole::Secondary);
    const QFont name = fontOf(TextRole::TileName);
    const DropTarget* reached = target();
    for (const DropTarget& one : m_targets) {
        const bool isLegal = one.refusal.isEmpty();
        const bool isReached = &one == reached;
        if (!isLegal && !isReached) {
            continue;
        }
        QColor fill = isLegal ? theme.accent : theme.danger;
        fill.setAlphaF(isReached ? 0.28F : 0.12F);
        const QRectF rect = one.rect.adjusted(1, 1, -1, -1);
        if (one.isGhost) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.panel);
            painter.drawRoundedRect(rect, kRadiusNamespace, kRadiusNamespace);
        }
        painter.setBrush(fill);
        painter.setPen(isLegal ? (one.isGhost ? dashedPen(theme.accent, 2) : QPen(theme.accent, 2))
                               : dashedPen(theme.danger, 2));
        const qreal radius = one.mode == Mode::Managed ? kRadiusTray : kRadiusNamespace;
        painter.drawRoundedRect(rect, radius, radius);
        if (one.isGhost) {
            paintLabel(painter, rect.adjusted(kGap, kGap, -kGap, 0), one.title, name, theme.text,
                       Qt::AlignTop | Qt::AlignLeft);
        }
    }
    QStringList words{m_label};
    QColor colour = theme.lineStrong;
    if (reached != nullptr) {
        const bool isLegal = reached->refusal.isEmpty();
        words.append(isLegal ? reached->title : QStringLiteral("✕ ") + reached->refusal);
        if (isLegal && !reached->verdict.isEmpty()) {
            words.append(reached->verdict);
        }
        colour = isLegal ? theme.accent : theme.danger;
    }
    qreal width = 0;
    for (const QString& line : words) {
        width = std::max(width, QFontMetricsF(name).horizontalAdvance(line));
    }
    QRectF tag(
        m_point + QPointF(14, 12),
        QSizeF(width + 2 * kGap, kTagHeight + 17.0 * (static_cast<qreal>(words.size()) - 1)));
    tag.moveRight(std::min(tag.right(), m_view.right() - kGap));
    tag.moveBottom(std::min(tag.bottom(), m_view.bottom() - kGap));
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(tag, kRadiusControl, kRadiusControl);
    QRectF line = tag.adjusted(kGap, 3, -kGap, 0);
    line.setHeight(18);
    for (const QString& text : words) {
        const bool isFirst = &text == &words.front();
        paintLabel(painter, line, text, isFirst ? name : small, isFirst ? theme.text : theme.muted);
        line.translate(0, 17);
    }
}

}  // namespace stowage::gui
