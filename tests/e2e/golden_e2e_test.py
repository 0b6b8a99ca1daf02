#!/usr/bin/env python3
"""The reports of the shipped scenarios are the bytes in tests/golden, whose arithmetic why.md gives.

UPDATE_GOLDEN=1 rewrites them and prints what moved.
"""

import difflib
import os
import re

from stowage_program import DONE, ROOT, SCENARIOS, TODAY, ProgramTest, main, scenario, stowage

GOLDEN = os.path.join(ROOT, "tests", "golden")


class GoldenTest(ProgramTest):
    def compare(self, path, actual):
        place = os.path.join(GOLDEN, path)
        expected = ""
        if os.path.exists(place):
            with open(place, encoding="utf-8") as file:
                expected = file.read()
        if expected == actual:
            return
        moved = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "golden/" + path, "now", n=1,
                                          lineterm=""))
        shown = "\n".join(moved[:80]) + (f"\n… and {len(moved) - 80} more lines" if len(moved) > 80 else "")
        if os.environ.get("UPDATE_GOLDEN") == "1":
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as file:
                file.write(actual)
            print(shown)
            return
        self.fail(f"tests/golden/{path} differs (UPDATE_GOLDEN=1 rewrites it):\n{shown}")

    def test_plan_reports(self):
        for name in SCENARIOS:
            with self.subTest(name):
                outcome = self.expect(stowage("plan", scenario(name), "--json", "--today", TODAY), DONE)
                self.compare(f"{name}/expected_plan.json", outcome.out)

    def test_texts(self):
        for name in SCENARIOS:
            for command in ["plan", "compare"]:
                with self.subTest(name=name, command=command):
                    path = os.path.join("scenarios", name + ".yaml")
                    outcome = self.expect(stowage(command, path, "--today", TODAY), DONE)
                    self.compare(f"{name}/expected_{command}.txt", outcome.out)

    def test_readme_shows_what_the_program_prints(self):
        place = os.path.join(ROOT, "README.md")
        with open(place, encoding="utf-8") as file:
            text = file.read()
        shown = re.search(r"```console\n\$ stowage (plan [^\n]*)\n(.*?)```", text, re.DOTALL)
        outcome = self.expect(stowage(*shown.group(1).split()), DONE)
        if os.environ.get("UPDATE_GOLDEN") == "1":
            with open(place, "w", encoding="utf-8") as file:
                file.write(text[:shown.start(2)] + outcome.out + text[shown.end(2):])
            return
        self.assertEqual(shown.group(2), outcome.out, "UPDATE_GOLDEN=1 rewrites it")

    def test_every_golden_gives_its_arithmetic(self):
        for name in SCENARIOS:
            with self.subTest(name):
                with open(os.path.join(GOLDEN, name, "why.md"), encoding="utf-8") as file:
                    self.assertRegex(file.read(), r"\d")


if __name__ == "__main__":
    main()
