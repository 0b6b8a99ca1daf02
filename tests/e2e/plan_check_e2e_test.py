#!/usr/bin/env python3
"""Every plan that the program writes is judged, as a file, by the program of the independent checker."""

import os
import subprocess

from stowage_program import DONE, ROOT, SCENARIOS, TODAY, ProgramTest, environment, main, scenario, stowage

CHECKER = os.environ.get("STOWAGE_CHECK_PLAN", os.path.join(ROOT, "build", "release", "bin", "check_plan"))
HOLDS, BROKEN, UNREADABLE = 0, 1, 2

# Raw workloads on nodes that state what pods may use: no LaraKube, no K3s, no system pods.
NODES = """
apiVersion: stowage/v1
kind: Scenario
metadata: {{ name: {name} }}
apps:
  - name: shop
    workloads:
{workloads}
candidates:
  providers: []
  maxNodes: 6
  customOffers:
    - {{ name: small, monthly: 5, kind: node, allocatable: {{ cpu: 2, memory: 4Gi, pods: 10, example.com/license: 4 }}, labels: {{ topology.kubernetes.io/zone: a }} }}
    - {{ name: large, monthly: 9.01, kind: node, allocatable: {{ cpu: 4, memory: 8Gi, pods: 20 }}, labels: {{ topology.kubernetes.io/zone: b }} }}
requirements: {{ placement: {placement}, binding: [fit.requests, fit.pods, fit.ports], headroom: {headroom} }}
"""
WORKLOADS = {
    "plain": ["{ name: api, environment: production, replicas: 5, requests: { cpu: 700m, memory: 1Gi } }",
              "{ name: job, environment: production, replicas: 3, requests: { cpu: 300m, memory: 2Gi } }"],
    "rules": ["{ name: api, environment: production, replicas: 3, requests: { cpu: 500m }, antiAffinity: [api] }",
              "{ name: edge, environment: production, replicas: 2, hostPorts: [443], requests: { memory: 512Mi } }",
              "{ name: key, environment: production, requests: { cpu: 100m, example.com/license: 1 } }",
              "{ name: wide, environment: production, replicas: 4, requests: { cpu: 100m }, spread: "
              "{ topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule } }"],
}


class PlanCheckTest(ProgramTest):
    def checked(self, scenario_path, plan_path):
        return subprocess.run([CHECKER, scenario_path, plan_path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=environment(), timeout=240, check=False, encoding="utf-8")

    def plan(self, scenario_path):
        path = os.path.join(self.folder, "plan.json")
        self.expect(stowage("plan", scenario_path, "-o", path, "--today", TODAY), DONE, scenario_path)
        return path

    def expect_holds(self, scenario_path):
        plan_path = self.plan(scenario_path)
        outcome = self.checked(scenario_path, plan_path)
        self.assertEqual((outcome.returncode, outcome.stdout), (HOLDS, ""), scenario_path)
        return plan_path

    def test_shipped_scenarios(self):
        for name in SCENARIOS:
            with self.subTest(name):
                self.expect_holds(scenario(name))

    def test_raw_workloads(self):
        for name, workloads in WORKLOADS.items():
            for placement in ["pinned", "reachable"]:
                for headroom in ["0", "0.1"]:
                    with self.subTest(name=name, placement=placement, headroom=headroom):
                        text = NODES.format(name=name, placement=placement, headroom=headroom,
                                            workloads="\n".join("      - " + workload for workload in workloads))
                        self.expect_holds(self.write("scenario.yaml", text))

    def test_a_plan_of_another_question_does_not_hold(self):
        plan_path = self.plan(scenario("one-vps"))
        outcome = self.checked(scenario("plex-commons"), plan_path)
        self.assertEqual(outcome.returncode, BROKEN)
        self.assertIn("report", outcome.stdout)

    def test_a_changed_byte_is_seen(self):
        plan_path = self.plan(scenario("one-vps"))
        with open(plan_path, encoding="utf-8") as file:
            text = file.read()
        self.assertIn('"monthly": 12.00', text)
        with open(plan_path, "w", encoding="utf-8") as file:
            file.write(text.replace('"monthly": 12.00', '"monthly": 11.00', 1))
        outcome = self.checked(scenario("one-vps"), plan_path)
        self.assertEqual(outcome.returncode, BROKEN)
        self.assertIn("integrity", outcome.stdout)

    def test_what_cannot_be_read_is_said(self):
        outcome = self.checked(scenario("one-vps"), os.path.join(self.folder, "none.json"))
        self.assertEqual(outcome.returncode, UNREADABLE)
        outcome = self.checked(os.path.join(self.folder, "none.yaml"), scenario("one-vps"))
        self.assertEqual(outcome.returncode, UNREADABLE)


if __name__ == "__main__":
    main()
