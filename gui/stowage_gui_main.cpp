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

/// Pictures and help need no display; the platform is chosen before Qt looks at the arguments.
void preferOffscreenWithoutWindow(int argc, char** argv) {
    const QByteArrayList words{"-h", "--help", "-v", "--version"};
    for (int at = 1; at < argc; ++at) {
        const QByteArray argument(argv[at]);
        if ((argument.startsWith("--export") || words.contains(argument)) &&
            qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
        }
    }
}

/// What the command line says, checked.
struct Arguments {
    QString file, screen, today, data, output;
    std::optional<ThemeChoice> theme;  ///< empty: that of the preferences
    int pixelsPerPoint = 1;
    bool isTiming = false;
};

struct OptionText {
    const char* name;
    const char* text;
    const char* value;  ///< what it stands for; empty: a switch
};
constexpr OptionText kOptions[] = {
    {"screen", "start, scenario, layout, compare, day, apply or recommendation", "NAME"},
    {"export",
     "write the layout, or with --screen that screen, to this file (.png, .svg, .pdf) and end; "
     "a PDF without --screen is the report",
     "FILE"},
    {"scale", "pixels per point of an exported PNG: 1, 2 or 4", "N"},
    {"theme", "system, light, dark or high-contrast", "NAME"},
    {"today", "the date that prices are judged by", "DATE"},
    {"data", "a folder laid over the shipped data files", "DIR"},
    {"time-first-frame", "print when the first frame was painted, and end", ""},
};

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        QStringLiteral("Which servers should these Laravel apps run on? The window of Stowage."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"), QStringLiteral("a scenario or a plan"),
                                 QStringLiteral("[SCENARIO|PLAN]"));
    for (const OptionText& one : kOptions) {
        parser.addOption(QCommandLineOption(QLatin1String(one.name), QLatin1String(one.text),
                                            QLatin1String(one.value)));
    }
}

/// Empty with a message when it is no command line of ours.
std::optional<Arguments> read(QCommandLineParser& parser, const QStringList& given,
                              QString& message) {
    if (!parser.parse(given)) {
        message = parser.errorText();
        return std::nullopt;
    }
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1) {
        message = QStringLiteral("one file at a time; '%1' is too many").arg(files[1]);
        return std::nullopt;
    }
    for (const OptionText& one : kOptions) {
        const QString name = QLatin1String(one.name);
        if (*one.value != '\0' && parser.isSet(name) && parser.value(name).isEmpty()) {
            message = QStringLiteral("--%1 needs a %2, which cannot be empty")
                          .arg(name, QLatin1String(one.value));
            return std::nullopt;
        }
    }
    if (files.size() == 1 && files.front().isEmpty()) {
        message = QStringLiteral("the name of the file is empty");
        return std::nullopt;
    }
    const auto value = [&](const char* name) { return parser.value(QLatin1String(name)); };
    Arguments arguments{.file = files.value(0),
                        .screen = value("screen"),
                        .today = value("today"),
                        .data = value("data"),
                        .output = value("export")};
    arguments.isTiming = parser.isSet(QStringLiteral("time-first-frame"));
    if (!value("theme").isEmpty()) {
        arguments.theme = themeChoice(value("theme"));
        if (!arguments.theme) {
            message = QStringLiteral("no theme '%1'").arg(value("theme"));
            return std::nullopt;
        }
    }
    if (!value("scale").isEmpty()) {
        arguments.pixelsPerPoint = value("scale").toInt();
        if (!QList<int>{1, 2, 4}.contains(arguments.pixelsPerPoint)) {
            message = QStringLiteral("--scale is 1, 2 or 4");
            return std::nullopt;
        }
    }
    return arguments;
}

void printFirstFrame() {
    std::printf("{\"firstFrameMs\": %lld, \"residentBytes\": %lld}\n",
                static_cast<long long>(processAgeMs()), static_cast<long long>(residentBytes()));
    QCoreApplication::quit();
}

int run(const Arguments& arguments) {
    const QString date =
        arguments.today.isEmpty() ? QDate::currentDate().toString(Qt::ISODate) : arguments.today;
    const auto engine = loadEngineData(arguments.data.toStdString(), date.toStdString(),
                                       QThread::idealThreadCount());
    if (!engine.ok()) {
        return fail(QString::fromStdString(engine.error().message), exitCodeOf(engine.error()));
    }
    AppSettings settings;
    MainWindow window(*engine, settings);
    if (arguments.theme) {
        window.keepTheme(resolve(*arguments.theme));
    } else if (!arguments.output.isEmpty()) {
        window.keepTheme(ThemeKind::Light);  // paper
    }
    // Pictures and measurements are the same for everybody: only a window to work in is kept.
    if (arguments.screen.isEmpty() && arguments.output.isEmpty() && !arguments.isTiming) {
        window.restoreSession();
    }
    if (!arguments.screen.isEmpty() && !window.showScreen(arguments.screen)) {
        return fail(QStringLiteral("no screen '%1'").arg(arguments.screen), kBadUsage);
    }
    if (!arguments.output.isEmpty()) {
        QString message;
        const int code = runExport(window,
                                   {.input = arguments.file,
                                    .output = arguments.output,
                                    .screen = arguments.screen,
                                    .pixelsPerPoint = arguments.pixelsPerPoint},
                                   message);
        return message.isEmpty() ? code : fail(message, code);
    }
    if (!arguments.file.isEmpty()) {
        const auto opened = window.workbench().openFile(arguments.file);
        if (!opened.ok()) {
            return fail(QString::fromStdString(opened.error().message), exitCodeOf(opened.error()));
        }
        if (!window.showScreen(arguments.screen)) {
            window.showWorkspace(Workspace::Layout);
        }
    }
    if (arguments.isTiming) {
        QObject::connect(&window, &MainWindow::firstFramePainted, qApp, printFirstFrame);
    }
    window.show();
    if (!arguments.isTiming) {
        window.offerRecoveries();
    }
    return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    preferOffscreenWithoutWindow(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("stowage-gui"));
    QApplication::setApplicationVersion(QStringLiteral(STOWAGE_VERSION));
    loadFonts();
    installAccessibility();

    QCommandLineParser parser;
    addOptions(parser);
    QString message;
    const auto arguments = read(parser, QApplication::arguments(), message);
    if (!arguments) {
        return fail(message, kBadUsage);
    }
    if (parser.isSet(QStringLiteral("help"))) {
        parser.showHelp();
    }
    if (parser.isSet(QStringLiteral("version"))) {
        parser.showVersion();
    }
    return run(*arguments);
}
