#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QObject>
#include <QRect>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "gui/format.h"
#include "gui/theme.h"

class QSettings;

namespace stowage::gui {

enum class Density { Compact, Default, Roomy };
enum class TextScale { Normal, Large, Larger };
/// Whether the canvas keeps its servers or goes along with every new recommendation.
enum class FollowMode { Hold, Follow };

/// 1, 1.15 or 1.3: the argument of applyTheme.
qreal factorOf(TextScale scale);
int rowHeightOf(Density density);

/// What a person chooses in the preferences.
struct Preferences {
    ThemeChoice theme = ThemeChoice::System;
    TextScale textScale = TextScale::Normal;
    Density density = Density::Default;
    ByteUnits byteUnits = ByteUnits::Binary;
    Motion motion = Motion::Full;
    FollowMode follow = FollowMode::Hold;
    bool operator==(const Preferences&) const = default;
};

/// A file opened before, with what its card shows without opening it.
struct RecentFile {
    QString path;  ///< absolute; the key
    QString name;
    std::optional<PlanVerdict> verdict;  ///< empty: never planned
    QString price;                       ///< "$24.00 / month"; empty: never planned
    QString servers;                     ///< "1 × 4 GB"; empty: never planned
    QDateTime openedAt;
    QString sketch;  ///< toText(LayoutSketch); empty: none
    bool operator==(const RecentFile&) const = default;
};

inline constexpr int kRecentFilesMax = 20;

/// How the window looked when it was closed.
struct Session {
    QRect place;  ///< of the window when it is not maximised; null: never kept
    bool isMaximized = false;
    QByteArray docks;  ///< places and sizes, as QMainWindow understands them
    /// "layout/offersDock" and whether the user wants that dock on that workspace; absent: as
    /// usual.
    QMap<QString, bool> dockWishes;
    QMap<QString, QByteArray> splitters;  ///< by object name
    QString workspace;                    ///< a word of --screen
    QString file;                         ///< absolute; empty: none was open
    bool operator==(const Session&) const = default;
};

/// Settings of the user in an ini file, written at every change. A value that cannot be understood
/// counts as never set.
class AppSettings : public QObject {
    Q_OBJECT

public:
    /// `path`: the ini file; empty: "stowage/stowage-gui.ini" in the configuration folder of the
    /// user. A file that is no ini file is set aside as "<path>.broken" and told in `note`.
    explicit AppSettings(const QString& path = {}, QObject* parent = nullptr);
    ~AppSettings() override;

    QString path() const;
    /// What went wrong on reading or writing, in words; empty: nothing.
    const QString& note() const { return m_note; }

    const Preferences& preferences() const { return m_preferences; }
    void setPreferences(const Preferences& preferences);

    /// Newest first, at most kRecentFilesMax, each path once.
    const std::vector<RecentFile>& recentFiles() const { return m_recent; }
    /// Puts a file to the front, replacing its older entry.
    void noteRecent(const RecentFile& file);
    /// Replaces the figures of a file that is in the list, in its place; else nothing happens.
    void updateRecent(const RecentFile& file);
    void removeRecent(const QString& path);

    Session session() const;
    void setSession(const Session& session);

    /// Widths that the user gave to columns of a table, by their heading.
    QMap<QString, int> columnWidths(const QString& table) const;
    void setColumnWidth(const QString& table, const QString& heading, int width);

    /// The folder last used for a purpose ("open", "import", "export"); empty: none, or gone.
    QString lastFolder(const QString& purpose) const;
    void setLastFolder(const QString& purpose, const QString& folder);

    /// True until endFirstRun was called once with these settings.
    bool isFirstRun() const;
    void endFirstRun();

Q_SIGNALS:
    void preferencesChanged();
    void recentChanged();

private:
    void readPreferences();
    void readRecent();
    void writeRecent();
    void sync();

    std::unique_ptr<QSettings> m_store;
    Preferences m_preferences;
    std::vector<RecentFile> m_recent;
    QString m_note;
};

}  // namespace stowage::gui
