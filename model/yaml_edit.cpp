#include "model/yaml_edit.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "model/canonical_document.h"
#include "model/document_readers.h"
#include "model/json_patch.h"
#include "model/yaml_differ.h"
#include "model/yaml_fragment.h"
#include "model/yaml_text.h"

namespace stowage {
namespace {

std::optional<DocumentNode> read(const std::string& text, DocumentFormat format) {
    Diagnostics ignored;
    auto document = parseDocument("scenario", text, format, DocumentLimits{}, ignored);
    return document ? std::optional(std::move(document->root)) : std::nullopt;
}

bool readsAs(const std::string& text, const DocumentNode& tree) {
    const auto root = read(text, DocumentFormat::Yaml);
    return root && isSameTree(*root, tree);
}

void addLost(const YamlText& text, std::size_t begin, std::size_t end,
             std::vector<std::string>& lost) {
    for (const YamlComment& comment : text.comments()) {
        if (comment.begin >= begin && comment.begin < end) {
            lost.push_back(
                fmt::format("line {}: {}", text.lineOf(comment.begin),
                            text.text().substr(comment.begin, comment.end - comment.begin)));
        }
    }
}

YamlEdit spliced(const YamlText& text, const std::vector<YamlSplice>& splices) {
    YamlEdit result;
    std::size_t at = 0;
    for (const YamlSplice& splice : splices) {
        result.text.append(text.text(), at, splice.begin - at);
        result.text += splice.text;
        at = splice.end;
        addLost(text, splice.begin, splice.end, result.lost);
    }
    result.text.append(text.text(), at);
    return result;
}

std::optional<YamlEdit> changed(const YamlText& text, const DocumentNode& before,
                                const DocumentNode& after, YamlGrain grain) {
    YamlDiffer differ(text, grain);
    if (!differ.editRoot(before, after)) {
        return std::nullopt;
    }
    const auto splices = differ.sorted();
    if (!splices) {
        return std::nullopt;
    }
    YamlEdit edit = spliced(text, *splices);
    return readsAs(edit.text, after) ? std::optional(std::move(edit)) : std::nullopt;
}

/// Everything anew, under the comments at the head of the file.
YamlEdit rewritten(const YamlText& text, const DocumentNode& after) {
    const std::size_t head = text.text().rfind("---", 0) == 0 ? 0 : text.skipBlanks(0);
    YamlEdit edit{.text = text.text().substr(0, head) + blockYaml(after, 0, "\n") + "\n",
                  .lost = {}};
    addLost(text, head, text.text().size(), edit.lost);
    if (!readsAs(edit.text, after)) {
        edit = {.text = writeYaml(after), .lost = {}};
        addLost(text, 0, text.text().size(), edit.lost);
    }
    return edit;
}

bool looksLikeJson(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string::npos && text[first] == '{';
}

}  // namespace

YamlEdit editYaml(const std::string& text, const DocumentNode& tree) {
    if (text.rfind(kByteOrderMark, 0) == 0) {
        YamlEdit edit = editYaml(text.substr(kByteOrderMark.size()), tree);
        edit.text.insert(0, kByteOrderMark);
        return edit;
    }
    if (looksLikeJson(text) && read(text, DocumentFormat::Json)) {
        return {.text = writeJson(tree), .lost = {}};
    }
    const auto before = read(text, DocumentFormat::Yaml);
    const YamlText places(text);
    if (before) {
        for (const YamlGrain grain : {YamlGrain::Fine, YamlGrain::Coarse}) {
            if (auto edit = changed(places, *before, tree, grain)) {
                return std::move(*edit);
            }
        }
    }
    return rewritten(places, tree);
}

}  // namespace stowage
