"""
Figures of real Locust files by Python's own csv module; imports nothing of Heimr. The files are others' and not in this repository.
usage: python3 locust-counts.py FOLDER > locust-counts.json       FOLDER = .../samples/locust
"""

import csv
import json
import math
import os
import sys

folder = sys.argv[1]
out = {}


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


for base, _, names in sorted(os.walk(folder)):
    for name in sorted(names):
        path = os.path.join(base, name)
        key = os.path.relpath(path, folder)
        if not name.endswith(".csv"):
            continue
        with open(path, newline="", encoding="utf-8") as f:
            rows = [row for row in csv.reader(f) if row]
        head, rows = rows[0], rows[1:]
        at = {column: i for i, column in enumerate(head)}
        facts = {"rows": len(rows)}
        if "Occurrences" in at:
            facts["failures"] = sum(int(row[at["Occurrences"]]) for row in rows)
            facts["first"] = [rows[0][at["Method"]] + " " + rows[0][at["Name"]], rows[0][at["Error"]]]
        elif "User Count" in at:
            # Steps of ten seconds by the stamp of each row: what it counts more than the row before.
            steps, users, before = {}, {}, None
            for row in rows:
                count, errors = int(row[at["Total Request Count"]]), int(row[at["Total Failure Count"]])
                step = math.floor(int(row[0]) / 10) * 10000
                new = (0, 0) if before is None else (count - before[0], errors - before[1])
                old = steps.get(step, (0, 0))
                steps[step] = (old[0] + new[0], old[1] + new[1])
                users[step] = max(users.get(step, 0), int(row[1]))
                before = (count, errors)
            last = rows[-1]
            facts.update(
                count=before[0], errors=before[1], max=number(last[at["Total Max Response Time"]]),
                mean=number(last[at["Total Average Response Time"]]), p95=number(last[at["95%"]]),
                start=int(rows[0][0]) * 1000, end=int(last[0]) * 1000,
                steps=[[step, *steps[step], users[step]] for step in sorted(steps)], users=max(users.values()),
            )
        elif "Request Count" in at or "# requests" in at:
            count = at.get("Request Count", at.get("# requests"))
            errors = at.get("Failure Count", at.get("# failures"))
            total = rows[-1]
            facts.update(
                count=int(total[count]), errors=int(total[errors]), endpoints=len(rows) - 1,
                sum=sum(int(row[count]) for row in rows[:-1]),
                mean=number(total[5]), min=number(total[6]), max=number(total[7]), rate=number(total[9]),
                p95=number(total[at["95%"]]) if "95%" in at else None,
                p50=number(total[at["50%"]]) if "50%" in at else number(total[4]),
                means={" ".join(row[:2]): number(row[5]) for row in rows[:-1]},
            )
        out[key] = facts
json.dump(out, sys.stdout, indent=1, sort_keys=True)
print()
