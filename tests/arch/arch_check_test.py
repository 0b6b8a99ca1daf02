#!/usr/bin/env python3
"""Plants one violation of each kind in a clean tree and sees it found."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arch_check  # noqa: E402

HEADER = "#pragma once\n\nnamespace {space} {{\n\nstruct {name} {{\n    int value = 0;\n}};\n\n}}  // namespace\n"


def header(name, space="stowage"):
    return HEADER.format(name=name, space=space)


# A small tree with one file in every layer and every arrow that is allowed.
CLEAN_TREE = {
    "model/README.md": "words\n",
    "model/base/README.md": "words\n",
    "model/plan_checker/README.md": "words\n",
    "model/simulate/README.md": "words\n",
    "planner/README.md": "words\n",
    "cli/README.md": "words\n",
    "tests/README.md": "words\n",
    "model/base/units.h": header("Bytes"),
    "model/base/parallel.cpp": '#include <thread>\nnamespace stowage {\nvoid go() { std::thread one; }\n}\n',
    "model/resources.h": '#pragma once\n#include <fmt/format.h>\n#include "model/base/units.h"\nnamespace stowage {\n}\n',
    "model/document_yaml.cpp": '#include <yaml-cpp/yaml.h>\n// std::cout and system( are words in a comment\nconst char* kText = "rand( getenv(";\n',
    "model/cost.h": header("Cost"),
    "model/offer.h": '#pragma once\nstruct One : Base {\n    void draw(int at, bool isOn,\n              int to) const override;\n};\n',
    "model/plan_checker/plan_checker.cpp": '#include "model/resources.h"\n',
    "model/simulate/audit.cpp": '#include "model/resources.h"\nnamespace stowage::simulate {\n}\n',
    "planner/optimize.h": '#pragma once\n#include "model/cost.h"\nnamespace stowage::planner {\n}\n',
    "cli/command_plan.cpp": '#include <CLI/CLI.hpp>\n#include <unistd.h>\n#include "planner/optimize.h"\nnamespace stowage::cli {\n}\n',
    "tests/unit/units_test.cpp": '#include <gtest/gtest.h>\n#include "model/base/units.h"\n',
    "planner/CMakeLists.txt": "stowage_add_library(stowage_planner ALIAS stowage::planner SOURCES optimize.h LINK stowage::simulate)\n",
}

# name: (rule that must be reported, path, text added to the file or the file itself)
VIOLATIONS = {
    "model sees planner": ("arrow", "model/resources.h", '#include "planner/optimize.h"\n'),
    "simulate sees planner": ("arrow", "model/simulate/audit.cpp", '#include "planner/optimize.h"\n'),
    "base sees model": ("arrow", "model/base/units.h", '#include "model/resources.h"\n'),
    "planner sees cli": ("arrow", "planner/optimize.h", '#include "cli/command_plan.cpp"\n'),
    "plan checker uses cost": ("arrow", "model/plan_checker/plan_checker.cpp", '#include "model/cost.h"\n'),
    "model links planner": ("link", "model/CMakeLists.txt",
                            "stowage_add_library(stowage_model ALIAS stowage::model SOURCES a.h LINK stowage::planner)\n"),
    "planner links yaml": ("link", "planner/CMakeLists.txt",
                           "stowage_add_library(stowage_more ALIAS stowage::more SOURCES a.h PRIVATE_LINK yaml-cpp)\n"),
    "relative include": ("include-path", "model/resources.h", '#include "cost.h"\n'),
    "missing include": ("include-path", "model/resources.h", '#include "model/absent.h"\n'),
    "yaml outside its wrapper": ("wrapper", "model/resources.h", "#include <yaml-cpp/yaml.h>\n"),
    "json outside its wrapper": ("wrapper", "cli/command_plan.cpp", "#include <nlohmann/json.hpp>\n"),
    "Eigen outside its wrapper": ("wrapper", "planner/optimize.h", "#include <Eigen/Dense>\n"),
    "Boost outside its wrapper": ("wrapper", "model/simulate/audit.cpp", "#include <boost/math/special_functions/erf.hpp>\n"),
    "OpenSSL outside its wrapper": ("wrapper", "model/resources.h", "#include <openssl/evp.h>\n"),
    "CLI11 outside cli": ("wrapper", "planner/optimize.h", "#include <CLI/CLI.hpp>\n"),
    "spdlog in a library": ("wrapper", "model/resources.h", "#include <spdlog/spdlog.h>\n"),
    "Qt outside gui": ("wrapper", "cli/command_plan.cpp", "#include <QString>\n"),
    "unknown third party": ("wrapper", "model/resources.h", "#include <absl/strings/str_cat.h>\n"),
    "system header in a pure layer": ("wrapper", "planner/optimize.h", "#include <unistd.h>\n"),
    "clock": ("clock", "planner/optimize.h", "inline auto a = std::chrono::steady_clock::now();\n"),
    "C clock": ("clock", "model/cost.h", "inline auto a = time(nullptr);\n"),
    "random device": ("random", "model/cost.h", "inline std::random_device device;\n"),
    "rand": ("random", "model/cost.h", "inline int a = rand();\n"),
    "distribution": ("random", "model/simulate/audit.cpp", "std::normal_distribution<double> normal;\n"),
    "shuffle": ("random", "model/cost.h", "void f() { std::shuffle(a, b, c); }\n"),
    "getenv": ("environment", "model/cost.h", 'auto a = getenv("HOME");\n'),
    "locale": ("locale", "model/cost.h", "std::locale here;\n"),
    "strtod": ("locale", "model/cost.h", "double a = strtod(text, nullptr);\n"),
    "stod": ("locale", "model/cost.h", "double a = std::stod(text);\n"),
    "cout": ("print", "planner/optimize.h", "void f() { std::cout << 1; }\n"),
    "printf": ("print", "model/cost.h", 'void f() { printf("x"); }\n'),
    "thread": ("threads", "planner/optimize.h", "std::thread one;\n"),
    "mutex": ("threads", "model/simulate/audit.cpp", "std::mutex guard;\n"),
    "shell": ("shell", "cli/command_plan.cpp", 'void f() { system("ls"); }\n'),
    "shared mutable": ("shared-mutable", "cli/command_plan.cpp", "std::shared_ptr<int> a;\n"),
    "no pragma once": ("pragma-once", "model/bare.h", "namespace stowage {\n}\n"),
    "using namespace": ("using-namespace", "model/cost.h", "using namespace std;\n"),
    "bool parameter": ("bool-parameter", "model/cost.h", "int f(int a, bool isDry);\n"),
    "macro": ("macro", "model/cost.h", "#define MAX(a, b) a\n"),
    "long line": ("columns", "model/cost.h", "// " + "x" * 98 + "\n"),
    "todo": ("todo", "model/cost.h", "// TODO: later\n"),
    "long header": ("file-size", "model/cost.h", "\n" * 251),
    "long source": ("file-size", "cli/command_plan.cpp", "\n" * 801),
    "default over an enum": ("switch-default", "model/cost.h",
                             "int f(E e) {\n switch (e) {\n case E::A:\n return 1;\n default:\n return 2;\n }\n}\n"),
    "long function": ("function-size", "model/cost.h", "int f() {\n" + "    go();\n" * 70 + "}\n"),
    "long member function": ("function-size", "model/cost.h",
                             "namespace stowage {\nint A::f() const {\n" + "    if (a) { go(); }\n" * 70 + "}\n}\n"),
    "long constructor": ("function-size", "model/cost.h",
                         "A::A(int a)\n    : m_a(a), m_b{} {\n" + "    go();\n" * 70 + "}\n"),
    "doubled name": ("unique-name", "planner/cost.h", header("Cost", "stowage::planner")),
    "camel file name": ("file-name", "model/NodeShape.h", header("NodeShape")),
    "wrong namespace": ("namespace", "planner/stray.h", header("Stray")),
    "no readme": ("readme", "reconciler/differ.h", header("Differ", "stowage::reconciler")),
}


def write_tree(root, tree):
    for path, text in tree.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)


def findings_of(tree):
    with tempfile.TemporaryDirectory() as root:
        write_tree(root, tree)
        return arch_check.Checker(root).run()


class ArchCheckTest(unittest.TestCase):
    def test_clean_tree_passes(self):
        self.assertEqual([f.text() for f in findings_of(CLEAN_TREE)], [])

    def test_each_planted_violation_is_found(self):
        for name, (rule, path, text) in VIOLATIONS.items():
            with self.subTest(name):
                tree = dict(CLEAN_TREE)
                tree[path] = tree.get(path, "") + text
                found = [(f.rule, f.path) for f in findings_of(tree)]
                place = os.path.dirname(path) if rule == "readme" else path
                self.assertIn(rule, [r for r, p in found if p == place], found)

    def test_every_rule_has_a_planted_violation(self):
        with open(arch_check.__file__, encoding="utf-8") as file:
            source = file.read()
        import re
        rules = set(re.findall(r'report\(\w+, [^,]+(?:\([^)]*\))?[^,]*, "([a-z-]+)"', source))
        rules |= {rule for rule, _, _ in arch_check.FORBIDDEN_CALLS + arch_check.FORBIDDEN_EVERYWHERE}
        self.assertGreater(len(rules), 15)
        self.assertEqual(rules - {rule for rule, _, _ in VIOLATIONS.values()}, set())

    def test_line_numbers_point_at_the_violation(self):
        tree = dict(CLEAN_TREE)
        tree["model/cost.h"] = "#pragma once\n/* two\nlines */\nint a = rand();\n"
        self.assertIn(("model/cost.h", 4, "random"), [(f.path, f.line, f.rule) for f in findings_of(tree)])

    def test_a_function_of_exactly_the_limit_passes(self):
        tree = dict(CLEAN_TREE)
        tree["model/cost.h"] += "int f() {\n" + "    go();\n" * 68 + "}\n"
        self.assertEqual([f.text() for f in findings_of(tree)], [])

    def test_long_tables_are_not_functions(self):
        tree = dict(CLEAN_TREE)
        tree["model/cost.h"] += "constexpr int kTable[] = {\n" + "    1,\n" * 100 + "};\n"
        self.assertEqual([f.text() for f in findings_of(tree)], [])

    def test_program_ends_with_1_on_an_error_and_0_without(self):
        for tree, expected in [(CLEAN_TREE, 0), ({**CLEAN_TREE, "model/cost.h": "int a;\n"}, 1)]:
            with tempfile.TemporaryDirectory() as root:
                write_tree(root, tree)
                run = subprocess.run([sys.executable, arch_check.__file__, root], capture_output=True, check=False)
                self.assertEqual(run.returncode, expected, run.stdout)


if __name__ == "__main__":
    unittest.main()
