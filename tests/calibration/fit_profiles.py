#!/usr/bin/env python3
"""Fits the coefficients of model/data/profiles to the measured rows in data/.

    fit_profiles.py            prints every coefficient and the largest deviation of each fit
    fit_profiles.py --check D  compares them with the rows of the profile files in folder D;
                               ends with 1 when one differs by more than a rounding

Only the standard library is used. Every fit is linear least squares on relative deviations,
(predicted - measured) / measured, re-weighted so that the largest deviation counts most: the
tolerances that the profiles have to meet are relative and hold for every row. The starting values
of a fit and the number of rounds are fixed, so that the result is the same everywhere.
"""

import csv
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 60


def rows(name, **wanted):
    with open(os.path.join(HERE, "data", name + ".csv"), newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if all(row[key] in (value if isinstance(value, tuple) else (value,))
                   for key, value in wanted.items())
        ]


def solve(matrix, right):
    """Gaussian elimination with row exchange."""
    size = len(right)
    work = [list(line) + [value] for line, value in zip(matrix, right)]
    for column in range(size):
        best = max(range(column, size), key=lambda at: abs(work[at][column]))
        work[column], work[best] = work[best], work[column]
        for at in range(size):
            if at != column:
                factor = work[at][column] / work[column][column]
                work[at] = [a - factor * b for a, b in zip(work[at], work[column])]
    return [work[at][size] / work[at][at] for at in range(size)]


def weighted(design, measured, weights):
    size = len(design[0])
    matrix = [[sum(w * line[i] * line[j] for line, w in zip(design, weights))
               for j in range(size)] for i in range(size)]
    right = [sum(w * line[i] * value for line, value, w in zip(design, measured, weights))
             for i in range(size)]
    return solve(matrix, right)


def predict(line, coefficients):
    return sum(a * b for a, b in zip(line, coefficients))


def deviation(design, measured, coefficients):
    return max(abs(predict(line, coefficients) / value - 1)
               for line, value in zip(design, measured))


class Report:
    def __init__(self):
        self.values = {}  # id -> {"value": x, "core": y}

    def put(self, name, value, kind="value"):
        self.values.setdefault(name, {})[kind] = value

    def fit(self, title, names, design, tables, power=6, fixed=None, scale=None):
        """tables: measure ("value" or "core") -> measured column. fixed: column -> measure ->
        coefficient, taken from another fit. scale: the tolerated deviation of each row, when it
        is not a share of the measured value."""
        for kind, measured in tables.items():
            known = {at: entry[kind] for at, entry in (fixed or {}).items()}
            free = [at for at in range(len(names)) if at not in known]
            rest = [value - sum(line[at] * c for at, c in known.items())
                    for line, value in zip(design, measured)]
            lines = [[line[at] for at in free] for line in design]
            found = fit_scaled(lines, rest, scale or measured, power)
            full = [known.get(at) for at in range(len(names))]
            for at, value in zip(free, found):
                full[at] = value
            for name, value in zip(names, full):
                self.put(name, value, kind)
            print(f"{title} ({kind}): largest deviation "
                  f"{100 * deviation(design, measured, full):.1f} % of {len(measured)} rows")
        return {name: self.values[name] for name in names}


def fit_scaled(lines, rest, scale, power):
    """Least deviations in units of `scale`, in the `power` norm by re-weighting; 2 is plain."""
    design = [[x / value for x in line] for line, value in zip(lines, scale)]
    goal = [left / value for left, value in zip(rest, scale)]
    weights = [1.0] * len(goal)
    found = weighted(design, goal, weights)
    for _ in range(0 if power == 2 else ROUNDS):
        errors = [abs(predict(line, found) - value) for line, value in zip(design, goal)]
        largest = max(max(errors), 1e-12)
        weights = [max(e / largest, 0.05) ** (power - 2) for e in errors]
        fresh = weighted(design, goal, weights)
        found = [0.75 * old + 0.25 * new for old, new in zip(found, fresh)]
    return found


def columns(table, divide=None):
    """Both measures of rows, per instance."""
    count = [float(row[divide]) if divide else 1.0 for row in table]
    return {"value": [float(row["ws_mib"]) / n for row, n in zip(table, count)],
            "core": [float(row["core_mib"]) / n for row, n in zip(table, count)]}


# Structure of the engines' buffer pools, from the rows and the engines' documented defaults.
POOL = {"stock": 128.0, "small": 32.0}
SMALL_POOL_FULL = 3.0  # tenants whose pages fill what a 32 MiB pool has left
TOUCHED_PER_TENANT = 64.0  # MiB of pool that one tenant's import fills: the rows of a 128 MiB pool
#                            stop growing with the second tenant


def mariadb(report):
    bare = rows("connections", engine="mariadb", use="bare")
    names = ["bench.stock", "bench.small", "mariadb.connection.idle"]
    design = [[row["config"] == "stock", row["config"] == "small", float(row["connections"])]
              for row in bare]
    report.fit("MariaDB idle connections", names, design, columns(bare), power=2)
    held = rows("connections", engine="mariadb", use="prepared")
    names[2] = "mariadb.connection.light"
    design = [[row["config"] == "stock", row["config"] == "small", float(row["connections"])]
              for row in held]
    light = report.fit("MariaDB busy connections", names, design, columns(held), power=2)

    table = rows("engines", engine="mariadb", load=("idle", "light"))
    names = ["mariadb.base.stock", "mariadb.base.small", "mariadb.restored.share",
             "mariadb.data.stock", "mariadb.data.small", "mariadb.connection.light"]
    design = []
    for row in table:
        tenants = float(row["tenants_each"])
        stock, busy = row["config"] == "stock", row["load"] == "light"
        restored = min(tenants * TOUCHED_PER_TENANT, POOL[row["config"]])
        design.append([stock, not stock, restored, tenants * (stock and busy),
                       min(tenants, SMALL_POOL_FULL) * ((not stock) and busy),
                       float(row["connections_each"]) * busy])
    report.fit("MariaDB layouts", names, design, columns(table, "instances"),
               fixed={5: light["mariadb.connection.light"]})
    pool = rows("mariadb_pool")
    design = [[1.0, float(row["pool_mib"]), float(row["pool_data_mib"])] for row in pool]
    report.fit("MariaDB buffer pool", ["bench.pool", "mariadb.pool.overhead", "bench.page"],
               design, columns(pool), power=2)


def mysql_step(connections):
    """Between ten and twenty busy connections MySQL maps one more block of memory."""
    return min(max((connections - 10.0) / 10.0, 0.0), 1.0)


def mysql(report):
    names = ["mysql.base.stock", "mysql.base.small", "mysql.tenant.stock", "mysql.tenant.small",
             "mysql.data.stock", "mysql.connection.light", "mysql.step", "bench.stock",
             "bench.small"]
    table = rows("engines", engine="mysql", load=("idle", "light"))
    held = rows("connections", engine="mysql", use="prepared")
    design = []
    for row in table:
        tenants, clients = float(row["tenants_each"]), float(row["connections_each"])
        stock, busy = row["config"] == "stock", row["load"] == "light"
        design.append([stock, not stock, tenants * stock, tenants * (not stock),
                       tenants * (stock and busy), clients * busy, mysql_step(clients) * busy,
                       0, 0])
    for row in held:
        stock, clients = row["config"] == "stock", float(row["connections"])
        design.append([0, 0, 0, 0, 0, clients, mysql_step(clients), stock, not stock])
    measured = {kind: columns(table, "instances")[kind] + columns(held)[kind]
                for kind in ("value", "core")}
    report.fit("MySQL layouts and connections", names, design, measured, power=4)


CACHED_TENANTS = 4.0  # further tenants until the page cache of heap and log stops growing


def postgres(report):
    bare = rows("connections", engine="postgres", use="bare")
    names = ["bench.stock", "bench.small", "postgres.connection.idle"]
    design = [[row["config"] == "stock", row["config"] == "small", float(row["connections"])]
              for row in bare]
    report.fit("PostgreSQL idle connections", names, design, columns(bare), power=2)
    table = rows("engines", engine="postgres", load=("idle", "light"))
    names = ["postgres.base.stock", "postgres.base.small", "postgres.tenant.stock",
             "postgres.tenant.small", "postgres.connection.light", "postgres.cache.stock",
             "postgres.cache.small", "postgres.catalog.stock", "postgres.catalog.small"]
    design = []
    for row in table:
        tenants = float(row["tenants_each"])
        stock, busy = row["config"] == "stock", row["load"] == "light"
        design.append([stock, not stock, tenants * stock, tenants * (not stock),
                       float(row["connections_each"]) * busy])
    # Core first: no page cache in it. The working set adds the cache of heap and log pages.
    measured = columns(table, "instances")
    core = fit_scaled([line[:5] for line in design], measured["core"], measured["core"], 6)
    print("PostgreSQL layouts (core): largest deviation %.1f %%" %
          (100 * deviation([line[:5] for line in design], measured["core"], core)))
    for name, value in zip(names, core):
        report.put(name, value, "core")
    for name in names[5:]:
        report.put(name, 0.0, "core")
    work = []
    for row in table:
        tenants, busy = float(row["tenants_each"]), row["load"] == "light"
        stock, few = row["config"] == "stock", min(max(tenants, 1.0), 2.0)
        more = min(max(tenants - 1.0, 0.0), CACHED_TENANTS) * busy
        work.append([stock, not stock, more * stock, more * (not stock), few * stock,
                     few * (not stock)])
    rest = [value - predict(line[2:], core[2:])
            for line, value in zip(design, measured["value"])]
    found = fit_scaled(work, rest, measured["value"], 6)
    full = found[:2] + core[2:] + found[2:]
    lines = [w[:2] + d[2:] + w[2:] for w, d in zip(work, design)]
    print("PostgreSQL layouts (value): largest deviation %.1f %%" %
          (100 * deviation(lines, measured["value"], full)))
    for name, value in zip(names, full):
        report.put(name, value)


def key_value(report):
    for engine in ("redis", "valkey"):
        table = [row for row in rows("key_value", engine=engine)
                 if row["cpu_millicores"] == ""]
        clients = columns(table)
        report.fit(engine + " clients", ["bench.base", engine + ".connection"],
                   [[1.0, float(row["connections_each"])] for row in table],
                   {"core": clients["core"], "value": clients["core"]}, power=2)
        table = [row for row in rows("key_value", engine=engine)
                 if row["cpu_millicores"] != ""]
        # Whole rows and absolute deviations: the tolerance is 5 % or 1.5 MiB of a row.
        design = [[float(row["instances"]), float(row["raw_mib"])] for row in table]
        report.fit(engine, [engine + ".base", engine + ".key-factor"], design, columns(table),
                   power=2, scale=[1.0] * len(table))


def php(report):
    for weight in ("light", "medium"):
        table = rows("php", role="horizon", weight=weight, phase="after_jobs")
        design = [[1.0, float(row["workers"])] for row in table]
        report.fit("Horizon " + weight, ["horizon.base." + weight, "horizon.worker." + weight],
                   design, columns(table), power=2)
        table = rows("php", role="web-octane", weight=weight, phase=("/posts", "/dash"))
        design = [[1.0, float(row["workers"])] for row in table]
        report.fit("Octane " + weight, ["web-octane.base." + weight, "web-octane.thread." + weight],
                   design, columns(table), power=4)
        table = rows("php", role="web-fpm", weight=weight, phase=("/posts", "/dash"))
        design = [[1.0, float(row["workers"])] for row in table]
        both = columns(table)
        both["value"] = [float(row["pss_mib"]) for row in table]
        report.fit("FPM " + weight, ["web-fpm.base." + weight, "web-fpm.worker." + weight],
                   design, both, power=2)
        table = rows("php", role="web-octane", weight=weight, phase="idle_after")
        design = [[1.0, float(row["workers"])] for row in table]
        report.fit("Octane after heavy " + weight, ["bench.base", "bench.heavy." + weight], design,
                   columns(table), power=2)
        table = [row for row in rows("reverb", weight=weight) if float(row["connections"]) >= 0]
        design = [[1.0, float(row["connections"])] for row in table]
        report.fit("Reverb " + weight, ["reverb.base." + weight, "bench.connection." + weight],
                   design, columns(table), power=2)
    heavy = [report.values["bench.heavy." + weight]["value"] -
             report.values["web-octane.thread." + weight]["value"]
             for weight in ("light", "medium")]
    report.put("web-octane.retained", sum(heavy) / 2)
    # Core and working set grow alike; the light row of the working set lost page cache meanwhile.
    report.put("reverb.connection",
               sum(report.values["bench.connection." + weight]["core"]
                   for weight in ("light", "medium")) / 2)


def cpu(report):
    for engine in ("mariadb", "mysql", "postgres"):
        table = rows("engines", engine=engine, config="stock", load="light")
        design = [[float(row["instances"]), float(row["transactions_per_second"])]
                  for row in table]
        used = [float(row["cpu_millicores"]) for row in table]
        found = weighted(design, used, [1.0] * len(used))
        report.put(engine + ".cpu.running", found[0])
        statements = {"mariadb": 20, "mysql": 20, "postgres": 7}[engine]
        report.put(engine + ".cpu.statement", found[1] / statements)
        table = rows("engines", engine=engine, config="stock", load="idle")
        print(f"{engine} cpu: {found[0]:.2f} m + {found[1]:.3f} ms a transaction; idle " +
              " ".join("%.2f" % (float(row["cpu_millicores"]) / float(row["instances"]))
                       for row in table))
    routes = ("/api/json", "/", "/posts", "/dash")
    for weight in ("light", "medium"):
        mean = {}
        for role in ("web-fpm", "web-octane"):
            used = [float(row["cpu_ms"]) for row in rows("php", role=role, weight=weight,
                                                        phase=routes)]
            mean[role] = sum(used) / len(used)
        report.put("web-fpm.boot." + weight, mean["web-fpm"] - mean["web-octane"])
    for weight in ("light", "medium"):
        ticks = rows("scheduler", command="schedule:run", weight=weight)
        report.put("scheduler.memory." + weight,
                   sum(float(row["peak_mib"]) for row in ticks) / len(ticks))
        report.put("scheduler.cpu." + weight,
                   sum(float(row["cpu_ms"]) for row in ticks) / len(ticks))


def containers(report):
    table = rows("containers")
    first = [row for row in table if float(row["containers"]) >= 1]
    shim = weighted([[1.0, float(row["containers"])] for row in first],
                    [float(row["shim_pss_mib"]) for row in first], [1.0] * len(first))
    daemon = weighted([[1.0, float(row["containers"])] for row in table],
                      [float(row["containerd_pss_mib"]) for row in table], [1.0] * len(table))
    pause = weighted([[1.0, float(row["containers"])] for row in table],
                     [float(row["container_ws_mib"]) for row in table], [1.0] * len(table))
    report.put("pod.overhead", shim[1] + daemon[1] + pause[1])


def shipped(folder):
    """id -> {"value": x, "core": y} of the profile files, amounts in MiB, ms or plain numbers."""
    found = {}
    units = {"Mi": 1.0, "Ki": 1 / 1024.0, "m": 1.0, "ms": 1.0, "": 1.0}
    number = re.compile(r"\b(value|core): *([0-9.]+)(Mi|Ki|ms|m)?\b")
    for name in ("roles.yaml", "services.yaml", "system.yaml"):
        with open(os.path.join(folder, name)) as file:
            text = file.read()
        for entry in re.split(r"\n *- +(?=id:|\{ *id:)", text)[1:]:
            key = re.match(r"\{? *\{? *id: *([a-z0-9.-]+)", entry).group(1)
            found[key] = {kind: float(amount) * units[unit or ""]
                          for kind, amount, unit in number.findall(entry)}
    return found


def main():
    report = Report()
    for part in (mariadb, mysql, postgres, key_value, php, cpu, containers):
        part(report)
    fitted = {name: entry for name, entry in sorted(report.values.items())
              if not name.startswith("bench.")}
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        known, bad = shipped(sys.argv[2]), 0
        for name, entry in fitted.items():
            for kind, value in entry.items():
                row = known.get(name, {})
                have = row.get(kind, row.get("value"))
                if have is None or abs(have - value) > 0.006 * abs(value) + 0.0006:
                    print(f"{name} {kind}: fitted {value:.4f}, shipped {have}")
                    bad += 1
        print(f"{len(fitted)} coefficients, {bad} differ")
        return 1 if bad else 0
    for name, entry in fitted.items():
        print(f"{name:32} " + "  ".join(f"{kind} {value:.4f}" for kind, value in entry.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
