#include "gui/desktop_appearance.h"

#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

constexpr int kPortalWaitMs = 200;
constexpr uint kPrefersDark = 1;
constexpr uint kPrefersLight = 2;

/// 0 when the portal has no answer.
uint portalColourScheme() {
    if (QGuiApplication::platformName() == QLatin1String("offscreen") ||
        !qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) {
        return 0;
    }
    QDBusInterface portal(QStringLiteral("org.freedesktop.portal.Desktop"),
                          QStringLiteral("/org/freedesktop/portal/desktop"),
                          QStringLiteral("org.freedesktop.portal.Settings"),
                          QDBusConnection::sessionBus());
    portal.setTimeout(kPortalWaitMs);
    const QDBusReply<QDBusVariant> reply =
        portal.call(QStringLiteral("Read"), QStringLiteral("org.freedesktop.appearance"),
                    QStringLiteral("color-scheme"));
    if (!reply.isValid()) {
        return 0;
    }
    // The value comes wrapped twice.
    const QVariant outer = reply.value().variant();
    return outer.canConvert<QDBusVariant>() ? outer.value<QDBusVariant>().variant().toUInt()
                                            : outer.toUInt();
}

}  // namespace

ThemeKind desktopTheme() {
    const uint scheme = portalColourScheme();
    if (scheme == kPrefersDark) {
        return ThemeKind::Dark;
    }
    if (scheme == kPrefersLight) {
        return ThemeKind::Light;
    }
    return QGuiApplication::palette().color(QPalette::Window).lightnessF() < 0.5F
               ? ThemeKind::Dark
               : ThemeKind::Light;
}

ThemeKind resolve(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::System:
            return desktopTheme();
        case ThemeChoice::Dark:
            return ThemeKind::Dark;
        case ThemeChoice::Light:
            return ThemeKind::Light;
        case ThemeChoice::HighContrast:
            return ThemeKind::HighContrast;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage::gui
