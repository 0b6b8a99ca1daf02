#include <QBoxLayout>
#include <QCompleter>
#include <QLabel>
#include <QRegularExpression>
#include <QToolButton>
#include <algorithm>
#include <memory>

#include "gui/format.h"
#include "gui/scenario_form.h"
#include "gui/theme.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

/// The two halves of "EUR = 1.08".
std::pair<QString, QString> halves(const QString& typed) {
    const QString plain = typed.simplified();
    const auto at = plain.indexOf(QLatin1Char('='));
    const auto gap = at >= 0 ? at : plain.indexOf(QLatin1Char(' '));
    return gap < 0 ? std::pair(plain, QString())
                   : std::pair(plain.left(gap).trimmed(), plain.mid(gap + 1).trimmed());
}

/// "homelab, 4 CPU, 8Gi, 100Gi, 12.50", "2 × homelab, 4, 8Gi".
Typed<NewMachine> readMachine(const QString& typed, MachineList list) {
    const QStringList words = typed.split(QLatin1Char(','));
    const QString form =
        list == MachineList::Owned
            ? ScenarioForm::tr("Write name, CPU, memory, disk: “homelab, 4, 8Gi, 100Gi”")
            : ScenarioForm::tr("Write name, CPU, memory, disk, price a month");
    if (words.size() < 3) {
        return {std::nullopt, form};
    }
    static const QRegularExpression several(QStringLiteral("^\\s*(\\d{1,4})\\s*[x×]\\s*(.+)$"));
    const QRegularExpressionMatch match = several.match(words[0]);
    const QString name = match.hasMatch() ? match.captured(2).trimmed() : words[0].trimmed();
    const std::int64_t count = match.hasMatch() ? match.captured(1).toLongLong() : 1;
    if (name.isEmpty() || count < 1) {
        return {std::nullopt, form};
    }
    const TypedText cpu = readCpu(words[1]);
    const TypedText memory = readMemory(words[2]);
    const TypedText disk = words.size() > 3 ? readMemory(words[3]) : TypedText{std::string(), {}};
    const TypedText price = words.size() > 4 ? readMoney(words[4]) : TypedText{std::string(), {}};
    for (const TypedText* one : {&cpu, &memory, &disk, &price}) {
        if (!one->ok()) {
            return {std::nullopt, one->error};
        }
    }
    return {NewMachine{.name = ss(name),
                       .vcpu = *cpu.value,
                       .memory = *memory.value,
                       .disk = *disk.value,
                       .monthly = *price.value,
                       .count = count},
            {}};
}

/// "2 × homelab: 4 CPU, 8Gi, 100Gi".
QString machineText(const DocumentNode& machine) {
    const auto textOf = [&](const char* key) {
        const DocumentNode* value = machine.find(key);
        return value == nullptr || !value->isScalar() ? QString() : qs(value->text);
    };
    QStringList words;
    if (!textOf("vcpu").isEmpty()) {
        words.append(ScenarioForm::tr("%1 CPU").arg(textOf("vcpu")));
    }
    for (const char* key : {"memory", "disk"}) {
        if (!textOf(key).isEmpty()) {
            words.append(textOf(key));
        }
    }
    if (!textOf("monthly").isEmpty()) {
        words.append(ScenarioForm::tr("%1 a month").arg(textOf("monthly")));
    }
    const QString count = textOf("count");
    const QString name = count.isEmpty() || count == QLatin1String("1")
                             ? textOf("name")
                             : ScenarioForm::tr("%1 × %2").arg(count, textOf("name"));
    return words.isEmpty()
               ? name
               : ScenarioForm::tr("%1: %2").arg(name, words.join(ScenarioForm::tr(", ")));
}

/// Takes rows from the top until so many are left. Their buttons may be in the middle of a click.
void dropRows(QVBoxLayout* form, int left) {
    while (form->count() > left) {
        const std::unique_ptr<QLayoutItem> row(form->takeAt(0));
        row->widget()->hide();
        row->widget()->deleteLater();
    }
}

}  // namespace

QWidget* ScenarioForm::removableLine(const QString& text, const QString& tip,
                                     std::function<Edit()> removing) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(text, line);
    label->setToolTip(tip.isEmpty() ? text : text + QLatin1Char('\n') + tip);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont font = fontOf(TextRole::Body);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    auto* remove = new QToolButton(line);
    remove->setText(QStringLiteral("✕"));
    remove->setAutoRaise(true);
    remove->setMinimumSize(kRowHeight, kRowHeight);
    remove->setAccessibleName(tr("Take back %1").arg(text));
    remove->setToolTip(tr("Take back"));
    connect(remove, &QToolButton::clicked, this,
            [this, removing = std::move(removing)] { request(removing()); });
    row->addWidget(label, 1);
    row->addWidget(remove);
    return line;
}

QString ScenarioForm::problemOfRate(const QString& typed) const {
    const auto [code, rate] = halves(typed);
    const auto currency = readRootField(RootField::Currency, code);
    if (!currency.ok()) {
        return currency.error;
    }
    const DocumentNode* own = m_document->find("currency");
    if (currency.value->text == (own == nullptr ? "USD" : own->text)) {
        return tr("That is the scenario's own currency; it needs no rate");
    }
    return readExchangeRate(rate).error;
}

void ScenarioForm::refreshRates() {
    if (m_newRate == nullptr) {
        m_newRate = new FieldEdit(
            tr("New exchange rate"), [this](const QString& typed) { return problemOfRate(typed); },
            this);
        m_newRate->setUsual(tr("EUR = 1.08"));
        connect(m_newRate, &FieldEdit::entered, this, [this](const QString& typed) {
            const auto [code, rate] = halves(typed);
            m_newRate->line()->clear();
            request(
                setExchangeRate(*m_document, ss(code.toUpper()), *readExchangeRate(rate).value));
        });
        m_rates->addWidget(m_newRate);
    }
    dropRows(m_rates, 1);
    const DocumentNode* rates = m_document->find("exchange");
    const DocumentNode* currency = m_document->find("currency");
    const QString own = currency == nullptr ? QStringLiteral("USD") : qs(currency->text);
    int row = 0;
    for (std::size_t at = 0; rates != nullptr && at < rates->entries.size(); ++at) {
        const std::string code = rates->entries[at].key;
        m_rates->insertWidget(
            row++,
            removableLine(tr("1 %1 = %2 %3").arg(qs(code), qs(rates->entries[at].value.text), own),
                          {}, [this, code] { return clearExchangeRate(*m_document, code); }));
    }
}

void ScenarioForm::addMachineLine(MachineList list) {
    const bool isOwned = list == MachineList::Owned;
    auto* line = new FieldEdit(
        isOwned ? tr("A server you own") : tr("An offer of your own"),
        [list](const QString& typed) { return readMachine(typed, list).error; }, this);
    line->setUsual(isOwned ? tr("owned: homelab, 4 CPU, 8Gi, 100Gi")
                           : tr("for sale: big, 8 CPU, 16Gi, 160Gi, 24.00"));
    connect(line, &FieldEdit::entered, this, [this, line, list](const QString& typed) {
        line->line()->clear();
        request(addMachine(*m_document, list, *readMachine(typed, list).value));
    });
    m_machines->addWidget(line);
    m_newMachine = m_newMachine == nullptr ? line : m_newMachine;
}

void ScenarioForm::refreshMachines() {
    constexpr int kLines = 2;
    if (m_newMachine == nullptr) {
        addMachineLine(MachineList::Owned);
        addMachineLine(MachineList::ForSale);
    }
    dropRows(m_machines, kLines);
    int row = 0;
    for (const MachineList list : {MachineList::Owned, MachineList::ForSale}) {
        const DocumentNode* machines = list == MachineList::Owned
                                           ? m_document->find("existingNodes")
                                           : findPath(*m_document, {"candidates", "customOffers"});
        for (std::size_t at = 0; machines != nullptr && at < machines->items.size(); ++at) {
            m_machines->insertWidget(
                row++,
                removableLine(machineText(machines->items[at]),
                              list == MachineList::Owned ? tr("Already paid for") : tr("For sale"),
                              [this, list, at] { return removeMachine(*m_document, list, at); }));
        }
    }
}

void ScenarioForm::setAssumptions(const AssumptionTable& assumptions) {
    m_assumptions = assumptions;
    if (m_newAssumption != nullptr) {
        QStringList ids;
        for (const std::string& id : assumptions.ids()) {
            ids.append(qs(id) + QStringLiteral(" = "));
        }
        auto* completer = new QCompleter(ids, m_newAssumption);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        m_newAssumption->line()->setCompleter(completer);
    }
}

QString ScenarioForm::problemOfAssumption(const QString& typed) const {
    const auto [id, value] = halves(typed);
    const AssumptionRow* row = m_assumptions.find(ss(id));
    if (row == nullptr) {
        return m_assumptions.rows().empty() ? QString()
                                            : qs(m_assumptions.unknownIdMessage(ss(id)));
    }
    const auto number = parseAssumption(ss(value), row->unit);
    return number.ok()
               ? QString()
               : tr("%1; it stands at %2")
                     .arg(qs(number.error().message), qs(assumptionText(row->value, row->unit)));
}

void ScenarioForm::refreshAssumptions() {
    if (m_newAssumption == nullptr) {
        m_newAssumption = new FieldEdit(
            tr("Assume otherwise"),
            [this](const QString& typed) { return problemOfAssumption(typed); }, this);
        m_newAssumption->setUsual(tr("k3s.server.memory = 560Mi"));
        connect(m_newAssumption, &FieldEdit::entered, this, [this](const QString& typed) {
            const auto [id, value] = halves(typed);
            m_newAssumption->line()->clear();
            request(setAssumption(*m_document, ss(id), ss(value)));
        });
        m_assumed->addWidget(m_newAssumption);
        setAssumptions(m_assumptions);
    }
    dropRows(m_assumed, 1);
    const DocumentNode* assumed = m_document->find("assumptions");
    int row = 0;
    for (std::size_t at = 0; assumed != nullptr && at < assumed->entries.size(); ++at) {
        const std::string id = assumed->entries[at].key;
        const AssumptionRow* known = m_assumptions.find(id);
        m_assumed->insertWidget(
            row++, removableLine(tr("%1 = %2").arg(qs(id), qs(assumed->entries[at].value.text)),
                                 known == nullptr ? QString() : qs(known->text),
                                 [this, id] { return clearAssumption(*m_document, id); }));
    }
}

/// "mariadb = mariadb:11.8".
void ScenarioForm::refreshImages() {
    const auto problem = [](const QString& typed) -> QString {
        const auto [word, image] = halves(typed);
        if (parseServiceKind(ss(word.toLower())) == std::nullopt) {
            QStringList known;
            for (const ServiceKind kind : allServiceKinds()) {
                known.append(qs(std::string(toWord(kind))));
            }
            return tr("“%1” is no service; there are %2").arg(word, known.join(tr(", ")));
        }
        return image.isEmpty() ? tr("Write it as “mariadb = mariadb:11.8”") : QString();
    };
    if (m_newImage == nullptr) {
        m_newImage = new FieldEdit(tr("Another image of a service"), problem, this);
        m_newImage->setObjectName(QStringLiteral("newServiceImage"));
        m_newImage->setUsual(tr("mariadb = mariadb:11.8"));
        connect(m_newImage, &FieldEdit::entered, this, [this](const QString& typed) {
            const auto [word, image] = halves(typed);
            m_newImage->line()->clear();
            request(setServiceImage(*m_document, *parseServiceKind(ss(word.toLower())), ss(image)));
        });
        m_images->addWidget(m_newImage);
    }
    dropRows(m_images, 1);
    const DocumentNode* images = m_document->find("serviceImages");
    int row = 0;
    for (std::size_t at = 0; images != nullptr && at < images->entries.size(); ++at) {
        const auto kind = parseServiceKind(images->entries[at].key);
        if (!kind) {
            continue;
        }
        const ServiceKind known = *kind;
        m_images->insertWidget(
            row++,
            removableLine(
                tr("%1 = %2").arg(qs(images->entries[at].key), qs(images->entries[at].value.text)),
                {}, [this, known] { return setServiceImage(*m_document, known, {}); }));
    }
}

}  // namespace stowage::gui
