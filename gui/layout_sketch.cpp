#include "gui/layout_sketch.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <utility>

#include "gui/format.h"

namespace stowage::gui {
namespace {

constexpr std::array<std::pair<char, Category>, 7> kLetters{{{'a', Category::App},
                                                             {'w', Category::Worker},
                                                             {'d', Category::Database},
                                                             {'c', Category::Cache},
                                                             {'f', Category::Files},
                                                             {'s', Category::Search},
                                                             {'k', Category::System}}};
constexpr int kServersMax = 64;
constexpr int kTilesMax = 2000;

int mebibytes(Bytes bytes) {
    return static_cast<int>(
        std::clamp<std::int64_t>(bytes.raw() / (1024 * 1024), 0, 1'000'000'000));
}

QChar letterOf(Category category) {
    for (const auto& [letter, meaning] : kLetters) {
        if (meaning == category) {
            return QLatin1Char(letter);
        }
    }
    return QLatin1Char('a');
}

double sumOf(std::span<const LayoutSketch::Tile> tiles) {
    double sum = 0;
    for (const LayoutSketch::Tile& tile : tiles) {
        sum += std::max(1, tile.mebibytes);
    }
    return sum;
}

/// Cuts the area along its longer side into two parts of about equal sum, again and again.
void paintTiles(QPainter& painter, const QRectF& area, std::span<const LayoutSketch::Tile> tiles,
                const Theme& theme) {
    if (tiles.empty() || area.width() < 1 || area.height() < 1) {
        return;
    }
    if (tiles.size() == 1) {
        const QRectF tile = area.adjusted(0.5, 0.5, -0.5, -0.5);
        painter.fillRect(tile, theme.fillOf(tiles.front().category));
        const qreal band = std::min<qreal>(2, tile.width() / 3);
        painter.fillRect(QRectF(tile.left(), tile.top(), band, tile.height()),
                         theme.of(tiles.front().category));
        return;
    }
    const double sum = sumOf(tiles);
    std::size_t cut = 1;
    double first = std::max(1, tiles.front().mebibytes);
    while (cut + 1 < tiles.size() && first + tiles[cut].mebibytes / 2.0 < sum / 2) {
        first += std::max(1, tiles[cut].mebibytes);
        ++cut;
    }
    QRectF one = area;
    QRectF other = area;
    if (area.width() >= area.height()) {
        one.setWidth(area.width() * first / sum);
        other.setLeft(one.right());
    } else {
        one.setHeight(area.height() * first / sum);
        other.setTop(one.bottom());
    }
    paintTiles(painter, one, tiles.first(cut), theme);
    paintTiles(painter, other, tiles.subspan(cut), theme);
}

void paintServer(QPainter& painter, const QRectF& box, const LayoutSketch::Server& server,
                 const Theme& theme) {
    const QRectF inner = box.adjusted(1, 1, -1, -1);
    painter.fillRect(inner, theme.sunken);
    const double used = sumOf(server.tiles) + server.machine;
    const double whole = std::max<double>(std::max(1, server.capacity), used);
    const qreal machineHeight = inner.height() * server.machine / whole;
    const QRectF machine(inner.left(), inner.bottom() - machineHeight, inner.width(),
                         machineHeight);
    painter.fillRect(machine, theme.panel);
    paintHatching(painter, machine, theme.machine, 4);
    const qreal podsHeight = inner.height() * sumOf(server.tiles) / whole;
    paintTiles(painter, QRectF(inner.left(), machine.top() - podsHeight, inner.width(), podsHeight),
               server.tiles, theme);
    painter.setPen(QPen(theme.lineStrong, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
}

}  // namespace

LayoutSketch sketchOf(const CapacityPlan& plan) {
    const MemoryLedger ledger(plan);
    LayoutSketch sketch;
    std::map<std::string, std::size_t> byName;
    for (const PlanNode& node : plan.nodes) {
        byName.emplace(node.name, sketch.servers.size());
        sketch.servers.push_back({.capacity = mebibytes(node.capacity),
                                  .machine = mebibytes(ledger.of(node.overhead)),
                                  .tiles = {}});
    }
    for (const PlanPod& pod : plan.placement) {
        const auto at = byName.find(pod.node);
        if (at != byName.end()) {
            sketch.servers[at->second].tiles.push_back(
                {.category = categoryOf(pod), .mebibytes = mebibytes(ledger.of(pod.expected))});
        }
    }
    for (LayoutSketch::Server& server : sketch.servers) {
        std::stable_sort(server.tiles.begin(), server.tiles.end(),
                         [](const LayoutSketch::Tile& a, const LayoutSketch::Tile& b) {
                             return a.category != b.category ? a.category < b.category
                                                             : a.mebibytes > b.mebibytes;
                         });
    }
    return sketch;
}

QString toText(const LayoutSketch& sketch) {
    QStringList servers;
    for (const LayoutSketch::Server& server : sketch.servers) {
        QString text = QStringLiteral("%1/%2").arg(server.capacity).arg(server.machine);
        for (const LayoutSketch::Tile& tile : server.tiles) {
            text += QLatin1Char(' ') + letterOf(tile.category) + QString::number(tile.mebibytes);
        }
        servers.push_back(text);
    }
    return servers.join(QStringLiteral("; "));
}

LayoutSketch sketchFromText(const QString& text) {
    static const QRegularExpression kServer(QStringLiteral("^(\\d{1,9})/(\\d{1,9})$"));
    static const QRegularExpression kTile(QStringLiteral("^([awdcfsk])(\\d{1,9})$"));
    LayoutSketch sketch;
    for (const QString& part : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const QStringList words = part.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const QRegularExpressionMatch head =
            words.isEmpty() ? QRegularExpressionMatch() : kServer.match(words.front());
        if (!head.hasMatch() || sketch.servers.size() >= kServersMax) {
            continue;
        }
        LayoutSketch::Server server{
            .capacity = head.captured(1).toInt(), .machine = head.captured(2).toInt(), .tiles = {}};
        for (const QString& word : words.mid(1, kTilesMax)) {
            const QRegularExpressionMatch tile = kTile.match(word);
            for (const auto& [letter, category] : kLetters) {
                if (tile.hasMatch() && tile.captured(1) == QLatin1Char(letter)) {
                    server.tiles.push_back(
                        {.category = category, .mebibytes = tile.captured(2).toInt()});
                }
            }
        }
        sketch.servers.push_back(std::move(server));
    }
    return sketch;
}

QString serversText(const std::vector<int>& soldMebibytes) {
    std::map<int, int> counts;
    for (const int size : soldMebibytes) {
        ++counts[size];
    }
    QStringList parts;
    for (const auto& [size, count] : counts) {
        const double gigabytes = size / 1024.0;
        const int decimals = std::abs(gigabytes - std::round(gigabytes)) < 0.05 ? 0 : 1;
        parts.push_back(QCoreApplication::translate("LayoutSketch", "%1 × %2 GB")
                            .arg(count)
                            .arg(QLocale().toString(gigabytes, 'f', decimals)));
    }
    return parts.join(QStringLiteral(" + "));
}

QString serversText(const CapacityPlan& plan) {
    std::vector<int> sizes;
    for (const PlanNode& node : plan.nodes) {
        sizes.push_back(mebibytes(node.memory));
    }
    return serversText(sizes);
}

void paintSketch(QPainter& painter, const QRectF& area, const LayoutSketch& sketch,
                 const Theme& theme) {
    double whole = 0;
    for (const LayoutSketch::Server& server : sketch.servers) {
        whole += std::max(1, server.capacity);
    }
    constexpr qreal kBetween = 4;
    const qreal width =
        area.width() -
        kBetween * static_cast<qreal>(std::max<std::size_t>(1, sketch.servers.size()) - 1);
    if (whole <= 0 || width <= 0) {
        return;
    }
    painter.save();
    qreal left = area.left();
    for (const LayoutSketch::Server& server : sketch.servers) {
        const qreal share = width * std::max(1, server.capacity) / whole;
        paintServer(painter, QRectF(left, area.top(), share, area.height()), server, theme);
        left += share + kBetween;
    }
    painter.restore();
}

}  // namespace stowage::gui
