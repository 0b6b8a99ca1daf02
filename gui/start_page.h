#pragma once

#include <QDateTime>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "gui/app_settings.h"
#include "gui/shipped_samples.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QScrollArea;

namespace stowage::gui {

class CardGrid;
class DropCurtain;
class StartAction;
class StartCard;

/// Whether the figures on the sample cards hold for the data that the program reads now.
enum class SampleFigures { OfTheseData, OfShippedData };

/// The first screen: begin something, go on with something, or look at a sample. Knows no document;
/// says what the user asked for.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    /// Newest first. A file that is no longer there gets a card that offers to locate it. `now`
    /// turns dates into "today 09:12".
    void setRecent(const std::vector<RecentFile>& files, const QDateTime& now);
    void setSampleFigures(SampleFigures figures);
    /// Focus where a person will most likely go on: the newest file, else the first sample.
    void focusFirst();

Q_SIGNALS:
    /// Empty: the user wants to choose one.
    void openRequested(const QString& path);
    void sampleRequested(const QString& name, const QString& text);
    /// Folders or blueprint files; empty: the user wants to choose them.
    void importRequested(const QStringList& paths);
    void emptyRequested();
    void tourRequested();
    /// A recent file that moved.
    void locateRequested(const QString& path);
    void forgetRequested(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeStartColumn();
    QWidget* makeRecent();
    QWidget* makeSamples();
    QWidget* makeLearn();
    QLabel* makeSection(const QString& text, QWidget* parent);
    StartAction* addAction(QWidget* column, StartAction* action, const char* name);
    StartCard* cardOf(const RecentFile& file, const QDateTime& now);
    void fillSamples();
    void filterRecent(const QString& text);
    void arrange();
    void applyFonts();
    void moveFocus(int key);

    ShippedSamples m_shipped;
    std::vector<RecentFile> m_recent;
    SampleFigures m_figures = SampleFigures::OfTheseData;
    std::vector<QLabel*> m_sections;
    std::vector<StartAction*> m_actions;
    QScrollArea* m_scroll;
    QWidget* m_body;
    QLabel* m_headline;
    QLabel* m_dropHint = nullptr;
    QGridLayout* m_grid;
    QWidget* m_startColumn;
    QWidget* m_recentPart;
    QWidget* m_samplePart;
    QWidget* m_learnPart;
    QLineEdit* m_filter = nullptr;
    QLabel* m_noMatch = nullptr;
    CardGrid* m_recentGrid = nullptr;
    CardGrid* m_sampleGrid = nullptr;
    DropCurtain* m_curtain;
};

}  // namespace stowage::gui
