"""Synthetic records for load tests, set-based, the same for the same seed."""

import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, connections
from django.utils import timezone

from aircop.access.roles import Role
from aircop.access.unscoped import unscoped
from seizures.management.bench import Bench
from seizures.management.cases import lay_cases
from seizures.management.persons import lay_persons
from seizures.management.records import WHY, Lane, lay, pieces
from taskforces.models import Agency, Membership, TaskForce
from taskforces.services.network import founder

TABLES = (
    "seizures_seizure, seizures_item, seizures_routeleg, seizures_conveyance, seizures_search, access_accesslist, "
    "access_listgroupgrant, access_listusergrant, access_share"
)
CASES = "seizures_case, seizures_caseagency, seizures_casetask, seizures_caseseizure, seizures_casesearch"
PERSONS = "seizures_person, seizures_identity, seizures_identitydocument, seizures_personsearch"


class Command(BaseCommand):
    """Onto the units that stand, or into a world of its own for measuring."""

    help = (
        "Writes synthetic seizures, verified and not, and cases over them, onto the units that have an officer and a "
        "supervisor. With --world bench: onto 25 units of its own, with the readers of the bench in bench-readers.json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, which dice, where."""
        parser.add_argument("--seizures", type=int, required=True, help="how many")
        parser.add_argument("--persons", type=int, default=0, help="how many persons with names, shared out over them")
        parser.add_argument("--cases", type=int, default=0, help="how many cases over them")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same records")
        parser.add_argument("--world", choices=["present", "bench"], default="present")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lay piece after piece."""
        count, seed, begun = options["seizures"], options["seed"], time.monotonic()
        bench = options["world"] == "bench"
        lanes, cases = self._bench(count, options["cases"]) if bench else (_present(count), _present(options["cases"]))
        try:
            longest = max(_lay(lanes, seed), _lay(cases, seed, lay_cases))
        except IntegrityError as error:
            message = f"These records stand already: give another --seed. ({error})"
            raise CommandError(message) from error
        persons = _lay_persons(options["persons"], seed)
        _analyze()
        taken = time.monotonic() - begun
        laid = sum(lane.count for lane in cases)
        if laid:
            self.stdout.write(f"{laid} cases.")
        if persons:
            self.stdout.write(f"{persons} persons with names.")
        self.stdout.write(
            f"{count} seizures in {taken:.1f} s ({(count + laid) / taken:.0f} records a second), "
            f"the longest piece {longest:.2f} s."
        )

    def _bench(self, count: int, cases: int) -> tuple[list[Lane], list[Lane]]:
        if Agency.objects.filter(code="BENCH-HALF").exists():
            raise CommandError("The bench's world stands already: measure in a database of its own.")
        bench = Bench(count=count, cases=cases, now=_midnight())
        lanes = bench.prepare(), bench.case_lanes() if cases else []
        path = Path(settings.DATA_DIR) / "bench-readers.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(bench.readers, file, indent=1, default=str)
        for reader in bench.readers:
            self.stdout.write(f"{reader['kind']:<14} {reader['id']} {reader['email']}")
        return lanes


def _lay(lanes: list[Lane], seed: int, lay: Callable[..., None] = lay) -> float:
    """Lay all pieces and return the seconds that the longest took."""
    longest = 0.0
    with unscoped(WHY) as alias:
        for piece in pieces(lanes):
            at = time.monotonic()
            lay(founder(), piece, seed=seed, alias=alias)
            longest = max(longest, time.monotonic() - at)
    return longest


def _lay_persons(count: int, seed: int) -> int:
    if not count:
        return 0
    with unscoped(WHY) as alias:
        return lay_persons(founder(), count, seed=seed, alias=alias)


def _midnight() -> Any:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _present(count: int) -> list[Lane]:
    """Share the records out evenly over the units that have somebody to log and somebody else to verify."""
    units = TaskForce.objects.select_related("airport__country").order_by("code")
    staffed = [(unit, *pair) for unit in units if (pair := _pair(unit))]
    if not staffed:
        raise CommandError("No task force has an officer and a supervisor: load the demo, or use --world bench.")
    end = _midnight()
    edges = [count * i // len(staffed) for i in range(len(staffed) + 1)]
    return [
        Lane(unit, officer, supervisor, edges[i + 1] - edges[i], end - timedelta(days=3 * 365), end)
        for i, (unit, officer, supervisor) in enumerate(staffed)
    ]


def _pair(unit: TaskForce) -> tuple[Any, Any] | None:
    seated = Membership.objects.in_force().filter(task_force=unit).order_by("valid_from", "pk")
    officer = seated.filter(role=Role.OFFICER).first()
    supervisor = seated.filter(role=Role.SUPERVISOR).first()
    if not officer or not supervisor or officer.person_id == supervisor.person_id:
        return None
    return officer.person_id, supervisor.person_id


def _analyze() -> None:
    """Let the planner know: until it does, every plan is a guess."""
    if settings.DATABASES["owner"]["NAME"]:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {TABLES}, {CASES}, {PERSONS}")
