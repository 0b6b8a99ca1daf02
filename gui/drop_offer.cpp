#include "gui/drop_offer.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <algorithm>

#include "gui/format.h"
#include "gui/services.h"
#include "gui/theme.h"
#include "model/scenario_import.h"

namespace stowage::gui {
namespace {

constexpr qint64 kPeekBytes = 4096;
constexpr int kNamesShown = 3;

QString tr(const char* text, int count = -1) {
    return QCoreApplication::translate("DropOffer", text, nullptr, count);
}

DropOffer refused(const QString& text) {
    return {.kind = DropKind::Refused, .paths = {}, .text = text};
}

bool isBlueprintName(const QString& name) {
    return name == QLatin1String(".larakube.json") || name == QLatin1String(".larakube.local.json");
}

bool isKubeconfig(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QByteArray head = file.peek(kPeekBytes);
    return head.contains("kind: Config") || head.contains("current-context:");
}

DropOffer offerOfFile(const QFileInfo& info) {
    const QString suffix = info.suffix().toLower();
    const QString name = info.fileName();
    if (isBlueprintName(name)) {
        return {.kind = DropKind::Blueprints, .paths = {info.absoluteFilePath()}, .text = {}};
    }
    if (suffix == QLatin1String("csv")) {
        return refused(
            tr("'%1' is a table: prices are read from the folder given with --data").arg(name));
    }
    const bool isJson = suffix == QLatin1String("json");
    if (!isJson && suffix != QLatin1String("yaml") && suffix != QLatin1String("yml")) {
        return refused(tr("'%1' is none of: a folder with .larakube.json, a scenario (.yaml), a "
                          "plan (.json)")
                           .arg(name));
    }
    if (isKubeconfig(info.absoluteFilePath())) {
        return refused(
            tr("'%1' is a kubeconfig: reading a cluster is not part of this version").arg(name));
    }
    const bool isPlan = isJson && looksLikePlanFile(info.absoluteFilePath());
    return {.kind = isPlan ? DropKind::Plan : DropKind::Scenario,
            .paths = {info.absoluteFilePath()},
            .text = isPlan ? tr("Show the plan %1").arg(name) : tr("Open %1").arg(name)};
}

DropOffer offerOfPath(const QFileInfo& info) {
    if (!info.exists()) {
        return refused(tr("'%1' does not exist").arg(info.fileName()));
    }
    if (!info.isDir()) {
        return offerOfFile(info);
    }
    const auto files = findBlueprintFiles({ss(info.absoluteFilePath())});
    if (!files.ok()) {
        return refused(
            tr("'%1' holds no .larakube.json, nor do the folders in it").arg(info.fileName()));
    }
    DropOffer offer{.kind = DropKind::Blueprints, .paths = {}, .text = {}};
    for (const std::string& file : *files) {
        offer.paths.push_back(qs(file));
    }
    return offer;
}

QString importText(const QStringList& files) {
    QStringList names;
    for (const QString& file : files.mid(0, kNamesShown)) {
        names.push_back(QFileInfo(QFileInfo(file).absolutePath()).fileName());
    }
    const QString list = names.join(QStringLiteral(", "));
    const int more = static_cast<int>(files.size()) - static_cast<int>(names.size());
    if (files.size() == 1) {
        return tr("Import the project %1").arg(list);
    }
    return more > 0 ? tr("Import %1 projects: %2 and %3 more").arg(files.size()).arg(list).arg(more)
                    : tr("Import %1 projects: %2").arg(files.size()).arg(list);
}

}  // namespace

DropOffer dropOfferOf(const QList<QUrl>& urls) {
    DropOffer all{.kind = DropKind::Blueprints, .paths = {}, .text = {}};
    for (const QUrl& url : urls) {
        if (!url.isLocalFile()) {
            return refused(tr("only files and folders of this computer can be dropped"));
        }
        DropOffer one = offerOfPath(QFileInfo(url.toLocalFile()));
        if (one.kind != DropKind::Blueprints) {
            return urls.size() == 1 || one.kind == DropKind::Refused
                       ? one
                       : refused(tr("one scenario or plan at a time, or any number of project "
                                    "folders"));
        }
        all.paths += one.paths;
    }
    all.paths.removeDuplicates();
    if (all.paths.isEmpty()) {
        return refused(tr("nothing to open"));
    }
    all.text = importText(all.paths);
    return all;
}

DropCurtain::DropCurtain(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("dropCurtain"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropCurtain::offer(const DropOffer& offer) {
    m_offer = offer;
    setAccessibleName(offer.text);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

void DropCurtain::withdraw() {
    hide();
}

void DropCurtain::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const Theme& theme = currentTheme();
    const bool isRefused = m_offer.kind == DropKind::Refused;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme.window;
    veil.setAlphaF(0.82F);
    painter.fillRect(rect(), veil);
    const QRectF frame = QRectF(rect()).adjusted(kGapLarge, kGapLarge, -kGapLarge, -kGapLarge);
    QPen pen(isRefused ? theme.danger : theme.accent, 2, Qt::DashLine);
    painter.setPen(pen);
    painter.drawRoundedRect(frame, kRadiusNode, kRadiusNode);
    const QString text = isRefused ? QStringLiteral("✕  ") + m_offer.text : m_offer.text;
    const QRectF room = frame.adjusted(64, 32, -64, -32);
    painter.setFont(fontOf(TextRole::Headline));
    const QRectF words = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, text);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(words.adjusted(-32, -20, 32, 20), kRadiusNode, kRadiusNode);
    painter.setPen(isRefused ? theme.danger : theme.text);
    painter.drawText(words, Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace stowage::gui
