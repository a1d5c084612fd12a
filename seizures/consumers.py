"""What follows when something happened to a seizure."""

from aircop.access.unscoped import unscoped
from aircop.events import EventView, consumer
from seizures.services.hints import note_hints

LOOKS_MAY_CHANGE = frozenset(
    {
        "seizure_submitted",
        "seizure_changed",
        "item_added",
        "item_changed",
        "item_removed",
        "seizure_agencies_changed",
        "seizure_withdrawn",
        "seizures_merged",
        "seizures_unmerged",
    }
)


@consumer("duplicates", kinds=LOOKS_MAY_CHANGE)
def look_for_duplicates(event: EventView) -> None:
    """Compare the seizure with those of its airport and days, of whatever agency: a person decides what is one."""
    with unscoped("duplicates across agencies") as alias:
        note_hints(event.object_id, using=alias)
