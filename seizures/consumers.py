"""What else happens when something happened to a seizure."""

from aircop.access.unscoped import unscoped
from aircop.events import EventView, consumer
from aircop.files.tasks import prepare_files_task
from seizures.queries.person_alike import persons_on
from seizures.services.hints import note_hints, note_person_hints
from seizures.services.hit import tell_hits
from seizures.tasks import attach_waiting

LOOKS_MAY_CHANGE = frozenset(
    {
        "seizure_submitted",
        "seizure_changed",
        "item_added",
        "item_changed",
        "item_removed",
        "seizure_agencies_changed",
        "seizure_person_identified",
        "seizure_person_removed",
        "seizure_withdrawn",
        "seizures_merged",
        "seizures_unmerged",
    }
)
# What tells of one person, and what tells of all persons of a record.
PERSON_MAY_CHANGE = frozenset(
    {"seizure_person_identified", "seizure_person_changed", "seizure_person_removed", "seizure_person_unmerged"}
)
PEOPLE_MAY_CHANGE = frozenset(
    {"seizure_submitted", "seizure_withdrawn", "seizures_merged", "seizures_unmerged", "record_transferred"}
)

# What may bring a document number to be compared, or its record among those that are compared.
NUMBERS_MAY_MEET = frozenset(
    {
        "seizure_person_identified",
        "seizure_person_changed",
        "seizure_submitted",
        "seizure_changed",
        "seizure_verified",
        "record_transferred",
    }
)


@consumer("photos_taken_before", kinds={"seizure_logged"})
def file_what_waits(event: EventView) -> None:
    """File the photos that were sent while the form was still being filled."""
    if event.actor is not None:
        attach_waiting(event.actor, event.object_id)


@consumer("pictures_to_draw", kinds={"attachment_added"}, from_start=False)
def draw_pictures(event: EventView) -> None:  # noqa: ARG001  what waits stands in the rows
    """Let a worker draw what pages show; the clock asks for it too, in case this call gets lost."""
    prepare_files_task.delay()


@consumer("duplicates", kinds=LOOKS_MAY_CHANGE)
def look_for_duplicates(event: EventView) -> None:
    """Compare the seizure with those of its airport and days, of whatever agency: a person decides what is one."""
    with unscoped("duplicates across agencies") as alias:
        note_hints(event.object_id, using=alias)


@consumer("hits", kinds=NUMBERS_MAY_MEET | {"hits_opened"})
def look_for_hits(event: EventView) -> None:
    """Compare the document numbers of a seizure, or of an agency that takes part from now on: both sides are told."""
    which = "agency_id" if event.kind == "hits_opened" else "seizure_id"
    with unscoped("hit / no hit between agencies that take part") as alias:
        tell_hits(**{which: event.object_id}, using=alias)


@consumer("person_duplicates", kinds=PERSON_MAY_CHANGE | PEOPLE_MAY_CHANGE)
def look_for_one_person(event: EventView) -> None:
    """Compare a person with those of its agency, and of no other: somebody decides who is one."""
    with unscoped("duplicates of persons, and which stand on a record") as alias:
        told = [event.payload.person] if event.kind in PERSON_MAY_CHANGE else persons_on(event.object_id, using=alias)
        note_person_hints(told, using=alias)
