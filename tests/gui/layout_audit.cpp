#include "tests/gui/layout_audit.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOptionButton>
#include <QStyleOptionToolButton>
#include <QTabBar>
#include <QTableView>
#include <QTextDocument>
#include <QToolButton>
#include <functional>

#include "gui/theme.h"

namespace stowage::gui {
namespace {

QString nameOf(const QWidget& widget) {
    QStringList path;
    for (const QWidget* one = &widget; one != nullptr && path.size() < 3;
         one = one->parentWidget()) {
        if (one == &widget || !one->objectName().isEmpty()) {
            path.push_front(one->objectName().isEmpty()
                                ? QLatin1String(one->metaObject()->className())
                                : one->objectName());
        }
    }
    return path.join(QLatin1Char('/'));
}

/// Room and need of a text, in pixels.
struct Fit {
    QString text;
    QSize need;
    QSize room;
};

bool isTooSmall(const Fit& fit) {
    // A pixel is rounding: text is measured in fractions.
    return fit.need.width() > fit.room.width() + 1 || fit.need.height() > fit.room.height() + 1;
}

QString withoutMnemonic(QString text) {
    return text.remove(QLatin1Char('&'));
}

Fit fitOf(const QLabel& label) {
    const QRect room = label.contentsRect().adjusted(label.margin(), label.margin(),
                                                     -label.margin(), -label.margin());
    QSize need;
    if (label.wordWrap()) {
        const QRect bounds = label.fontMetrics().boundingRect(
            QRect(0, 0, room.width(), 10'000), Qt::TextWordWrap, withoutMnemonic(label.text()));
        need = QSize(0, bounds.height());
    } else {
        need = label.sizeHint() - (label.size() - room.size());
    }
    if (Qt::mightBeRichText(label.text()) && !label.wordWrap()) {
        need = label.sizeHint();
    }
    return {label.text(), need, room.size()};
}

Fit fitOf(const QAbstractButton& button) {
    return {button.text(), QSize(button.minimumSizeHint().width(), 0), button.size()};
}

void auditHeader(const QHeaderView& header, QStringList& found) {
    if (header.orientation() != Qt::Horizontal || header.model() == nullptr) {
        return;
    }
    for (int at = 0; at < header.count(); ++at) {
        const QString text =
            header.model()->headerData(at, header.orientation(), Qt::DisplayRole).toString();
        const bool isTold =
            header.model()->headerData(at, header.orientation(), Qt::ToolTipRole).isValid();
        int widest = 0;
        for (const QString& line : text.split(QLatin1Char('\n'))) {
            widest = std::max(widest, header.fontMetrics().horizontalAdvance(line));
        }
        if (!header.isSectionHidden(at) && widest > header.sectionSize(at) && !isTold) {
            found.push_back(QStringLiteral("%1: heading '%2' needs %3 px of %4")
                                .arg(nameOf(header), text)
                                .arg(widest)
                                .arg(header.sectionSize(at)));
        }
    }
}

void auditText(const QWidget& widget, QStringList& found) {
    Fit fit;
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        fit = fitOf(*label);
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        fit = fitOf(*button);
    } else if (const auto* group = qobject_cast<const QGroupBox*>(&widget)) {
        fit = {group->title(), QSize(group->fontMetrics().horizontalAdvance(group->title()), 0),
               group->size()};
    } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        fit = {box->currentText(),
               QSize(box->fontMetrics().horizontalAdvance(box->currentText()) + 24, 0),
               box->size()};
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int at = 0; at < tabs->count(); ++at) {
            const Fit tab{tabs->tabText(at),
                          QSize(tabs->fontMetrics().horizontalAdvance(tabs->tabText(at)), 0),
                          tabs->tabRect(at).size()};
            if (isTooSmall(tab) && tabs->tabToolTip(at).isEmpty()) {
                found.push_back(nameOf(widget) + QStringLiteral(": tab ") + tab.text);
            }
        }
        return;
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
        const QString text = line->text().isEmpty() ? line->placeholderText() : QString();
        fit = {text, QSize(line->fontMetrics().horizontalAdvance(text) + 6, 0), line->size()};
    } else if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        auditHeader(*header, found);
        return;
    }
    if (!fit.text.isEmpty() && isTooSmall(fit) && widget.toolTip().isEmpty()) {
        found.push_back(QStringLiteral("%1: '%2' needs %3 × %4 px of %5 × %6")
                            .arg(nameOf(widget), fit.text.left(60))
                            .arg(fit.need.width())
                            .arg(fit.need.height())
                            .arg(fit.room.width())
                            .arg(fit.room.height()));
    }
}

/// Its content may be larger than it: that is what its bars are for.
bool isScrolled(const QWidget& parent) {
    return parent.parentWidget() != nullptr &&
           qobject_cast<const QAbstractScrollArea*>(parent.parentWidget()) != nullptr;
}

void auditPlace(const QWidget& widget, QStringList& found) {
    const QWidget* parent = widget.parentWidget();
    if (parent == nullptr || widget.isWindow() || isScrolled(*parent)) {
        return;
    }
    if (!parent->rect().contains(widget.geometry())) {
        const QRect place = widget.geometry();
        found.push_back(QStringLiteral("%1 at %2,%3 %4 × %5 sticks out of %6 × %7")
                            .arg(nameOf(widget))
                            .arg(place.x())
                            .arg(place.y())
                            .arg(place.width())
                            .arg(place.height())
                            .arg(parent->width())
                            .arg(parent->height()));
    }
}

void collectItems(const QLayout& layout, QList<const QWidget*>& widgets) {
    for (int at = 0; at < layout.count(); ++at) {
        const QLayoutItem* item = layout.itemAt(at);
        if (const QWidget* widget = item->widget()) {
            widgets.push_back(widget);
        } else if (const QLayout* inner = const_cast<QLayoutItem*>(item)->layout()) {
            collectItems(*inner, widgets);
        }
    }
}

void auditSiblings(const QWidget& parent, QStringList& found) {
    if (parent.layout() == nullptr || parent.inherits("QStackedWidget") ||
        parent.inherits("QMainWindow")) {
        return;
    }
    QList<const QWidget*> widgets;
    collectItems(*parent.layout(), widgets);
    for (qsizetype a = 0; a < widgets.size(); ++a) {
        for (qsizetype b = a + 1; b < widgets.size(); ++b) {
            const bool isSeen = widgets[a]->isVisible() && widgets[b]->isVisible();
            if (isSeen && widgets[a]->geometry().intersects(widgets[b]->geometry())) {
                found.push_back(QStringLiteral("%1 and %2 overlap")
                                    .arg(nameOf(*widgets[a]), nameOf(*widgets[b])));
            }
        }
    }
}

template <typename Visit>
void eachVisible(const QWidget& top, const Visit& visit) {
    visit(top);
    for (const QWidget* widget : top.findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->window() == top.window() && !widget->size().isEmpty()) {
            visit(*widget);
        }
    }
}

}  // namespace

QStringList auditLayout(const QWidget& top) {
    QStringList found;
    eachVisible(top, [&found](const QWidget& widget) {
        auditText(widget, found);
        auditPlace(widget, found);
        auditSiblings(widget, found);
    });
    return found;
}

QStringList textsThat(const QWidget& top, const std::function<bool(const QString&)>& isAsked) {
    QStringList found;
    const auto add = [&](const QWidget& widget, const QString& text) {
        if (!text.trimmed().isEmpty() && isAsked(text)) {
            found.push_back(nameOf(widget) + QStringLiteral(": ") + text.left(80));
        }
    };
    eachVisible(top, [&add](const QWidget& widget) {
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
            add(widget, label->text());
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
            add(widget, button->text());
        } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
            add(widget, line->placeholderText());
        } else if (const auto* dock = qobject_cast<const QDockWidget*>(&widget)) {
            add(widget, dock->windowTitle());
        } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
            add(widget, box->currentText());
        } else if (const auto* bar = qobject_cast<const QMenuBar*>(&widget)) {
            for (const QAction* action : bar->actions()) {
                add(widget, action->text());
            }
        } else if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
            for (int at = 0; at < header->count(); ++at) {
                add(widget, header->model()
                                ->headerData(at, header->orientation(), Qt::DisplayRole)
                                .toString());
            }
        }
        add(widget, widget.toolTip());
        add(widget, widget.accessibleName());
    });
    return found;
}

}  // namespace stowage::gui
