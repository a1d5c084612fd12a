"""Reads of alerts: one of them with what is told around it, lists narrowed by filters, one's own inbox."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from aircop.access.actor import Acting, Actor
from aircop.errors import Missing
from alerts.enums import AlertStatus
from alerts.models import Addressee, Alert, AlertQuerySet, Answer, Delivery
from alerts.queries.acceptance import closed_alerts
from seizures.models import Case, Seizure

FILTERS = ("status", "kind", "severity", "task_force", "substance")
TOLD = (AlertStatus.PUBLISHED, AlertStatus.RECALLED, AlertStatus.EXPIRED)


def visible_alert(actor: Actor, pk: UUID) -> Alert:
    """Return one alert with what its page shows; Missing when it is not there or not for this reader."""
    rows = Alert.objects.visible_to(actor).with_rows().select_related("access_list", "published_by", "reviewed_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def narrowed(rows: AlertQuerySet, wanted: Mapping[str, Any]) -> AlertQuerySet:
    """Return the rows that pass every filter that has a value; other names are a fault of the caller."""
    for name, value in wanted.items():
        if value in (None, "", ()):
            continue
        if name not in FILTERS:
            raise KeyError(name)
        rows = rows.filter(**{name: value})
    return rows


def seizure_of(actor: Actor, alert: Alert) -> Seizure | None:
    """Return the seizure an alert is about, for who sees that record too."""
    return Seizure.objects.visible_to(actor).filter(pk=alert.seizure_id).first() if alert.seizure_id else None


def case_of(actor: Actor, alert: Alert) -> Case | None:
    """Return the case an alert belongs to, for who sees that record too."""
    return Case.objects.visible_to(actor).filter(pk=alert.case_id).first() if alert.case_id else None


def addressees_of(actor: Actor, alert: Alert) -> list[Addressee]:
    """Return whom an alert is for: all of them for who serves with its unit, one's own for everybody else."""
    rows = alert.addressees.select_related("unit", "agency", "acknowledged_by").order_by("id")
    if not actor.serves(alert.owner_agency, alert.owner_unit):
        rows = rows.filter(_own(actor))
    return list(rows)


def own_addressee(actor: Actor, alert: Alert) -> Addressee | None:
    """Return the addressee for which the actor acts: its unit before its agency."""
    if actor.acting is None:
        return None
    here = Q(unit_id=actor.acting.unit_id) if actor.acting.unit_id else Q(agency_id=actor.acting.agency_id)
    rows = alert.addressees.filter(here | Q(agency_id=actor.acting.agency_id))
    return rows.order_by(F("agency_id").asc(nulls_first=True)).first()


def waits_for(acting: Acting, person: UUID | None, still: Callable[[QuerySet[Addressee]], QuerySet[Addressee]]) -> Q:
    """Return the condition that an alert waits for a person: the row for which it acts is `still` open.

    Whoever wrote or sent the alert answers none of its rows; see `Alert.hands`.
    """
    told = Addressee.objects.filter(alert=OuterRef("pk"))
    by_unit = told.filter(unit_id=acting.unit_id, unit__isnull=False)
    by_agency = told.filter(agency_id=acting.agency_id)
    hand = Q(recorded_by=person) | Q(published_by=person) | Q(written_by__contains=[person])
    return ~hand & (Q(Exists(still(by_unit))) | (Q(Exists(still(by_agency))) & ~Q(Exists(by_unit))))


def answers_of(actor: Actor, alert: Alert) -> list[Answer]:
    """Return the answers on an alert that the reader is told of, oldest first."""
    return list(told_answers(actor, alert).order_by("at", "id"))


def told_answers(actor: Actor, alert: Alert) -> QuerySet[Answer]:
    """Return the answers on an alert: all for who serves with its unit, one's own for others, none while closed."""
    rows = Answer.objects.filter(alert=alert).select_related("addressee__unit", "addressee__agency", "by")
    if closed_alerts(actor, [alert]):
        return rows.none()
    if not actor.serves(alert.owner_agency, alert.owner_unit):
        rows = rows.filter(addressee__in=alert.addressees.filter(_own(actor)))
    return rows


def _own(actor: Actor) -> Q:
    units = {each.unit_id for each in actor.memberships if each.unit_id}
    return Q(unit_id__in=units) | Q(agency_id__in={each.agency_id for each in actor.memberships})


def inbox(actor: Actor, limit: int = 50, *, unread: bool = False) -> list[Delivery]:
    """Return what was told to a person and is still shown to it, the newest first.

    The rows carry their alert. Whoever lost sight of an alert finds it in no inbox any more.
    """
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, channel="app")
    rows = rows.filter(alert__in=Alert.objects.visible_to(actor))
    if unread:
        rows = rows.filter(read_at__isnull=True)
    along = ("alert__task_force__airport", "alert__recorded_by")
    return list(rows.select_related(*along).order_by("-made_at", "-id")[:limit])


def still_visible(actor: Actor, ids: Sequence[UUID]) -> list[Alert]:
    """Return, of the alerts named, those that the actor may see now."""
    return list(Alert.objects.visible_to(actor).with_rows().filter(pk__in=ids)) if ids else []
