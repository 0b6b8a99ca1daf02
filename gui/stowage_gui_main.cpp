#include <QApplication>

#include "gui/theme.h"

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    stowage::gui::applyTheme(application, stowage::gui::ThemeKind::Light);
    return 0;
}
