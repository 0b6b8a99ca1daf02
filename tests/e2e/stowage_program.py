"""Runs the built program for the end-to-end tests. Its path stands in STOWAGE_PROGRAM."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import unittest
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("STOWAGE_PROGRAM", os.path.join(ROOT, "build", "release", "bin", "stowage"))
TODAY = "2026-10-15"
SCENARIOS = ["one-vps", "two-apps-one-server", "two-envs-one-server", "plex-commons", "all-together", "multi-node",
             "agency"]
COMMANDS = [["init"], ["import"], ["validate"], ["plan"], ["compare"], ["explain"], ["catalog"],
            ["catalog", "list"], ["catalog", "show"], ["catalog", "check"], ["catalog", "profile"]]

DONE, OPERATING_ERROR, BAD_USAGE, INFEASIBLE = 0, 1, 2, 4


@dataclass
class Outcome:
    code: int
    out: str
    err: str


def scenario(name):
    return os.path.join(ROOT, "scenarios", name + ".yaml")


def environment(**changes):
    """The least that a program needs; nothing of the caller's terminal or locale."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "TERM": "xterm", **changes}


def stowage(*arguments, cwd=None, env=None, stdout=subprocess.PIPE):
    run = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
                         cwd=cwd or ROOT, env=env or environment(), timeout=240, check=False)
    return Outcome(run.returncode, (run.stdout or b"").decode("utf-8"), run.stderr.decode("utf-8"))


def stowage_on_terminal(*arguments, env=None, columns=80):
    """The same with standard output on a terminal of this width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=follower,
                               stderr=subprocess.PIPE, cwd=ROOT, env=env or environment())
    os.close(follower)
    parts = []
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    err = process.stderr.read().decode("utf-8")
    process.stderr.close()
    process.wait()
    os.close(leader)
    return Outcome(process.returncode, b"".join(parts).decode("utf-8").replace("\r\n", "\n"), err)


def refuse_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"duplicate key in {keys}")
    return dict(pairs)


def refuse_constant(word):
    raise ValueError(f"{word} is not JSON")


def strict_json(text):
    """Parses what RFC 8259 allows and nothing more: no duplicate keys, no NaN."""
    return json.loads(text, object_pairs_hook=refuse_duplicates, parse_constant=refuse_constant)


class ProgramTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def expect(self, outcome, code, message=None):
        self.assertEqual(outcome.code, code, f"{message or ''}\nstdout: {outcome.out[:2000]}\nstderr: {outcome.err[:2000]}")
        return outcome

    def json_of(self, *arguments, code=DONE):
        outcome = self.expect(stowage(*arguments, "--json", "--today", TODAY), code, arguments)
        document = strict_json(outcome.out)
        self.assertEqual(document["apiVersion"], "stowage/v1")
        self.assertTrue(outcome.out.endswith("\n"))
        return document


def main():
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"'{PROGRAM}' is not built; set STOWAGE_PROGRAM")
    unittest.main(module="__main__", verbosity=1)
