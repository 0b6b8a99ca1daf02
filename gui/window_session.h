#pragma once

#include <QList>
#include <QObject>
#include <QRect>
#include <QSize>
#include <optional>

#include "gui/app_settings.h"

class QDockWidget;
class QHeaderView;
class QMainWindow;

namespace stowage::gui {

/// The part of `wanted` that a person can reach: shrunk to the screen that shows most of it, though
/// not below `least`, and moved into it. No screen shows any of it: in the middle of the first.
QRect repairedPlace(const QRect& wanted, const QList<QRect>& screens, const QSize& least);

/// Keeps where a window, its docks, splitters and columns are from one start to the next. Without
/// start() nothing is read and nothing written.
class WindowSession : public QObject {
    Q_OBJECT

public:
    WindowSession(QMainWindow& window, AppSettings& settings);

    bool isKept() const { return m_isKept; }
    /// Puts the window back as it was and keeps it from now on. `screens`: free areas.
    void start(const QList<QRect>& screens);
    /// What was read by start().
    const Session& former() const { return m_former; }
    /// Whether docks have the sizes of a former session.
    bool hasDockSizes() const { return !m_former.docks.isEmpty(); }
    void write(const QString& workspace, const QString& file);

    /// Whether the user wants a dock on a workspace; nullopt: never said.
    std::optional<bool> wish(const QString& workspace, const QString& dock) const;
    void noteShown(const QString& workspace, const QString& dock);
    void noteHidden(const QString& workspace, const QString& dock);
    void forgetWishes(const QString& workspace);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void keepColumns(const QString& table);
    void applyColumns(QHeaderView& header, const QString& table) const;
    void noteColumns(QHeaderView& header);

    QMainWindow& m_window;
    AppSettings& m_settings;
    Session m_former;
    QMap<QString, bool> m_wishes;
    QMap<int, int> m_pressed;  ///< widths when the mouse went down on a header
    bool m_isKept = false;
};

}  // namespace stowage::gui
