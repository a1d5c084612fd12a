"""Two exchanges of the demo world: a courier asked about from one airport to the next, and a group of one operation.

Played through the services after the seizures; each unit writes in its language.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.roles import Role
from aircop.demo.people import serving
from aircop.demo.pictures import drawn
from alerts.enums import Clock, MessageKind
from alerts.models import Thread
from alerts.services.group import Purpose, add_member, open_group
from alerts.services.message import Asked, Say, send_message
from alerts.services.request import (
    Ask,
    ask_back,
    ask_in_new_thread,
    clarify_request,
    refuse_request,
    reply_to_request,
)
from alerts.services.thread import Opening, open_thread
from seizures.models import Person

GRADED: dict[str, Any] = {"source_grade": "4x4:B", "information_grade": "4x4:2"}


def write_messages(world: Any) -> list[Thread]:
    """Play both exchanges, and return the threads."""
    return [*_about_a_courier(world), *_in_a_group(world)]


def _acting(world: Any, unit: str, role: Role = Role.OFFICER) -> Actor:
    actor: Actor = world.bind(serving(unit, role)[0], unit)
    return actor


def _courier(actor: Actor) -> tuple[Person | None, Asked]:
    """Return somebody with a name whom the unit arrested last, and what is asked about that person."""
    rows = Person.objects.visible_to(actor).filter(identity__isnull=False).select_related("identity", "seizure")
    person = rows.order_by("-recorded_at", "id").first()
    if person is None:
        return None, Asked(name="Kouamé Brou")
    identity = person.identity
    return person, Asked(name=f"{identity.family_name} {identity.given_names}".strip())


def _about_a_courier(world: Any) -> list[Thread]:
    """Abidjan asks Accra, which asks back and answers; Lomé refuses; Dakar still waits for Abidjan."""
    actor = _acting(world, "ABJ1")
    person, about = _courier(actor)
    said = Say(body="Ce passager est-il connu chez vous ? Le billet a été pris à Accra.", **GRADED)
    opening = Opening(subject="Passager de la liaison de Lisbonne", seizure=person.seizure if person else None)
    first = ask_in_new_thread(
        actor=actor, opening=opening, say=said, ask=Ask(receiver=world.units["ACC1"], clock=Clock.URGENT, about=about)
    )
    theirs = _acting(world, "ACC1")
    ask_back(actor=theirs, request=first, say=Say(body="On which day was the ticket bought?"))
    ours = _acting(world, "ABJ1")
    clarify_request(
        actor=ours, request=first, say=Say(body="Le lundi précédent, au comptoir de l'aéroport, en espèces.")
    )
    answer = "Yes: the same agent sold two more tickets that morning. Attached is what one of those two carried."
    receipt = ("tablets.jpg", drawn("", 7))
    said = Say(body=answer, handling="H1", files=[receipt], **GRADED)
    reply_to_request(actor=_acting(world, "ACC1"), request=first, say=said)
    thanks = Say(body="Merci. Les deux autres voyageurs ont été contrôlés hier : une saisie.")
    send_message(actor=_acting(world, "ABJ1"), thread=first.thread, say=thanks, kind=MessageKind.FEEDBACK)
    return [first.thread, _refused(world, about), _waiting(world)]


def _refused(world: Any, about: Asked) -> Thread:
    asked = ask_in_new_thread(
        actor=_acting(world, "ABJ1"),
        opening=Opening(subject="Destinataire déclaré à Lomé"),
        say=Say(body="Que savez-vous du destinataire ?"),
        ask=Ask(receiver=world.units["LFW1"], clock=Clock.WEEK, about=about),
    )
    words = Say(body="Enquête en cours ; nous reviendrons vers vous après l'audience.")
    refuse_request(actor=_acting(world, "LFW1"), request=asked, say=words, refusal="ongoing")
    return asked.thread


def _waiting(world: Any) -> Thread:
    said = Say(
        body="Même expéditeur que dans votre affaire du fret. À qui les colis étaient-ils adressés ?",
        handling="H3",
        handling_words="À ne verser dans aucune procédure sans notre accord",
    )
    asked = ask_in_new_thread(
        actor=_acting(world, "DSS1"),
        opening=Opening(subject="Expéditeur de trois colis express"),
        say=said,
        ask=Ask(receiver=world.units["ABJ1"], clock=Clock.USUAL, about=Asked(record="ABJ1-S-2026-000001")),
    )
    return asked.thread


def _in_a_group(world: Any) -> list[Thread]:
    """A closed group of three units, and what is written in it."""
    leader = _acting(world, "ABJ1", Role.SUPERVISOR)
    ends = timezone.now() + timedelta(days=20)
    group = open_group(
        actor=leader, purpose=Purpose(name="Vols de nuit vers Lisbonne", operation="Harmattan", ends_at=ends)
    )
    for code in ("ACC1", "LFW1"):
        add_member(actor=leader, group=group, receiver=world.units[code])
    thread = open_thread(
        actor=leader,
        opening=Opening(subject="Contrôles conjoints de vendredi", group=group),
        say=Say(body="Nous contrôlons le vol de 23 h. Signalez-nous les correspondances réservées ensemble."),
    )
    send_message(
        actor=_acting(world, "ACC1"),
        thread=thread,
        say=Say(body="Two on one booking, seats apart. Names follow at noon."),
    )
    return [thread]
