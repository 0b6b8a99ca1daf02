#!/usr/bin/env python3
"""The main job on the built program: init, import, validate, plan, compare, explain."""

import json
import os
from decimal import Decimal

from stowage_program import (BAD_USAGE, DONE, INFEASIBLE, OPERATING_ERROR, ROOT, SCENARIOS, TODAY, ProgramTest, main,
                             scenario, stowage, strict_json)

CHECK_IDS = ["fit.requests", "fit.memory", "fit.cpu", "fit.pods", "fit.disk", "fit.ports", "rollout.surge",
             "rollout.downtime", "nodeloss", "storage.follow", "storage.sqlite", "storage.rwx", "commons.redisIndexes",
             "commons.tenantIds", "commons.loginLength", "commons.connections", "hosts.unique", "strategy.consistent",
             "price.fresh", "latency.p95"]

TOO_EXPENSIVE = """apiVersion: stowage/v1
kind: Scenario
metadata: { name: too-expensive }
apps:
  - name: api
    workloads:
      - { name: api, environment: production, kind: Deployment, replicas: 1,
          requests: { cpu: 250m, memory: 512Mi },
          usage: { memory: { p50: 300Mi, p99: 400Mi }, cpu: { p50: 80m, p99: 200m } } }
requirements: { maxMonthlyCost: 0.01 }
candidates: { providers: [digitalocean] }
"""


DATABASE_IN_A_FILE = """apiVersion: stowage/v1
kind: Scenario
metadata: { name: file }
apps:
  - blueprint:
      name: shop
      serverVariation: fpm-nginx
      phpVersion: "8.4"
      databases: [sqlite]
      environments: { production: { hosts: { web: shop.example.com } } }
requirements: { surviveNodeLoss: [shop-production] }
candidates: { providers: [digitalocean] }
"""


class ShippedScenarioTest(ProgramTest):
    def test_every_one_validates_without_an_error(self):
        for name in SCENARIOS:
            with self.subTest(name):
                document = self.json_of("validate", scenario(name))
                self.assertEqual(document["kind"], "Diagnostics")

    def test_every_one_has_a_proven_recommendation(self):
        for name in SCENARIOS:
            with self.subTest(name):
                report = self.json_of("plan", scenario(name))
                best = next(plan for plan in report["plans"] if plan["id"] == report["recommended"])
                self.assertTrue(best["cost"]["proven"])
                self.assertFalse(best["cost"]["timeLimited"])
                self.assertEqual(best["cost"]["gap"], 0)

    def test_figures_of_every_plan_add_up(self):
        for name in SCENARIOS:
            report = self.json_of("plan", scenario(name))
            for plan in report["plans"]:
                with self.subTest(name=name, plan=plan["id"]):
                    self.check_sums(plan)
                    self.check_nodes(plan)
                    self.assertEqual([check["id"] for check in plan["checks"]], CHECK_IDS)

    def check_sums(self, plan):
        lines = sum(Decimal(str(line["monthly"])) for line in plan["cost"]["lines"])
        self.assertEqual(lines, Decimal(str(plan["cost"]["monthly"])))
        for figure in ["requests", "expected"]:
            for unit in ["cpuMilli", "memoryBytes"]:
                total = sum(pod[figure].get(unit, 0) for pod in plan["placement"])
                self.assertEqual(total, plan["totals"][figure][unit], f"{figure} {unit}")

    def check_nodes(self, plan):
        nodes = {node["name"]: node for node in plan["layout"]["nodes"]}
        for name, node in nodes.items():
            on_it = [pod for pod in plan["placement"] if pod["node"] == name]
            self.assertLessEqual(len(on_it), node["allocatable"]["pods"])
            for unit in ["cpuMilli", "memoryBytes"]:
                promised = sum(pod["requests"].get(unit, 0) for pod in on_it)
                self.assertLessEqual(promised, node["allocatable"][unit], f"{name} {unit}")
        for pod in plan["placement"]:
            self.assertIn(pod["node"], nodes)

    def test_same_bytes_on_1_2_and_8_threads(self):
        for name in SCENARIOS:
            with self.subTest(name):
                runs = [stowage("plan", scenario(name), "--json", "--today", TODAY, "--threads", threads).out
                        for threads in ["1", "2", "8"]]
                self.assertEqual(runs[0], runs[1])
                self.assertEqual(runs[0], runs[2])

    def test_compare_prints_text_and_a_report(self):
        for name in ["one-vps", "two-envs-one-server"]:
            with self.subTest(name):
                self.assertEqual(self.json_of("compare", scenario(name))["kind"], "PlanReport")
                self.assertIn("$", self.expect(stowage("compare", scenario(name), "--today", TODAY), DONE).out)


class PlanFileTest(ProgramTest):
    def test_the_file_is_the_json_of_standard_output(self):
        path = os.path.join(self.folder, "plan.json")
        self.expect(stowage("plan", scenario("one-vps"), "--today", TODAY, "-o", path), DONE)
        with open(path, encoding="utf-8") as file:
            written = file.read()
        self.assertEqual(written, stowage("plan", scenario("one-vps"), "--json", "--today", TODAY).out)

    def test_explain_needs_only_the_file(self):
        path = os.path.join(self.folder, "plan.json")
        stowage("plan", scenario("two-envs-one-server"), "--today", TODAY, "-o", path)
        document = strict_json(self.expect(stowage("explain", path, "--json", cwd=self.folder), DONE).out)
        self.assertEqual(document["kind"], "Explanation")
        text = self.expect(stowage("explain", path, cwd=self.folder), DONE).out
        self.assertGreater(len(text.split("\n")), 5)

    def test_explain_of_a_plan_that_is_not_there_is_bad_usage(self):
        path = os.path.join(self.folder, "plan.json")
        stowage("plan", scenario("one-vps"), "--today", TODAY, "-o", path)
        outcome = self.expect(stowage("explain", path, "--plan", "p99"), BAD_USAGE)
        self.assertIn("p99", outcome.err)

    def test_explain_refuses_an_edited_file(self):
        path = os.path.join(self.folder, "plan.json")
        stowage("plan", scenario("one-vps"), "--today", TODAY, "-o", path)
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        report["plans"][0]["cost"]["monthly"] = 1
        edited = self.write("edited.json", json.dumps(report))
        outcome = self.expect(stowage("explain", edited), BAD_USAGE)
        self.assertEqual(outcome.out, "")
        self.assertIn("digest", outcome.err)
        self.assertEqual(self.json_of("explain", edited, code=BAD_USAGE)["kind"], "Diagnostics")

    def test_a_report_of_another_kind_is_refused(self):
        path = self.write("other.json", '{ "apiVersion": "stowage/v1", "kind": "Scenario" }\n')
        self.expect(stowage("explain", path), BAD_USAGE)

    def test_output_that_cannot_be_written_is_an_operating_error(self):
        outcome = stowage("plan", scenario("one-vps"), "--today", TODAY, "-o", "/nonexistent/plan.json")
        self.expect(outcome, OPERATING_ERROR)
        self.assertIn("/nonexistent/plan.json", outcome.err)

    def test_scenario_of_a_report_plans_to_the_same_answer(self):
        report = self.json_of("plan", scenario("one-vps"))
        inside = self.write("again.json", json.dumps(report["scenario"]["document"]))
        again = self.json_of("plan", inside)
        self.assertEqual(again["plans"][0]["cost"], report["plans"][0]["cost"])
        self.assertEqual(again["plans"][0]["placement"], report["plans"][0]["placement"])


class NoTest(ProgramTest):
    def test_proven_impossible_ends_with_4_and_says_why(self):
        path = self.write("scenario.yaml", TOO_EXPENSIVE)
        report = self.json_of("plan", path, code=INFEASIBLE)
        self.assertIsNone(report["recommended"])
        self.assertIn("limit.cost", [refused["because"]["check"] for refused in report["refused"]])
        text = self.expect(stowage("plan", path, "--today", TODAY), INFEASIBLE).out
        self.assertIn("0.01", text)

    def test_a_database_file_cannot_survive_its_node_on_any_layout(self):
        path = self.write("scenario.yaml", DATABASE_IN_A_FILE)
        report = self.json_of("plan", path, code=INFEASIBLE)
        self.assertEqual([refused["because"]["check"] for refused in report["refused"]], ["nodeloss"])
        self.assertIn("SQLite", self.expect(stowage("plan", path, "--today", TODAY), INFEASIBLE).out)

    def test_where_nothing_fits_the_nearest_layouts_are_shown(self):
        # No machine has 300 GiB; a tenth of that is farther away than the largest machines are.
        path = self.write("scenario.yaml", TOO_EXPENSIVE.replace("512Mi", "300Gi").replace("0.01", "100000"))
        report = self.json_of("plan", path, code=INFEASIBLE)
        missing = [refused["because"]["short"] / refused["because"]["needed"] for refused in report["refused"]]
        self.assertTrue(missing)
        self.assertLess(max(missing), 0.95)

    def test_invalid_scenario_ends_with_2_lists_all_findings_and_writes_nothing(self):
        path = self.write("scenario.yaml", TOO_EXPENSIVE.replace("replicas: 1", "replicsa: 1").replace("512Mi", "512Mx"))
        for command in ["plan", "compare", "validate"]:
            with self.subTest(command):
                target = os.path.join(self.folder, "plan.json")
                extra = [] if command == "validate" else ["-o", target]
                outcome = self.expect(stowage(command, path, "--today", TODAY, *extra), BAD_USAGE)
                self.assertFalse(os.path.exists(target))
                text = outcome.out + outcome.err
                self.assertIn("replicsa", text)
                self.assertIn("replicas", text)
                self.assertIn("512Mx", text)
                self.assertRegex(text, r"scenario\.yaml:\d+:\d+: error: ")

    def test_diagnostics_as_json(self):
        path = self.write("scenario.yaml", TOO_EXPENSIVE.replace("replicas: 1", "replicsa: 1"))
        document = self.json_of("validate", path, code=BAD_USAGE)
        self.assertEqual(document["kind"], "Diagnostics")

    def test_a_file_that_cannot_be_opened_is_a_document_too(self):
        for command in ["validate", "plan", "compare", "explain"]:
            with self.subTest(command):
                document = self.json_of(command, "no-such.yaml", code=OPERATING_ERROR)
                self.assertEqual(document["kind"], "Diagnostics")
                self.assertFalse(document["valid"])
                self.assertEqual(document["diagnostics"][0]["file"], "no-such.yaml")

    def test_plan_prints_its_findings_as_json(self):
        path = self.write("scenario.yaml", TOO_EXPENSIVE.replace("replicas: 1", "replicsa: 1"))
        document = self.json_of("plan", path, code=BAD_USAGE)
        self.assertEqual((document["kind"], document["errors"]), ("Diagnostics", 1))

    def test_servers_that_nobody_sells_are_found_by_validate_with_their_place(self):
        cases = {
            "{ provider: hetzner, offer: s-1vcpu-2gb }": "provider 'hetzner' has no vps 's-1vcpu-2gb'",
            "{ provider: nobody, offer: s-1vcpu-2gb }": "provider 'nobody'",
            "{ provider: hetzner, offer: cx23 }": "no exchange rate to USD",
        }
        for node, message in cases.items():
            fixed = f"candidates: {{ fixed: {{ topology: single-node, nodes: [ {node} ] }} }}\n"
            path = self.write("scenario.yaml", TOO_EXPENSIVE.split("requirements:")[0] + fixed)
            for command in ["validate", "plan"]:
                with self.subTest(command + " " + node):
                    outcome = self.expect(stowage(command, path), BAD_USAGE)
                    self.assertIn(message, outcome.out + outcome.err)
                    self.assertRegex(outcome.out + outcome.err, r"scenario\.yaml:10:\d+: error: ")

    def test_a_provider_may_be_left_out_where_one_alone_sells_the_offer(self):
        fixed = "candidates: { fixed: { topology: single-node, nodes: [ { offer: s-1vcpu-2gb } ] } }\n"
        path = self.write("scenario.yaml", TOO_EXPENSIVE.split("requirements:")[0] + fixed)
        self.expect(stowage("validate", path), DONE)

    def test_files_of_the_data_folder_that_nobody_reads_are_named(self):
        self.write("data/assumptons.yaml", "{}\n")
        for command in ["validate", "plan"]:
            with self.subTest(command):
                outcome = stowage(command, scenario("one-vps"), "--data", os.path.join(self.folder, "data"))
                self.expect(outcome, DONE)
                self.assertIn("assumptons.yaml: warning: no data file has this name", outcome.out + outcome.err)

    def test_verbose_says_how_far_it_is(self):
        outcome = self.expect(stowage("plan", scenario("one-vps"), "--verbose", "--today", TODAY), DONE)
        self.assertIn("searching the cheapest layout", outcome.err)
        self.assertRegex(outcome.err, r"proven: \d+ sets of machines refused")
        quiet = self.expect(stowage("plan", scenario("one-vps"), "--today", TODAY), DONE)
        self.assertNotIn("searching", quiet.err)
        self.assertEqual(quiet.out, outcome.out)

    def test_hostile_files_are_refused(self):
        bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in range(1, 9):
            bomb += f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * 9) + "]\n"
        hostile = {"bomb.yaml": bomb, "deep.yaml": "[" * 200 + "]" * 200, "twice.yaml": "kind: a\nkind: b\n",
                   "big.yaml": "a: " + "x" * (4 * 1024 * 1024 + 1), "empty.yaml": "", "list.yaml": "[1, 2]\n"}
        for name, text in hostile.items():
            with self.subTest(name):
                outcome = self.expect(stowage("validate", self.write(name, text)), BAD_USAGE)
                self.assertIn(name, outcome.out + outcome.err)


class StartTest(ProgramTest):
    def test_init_writes_a_scenario_that_plans_at_once(self):
        self.expect(stowage("init", self.folder), DONE)
        written = [name for name in os.listdir(self.folder) if name.endswith(".yaml")]
        self.assertEqual(len(written), 1)
        path = os.path.join(self.folder, written[0])
        self.expect(stowage("validate", path), DONE)
        self.expect(stowage("plan", path, "--today", TODAY), DONE)
        with open(path, encoding="utf-8") as file:
            self.assertIn("#", file.read())

    def test_init_does_not_overwrite(self):
        stowage("init", self.folder)
        before = {name: os.path.getmtime(os.path.join(self.folder, name)) for name in os.listdir(self.folder)}
        self.expect(stowage("init", self.folder), OPERATING_ERROR)
        after = {name: os.path.getmtime(os.path.join(self.folder, name)) for name in os.listdir(self.folder)}
        self.assertEqual(before, after)

    def test_import_of_the_shipped_blueprints_validates_and_plans(self):
        path = os.path.join(self.folder, "scenario.yaml")
        for app in ["plex-react", "shop", "blog", "printing"]:
            with self.subTest(app):
                self.expect(stowage("import", os.path.join(ROOT, "scenarios", app), "-o", path, "--force"), DONE)
                self.expect(stowage("validate", path), DONE)
                self.expect(stowage("plan", path, "--today", TODAY), DONE)

    def test_import_does_not_overwrite_without_force(self):
        path = self.write("scenario.yaml", "mine\n")
        blueprint = os.path.join(ROOT, "scenarios", "shop")
        self.expect(stowage("import", blueprint, "-o", path), OPERATING_ERROR)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine\n")
        self.expect(stowage("import", blueprint, "-o", path, "--force"), DONE)

    def test_import_of_a_broken_blueprint_writes_nothing(self):
        self.write("app/.larakube.json", '{ "name": "app", "database": ')
        path = os.path.join(self.folder, "scenario.yaml")
        outcome = self.expect(stowage("import", os.path.join(self.folder, "app"), "-o", path), BAD_USAGE)
        self.assertFalse(os.path.exists(path))
        self.assertIn(".larakube.json:1:", outcome.out + outcome.err)


class CatalogTest(ProgramTest):
    def test_every_document_names_its_kind(self):
        for arguments, kind in [(["catalog", "list"], "CatalogReport"), (["catalog", "check"], "CatalogReport"),
                                (["catalog", "profile", "mariadb"], "ProfileReport")]:
            with self.subTest(arguments):
                self.assertEqual(self.json_of(*arguments)["kind"], kind)

    def test_profile_follows_its_parameters(self):
        few = self.json_of("catalog", "profile", "horizon", "--set", "workers=1")
        many = self.json_of("catalog", "profile", "horizon", "--set", "workers=8")
        self.assertGreater(many["memoryBytes"]["expected"], few["memoryBytes"]["expected"])
        self.assertLessEqual(few["coreBytes"]["expected"], few["memoryBytes"]["expected"])

    def test_old_prices_are_named(self):
        late = stowage("catalog", "check", "--today", "2027-06-01")
        self.assertIn("days", late.out + late.err)


if __name__ == "__main__":
    main()
