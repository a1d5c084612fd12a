"""Two records of one seizure: merged by a person, undone exactly, or told apart."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import HintStatus, SeizureStatus
from seizures.events import SeizuresMerged, SeizuresToldApart, SeizuresUnmerged
from seizures.models import Assistance, DuplicateHint, ExternalReference, Merge, Seizure
from seizures.queries.duplicate import hint_of
from seizures.rules import can_merge_seizure, can_tell_apart_seizure, can_unmerge_seizure
from seizures.services.assistance import by_whom
from seizures.services.seizure import locked, require_version


@transaction.atomic
def merge_seizures(
    *, actor: Actor, kept: Seizure, duplicate: Seizure, words: str = "", version: int | None = None
) -> Merge:
    """Say that two records are one seizure: `kept` counts, `duplicate` is set aside with everything that it holds.

    The agencies and outside numbers of the duplicate join those of the kept record. Refuses one record twice, drafts,
    what is merged already, and a record into which others were merged.
    """
    kept, duplicate = _both(actor, kept, duplicate)
    require(can_merge_seizure(actor, kept))
    require(can_merge_seizure(actor, duplicate))
    require_version(duplicate, version)
    if Merge.objects.filter(kept=duplicate, undone_at__isnull=True).exists():
        raise Invalid(_("Other records were merged into this one: keep this one, or undo those merges first."))
    merge = Merge(kept=kept, duplicate=duplicate, before=duplicate.status, merged_by_id=by_whom(actor))
    merge.save(force_insert=True)
    duplicate.status, duplicate.duplicate_of = SeizureStatus.DUPLICATE, kept
    _join(merge)
    for seizure in (kept, duplicate):
        _bump(seizure)
    _settle_hints(merge, HintStatus.MERGED, actor)
    changes = {"status": (merge.before, duplicate.status), "duplicate_of": (None, kept.reference)}
    record(actor, "seizure.merge", about=duplicate, changes=changes, reason=words)
    record(actor, "seizure.keep", about=kept, changes={"merged": (None, duplicate.reference)}, reason=words)
    for seizure in (kept, duplicate):
        append(SeizuresMerged(kept.pk, duplicate.pk), about=seizure, actor=actor)
    return merge


@transaction.atomic
def unmerge_seizure(*, actor: Actor, seizure: Seizure, words: str = "", version: int | None = None) -> Seizure:
    """Undo a merge on the record that was set aside: it gets back its state, and takes along what it had brought."""
    merge = Merge.objects.filter(duplicate=seizure, undone_at__isnull=True).select_related("kept").first()
    if merge is None:
        seizure = locked(actor, seizure)
        require(can_unmerge_seizure(actor, seizure))
        raise Missing
    kept, seizure = _both(actor, merge.kept, seizure)
    require(can_unmerge_seizure(actor, seizure))
    require_version(seizure, version)
    merge.undone_at, merge.undone_by_id = timezone.now(), actor.subject_id
    merge.save(update_fields=["undone_at", "undone_by"])
    seizure.status, seizure.duplicate_of = merge.before, None
    _part(merge, merge.undone_at)
    for each in (kept, seizure):
        _bump(each)
    _settle_hints(merge, HintStatus.OPEN, actor)
    changes = {"status": (SeizureStatus.DUPLICATE, seizure.status), "duplicate_of": (kept.reference, None)}
    record(actor, "seizure.unmerge", about=seizure, changes=changes, reason=words)
    record(actor, "seizure.part", about=kept, changes={"merged": (seizure.reference, None)}, reason=words)
    for each in (kept, seizure):
        append(SeizuresUnmerged(kept.pk, seizure.pk), about=each, actor=actor)
    return seizure


@transaction.atomic
def tell_apart(*, actor: Actor, hint: DuplicateHint, words: str = "") -> DuplicateHint:
    """Say that two records that look alike are two seizures: they are not hinted at again."""
    hint = hint_of(actor, hint.pk)
    first, second = _both(actor, hint.first, hint.second)
    verdict = can_tell_apart_seizure(actor, first)
    require(verdict or can_tell_apart_seizure(actor, second))
    hint.status, hint.decided_by_id, hint.decided_at = HintStatus.APART, actor.subject_id, timezone.now()
    hint.save(update_fields=["status", "decided_by", "decided_at"])
    for one, other in ((first, second), (second, first)):
        record(actor, "seizure.tell_apart", about=one, changes={"apart": (None, other.reference)}, reason=words)
        append(SeizuresToldApart(first.pk, second.pk), about=one, actor=actor)
    return hint


def _both(actor: Actor, one: Seizure, other: Seizure) -> tuple[Seizure, Seizure]:
    """Lock two records, always in the order of their ids, so that two people at once do not wait for each other."""
    if one.pk == other.pk:
        raise Invalid(_("Choose another record: this one is the same."))
    rows = {each.pk: locked(actor, each) for each in sorted((one, other), key=lambda each: each.pk)}
    return rows[one.pk], rows[other.pk]


def _bump(seizure: Seizure) -> None:
    seizure.version += 1
    seizure.save(update_fields=["status", "duplicate_of", "version"])


def _join(merge: Merge) -> None:
    """Put the duplicate's agencies and numbers beside those of the kept record, marked by the merge."""
    kept, duplicate, by = merge.kept, merge.duplicate, merge.merged_by_id
    mine = {kept.lead_agency_id, *kept.assistances.filter(ended_at__isnull=True).values_list("agency_id", flat=True)}
    its = {duplicate.lead_agency_id}
    its |= set(duplicate.assistances.filter(ended_at__isnull=True).values_list("agency_id", flat=True))
    kept.assistances.bulk_create(
        Assistance(seizure=kept, agency_id=agency, merge=merge, recorded_by_id=by) for agency in sorted(its - mine)
    )
    known = set(kept.external_references.filter(ended_at__isnull=True).values_list("system", "number"))
    rows = duplicate.external_references.filter(ended_at__isnull=True)
    kept.external_references.bulk_create(
        ExternalReference(
            seizure=kept, agency_id=row.agency_id, system=row.system, number=row.number, merge=merge, recorded_by_id=by
        )
        for row in rows
        if (row.system, row.number) not in known
    )


def _part(merge: Merge, at: datetime) -> None:
    for rows in (merge.kept.assistances, merge.kept.external_references):
        rows.filter(merge=merge, ended_at__isnull=True).update(ended_at=at)


def _settle_hints(merge: Merge, status: HintStatus, actor: Actor) -> None:
    pair = Q(first=merge.kept, second=merge.duplicate) | Q(first=merge.duplicate, second=merge.kept)
    by, at = (None, None) if status == HintStatus.OPEN else (by_whom(actor), timezone.now())
    rows = DuplicateHint.objects.filter(pair, first__in=[merge.kept_id, merge.duplicate_id])
    rows.update(status=status, decided_by_id=by, decided_at=at)
