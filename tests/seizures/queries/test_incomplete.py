"""The list finds what is incomplete: the words of the index say what the score says."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from seizures.models import Item, Seizure
from seizures.models.commodity import CLASSES, DETAILS
from seizures.queries.checklist import POINTS
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


def score_kept(seizure: Seizure) -> int:
    """Return the score that the index knows."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(open_words) FROM seizures_search WHERE id = %s", [seizure.pk])
        (word,) = [each for each in cursor.fetchone()[0] if each.startswith("=score:")]
        return int(word.removeprefix("=score:"))


def score_of(seizure: Seizure) -> int:
    """Return the score as it is reckoned."""
    with as_owner():
        stands = Seizure.objects.get(pk=seizure.pk)
        return completeness(stands, list(Item.objects.filter(seizure=stands))).score


def some_of(told: dict[str, str]) -> st.SearchStrategy[dict[str, str]]:
    """Draw texts of which each is there or empty."""
    return st.fixed_dictionaries({name: st.sampled_from(["", text]) for name, text in told.items()})


ITEM = {"substance": "cocaine", "form": "powder", "concealment": "ING", "basis": "weighed"}
ITEMS = st.lists(
    st.tuples(
        st.sampled_from([*CLASSES, "agency-own"]),
        some_of(ITEM),
        st.lists(st.sampled_from(sorted(DETAILS)), unique=True, max_size=4),
    ),
    max_size=3,
)
ARRESTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.lists(st.sampled_from([name for name, *_ in POINTS]), unique=True)), max_size=3
)


def test_the_index_keeps_the_score(cast: Cast) -> None:
    """Whatever is told of the record, of its items and of its arrests."""
    seizure = cast.seizure()
    assert score_kept(seizure) == score_of(seizure)

    @settings(max_examples=80, deadline=None, database=None, derandomize=True)
    @given(some_of(TOLD), st.sampled_from(["PAX", "CRG", "PST"]), st.sampled_from([0, 1, 2]), ARRESTS, ITEMS)
    def holds(told: dict[str, str], conveyance: str, arrested: int, arrests: Any, items: Any) -> None:
        checklists = [{"person": person, "open": points} for person, points in arrests]
        rest = {"conveyance": conveyance, "persons_arrested": arrested, "checklists": checklists}
        with as_owner():
            Item.objects.filter(seizure=seizure).delete()
            Seizure.objects.filter(pk=seizure.pk).update(**told, **rest)
            for sequence, (commodity, texts, details) in enumerate(items, 1):
                Item.objects.create(
                    seizure=seizure,
                    sequence=sequence,
                    commodity=commodity,
                    quantity=Decimal(1),
                    unit="g",
                    details=dict.fromkeys(details, "x"),
                    **texts,
                )
        assert score_kept(seizure) == score_of(seizure)

    holds()


def test_what_is_below_a_score_is_found_until_it_is_told(cast: Cast) -> None:
    """By everybody who sees the record; by nobody else."""
    seizure = cast.seizure(**{**TOLD, "place": "", "persons_arrested": 0})
    score = score_of(seizure)
    for bound, wanted in ((1, []), (score, []), (score + 1, [seizure.pk]), (100, [seizure.pk])):
        assert found(cast.colleague, score_below=str(bound)) == wanted, bound
    assert found(cast.colleague, score_below="100", q="bags", incomplete="ids") == [seizure.pk]
    assert found(cast.outsider, score_below="100") == []
    stands = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
    change_seizure(actor=cast.officer.actor, seizure=stands, version=stands.version, facts={"place": "CHK"})
    assert found(cast.colleague, score_below=str(score + 1)) == []
    with as_owner():
        Item.objects.filter(seizure=seizure).update(form="powder", concealment="ING", basis="weighed")
    assert found(cast.colleague, score_below="100") == []


@pytest.mark.parametrize("bound", ["0", "101", "x", "-5", "7.5", "²", "9" * 30])
def test_a_bound_that_is_none_is_said_so(cast: Cast, client: Client, bound: str) -> None:
    """400 of the interface; the page leaves it out."""
    cast.seizure()
    client.force_login(cast.colleague.user)
    assert client.get("/api/v1/seizures/", {"completeness_below": bound}).status_code == 400
    page = client.get("/seizures/", {"score_below": bound})
    assert (page.status_code, len(page.context["rows"])) == (200, 1)


def test_page_and_interface_ask_the_same(cast: Cast, client: Client) -> None:
    """And the page says what is shown."""
    less, more = cast.seizure(), cast.seizure(**{**TOLD, "persons_arrested": 0})
    client.force_login(cast.colleague.user)
    bound = score_of(more)
    told = client.get("/api/v1/seizures/", {"completeness_below": bound}).json()["results"]
    assert [(each["id"], each["completeness"]["score"]) for each in told] == [(str(less.pk), score_of(less))]
    page = client.get("/seizures/", {"score_below": bound})
    assert [row["record"].pk for row in page.context["rows"]] == [less.pk]
    assert f"less than {bound} % complete" in page.content.decode()
