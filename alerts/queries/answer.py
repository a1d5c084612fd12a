"""Reads of what came back: who has not answered yet, and which alerts led to a seizure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from alerts.enums import AlertStatus
from alerts.models import Addressee, Alert, AlertQuerySet, Answer
from alerts.queries.alert import TOLD, still_visible, waits_for
from seizures.models import Seizure

RESTS = timedelta(days=30)  # how long an answer that never came stands in the lists
MOST = 100


def asking(rows: AlertQuerySet) -> AlertQuerySet:
    """Return the alerts that wait for answers, or waited until not long ago."""
    return rows.filter(
        status__in=[AlertStatus.PUBLISHED, AlertStatus.EXPIRED],
        answer_by__isnull=False,
        answer_by__gte=Now() - RESTS,
    )


def silent_to(actor: Actor, rows: AlertQuerySet) -> AlertQuerySet:
    """Narrow alerts to those that the unit in which the actor acts, or else its agency, has not answered.

    What the actor wrote or told itself waits for its colleagues there.
    """
    acting = actor.acting
    if acting is None:
        return rows.none()
    return asking(rows).filter(waits_for(acting, actor.subject_id, _unanswered))


def silent_on(actor: Actor, rows: AlertQuerySet) -> AlertQuerySet:
    """Narrow alerts to those of the unit in which the actor acts on which somebody did not answer."""
    acting = actor.acting
    if acting is None or acting.unit_id is None:
        return rows.none()
    told = Addressee.objects.filter(alert=OuterRef("pk"))
    return asking(rows).filter(owner_unit=acting.unit_id).filter(Exists(_unanswered(told)))


def _unanswered(rows: QuerySet[Addressee]) -> QuerySet[Addressee]:
    return rows.filter(~Exists(Answer.objects.filter(alert=OuterRef("alert"), addressee=OuterRef("pk"))))


def waiting_for_us(actor: Actor, limit: int = MOST) -> list[Alert]:
    """Return the alerts that the own side has not answered, the most urgent first."""
    rows = silent_to(actor, Alert.objects.visible_to(actor).with_rows())
    return list(rows.order_by("answer_by", "id")[:limit])


def waiting_for_others(actor: Actor, limit: int = MOST) -> list[Alert]:
    """Return the own unit's alerts that somebody has not answered, with `silent`: who, the most urgent first."""
    silent = _unanswered(Addressee.objects.filter(alert__isnull=False)).select_related("unit", "agency").order_by("id")
    rows = silent_on(actor, Alert.objects.visible_to(actor).with_rows())
    named = rows.prefetch_related(Prefetch("addressees", silent, to_attr="silent"))
    return list(named.order_by("answer_by", "id")[:limit])


def reminded_at(alert: Alert) -> dict[UUID, datetime]:
    """Return when each addressee that was silent was last asked again: for who serves with the unit that told it."""
    return dict(alert.reminders.order_by("at").values_list("addressee_id", "at"))


def came_from(actor: Actor, seizure: Seizure) -> list[Alert]:
    """Return the alerts of which a seizure came, as the reader is told: those whose answer it may read."""
    said = Answer.objects.filter(seizure=seizure).select_related("addressee", "alert").order_by("at", "id")
    seen = {each.pk: each for each in still_visible(actor, [each.alert_id for each in said])}
    found = {
        each.alert_id: seen[each.alert_id]
        for each in said
        if each.alert_id in seen and is_told(actor, seen[each.alert_id], each.addressee)
    }
    return list(found.values())


def told_about(actor: Actor, seizure: Seizure) -> list[Alert]:
    """Return the alerts that tell of a seizure and that the reader sees."""
    rows = Alert.objects.visible_to(actor).with_rows().filter(seizure=seizure, status__in=TOLD)
    return list(rows.order_by("published_at", "id"))


def is_told(actor: Actor, alert: Alert, addressee: Addressee) -> bool:
    """Whether a reader of the alert is told of an addressee: who serves with its unit of all, others of themselves."""
    return actor.serves(alert.owner_agency, alert.owner_unit) or any(
        each.unit_id == addressee.unit_id if addressee.unit_id else each.agency_id == addressee.agency_id
        for each in actor.memberships
    )


def seizures_of(actor: Actor, answers: Sequence[Answer]) -> dict[UUID, Seizure]:
    """Return, by id, the seizures that answers name and that the reader sees."""
    ids = {each.seizure_id for each in answers if each.seizure_id}
    return {each.pk: each for each in Seizure.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}
