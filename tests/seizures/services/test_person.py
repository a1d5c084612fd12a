"""Persons of a seizure: added, changed, identified, taken out, and what each act leaves behind."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.models import Arrest, Identity, IdentityDocument, Person, Seizure
from seizures.models.person import age_of
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_verify_seizure
from seizures.services.arrest import change_arrest
from seizures.services.person import (
    Paper,
    PersonFacts,
    add_person,
    change_person,
    identify_person,
    read_identity,
    remove_person,
)
from seizures.services.seizure import discard_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import NAMES, PAPER, SECRETS, arrested, courier, named
from tests.traces import entries, events, mute_audit, rows, values

pytestmark = pytest.mark.django_db
EVERYWHERE = """
SELECT to_jsonb(a)::text AS told FROM audit_auditentry a UNION ALL SELECT to_jsonb(c)::text FROM audit_change c
UNION ALL SELECT to_jsonb(e)::text FROM events_event e UNION ALL SELECT to_jsonb(p)::text FROM seizures_person p
"""


def locked(cast: Cast) -> Seizure:
    """Return a seizure that is closed against changes."""
    seizure = cast.seizure()
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    return lock_seizure(actor=cast.supervisor.actor, seizure=seizure)


def test_persons_are_numbered_within_their_seizure(cast: Cast) -> None:
    seizure = cast.seizure()
    people = [courier(cast, seizure), courier(cast, seizure, role="escort")]
    assert [person.pseudonym for person in people] == ["P1", "P2"]
    assert courier(cast, cast.seizure()).pseudonym == "P1"
    assert {person.access_list_id for person in people} == {seizure.access_list_id}
    entry = entries("seizure.add_person")[0]
    assert (entry["object_id"], entry["object_ids"]) == (seizure.pk, [people[0].pk])
    assert values("seizure.add_person")[1]["values"]["persons.2.role"] == [None, "escort"]
    assert [event["object_id"] for event in events("seizure_person_added")][:2] == [seizure.pk] * 2


def test_a_removed_number_is_not_given_again(cast: Cast) -> None:
    seizure = cast.seizure()
    remove_person(actor=cast.officer.actor, person=courier(cast, seizure), words="Another passenger")
    assert courier(cast, seizure).pseudonym == "P2"
    assert values("seizure.remove_person")[0]["reason"] == "Another passenger"
    assert events("seizure_person_removed")


def test_a_person_of_a_draft_goes_for_good_and_with_the_draft(cast: Cast) -> None:
    seizure = cast.seizure(submit=False)
    first, second = courier(cast, seizure), named(cast, courier(cast, seizure))
    arrested(cast, second)
    remove_person(actor=cast.officer.actor, person=first, words="Typed twice")
    discard_seizure(actor=cast.officer.actor, seizure=seizure)
    with as_owner():
        left = [model.objects.count() for model in (Person, Identity, IdentityDocument)]
    assert left == [0, 0, 0]
    assert entries("seizure.remove_person")[0]["object_ids"] == [first.pk]


@pytest.mark.parametrize(
    ("told", "minor", "victim"),
    [
        ({"age_band": "12-17"}, True, False),
        ({"age_band": "25-34", "minor": True}, False, False),
        ({"age_band": "UNK", "minor": True}, True, False),
        ({"role": "victim"}, False, True),
        ({"victim": True}, False, True),
    ],
)
def test_minors_and_victims_are_marked(cast: Cast, told: dict[str, Any], minor: bool, victim: bool) -> None:
    person = courier(cast, cast.seizure(), **told)
    assert (person.minor, person.victim, person.masked) == (minor, victim, minor or victim)


@pytest.mark.parametrize("told", [{"role": "boss"}, {"sex": "?"}, {"age_band": "old"}, {"role": ""}])
def test_unknown_codes_are_refused(cast: Cast, told: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        courier(cast, cast.seizure(), **told)
    assert refusal.value.field == next(iter(told))


def test_a_change_names_the_version_it_saw(cast: Cast) -> None:
    person = courier(cast, cast.seizure())
    changed = change_person(actor=cast.officer.actor, person=person, version=1, facts={"role": "insider"})
    assert changed.version == 2
    with pytest.raises(StaleWrite):
        change_person(actor=cast.officer.actor, person=person, version=1, facts={"role": "escort"})
    with pytest.raises(Invalid):
        change_person(actor=cast.officer.actor, person=person, version=2, facts={"number": 7})
    same = change_person(actor=cast.officer.actor, person=person, version=2, facts={"role": "insider"})
    assert (same.version, len(events("seizure_person_changed"))) == (2, 1)
    assert values("seizure.change_person")[0]["values"] == {"persons.1.role": ["courier", "insider"]}


def test_what_is_more_than_role_sex_and_age_is_identity_in_the_history(cast: Cast) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    facts = {"ingestion_suspected": True, "sex": "F"}
    change_person(actor=cast.officer.actor, person=person, version=1, facts=facts)
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **told)
    for member, hidden in ((cast.officer, False), (cast.partner_officer, True)):
        actor = member.actor
        steps = history(visible_seizure(actor, seizure.pk), actor)
        found = {
            each.field: each for step in steps for each in step.differences if step.verb == "seizure.change_person"
        }
        assert found["persons.1.sex"].hidden is False
        assert found["persons.1.ingestion_suspected"].hidden is hidden


def test_the_age_follows_from_the_date_of_birth(cast: Cast) -> None:
    person = courier(cast, cast.seizure(), age_band="UNK")
    known = named(cast, person, birth_date=date(2009, 3, 15))
    assert (known.age_band, known.minor) == ("12-17", True)
    with pytest.raises(Invalid) as refusal:
        change_person(actor=cast.officer.actor, person=known, version=known.version, facts={"age_band": "18-24"})
    assert refusal.value.field == "age_band"
    corrected = named(cast, known, birth_date=date(1999, 3, 15))
    assert (corrected.age_band, corrected.minor) == ("25-34", False)


@given(st.dates(date(1910, 1, 1), date(2026, 3, 14)))
def test_an_age_band_holds_the_age(birth: date) -> None:
    band, minor = age_of(birth, date(2026, 3, 14))
    years = sum(1 for year in range(birth.year + 1, 2027) if (year, birth.month, birth.day) <= (2026, 3, 14))
    low, _dash, high = band.rstrip("+").partition("-")
    assert int(low) <= years <= int(high or 200)
    assert minor is (years < 18)


def test_an_identity_is_written_and_what_stood_before_stays_with_it(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    named(cast, person, family_name="Touré")
    assert cast.officer.actor.signed_in
    identity = Identity.objects.get(person=person)
    assert (identity.family_name, "w:toure" in identity.found_by) == ("Touré", True)
    assert identity.earlier[0]["values"] == {"family_name": "Traoré"}
    assert IdentityDocument.objects.get(person=person).number == "AA0123456"
    told = values("seizure.identify_person")
    assert told[0]["values"]["persons.1.names"][1].split()[:2] == ["birth_date", "birth_place"]
    assert len(events("seizure_person_identified")) == 2


def test_no_name_outside_its_own_table(cast: Cast) -> None:
    """Not in entries, kept values, events, nor in the texts of the objects."""
    seizure = cast.seizure(narrative="", summary="")
    person = named(cast, courier(cast, seizure))
    named(cast, person, family_name="Touré")
    read_identity(actor=cast.officer.actor, person=person)
    texts = [row["told"] for row in rows(EVERYWHERE)] + [str(person), str(Identity()), str(IdentityDocument())]
    assert not [(secret, text) for text in texts for secret in (*SECRETS[:3], "Kayes") if secret in text]


def test_a_first_identity_is_an_addition_a_second_one_is_a_change(cast: Cast) -> None:
    seizure = locked(cast)
    person = named(cast, courier(cast, seizure))
    with pytest.raises(NotAllowed) as refusal:
        named(cast, person, family_name="Touré")
    assert refusal.value.code == "state"
    more = Paper(kind="identity-card", number="X1")
    identify_person(actor=cast.officer.actor, person=person, names=NAMES, papers=[more])
    assert IdentityDocument.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("names", "papers", "field"),
    [
        ({}, [], "family_name"),
        ({"family_name": "X", "nationality": "QQ"}, [], "nationality"),
        ({"family_name": "X", "birth_date": date(2030, 1, 1)}, [], "birth_date"),
        ({"family_name": "X", "birth_date": date(1850, 1, 1)}, [], "birth_date"),
        ({"shoe_size": "44"}, [], "shoe_size"),
        ({"family_name": "X"}, [Paper(kind="passport", number=" <<")], "number"),
        ({"family_name": "X"}, [Paper(kind="papyrus", number="1")], "kind"),
        ({"family_name": "X"}, [Paper(kind="passport", number="1", issuer="QQ")], "issuer"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, names: dict[str, Any], papers: list[Paper], field: str) -> None:
    person = courier(cast, cast.seizure())
    with pytest.raises(Invalid) as refusal:
        identify_person(actor=cast.officer.actor, person=person, names=names, papers=papers)
    assert refusal.value.field == field


def test_reading_an_identity_is_an_act(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()))
    found = read_identity(actor=cast.colleague.actor, person=person)
    assert found is not None
    assert found.family_name == "Traoré"
    entry = entries("person.read_identity")[0]
    assert (entry["object_id"], entry["object_ids"]) == (person.seizure_id, [person.pk])
    assert entry["actor_id"] == cast.colleague.user.pk


@pytest.mark.parametrize("told", [{"minor": True, "age_band": "UNK"}, {"role": "victim"}])
def test_minors_and_victims_are_read_only_for_a_reason(cast: Cast, told: dict[str, Any]) -> None:
    person = named(cast, courier(cast, cast.seizure(), **told), birth_date=None)
    with pytest.raises(Invalid) as refusal:
        read_identity(actor=cast.officer.actor, person=person, purpose="  ")
    assert refusal.value.field == "purpose"
    assert entries("person.read_identity") == []
    assert read_identity(actor=cast.officer.actor, person=person, purpose="Calling the guardian")
    assert entries("person.read_identity")[0]["purpose"] == "Calling the guardian"


def test_nothing_is_read_of_who_is_not_known(cast: Cast) -> None:
    assert read_identity(actor=cast.officer.actor, person=courier(cast, cast.seizure())) is None
    assert entries("person.read_identity") == []


def test_who_changed_the_people_does_not_verify_them(cast: Cast) -> None:
    seizure = cast.seizure()
    courier(cast, seizure, by=cast.supervisor)
    actor = cast.supervisor.actor
    assert can_verify_seizure(actor, visible_seizure(actor, seizure.pk)).code == "author"


@pytest.mark.parametrize(
    ("who", "error"), [("analyst", NotAllowed), ("partner_officer", Missing), ("outsider", Missing)]
)
def test_refusals(cast: Cast, who: str, error: type[Exception]) -> None:
    seizure = cast.seizure()
    person, facts = courier(cast, seizure), PersonFacts(role="escort")
    member = getattr(cast, who)
    with pytest.raises(error):
        add_person(actor=member.actor, seizure=seizure, facts=facts)
    with pytest.raises(error):
        change_person(actor=member.actor, person=person, version=1, facts={"role": "escort"})
    with pytest.raises(error):
        identify_person(actor=member.actor, person=person, names=NAMES)
    with pytest.raises(error):
        remove_person(actor=member.actor, person=person, words="No")
    assert len(entries("seizure.add_person")) == 1


def test_who_sees_no_identities_writes_no_persons(cast: Cast) -> None:
    """A share that lets another agency add, without names."""
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure))
    terms: dict[str, Any] = {"level": Level.CONTRIBUTE, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    actor = cast.partner_officer.actor
    with pytest.raises(NotAllowed) as refusal:
        add_person(actor=actor, seizure=seizure, facts=PersonFacts(role="escort"))
    assert refusal.value.code == "identity"
    with pytest.raises(NotAllowed) as refusal:
        read_identity(actor=actor, person=person)
    assert refusal.value.code == "identity"


def test_a_removal_needs_a_reason_and_an_open_record(cast: Cast) -> None:
    person = courier(cast, cast.seizure())
    with pytest.raises(Invalid):
        remove_person(actor=cast.officer.actor, person=person, words=" ")
    later = courier(cast, locked(cast))
    with pytest.raises(NotAllowed) as refusal:
        remove_person(actor=cast.officer.actor, person=later, words="No")
    assert refusal.value.code == "state"


def test_an_act_without_its_entry_is_no_act(cast: Cast) -> None:
    seizure = cast.seizure()
    assert cast.officer
    with mute_audit("seizure.add_person"), pytest.raises(Exception, match="mute"):
        courier(cast, seizure)


def test_a_document_read_again_keeps_what_it_said_before(cast: Cast) -> None:
    person = courier(cast, cast.seizure())
    for issuer in ("CI", "GH"):
        papers = [Paper(kind="passport", number="AA 0123456", issuer=issuer)]
        identify_person(actor=cast.officer.actor, person=person, names=NAMES, papers=papers)
    assert cast.officer.actor.signed_in
    assert IdentityDocument.objects.get(person=person).issuer == "GH"
    [before] = Identity.objects.get(person=person).earlier
    assert before["values"] == {"documents.passport.AA0123456.issuer": "CI"}


def test_codes_that_ended_stay_where_they_stood(cast: Cast) -> None:
    """Only what is told anew is asked of today's list: of the person, the identity, the document and the arrest."""
    person = named(cast, courier(cast, cast.seizure()))
    arrest = arrested(cast, person)
    with as_owner():
        Person.objects.filter(pk=person.pk).update(role="gone")
        Identity.objects.filter(person=person).update(nationality="QQ")
        IdentityDocument.objects.filter(person=person).update(issuer="QQ")
        Arrest.objects.filter(pk=arrest.pk).update(legal_basis="gone")
    person = change_person(actor=cast.officer.actor, person=person, version=None, facts={"role": "gone", "sex": "F"})
    paper = Paper(kind="passport", number="AA 0123456", issuer="QQ", expires_on=PAPER.expires_on)
    names = {"nationality": "QQ", "birth_place": "Ségou"}
    identify_person(actor=cast.officer.actor, person=person, names=names, papers=[paper])
    facts = {"legal_basis": "gone", "lawyer_asked": True}
    changed = change_arrest(actor=cast.officer.actor, arrest=arrest, version=None, facts=facts)
    assert (person.role, person.sex, changed.legal_basis) == ("gone", "F", "gone")
    with pytest.raises(Invalid):
        identify_person(actor=cast.officer.actor, person=person, names={"nationality": "QX"})
    with pytest.raises(Invalid):
        change_person(actor=cast.officer.actor, person=person, version=None, facts={"role": "went"})
