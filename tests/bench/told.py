"""`python -m tests.bench.told N`: publishes an alert for N people and prints what it took, as JSON.

A sequencer and a worker run beside it. The request is timed inside one process, without the road to it.
"""

import json
import sys
import time
from datetime import timedelta
from statistics import median
from typing import Any

import django

PATIENCE = 120.0
TIMES = 2
COUNT = "SELECT count(*) FROM alerts_delivery WHERE channel = 'app' AND alert_id = %s"


def main() -> None:
    """Measure once."""
    django.setup()
    from django.db import connections, transaction  # noqa: PLC0415 - after the setup
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from aircop.access.models import Seat  # noqa: PLC0415
    from alerts.services.delivery import FAN_OUT, UNIT_ROLES  # noqa: PLC0415
    from alerts.services.telling import submit_alert  # noqa: PLC0415
    from taskforces.models import UnitRole  # noqa: PLC0415
    from tests.alerts.told import drafted  # noqa: PLC0415
    from tests.cast import Cast  # noqa: PLC0415
    from tests.chaos.people import seat_people  # noqa: PLC0415

    wanted, cast = int(sys.argv[1]), Cast()
    with transaction.atomic():
        officer = cast.partner_officer
        assert cast.supervisor
        ends = timezone.now() + timedelta(days=9)
        actor = cast.officer.actor
        waiting = [submit_alert(actor=actor, alert=drafted(cast, valid_until=ends)) for _ in range(1 + TIMES)]
    groups = UnitRole.objects.filter(task_force=cast.acc).values("group")
    seat_people(wanted - 1, Seat.objects.using("owner").get(user_id=officer.user.pk, group__in=groups))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.supervisor.user)
    client.get("/alerts/")
    took, arrived = [], []
    for alert in waiting:
        client.get(f"/alerts/{alert.pk}/publish/")
        began = time.perf_counter()
        answer = client.post(f"/alerts/{alert.pk}/publish/", {"version": alert.version})
        took.append(time.perf_counter() - began)
        assert answer.status_code == 302, answer.content[:500]
        arrived.append(_wait_for(alert.pk, wanted) - began)
    request, last = median(took[1:]), median(arrived[1:])  # the first loads what is loaded late
    told: dict[str, Any] = {"alert": alert.pk, "roles": list(UNIT_ROLES), "channels": ["app", "email"]}
    told |= {key: [] for key in ("zones", "mails", "hours", "days", "ats")}  # nobody here asked for a digest
    with connections["owner"].cursor() as cursor, transaction.atomic(using="owner"):
        cursor.execute("DELETE FROM alerts_delivery WHERE alert_id = %s", [alert.pk])
        began = time.perf_counter()
        cursor.execute(FAN_OUT, told)
        bare, rows = time.perf_counter() - began, cursor.rowcount
        transaction.set_rollback(True, using="owner")
    sys.stdout.write(
        json.dumps({"people": wanted, "request_ms": request * 1000, "last_inbox_s": last,
                    "rows": rows, "rows_per_s": rows / last, "bare_rows_per_s": rows / bare})
    )  # fmt: skip


def _wait_for(alert: Any, people: int) -> float:
    """Wait until so many inboxes hold the alert; return when that was."""
    from django.db import connections  # noqa: PLC0415

    began = time.perf_counter()
    with connections["system"].cursor() as cursor:
        while time.perf_counter() - began < PATIENCE:
            cursor.execute(COUNT, [alert])
            if cursor.fetchone()[0] >= people:
                return time.perf_counter()
            time.sleep(0.002)
    message = "the alert did not arrive"
    raise RuntimeError(message)


if __name__ == "__main__":
    main()
