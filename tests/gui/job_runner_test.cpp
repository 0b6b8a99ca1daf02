#include "gui/job_runner.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>

namespace stowage::gui {

class JobRunnerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResultArrivesOnTheThreadOfItsOwner() {
        JobRunner runner;
        QThread* delivered = nullptr;
        QThread* worked = nullptr;
        runner.start(JobKind::Held, [&](RunControl&) {
            worked = QThread::currentThread();
            return JobRunner::Deliver([&] { delivered = QThread::currentThread(); });
        });
        QVERIFY(runner.isRunning(JobKind::Held));
        QTRY_VERIFY(delivered != nullptr);
        QCOMPARE(delivered, QThread::currentThread());
        QVERIFY(worked != QThread::currentThread());
        QVERIFY(!runner.isRunning(JobKind::Held));
    }

    void aNewerJobOfAKindDropsTheOlder() {
        JobRunner runner;
        QSemaphore started;
        QStringList results;
        runner.start(JobKind::Plan, [&](RunControl& control) {
            started.release();
            while (!control.isCancelled()) {
                QThread::yieldCurrentThread();
            }
            return JobRunner::Deliver([&] { results.push_back(QStringLiteral("old")); });
        });
        started.acquire();
        runner.start(JobKind::Plan, [&](RunControl&) {
            return JobRunner::Deliver([&] { results.push_back(QStringLiteral("new")); });
        });
        QTRY_VERIFY(!runner.isRunning(JobKind::Plan));
        QCOMPARE(results, QStringList{QStringLiteral("new")});
    }

    void ofManyInARowTheLastAloneIsWorkedOn() {
        JobRunner runner;
        QSemaphore started, mayEnd;
        std::atomic<int> worked{0};
        int last = -1;
        runner.start(JobKind::Held, [&](RunControl&) {
            started.release();
            mayEnd.acquire();  // work that cannot be interrupted
            ++worked;
            return JobRunner::Deliver([&last] { last = 0; });
        });
        started.acquire();
        for (int at = 1; at <= 60; ++at) {
            runner.start(JobKind::Held, [&, at](RunControl&) {
                ++worked;
                return JobRunner::Deliver([&last, at] { last = at; });
            });
        }
        QVERIFY(runner.isRunning(JobKind::Held));
        mayEnd.release();
        QTRY_COMPARE(last, 60);
        QCOMPARE(worked.load(), 2);
        QVERIFY(!runner.isRunning(JobKind::Held));
    }

    void stoppingEarlyKeepsTheResult() {
        JobRunner runner;
        bool isDelivered = false;
        runner.start(JobKind::Plan, [&](RunControl& control) {
            while (!control.isDeadlineReached()) {
                QThread::yieldCurrentThread();
            }
            const bool wasCancelled = control.isCancelled();
            return JobRunner::Deliver([&, wasCancelled] { isDelivered = !wasCancelled; });
        });
        runner.stopEarly(JobKind::Plan);
        QTRY_VERIFY(isDelivered);
    }

    void theRunnerEndsItsThreadsBeforeItself() {
        QSemaphore started;
        std::atomic<bool> ended{false};
        {
            JobRunner runner;
            runner.start(JobKind::Plan, [&](RunControl& control) {
                started.release();
                while (!control.isCancelled()) {
                    QThread::yieldCurrentThread();
                }
                ended = true;
                return JobRunner::Deliver([] { QFAIL("nobody is left to take it"); });
            });
            started.acquire();
        }
        QVERIFY(ended);
        QCoreApplication::processEvents();
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::JobRunnerTest)
#include "job_runner_test.moc"
