"""Signs of life: which processes were seen lately."""

from datetime import timedelta

from aircop.events.models import DatabaseClock, Heartbeat

WORKER = "worker"
SEQUENCER = "sequencer"
LATELY = timedelta(minutes=1)
BEAT = """
    INSERT INTO events_heartbeat (name, at) VALUES (%s, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET at = excluded.at
"""


def beat(name: str) -> None:
    """Note that a process of this name is alive, by the database's clock."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=DatabaseClock())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def seen(name: str, within: timedelta = LATELY) -> bool:
    """Say whether a process of this name was seen lately, by the database's clock."""
    return Heartbeat.objects.filter(name=name, at__gt=DatabaseClock() - within).exists()
