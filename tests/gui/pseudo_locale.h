#pragma once

#include <QTranslator>

namespace stowage::gui {

/// A language that nobody speaks: every text in brackets, with accents and 40 % longer, so that
/// what has too little room, and what was never given to tr(), can be seen without knowing a
/// language.
class PseudoTranslator : public QTranslator {
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char* disambiguation,
                      int count) const override;
};

/// "File" as "[Fïlé~~]". Places for arguments, mnemonics and key names stay what they are.
QString pseudoText(const QString& text);
/// Whether a text went through pseudoText(), as a whole or in parts.
bool isPseudo(const QString& text);

}  // namespace stowage::gui
