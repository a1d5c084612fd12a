"""Alerts of the demo world: two that were answered, one sent at once, one recalled, one in review, one just begun.

Played through the services; nobody gets a mail before the load is whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.roles import Role
from aircop.demo.people import ABOVE, serving
from alerts.enums import AlertKind, Result, Severity
from alerts.models import Alert
from alerts.services.addressee import Chosen
from alerts.services.alert import Words, draft_alert
from alerts.services.answer import answer_alert
from alerts.services.telling import publish_alert, recall_alert, submit_alert, warn_at_once
from seizures.models import Seizure


@dataclass(frozen=True, slots=True)
class AlertPlan:
    """One alert: the unit whose officer wrote it, its words, whom it is for, its fate, and what came back."""

    unit: str
    words: Mapping[str, Any]
    units: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    corridor: bool = False
    fate: str = "published"
    reason: str = ""
    answers: tuple[tuple[str, str, str], ...] = ()  # the unit that answers, what came of it, in what words
    days: int = 14


ALERTS = (
    AlertPlan(
        "ABJ1",
        {
            "kind": AlertKind.WARNING, "severity": Severity.HIGH,
            "title": "Deux passeurs attendus sur la liaison de Lisbonne",
            "body": "Billets payés en espèces à Treichville, départ le soir même, valises rigides noires sans usure. "
            "Regarder la doublure : la couture est refaite au fil nylon.",
            "person_details": "L'un se présente sous le nom de Karamoko Diarrassouba, passeport malien.",
            "conveyance": "PAX", "concealment": "FBT", "substance": "cocaine", "route": ("ABJ", "DSS", "LIS"),
        },
        units=("DSS1", "ACC1"), agencies=("PT-UIA",),
        answers=(
            ("DSS1", Result.CHECKED, "Quatre voyageurs contrôlés, rien trouvé."),
            ("ACC1", Result.SEIZURE, "Same stitching in a suitcase bound for Lisbon."),
            ("PT-UIA", Result.ARREST, "Stopped on arrival, heard with an interpreter."),
        ),
    ),
    AlertPlan(
        "LOS1",
        {
            "kind": AlertKind.DRUG, "severity": Severity.INFO,
            "title": "Tramadol 225 mg in blisters without a maker's name",
            "body": "Cartons of ten blisters, declared as vitamins. The foil carries a lotus and no batch number.",
            "substance": "tramadol", "conveyance": "CRG", "hazard": "Tablets crumble: wear gloves.",
        },
        units=("ACC1", "COO1", "LFW1"),
        answers=(("LFW1", Result.NOTED, ""), ("ACC1", Result.CHECKED, "Two cartons opened: real vitamins.")),
        days=60,
    ),
    AlertPlan(
        "GRU1",
        {
            "kind": AlertKind.WARNING, "title": "Unaccompanied bag on tonight's flight to Abidjan",
            "body": "The passenger did not board, the bag did: rigid, grey, two straps. Keep it off the belt.",
            "conveyance": "PAX", "flight_number": "Q0507", "route": ("GRU", "ABJ"),
        },
        corridor=True, fate="urgent", days=1,
    ),
    AlertPlan(
        "NBO1",
        {
            "kind": AlertKind.METHOD, "severity": Severity.HIGH, "title": "Ivory pieces inside roasted coffee",
            "body": "Freight from one exporter: sacks with a second, glued bottom.", "conveyance": "CRG",
        },
        units=("LOS1", "ACC1", "ABJ2"), fate="recalled", reason="The laboratory says that it is resin.",
        answers=(("LOS1", Result.NOTED, ""),),
    ),
    AlertPlan(
        "ACC1",
        {
            "kind": AlertKind.LOCATE, "severity": Severity.HIGH, "title": "Ticket agent who paid for two couriers",
            "body": "Sought for a hearing as a witness. Tell the unit where he is; do not stop him.",
            "person_details": "Known as Kwabena Sarpong, about forty.",
        },
        units=("LOS1", "ABJ1"), fate="in review", days=30,
    ),
    AlertPlan(
        "ABJ1",
        {
            "kind": AlertKind.GENERAL, "severity": Severity.INFO, "title": "Horaires d'hiver des vols de nuit",
            "body": "Trois vols partent désormais avant cinq heures.",
        },
        units=("ABJ2",), fate="draft", days=90,
    ),
)  # fmt: skip


def tell_alerts(world: Any) -> list[Alert]:
    """Let officers write the alerts and supervisors tell them, each as far as its fate goes; return them."""
    return [_tell(world, plan) for plan in ALERTS]


def _tell(world: Any, plan: AlertPlan) -> Alert:
    author, reviewer = serving(plan.unit, Role.OFFICER)[0], serving(plan.unit, Role.SUPERVISOR)[0]
    chosen = Chosen(
        units=[world.units[code] for code in plan.units],
        agencies=[world.agencies[code] for code in plan.agencies],
        corridor=plan.corridor,
    )
    actor = world.bind(author, plan.unit)
    words = Words(valid_until=timezone.now() + timedelta(days=plan.days), **plan.words)
    alert = draft_alert(actor=actor, words=words, chosen=chosen)
    if plan.fate == "urgent":
        return warn_at_once(actor=actor, alert=alert)
    if plan.fate == "draft":
        return alert
    alert = submit_alert(actor=actor, alert=alert)
    if plan.fate == "in review":
        return alert
    alert = publish_alert(actor=world.bind(reviewer, plan.unit), alert=alert)
    for whom, result, said in plan.answers:
        _answer(world, alert, whom, result, said)
    if plan.fate == "recalled":
        alert = recall_alert(actor=world.bind(reviewer, plan.unit), alert=alert, reason=plan.reason)
    return alert


def _answer(world: Any, alert: Alert, whom: str, result: str, said: str) -> None:
    """Let an officer of the unit or agency say what came of it."""
    if whom in world.units:
        actor = world.bind(serving(whom, Role.OFFICER)[0], whom)
    else:
        actor = world.bind(next(each for each in ABOVE if each.places[0].agency == whom), None)
    came = _seizure(world, actor, whom) if result == Result.SEIZURE else None
    answer_alert(actor=actor, alert=alert, result=result, words=said, seizure=came)


def _seizure(world: Any, actor: Actor, unit: str) -> Seizure | None:
    """Return the last seizure of the unit that answers: the one that came of the alert."""
    rows = Seizure.objects.visible_to(actor).filter(task_force=world.units[unit], reference__isnull=False)
    return rows.order_by("-occurred_at", "id").first()
