#!/usr/bin/env python3
"""Checks what the compiler cannot: who may include and link whom, and what no layer may call.

Usage: arch_check.py [ROOT] [--warnings]

Prints one line a finding, "path:line: rule: message", and ends with 1 if there is an error.
Warnings are counted, and listed with --warnings. The rules are tables at the top of this file;
the reasons are in the README.md of each folder.
"""

import argparse
import os
import re
import sys
from dataclasses import dataclass

SOURCE_FOLDERS = ["model", "planner", "reconciler", "cli", "gui", "tests"]

# Folder to layer; the longest prefix wins.
LAYERS = {
    "model/base": "base",
    "model": "model",
    "model/plan_checker": "plan_checker",
    "model/simulate": "simulate",
    "planner": "planner",
    "reconciler": "reconciler",
    "cli": "cli",
    "gui": "gui",
    "tests": "tests",
}

# A layer may include and link itself and these.
ARROWS = {
    "base": [],
    "model": ["base"],
    "plan_checker": ["base", "model"],
    "simulate": ["base", "model"],
    "planner": ["base", "model", "simulate", "plan_checker"],
    "reconciler": ["base", "model", "simulate"],
    "cli": ["base", "model", "simulate", "plan_checker", "planner", "reconciler"],
    "gui": ["base", "model", "simulate", "plan_checker", "planner", "reconciler"],
    "tests": ["base", "model", "simulate", "plan_checker", "planner", "reconciler", "cli", "gui"],
}

# The judge must not use the code of the accused, even where the arrow allows the library.
FORBIDDEN_HEADERS = {
    "plan_checker": ["model/feasibility.h", "model/cost.h", "model/cluster_model.h",
                     "model/cluster_state.h", "model/node_compatibility.h"],
}

# Third-party header prefix to the only places that may include it.
WRAPPERS = {
    "yaml-cpp/": ["model/document_yaml.cpp"],
    "nlohmann/": ["model/document_json.cpp"],
    "Eigen/": ["model/demand.cpp", "model/simulate/statistics.cpp", "model/simulate/convolution.cpp"],
    "unsupported/Eigen/": ["model/simulate/convolution.cpp"],
    "boost/": ["model/simulate/statistics.cpp"],
    "openssl/": ["model/base/digest.cpp"],
    "coin/": ["planner/clp_solver.cpp"],
    "curl/": ["reconciler/curl_transport.cpp"],
    "CLI/": ["cli/", "tests/unit/command_"],
    "spdlog/": ["cli/", "gui/stowage_gui_main.cpp"],
    "fmt/": [""],
    "gtest/": ["tests/"],
    "gmock/": ["tests/"],
    "rapidcheck": ["tests/"],
    "benchmark/": ["tests/"],
}
QT_HEADER = re.compile(r"^Q[A-Z][A-Za-z]*(/|$)|^Qt[A-Z]")
QT_FOLDERS = ["gui/", "tests/gui/", "tests/bench/canvas_bench.cpp", "tests/bench/window_bench.cpp"]

# Operating system headers: only where the program meets the world.
SYSTEM_HEADER = re.compile(r"^(sys|netinet|arpa|linux)/|^(unistd|pthread|fcntl|poll|dirent|termios|signal)\.h$")
SYSTEM_FOLDERS = ["cli/", "reconciler/", "gui/", "tests/", "model/base/",
                  "model/text_file.cpp"]

# Third-party libraries in CMake and the targets that may name them.
LIBRARIES = {
    "yaml-cpp": ["stowage_model"],
    "nlohmann_json::nlohmann_json": ["stowage_model"],
    "Eigen3::Eigen": ["stowage_model", "stowage_simulate"],
    "Boost::": ["stowage_simulate"],
    "OpenSSL::": ["stowage_base"],
    "Threads::Threads": ["stowage_base"],
    "CLI11::CLI11": ["stowage_cli", "stowage"],
    "spdlog::": ["stowage_cli", "stowage", "stowage-gui"],
    "CURL::": ["stowage_reconciler"],
    "stowage_cbc": ["stowage_planner"],
    "Qt6::": ["stowage_gui", "stowage-gui"],
}

PURE_FOLDERS = ["model/", "planner/"]
THREAD_FILES = ["model/base/parallel.h", "model/base/parallel.cpp"]

# Rule name, pattern on code without comments and strings, message.
FORBIDDEN_CALLS = [
    ("clock", re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\b|\b(time|clock|gettimeofday|clock_gettime|localtime|gmtime)\s*\("),
     "reads a clock; a date or deadline is an argument"),
    ("random", re.compile(r"\brandom_device\b|\bs?rand\s*\(|\bstd::\w+_distribution\b|\bstd::shuffle\b|\bstd::mt19937"),
     "uses the standard's randomness, which is not portable; use model/base/random"),
    ("environment", re.compile(r"\b(secure_)?getenv\s*\("), "reads the environment; that is the program's part"),
    ("locale", re.compile(r"\bstd::locale\b|\bsetlocale\b|\bstrto(d|f|ld)\b|\bsto(d|f|ld)\b|\bato(f|i|l)\s*\("),
     "depends on the locale; use std::from_chars"),
    ("print", re.compile(r"\bstd::(cout|cerr|clog)\b|(?<![\w.:>])f?printf\s*\(|(?<![\w.:>])puts\s*\(|\bfmt::print\b"),
     "prints; libraries return values"),
]
THREAD_CALL = re.compile(
    r"\bstd::(thread|jthread|async|mutex|shared_mutex|condition_variable|future|promise|latch|barrier)\b|\bthread_local\b")
FORBIDDEN_EVERYWHERE = [
    ("shell", re.compile(r"(?<![\w.:>])(std::)?(system|popen)\s*\("), "starts a shell"),
    ("shared-mutable", re.compile(r"\bshared_ptr\s*<\s*(?!const\b)"), "shares a value that can change; use shared_ptr<const T>"),
]

ALLOWED_MACROS = re.compile(r"^STOWAGE_(ASSERT|ASSUME|UNREACHABLE|TRY|\w+_)$")

FUNCTION_LINES = 70
HEADER_LINES = 250
SOURCE_LINES_WARN = 500
SOURCE_LINES = 800
COLUMNS = 100
SHARED_NAMES = {"README.md", "CMakeLists.txt", ".larakube.json", ".larakube.local.json", ".clang-tidy",
                "go.mod", "go.sum"}
# Trees of inputs and expected outputs, whose files are named by what they hold.
FIXTURE_TREES = ("scenarios", "tests/golden", "tests/e2e/data", "tests/fuzz/corpus", "tests/data")
NAMESPACES = {
    "simulate": "stowage::simulate",
    "planner": "stowage::planner",
    "reconciler": "stowage::reconciler",
    "cli": "stowage::cli",
    "gui": "stowage::gui",
}


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    message: str
    isWarning: bool = False

    def text(self):
        kind = "warning: " if self.isWarning else ""
        return f"{self.path}:{self.line}: {kind}{self.rule}: {self.message}"


def layer_of(path):
    best = ""
    for folder in LAYERS:
        if path.startswith(folder + "/") and len(folder) > len(best):
            best = folder
    return LAYERS.get(best)


def starts_with_any(path, prefixes):
    return any(path.startswith(prefix) for prefix in prefixes)


TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^\s()\\]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL)


def code_only(text, withComments=False):
    """The text with the insides of strings, and mostly comments, blanked; lines stay where they are."""

    def blank(match):
        token = match.group(0)
        if withComments and token.startswith("/"):
            return token
        kept = re.sub(r"[^\n]", " ", token)
        if token.startswith("/"):
            return kept
        return '"' + kept[1:-1] + '"' if len(token) >= 2 else token

    return TOKEN.sub(blank, text)


def line_at(text, position):
    return text.count("\n", 0, position) + 1


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)


class Checker:
    def __init__(self, root):
        self.root = root
        self.findings = []
        self.paths = self.list_files()

    def list_files(self):
        paths = []
        for folder, names, files in os.walk(self.root):
            inside = os.path.relpath(folder, self.root)
            names[:] = sorted(
                n for n in names
                if n not in (".git", "__pycache__", ".cache") and not (inside == "." and n.startswith("build")))
            for name in sorted(files):
                paths.append(os.path.normpath(os.path.join(inside, name)))
        return paths

    def report(self, path, line, rule, message, isWarning=False):
        self.findings.append(Finding(path, line, rule, message, isWarning))

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def run(self):
        self.check_names()
        self.check_readmes()
        for path in self.paths:
            if path.split("/")[0] not in SOURCE_FOLDERS:
                continue
            if path.startswith(FIXTURE_TREES):
                continue
            if path.endswith((".h", ".cpp")):
                self.check_source(path)
            elif path.endswith("CMakeLists.txt"):
                self.check_links(path)
        return sorted(self.findings)

    # -- files ---------------------------------------------------------------------------------

    def check_names(self):
        seen = {}
        for path in self.paths:
            name = os.path.basename(path)
            if name in SHARED_NAMES or path.startswith(FIXTURE_TREES):
                continue
            if name in seen:
                self.report(path, 1, "unique-name", f"'{name}' exists already as '{seen[name]}'")
            seen.setdefault(name, path)
            if path.endswith((".h", ".cpp")) and not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*\.(h|cpp)", name):
                self.report(path, 1, "file-name", f"'{name}' is not lower_snake")

    def check_readmes(self):
        folders = {os.path.dirname(p) for p in self.paths
                   if p.endswith((".h", ".cpp")) and p.split("/")[0] in SOURCE_FOLDERS}
        for folder in sorted(folders):
            # tests/README.md speaks for all kinds of tests.
            place = "tests" if folder.startswith("tests/") else folder
            if os.path.join(place, "README.md") not in self.paths:
                self.report(folder, 1, "readme", f"folder '{place}' has no README.md")

    def check_source(self, path):
        text = self.read(path)
        code = code_only(text)
        self.check_includes(path, text, code)
        self.check_calls(path, code)
        self.check_style(path, text, code)
        self.check_switches(path, code)
        self.check_function_lengths(path, code)

    # -- arrows --------------------------------------------------------------------------------

    def check_includes(self, path, text, code):
        for match in INCLUDE.finditer(text):
            line = line_at(text, match.start())
            if "#" not in code[match.start():match.end()]:
                continue  # commented out
            header = match.group(2)
            if match.group(1) == '"':
                self.check_own_header(path, line, header)
            else:
                self.check_foreign_header(path, line, header)

    def check_own_header(self, path, line, header):
        if header == os.path.basename(path).replace(".cpp", ".moc"):
            return  # what Qt generates for the classes of this very file
        target = layer_of(header)
        if target is None:
            self.report(path, line, "include-path",
                        f"'{header}' is not written from the repository root, as in \"model/resources.h\"")
            return
        isGenerated = header.startswith("model/data/")
        if not isGenerated and not os.path.exists(os.path.join(self.root, header)):
            self.report(path, line, "include-path", f"'{header}' does not exist")
        layer = layer_of(path)
        if target != layer and target not in ARROWS[layer]:
            self.report(path, line, "arrow", f"layer '{layer}' must not see '{target}' ('{header}')")
        if header in FORBIDDEN_HEADERS.get(layer, []):
            self.report(path, line, "arrow", f"layer '{layer}' judges and must not use '{header}'")

    def check_foreign_header(self, path, line, header):
        if QT_HEADER.match(header):
            if not starts_with_any(path, QT_FOLDERS):
                self.report(path, line, "wrapper", f"Qt header '{header}' outside gui/")
            return
        for prefix, places in WRAPPERS.items():
            if header.startswith(prefix):
                if not starts_with_any(path, places):
                    self.report(path, line, "wrapper", f"'{header}' belongs into {' or '.join(places)} only")
                return
        if SYSTEM_HEADER.match(header):
            if not starts_with_any(path, SYSTEM_FOLDERS):
                self.report(path, line, "wrapper", f"operating system header '{header}' in a pure layer")
            return
        if "/" in header:
            self.report(path, line, "wrapper", f"'{header}' has no wrapping place; name one in arch_check.py")

    def check_links(self, path):
        text = re.sub(r"#[^\n]*", "", self.read(path))
        pattern = re.compile(r"stowage_add_(library|program|test)\s*\(\s*([\w-]+)(.*?)\)", re.DOTALL)
        for match in pattern.finditer(text):
            target, body = match.group(2), match.group(3)
            line = line_at(text, match.start())
            layer = layer_of(path)
            for linked in re.findall(r"\bstowage::(\w+)", re.sub(r"ALIAS\s+\S+", "", body)):
                if linked != layer and linked not in ARROWS[layer]:
                    self.report(path, line, "link", f"target '{target}' must not link 'stowage::{linked}'")
            self.check_libraries(path, line, target, body)

    def check_libraries(self, path, line, target, body):
        if layer_of(path) == "tests":
            return
        for word in body.split():
            for library, targets in LIBRARIES.items():
                if word.startswith(library) and target not in targets:
                    self.report(path, line, "link",
                                f"target '{target}' must not link '{word}', only {', '.join(targets)}")

    # -- calls ---------------------------------------------------------------------------------

    def check_calls(self, path, code):
        rules = list(FORBIDDEN_EVERYWHERE)
        if starts_with_any(path, PURE_FOLDERS):
            if path != "model/base/invariant.cpp":  # prints the broken invariant and aborts
                rules += FORBIDDEN_CALLS
            if path not in THREAD_FILES:
                rules.append(("threads", THREAD_CALL, "starts or guards threads; use model/base/parallel"))
        for rule, pattern, message in rules:
            for match in pattern.finditer(code):
                self.report(path, line_at(code, match.start()), rule, f"'{match.group(0).strip()}' {message}")

    # -- shape ---------------------------------------------------------------------------------

    def check_style(self, path, text, code):
        lines = text.split("\n")
        isHeader = path.endswith(".h")
        if isHeader and "#pragma once" not in text:
            self.report(path, 1, "pragma-once", "header without '#pragma once'")
        if isHeader:
            for match in re.finditer(r"\busing\s+namespace\b", code):
                self.report(path, line_at(code, match.start()), "using-namespace", "'using namespace' in a header")
            for match in re.finditer(r"(?<!STOWAGE_TRY)[(,]\s*(const\s+)?bool\s+(?!value\))\w+\s*(=[^,)]*)?[,)]", code):
                isAlone = match.group(0).startswith("(") and match.group(0).endswith(")")
                if isAlone and path.startswith("gui/"):
                    continue  # setters and signals as Qt has them: setVisible(bool)
                if re.search(r"\boverride\b", code[match.end() - 1:code.find(";", match.end() - 1)]):
                    continue  # the signature is that of the base class
                self.report(path, line_at(code, match.start() + 1), "bool-parameter",
                            "a bool parameter says nothing at the call; use a two-valued enum")
        for match in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", code, re.MULTILINE):
            if not ALLOWED_MACROS.match(match.group(1)):
                self.report(path, line_at(code, match.start()), "macro", f"macro '{match.group(1)}'")
        # A long text in a raw string is what it is; where it ends does not count.
        unquoted = code_only(text, withComments=True).split("\n")
        for number, line in enumerate(lines, 1):
            isQuoted = unquoted[number - 1] != line
            if len(unquoted[number - 1].strip() if isQuoted else line) > COLUMNS:
                self.report(path, number, "columns", f"{len(line)} columns, at most {COLUMNS}")
            if re.search(r"\b(TODO|FIXME|XXX)\b", line):
                self.report(path, number, "todo", "unfinished work belongs into an issue")
        self.check_size(path, len(lines), isHeader)
        name = NAMESPACES.get(layer_of(path))
        if name and not path.endswith("_main.cpp") and f"namespace {name}" not in code:
            self.report(path, 1, "namespace", f"nothing here is in namespace {name}")

    def check_size(self, path, count, isHeader):
        if isHeader and count > HEADER_LINES:
            self.report(path, 1, "file-size", f"header of {count} lines, at most {HEADER_LINES}")
        elif count > SOURCE_LINES:
            self.report(path, 1, "file-size", f"source of {count} lines, at most {SOURCE_LINES}")
        elif count > SOURCE_LINES_WARN:
            self.report(path, 1, "file-size", f"source of {count} lines, aim at {SOURCE_LINES_WARN}", True)

    def check_switches(self, path, code):
        for match in re.finditer(r"\bswitch\s*\(", code):
            begin = code.find("{", match.end())
            body = code[begin:matching_brace(code, begin)]
            if re.search(r"\bcase\s+(?!Qt::|QEvent::)(\w+::)+\w+\s*:", body) and re.search(r"\bdefault\s*:", body):
                self.report(path, line_at(code, match.start()), "switch-default",
                            "'default' hides a missing enumerator; end with STOWAGE_UNREACHABLE()")

    def check_function_lengths(self, path, code):
        for begin, end in function_bodies(code):
            count = line_at(code, end) - line_at(code, begin) + 1
            if count > FUNCTION_LINES:
                self.report(path, line_at(code, begin), "function-size",
                            f"function of {count} lines, at most {FUNCTION_LINES}")


def matching_brace(code, begin):
    depth = 0
    for position in range(begin, len(code)):
        if code[position] == "{":
            depth += 1
        elif code[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(code)


FUNCTION_HEAD = re.compile(
    r"\)\s*((const|noexcept|override|final|&|&&|mutable)\s*)*(->\s*[\w:<>,\s*&]+|:\s[^;]*[)}])?\s*$", re.DOTALL)
CONTAINER_HEAD = re.compile(r"\b(namespace|class|struct|union|extern)\b")


def function_bodies(code):
    """Start of the head and closing brace of every outermost function body."""
    position = 0
    head = 0
    while position < len(code):
        character = code[position]
        if character in ";}":
            head = position + 1
        elif character == "{":
            before = re.sub(r"^\s*#[^\n]*\n", "", code[head:position], flags=re.MULTILINE)
            if is_function_head(before):
                end = matching_brace(code, position)
                skipped = len(code[head:position]) - len(code[head:position].lstrip())
                yield head + skipped, end
                position = end
                head = position + 1
            elif CONTAINER_HEAD.search(before):
                head = position + 1
            else:  # an initialiser, as in a list of members before a constructor's body
                position = matching_brace(code, position)
        position += 1


def is_function_head(before):
    words = before.strip()
    if not FUNCTION_HEAD.search(words):
        return False
    return not re.match(r"(inline\s+)?namespace\b|extern\b|(typedef\s+)?(enum|union)\b", words)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?",
                        default=os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--warnings", action="store_true", help="list warnings too")
    options = parser.parse_args()
    findings = Checker(options.root).run()
    errors = [finding for finding in findings if not finding.isWarning]
    for finding in findings:
        if options.warnings or not finding.isWarning:
            print(finding.text())
    print(f"architecture: {len(errors)} errors, {len(findings) - len(errors)} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
