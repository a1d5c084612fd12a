"""What else happens when something happened to a seizure."""

from aircop.events import EventView, consumer
from aircop.files.tasks import prepare_files_task
from seizures.tasks import attach_waiting


@consumer("photos_taken_before", kinds={"seizure_logged"})
def file_what_waits(event: EventView) -> None:
    """File the photos that were sent while the form was still being filled."""
    if event.actor is not None:
        attach_waiting(event.actor, event.object_id)


@consumer("pictures_to_draw", kinds={"attachment_added"}, from_start=False)
def draw_pictures(event: EventView) -> None:  # noqa: ARG001  what waits stands in the rows
    """Let a worker draw what pages show; the clock asks for it too, in case this call gets lost."""
    prepare_files_task.delay()
