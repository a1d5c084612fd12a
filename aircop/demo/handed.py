"""What passes between units and agencies in the demo world: shares of cases, consent, referrals, a grant gone stale.

Played through the services after the cases are opened, and before somebody leaves. A case that a small world lacks is
passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.roles import Level, Role
from aircop.demo.people import HAS_LEFT, PersonPlan, serving
from aircop.demo.places import UNIT, UNITS
from seizures.enums import ConsentAnswer, ConsentKind, Handling, ItemChoice, ReferralKind, SeizureStatus
from seizures.models import Case, Consent, Seizure
from seizures.queries.case_share import linked_seizures
from seizures.queries.share import Receiver
from seizures.rules import can_share_seizure
from seizures.services.case_note import add_note
from seizures.services.case_share import share_case
from seizures.services.consent import answer_consent, ask_consent
from seizures.services.referral import accept_referral, decline_referral, hand_back_referral, offer_referral
from seizures.services.seizure import change_seizure
from seizures.services.share import Terms, share_record

CHOICES = (ItemChoice.INCLUDED, ItemChoice.WITHOUT, ItemChoice.NOT)


@dataclass(frozen=True, slots=True)
class CaseShare:
    """A case shared with an agency, a unit or a person named by its unit and role."""

    case: str
    reason: str
    agency: str = ""
    unit: str = ""
    person: str = ""
    level: Level = Level.VIEW
    days: int | None = None


SHARES = (
    CaseShare(
        "Doubles fonds d'un même atelier", "Deux des valises allaient à Lisbonne", agency="PT-UIA", days=90,
    ),
    CaseShare(
        "Passeurs in corpore sur la liaison de Lisbonne", "Le même vendeur de billets agit à Dakar", unit="DSS1",
        level=Level.CONTRIBUTE, days=60,
    ),
    CaseShare(
        "One ticket agent, two couriers", "He knows the ticket agents of Treichville", person="LOS1", days=9,
    ),
)  # fmt: skip


ANSWERS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (ConsentAnswer.GRANTED, {"fr": "Pour le rapport annuel seulement.", "en": "For the yearly report alone."}),
    (
        ConsentAnswer.REFUSED,
        {"fr": "Le juge couvre l'enquête jusqu'au printemps.", "en": "The court covers the inquiry until spring."},
    ),
    ("", {}),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A case offered to another unit, and what became of it: it waits, or was accepted, declined, or handed back."""

    case: str
    to_unit: str
    reason: str
    fate: str = "waits"
    words: str = ""


OFFERS = (
    Offer("Tramadol en transit", "COO1", "Le destinataire déclaré habite Cotonou", "accepted"),
    Offer("Fret express vers Bruxelles", "ABJ1", "L'expéditeur a aussi un dépôt à Port-Bouët"),
    Offer(
        "One ticket agent, two couriers", "LOS1", "The agent's cousin lives in Ikeja", "declined",
        "Nobody of that name is known here; we have no officer free before the spring.",
    ),
    Offer(
        "Tablets without a licence", "ACC1", "The importer moved to Tema", "handed back",
        "The importer was heard in Tema and names a bakery in Lagos: the case is yours again.",
    ),
)  # fmt: skip


def hand_around(world: Any, cases: Sequence[Case]) -> None:
    """Let each of these happen to the cases that were opened."""
    known = {case.title: case for case in cases}
    _share_cases(world, known)
    _ask_for_consent(world)
    _offer_cases(world, known)
    _share_with_who_leaves(world, known)


def _supervisor(world: Any, unit: str) -> Actor:
    actor: Actor = world.bind(serving(unit, Role.SUPERVISOR)[0], unit)
    return actor


def _owner(world: Any, case: Case) -> Actor:
    return _supervisor(world, case.task_force.code)


def _items(actor: Actor, case: Case) -> Mapping[Any, str]:
    """Return a choice for each linked seizure that may be shared: the first with identities, the second without."""
    free = [
        row for row in linked_seizures(actor, case) if can_share_seizure(actor, row) and row.handling != Handling.H3
    ]
    return {row.pk: CHOICES[min(place, 2)].value for place, row in enumerate(free)}


def _share_cases(world: Any, known: Mapping[str, Case]) -> None:
    for plan in SHARES:
        case = known.get(plan.case)
        if case is None:
            continue
        actor = _owner(world, case)
        until = timezone.now() + timedelta(days=plan.days) if plan.days else None
        terms = Terms(level=plan.level, reason=plan.reason, until=until, with_identities=not plan.person)
        share_case(actor=actor, case=case, receiver=_receiver(world, plan), terms=terms, items=_items(actor, case))


def _receiver(world: Any, plan: CaseShare) -> Receiver:
    if plan.person:
        return _seat(world, serving(plan.person, Role.OFFICER)[0])
    found: Receiver = world.units[plan.unit] if plan.unit else world.agencies[plan.agency]
    return found


def _seat(world: Any, person: PersonPlan) -> Receiver:
    found: Receiver = world.memberships[person.email, person.places[0].unit]
    return found


def _share_with_who_leaves(world: Any, known: Mapping[str, Case]) -> None:
    """Share by name with somebody who leaves soon after: a grant gone stale."""
    if case := known.get("One ticket agent, two couriers"):
        terms = Terms(level=Level.VIEW, reason="He followed the couriers in Abidjan", until=None)
        share_record(actor=_owner(world, case), about=case, receiver=_seat(world, HAS_LEFT), terms=terms)


def _ask_for_consent(world: Any) -> None:
    """Let officers of the same unit ask the agency whose record it is: granted, refused with a reason, not answered."""
    found = sorted(_bound(world), key=lambda each: (each.seizure.handling != Handling.H2, each.seizure.recorded_at))
    for each, (answer, words) in zip(found, ANSWERS, strict=False):
        owner = world.bind(each.owner, each.unit)
        if each.seizure.handling != Handling.H2:  # its agency binds it first
            facts = {"handling": Handling.H2}
            change_seizure(actor=owner, seizure=each.seizure, version=each.seizure.version, facts=facts)
        asked = _ask(world.bind(each.officer, each.unit), each.seizure, _language(each))
        if answer:
            until = timezone.now() + timedelta(days=120) if answer == ConsentAnswer.GRANTED else None
            owner = world.bind(each.owner, each.unit)
            answer_consent(actor=owner, consent=asked, answer=answer, words=words[_language(each)], until=until)


@dataclass(frozen=True, slots=True)
class Bound:
    """A seizure, the supervisor of its agency, and an officer of another agency of the unit."""

    unit: str
    officer: PersonPlan
    owner: PersonPlan
    seizure: Seizure


def _bound(world: Any) -> Iterator[Bound]:
    """Yield what is under H2, and what may still be put under it, where two agencies of one unit can ask and answer."""
    for unit in UNITS:
        for owner in serving(unit.code, Role.SUPERVISOR):
            agency = owner.places[0].agency
            others = (each for each in serving(unit.code, Role.OFFICER) if each.places[0].agency != agency)
            if officer := next(others, None):
                rows = Seizure.objects.visible_to(world.bind(owner, unit.code)).filter(
                    Q(handling=Handling.H2) | Q(status=SeizureStatus.SUBMITTED, handling=Handling.H0),
                    owner_agency=world.agencies[agency].pk, task_force=world.units[unit.code], reference__isnull=False,
                )  # fmt: skip
                yield from (Bound(unit.code, officer, owner, row) for row in rows.order_by("-recorded_at", "id")[:3])


def _language(bound: "Bound") -> str:
    return UNIT[bound.unit].language


def _ask(actor: Actor, seizure: Seizure, language: str) -> Consent:
    return ask_consent(
        actor=actor,
        about=seizure,
        kind=ConsentKind.EXPORT,
        to_words={"fr": "Direction de la lutte antidrogue", "en": "Ministry of the Interior"}[language],
        reason={"fr": "Rapport annuel de la direction", "en": "Yearly report of the ministry"}[language],
    )


def _offer_cases(world: Any, known: Mapping[str, Case]) -> None:
    for plan in OFFERS:
        case = known.get(plan.case)
        if case is None:
            continue
        actor = _owner(world, case)
        referral = offer_referral(
            actor=actor, case=case, to_unit=world.units[plan.to_unit], kind=ReferralKind.REFER, reason=plan.reason,
            items=_items(actor, case), with_identities=plan.fate in {"accepted", "handed back"},
        )  # fmt: skip
        other = _supervisor(world, plan.to_unit)
        if plan.fate == "declined":
            decline_referral(actor=other, referral=referral, words=plan.words)
        elif plan.fate != "waits":
            referral = accept_referral(actor=other, referral=referral)
        if plan.fate == "handed back":
            add_note(actor=other, case=case, text=plan.words)
            hand_back_referral(actor=other, referral=referral, words=plan.words)
