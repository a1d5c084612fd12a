"""Notes of a case: added, and corrected by a further note."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.case_events import CaseNoteAdded
from seizures.case_rules import can_write_note
from seizures.models import Case, CaseNote
from seizures.services.assistance import by_whom
from seizures.services.case import locked_case


@transaction.atomic
def add_note(*, actor: Actor, case: Case, text: str, corrects: UUID | None = None) -> CaseNote:
    """Add a note; `corrects` names the one that it puts right. Nothing is rewritten.

    Refuses who does not see identities, and a note without words.
    """
    case = locked_case(actor, case)
    require(can_write_note(actor, case))
    text = text.strip()
    if not text:
        raise Invalid(_("Write the note first."), field="text")
    former = case.notes.filter(pk=corrects).first() if corrects else None
    if corrects and former is None:
        raise Missing
    last = case.notes.aggregate(last=Max("sequence"))["last"] or 0
    acting: Any = actor.acting
    note = CaseNote(
        case=case, sequence=last + 1, text=text, corrects=former, recorded_by_id=by_whom(actor),
        agency_id=acting.agency_id,
    )  # fmt: skip
    note.save(force_insert=True)
    told: dict[str, tuple[Any, Any]] = {"added": (None, True)}
    if former is not None:
        told["corrects"] = (None, former.sequence)
    record(actor, "case.add_note", about=case, changes={f"notes.{note.sequence}.{key}": v for key, v in told.items()})
    append(CaseNoteAdded(case.pk, note.pk), about=case, actor=actor)
    return note
