"""When somebody acts on a seizure that another person wrote, that person finds it on the first page of the day."""

from aircop.events import EventView, consumer
from aircop.home.models import CameBack

KINDS = frozenset(kind for kind, _words in CameBack.KINDS)


@consumer("what_came_back", kinds=KINDS)
def tell_the_author(event: EventView) -> None:
    """Write one row for the author; the same event twice leaves one row."""
    author = event.payload.author
    if event.actor == author:
        return
    row = CameBack(person_id=author, event_id=event.id, kind=event.kind, object_id=event.object_id, at=event.at)
    CameBack.objects.bulk_create([row], ignore_conflicts=True)
