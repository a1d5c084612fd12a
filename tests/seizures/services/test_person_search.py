"""Looking for persons by name: who finds whom, how, and what is left of it."""

from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from aircop.access.binding import bind
from aircop.access.roles import Level, Role
from aircop.errors import Invalid, NotAllowed
from seizures.models import Identity, IdentityDocument, Person, Seizure
from seizures.queries.person_search import SHOWN, Asked, Hit
from seizures.services.person import Paper, identify_person, remove_person
from seizures.services.person_search import search_persons
from seizures.services.seizure import submit_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.seizures.people import courier, named
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db


def found(member: Member, name: str = "Traoré", **asked: str) -> list[Hit]:
    return search_persons(actor=member.actor, asked=Asked(name=name, **asked), purpose="control")[0]


def someone(cast: Cast, seizure: Seizure | None = None, *, papers: Any = (), **names: Any) -> Person:
    """Write somebody of these names into a seizure."""
    person = courier(cast, seizure or cast.seizure())
    return identify_person(actor=cast.officer.actor, person=person, names=names, papers=papers)


def share(cast: Cast, seizure: Seizure, *, identities: bool) -> Any:
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None, "with_identities": identities}
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)


# Whom -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    ["Traoré Ibrahima", "ibrahima TRAORE", "Traor", "Traorre", "Ibrahim Ousman Traore", "Ibrahima Ousmane Sow Traoré",
     "Ousmane"],
)  # fmt: skip
def test_a_name_is_found_whatever_its_spelling_and_order(cast: Cast, asked: str) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    assert [hit.person.pk for hit in found(cast.officer, asked)] == [person.pk]


@pytest.mark.parametrize("asked", ["Touré", "Traoré Moussa", "Ibrahima Sow", "AA012", "Kayes"])
def test_another_name_is_not(cast: Cast, asked: str) -> None:
    named(cast, courier(cast, cast.seizure()))
    assert found(cast.officer, asked) == []


def test_the_likest_come_first_and_say_in_what(cast: Cast) -> None:
    seizure = cast.seizure()
    near = someone(cast, seizure, family_name="Coulibaly", given_names="Mohamed")
    same = someone(cast, seizure, family_name="Kulibali", given_names="Muhammad")
    alias = someone(cast, seizure, family_name="Konaté", aliases=["Mohamed Koulibaly"])
    script = someone(cast, seizure, other_names="محمد كوليبالي")
    hits = found(cast.officer, "Muhammad Kulibali")
    ids = [hit.person.pk for hit in hits]
    assert (ids[0], set(ids[1:3]), ids[3:]) == (same.pk, {near.pk, alias.pk}, [script.pk])
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].reasons == ("name_same", "name_order")
    assert "name_alias" in hits[ids.index(alias.pk)].reasons


@pytest.mark.parametrize(
    ("written", "asked"),
    [("علي", "Ali"), ("Ali", "علي"), ("Omar", "عمر"), ("نور", "Nour"), ("علي عمر", "Omar Ali"), ("Али", "Aly"),
     ("Иванов", "Ivanov"), ("Ivanov", "Иванов"), ("Traoré", "traore"), ("Aïssata", "AISSATA"), ("Bâ", "Ba")],
)  # fmt: skip
def test_short_names_and_other_scripts_are_found(cast: Cast, written: str, asked: str) -> None:
    """Arabic leaves vowels out: of a short name hardly more than a letter is left."""
    person = someone(cast, family_name=written)
    someone(cast, family_name="Kouassi")
    assert [hit.person.pk for hit in found(cast.officer, asked)] == [person.pk]


def test_a_document_is_found_by_its_number(cast: Cast) -> None:
    papers = [Paper(kind="passport", number="AA 0123456"), Paper(kind="identity-card", number="c-77")]
    person = someone(cast, papers=papers, family_name="Traoré")
    for number in ("aa0123456", "AA 012 34 56", "C-77"):
        (hit,) = found(cast.officer, "", number=number)
        assert (hit.person.pk, hit.score, hit.reasons) == (person.pk, 100, ("same_document",))
    assert found(cast.officer, "", number="'; DROP") == []
    assert [hit.person.pk for hit in found(cast.officer, "Traore", number="X1")] == [person.pk], "either is enough"


def test_a_name_that_was_corrected_is_found_as_it_stands(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    named(cast, person, family_name="Keïta")
    assert found(cast.officer, "Traoré") == []
    assert [hit.person.pk for hit in found(cast.officer, "Keita")] == [person.pk]


def test_of_many_fifty_are_shown(cast: Cast) -> None:
    seizure = cast.seizure()
    for number in range(SHOWN + 1):
        someone(cast, seizure, family_name="Traoré", given_names=f"Ali {number}")
    hits, more = search_persons(actor=cast.officer.actor, asked=Asked(name="Traoré Ali"), purpose="control")
    assert (len(hits), more) == (SHOWN, True)


# For whom -------------------------------------------------------------------------------------------------------------


def test_strangers_find_nobody(cast: Cast) -> None:
    named(cast, courier(cast, cast.seizure()))
    for member in (cast.officer, cast.colleague, cast.supervisor, cast.analyst):
        assert len(found(member)) == 1, member
    for member in (cast.partner_officer, cast.outsider, cast.agency_admin, cast.platform_admin, cast.auditor):
        assert found(member) == [], member


def test_a_share_without_identities_finds_nobody(cast: Cast) -> None:
    seizure = cast.seizure()
    named(cast, courier(cast, seizure))
    given = share(cast, seizure, identities=False)
    assert found(cast.partner_officer) == []
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=given.pk)
    given = share(cast, seizure, identities=True)
    assert len(found(cast.partner_officer)) == 1
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=given.pk)
    assert found(cast.partner_officer) == []


def test_a_draft_is_its_authors(cast: Cast) -> None:
    draft = cast.seizure(submit=False)
    named(cast, courier(cast, draft))
    assert (len(found(cast.officer)), found(cast.colleague)) == (1, [])
    submit_seizure(actor=cast.officer.actor, seizure=draft)
    assert len(found(cast.colleague)) == 1


def test_who_is_restricted_or_gone_is_found_no_more(cast: Cast) -> None:
    kept, gone = cast.seizure(), cast.seizure()
    named(cast, courier(cast, kept))
    named(cast, courier(cast, gone))
    removed = named(cast, courier(cast, kept))
    assert len(found(cast.officer)) == 3
    remove_person(actor=cast.officer.actor, person=removed, words="Another passenger")
    withdraw_seizure(actor=cast.supervisor.actor, seizure=gone, words="Twice")
    assert len(found(cast.officer)) == 1
    restrict_seizure(actor=cast.supervisor.actor, seizure=kept, words="Undercover")
    assert (found(cast.officer), len(found(cast.supervisor))) == ([], 1)


def test_a_coordinator_looks_for_nobody_in_whatever_seat(cast: Cast) -> None:
    start_membership(
        actor=founder(), person=cast.officer.user, agency=cast.programme, role=Role.COORDINATOR, task_force=None
    )
    with pytest.raises(NotAllowed):
        found(cast.officer)


def test_the_index_is_read_by_nobody_and_its_function_by_the_reader_alone(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()))

    def asked(member: Member) -> list[Any]:
        bind(member.actor)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT seizures_person_find('''w:traore''', 10)")
            return list(cursor.fetchone()[0])

    assert asked(cast.officer) == [person.pk]
    assert asked(cast.coordinator) == asked(cast.outsider) == []
    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seizures_personsearch")


def test_minors_and_victims_are_found_without_being_named(cast: Cast) -> None:
    person = courier(cast, cast.seizure(), role="victim")
    named(cast, person)
    (hit,) = found(cast.officer)
    assert (hit.person.pk, hit.identity) == (person.pk, None)


# What is asked and kept -----------------------------------------------------------------------------------------------


def test_the_entry_keeps_purpose_persons_and_a_digest_but_no_name(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    for asked in ("Traoré  Ibrahima", "ibrahima TRAORE", "Moussa"):
        search_persons(actor=cast.officer.actor, asked=Asked(name=asked), purpose="investigation: ABJ1-S-2026-000001")
    first, second, other = entries("person.search")
    assert first["purpose"] == "investigation: ABJ1-S-2026-000001"
    assert (first["object_ids"], other["object_ids"]) == ([person.pk], [])
    assert first["owner_agency"] == cast.customs.pk
    assert first["values_hash"] == second["values_hash"] != other["values_hash"]
    assert first["values_hash"]
    assert not any("raor" in str(entry).lower() for entry in (first, second, other))
    assert rows("SELECT * FROM audit_change WHERE verb = 'person.search'") == []
    assert events("person_search%") == []


@pytest.mark.parametrize(
    ("asked", "purpose", "field"),
    [(Asked(name="Traoré"), "  ", "purpose"), (Asked(), "control", "name"), (Asked(name="é"), "control", "name"),
     (Asked(name="?!"), "control", "name")],
)  # fmt: skip
def test_nothing_is_looked_for_without_words_and_a_purpose(cast: Cast, asked: Asked, purpose: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        search_persons(actor=cast.officer.actor, asked=asked, purpose=purpose)
    assert refusal.value.field == field
    assert entries("person.search") == []


# Aliases --------------------------------------------------------------------------------------------------------------


def test_aliases_are_kept_once_each_and_what_goes_stays_with_the_identity(cast: Cast) -> None:
    person = someone(cast, family_name="Konaté", aliases=["Le  Grand", "Le Grand", " ", "Petit"])
    assert Identity.objects.get(person=person).aliases == ["Le Grand", "Petit"]
    identify_person(actor=cast.officer.actor, person=person, names={"aliases": ["Petit", "Vieux"]})
    identity = Identity.objects.get(person=person)
    assert (identity.aliases, identity.earlier[0]["values"]) == (["Petit", "Vieux"], {"aliases": "Le Grand"})
    assert (found(cast.officer, "Grand"), len(found(cast.officer, "vieux"))) == ([], 1)
    assert IdentityDocument.objects.filter(person=person).count() == 0


@pytest.mark.parametrize("aliases", [["a" * 151], [f"n{n}" for n in range(21)]])
def test_too_many_or_too_long_aliases_are_refused(cast: Cast, aliases: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        someone(cast, family_name="Konaté", aliases=aliases)
    assert refusal.value.field == "aliases"
