#include "gui/layout_view.h"

#include <QMenu>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

#include "gui/canvas_links.h"
#include "gui/mini_map.h"
#include "gui/models/offer_model.h"
#include "gui/node_item.h"
#include "tests/gui/canvas_samples.h"

Q_DECLARE_METATYPE(stowage::Mode)

namespace stowage::gui {
namespace {

CanvasInput inputOf(CapacityPlan plan) {
    CanvasInput input;
    input.plan = std::make_shared<const CapacityPlan>(std::move(plan));
    input.hosts = {QStringLiteral("shop.example"), QStringLiteral("blog.example")};
    return input;
}

/// A view of the crowded plan, shown and settled.
class Shown {
public:
    explicit Shown(const CanvasInput& input = inputOf(testkit::crowdedPlan()),
                   QSize size = {1280, 800})
        : m_view(themeOf(ThemeKind::Light)) {
        m_view.setMotion(Motion::Reduced);
        m_view.resize(size);
        m_view.show();
        m_view.setFocus();
        m_view.setInput(input);
        QCoreApplication::processEvents();
    }
    LayoutView& operator*() { return m_view; }
    LayoutView* operator->() { return &m_view; }
    QWidget* port() { return m_view.viewport(); }
    QPoint placeOf(const QString& pod) {
        return placeOf(spotOfPod(m_view.layoutScene().model(), pod));
    }
    QPoint placeOf(const CanvasSpot& spot) {
        const QRectF rect = rectOf(m_view.layoutScene().geometry(), spot);
        return m_view.mapFromScene(
            QPointF(rect.left() + std::min(10.0, rect.width() / 2), rect.top() + 12));
    }
    void click(const QString& pod, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(port(), Qt::LeftButton, modifiers, placeOf(pod));
    }
    void drag(QPoint from, QPoint to) {
        press(from, to);
        QTest::mouseRelease(port(), Qt::LeftButton, {}, to);
    }
    void press(QPoint from, QPoint to) {
        QTest::mousePress(port(), Qt::LeftButton, {}, from);
        move(from + QPoint(20, 0));
        move(to);
    }
    void move(QPoint to) {
        QMouseEvent event(QEvent::MouseMove, to, port()->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, {});
        QCoreApplication::sendEvent(port(), &event);
    }

private:
    LayoutView m_view;
};

void keep(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("STOWAGE_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
}

}  // namespace

class LayoutViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
        qRegisterMetaType<Mode>("Mode");
    }

    void aClickSelectsThePodAndANodeByItsTitle() {
        Shown view;
        QSignalSpy spy(&*view, &LayoutView::selectionChanged);
        view.click(QStringLiteral("shop-production/web-0"));
        QCOMPARE(view->selectedPods(), QStringList{QStringLiteral("shop-production/web-0")});
        const NodeShape& node = view->layoutScene().geometry().nodes[1];
        QTest::mouseClick(view.port(), Qt::LeftButton, {},
                          view->mapFromScene(node.title.topLeft() + QPointF(4, 8)));
        QCOMPARE(view->selectedNode(), QStringLiteral("node-2"));
        QVERIFY(view->selectedPods().isEmpty());
        QCOMPARE(spy.count(), 2);
    }

    void everyPodIsFoundAtItsPlace() {
        Shown view(testkit::shippedInput("agency"));
        for (const PlanPod& pod : view->layoutScene().model().plan->placement) {
            const QString id = qs(pod.pod);
            const CanvasSpot spot = spotOfPod(view->layoutScene().model(), id);
            const QRectF rect = rectOf(view->layoutScene().geometry(), spot);
            QVERIFY2(!rect.isEmpty(), pod.pod.c_str());
            const CanvasSpot found = view->layoutScene().spotAtPoint(
                QPointF(rect.left() + rect.width() / 2, rect.top() + 1));
            QCOMPARE(podOf(view->layoutScene().model(), found), id);
        }
    }

    void theSceneHoldsOneItemPerNode() {
        Shown view(inputOf(testkit::madePlan({.nodes = 5, .podsPerNode = 100})));
        int nodes = 0;
        for (QGraphicsItem* item : view->scene()->items()) {
            nodes += dynamic_cast<NodeItem*>(item) != nullptr ? 1 : 0;
        }
        QCOMPARE(nodes, 5);
        QCOMPARE(view->layoutScene().model().tileCount(), std::size_t{500});
    }

    void controlAddsToASelection() {
        Shown view;
        view.click(QStringLiteral("shop-production/web-0"));
        view.click(QStringLiteral("shop-production/redis-0"), Qt::ControlModifier);
        QCOMPARE(view->selectedPods().size(), 2);
        view.click(QStringLiteral("shop-production/web-0"), Qt::ControlModifier);
        QCOMPARE(view->selectedPods(), QStringList{QStringLiteral("shop-production/redis-0")});
    }

    void zoomKeepsThePlaceUnderThePointer() {
        Shown view;
        const QString pod = QStringLiteral("shop-production/horizon-0");
        const QPointF before = view.placeOf(pod);
        view->zoomTo(view->zoom() * 2, before);
        const CanvasSpot under =
            view->layoutScene().spotAtPoint(view->mapToScene(before.toPoint()));
        QCOMPARE(podOf(view->layoutScene().model(), under), pod);
        QVERIFY(view->findChild<MiniMap*>()->isVisible());
    }

    void zoomKeysStayWithinTheirRange() {
        Shown view;
        for (int i = 0; i < 30; ++i) {
            QTest::keyClick(&*view, Qt::Key_Plus, Qt::ControlModifier);
        }
        QCOMPARE(view->zoom(), 4.0);
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(&*view, Qt::Key_Minus, Qt::ControlModifier);
        }
        QCOMPARE(view->zoom(), 0.1);
        QTest::keyClick(&*view, Qt::Key_ParenRight, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(view->zoom(), 1.0);
        QTest::keyClick(&*view, Qt::Key_0, Qt::ControlModifier);
        const QSizeF whole = view->layoutScene().geometry().bounds.size();
        QVERIFY(whole.width() <= view.port()->width() && whole.height() <= view.port()->height());
        QVERIFY(!view->findChild<MiniMap*>()->isVisible());
    }

    void wheelPansAndWithControlZooms() {
        Shown view(inputOf(testkit::crowdedPlan()), {600, 400});
        view->zoomTo(1.5, QPointF(100, 100));
        const auto wheel = [&](Qt::KeyboardModifiers modifiers) {
            QWheelEvent event(QPointF(200, 200), view.port()->mapToGlobal(QPointF(200, 200)), {},
                              QPoint(0, -120), Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(view.port(), &event);
        };
        view->horizontalScrollBar()->setValue(0);
        const int down = view->verticalScrollBar()->value();
        wheel({});
        QVERIFY(view->verticalScrollBar()->value() > down);
        wheel(Qt::ShiftModifier);
        QVERIFY(view->horizontalScrollBar()->value() > 0);
        const qreal zoom = view->zoom();
        wheel(Qt::ControlModifier);
        QVERIFY(view->zoom() < zoom);
    }

    void middleDragPans() {
        Shown view(inputOf(testkit::crowdedPlan()), {600, 400});
        view->zoomTo(2, QPointF(0, 0));
        const int before = view->horizontalScrollBar()->value();
        QTest::mousePress(view.port(), Qt::MiddleButton, {}, QPoint(300, 200));
        view.move(QPoint(200, 200));
        QTest::mouseRelease(view.port(), Qt::MiddleButton, {}, QPoint(200, 200));
        QCOMPARE(view->horizontalScrollBar()->value(), before + 100);
    }

    void opensReadableOrAtTheFirstNode() {
        Shown small;
        QVERIFY(!small->findChild<MiniMap*>()->isVisible());
        Shown large(inputOf(testkit::madePlan({.nodes = 30, .podsPerNode = 60})), {1000, 600});
        QCOMPARE(large->zoom(), 1.0);
        QVERIFY(large->findChild<MiniMap*>()->isVisible());
        QVERIFY(large->mapToScene(QPoint(0, 0)).y() < 1);
    }

    /// One crowded server is seen whole: its bars and the names of its namespaces can be read.
    void aCrowdedServerOpensFitted() {
        for (const QSize size : {QSize(1000, 700), QSize(948, 505), QSize(1900, 900)}) {
            Shown agency(testkit::shippedInput("agency"), size);
            const QSizeF whole = agency->layoutScene().geometry().bounds.size();
            QVERIFY(whole.width() <= agency.port()->width() + 1);
            QVERIFY(whole.height() <= agency.port()->height() + 1);
            QVERIFY(!agency->findChild<MiniMap*>()->isVisible());
        }
    }

    void linesFollowThePointerUntilSomethingIsSelected() {
        Shown view;
        const QImage before = view->viewport()->grab().toImage();
        const QPoint place = view.placeOf(QStringLiteral("larakube-shared/mariadb-0"));
        QMouseEvent move(QEvent::MouseMove, place, view.port()->mapToGlobal(place), Qt::NoButton,
                         Qt::NoButton, {});
        QCoreApplication::sendEvent(view.port(), &move);
        const LayoutScene& scene = view->layoutScene();
        const auto links =
            linksOf(scene.model(), scene.geometry(), {QStringLiteral("larakube-shared/mariadb-0")});
        QVERIFY(!links.empty());
        const QImage shown = view->viewport()->grab().toImage();
        const QPoint end = view->mapFromScene(links.front().to);
        QVERIFY(shown.pixelColor(end) != before.pixelColor(end));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(view.port(), &leave);
        QCOMPARE(view->viewport()->grab().toImage().pixelColor(end), before.pixelColor(end));
    }

    void keysWalkInAndOut() {
        Shown view;
        QTest::keyClick(&*view, Qt::Key_Return);
        QCOMPARE(view->focusedSpot().kind, SpotKind::Node);
        QTest::keyClick(&*view, Qt::Key_Right);
        QCOMPARE(view->selectedNode(), QStringLiteral("node-2"));
        QTest::keyClick(&*view, Qt::Key_Return);
        QTest::keyClick(&*view, Qt::Key_End);
        QCOMPARE(nameOf(view->layoutScene().model(), view->focusedSpot()),
                 QStringLiteral("larakube-shared"));
        QTest::keyClick(&*view, Qt::Key_Return);
        QCOMPARE(view->selectedPods(), QStringList{QStringLiteral("larakube-shared/mariadb-0")});
        QTest::keyClick(&*view, Qt::Key_Return);
        QCOMPARE(view->focusedSpot().kind, SpotKind::Chip);
        QTest::keyClick(&*view, Qt::Key_Right);
        QCOMPARE(view->selectedServices(), QStringList{QStringLiteral("shop-production/mariadb")});
        // The page hands a selection back; the tenant stays the selected one.
        view->setSelection(view->selectedPods(), view->selectedNode());
        QCOMPARE(view->selectedServices().size(), 1);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&*view, Qt::Key_Escape);
        }
        QCOMPARE(view->focusedSpot().kind, SpotKind::Nothing);
    }

    void digitsAskForAMode() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        QSignalSpy notices(&*view, &LayoutView::noticeRequested);
        view.click(QStringLiteral("shop-production/redis-0"));
        QTest::keyClick(&*view, Qt::Key_2);
        QCOMPARE(modes.count(), 1);
        QCOMPARE(modes[0][0].toStringList(), QStringList{QStringLiteral("shop-production/redis")});
        QCOMPARE(modes[0][1].value<Mode>(), Mode::Plex);
        view.click(QStringLiteral("shop-production/web-0"));
        QTest::keyClick(&*view, Qt::Key_3);
        QCOMPARE(modes.count(), 1);
        QVERIFY(notices.last()[0].toString().contains(QStringLiteral("Kubernetes decides")));
    }

    void keysCountPodsAndExplain() {
        Shown view;
        QSignalSpy counted(&*view, &LayoutView::replicasRequested);
        QSignalSpy explained(&*view, &LayoutView::explainRequested);
        QSignalSpy told(&*view, &LayoutView::noticeRequested);
        QTest::keyClick(&*view, Qt::Key_Plus);
        QCOMPARE(counted.count(), 0);
        QCOMPARE(told.count(), 1);
        const QString pod = view->layoutScene().model().nodes[0].groups[0].tiles[0].id;
        view->setSelection({pod}, {});
        QTest::keyClick(&*view, Qt::Key_Plus);
        QTest::keyClick(&*view, Qt::Key_Minus);
        QCOMPARE(counted.count(), 2);
        QCOMPARE(counted.at(0).at(0).toString(), pod);
        QCOMPARE(counted.at(0).at(1).toInt(), 1);
        QCOMPARE(counted.at(1).at(1).toInt(), -1);
        QTest::keyClick(&*view, Qt::Key_E);
        QCOMPARE(explained.at(0).at(0).toString(), pod);
    }

    void theMoveMenuIsTheTwinOfADrag() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        view->setDropVerdict([](const QStringList&, Mode) { return QStringLiteral("✓ 120 left"); });
        view.click(QStringLiteral("shop-production/redis-0"));
        QTest::keyClick(&*view, Qt::Key_M);
        auto* menu = view->findChild<QMenu*>(QStringLiteral("moveMenu"));
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().size(), 3);
        QVERIFY(menu->actions()[1]->text().contains(QStringLiteral("✓ 120 left")));
        menu->actions()[2]->trigger();
        QCOMPARE(modes.last()[1].value<Mode>(), Mode::Managed);
        menu->close();
    }

    void aServiceDragsOntoTheCommons() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        int asked = 0;
        view->setDropVerdict([&](const QStringList&, Mode) {
            ++asked;
            return QStringLiteral("✓ 120 MiB left");
        });
        const QPoint from = view.placeOf(QStringLiteral("shop-production/redis-0"));
        const QPoint to = view.placeOf(QStringLiteral("larakube-shared/mariadb-0"));
        view.press(from, to);
        QVERIFY(view->isDragging());
        QVERIFY(view->drag()->target() != nullptr);
        QCOMPARE(view->drag()->target()->verdict, QStringLiteral("✓ 120 MiB left"));
        view.move(to + QPoint(3, 3));
        QCOMPARE(asked, 1);  // once per target
        keep(*view, QStringLiteral("view-drag"));
        QTest::mouseRelease(view.port(), Qt::LeftButton, {}, to);
        QCOMPARE(modes.count(), 1);
        QCOMPARE(modes[0][0].toStringList(), QStringList{QStringLiteral("shop-production/redis")});
        QCOMPARE(modes[0][1].value<Mode>(), Mode::Plex);
    }

    void aTenantDragsHomeAndAnEngineToManaged() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        CanvasSpot chip =
            spotOfPod(view->layoutScene().model(), QStringLiteral("larakube-shared/mariadb-0"));
        chip.kind = SpotKind::Chip;
        chip.chip = 1;
        view.drag(view.placeOf(chip), view.placeOf(QStringLiteral("shop-production/web-0")));
        QCOMPARE(modes.count(), 1);
        QCOMPARE(modes[0][0].toStringList(),
                 QStringList{QStringLiteral("shop-production/mariadb")});
        QCOMPARE(modes[0][1].value<Mode>(), Mode::Own);
        view.drag(view.placeOf(QStringLiteral("larakube-shared/mariadb-0")),
                  view.placeOf(CanvasSpot{.kind = SpotKind::ManagedTray}));
        QCOMPARE(modes.count(), 2);
        QCOMPARE(modes[1][0].toStringList().size(), 3);
        QCOMPARE(modes[1][1].value<Mode>(), Mode::Managed);
    }

    void aWrongHomeIsRefusedWithItsReason() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        QSignalSpy notices(&*view, &LayoutView::noticeRequested);
        CanvasSpot chip =
            spotOfPod(view->layoutScene().model(), QStringLiteral("larakube-shared/mariadb-0"));
        chip.kind = SpotKind::Chip;
        chip.chip = 1;
        view.drag(view.placeOf(chip), view.placeOf(QStringLiteral("blog-production/queues-0")));
        QCOMPARE(modes.count(), 0);
        QVERIFY(notices.last()[0].toString().contains(QStringLiteral("shop-production")));
    }

    void withoutCommonsAGhostAppears() {
        Shown view(testkit::shippedInput("one-vps"));
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        const QPoint from = view.placeOf(QStringLiteral("ledion-webapp-production/redis-0"));
        view.press(from, from + QPoint(40, 0));
        QVERIFY(view->isDragging());
        const auto& targets = view->drag()->targets();
        const auto ghost = std::find_if(targets.begin(), targets.end(),
                                        [](const DropTarget& one) { return one.isGhost; });
        QVERIFY(ghost != targets.end());
        const QPoint to = view->mapFromScene(ghost->rect.center());
        view.move(to);
        keep(*view, QStringLiteral("view-ghost"));
        QTest::mouseRelease(view.port(), Qt::LeftButton, {}, to);
        QCOMPARE(modes.count(), 1);
        QCOMPARE(modes[0][1].value<Mode>(), Mode::Plex);
    }

    void podsOfAppsDoNotDrag() {
        Shown view;
        QSignalSpy notices(&*view, &LayoutView::noticeRequested);
        view.press(view.placeOf(QStringLiteral("shop-production/web-0")),
                   view.placeOf(QStringLiteral("blog-production/queues-0")));
        QVERIFY(!view->isDragging());
        QCOMPARE(notices.count(), 1);
    }

    void escapeEndsADrag() {
        Shown view;
        QSignalSpy modes(&*view, &LayoutView::serviceModeRequested);
        const QPoint to = view.placeOf(QStringLiteral("larakube-shared/mariadb-0"));
        view.press(view.placeOf(QStringLiteral("shop-production/redis-0")), to);
        QTest::keyClick(&*view, Qt::Key_Escape);
        QVERIFY(!view->isDragging());
        QTest::mouseRelease(view.port(), Qt::LeftButton, {}, to);
        QCOMPARE(modes.count(), 0);
    }

    void anOfferDropsOnANodeOrOnEmptyGround() {
        Shown view;
        QSignalSpy spy(&*view, &LayoutView::offerDropped);
        QMimeData data;
        data.setData(QLatin1String(kOfferMimeType), "hetzner\tcpx21");
        const auto drop = [&](QPoint place) {
            QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(view.port(), &enter);
            QVERIFY(enter.isAccepted());
            QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(view.port(), &move);
            keep(*view, QStringLiteral("view-offer"));
            QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(view.port(), &event);
        };
        drop(view.placeOf(QStringLiteral("blog-production/queues-0")));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0], (QVariantList{QStringLiteral("hetzner"), QStringLiteral("cpx21"),
                                       QStringLiteral("node-2")}));
        drop(QPoint(4, view.port()->height() - 4));
        QCOMPARE(spy[1][2].toString(), QString());
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.yaml"))});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &files, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.port(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void filterDimsTheOthers() {
        Shown view;
        view->setFilter(QStringLiteral("shop-prod"));
        const auto& lit = view->layoutScene().marks().lit;
        QVERIFY(lit.has_value());
        QCOMPARE(lit->size(), 3);
        keep(*view, QStringLiteral("view-filter"));
        view->setFilter(QString());
        QVERIFY(!view->layoutScene().marks().lit.has_value());
    }

    void theLossOfANodeSaysWhatComesBackWhere() {
        Shown view;
        view->showLoss(QStringLiteral("node-1"));
        const LossMarks& loss = view->layoutScene().marks().loss;
        QCOMPARE(loss.targets.size(), 2);
        QCOMPARE(loss.targets.value(QStringLiteral("blog-production/web-0")),
                 QStringLiteral("node-2 after 350 s"));
        QVERIFY(loss.reasons.value(QStringLiteral("shop-production/web-0"))
                    .contains(QStringLiteral("disk of the lost node")));
        QCOMPARE(loss.ghosts.size(), std::size_t{2});
        const QRectF free = view->layoutScene().geometry().nodes[1].free;
        for (const LossGhost& ghost : loss.ghosts) {
            QVERIFY(free.adjusted(-1, -1, 1, 1).contains(ghost.rect));
        }
        keep(*view, QStringLiteral("view-loss"));
        QTest::keyClick(&*view, Qt::Key_Escape);
        QVERIFY(view->layoutScene().marks().loss.node.isEmpty());
    }

    void commandsAreSignals() {
        Shown view;
        QSignalSpy loss(&*view, &LayoutView::nodeLossRequested);
        QSignalSpy removed(&*view, &LayoutView::nodeRemoveRequested);
        QSignalSpy table(&*view, &LayoutView::tableRequested);
        QSignalSpy menu(&*view, &LayoutView::contextMenuRequested);
        const NodeShape& node = view->layoutScene().geometry().nodes[0];
        QTest::mouseClick(view.port(), Qt::LeftButton, {}, view->mapFromScene(node.power.center()));
        QCOMPARE(loss.count(), 1);
        QTest::mouseClick(view.port(), Qt::LeftButton, {},
                          view->mapFromScene(node.title.topLeft() + QPointF(4, 8)));
        QTest::keyClick(&*view, Qt::Key_X);
        QCOMPARE(loss.count(), 2);
        QTest::keyClick(&*view, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][0].toString(), QStringLiteral("node-1"));
        QTest::keyClick(&*view, Qt::Key_T);
        QCOMPARE(table.count(), 1);
        const QPoint place = view.placeOf(QStringLiteral("shop-production/redis-0"));
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, view.port()->mapToGlobal(place));
        QCoreApplication::sendEvent(view.port(), &event);
        QCOMPARE(menu.count(), 1);
        QCOMPARE(menu[0][3].toStringList(), QStringList{QStringLiteral("shop-production/redis")});
    }

    void linksShowForASelectionAndStayWhenPinned() {
        Shown view;
        const LayoutScene& scene = view->layoutScene();
        const QStringList web{QStringLiteral("shop-production/web-0")};
        // Ingress, the shared database and the volume of the app.
        QCOMPARE(linksOf(scene.model(), scene.geometry(), web).size(), std::size_t{3});
        QTest::keyClick(&*view, Qt::Key_L);
        QVERIFY(view->areLinksPinned());
        QVERIFY(linksOf(scene.model(), scene.geometry(), {}).size() > 3);
        view.click(web.front());
        keep(*view, QStringLiteral("view-links"));
        view->setTheme(themeOf(ThemeKind::Dark));
        view.click(QStringLiteral("larakube-shared/mariadb-0"));
        keep(*view, QStringLiteral("view-links-dark"));
    }

    /// Lines pass behind the words of servers and namespaces.
    void linksLeaveHeadingsReadable() {
        Shown view;
        const LayoutScene& scene = view->layoutScene();
        const std::vector<QRectF> headings = headingsOf(scene.model(), scene.geometry());
        QVERIFY(headings.size() > 4);
        for (const CanvasLink& link : linksOf(scene.model(), scene.geometry(), {})) {
            for (const QPolygonF& piece : piecesOf(link, headings)) {
                for (const QPointF& point : piece) {
                    QVERIFY(std::ranges::none_of(
                        headings, [&point](const QRectF& words) { return words.contains(point); }));
                }
            }
        }
        // A line through the middle of a heading has a piece on both sides of it.
        const QRectF words(100, 100, 60, 20);
        const CanvasLink across{.from = {130, 40}, .to = {130, 200}, .label = {}};
        const std::vector<QPolygonF> pieces = piecesOf(across, {words});
        QCOMPARE(pieces.size(), std::size_t{2});
        QVERIFY(pieces.front().last().y() < 100);
        QVERIFY(pieces.back().first().y() > 119);
    }

    void tilesMoveToTheirNewPlaces() {
        Shown view;
        view->setMotion(Motion::Full);
        CapacityPlan plan = testkit::crowdedPlan();
        plan.placement[3].expected.core = mebibytes(80);
        const QString pod = QStringLiteral("shop-staging/web-0");
        const CanvasSpot spot = spotOfPod(view->layoutScene().model(), pod);
        const QRectF before = rectOf(view->layoutScene().geometry(), spot);
        view->setInput(inputOf(plan));
        QVERIFY(view->layoutScene().isMoving());
        QTRY_VERIFY(!view->layoutScene().isMoving());
        QVERIFY(rectOf(view->layoutScene().geometry(), spot) != before);
        view->setMotion(Motion::Reduced);
        view->setInput(inputOf(testkit::crowdedPlan()));
        QVERIFY(!view->layoutScene().isMoving());
    }

    void withoutAPlanAGhostInvites() {
        LayoutView view(themeOf(ThemeKind::Dark));
        view.resize(700, 400);
        view.show();
        const QImage image = view.grab().toImage();
        QVERIFY(image.pixelColor(2, 2) == themeOf(ThemeKind::Dark).window);
        keep(view, QStringLiteral("view-empty"));
        QTest::keyClick(&view, Qt::Key_X);  // nothing to lose
    }

    void equalPicturesAreEqualPixels() {
        Shown first;
        Shown second;
        QCOMPARE(first->grab().toImage(), second->grab().toImage());
        keep(*first, QStringLiteral("view-light"));
        Shown large(testkit::shippedInput("agency"), {1366, 768});
        keep(*large, QStringLiteral("view-agency"));
        Shown two(testkit::shippedInput("multi-node"), {1000, 640});
        two->setTheme(themeOf(ThemeKind::Dark));
        keep(*two, QStringLiteral("view-two-dark"));
        Shown many(inputOf(testkit::madePlan({.nodes = 50, .podsPerNode = 100})), {1366, 768});
        keep(*many, QStringLiteral("view-many-open"));
        many->fitAll();
        keep(*many, QStringLiteral("view-many-fit"));
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::LayoutViewTest)
#include "layout_view_test.moc"
