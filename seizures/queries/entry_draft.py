"""Reads of entries begun, each by its author alone."""

from uuid import UUID

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.enums import EntryForm
from seizures.models import EntryDraft, Seizure


def own_entries(actor: Actor) -> list[EntryDraft]:
    """Return all that the actor began and neither sent nor threw away (there is a limit), the last written first."""
    return list(EntryDraft.objects.visible_to(actor).begun().order_by("-saved_at", "-id"))


def own_entry(actor: Actor, record: UUID) -> EntryDraft:
    """Return what the actor typed into the form of that id, also when it was sent meanwhile; else Missing."""
    found = EntryDraft.objects.visible_to(actor).filter(record=record).first()
    if found is None:
        raise Missing
    return found


def references_of(actor: Actor, entries: list[EntryDraft]) -> dict[UUID, str]:
    """Return what the records are called that entries are about, as far as the actor still sees them."""
    about = [each.about for each in entries if each.about]
    return {row.pk: str(row) for row in Seizure.objects.visible_to(actor).filter(pk__in=about)} if about else {}


def part_begun(actor: Actor, form: EntryForm, about: UUID, part: str = "") -> EntryDraft | None:
    """Return what the actor began in a form about a record, the last written one if there are several."""
    begun = EntryDraft.objects.visible_to(actor).begun().filter(form=form, about=about, part=part)
    return begun.order_by("-saved_at", "-id").first()
