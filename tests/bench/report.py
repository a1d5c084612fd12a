"""The figures as Markdown for people and as JSON for programs."""

import json
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.cases import Key
from tests.bench.servers import LEAN, OURS
from tests.bench.targets import Results, Target

UNITS = {"create, four clients": "a second", "pull": "rows a second", "memory": "MiB"}


def markdown(found: Results, aims: list[Target]) -> str:
    """Return both tables: what was found, and what was aimed at."""
    head = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, load {os.getloadavg()[0]:.1f} at the end"
    parts = [head, _table(("case", "records", "reader", "ours p50", "p95", "lean p50", "p95", "ratio"), _times(found))]
    parts.append(_table(("case", "records", "ours", "lean", ""), _rates(found)))
    if found.starts:
        parts.append(_table(("start", "seconds"), ((name, f"{took:.1f}") for name, took in found.starts.items())))
    missed = [aim for aim in aims if not aim.met]
    parts.append(f"{len(aims) - len(missed)} of {len(aims)} targets met." + ("" if missed else " None missed."))
    if missed:
        parts.append(_table(("target missed", "found", "bound"), map(_aim, missed)))
    return "\n\n".join(parts) + "\n"


def write(found: Results, aims: list[Target], folder: Path) -> None:
    """Keep both forms in a folder."""
    (folder / "report.md").write_text(markdown(found, aims), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(as_json(found, aims), indent=1), encoding="utf-8")


def as_json(found: Results, aims: list[Target]) -> dict[str, Any]:
    """Return everything as plain values."""
    return {
        "at": datetime.now(UTC).isoformat(),
        "machine": machine(),
        "times": [asdict(key) | {"p50": t.p50, "p95": t.p95, "n": len(t.taken)} for key, t in found.times.items()],
        "rates": [asdict(key) | {"rate": rate} for key, rate in found.rates.items()],
        "probes": found.probes,
        "case_probes": found.case_probes,
        "starts": dict(found.starts),
        "targets": [asdict(aim) | {"met": aim.met} for aim in aims],
    }


def machine() -> str:
    """Return the machine in a few words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _times(found: Results) -> Iterator[list[str]]:
    for key, ours in found.times.items():
        if key.side == LEAN:
            continue
        lean = found.times.get(Key(key.case, key.records, LEAN, key.reader))
        beside = [f"{lean.p50:.1f}", f"{lean.p95:.1f}", f"{ours.p50 / lean.p50:.2f}"] if lean else ["", "", ""]
        yield [key.case, f"{key.records:,}", key.reader, f"{ours.p50:.1f}", f"{ours.p95:.1f}", *beside]


def _rates(found: Results) -> Iterator[list[str]]:
    for key, rate in found.rates.items():
        if key.side == OURS:
            lean = found.rates.get(Key(key.case, key.records, LEAN, key.reader))
            beside = "" if lean is None else f"{lean:.0f}"
            yield [key.case, f"{key.records:,}", f"{rate:.0f}", beside, UNITS[key.case]]
    for said, probes in (("list", found.probes), ("list of cases", found.case_probes)):
        for size, readers in probes.items():
            for reader, each in readers.items():
                what = f"SQL of a {said}, {reader} ({each['rows']} rows, {each['list_queries']} queries)"
                yield [what, f"{size:,}", f"{each['list_sql_ms']:.1f}", "", "ms"]


def _aim(aim: Target) -> list[str]:
    return [aim.name, f"{aim.found:.2f}", f"{'≥' if aim.at_least else '≤'} {aim.bound:g}"]
