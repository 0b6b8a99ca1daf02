#!/usr/bin/env python3
"""docs/conformance.md names tests that exist, and every row a state that is one of the four words."""

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STATES = ("agree", "better", "differs", "wrong")


def tests_of_sources():
    names = set()
    folder = os.path.join(ROOT, "tests", "unit")
    for file_name in os.listdir(folder):
        if file_name.endswith(".cpp"):
            names.add(file_name)
            with open(os.path.join(folder, file_name), encoding="utf-8") as file:
                names.update(".".join(pair) for pair in re.findall(r"TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", file.read()))
    return names


def findings(text, known):
    rows = 0
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(cells) != 5 or cells[0] == "clause" or set(cells[0]) == {"-"}:
            continue
        rows += 1
        if not cells[4].startswith(STATES):
            yield f"{number}: state '{cells[4]}' is none of {', '.join(STATES)}"
        named = re.findall(r"`(\w+\.\w+)`", cells[3])
        if cells[4].startswith("agree") and not named:
            yield f"{number}: '{cells[0]}' agrees without a test"
        for test in named:
            if test not in known:
                yield f"{number}: there is no test '{test}'"
    if rows < 60:
        yield f"only {rows} rows; none is ever deleted"


def main():
    with open(os.path.join(ROOT, "docs", "conformance.md"), encoding="utf-8") as file:
        text = file.read()
    known = tests_of_sources()
    found = list(findings(text, known))
    # The check itself must be able to fail.
    spoilt = text.replace("| agree |", "| maybe |", 1).replace("ConformanceCost.", "Conformance.", 1)
    if len(list(findings(spoilt, known))) < 2:
        found.append("a spoilt ledger is not noticed")
    for line in found:
        print(f"docs/conformance.md:{line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
