#include "tests/gui/pseudo_locale.h"

#include <QHash>
#include <QKeySequence>
#include <QRegularExpression>

namespace stowage::gui {
namespace {

QChar accented(QChar letter) {
    static const QHash<QChar, QChar> accents{{u'a', u'å'}, {u'e', u'é'}, {u'i', u'ï'}, {u'o', u'ö'},
                                             {u'u', u'ü'}, {u'c', u'ç'}, {u'n', u'ñ'}, {u'y', u'ý'},
                                             {u'A', u'Å'}, {u'E', u'É'}, {u'I', u'Ï'}, {u'O', u'Ö'},
                                             {u'U', u'Ü'}};
    return accents.value(letter, letter);
}

/// Texts that are read by programs: a translator leaves them alone.
bool isForPrograms(const QString& text) {
    static const QRegularExpression keys(QStringLiteral("^(Ctrl|Shift|Alt|F[0-9]+$)"));
    return keys.match(text).hasMatch() || text.contains(QLatin1String("*."));
}

}  // namespace

QString pseudoText(const QString& text) {
    QString made;
    bool isMarkup = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar letter = text[at];
        isMarkup = isMarkup || letter == u'<';
        // %1, %L1 and %n are no letters.
        const bool isPlace = at > 0 && text[at - 1] == u'%';
        made += isMarkup || isPlace ? letter : accented(letter);
        isMarkup = isMarkup && letter != u'>';
    }
    const qsizetype more = (text.size() * 2 + 4) / 5;
    // In short words, so that what wraps can wrap.
    QString tail;
    for (qsizetype at = 0; at < more; ++at) {
        tail += at % 8 == 7 ? u' ' : u'~';
    }
    return u'[' + made + tail + u']';
}

bool isPseudo(const QString& text) {
    return text.contains(u'[') || text.contains(u'~');
}

QString PseudoTranslator::translate(const char* context, const char* text,
                                    const char* disambiguation, int count) const {
    Q_UNUSED(context)
    Q_UNUSED(disambiguation)
    const QString source = QString::fromUtf8(text);
    if (source.isEmpty() || isForPrograms(source)) {
        return source;
    }
    QString made = pseudoText(source);
    if (count >= 0) {
        made.replace(QLatin1String("%n"), QString::number(count));
    }
    return made;
}

}  // namespace stowage::gui
