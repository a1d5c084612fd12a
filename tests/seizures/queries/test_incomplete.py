"""The list finds what is incomplete: the words of the index say what the score says."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from seizures.models import Item, Seizure
from seizures.models.commodity import CLASSES
from seizures.queries.completeness import ANYTHING, BLOCKS, OF_SEIZURE, Report, blocking, completeness
from seizures.services.arrest import change_arrest
from seizures.services.person import remove_person
from seizures.services.seizure import change_seizure
from tests.cast import WHEN, Cast
from tests.databases import as_owner
from tests.seizures.people import arrested, courier
from tests.seizures.queries.test_search import found

pytestmark = pytest.mark.django_db

TOLD: dict[str, Any] = {"place": "CHK", "detection": "XRB", "flight_number": "AF703", "air_waybill": "057-12345675",
        "producing_country": "UNK", "departure_country": "CI", "destination_country": "FR", "summary": "Two bags.",
        "narrative": "He stood there."}  # fmt: skip


def lacking(seizure: Seizure) -> set[str]:
    """Return the fields that the index says are missing."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(open_words) FROM seizures_search WHERE id = %s", [seizure.pk])
        return {word.removeprefix("=lacks:") for word in cursor.fetchone()[0] if word.startswith("=lacks:")}


def expected(seizure: Seizure) -> set[str]:
    """Return the fields that the score says are missing."""
    with as_owner():
        stands = Seizure.objects.get(pk=seizure.pk)
        return set(completeness(stands, list(Item.objects.filter(seizure=stands))).missing)


@pytest.mark.parametrize("conveyance", ["PAX", "CRW", "UNB", "CRG", "PST", "UNK"])
def test_the_index_lacks_what_the_score_lacks(cast: Cast, conveyance: str) -> None:
    seizure = cast.seizure()
    assert lacking(seizure) == expected(seizure)
    for told in ({}, TOLD, *({name: ""} for name in TOLD)):
        with as_owner():
            Seizure.objects.filter(pk=seizure.pk).update(**{**TOLD, **told, "conveyance": conveyance})
        assert lacking(seizure) == expected(seizure), told
    assert TOLD.keys() == {each.field for each in OF_SEIZURE}


@pytest.mark.parametrize("commodity", [*CLASSES, "agency-own"])
def test_every_commodity_is_asked_for_its_own(cast: Cast, commodity: str) -> None:
    """Nothing told, all told, and each detail by itself."""
    seizure = cast.seizure()
    details = [each.name for each in CLASSES[commodity].details] if commodity in CLASSES else []
    nothing: dict[str, Any] = {"substance": "", "form": "", "concealment": "", "basis": ""}
    whole = {"substance": "cocaine", "form": "powder", "concealment": "ING", "basis": "weighed"}
    some = [nothing, whole, *({**whole, name: ""} for name in whole), *({"details": {name: "x"}} for name in details)]
    for told in [*some, {"details": dict.fromkeys(details, "x")}]:
        with as_owner():
            Item.objects.filter(seizure=seizure).update(**{**nothing, "details": {}, **told, "commodity": commodity})
        assert lacking(seizure) == expected(seizure), told


def test_what_blocks_a_report_is_found_until_it_is_told(cast: Cast) -> None:
    seizure = cast.seizure(**{**TOLD, "place": "", "narrative": "x", "persons_arrested": 0})
    with as_owner():
        Item.objects.filter(seizure=seizure).update(form="powder", concealment="ING", basis="weighed")
    for asked in (ANYTHING, "ids", "cen", ["court", "ids"]):
        assert found(cast.colleague, incomplete=asked) == [seizure.pk], asked
    assert found(cast.colleague, incomplete="court") == []
    stands = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
    change_seizure(actor=cast.officer.actor, seizure=stands, version=stands.version, facts={"place": "CHK"})
    assert found(cast.colleague, incomplete=ANYTHING) == []
    with as_owner():  # two items: one lacks something
        Item.objects.create(seizure=seizure, sequence=2, commodity="CUR", quantity=Decimal(5), unit="EUR")
    assert found(cast.colleague, incomplete="cen", q="bags") == [seizure.pk]


def test_what_an_arrest_lacks_is_found_by_everybody_but_for_what_tells_of_a_minor(cast: Cast) -> None:
    """Not on record; on record with questions open; answered."""
    seizure = cast.seizure()
    assert "arrests" in lacking(seizure) == expected(seizure)
    child = courier(cast, seizure, age_band="12-17")
    arrest = arrested(cast, child, guardian_told=False)
    open_points = lacking(seizure)
    assert open_points == expected(seizure)
    assert {"arrests.rights_told_at", "arrests.search"} <= open_points
    assert not {"arrests", "arrests.guardian_told", "arrests.medical_check"} & open_points
    assert found(cast.analyst, incomplete="court") == [seizure.pk]
    answers: dict[str, Any] = {"rights_told_at": WHEN, "search": "same"}
    change_arrest(actor=cast.officer.actor, arrest=arrest, version=arrest.version, facts=answers)
    assert not {"arrests.rights_told_at", "arrests.search"} & lacking(seizure)
    with as_owner():
        kept = Seizure.objects.get(pk=seizure.pk)
        assert "arrests.guardian_told" in completeness(kept, []).hidden
    remove_person(actor=cast.officer.actor, person=child, words="Another passenger")
    assert "arrests" in lacking(seizure) == expected(seizure)


def test_a_report_is_blocked_by_what_blocks_it() -> None:
    assert set(blocking(ANYTHING)) == set(BLOCKS)
    assert all(each in BLOCKS[name] for each in Report for name in blocking(each))
    assert blocking("no such report") == []
