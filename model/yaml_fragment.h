#pragma once

#include <cstddef>
#include <string>

#include "model/document.h"

namespace stowage {

/// Pieces of YAML as a person would write them into a scenario: short collections of scalars on one
/// line, others in block style. Every piece reads back as the node.

/// "web", "\"a b\"", "{ web: 2 }", "[a, b]": on one line, also inside brackets.
std::string inlineYaml(const DocumentNode& node);
/// A key as it stands before its colon.
std::string yamlKey(const std::string& key);
/// Whether the value is better written on the line of its key.
bool isInline(const DocumentNode& node);
/// "key: value" or "key:" with lines below; lines are joined by `lineEnd`, the last one has none.
/// The first line is not indented: the others start at `indent` or deeper.
std::string entryYaml(const std::string& key, const DocumentNode& value, std::size_t indent,
                      const std::string& lineEnd);
/// "- value", as entryYaml.
std::string itemYaml(const DocumentNode& item, std::size_t indent, const std::string& lineEnd);
/// The lines of a collection; the first one is not indented.
std::string blockYaml(const DocumentNode& node, std::size_t indent, const std::string& lineEnd);

}  // namespace stowage
