"""Reviewing access: begun on one day, every line confirmed or ended, and kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, InvalidTransition
from aircop.events import append
from taskforces.events import AccessReviewBegun, AccessReviewFinished, AccessReviewLinesDecided
from taskforces.models import AccessReview, Agency, Decision, ReviewLine
from taskforces.queries.access_review import Line, sources
from taskforces.rules import can_review_access


@transaction.atomic
def begin_review(*, actor: Actor, agency: Agency) -> AccessReview:
    """Write down who sits where and what is shared, as it stands now. Refuses a second review while one is open."""
    require(can_review_access(actor, agency))
    try:
        with transaction.atomic():
            review = AccessReview.objects.create(
                agency=agency,
                begun_by_id=actor.subject_id,  # type: ignore[misc]  # whoever may do it is signed in
            )
    except IntegrityError as error:
        raise InvalidTransition(_("A review is open already. Finish it first.")) from error
    rows = [_row(review, kind, line) for kind, source in sources().items() for line in source.lines(actor, agency.pk)]
    ReviewLine.objects.bulk_create(rows)
    record(actor, "access_review.begin", about=review, changes={"lines": (None, len(rows))})
    append(AccessReviewBegun(review.pk, agency.pk, len(rows)), about=review, actor=actor)
    return review


def _row(review: AccessReview, kind: str, line: Line) -> ReviewLine:
    return ReviewLine(
        review=review, kind=kind, object_id=line.object_id, who=line.who[:200], what=line.what[:200],
        facts=dict(line.facts), may_end=line.may_end,
    )  # fmt: skip


@transaction.atomic
def decide_lines(
    *, actor: Actor, review: AccessReview, lines: Sequence[UUID], decision: Decision, reason: str = ""
) -> AccessReview:
    """Confirm lines, or end what they stand for, each by its own act with its own guard and record.

    With the last one the review is finished. Refuses a finished review, no line, lines that are decided, an end without
    a reason, and an end of what only another agency can end.
    """
    review = AccessReview.objects.select_for_update(of=("self",)).select_related("agency").get(pk=review.pk)
    require(can_review_access(actor, review.agency))
    if review.finished_at is not None:
        raise InvalidTransition(_("This review is finished."))
    chosen = list(review.lines.filter(pk__in=list(lines), decision=""))
    if not chosen or len(chosen) != len(set(lines)):
        raise Invalid(_("Choose lines that are not decided yet."), field="lines")
    if decision == Decision.ENDED:
        _end(actor, chosen, reason.strip())
    told: dict[str, Any] = {"decision": decision.value, "reason": reason.strip()}
    told |= {"decided_at": Now(), "decided_by": actor.subject_id}
    review.lines.filter(pk__in=[line.pk for line in chosen]).update(**told)
    changes: dict[str, tuple[Any, Any]] = {"decision": (None, decision.value), "lines": (None, len(chosen))}
    ids = [line.object_id for line in chosen]
    record(actor, "access_review.decide", about=review, changes=changes, reason=reason.strip(), ids=ids)
    append(AccessReviewLinesDecided(review.pk, decision.value, len(chosen)), about=review, actor=actor)
    if not review.lines.filter(decision="").exists():
        _finish(actor, review)
    return review


def _end(actor: Actor, lines: Sequence[ReviewLine], reason: str) -> None:
    if not reason:
        raise Invalid(_("Say why it ends: it is kept with the review."), field="reason")
    if any(not line.may_end for line in lines):
        raise Invalid(_("What another agency gave, and your own seat, you can only confirm."), field="lines")
    for line in lines:
        sources()[line.kind].end(actor, line.object_id, reason)


def _finish(actor: Actor, review: AccessReview) -> None:
    AccessReview.objects.filter(pk=review.pk).update(finished_at=Now())
    review.refresh_from_db(fields=["finished_at"])
    record(actor, "access_review.finish", about=review)
    append(AccessReviewFinished(review.pk, review.agency_id), about=review, actor=actor)
