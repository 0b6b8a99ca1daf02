#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stowage::gui {

/// What a snapshot is of.
struct AutosaveSubject {
    QString name;    ///< as the title shows it
    QString path;    ///< of the user's file; empty: untitled
    QString folder;  ///< where relative blueprint paths start
    bool operator==(const AutosaveSubject&) const = default;
};

/// A snapshot that a program left behind which did not end in order.
struct Recovery {
    AutosaveSubject subject;
    QDateTime savedAt;
    int changes = 0;  ///< since the document was opened or saved
    QString session;  ///< folder of the dead program's snapshots
    std::string text;
    bool operator==(const Recovery&) const = default;
};

inline constexpr int kAutosaveDelayMs = 2000;
/// A person who never pauses is saved all the same.
inline constexpr int kAutosaveLongestMs = 10'000;
inline constexpr int kSnapshotsMax = 20;

/// Writes the document a moment after each change into a folder of its own, never over the user's
/// file: the last kSnapshotsMax texts, each written whole beside the others and renamed. The
/// folder is held by a lock with our process id; when the program ends in order, or the document
/// was saved, the snapshots go. Files can be read by their owner alone.
class Autosave : public QObject {
    Q_OBJECT

public:
    using Clock = std::function<QDateTime()>;
    using Source = std::function<std::string()>;

    /// `stateFolder` empty: "stowage" in the state folder of the user.
    explicit Autosave(const QString& stateFolder = {}, Clock clock = {}, QObject* parent = nullptr);
    ~Autosave() override;

    /// `delayMs` after the last change, at the latest `longestMs` after the first.
    void setDelays(int delayMs, int longestMs);
    /// Another document: what was saved of the former one goes. `text` is asked on this thread.
    void watch(const AutosaveSubject& subject, Source text);
    /// The user saved, or gave the document another name: nothing to recover until the next change.
    void noteSaved(const AutosaveSubject& subject);
    void noteChange();
    /// Writes now what is waiting, and waits for it; false when it failed or nothing is watched.
    bool saveNow();
    /// Nothing is watched any more; the snapshots go.
    void stop();

    /// Folder of our snapshots; empty before the first.
    const QString& session() const { return m_session; }
    int changes() const { return m_changes; }

Q_SIGNALS:
    void saved(const QString& file);
    void failed(const QString& text);

private:
    bool openSession();
    void closeSession();
    void startWriting();
    void finishWriting(const QString& file, const QString& error);

    QString m_folder;
    Clock m_clock;
    QTimer m_timer;
    int m_longestMs = kAutosaveLongestMs;
    int m_delayMs = kAutosaveDelayMs;
    QDateTime m_firstUnsaved;
    std::optional<AutosaveSubject> m_subject;
    Source m_source;
    int m_changes = 0;
    int m_number = 0;
    bool m_hasFailed = false;
    QString m_session;
    std::unique_ptr<QLockFile> m_lock;
    QThreadPool m_writer;  ///< one thread; last, so that it ends first
};

QString autosaveFolder(const QString& stateFolder);
/// The newest whole snapshot of each program that is gone, newest first. Folders of the dead that
/// hold none are removed.
std::vector<Recovery> findRecoveries(const QString& stateFolder = {});
/// Removes the snapshots of a recovery: it was restored or is not wanted.
void discardRecovery(const Recovery& recovery);

}  // namespace stowage::gui
