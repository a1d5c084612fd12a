"""When somebody acts on a seizure that another person wrote, that person finds it on the first page of the day."""

from aircop.events import EventView, consumer
from aircop.home.models import CameBack

KINDS = frozenset(kind for kind, _words in CameBack.KINDS)


@consumer("what_came_back", kinds=KINDS)
def tell_the_author(event: EventView) -> None:
    """Write one row for the author, and for the other one whom it concerns; the same event twice leaves one row."""
    people = {event.payload.author, getattr(event.payload, "other", None)} - {event.actor, None}
    rows = [
        CameBack(person_id=each, event_id=event.id, kind=event.kind, object_id=event.object_id, at=event.at)
        for each in people
    ]
    CameBack.objects.bulk_create(rows, ignore_conflicts=True)
