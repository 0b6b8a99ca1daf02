#include "gui/window_session.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QMainWindow>
#include <QMouseEvent>
#include <QSplitter>
#include <algorithm>

namespace stowage::gui {
namespace {

/// Changes when docks or tool bars get other names: what an older program kept is then left alone.
constexpr int kDocksVersion = 1;

const char* const kTables[] = {"scenarioTable", "offersTable", "placementTable", "problemList"};

QString wishKey(const QString& workspace, const QString& dock) {
    return workspace + QLatin1Char('/') + dock;
}

qint64 areaOf(const QRect& rect) {
    return rect.isValid() ? static_cast<qint64>(rect.width()) * rect.height() : 0;
}

QString headingOf(const QHeaderView& header, int section) {
    return header.model()->headerData(section, header.orientation()).toString();
}

}  // namespace

QRect repairedPlace(const QRect& wanted, const QList<QRect>& screens, const QSize& least) {
    if (screens.isEmpty()) {
        return wanted;
    }
    const auto best =
        std::max_element(screens.begin(), screens.end(), [&](const QRect& a, const QRect& b) {
            return areaOf(a.intersected(wanted)) < areaOf(b.intersected(wanted));
        });
    const bool isSeen = areaOf(best->intersected(wanted)) > 0;
    const QRect& screen = isSeen ? *best : screens.front();
    QRect place(QPoint(), wanted.size().boundedTo(screen.size()).expandedTo(least));
    if (!isSeen) {
        place.moveCenter(screen.center());
    } else {
        const QPoint last = screen.bottomRight() - QPoint(place.width() - 1, place.height() - 1);
        place.moveTopLeft({std::min(wanted.left(), last.x()), std::min(wanted.top(), last.y())});
    }
    // The title bar is what a window is moved by: its beginning is never outside.
    place.moveTopLeft({std::max(place.left(), screen.left()), std::max(place.top(), screen.top())});
    return place;
}

WindowSession::WindowSession(QMainWindow& window, AppSettings& settings)
    : QObject(&window), m_window(window), m_settings(settings) {}

void WindowSession::start(const QList<QRect>& screens) {
    m_isKept = true;
    m_former = m_settings.session();
    m_wishes = m_former.dockWishes;
    if (m_former.place.isValid()) {
        m_window.setGeometry(repairedPlace(m_former.place, screens, m_window.minimumSize()));
        if (m_former.isMaximized) {
            m_window.setWindowState(m_window.windowState() | Qt::WindowMaximized);
        }
    }
    if (!m_former.docks.isEmpty() && !m_window.restoreState(m_former.docks, kDocksVersion)) {
        m_former.docks.clear();
    }
    for (auto one = m_former.splitters.cbegin(); one != m_former.splitters.cend(); ++one) {
        if (auto* splitter = m_window.findChild<QSplitter*>(one.key())) {
            splitter->restoreState(one.value());
        }
    }
    for (const char* table : kTables) {
        keepColumns(QLatin1String(table));
    }
}

void WindowSession::write(const QString& workspace, const QString& file) {
    if (!m_isKept) {
        return;
    }
    Session session{.place = m_window.isMaximized() || m_window.isFullScreen()
                                 ? m_window.normalGeometry()
                                 : m_window.geometry(),
                    .isMaximized = m_window.isMaximized(),
                    .docks = m_window.saveState(kDocksVersion),
                    .dockWishes = m_wishes,
                    .splitters = m_former.splitters,
                    .workspace = workspace,
                    .file = file};
    for (const QSplitter* splitter : m_window.findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty()) {
            session.splitters.insert(splitter->objectName(), splitter->saveState());
        }
    }
    m_settings.setSession(session);
}

std::optional<bool> WindowSession::wish(const QString& workspace, const QString& dock) const {
    const auto found = m_wishes.constFind(wishKey(workspace, dock));
    return found == m_wishes.cend() ? std::nullopt : std::optional(found.value());
}

void WindowSession::noteShown(const QString& workspace, const QString& dock) {
    m_wishes.insert(wishKey(workspace, dock), true);
}

void WindowSession::noteHidden(const QString& workspace, const QString& dock) {
    m_wishes.insert(wishKey(workspace, dock), false);
}

void WindowSession::forgetWishes(const QString& workspace) {
    for (auto one = m_wishes.begin(); one != m_wishes.end();) {
        one = one.key().startsWith(workspace + QLatin1Char('/')) ? m_wishes.erase(one) : ++one;
    }
}

void WindowSession::keepColumns(const QString& table) {
    auto* view = m_window.findChild<QAbstractItemView*>(table);
    auto* header = view == nullptr ? nullptr : view->findChild<QHeaderView*>();
    for (QHeaderView* one : view == nullptr ? QList<QHeaderView*>{}
                                            : view->findChildren<QHeaderView*>(
                                                  QString(), Qt::FindDirectChildrenOnly)) {
        if (one->orientation() == Qt::Horizontal) {
            header = one;
        }
    }
    if (header == nullptr) {
        return;
    }
    header->viewport()->installEventFilter(this);
    const auto apply = [this, header, table] { applyColumns(*header, table); };
    // After the view itself, which was connected first and may fit its columns.
    connect(header->model(), &QAbstractItemModel::modelReset, this, apply);
    connect(header->model(), &QAbstractItemModel::columnsInserted, this, apply);
    apply();
}

void WindowSession::applyColumns(QHeaderView& header, const QString& table) const {
    const QMap<QString, int> widths = m_settings.columnWidths(table);
    for (int section = 0; !widths.isEmpty() && section < header.count(); ++section) {
        const auto found = widths.constFind(headingOf(header, section));
        if (found != widths.cend() &&
            header.sectionResizeMode(section) == QHeaderView::Interactive) {
            header.resizeSection(section, std::max(found.value(), header.minimumSectionSize()));
        }
    }
}

void WindowSession::noteColumns(QHeaderView& header) {
    for (int section = 0; section < header.count(); ++section) {
        const auto before = m_pressed.constFind(section);
        const int width = header.sectionSize(section);
        // The last one takes what is left: nobody gave it its width.
        const bool isRest = header.stretchLastSection() && section == header.count() - 1;
        if (before != m_pressed.cend() && before.value() != width && !isRest) {
            m_settings.setColumnWidth(header.parent()->objectName(), headingOf(header, section),
                                      width);
        }
    }
    m_pressed.clear();
}

bool WindowSession::eventFilter(QObject* watched, QEvent* event) {
    auto* header = qobject_cast<QHeaderView*>(watched->parent());
    if (header != nullptr && event->type() == QEvent::MouseButtonPress) {
        m_pressed.clear();
        for (int section = 0; section < header->count(); ++section) {
            m_pressed.insert(section, header->sectionSize(section));
        }
    }
    if (header != nullptr && event->type() == QEvent::MouseButtonRelease) {
        noteColumns(*header);  // the last move has already given the width
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace stowage::gui
