#pragma once

#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <vector>

#include "gui/fuzzy_match.h"

namespace stowage::gui {

/// One thing that the palette can do or show.
struct PaletteEntry {
    QString text;
    QString group;  ///< "File", "app", "node": what kind of thing, or in which menu
    QString keys;   ///< its shortcut; may be empty
    std::function<void()> run;
    QString refusal;  ///< why it cannot be run now; empty: it can
    QString words;    ///< what else people call it: "settings" for the preferences
};

/// Entries that answer to what was typed, best first; equal ones in the order they were given.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { GroupRole = Qt::UserRole, KeysRole, PlacesRole, RefusalRole };

    explicit PaletteModel(QObject* parent = nullptr);
    void setEntries(std::vector<PaletteEntry> entries);
    void setQuery(const QString& query);
    const PaletteEntry& entryAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Hit {
        std::size_t entry = 0;
        FuzzyMatch match;
    };

    std::vector<PaletteEntry> m_entries;
    std::vector<Hit> m_hits;
};

}  // namespace stowage::gui
