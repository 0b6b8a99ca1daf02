#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>

namespace stowage::gui {

/// What is wrong with where the visible widgets below this one are, one line each: a text wider
/// than its place that neither wraps nor is elided with a tool tip, a widget that sticks out of its
/// parent, two siblings of a layout on top of each other.
QStringList auditLayout(const QWidget& top);
/// The visible texts below this one that a predicate refuses, as "QLabel 'name': text".
QStringList textsThat(const QWidget& top, const std::function<bool(const QString&)>& isAsked);

}  // namespace stowage::gui
