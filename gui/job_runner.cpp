#include "gui/job_runner.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <atomic>
#include <utility>

namespace stowage::gui {
namespace {

/// The verdict of the held layout must not wait for a long search.
constexpr int kThreads = 4;

}  // namespace

struct JobRunner::Job {
    Job(JobKind theKind, quint64 number, int timeLimitMs,
        std::function<void(const std::string&)> say)
        : kind(theKind),
          generation(number),
          limitMs(timeLimitMs),
          control([this] { return isDue(); }, std::move(say)) {}

    bool isDue() const {
        return isStopped.load(std::memory_order_relaxed) ||
               (limitMs > 0 && clock.hasExpired(limitMs));
    }

    JobKind kind;
    quint64 generation;
    std::function<Deliver(RunControl&)> work;  ///< empty once it runs
    int limitMs;
    QElapsedTimer clock;
    std::atomic<bool> isStopped{false};
    RunControl control;
};

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(kThreads);
}

JobRunner::~JobRunner() {
    for (const auto& [kind, job] : m_current) {
        job->control.cancel();
    }
    m_pool.waitForDone();
}

void JobRunner::start(JobKind kind, std::function<Deliver(RunControl&)> work, int timeLimitMs) {
    cancel(kind);
    const auto say = [this, kind](const std::string& text) {
        QMetaObject::invokeMethod(
            this, [this, kind, text] { Q_EMIT progressed(kind, QString::fromStdString(text)); },
            Qt::QueuedConnection);
    };
    auto job = std::make_unique<Job>(kind, ++m_generation, timeLimitMs, say);
    job->work = std::move(work);
    Job& next = *job;
    m_current[kind] = std::move(job);
    if (!isStopping(kind)) {
        run(next);
    }
    Q_EMIT runningChanged(kind);
}

void JobRunner::run(Job& job) {
    job.clock.start();
    m_pool.start([this, running = &job, work = std::exchange(job.work, nullptr)] {
        const Deliver deliver = work(running->control);
        QMetaObject::invokeMethod(
            this,
            [this, kind = running->kind, generation = running->generation, deliver] {
                finish(kind, generation, deliver);
            },
            Qt::QueuedConnection);
    });
}

bool JobRunner::isStopping(JobKind kind) const {
    return std::any_of(m_cancelled.begin(), m_cancelled.end(),
                       [kind](const auto& job) { return job->kind == kind; });
}

void JobRunner::cancel(JobKind kind) {
    const auto found = m_current.find(kind);
    if (found == m_current.end()) {
        return;
    }
    if (found->second->work) {
        m_current.erase(found);  // it never began
        Q_EMIT runningChanged(kind);
        return;
    }
    found->second->control.cancel();
    // It goes on for a moment: its control must live until its thread is done.
    m_cancelled.push_back(std::move(found->second));
    m_current.erase(found);
    Q_EMIT runningChanged(kind);
}

void JobRunner::stopEarly(JobKind kind) {
    const auto found = m_current.find(kind);
    if (found != m_current.end()) {
        found->second->isStopped.store(true, std::memory_order_relaxed);
    }
}

bool JobRunner::isRunning(JobKind kind) const {
    return m_current.find(kind) != m_current.end();
}

void JobRunner::finish(JobKind kind, quint64 generation, const Deliver& deliver) {
    const auto found = m_current.find(kind);
    if (found != m_current.end() && found->second->generation == generation) {
        m_current.erase(found);
        if (deliver) {
            deliver();
        }
        Q_EMIT runningChanged(kind);
        return;
    }
    m_cancelled.erase(
        std::remove_if(m_cancelled.begin(), m_cancelled.end(),
                       [&](const auto& job) { return job->generation == generation; }),
        m_cancelled.end());
    const auto next = m_current.find(kind);
    if (next != m_current.end() && next->second->work && !isStopping(kind)) {
        run(*next->second);
    }
}

}  // namespace stowage::gui
