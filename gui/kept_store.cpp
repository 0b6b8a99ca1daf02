#include "gui/kept_store.h"

#include <QDir>
#include <QFile>
#include <QUuid>
#include <algorithm>

#include "gui/format.h"
#include "gui/state_folder.h"
#include "model/base/digest.h"

namespace stowage::gui {
namespace {

constexpr std::size_t kNameDigits = 32;

}  // namespace

KeptStore::KeptStore(const QString& stateFolder, QObject* parent)
    : QObject(parent), m_folder(stateFolderOf(stateFolder) + QStringLiteral("/kept")) {
    m_thread.setMaxThreadCount(1);
}

KeptStore::~KeptStore() {
    m_thread.waitForDone();
}

QString KeptStore::folderOf(const QString& scenarioFile) const {
    return m_folder + QLatin1Char('/') + qs(sha256Hex(ss(scenarioFile)).substr(0, kNameDigits));
}

QString KeptStore::newFileName() {
    return QUuid::createUuid().toString(QUuid::Id128) + QStringLiteral(".json");
}

void KeptStore::load(const QString& scenarioFile) {
    m_thread.start([this, scenarioFile, folder = folderOf(scenarioFile)] {
        std::vector<KeptPlan> plans;
        QStringList problems;
        const QDir dir(folder);
        for (const QString& name :
             dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            KeptFile read = readKeptFile(dir.absoluteFilePath(name));
            if (read.kept) {
                plans.push_back(std::move(*read.kept));
            } else {
                problems.push_back(read.problem);
            }
        }
        std::stable_sort(plans.begin(), plans.end(),
                         [](const KeptPlan& a, const KeptPlan& b) { return a.keptAt < b.keptAt; });
        QMetaObject::invokeMethod(
            this,
            [this, scenarioFile, plans, problems] { Q_EMIT loaded(scenarioFile, plans, problems); },
            Qt::QueuedConnection);
    });
}

void KeptStore::write(const QString& scenarioFile, const KeptPlan& kept) {
    m_thread.start([this, kept, folder = folderOf(scenarioFile)] {
        const QString file = folder + QLatin1Char('/') + kept.file;
        const bool hasFolder = makePrivateFolder(m_folder) && makePrivateFolder(folder);
        const QString why =
            hasFolder ? writePrivateFile(file, toBytes(kept)) : tr("its folder cannot be made");
        if (!why.isEmpty()) {
            QMetaObject::invokeMethod(
                this,
                [this, file, why] {
                    Q_EMIT failed(
                        tr("the kept plan could not be written to '%1': %2").arg(file, why));
                },
                Qt::QueuedConnection);
        }
    });
}

void KeptStore::remove(const QString& scenarioFile, const QString& file) {
    m_thread.start(
        [path = folderOf(scenarioFile) + QLatin1Char('/') + file] { QFile::remove(path); });
}

void KeptStore::waitForDone() {
    m_thread.waitForDone();
}

}  // namespace stowage::gui
