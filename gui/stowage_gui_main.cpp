#include <QApplication>
#include <QCommandLineParser>
#include <QDate>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <optional>

#include "gui/accessibility.h"
#include "gui/app_settings.h"
#include "gui/desktop_appearance.h"
#include "gui/export_command.h"
#include "gui/main_window.h"
#include "gui/services.h"
#include "gui/theme.h"

namespace {

using namespace stowage::gui;

/// Milliseconds since the process began, by its start time in clock ticks since boot.
qint64 processAgeMs() {
    QFile stat(QStringLiteral("/proc/self/stat"));
    QFile uptime(QStringLiteral("/proc/uptime"));
    if (!stat.open(QIODevice::ReadOnly) || !uptime.open(QIODevice::ReadOnly)) {
        return -1;
    }
    // Field 22; the name in parentheses may hold spaces.
    const QByteArray all = stat.readAll();
    const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
    const double started = fields.value(19).toDouble() / 100.0;
    const double now = uptime.readAll().split(' ').value(0).toDouble();
    return static_cast<qint64>((now - started) * 1000.0);
}

qint64 residentBytes() {
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly)) {
        return -1;
    }
    return statm.readAll().split(' ').value(1).toLongLong() * 4096;
}

std::optional<ThemeChoice> themeChoice(const QString& word) {
    if (word == QLatin1String("system")) {
        return ThemeChoice::System;
    }
    if (word == QLatin1String("light")) {
        return ThemeChoice::Light;
    }
    if (word == QLatin1String("dark")) {
        return ThemeChoice::Dark;
    }
    return word == QLatin1String("high-contrast") ? std::optional(ThemeChoice::HighContrast)
                                                  : std::nullopt;
}

int fail(const QString& text, int code) {
    std::fprintf(stderr, "stowage-gui: %s\n", qPrintable(text));
    return code;
}

/// Pictures need no display; the platform is chosen before Qt looks at the arguments.
void preferOffscreenForExports(int argc, char** argv) {
    for (int at = 1; at < argc; ++at) {
        if (QByteArray(argv[at]).startsWith("--export") &&
            qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    preferOffscreenForExports(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("stowage-gui"));
    QApplication::setApplicationVersion(QStringLiteral(STOWAGE_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Which servers should these Laravel apps run on? The window of Stowage."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"), QStringLiteral("a scenario or a plan"),
                                 QStringLiteral("[SCENARIO|PLAN]"));
    const QCommandLineOption screen(
        QStringLiteral("screen"),
        QStringLiteral("start, scenario, layout, compare, day, apply or recommendation"),
        QStringLiteral("NAME"));
    const QCommandLineOption today(QStringLiteral("today"),
                                   QStringLiteral("the date that prices are judged by"),
                                   QStringLiteral("DATE"));
    const QCommandLineOption data(QStringLiteral("data"),
                                  QStringLiteral("a folder laid over the shipped data files"),
                                  QStringLiteral("DIR"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("system, light, dark or high-contrast"),
                                   QStringLiteral("NAME"), QStringLiteral("system"));
    const QCommandLineOption timing(
        QStringLiteral("time-first-frame"),
        QStringLiteral("print when the first frame was painted, and end"));
    const QCommandLineOption output(
        QStringLiteral("export"),
        QStringLiteral(
            "write the layout, or with --screen a screen, to this file (.png, .svg, .pdf) "
            "and end; a PDF without --screen is the report"),
        QStringLiteral("FILE"));
    const QCommandLineOption scale(QStringLiteral("scale"),
                                   QStringLiteral("pixels per point of an exported PNG: 1, 2 or 4"),
                                   QStringLiteral("N"), QStringLiteral("1"));
    parser.addOptions({screen, today, data, theme, timing, output, scale});
    parser.process(application);

    loadFonts();
    installAccessibility();
    AppSettings settings;
    const QString date =
        parser.isSet(today) ? parser.value(today) : QDate::currentDate().toString(Qt::ISODate);
    const auto engine = loadEngineData(parser.value(data).toStdString(), date.toStdString(),
                                       QThread::idealThreadCount());
    if (!engine.ok()) {
        return fail(QString::fromStdString(engine.error().message), 1);
    }
    MainWindow window(*engine, settings);
    const std::optional<ThemeChoice> chosen = themeChoice(parser.value(theme));
    if (!chosen) {
        return fail(QStringLiteral("no theme '%1'").arg(parser.value(theme)), 2);
    }
    if (parser.isSet(theme)) {
        window.keepTheme(resolve(*chosen));
    } else if (parser.isSet(output)) {
        window.keepTheme(ThemeKind::Light);  // paper
    }
    if (parser.isSet(timing)) {
        QObject::connect(&window, &MainWindow::firstFramePainted, &application, [] {
            std::printf("{\"firstFrameMs\": %lld, \"residentBytes\": %lld}\n",
                        static_cast<long long>(processAgeMs()),
                        static_cast<long long>(residentBytes()));
            QCoreApplication::quit();
        });
    }
    const QStringList files = parser.positionalArguments();
    if (parser.isSet(output)) {
        QString message;
        const int scaled = parser.value(scale).toInt();
        if (scaled != 1 && scaled != 2 && scaled != 4) {
            return fail(QStringLiteral("--scale is 1, 2 or 4"), 2);
        }
        const int code = runExport(window,
                                   {.input = files.value(0),
                                    .output = parser.value(output),
                                    .screen = parser.value(screen),
                                    .pixelsPerPoint = scaled},
                                   message);
        return message.isEmpty() ? code : fail(message, code);
    }
    if (!files.isEmpty() && !window.openFile(files.front())) {
        return fail(QStringLiteral("cannot open '%1'").arg(files.front()), 1);
    }
    if (parser.isSet(screen) && !window.showScreen(parser.value(screen))) {
        return fail(QStringLiteral("no screen '%1'").arg(parser.value(screen)), 2);
    }
    window.show();
    if (!parser.isSet(timing)) {
        window.offerRecoveries();
    }
    return QApplication::exec();
}
