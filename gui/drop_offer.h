#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QWidget>

namespace stowage::gui {

enum class DropKind {
    Blueprints,  ///< folders or .larakube.json files: import
    Scenario,
    Plan,
    Refused,
};

/// What would happen if the pointer were released now.
struct DropOffer {
    DropKind kind = DropKind::Refused;
    QStringList paths;  ///< absolute; of Scenario and Plan exactly one
    QString text;       ///< the sentence that is shown before the release
    bool operator==(const DropOffer&) const = default;
};

/// Looks at names, and two folders deep for blueprints; of a file at most at its beginning.
DropOffer dropOfferOf(const QList<QUrl>& urls);

/// The sentence of an offer over its parent, as large as it. Takes no mouse events.
class DropCurtain : public QWidget {
    Q_OBJECT

public:
    explicit DropCurtain(QWidget* parent);
    void offer(const DropOffer& offer);
    void withdraw();
    const DropOffer& present() const { return m_offer; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    DropOffer m_offer;
};

}  // namespace stowage::gui
