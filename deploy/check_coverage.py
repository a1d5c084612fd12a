"""Holds the coverage of the last test run against the gates, and names every file below its aim.

The aim is 100 % where rights and proof rest on it and 95 % over all. The floor of single files stands a little lower
for now: one file has two branches that no test takes yet. Raise it with the tests.

Run `python3 manage.py test --cov --cov-report=` first; this reads what it left in `.coverage`.
"""

import json
import subprocess
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

AIM, AIM_OVER_ALL = 100.0, 95.0
FLOOR, FLOOR_OVER_ALL = 98.0, 95.0
WHOLE = (
    "*/services/*.py",
    "*/rules.py",
    "aircop/access/*",
    "aircop/audit/*",
    "aircop/events/*",
)


def measured() -> dict[str, dict[str, float]]:
    """Return, per file, the summary that coverage writes."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)]
        subprocess.run(command, check=True)  # noqa: S603 - our own command
        files = json.loads(report.read_text())["files"]
    return {name: each["summary"] for name, each in files.items()}


def main() -> int:
    """Name every file below its gate; exit 1 if there is one."""
    files = measured()
    lines = sum(each["num_statements"] + each["num_branches"] for each in files.values())
    hit = sum(each["covered_lines"] + each["covered_branches"] for each in files.values())
    over_all = 100 * hit / lines
    short = [
        (name, each["percent_covered"])
        for name, each in sorted(files.items())
        if any(fnmatch(name, pattern) for pattern in WHOLE)
        and "/management/" not in name  # commands run in processes of their own
        and each["percent_covered"] < AIM
    ]
    for name, percent in short:
        print(f"{name}: {percent:.1f} % covered, {AIM:.0f} % aimed at")  # noqa: T201 - a command's words
    print(f"coverage over all: {over_all:.1f} % ({AIM_OVER_ALL:.0f} % aimed at)")  # noqa: T201
    return 1 if over_all < FLOOR_OVER_ALL or any(percent < FLOOR for _name, percent in short) else 0


if __name__ == "__main__":
    sys.exit(main())
