#!/usr/bin/env python3
"""Help, version, exit codes, streams and colour of the built program."""

import os
import subprocess
import unittest

from stowage_program import (BAD_USAGE, COMMANDS, DONE, OPERATING_ERROR, PROGRAM, TODAY, ProgramTest, environment, main,
                             scenario, stowage, stowage_on_terminal)


class HelpTest(ProgramTest):
    def test_version_is_one_line(self):
        outcome = self.expect(stowage("--version"), DONE)
        self.assertRegex(outcome.out, r"^stowage \d+\.\d+\.\d+\n$")
        self.assertEqual(outcome.err, "")

    def test_every_command_explains_itself_within_80_columns(self):
        for command in [[]] + COMMANDS:
            with self.subTest(command):
                outcome = self.expect(stowage(*command, "--help"), DONE)
                self.assertEqual(outcome.err, "")
                self.assertIn("Usage: " + " ".join(["stowage"] + command), outcome.out)
                for line in outcome.out.split("\n"):
                    self.assertLessEqual(len(line), 80, line)

    def test_every_command_shows_an_example(self):
        for command in COMMANDS:
            with self.subTest(command):
                self.assertIn("Examples:\n  stowage " + command[0], stowage(*command, "--help").out)

    def test_program_help_lists_every_command(self):
        out = stowage("--help").out
        for command in COMMANDS:
            self.assertIn(f"\n  {command[0]} ", out)


class UsageErrorTest(ProgramTest):
    def test_wrong_usage_ends_with_2_and_prints_only_on_standard_error(self):
        wrong = [[], ["plna"], ["plan"], ["plan", scenario("one-vps"), "--no-such"], ["validate"],
                 ["plan", scenario("one-vps"), "--today", "tomorrow"], ["plan", scenario("one-vps"), "--threads", "0"],
                 ["plan", scenario("one-vps"), "--time-limit", "-1"], ["plan", scenario("one-vps"), "--gap", "x"],
                 ["catalog", "profile", "no-such-profile"], ["catalog", "profile", "redis", "--set", "nosuch=1"],
                 ["catalog", "show", "no-such-offer"]]
        for arguments in wrong:
            with self.subTest(arguments):
                outcome = self.expect(stowage(*arguments), BAD_USAGE)
                self.assertEqual(outcome.out, "")
                self.assertNotEqual(outcome.err, "")

    def test_unknown_option_of_every_command_names_it(self):
        for command in COMMANDS:
            with self.subTest(command):
                outcome = self.expect(stowage(*command, "--jsno"), BAD_USAGE)
                self.assertIn("unknown option '--jsno' (did you mean '--json'?)", outcome.err)

    def test_files_that_cannot_be_opened_end_with_1(self):
        for arguments in [["plan", "no-such.yaml"], ["validate", "no-such.yaml"], ["compare", "no-such.yaml"],
                          ["explain", "no-such.json"], ["import", "no-such-folder"],
                          ["plan", scenario("one-vps"), "--data", "no-such-folder"]]:
            with self.subTest(arguments):
                outcome = self.expect(stowage(*arguments), OPERATING_ERROR)
                self.assertEqual(outcome.out, "")
                self.assertIn("no-such", outcome.err)

    def test_full_device_is_an_operating_error(self):
        with open("/dev/full", "wb") as full:
            outcome = stowage("--help", stdout=full)
        self.expect(outcome, OPERATING_ERROR)

    def test_reader_that_goes_away_does_not_hang(self):
        # `stowage plan … | head -1`: the pipe breaks; the program ends by the signal or with an error.
        process = subprocess.Popen([PROGRAM, "plan", scenario("one-vps"), "--today", TODAY], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
        process.stdout.close()
        self.assertNotEqual(process.wait(timeout=60), None)


class ColourTest(ProgramTest):
    PLAN = ["plan", scenario("one-vps"), "--today", TODAY]

    def test_none_in_a_pipe(self):
        outcome = self.expect(stowage(*self.PLAN), DONE)
        self.assertNotIn("\x1b", outcome.out + outcome.err)

    def test_on_a_terminal(self):
        outcome = self.expect(stowage_on_terminal(*self.PLAN), DONE)
        self.assertIn("\x1b[", outcome.out)

    def test_never_with_no_color_or_a_dumb_terminal(self):
        for env in [environment(NO_COLOR="1"), environment(TERM="dumb")]:
            self.assertNotIn("\x1b", stowage_on_terminal(*self.PLAN, env=env).out)

    def test_never_in_json(self):
        self.assertNotIn("\x1b", stowage_on_terminal(*self.PLAN, "--json").out)

    def test_text_is_the_same_with_and_without(self):
        import re
        coloured = stowage_on_terminal(*self.PLAN).out
        self.assertEqual(re.sub(r"\x1b\[[0-9;]*m", "", coloured), stowage(*self.PLAN).out)

    def test_no_line_is_wider_than_80_columns(self):
        import unicodedata
        for arguments in [self.PLAN, ["compare", scenario("one-vps"), "--today", TODAY],
                          ["catalog", "list", "--today", TODAY], ["catalog", "profile"],
                          ["catalog", "check", "--today", TODAY]]:
            for line in stowage(*arguments).out.split("\n"):
                width = sum(0 if unicodedata.combining(c) else 1 for c in line)
                self.assertLessEqual(width, 80, f"{arguments}: {line}")


class EnvironmentTest(ProgramTest):
    def test_locale_and_home_change_nothing(self):
        plain = stowage("plan", scenario("one-vps"), "--today", TODAY).out
        for env in [environment(LC_ALL="de_DE.UTF-8"), environment(LANG="C"), {"PATH": "/usr/bin"}]:
            self.assertEqual(stowage("plan", scenario("one-vps"), "--today", TODAY, env=env).out, plain)

    def test_nothing_is_written_into_the_working_folder(self):
        stowage("plan", scenario("one-vps"), "--today", TODAY, cwd=self.folder)
        self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    main()
