"""Reads of entries begun, each by its author alone."""

from uuid import UUID

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.models import EntryDraft


def own_entries(actor: Actor) -> list[EntryDraft]:
    """Return all that the actor began and neither sent nor threw away (there is a limit), the last written first."""
    return list(EntryDraft.objects.visible_to(actor).begun().order_by("-saved_at", "-id"))


def own_entry(actor: Actor, record: UUID) -> EntryDraft:
    """Return what the actor typed into the form of that id, also when it was sent meanwhile; else Missing."""
    found = EntryDraft.objects.visible_to(actor).filter(record=record).first()
    if found is None:
        raise Missing
    return found


def change_begun(actor: Actor, about: UUID) -> EntryDraft | None:
    """Return the change of a record that the actor began, the last written one if there are several."""
    begun = EntryDraft.objects.visible_to(actor).begun().filter(about=about)
    return begun.order_by("-saved_at", "-id").first()
