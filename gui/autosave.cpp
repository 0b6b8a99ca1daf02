#include "gui/autosave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>

#include "gui/autosave_file.h"
#include "gui/state_folder.h"

namespace stowage::gui {
namespace {

constexpr const char* kLockName = "lock";
/// A lock that holds no process id is being written, or was cut by a loss of power.
constexpr qint64 kLockGraceSeconds = 30;

QString lockIn(const QString& session) {
    return session + QLatin1Char('/') + QLatin1String(kLockName);
}

/// Whether nobody alive holds the session. Leaves it unlocked.
bool isAbandoned(const QString& session) {
    const QString path = lockIn(session);
    QLockFile lock(path);
    lock.setStaleLockTime(0);
    if (lock.tryLock(0)) {
        lock.unlock();
        return true;
    }
    qint64 pid = 0;
    QString host;
    QString application;
    if (lock.getLockInfo(&pid, &host, &application)) {
        return false;
    }
    const QDateTime changed = QFileInfo(path).lastModified();
    return changed.secsTo(QDateTime::currentDateTime()) > kLockGraceSeconds;
}

std::optional<Recovery> newestOf(const QString& session) {
    for (const QString& name : snapshotsIn(session)) {
        QFile file(session + QLatin1Char('/') + name);
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        if (auto snapshot = snapshotFrom(file.readAll())) {
            return Recovery{.subject = snapshot->subject,
                            .savedAt = snapshot->savedAt,
                            .changes = snapshot->changes,
                            .session = session,
                            .text = std::move(snapshot->text)};
        }
    }
    return std::nullopt;
}

}  // namespace

QString autosaveFolder(const QString& stateFolder) {
    return stateFolderOf(stateFolder) + QStringLiteral("/autosave");
}

Autosave::Autosave(const QString& stateFolder, Clock clock, QObject* parent)
    : QObject(parent), m_folder(autosaveFolder(stateFolder)), m_clock(std::move(clock)) {
    if (!m_clock) {
        m_clock = [] { return QDateTime::currentDateTime(); };
    }
    m_writer.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::startWriting);
}

Autosave::~Autosave() {
    closeSession();
}

void Autosave::setDelays(int delayMs, int longestMs) {
    m_delayMs = delayMs;
    m_longestMs = longestMs;
}

void Autosave::watch(const AutosaveSubject& subject, Source text) {
    noteSaved(subject);
    m_source = std::move(text);
}

void Autosave::noteSaved(const AutosaveSubject& subject) {
    closeSession();
    m_subject = subject;
    m_changes = 0;
}

void Autosave::stop() {
    closeSession();
    m_subject.reset();
    m_source = {};
    m_changes = 0;
}

void Autosave::noteChange() {
    if (!m_subject) {
        return;
    }
    ++m_changes;
    const QDateTime now = m_clock();
    if (!m_firstUnsaved.isValid()) {
        m_firstUnsaved = now;
    }
    const qint64 left = m_longestMs - m_firstUnsaved.msecsTo(now);
    m_timer.start(static_cast<int>(std::clamp<qint64>(left, 0, m_delayMs)));
}

bool Autosave::saveNow() {
    if (!m_subject) {
        return false;
    }
    startWriting();
    m_writer.waitForDone();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    return !m_hasFailed;
}

bool Autosave::openSession() {
    if (m_lock) {
        return true;
    }
    const QString name = QStringLiteral("%1-%2")
                             .arg(QCoreApplication::applicationPid())
                             .arg(QUuid::createUuid().toString(QUuid::Id128));
    const QString session = m_folder + QLatin1Char('/') + name;
    if (!makePrivateFolder(m_folder) || !makePrivateFolder(session)) {
        return false;
    }
    auto lock = std::make_unique<QLockFile>(lockIn(session));
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        return false;
    }
    m_lock = std::move(lock);
    m_session = session;
    m_number = 0;
    return true;
}

void Autosave::closeSession() {
    m_timer.stop();
    m_firstUnsaved = {};
    m_writer.waitForDone();
    if (m_lock) {
        trimSnapshots(m_session, 0);
        m_lock.reset();
        QDir(m_session).removeRecursively();
        m_session.clear();
    }
}

void Autosave::startWriting() {
    m_timer.stop();
    m_firstUnsaved = {};
    m_hasFailed = false;
    if (!m_subject || !m_source) {
        return;
    }
    if (!openSession()) {
        finishWriting({}, tr("no snapshot could be written to '%1'").arg(m_folder));
        return;
    }
    const QString file = m_session + QLatin1Char('/') + snapshotName(++m_number);
    const QByteArray bytes = toBytes(
        {.subject = *m_subject, .savedAt = m_clock(), .changes = m_changes, .text = m_source()});
    m_writer.start([this, file, bytes] {
        const QString error = writeSnapshot(file, bytes);
        if (error.isEmpty()) {
            trimSnapshots(QFileInfo(file).path(), kSnapshotsMax);
        }
        QMetaObject::invokeMethod(
            this, [this, file, error] { finishWriting(file, error); }, Qt::QueuedConnection);
    });
}

void Autosave::finishWriting(const QString& file, const QString& error) {
    m_hasFailed = !error.isEmpty();
    if (m_hasFailed) {
        Q_EMIT failed(error);
    } else {
        Q_EMIT saved(file);
    }
}

std::vector<Recovery> findRecoveries(const QString& stateFolder) {
    std::vector<Recovery> found;
    const QDir folder(autosaveFolder(stateFolder));
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString session = folder.absoluteFilePath(name);
        if (!isAbandoned(session)) {
            continue;
        }
        if (auto recovery = newestOf(session)) {
            found.push_back(std::move(*recovery));
        } else {
            QDir(session).removeRecursively();
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Recovery& a, const Recovery& b) { return a.savedAt > b.savedAt; });
    return found;
}

void discardRecovery(const Recovery& recovery) {
    if (!recovery.session.isEmpty() && isAbandoned(recovery.session)) {
        QDir(recovery.session).removeRecursively();
    }
}

}  // namespace stowage::gui
