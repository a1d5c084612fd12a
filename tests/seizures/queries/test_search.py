"""What words find, for whom, in which order; and that nobody finds by words that it may not read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.pages import page
from aircop.access.roles import WITHOUT_IDENTITIES, Level
from aircop.paging import Mark
from aircop.reference.words import words
from seizures.models import Item, Seizure
from seizures.queries import search_find
from seizures.queries.search import count_upto, looked_for
from seizures.services.seizure import change_seizure, discard_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import verify_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def found(reader: Member, **asked: Any) -> list[Any]:
    """Return the ids that a reader finds, and hold the count against them."""
    rows = Seizure.objects.visible_to(reader.actor)
    for name, value in asked.items():
        rows = looked_for(rows, name, value)
    ids = [row.pk for row in page(rows).rows]
    assert count_upto(rows, 1_000) == len(ids)
    return ids


def share(cast: Cast, seizure: Seizure, *, with_identities: bool) -> Any:
    """Show a seizure to the agency of Ghana."""
    return share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Same ring",
        until=None, with_identities=with_identities,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("cocaine", True),
        ("COCAÏNE", True),
        ("coca", True),  # the beginning of a word
        ("valises", True),  # a plural
        ("heroin", False),
        ("cocaine heroin", False),  # all words, not any
        ("neige", True),  # a street name of the code, in no text
        ("snow", True),
        ("double fond", True),  # the concealment, by its French name
        ("false bottom", True),
        ("brown sugar", False),
        ("abidjan", True),  # the town of the airport
        ("ABJ", True),
        ("accra", False),
        ("AF703", True),
        ("af 703", True),
        ("703", True),
        ("kone", True),  # the narrative, for who may see identities
        ("057-12345675", True),  # the air waybill
        ("'; DROP TABLE x; --", False),
        ("cocaine & | ! <-> :* ()", True),  # signs are no words
        ("???", False),
        ("\\", False),
    ],
)
def test_words_find_texts_codes_towns_and_flights(cast: Cast, text: str, *, finds: bool) -> None:
    """Whatever the accents, the capitals and the language of the names."""
    seizure = cast.seizure(
        summary="Deux kilos de cocaïne dans une valise", narrative="Passager : KONÉ", flight_number="AF703",
        air_waybill="057-12345675",
    )  # fmt: skip
    Item.objects.filter(seizure=seizure).update(concealment="FBT")
    with override("fr"):
        assert (found(cast.colleague, q=text) == [seizure.pk]) is finds


def test_a_reference_is_found_whole_and_by_its_tail(cast: Cast) -> None:
    """With and without the zeros before the number."""
    first, second = cast.seizure(), cast.seizure()
    assert first.reference is not None
    unit, _kind, year, number = first.reference.split("-")
    for text in (first.reference, first.reference.lower(), f"{unit}-S-{year}-{int(number)}", number, str(int(number))):
        assert found(cast.colleague, q=text) == [first.pk], text
    assert found(cast.colleague, q=unit) == [second.pk, first.pk]


def test_a_name_finds_nothing_for_who_may_not_see_names(cast: Cast) -> None:
    """Neither in rows nor in counts; not together with a word that is open, and not with nothing but filters beside."""
    seizure = cast.seizure(narrative="Passenger KONE, code word bluebird")
    granted = share(cast, seizure, with_identities=False)
    for text in ("kone", "bluebird", "kilograms bluebird", "cocaine kone"):
        assert found(cast.colleague, q=text) == [seizure.pk]
        assert found(cast.partner_officer, q=text) == [], text
        assert found(cast.partner_officer, q=text, substance="cocaine") == [], text
    assert found(cast.partner_officer, q="kilograms") == [seizure.pk]
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=granted.pk)
    share(cast, seizure, with_identities=True)
    assert found(cast.partner_officer, q="cocaine kone") == [seizure.pk]


def test_a_coordinator_finds_no_names_whatever_was_shared(cast: Cast) -> None:
    """A role, not a list, forbids it; it forbids it for all that the person may otherwise read."""
    seizure = cast.seizure(narrative="Passenger KONE")
    share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.programme, level=Level.VIEW, reason="Figures",
        until=None, with_identities=True,
    )  # fmt: skip
    assert found(cast.coordinator, q="kilograms") == [seizure.pk]
    assert found(cast.coordinator, q="kone") == []
    for role in WITHOUT_IDENTITIES:
        assert f"'{role.value}'" in search_find.FIND


def test_hidden_withdrawn_and_restricted_are_not_found(cast: Cast) -> None:
    """Nor does anybody but its author find a draft."""
    draft, shown = cast.seizure(submit=False), cast.seizure()
    assert found(cast.officer, q="kilograms") == [shown.pk, draft.pk]
    assert found(cast.colleague, q="kilograms") == [shown.pk]
    for stranger in (cast.partner_officer, cast.outsider, cast.platform_admin, cast.agency_admin, cast.auditor):
        assert found(stranger, q="kilograms") == []
    restrict_seizure(actor=cast.supervisor.actor, seizure=shown, words="Undercover")
    assert found(cast.colleague, q="kilograms") == []
    assert found(cast.supervisor, q="kilograms") == [shown.pk]
    withdraw_seizure(actor=cast.supervisor.actor, seizure=shown, words="Twice")
    assert found(cast.supervisor, q="kilograms") == []
    discard_seizure(actor=cast.officer.actor, seizure=draft)
    assert found(cast.officer, q="kilograms") == []


def test_a_share_finds_from_the_moment_it_begins_until_it_ends(cast: Cast) -> None:
    """The index follows a record that moves to a list of its own."""
    seizure = cast.seizure()
    assert found(cast.partner_officer, q="kilograms") == []
    granted = share(cast, seizure, with_identities=False)
    assert found(cast.partner_officer, q="kilograms") == [seizure.pk]
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=granted.pk)
    assert found(cast.partner_officer, q="kilograms") == []
    assert found(cast.colleague, q="kilograms") == [seizure.pk]


def test_nobody_bound_finds_nothing(cast: Cast) -> None:
    """The function asks the transaction who reads, never the caller."""
    cast.seizure()
    actor = cast.officer.actor
    bind(Actor(subject_id=None))
    rows = looked_for(Seizure.objects.visible_to(actor), "q", "kilograms")
    assert list(page(rows).rows) == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM seizures_search",
        "DELETE FROM seizures_search",
        "SELECT * FROM seizures_searchpart",
        "SELECT seizures_search_refresh('{}')",
        "SELECT seizures_search_compose()",
    ],
)
@pytest.mark.usefixtures("cast")
def test_the_application_cannot_touch_the_index(statement: str) -> None:
    """The words of narratives lie in it."""
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_is_told_of_an_item_is_found_by_its_class(cast: Cast) -> None:
    """Markings and brands are open; notes, and details that nobody called open, are identities."""
    seizure = cast.seizure()
    share(cast, seizure, with_identities=False)
    told = {"brand": "Dauphin", "document_number": "XQ12"}
    Item.objects.filter(seizure=seizure).update(markings="Etoile", exhibit_note="Coffre", details=told)
    for text, everybody in (("etoile", True), ("dauphin", True), ("coffre", False), ("xq12", False)):
        assert found(cast.colleague, q=text) == [seizure.pk]
        assert found(cast.partner_officer, q=text) == ([seizure.pk] if everybody else []), text


def test_the_index_follows_every_change(cast: Cast) -> None:
    """In the same transaction: texts, codes, states, arrests, quantities."""
    seizure = cast.seizure()
    steps: list[tuple[Callable[[], Any], dict[str, Any], dict[str, Any]]] = [
        (lambda: change(cast, seizure, {"summary": "Aucun mot"}), {"q": "aucun"}, {"q": "kilograms"}),
        (lambda: change(cast, seizure, {"narrative": "Bluebird"}), {"q": "bluebird"}, {"q": "noted"}),
        (lambda: change(cast, seizure, {"direction": "IN"}), {"direction": "IN"}, {"direction": "OUT"}),
        (lambda: change(cast, seizure, {"persons_arrested": 0}), {"arrests": False}, {"arrests": True}),
        (
            lambda: change(cast, seizure, {}, substance="heroin", quantity=Decimal(9)),
            {"substance": "heroin", "kg_from": 9, "kg_to": 9},
            {"substance": "cocaine"},
        ),
        (
            lambda: change(cast, seizure, {"occurred_at": datetime(2026, 1, 2, 3, tzinfo=UTC)}),
            {"since": datetime(2026, 1, 2, tzinfo=UTC).date(), "until": datetime(2026, 1, 2, tzinfo=UTC).date()},
            {"since": datetime(2026, 3, 14, tzinfo=UTC).date()},
        ),
        (
            lambda: verify_seizure(actor=cast.supervisor.actor, seizure=seizure),
            {"status": "verified"},
            {"status": "submitted"},
        ),
    ]
    for act, now, before in steps:
        assert found(cast.colleague, **before) == [seizure.pk], before
        assert found(cast.colleague, **now) == [], now
        act()
        assert found(cast.colleague, **now) == [seizure.pk], now
        assert found(cast.colleague, **before) == [], before


def change(cast: Cast, seizure: Seizure, facts: dict[str, Any], **item: Any) -> None:
    """Change it as its author."""
    stands = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
    change_seizure(actor=cast.officer.actor, seizure=stands, version=stands.version, facts=facts, found=item)


def test_a_group_means_its_drugs_and_a_heading_its_codes(cast: Cast) -> None:
    """And several codes of one filter mean any of them."""
    seizure = cast.seizure(detection="TGT-API")
    Item.objects.filter(seizure=seizure).update(concealment="ING")
    hits: list[dict[str, Any]] = [
        {"drug_group": "COC"}, {"concealment": "BODY"}, {"concealment": "ING"}, {"detection": "TARGETING"},
        {"substance": ["heroin", "cocaine"]}, {"task_force": cast.abj.pk}, {"lead_agency": cast.customs.pk},
        {"id": [seizure.pk], "q": "kilograms"}, {"access_list": seizure.access_list_id, "q": "kilograms"},
        {"recorded_from": datetime(2020, 1, 1, tzinfo=UTC), "q": "kilograms"},
    ]  # fmt: skip
    misses: list[dict[str, Any]] = [
        {"drug_group": "OPI"}, {"concealment": "BAGGAGE"}, {"detection": "SCREENING"},
        {"substance": ["heroin", "khat"]},
        {"id": [cast.abj.pk], "q": "kilograms"}, {"access_list": cast.abj.pk, "q": "kilograms"},
        {"recorded_to": datetime(2020, 1, 1, tzinfo=UTC), "q": "kilograms"}, {"drug_group": "no such group"},
    ]  # fmt: skip
    for asked in hits:
        assert found(cast.colleague, **asked) == [seizure.pk], asked
    for asked in misses:
        assert found(cast.colleague, **asked) == [], asked


@pytest.mark.parametrize("order", ["occurred_at", "-occurred_at", "recorded_at", "-recorded_at"])
def test_pages_of_what_is_found_hold_every_row_once(cast: Cast, order: str) -> None:
    """Down and back again."""
    when = cast.facts().occurred_at
    made = [cast.seizure(occurred_at=when + timedelta(hours=hour % 3)) for hour in range(7)]
    cast.seizure(direction="IN")
    rows = looked_for(Seizure.objects.visible_to(cast.colleague.actor), "direction", "OUT")
    field = order.removeprefix("-")
    stand = Seizure.objects.visible_to(cast.colleague.actor).filter(pk__in=[row.pk for row in made])
    expected = sorted(stand, key=lambda row: (getattr(row, field), row.pk))
    ids = [row.pk for row in (expected[::-1] if order.startswith("-") else expected)]
    seen: list[Any] = []
    mark: Mark | None = None
    while True:
        part = page(rows, order=order, after=mark, size=3)
        seen += [row.pk for row in part.rows]
        if part.next is None:
            break
        mark = part.next
    assert seen == ids
    back = page(rows, order=order, before=Mark(getattr(part.rows[0], field), part.rows[0].pk), size=3)
    assert [row.pk for row in back.rows] == ids[3:6]


@given(text=st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_database_folds_words_as_the_search_does(cast: Cast, text: str) -> None:
    """What is typed as it stands is found, whatever the letters."""
    text = "".join(letter for letter in text if letter.isascii() or letter in "éèêëàâçîïôûùœæÉÈÀÇŒÆßøłđñãõ") or "x"
    text = text.replace("\0", "")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL ROLE aircop_owner")
        cursor.execute("SELECT seizures_search_words(%s)", [text])
        told = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE aircop_app")
    assert set(told) == {word[:60] for word in words(text)}
