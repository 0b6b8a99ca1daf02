#include "gui/job_runner.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <atomic>

namespace stowage::gui {
namespace {

/// The verdict of the held layout must not wait for a long search.
constexpr int kThreads = 4;

}  // namespace

struct JobRunner::Job {
    Job(quint64 number, int timeLimitMs, std::function<void(const std::string&)> say)
        : generation(number),
          limitMs(timeLimitMs),
          control([this] { return isDue(); }, std::move(say)) {
        clock.start();
    }

    bool isDue() const {
        return isStopped.load(std::memory_order_relaxed) ||
               (limitMs > 0 && clock.hasExpired(limitMs));
    }

    quint64 generation;
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
    auto job = std::make_unique<Job>(++m_generation, timeLimitMs, say);
    Job* running = job.get();
    m_current[kind] = std::move(job);
    m_pool.start([this, kind, running, work = std::move(work)] {
        const Deliver deliver = work(running->control);
        QMetaObject::invokeMethod(
            this,
            [this, kind, generation = running->generation, deliver] {
                finish(kind, generation, deliver);
            },
            Qt::QueuedConnection);
    });
    Q_EMIT runningChanged(kind);
}

void JobRunner::cancel(JobKind kind) {
    const auto found = m_current.find(kind);
    if (found == m_current.end()) {
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
}

}  // namespace stowage::gui
