#pragma once

#include <QRegularExpression>
#include <QtTest>

namespace stowage::gui {

/// From here to the end of the present test function whatever Qt complains of is a failure: an
/// editor of another view, a signal without its slot, a painter that is not active. What the
/// offscreen platform says about itself is none of ours.
inline void failOnQtWarnings() {
    static const QRegularExpression ours(QStringLiteral("^(?!This plugin does not support )"));
    QTest::failOnWarning(ours);
}

}  // namespace stowage::gui
