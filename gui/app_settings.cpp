#include "gui/app_settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <utility>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

template <typename E, std::size_t N>
using Words = std::array<std::pair<const char*, E>, N>;

constexpr Words<ThemeChoice, 4> kThemes{{{"system", ThemeChoice::System},
                                         {"dark", ThemeChoice::Dark},
                                         {"light", ThemeChoice::Light},
                                         {"high-contrast", ThemeChoice::HighContrast}}};
constexpr Words<TextScale, 3> kScales{
    {{"normal", TextScale::Normal}, {"large", TextScale::Large}, {"larger", TextScale::Larger}}};
constexpr Words<Density, 3> kDensities{
    {{"compact", Density::Compact}, {"default", Density::Default}, {"roomy", Density::Roomy}}};
constexpr Words<ByteUnits, 2> kUnits{
    {{"binary", ByteUnits::Binary}, {"decimal", ByteUnits::Decimal}}};
constexpr Words<Motion, 2> kMotions{{{"full", Motion::Full}, {"reduced", Motion::Reduced}}};
constexpr Words<FollowMode, 2> kFollow{
    {{"hold", FollowMode::Hold}, {"follow", FollowMode::Follow}}};
constexpr Words<PlanVerdict, 4> kVerdicts{{{"fits", PlanVerdict::Fits},
                                           {"tight", PlanVerdict::Tight},
                                           {"does-not-fit", PlanVerdict::DoesNotFit},
                                           {"not-enough-data", PlanVerdict::NotEnoughData}}};

template <typename E, std::size_t N>
std::optional<E> fromWord(const Words<E, N>& words, const QVariant& value) {
    const QString text = value.toString();
    for (const auto& [word, meaning] : words) {
        if (text == QLatin1String(word)) {
            return meaning;
        }
    }
    return std::nullopt;
}

template <typename E, std::size_t N>
QString toWord(const Words<E, N>& words, E value) {
    const auto at = std::find_if(words.begin(), words.end(),
                                 [value](const auto& one) { return one.second == value; });
    STOWAGE_ASSERT(at != words.end());
    return QString::fromLatin1(at->first);
}

QString key(const char* name) {
    return QString::fromLatin1(name);
}

QString defaultPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/stowage/stowage-gui.ini");
}

}  // namespace

qreal factorOf(TextScale scale) {
    switch (scale) {
        case TextScale::Normal:
            return 1.0;
        case TextScale::Large:
            return 1.15;
        case TextScale::Larger:
            return 1.3;
    }
    STOWAGE_UNREACHABLE();
}

int rowHeightOf(Density density) {
    switch (density) {
        case Density::Compact:
            return 24;
        case Density::Default:
            return kRowHeight;
        case Density::Roomy:
            return 34;
    }
    STOWAGE_UNREACHABLE();
}

AppSettings::AppSettings(const QString& path, QObject* parent) : QObject(parent) {
    const QString file = path.isEmpty() ? defaultPath() : path;
    QDir().mkpath(QFileInfo(file).path());
    m_store = std::make_unique<QSettings>(file, QSettings::IniFormat);
    if (m_store->status() == QSettings::FormatError) {
        m_store.reset();
        const QString aside = file + QStringLiteral(".broken");
        QFile::remove(aside);
        m_note = QFile::rename(file, aside)
                     ? tr("the settings in '%1' could not be read and were set aside as '%2'")
                           .arg(file, aside)
                     : tr("the settings in '%1' could not be read").arg(file);
        m_store = std::make_unique<QSettings>(file, QSettings::IniFormat);
    }
    readPreferences();
    readRecent();
}

AppSettings::~AppSettings() = default;

QString AppSettings::path() const {
    return m_store->fileName();
}

void AppSettings::readPreferences() {
    const Preferences standard;
    const auto value = [this](const char* name) { return m_store->value(key(name)); };
    m_preferences = {
        .theme = fromWord(kThemes, value("view/theme")).value_or(standard.theme),
        .textScale = fromWord(kScales, value("view/textScale")).value_or(standard.textScale),
        .density = fromWord(kDensities, value("view/density")).value_or(standard.density),
        .byteUnits = fromWord(kUnits, value("view/byteUnits")).value_or(standard.byteUnits),
        .motion = fromWord(kMotions, value("view/motion")).value_or(standard.motion),
        .follow = fromWord(kFollow, value("planning/follow")).value_or(standard.follow)};
}

void AppSettings::setPreferences(const Preferences& preferences) {
    if (preferences == m_preferences) {
        return;
    }
    m_preferences = preferences;
    m_store->setValue(key("view/theme"), toWord(kThemes, preferences.theme));
    m_store->setValue(key("view/textScale"), toWord(kScales, preferences.textScale));
    m_store->setValue(key("view/density"), toWord(kDensities, preferences.density));
    m_store->setValue(key("view/byteUnits"), toWord(kUnits, preferences.byteUnits));
    m_store->setValue(key("view/motion"), toWord(kMotions, preferences.motion));
    m_store->setValue(key("planning/follow"), toWord(kFollow, preferences.follow));
    sync();
    Q_EMIT preferencesChanged();
}

void AppSettings::readRecent() {
    const int size = std::min(m_store->beginReadArray(key("recent")), kRecentFilesMax);
    for (int i = 0; i < size; ++i) {
        m_store->setArrayIndex(i);
        RecentFile file{.path = m_store->value(key("path")).toString(),
                        .name = m_store->value(key("name")).toString(),
                        .verdict = fromWord(kVerdicts, m_store->value(key("verdict"))),
                        .price = m_store->value(key("price")).toString(),
                        .servers = m_store->value(key("servers")).toString(),
                        .openedAt = QDateTime::fromString(
                            m_store->value(key("openedAt")).toString(), Qt::ISODate),
                        .sketch = m_store->value(key("sketch")).toString()};
        if (!file.path.isEmpty()) {
            m_recent.push_back(std::move(file));
        }
    }
    m_store->endArray();
}

void AppSettings::writeRecent() {
    m_store->remove(key("recent"));
    m_store->beginWriteArray(key("recent"), static_cast<int>(m_recent.size()));
    int index = 0;
    for (const RecentFile& file : m_recent) {
        m_store->setArrayIndex(index++);
        m_store->setValue(key("path"), file.path);
        m_store->setValue(key("name"), file.name);
        if (file.verdict) {
            m_store->setValue(key("verdict"), toWord(kVerdicts, *file.verdict));
        }
        m_store->setValue(key("price"), file.price);
        m_store->setValue(key("servers"), file.servers);
        m_store->setValue(key("openedAt"), file.openedAt.toString(Qt::ISODate));
        m_store->setValue(key("sketch"), file.sketch);
    }
    m_store->endArray();
    sync();
    Q_EMIT recentChanged();
}

void AppSettings::noteRecent(const RecentFile& file) {
    std::erase_if(m_recent, [&file](const RecentFile& one) { return one.path == file.path; });
    m_recent.insert(m_recent.begin(), file);
    if (m_recent.size() > static_cast<std::size_t>(kRecentFilesMax)) {
        m_recent.resize(static_cast<std::size_t>(kRecentFilesMax));
    }
    writeRecent();
}

void AppSettings::updateRecent(const RecentFile& file) {
    const auto at = std::find_if(m_recent.begin(), m_recent.end(),
                                 [&file](const RecentFile& one) { return one.path == file.path; });
    if (at != m_recent.end() && !(*at == file)) {
        *at = file;
        writeRecent();
    }
}

void AppSettings::removeRecent(const QString& path) {
    if (std::erase_if(m_recent, [&path](const RecentFile& one) { return one.path == path; }) > 0) {
        writeRecent();
    }
}

Session AppSettings::session() const {
    const auto value = [this](const char* name) { return m_store->value(key(name)); };
    Session session{.place = value("window/place").toRect(),
                    .isMaximized = value("window/maximized").toBool(),
                    .docks = value("window/docks").toByteArray(),
                    .dockWishes = {},
                    .splitters = {},
                    .workspace = value("session/workspace").toString(),
                    .file = value("session/file").toString()};
    const QVariantMap wishes = value("window/dockWishes").toMap();
    for (auto one = wishes.cbegin(); one != wishes.cend(); ++one) {
        session.dockWishes.insert(one.key(), one.value().toBool());
    }
    const QVariantMap splitters = value("window/splitters").toMap();
    for (auto one = splitters.cbegin(); one != splitters.cend(); ++one) {
        session.splitters.insert(one.key(), one.value().toByteArray());
    }
    return session;
}

void AppSettings::setSession(const Session& session) {
    m_store->setValue(key("window/place"), session.place);
    m_store->setValue(key("window/maximized"), session.isMaximized);
    m_store->setValue(key("window/docks"), session.docks);
    QVariantMap wishes;
    for (auto one = session.dockWishes.cbegin(); one != session.dockWishes.cend(); ++one) {
        wishes.insert(one.key(), one.value());
    }
    m_store->setValue(key("window/dockWishes"), wishes);
    QVariantMap splitters;
    for (auto one = session.splitters.cbegin(); one != session.splitters.cend(); ++one) {
        splitters.insert(one.key(), one.value());
    }
    m_store->setValue(key("window/splitters"), splitters);
    m_store->setValue(key("session/workspace"), session.workspace);
    m_store->setValue(key("session/file"), session.file);
    sync();
}

QMap<QString, int> AppSettings::columnWidths(const QString& table) const {
    QMap<QString, int> widths;
    const QVariantMap kept = m_store->value(key("columns/") + table).toMap();
    for (auto one = kept.cbegin(); one != kept.cend(); ++one) {
        if (const int width = one.value().toInt(); width > 0) {
            widths.insert(one.key(), width);
        }
    }
    return widths;
}

void AppSettings::setColumnWidth(const QString& table, const QString& heading, int width) {
    QVariantMap kept = m_store->value(key("columns/") + table).toMap();
    kept.insert(heading, width);
    m_store->setValue(key("columns/") + table, kept);
    sync();
}

QString AppSettings::lastFolder(const QString& purpose) const {
    const QString folder = m_store->value(key("folders/") + purpose).toString();
    return QFileInfo(folder).isDir() ? folder : QString();
}

void AppSettings::setLastFolder(const QString& purpose, const QString& folder) {
    m_store->setValue(key("folders/") + purpose, folder);
    sync();
}

bool AppSettings::isFirstRun() const {
    return !m_store->contains(key("session/firstRunDone"));
}

void AppSettings::endFirstRun() {
    m_store->setValue(key("session/firstRunDone"), true);
    sync();
}

void AppSettings::sync() {
    m_store->sync();
    if (m_store->status() == QSettings::AccessError) {
        m_note = tr("the settings cannot be written to '%1'").arg(m_store->fileName());
    }
}

}  // namespace stowage::gui
