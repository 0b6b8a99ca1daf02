#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"
#include "model/yaml_text.h"

namespace stowage {

/// One change of a text: the bytes [begin, end) become `text`.
struct YamlSplice {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

/// How small a change may be. Coarse: whole values of the keys of the root.
enum class YamlGrain { Fine, Coarse };

/// Collects the splices that turn one tree into another. Every function gives false, and leaves no
/// splice behind, when its part cannot be changed in place; the caller then writes it anew.
class YamlDiffer {
public:
    YamlDiffer(const YamlText& text, YamlGrain grain) : m_text(text), m_grain(grain) {}

    /// Changes the root of the text.
    bool editRoot(const DocumentNode& before, const DocumentNode& after);
    /// In the order of the text, none overlapping another; nullopt when two do.
    std::optional<std::vector<YamlSplice>> sorted() const;

private:
    /// Where one child of a flow collection stands, key included.
    struct Slot {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    /// What becomes of the children: pairs of indices, kNone on one side for removed and new ones.
    struct Match {
        std::size_t before = 0;
        std::size_t after = 0;
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    static std::optional<std::vector<Match>> matchKeys(const DocumentNode& before,
                                                       const DocumentNode& after);
    static std::vector<Match> matchItems(const DocumentNode& before, const DocumentNode& after);

    bool edit(const DocumentNode& before, const DocumentNode& after, const YamlExtent& extent,
              const YamlContext& context);
    bool editScalar(const DocumentNode& before, const DocumentNode& after,
                    const YamlExtent& extent);
    bool editCollection(const DocumentNode& before, const DocumentNode& after,
                        const YamlExtent& extent);

    bool editBlockMap(const DocumentNode& before, const DocumentNode& after,
                      const YamlExtent& extent);
    bool editEntry(const DocumentNode::Entry& before, const DocumentNode& after,
                   const YamlContext& context);
    bool replaceEntry(const DocumentNode::Entry& before, const DocumentNode& after,
                      const YamlContext& context);
    bool removeFirstKeys(const DocumentNode& before, const std::vector<Match>& matches);
    bool removeEntry(const DocumentNode::Entry& entry, const YamlContext& context);

    bool editBlockSequence(const DocumentNode& before, const DocumentNode& after,
                           const YamlExtent& extent);
    bool editItem(const DocumentNode& before, const DocumentNode& after,
                  const YamlContext& context);
    bool removeItem(const DocumentNode& item, const YamlContext& context);

    bool editFlow(const DocumentNode& before, const DocumentNode& after);
    bool editFlowChild(const DocumentNode& before, const DocumentNode& after, const Match& match);
    std::optional<std::vector<Slot>> flowSlots(const DocumentNode& node) const;

    void insert(std::size_t at, std::string text);
    void replace(std::size_t begin, std::size_t end, std::string text);
    void removeLines(std::size_t begin, std::size_t end);
    std::size_t endOfLineAbove(std::size_t offset) const;
    std::string newLine(std::size_t indent) const;

    const YamlText& m_text;
    YamlGrain m_grain;
    int m_depth = 0;
    std::vector<YamlSplice> m_splices;
};

}  // namespace stowage
