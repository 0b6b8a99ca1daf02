#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <map>
#include <memory>

#include "model/base/run_control.h"

namespace stowage::gui {

/// Work of one kind replaces older work of the same kind.
enum class JobKind { Open, Held, Plan, Compare, Recheck, Import };

/// Runs work away from the GUI thread. A newer job of a kind cancels the older one, whose result is
/// dropped, and starts when that has stopped: of many edits in a row the last one alone is worked
/// on. A result is delivered on the GUI thread, and only while the runner lives.
class JobRunner : public QObject {
    Q_OBJECT

public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;  ///< cancels everything and waits for it

    /// `work` runs on a thread of the pool with its own RunControl; what it returns is called on
    /// the GUI thread. `timeLimitMs` 0: no deadline.
    using Deliver = std::function<void()>;
    void start(JobKind kind, std::function<Deliver(RunControl&)> work, int timeLimitMs = 0);
    void cancel(JobKind kind);
    /// Lets the work end with what it has, as if its deadline had struck; its result is delivered.
    void stopEarly(JobKind kind);
    bool isRunning(JobKind kind) const;

Q_SIGNALS:
    void runningChanged(stowage::gui::JobKind kind);
    void progressed(stowage::gui::JobKind kind, const QString& text);

private:
    struct Job;
    void run(Job& job);
    bool isStopping(JobKind kind) const;
    void finish(JobKind kind, quint64 generation, const Deliver& deliver);

    QThreadPool m_pool;
    quint64 m_generation = 0;
    std::map<JobKind, std::unique_ptr<Job>> m_current;
    std::vector<std::unique_ptr<Job>> m_cancelled;
};

}  // namespace stowage::gui
