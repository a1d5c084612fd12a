"""Synthetic persons with names, a thousand at a time: for measuring how fast a name is found."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from aircop.reference.names import names_keys
from seizures.events import BulkLoaded
from seizures.models import Identity, IdentityDocument, Person, Seizure
from seizures.models.person import age_of

PIECE = 1_000
ROLES = ("courier", "courier", "courier", "escort", "consignee", "organiser")
_FAMILY = (
    "Traoré Diallo Coulibaly Touré Konaté Keïta Cissé Sow Ba Barry Sylla Camara Diop Ndiaye Fall Gueye Mensah Owusu "
    "Boateng Asante Okafor Adeyemi Okonkwo Bello Abubakar Eze Silva Santos Souza Oliveira Pereira González Rodríguez "
    "García Martínez Hernández Ramírez Kouamé Kouassi Ouattara Koné Bamba Soro Ouédraogo Zongo Kaboré Haddad "
    "Benali El-Amrani Tshibangu Mukendi Kabila Nguyen Li Kim Ivanov Petrov Tesfaye Bekele Mwangi Otieno Sall Jallow"
)
_GIVEN = (
    "Mohamed Ibrahima Ousmane Moussa Amadou Mamadou Abdoulaye Boubacar Fatou Aminata Mariam Aïssata Kadiatou Awa Ali "
    "Hassan Youssouf Issa Salif Adama Seydou Kwame Kofi Kojo Ama Akosua Chinedu Ngozi Emeka Blessing João José "
    "Maria Ana Paulo Carlos Luis Miguel Juan Pedro Jean Pierre Paul Marie Jacques Yao Koffi Aya Rachid Karim Omar "
    "Khadija Ivan Sergei Olga Abebe Hana John Grace Esther Daniel Samuel David"
)
FAMILY, GIVEN = _FAMILY.split(), _GIVEN.split()
START = ("b", "d", "f", "g", "k", "l", "m", "n", "s", "t", "z", "br", "dj", "kw", "ny", "sh")
MIDDLE = ("a", "e", "i", "o", "u", "ai", "ou")
RARE, SECOND = 0.35, 0.3  # how often a name is a rare one, and how often there is a second given name


@cache
def _rare(number: int) -> str:
    """Return one of many names that few bear."""
    dice = random.Random(number)  # noqa: S311  names for a load test
    return "".join(dice.choice(START) + dice.choice(MIDDLE) for _syllable in range(dice.randint(2, 4))).capitalize()


@cache
def _keys(name: str) -> frozenset[str]:
    return names_keys([name])


def _name(dice: random.Random, common: Sequence[str]) -> str:
    """Return a name: common ones far more often than others, one in three of them rare."""
    return _rare(int(40_000 * dice.random())) if dice.random() < RARE else common[int(len(common) * dice.random() ** 2)]


def lay_persons(actor: Actor, count: int, *, seed: int, alias: str) -> int:
    """Write persons onto the synthetic seizures, some of them on each, and return how many."""
    dice, written = random.Random(seed), 0  # noqa: S311  names for a load test
    for piece in batched(_places(count, alias), PIECE, strict=False):
        with transaction.atomic(), transaction.atomic(using=alias):
            rows = [_person(dice, seizure, number) for seizure, number in piece]
            about = rows[0][0].seizure
            record(
                actor,
                "seizure.bulk_load",
                about=about.task_force,
                changes={"count": (None, len(rows))},
                reason="load test",
            )
            for made in zip(*rows, strict=True):
                QuerySet(type(made[0]), using=alias).bulk_create(made)
            append(BulkLoaded(about.access_list_id, len(rows), about.pk), about=about, actor=actor, using=alias)
        written += len(rows)
    return written


def _places(count: int, alias: str) -> Iterator[tuple[Seizure, int]]:
    """Yield where each person is written, and by which number."""
    taken = QuerySet[Person](Person, using=alias).values("seizure_id")
    free = QuerySet[Seizure](Seizure, using=alias).exclude(pk__in=taken).exclude(status="draft").order_by("id")
    seizures = free.select_related("task_force")
    total = max(1, free.count())
    each = -(-count // total)
    for seizure in seizures[: -(-count // each)].iterator():
        yield from ((seizure, number) for number in range(1, min(each, count) + 1))
        count -= each


def _person(dice: random.Random, seizure: Seizure, number: int) -> tuple[Person, IdentityDocument, Identity]:
    birth = seizure.occurred_on - timedelta(days=int(365.25 * (19 + 45 * dice.random() ** 2)))
    person = _row(seizure, number, birth, dice)
    given = " ".join({_name(dice, GIVEN) for _each in range(1 + (dice.random() < SECOND))})
    names: dict[str, Any] = {"family_name": _name(dice, FAMILY), "given_names": given}
    document = IdentityDocument(person=person, kind="passport", number=f"Q{dice.randrange(10**8):08d}")
    document.seal()
    identity = Identity(person=person, birth_date=birth, nationality="CI", **names)
    keys = {key for name in names.values() for word in name.split() for key in _keys(word)}
    identity.found_by = sorted(keys | {f"n:{document.number}", f"b:{birth.isoformat()}"})
    return person, document, identity


def _row(seizure: Seizure, number: int, birth: date, dice: random.Random) -> Person:
    band, minor = age_of(birth, seizure.occurred_on)
    lies: dict[str, UUID] = {name: getattr(seizure, name) for name in ("access_list_id", "root_list_id")}
    return Person(
        seizure=seizure, number=number, role=dice.choice(ROLES), sex=dice.choice("MMMF"), age_band=band, minor=minor,
        owner_agency=seizure.owner_agency, owner_unit=seizure.owner_unit, retention_category="person",
        recorded_by_id=seizure.recorded_by_id, identified_at=timezone.now(), **lies,
    )  # fmt: skip
