"""What comes back on an alert: it arrived, this was done, that came of it."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from alerts.enums import Result
from alerts.events import AlertAcknowledged, AlertAnswered
from alerts.models import Addressee, Alert, Answer
from alerts.queries.alert import own_addressee, visible_alert
from alerts.rules import can_answer_alert, can_tell_names
from seizures.models import Seizure


@transaction.atomic
def acknowledge_alert(*, actor: Actor, alert: Alert) -> Addressee:
    """Say for the unit or agency in which one acts that the alert arrived and is in hand. The first one counts."""
    alert, addressee = _addressed(actor, alert)
    if addressee.acknowledged_at is None:
        _acknowledge(actor, alert, addressee)
    return addressee


@transaction.atomic
def answer_alert(*, actor: Actor, alert: Alert, result: str, words: str = "", seizure: Seizure | None = None) -> Answer:
    """Say what was done about an alert and what came of it; whoever answers has received it.

    A seizure that came of it is named where there is one. Refuses who was not addressed, words from who sees no
    identities, and a seizure that the answerer does not see.
    """
    alert, addressee = _addressed(actor, alert)
    if result not in set(Result):
        raise Invalid(_("Choose what came of it."), field="result")
    if words.strip():
        require(can_tell_names(actor, alert))
    if seizure is not None and not Seizure.objects.visible_to(actor).filter(pk=seizure.pk).exists():
        raise Missing
    if addressee.acknowledged_at is None:
        _acknowledge(actor, alert, addressee)
    made = Answer(
        alert=alert,
        addressee=addressee,
        result=result,
        words=words.strip(),
        seizure=seizure,
        by_id=actor.subject_id,  # type: ignore[misc]  # whoever may answer is signed in
    )
    made.save(force_insert=True)
    record(actor, "alert.answer", about=alert, changes={"answers": (None, made.result)})
    append(AlertAnswered(alert.pk, made.pk, alert.recorded_by_id, made.result), about=alert, actor=actor)
    return made


def _addressed(actor: Actor, alert: Alert) -> tuple[Alert, Addressee]:
    """Return the alert as it stands and the addressee for which the actor acts, locked."""
    alert = visible_alert(actor, alert.pk)
    own = own_addressee(actor, alert)
    require(can_answer_alert(actor, alert, own))
    assert own is not None  # noqa: S101  the rule refuses who was not addressed
    return alert, alert.addressees.select_for_update().get(pk=own.pk)


def _acknowledge(actor: Actor, alert: Alert, addressee: Addressee) -> None:
    addressee.acknowledged_by_id = actor.subject_id
    alert.addressees.filter(pk=addressee.pk).update(
        acknowledged_at=Now(), acknowledged_by_id=actor.subject_id, due_at=None
    )
    addressee.refresh_from_db(fields=["acknowledged_at", "due_at"])
    record(actor, "alert.acknowledge", about=alert, changes={"acknowledged_at": (None, addressee.acknowledged_at)})
    append(AlertAcknowledged(alert.pk, addressee.pk), about=alert, actor=actor)
