"""What is typed is kept while it is typed.

Keeping is no act on a record: nobody but the author may ever know of it, so there is no event, and the audit tells
that an entry was begun and how it ended, not each of its keystrokes (docs/decisions/0013).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.unscoped import unscoped
from aircop.access.verdict import require
from aircop.audit import record as write_entry
from aircop.errors import DomainError, Invalid
from seizures.enums import EntryForm
from seizures.models import EntryDraft, EntryDraftQuerySet, Seizure
from seizures.rules import can_add_people, can_change_people, can_change_seizure, can_log_seizure

type Typed = Mapping[str, Sequence[str]]

LARGEST = 64 * 1024  # bytes of one entry
MOST = 50  # entries begun at a time
BEGIN = {EntryForm.ARREST: can_add_people, EntryForm.PERSON: can_change_people}  # else: who may change the record
KEPT = timedelta(days=30)  # the wall lets the system reach what is older, and nothing else


class WrittenElsewhere(DomainError):
    """The same entry was written in another window since; `stands` is what stands there."""

    code = "written_elsewhere"

    def __init__(self, stands: EntryDraft) -> None:
        super().__init__(_("You went on with this entry in another window. Compare both texts and choose."))
        self.stands = stands


class Ended(DomainError):
    """The entry was sent or thrown away meanwhile."""

    code = "ended"

    def __init__(self) -> None:
        super().__init__(_("This entry was sent or thrown away in another window."))


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A text and where it comes from: `revision` is the one it began from, `writer` the page, `sequence` its count."""

    record: UUID
    form: EntryForm
    typed: Typed
    part: str = ""
    revision: int = 0
    writer: UUID | None = None
    sequence: int = 0


@transaction.atomic
def keep_entry(*, actor: Actor, writing: Writing, about: Seizure | None = None) -> EntryDraft:
    """Keep what was typed, as it was typed.

    Who begins must be allowed to log, or to do what the form does to the record it is `about`; who has
    begun may go on whatever happens to the record, for the text would be lost. Refuses more than 64 KB, more than
    fifty entries at a time (`Invalid`), a text that began from another than the one that stands (`WrittenElsewhere`:
    both are kept until the writer chooses), and what was sent or thrown away (`Ended`).
    """
    if len(orjson.dumps(dict(writing.typed))) > LARGEST:
        raise Invalid(_("This is too much to keep. Shorten the text, or send the form."), code="too_large")
    entry = _locked(actor, writing.record) or _begin(actor, writing, about)
    if entry.ended_at:
        raise Ended
    if _is_late(entry, writing) or entry.typed == writing.typed:
        return entry
    if entry.revision != writing.revision and (writing.writer is None or entry.writer != writing.writer):
        raise WrittenElsewhere(entry)
    entry.typed, entry.revision = {name: list(values) for name, values in writing.typed.items()}, entry.revision + 1
    entry.writer, entry.sequence = writing.writer, writing.sequence
    entry.save(update_fields=["typed", "revision", "writer", "sequence"])
    EntryDraft.objects.visible_to(actor).filter(pk=entry.pk).update(saved_at=Now())
    return entry


def _is_late(entry: EntryDraft, writing: Writing) -> bool:
    """Whether the same page has saved a newer text already."""
    return writing.writer is not None and entry.writer == writing.writer and entry.sequence >= writing.sequence


def _locked(actor: Actor, record: UUID) -> EntryDraft | None:
    return _waited_for(actor, record).first()


def _waited_for(actor: Actor, record: UUID) -> EntryDraftQuerySet:
    return EntryDraft.objects.visible_to(actor).select_for_update().filter(record=record)


def _begin(actor: Actor, writing: Writing, about: Seizure | None) -> EntryDraft:
    """Make the row, unless another request of the same person makes it in this moment; return it locked."""
    may = BEGIN.get(writing.form, can_change_seizure)
    require(can_log_seizure(actor) if about is None else may(actor, about))
    if EntryDraft.objects.visible_to(actor).begun().count() >= MOST:
        raise Invalid(_("You have begun fifty entries. Send or throw away some of them first."), code="too_many")
    new = EntryDraft(
        author_id=actor.subject_id,  # type: ignore[misc]  # whoever may log is signed in
        record=writing.record,
        form=writing.form,
        about=about.pk if about else None,
        part=writing.part,
        revision=writing.revision,
    )
    EntryDraft.objects.bulk_create([new], ignore_conflicts=True)
    entry: EntryDraft = _waited_for(actor, writing.record).get()
    if entry.pk == new.pk:
        write_entry(actor, "entry.begin", about=entry)
    return entry


@transaction.atomic
def discard_entry(*, actor: Actor, entry: EntryDraft) -> None:
    """Throw away what one typed: the text is deleted, its id stays for a while so that it cannot come back."""
    write_entry(actor, "entry.discard", about=entry)
    _end(actor, entry.record, EntryForm(entry.form), entry.about)


@transaction.atomic
def finish_entry(*, actor: Actor, writing: Writing, about: Seizure | None = None) -> bool:
    """Delete what was typed, because the form was sent and did its act, in the transaction of the act.

    Say whether it was sent before with another text: that one must be shown, not dropped.
    """
    before = EntryDraft.objects.visible_to(actor).filter(record=writing.record, ended_at__isnull=False).first()
    digest = digest_of(writing.typed)
    if before is not None:
        return before.digest not in {"", digest}
    _end(actor, writing.record, writing.form, about.pk if about else None, digest)
    return False


def _end(actor: Actor, record: UUID, form: EntryForm, about: UUID | None, digest: str = "") -> None:
    row = EntryDraft(author_id=actor.subject_id, record=record, form=form, about=about, ended_at=Now(), digest=digest)  # type: ignore[misc]
    ends = ["typed", "ended_at", "digest"]
    EntryDraft.objects.bulk_create([row], update_conflicts=True, unique_fields=["author", "record"], update_fields=ends)


def digest_of(typed: Typed) -> str:
    """Return a keyed mark of a text, by which the same text is known again and no other is found out."""
    plain = orjson.dumps({name: list(values) for name, values in typed.items()}, option=orjson.OPT_SORT_KEYS)
    return salted_hmac("seizures.entry", hashlib.sha256(plain).hexdigest(), algorithm="sha256").hexdigest()


def forget_old_entries() -> int:
    """Delete what nobody went on with for thirty days; return how many."""
    with unscoped("entries that nobody went on with for thirty days are deleted") as alias:
        return EntryDraft.objects.using(alias).filter(saved_at__lt=Now() - KEPT).delete()[0]
