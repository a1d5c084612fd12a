"""`make bench`: 10,000 and 100,000 records (FULL=1: a million too; SIZES=10000 others; START=1: the demo's start too).

Beside them stand twice as many cases (CASES=50000: so many). Prints the tables and keeps them in `var/bench`. Ends
with 1 where a target is missed and STRICT=1 is given.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from aircop.local import ROOT, Unavailable
from tests.bench import case_files, cases, report, streams, telling
from tests.bench.ground import FOLDER, Ground, grounds, say
from tests.bench.servers import serving
from tests.bench.start import cold_and_warm
from tests.bench.targets import Results, targets

SMALL, FULL = (10_000, 100_000), (10_000, 100_000, 1_000_000)


def main() -> int:
    """Measure everything in one run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sizes = [int(word) for word in os.environ.get("SIZES", "").split()] or list(FULL if _flag("FULL") else SMALL)
    try:
        found = _measured(sizes)
    except Unavailable as error:
        sys.exit(f"bench: {error}")
    aims = targets(found)
    report.write(found, aims, FOLDER)
    sys.stdout.write(report.markdown(found, aims))
    sys.stdout.write(telling.words(telling.measure()) + streams.measure())
    return int(_flag("STRICT") and not all(aim.met for aim in aims))


def _measured(sizes: list[int]) -> Results:
    starts = cold_and_warm() if _flag("START") else {}
    with ExitStack() as stack:
        fields = stack.enter_context(grounds(sizes))
        say("statements and plans")
        probed = {ground.records: _probe(ground) for ground in fields}
        pairs = [stack.enter_context(serving(ground)) for ground in fields]
        times = cases.measure(pairs) | case_files.measure(pairs)
        rates = cases.rates(pairs) | cases.pulls(pairs) | cases.memory(pairs)
    probes, case_probes = ({size: each[what] for size, each in probed.items()} for what in ("seizures", "cases"))
    return Results(sizes, times, rates, probes, case_probes, starts)


def _probe(ground: Ground) -> dict[str, dict[str, dict[str, float]]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.probe"],
        input=json.dumps({"seizures": ground.tokens, "cases": ground.case_tokens}),
        env=ground.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"the probe failed:\n{done.stderr[-3000:]}"
        raise Unavailable(message)
    found: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return found


def _flag(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


if __name__ == "__main__":
    sys.exit(main())
