"""Telling an alert: handed to review, published, sent at once, reviewed afterwards, recalled, expired."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import NOBODY, Actor
from aircop.access.events import AccessGranted, RecordMoved
from aircop.access.following import bring_along
from aircop.access.models import ShareVia
from aircop.access.roles import UNIT_LEVELS, Level
from aircop.access.unscoped import unscoped
from aircop.access.verdict import require
from aircop.audit import record
from aircop.audit.history import move_history
from aircop.errors import Invalid
from aircop.events import append
from alerts.enums import AlertStatus, Severity
from alerts.events import (
    AlertExpired,
    AlertPublished,
    AlertRecalled,
    AlertReturned,
    AlertReviewed,
    AlertSubmitted,
)
from alerts.models import Addressee, Alert
from alerts.rules import (
    asks_neutrality,
    can_publish_alert,
    can_recall_alert,
    can_return_alert,
    can_review_warning,
    can_submit_alert,
    can_warn_at_once,
)
from alerts.services.addressee import address, chosen_for
from alerts.services.alert import locked, require_told_of, require_version
from taskforces.models import UnitRole
from taskforces.services.reference import next_reference

AT_ONCE = timedelta(hours=24)  # how long a warning that nobody reviewed first is valid
REVIEW_WITHIN = timedelta(hours=8)
# How soon addressees are asked to say what they did, when nobody names a time.
ANSWER_WITHIN: Mapping[str, timedelta] = {
    Severity.URGENT: timedelta(hours=12),
    Severity.HIGH: timedelta(days=3),
    Severity.INFO: timedelta(days=7),
}

EXPIRE = """
UPDATE alerts_alert SET status = 'expired', version = version + 1 WHERE id IN (
  SELECT id FROM alerts_alert WHERE status = 'published' AND valid_until <= statement_timestamp()
   ORDER BY valid_until LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, access_list_id, root_list_id, owner_agency, owner_unit, reference, handling
"""

# What a reviewer answers before a notice or a general alert goes out: the substance of articles 2 and 3 of INTERPOL's
# constitution. An answer that speaks against it stops the alert.
NEUTRALITY: Mapping[str, bool] = {
    "human_rights": True,  # does it respect the rights of the person it tells of?
    "political": False,  # is it predominantly of a political, military, religious or racial character?
    "ordinary_crime": True,  # is it about an offence of ordinary law?
}


def answer_wanted_by(alert: Alert) -> datetime:
    """Return until when addressees are asked when its reviewer names no other time."""
    now = timezone.now()
    if alert.answer_by and alert.answer_by > now:
        return alert.answer_by
    return min(now + ANSWER_WITHIN[alert.severity], alert.valid_until)


@transaction.atomic
def submit_alert(*, actor: Actor, alert: Alert, version: int | None = None) -> Alert:
    """Hand a draft to a reviewer of the unit. Refuses an alert without addressees or without words."""
    alert = locked(actor, alert)
    require(can_submit_alert(actor, alert))
    require_version(alert, version)
    named = _address_anew(actor, alert)
    _require_whole(alert)
    changes = named | _step(alert, AlertStatus.IN_REVIEW, submitted_at=timezone.now())
    record(actor, "alert.submit", about=alert, changes=changes)
    append(AlertSubmitted(alert.pk, alert.recorded_by_id), about=alert, actor=actor)
    return alert


@transaction.atomic
def return_alert(*, actor: Actor, alert: Alert, words: str, version: int | None = None) -> Alert:
    """Give an alert back to its author, saying why."""
    alert = locked(actor, alert)
    require(can_return_alert(actor, alert))
    require_version(alert, version)
    if not words.strip():
        raise Invalid(_("Say what is missing: the author will read it."), field="words")
    changes = _step(alert, AlertStatus.DRAFT)
    record(actor, "alert.return", about=alert, changes=changes, reason=words.strip())
    append(AlertReturned(alert.pk, alert.recorded_by_id), about=alert, actor=actor)
    return alert


@transaction.atomic
def publish_alert(
    *,
    actor: Actor,
    alert: Alert,
    neutrality: Mapping[str, bool] | None = None,
    answer_by: datetime | None = None,
    no_answer: bool = False,
    version: int | None = None,
) -> Alert:
    """Tell what was reviewed to its addressees, and ask for their answers.

    They are asked until `answer_by`, else until what its author named, else by how much it matters; with `no_answer`
    nobody is asked. Refuses who wrote it, a record that must not be passed on so, and a notice or a general alert
    whose questions of neutrality are not answered, or answered so that it must not go out.
    """
    alert = locked(actor, alert)
    require(can_publish_alert(actor, alert))
    require_version(alert, version)
    named = _address_anew(actor, alert)
    _require_whole(alert)
    if asks_neutrality(alert):
        _require_neutral(neutrality or {})
    told = {
        "neutrality": dict(neutrality or {}),
        "reviewed_by_id": actor.subject_id,
        "reviewed_at": timezone.now(),
        "answer_by": None if no_answer else _asked_until(alert, answer_by),
    }
    _publish(actor, alert, told, named)
    return alert


@transaction.atomic
def warn_at_once(*, actor: Actor, alert: Alert, version: int | None = None) -> Alert:
    """Send an urgent warning now, on the word of one officer: valid for 24 hours, reviewed within eight.

    Refuses a notice in a colour and whatever else is reviewed first, what a reviewer gave back, a record that must not
    be passed on so, and a warning without addressees.
    """
    alert = locked(actor, alert)
    require(can_warn_at_once(actor, alert))
    require_version(alert, version)
    named = _address_anew(actor, alert)
    _require_whole(alert)
    now = timezone.now()
    until = min(alert.valid_until, now + AT_ONCE)
    told = {
        "urgent": True,
        "severity": Severity.URGENT,
        "valid_until": until,
        "answer_by": min(alert.answer_by or now + ANSWER_WITHIN[Severity.URGENT], until),
        "review_by": now + REVIEW_WITHIN,
    }
    _publish(actor, alert, told, named)
    return alert


@transaction.atomic
def review_warning(*, actor: Actor, alert: Alert, version: int | None = None) -> Alert:
    """Say that a warning that went out at once may stand. Whoever holds otherwise recalls it."""
    alert = locked(actor, alert)
    require(can_review_warning(actor, alert))
    require_version(alert, version)
    changes = _write(alert, reviewed_by_id=actor.subject_id, reviewed_at=timezone.now())
    record(actor, "alert.review", about=alert, changes=changes)
    append(AlertReviewed(alert.pk, alert.recorded_by_id), about=alert, actor=actor)
    return alert


@transaction.atomic
def recall_alert(*, actor: Actor, alert: Alert, reason: str, version: int | None = None) -> Alert:
    """Take an alert back: everybody who got it is told, and still reads what it said, marked as recalled."""
    alert = locked(actor, alert)
    require(can_recall_alert(actor, alert))
    require_version(alert, version)
    if not reason.strip():
        raise Invalid(_("Say why: everybody who got it will read it."), field="reason")
    changes = _step(
        alert,
        AlertStatus.RECALLED,
        recalled_at=timezone.now(),
        recalled_by_id=actor.subject_id,
        recall_reason=reason.strip(),
    )
    names = [str(row) for row in alert.addressees.select_related("unit", "agency")]
    record(actor, "alert.recall", about=alert, changes=changes, recipients=names)
    append(AlertRecalled(alert.pk), about=alert, actor=actor)
    return alert


def expire_alerts(limit: int = 200) -> int:
    """Close alerts whose time ran out, and return how many; the clock asks for it."""
    with unscoped("alerts whose time ran out") as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(EXPIRE, [limit])
            rows = cursor.fetchall()
        for row in rows:
            names = ("id", "access_list_id", "root_list_id", "owner_agency", "owner_unit", "reference", "handling")
            alert = Alert(**dict(zip(names, row, strict=True)))
            record(NOBODY, "alert.expire", about=alert, using=alias)
            append(AlertExpired(alert.pk), about=alert, actor=NOBODY, using=alias)
    return len(rows)


# The parts ----------------------------------------------------------------------------------------------------------


def _address_anew(actor: Actor, alert: Alert) -> dict[str, tuple[Any, Any]]:
    """Address who stands now where its author chose all: ahead on the route, or in a sub-region. Return the difference.

    Refuses an alert about a record that must not reach all of them.
    """
    difference = address(alert, chosen_for(alert)) if alert.corridor or alert.regions else {}
    if difference:
        require_told_of(actor, alert)
    return difference


def _require_whole(alert: Alert) -> None:
    if not alert.addressees.exists():
        raise Invalid(_("Choose at least one task force or agency that is to be told."), field="units")
    if not (alert.body or alert.person_details):
        raise Invalid(_("Say what to look for and what to do: the title alone is not enough."), field="body")
    if alert.valid_until <= timezone.now():
        raise Invalid(_("This time has passed. Choose one that lies ahead."), field="valid_until")


def _asked_until(alert: Alert, wanted: datetime | None) -> datetime:
    if wanted is None:
        return answer_wanted_by(alert)
    if wanted <= timezone.now():
        raise Invalid(_("This time has passed. Choose one that lies ahead."), field="answer_by")
    if wanted > alert.valid_until:
        raise Invalid(_("Ask for the answer while the alert is valid."), field="answer_by")
    return wanted


def _require_neutral(answers: Mapping[str, bool]) -> None:
    for name, wanted in NEUTRALITY.items():
        if name not in answers:
            raise Invalid(_("Answer each question before it goes out."), field=name)
        if answers[name] is not wanted:
            raise Invalid(_("With this answer it must not go out. Give it back to its author."), field=name)


def _publish(actor: Actor, alert: Alert, told: Mapping[str, Any], named: Mapping[str, tuple[Any, Any]]) -> None:
    """Give the alert its reference and its list, and let everybody read who was addressed; `named` anew just now."""
    now = timezone.now()
    changes = {**named} | _step(
        alert,
        AlertStatus.PUBLISHED,
        reference=next_reference(alert.task_force, "A"),
        published_at=now,
        published_by_id=actor.subject_id,
        **told,
    )
    _give_own_list(actor, alert)
    addressees = list(alert.addressees.select_related("unit", "agency").order_by("id"))
    for row in addressees:
        _let_read(actor, alert, row)
    record(actor, "alert.publish", about=alert, changes=changes, recipients=map(str, addressees))
    append(AlertPublished(alert.pk, alert.recorded_by_id, alert.urgent), about=alert, actor=actor)


def _give_own_list(actor: Actor, alert: Alert) -> None:
    before = alert.access_list_id
    own = grants.own_list(alert)
    alert.access_list = own
    alert.save(force_update=True, update_fields=["access_list"])
    bring_along(alert)
    move_history(alert)
    append(RecordMoved(before, own.pk), about=alert, actor=actor)


def _let_read(actor: Actor, alert: Alert, row: Addressee) -> None:
    """Write the shares by which an addressee reads the alert: one of an agency, one per role of a unit.

    Where the role sees identities, so do they: the alert may name persons, and the answer to it may.
    """
    for reader, identities in _readers(row):
        share = grants.give(
            alert.access_list,
            reader,
            level=Level.VIEW,
            with_identities=identities,
            reason=alert.reference or "",
            via=ShareVia.ALERT,
            by=actor.subject_id,
            by_agency=actor.acting.agency_id if actor.acting else None,
        )
        append(
            AccessGranted(alert.access_list_id, share.pk, share.group_id, None, share.level), about=alert, actor=actor
        )


def _readers(row: Addressee) -> list[tuple[grants.Reader, bool]]:
    if row.agency is not None:
        return [(grants.Reader(label=row.agency.name, group_id=row.agency.group_id, agency_id=row.agency_id), True)]
    roles = UnitRole.objects.filter(task_force=row.unit, role__in=[str(role) for role in UNIT_LEVELS]).order_by("role")
    return [
        (grants.Reader(label=f"{row.unit}: {each.role}", group_id=each.group_id), _sees_names(each)) for each in roles
    ]


def _sees_names(unit_role: UnitRole) -> bool:
    return next(sees for role, (_level, sees) in UNIT_LEVELS.items() if role == unit_role.role)


def _step(alert: Alert, then: AlertStatus, **written: Any) -> dict[str, tuple[Any, Any]]:
    """Put the alert into the state, write what goes with it, and return the differences."""
    return _write(alert, status=then, **written)


def _write(alert: Alert, **written: Any) -> dict[str, tuple[Any, Any]]:
    differences = {name: (getattr(alert, name), value) for name, value in written.items()}
    for name, value in written.items():
        setattr(alert, name, value)
    alert.version += 1
    alert.save(force_update=True)
    return differences
