// Saves one generation after the other until it is killed. Every line of a text carries its
// generation, so that a mixture of two can be told from either.

#include <QCoreApplication>
#include <cstdio>
#include <string>

#include "gui/autosave.h"

int main(int count, char** values) {
    QCoreApplication application(count, values);
    stowage::gui::Autosave autosave(QString::fromLocal8Bit(values[1]));
    int generation = 0;
    autosave.watch({.name = QStringLiteral("crash"), .path = {}, .folder = {}}, [&generation] {
        std::string text;
        for (int line = 0; line < 20'000; ++line) {
            text += "generation " + std::to_string(generation) + "\n";
        }
        return text;
    });
    while (true) {
        ++generation;
        autosave.noteChange();
        if (!autosave.saveNow()) {
            return 1;
        }
        std::printf("%d\n", generation);
        std::fflush(stdout);
    }
}
