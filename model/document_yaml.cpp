#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <map>
#include <sstream>
#include <utility>

#include "model/document_readers.h"
#include "model/yaml_scalar.h"

namespace stowage {

namespace {

enum class EventKind { Null, Plain, Quoted, Alias, SequenceStart, MapStart, End };

/// One event of the parser. Values stay flat until the whole file is read, so that an alias is the
/// repetition of a range and costs nothing before the budget has agreed to it.
struct Event {
    EventKind kind = EventKind::Null;
    int line = 0;
    int column = 0;
    YAML::anchor_t anchor = 0;  ///< of an Alias: what it refers to
    std::string text;
};

/// Ends yaml-cpp's run from inside an event; the finding has been reported. Never leaves this file.
struct StopReading : std::exception {};

int toColumn(const YAML::Mark& mark) {
    return mark.column + 1;
}

int toLine(const YAML::Mark& mark) {
    return mark.line + 1;
}

/// Records the events of one YAML document and stops the parser at the first limit.
class EventRecorder final : public YAML::EventHandler {
public:
    EventRecorder(std::string file, const DocumentLimits& limits, Diagnostics& diagnostics)
        : m_file(std::move(file)), m_limits(limits), m_diagnostics(diagnostics) {}

    const std::vector<Event>& events() const { return m_events; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (m_documents++ > 0) {
            stop(mark, "the file holds more than one YAML document", "keep one per file");
        }
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        record(EventKind::Null, mark, anchor, {});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        record(EventKind::Alias, mark, anchor, {});
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        checkTag(mark, tag);
        record(tag == "!" ? EventKind::Quoted : EventKind::Plain, mark, anchor, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        checkTag(mark, tag);
        record(EventKind::SequenceStart, mark, anchor, {});
        enter(mark, Expect::Item);
    }
    void OnSequenceEnd() override { leave(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        checkTag(mark, tag);
        record(EventKind::MapStart, mark, anchor, {});
        enter(mark, Expect::Key);
    }
    void OnMapEnd() override { leave(); }

private:
    enum class Expect { Key, Value, Item };

    [[noreturn]] void stop(const YAML::Mark& mark, std::string message, std::string hint = {}) {
        m_diagnostics.error({.file = m_file, .line = toLine(mark), .column = toColumn(mark)},
                            std::move(message), std::move(hint));
        throw StopReading();
    }

    void record(EventKind kind, const YAML::Mark& mark, YAML::anchor_t anchor, std::string text) {
        const bool isKey = !m_open.empty() && m_open.back() == Expect::Key;
        m_values += isKey ? 0 : 1;
        if (m_values > m_limits.nodesMax) {
            stop(mark, fmt::format("the file holds more than {} values", m_limits.nodesMax));
        }
        if (!m_open.empty() && m_open.back() != Expect::Item) {
            m_open.back() = isKey ? Expect::Value : Expect::Key;
        }
        m_events.push_back({.kind = kind,
                            .line = toLine(mark),
                            .column = toColumn(mark),
                            .anchor = anchor,
                            .text = std::move(text)});
    }

    void enter(const YAML::Mark& mark, Expect next) {
        m_open.push_back(next);
        if (static_cast<int>(m_open.size()) > m_limits.depthMax) {
            stop(mark,
                 fmt::format("maps and lists are nested deeper than {} levels", m_limits.depthMax));
        }
    }

    void leave() {
        m_open.pop_back();
        m_events.push_back(
            {.kind = EventKind::End, .line = 0, .column = 0, .anchor = 0, .text = {}});
    }

    /// "?" and "!" are what the parser itself gives to plain and quoted scalars.
    void checkTag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            stop(mark, fmt::format("tag {} is not supported", quoteWord(tag)),
                 "remove it; quote the value if it is text");
        }
    }

    std::string m_file;
    DocumentLimits m_limits;
    Diagnostics& m_diagnostics;
    std::vector<Event> m_events;
    std::int64_t m_values = 0;
    std::vector<Expect> m_open;  ///< per open map or list: what comes next
    int m_documents = 0;
};

/// Builds the tree from recorded events, repeating anchored ranges at their aliases.
class TreeBuilder {
public:
    TreeBuilder(std::string file, const std::vector<Event>& events, const DocumentLimits& limits,
                Diagnostics& diagnostics)
        : m_file(std::move(file)), m_events(events), m_limits(limits), m_diagnostics(diagnostics) {}

    std::optional<DocumentNode> build() {
        DocumentNode root;
        root.place = {.file = m_file, .line = 1, .column = 1};
        if (!m_events.empty()) {
            buildNode(0, 0, root);
        }
        return m_stopped ? std::nullopt : std::optional<DocumentNode>(std::move(root));
    }

private:
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;  ///< 0 while the anchored value is still open
    };

    SourcePlace place(const Event& event) const {
        return {.file = m_file, .line = event.line, .column = event.column};
    }

    bool isInAlias() const { return m_aliasDepth > 0; }

    /// Findings inside a repeated range were reported at their first reading.
    void report(const Event& event, std::string message, std::string hint) {
        if (!isInAlias() && m_diagnostics.count(Severity::Error) < kDocumentFindingsMax) {
            m_diagnostics.error(place(event), std::move(message), std::move(hint));
        }
    }

    std::size_t stop(const Event& event, std::string message, std::string hint = {}) {
        if (!m_stopped) {
            m_diagnostics.error(place(event), std::move(message), std::move(hint));
        }
        m_stopped = true;
        return m_events.size();
    }

    /// Expanded text is limited too: a long scalar repeated by aliases is a bomb without nodes.
    bool spend(const Event& event) {
        constexpr std::int64_t kTextFactor = 4;
        m_nodes += 1;
        m_bytes += static_cast<std::int64_t>(event.text.size());
        if (m_nodes > m_limits.nodesMax) {
            stop(event, fmt::format("the file holds more than {} values after the expansion of "
                                    "aliases",
                                    m_limits.nodesMax));
        } else if (m_bytes > kTextFactor * m_limits.bytesMax) {
            stop(event, fmt::format("aliases expand to more than {} bytes of text",
                                    kTextFactor * m_limits.bytesMax));
        }
        return !m_stopped;
    }

    /// Builds the value that starts at event `at`; gives the position after it.
    std::size_t buildNode(std::size_t at, int depth, DocumentNode& node) {
        const Event& event = m_events[at];
        if (!spend(event)) {
            return m_events.size();
        }
        node.place = place(event);
        if (event.kind == EventKind::Alias) {
            return buildAlias(at, depth, node);
        }
        if (event.anchor != 0 && !isInAlias()) {
            m_anchors[event.anchor] = {.begin = at, .end = 0};
        }
        std::size_t next = at + 1;
        if (event.kind == EventKind::MapStart || event.kind == EventKind::SequenceStart) {
            if (depth >= m_limits.depthMax) {
                return stop(event, fmt::format("maps and lists are nested deeper than {} levels "
                                               "after the expansion of aliases",
                                               m_limits.depthMax));
            }
            next = event.kind == EventKind::MapStart ? buildMap(next, depth + 1, node)
                                                     : buildSequence(next, depth + 1, node);
        } else {
            fillScalar(event, node);
        }
        if (event.anchor != 0 && !isInAlias()) {
            m_anchors[event.anchor].end = next;
        }
        return next;
    }

    std::size_t buildAlias(std::size_t at, int depth, DocumentNode& node) {
        const auto anchor = m_anchors.find(m_events[at].anchor);
        if (anchor == m_anchors.end() || anchor->second.end == 0) {
            return stop(m_events[at], "the alias refers to a value that contains it");
        }
        // The repeated value counts, the alias itself does not.
        m_nodes -= 1;
        ++m_aliasDepth;
        buildNode(anchor->second.begin, depth, node);
        --m_aliasDepth;
        return m_stopped ? m_events.size() : at + 1;
    }

    std::size_t buildSequence(std::size_t at, int depth, DocumentNode& node) {
        node.kind = NodeKind::Sequence;
        while (at < m_events.size() && m_events[at].kind != EventKind::End) {
            at = buildNode(at, depth, node.items.emplace_back());
        }
        return at + 1;
    }

    std::size_t buildMap(std::size_t at, int depth, DocumentNode& node) {
        node.kind = NodeKind::Map;
        while (at < m_events.size() && m_events[at].kind != EventKind::End) {
            const Event& key = m_events[at];
            DocumentNode::Entry& entry = node.entries.emplace_back();
            at = buildKey(at, entry);
            if (at >= m_events.size()) {
                return at;
            }
            const bool isEmpty =
                m_events[at].kind == EventKind::Null && m_events[at].line != key.line;
            at = buildNode(at, depth, entry.value);
            if (isEmpty) {
                // The parser places a missing value at whatever follows it.
                entry.value.place = entry.keyPlace;
            }
        }
        if (!isInAlias() && !m_stopped) {
            refuseDuplicateKeys(node, m_diagnostics);
        }
        return at + 1;
    }

    std::size_t buildKey(std::size_t at, DocumentNode::Entry& entry) {
        const Event& event = m_events[at];
        entry.keyPlace = place(event);
        if (event.kind != EventKind::Plain && event.kind != EventKind::Quoted) {
            return stop(event, "a key must be a word; this one is empty, an alias, a map or a list",
                        "quote the key if it is meant as text");
        }
        if (event.anchor != 0) {
            return stop(event, "an anchor on a key is not supported", "remove it");
        }
        entry.key = event.text;
        m_bytes += static_cast<std::int64_t>(event.text.size());
        if (event.kind == EventKind::Quoted) {
            checkText(event, entry.keyPlace);
            return at + 1;
        }
        if (event.text == "<<") {
            return stop(event, "merge keys are not supported", "write the fields out");
        }
        const PlainScalar plain = classifyPlainScalar(event.text);
        if (plain.kind == NodeKind::Bool || plain.kind == NodeKind::Null) {
            report(event, fmt::format("key {} is not a word", quoteWord(event.text)),
                   fmt::format("quote it: \"{}\"", event.text));
        } else if (!plain.problem.empty()) {
            refuseAmbiguous(event, "key", plain.problem);
        }
        return at + 1;
    }

    void checkText(const Event& event, const SourcePlace& where) {
        if (!isInAlias() && m_diagnostics.count(Severity::Error) < kDocumentFindingsMax) {
            checkDecodedText(event.text, where, m_diagnostics);
        }
    }

    void refuseAmbiguous(const Event& event, std::string_view what, std::string_view problem) {
        report(event,
               fmt::format("{} {} without quotes is {}", what, quoteWord(event.text), problem),
               fmt::format("quote it if it is text: \"{}\"", event.text));
    }

    void fillScalar(const Event& event, DocumentNode& node) {
        if (event.kind == EventKind::Null) {
            return;
        }
        if (event.kind == EventKind::Quoted) {
            node.kind = NodeKind::String;
            node.quoted = true;
            node.text = event.text;
            checkText(event, node.place);
            return;
        }
        PlainScalar plain = classifyPlainScalar(event.text);
        node.kind = plain.kind;
        node.text = std::move(plain.text);
        if (!plain.problem.empty()) {
            refuseAmbiguous(event, "value", plain.problem);
        }
    }

    std::string m_file;
    const std::vector<Event>& m_events;
    DocumentLimits m_limits;
    Diagnostics& m_diagnostics;
    std::map<YAML::anchor_t, Range> m_anchors;
    std::int64_t m_nodes = 0;
    std::int64_t m_bytes = 0;
    int m_aliasDepth = 0;
    bool m_stopped = false;
};

/// yaml-cpp holds all tokens of an outermost flow collection before the first event, about 100
/// bytes each. This bounds their number from above without reading the text twice in full: every
/// token but a line's own comes from one of these characters, wherever they stand.
bool checkTokenCount(const std::string& file, const std::string& text, const DocumentLimits& limits,
                     Diagnostics& diagnostics) {
    constexpr std::int64_t kTokensPerNode = 8;
    constexpr std::int64_t kLinesPerNode = 5;
    std::array<std::int64_t, 256> counts{};
    for (const char c : text) {
        ++counts[static_cast<unsigned char>(c)];
    }
    const auto sum = [&](std::string_view characters) {
        std::int64_t total = 0;
        for (const char c : characters) {
            total += counts[static_cast<unsigned char>(c)];
        }
        return total;
    };
    const std::int64_t tokens = 3 * sum(",") + 2 * sum("[]{}:") + sum("\"'?&*!");
    if (tokens > kTokensPerNode * limits.nodesMax) {
        diagnostics.error({.file = file, .line = 0, .column = 0},
                          fmt::format("the file holds too many brackets, commas and colons for {} "
                                      "values",
                                      limits.nodesMax),
                          "split it");
        return false;
    }
    if (sum("\n") > kLinesPerNode * limits.nodesMax) {
        diagnostics.error({.file = file, .line = 0, .column = 0},
                          fmt::format("the file has {} lines; at most {} are read", sum("\n"),
                                      kLinesPerNode * limits.nodesMax));
        return false;
    }
    return true;
}

/// Reads all documents of the text into the recorder; false when a finding ended it.
bool recordEvents(const std::string& file, const std::string& text, EventRecorder& recorder,
                  Diagnostics& diagnostics) {
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(recorder)) {
        }
        return true;
    } catch (const StopReading&) {
        return false;
    } catch (const YAML::Exception& failure) {
        diagnostics.error({.file = file,
                           .line = std::max(0, toLine(failure.mark)),
                           .column = std::max(0, toColumn(failure.mark))},
                          fmt::format("not valid YAML: {}", failure.msg));
    } catch (const std::exception& failure) {
        diagnostics.error({.file = file, .line = 0, .column = 0},
                          fmt::format("not valid YAML: {}", failure.what()));
    }
    return false;
}

}  // namespace

std::optional<DocumentNode> parseYamlTree(const std::string& file, const std::string& text,
                                          const DocumentLimits& limits, Diagnostics& diagnostics) {
    EventRecorder recorder(file, limits, diagnostics);
    if (!checkTokenCount(file, text, limits, diagnostics) ||
        !recordEvents(file, text, recorder, diagnostics)) {
        return std::nullopt;
    }
    return TreeBuilder(file, recorder.events(), limits, diagnostics).build();
}

}  // namespace stowage
