#include "gui/models/palette_model.h"

#include <algorithm>

namespace stowage::gui {

PaletteModel::PaletteModel(QObject* parent) : QAbstractListModel(parent) {}

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    m_hits.clear();
    endResetModel();
    setQuery({});
}

void PaletteModel::setQuery(const QString& query) {
    beginResetModel();
    m_hits.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry& entry = m_entries[i];
        auto match = fuzzyMatch(query, entry.text);
        if (!match) {
            // "app shop", "file open": the kind may be typed as well, but shows no letters.
            const QString both = entry.group + QLatin1Char(' ') + entry.text;
            if (const auto wider = fuzzyMatch(query, both)) {
                match = FuzzyMatch{.score = wider->score / 2, .places = {}};
            }
        }
        if (!match && !entry.words.isEmpty()) {
            if (const auto other = fuzzyMatch(query, entry.words)) {
                match = FuzzyMatch{.score = other->score / 2, .places = {}};
            }
        }
        if (match) {
            m_hits.push_back({.entry = i, .match = std::move(*match)});
        }
    }
    std::stable_sort(m_hits.begin(), m_hits.end(),
                     [](const Hit& a, const Hit& b) { return a.match.score > b.match.score; });
    endResetModel();
}

const PaletteEntry& PaletteModel::entryAt(int row) const {
    return m_entries[m_hits[static_cast<std::size_t>(row)].entry];
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_hits.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Hit& hit = m_hits[static_cast<std::size_t>(index.row())];
    const PaletteEntry& entry = m_entries[hit.entry];
    switch (role) {
        case Qt::DisplayRole:
            return entry.text;
        case Qt::ToolTipRole:
        case RefusalRole:
            return entry.refusal.isEmpty() ? QVariant() : entry.refusal;
        case Qt::AccessibleTextRole:
            return entry.group.isEmpty() ? entry.text
                                         : entry.text + QStringLiteral(", ") + entry.group;
        case GroupRole:
            return entry.group;
        case KeysRole:
            return entry.keys;
        case PlacesRole: {
            QVariantList places;
            for (const int place : hit.match.places) {
                places.push_back(place);
            }
            return places;
        }
    }
    return {};
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    // What is refused can be chosen all the same: then it says why.
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

}  // namespace stowage::gui
