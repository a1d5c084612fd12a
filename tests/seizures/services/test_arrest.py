"""Arrests, their checklist of rights, and their outcomes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.roles import Level
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.models import Arrest, Outcome, Person
from seizures.queries.assistance import took_part
from seizures.queries.checklist import open_points, pressing_points
from seizures.services.arrest import change_arrest, record_arrest, record_outcome
from seizures.services.person import remove_person
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import WHEN, Cast
from tests.seizures.people import arrested, courier
from tests.traces import entries, events, values

pytestmark = pytest.mark.django_db
REMANDED: dict[str, Any] = {"outcome": "remanded", "outcome_date": WHEN.date()}
LATER = WHEN + timedelta(hours=1)


def test_an_arrest_is_recorded_in_the_airports_zone(cast: Cast) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    arrest = arrested(cast, person, legal_basis="flagrant", legal_basis_words="Article 97")
    assert (arrest.arrested_zone, arrest.version, arrest.seizure_id) == ("Africa/Abidjan", 1, seizure.pk)
    entry = entries("arrest.record")[0]
    assert (entry["object_id"], entry["object_ids"]) == (seizure.pk, [person.pk, arrest.pk])
    told = values("arrest.record")[0]["values"]
    assert told["arrests.1.legal_basis"] == [None, "flagrant"]
    assert told["arrests.1.legal_basis_words"] == [None, "Article 97"]
    assert [event["object_id"] for event in events("arrest_recorded")] == [seizure.pk]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"arrested_at": timezone.now() + timedelta(days=1)}, "arrested_at"),
        ({"rights_told_at": timezone.now() + timedelta(days=1)}, "rights_told_at"),
        ({"legal_basis": "mood"}, "legal_basis"),
        ({"rights_language": "klingon"}, "rights_language"),
        ({"search": "twice"}, "search"),
        ({"arrested_zone": "Mars/Base"}, "arrested_zone"),
        ({"version": 7}, "version"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        arrested(cast, courier(cast, cast.seizure()), **told)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("person", "field"),
    [({"ingestion_suspected": True}, "medical_check"), ({"age_band": "12-17"}, "guardian_told")],
)
def test_silence_is_refused_where_the_law_asks(cast: Cast, person: dict[str, Any], field: str) -> None:
    """“Not yet” is an answer, and stays open in red."""
    someone = courier(cast, cast.seizure(), **person)
    with pytest.raises(Invalid) as refusal:
        arrested(cast, someone)
    assert refusal.value.field == field
    not_yet: dict[str, Any] = {field: False}
    arrest = arrested(cast, someone, **not_yet)
    assert field in {point.name for point in pressing_points(arrest, someone)}
    done = change_arrest(actor=cast.officer.actor, arrest=arrest, version=1, facts={f"{field}_at": LATER})
    assert getattr(done, field) is True
    assert field not in {point.name for point in open_points(done, someone)}


UNASKED = (
    "rights_told_at* rights_language interpreter_present lawyer_notified_at consulate_notified_at medical_check search"
)
# The fields that are answered, and the points that are then open; a star marks those that press.
CHECKLIST: tuple[tuple[dict[str, Any], dict[str, Any], str], ...] = (
    ({}, {}, UNASKED),
    ({}, {"rights_told_at": WHEN, "rights_language": "fr", "interpreter_needed": False, "lawyer_asked": False,
          "consulate_asked": False, "medical_check": False, "search": "none"}, ""),
    ({}, {"rights_told_at": WHEN, "rights_language": "fr", "interpreter_needed": True, "lawyer_asked": True,
          "consulate_asked": True, "medical_check": True, "search": "other"},
     "interpreter_present* lawyer_notified_at* consulate_notified_at* search*"),
    ({}, {"rights_told_at": WHEN, "rights_language": "fr", "interpreter_needed": True, "interpreter_present": True,
          "lawyer_notified_at": WHEN, "consulate_notified_at": WHEN, "medical_check": True, "search": "same"}, ""),
    ({"minor": True, "ingestion_suspected": True},
     {"rights_told_at": WHEN, "rights_language": "fr", "interpreter_needed": False, "lawyer_asked": False,
      "consulate_asked": False, "medical_check": False, "guardian_told": False, "search": "none"},
     "medical_check* guardian_told*"),
    ({"minor": True, "ingestion_suspected": True},
     {"rights_told_at": WHEN, "rights_language": "fr", "interpreter_needed": False, "lawyer_asked": False,
      "consulate_asked": False, "medical_check": True, "guardian_told": True, "search": "none"}, ""),
)  # fmt: skip


@pytest.mark.parametrize(("person", "answers", "wanted"), CHECKLIST)
def test_the_checklist(person: dict[str, Any], answers: dict[str, Any], wanted: str) -> None:
    """Answer by answer: what is open, and what does not wait."""
    points = open_points(Arrest(**answers), Person(**person))
    assert " ".join(f"{point.name}{'*' * point.pressing}" for point in points) == wanted


def test_a_time_answers_its_question(cast: Cast) -> None:
    arrest = arrested(cast, courier(cast, cast.seizure()), lawyer_notified_at=LATER, consulate_notified_at=LATER)
    assert (arrest.lawyer_asked, arrest.consulate_asked) == (True, True)


def test_open_points_are_filled_in_on_a_locked_record_but_nothing_is_changed(cast: Cast) -> None:
    seizure = cast.seizure()
    arrest = arrested(cast, courier(cast, seizure), rights_language="fr", interpreter_needed=False)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    lock_seizure(actor=cast.supervisor.actor, seizure=seizure)
    told = {"rights_told_at": LATER, "interpreter_needed": True, "interpreter_present": True}
    filled = change_arrest(actor=cast.officer.actor, arrest=arrest, version=1, facts=told)
    assert filled.version == 2
    with pytest.raises(NotAllowed) as refusal:
        change_arrest(actor=cast.officer.actor, arrest=arrest, version=2, facts={"rights_language": "ha"})
    assert refusal.value.code == "state"
    with pytest.raises(StaleWrite):
        change_arrest(actor=cast.officer.actor, arrest=arrest, version=1, facts={"search": "same"})
    assert change_arrest(actor=cast.officer.actor, arrest=arrest, version=2, facts=told).version == 2
    assert [entry["object_id"] for entry in entries("arrest.change")] == [seizure.pk]
    assert len(events("arrest_changed")) == 1


def test_outcomes_follow_one_another_and_the_last_one_stands(cast: Cast) -> None:
    seizure = cast.seizure()
    arrest = arrested(cast, courier(cast, seizure))
    assert took_part([seizure])[seizure.pk].arrests[0].outcome == ""
    record_outcome(actor=cast.officer.actor, arrest=arrest, **REMANDED)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    lock_seizure(actor=cast.supervisor.actor, seizure=seizure)
    sentence: dict[str, Any] = {"outcome": "convicted", "outcome_date": date(2026, 6, 1), "sentence_months": 48}
    last = record_outcome(actor=cast.officer.actor, arrest=arrest, judgment="Court of Abidjan", **sentence)
    assert (last.sequence, Outcome.objects.filter(seizure=seizure).count()) == (2, 2)
    assert [row.outcome for row in took_part([seizure])[seizure.pk].arrests] == ["convicted"]
    told = values("arrest.outcome")[1]["values"]
    assert told["outcomes.1.outcome"] == [None, "convicted"]
    assert told["outcomes.1.judgment"] == [None, "Court of Abidjan"]
    assert len(events("outcome_recorded")) == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"outcome": "vanished"}, "outcome"),
        ({"outcome_date": date(2100, 1, 1)}, "outcome_date"),
        ({"outcome_date": date(2020, 1, 1)}, "outcome_date"),
        ({"sentence_months": 3}, "sentence_months"),
    ],
)
def test_outcomes_that_cannot_be(cast: Cast, told: dict[str, Any], field: str) -> None:
    arrest = arrested(cast, courier(cast, cast.seizure()))
    with pytest.raises(Invalid) as refusal:
        record_outcome(actor=cast.officer.actor, arrest=arrest, **REMANDED | told)
    assert refusal.value.field == field


def test_another_agency_adds_an_outcome_where_it_may_add_but_no_words_without_identities(cast: Cast) -> None:
    seizure = cast.seizure()
    arrest = arrested(cast, courier(cast, seizure))
    terms: dict[str, Any] = {"level": Level.CONTRIBUTE, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    assert record_outcome(actor=cast.partner_officer.actor, arrest=arrest, **REMANDED).sequence == 1
    with pytest.raises(NotAllowed) as refusal:
        record_outcome(actor=cast.partner_officer.actor, arrest=arrest, charges="Trafficking", **REMANDED)
    assert refusal.value.code == "identity"


@pytest.mark.parametrize(
    ("who", "error"), [("analyst", NotAllowed), ("partner_officer", Missing), ("outsider", Missing)]
)
def test_refusals(cast: Cast, who: str, error: type[Exception]) -> None:
    person = courier(cast, cast.seizure())
    arrest = arrested(cast, person)
    member = getattr(cast, who)
    facts = {"agency": cast.customs, "arrested_at": WHEN}
    with pytest.raises(error):
        record_arrest(actor=member.actor, person=person, facts=facts)
    with pytest.raises(error):
        change_arrest(actor=member.actor, arrest=arrest, version=1, facts={"search": "same"})
    with pytest.raises(error):
        record_outcome(actor=member.actor, arrest=arrest, **REMANDED)


def test_a_draft_has_no_outcomes(cast: Cast) -> None:
    arrest = arrested(cast, courier(cast, cast.seizure(submit=False)))
    with pytest.raises(NotAllowed) as refusal:
        record_outcome(actor=cast.officer.actor, arrest=arrest, **REMANDED)
    assert refusal.value.code == "state"


def test_an_arrest_of_a_person_who_was_taken_out_counts_no_more(cast: Cast) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    arrest = arrested(cast, person)
    remove_person(actor=cast.officer.actor, person=person, words="Another passenger")
    assert took_part([seizure]) == {}
    with pytest.raises(Missing):
        record_outcome(actor=cast.officer.actor, arrest=arrest, **REMANDED)


def test_an_arrest_is_reached_through_its_own_person_alone(cast: Cast) -> None:
    seizure = cast.seizure()
    first, second = courier(cast, seizure), courier(cast, seizure)
    arrest = arrested(cast, first)
    arrest.person_id = second.pk
    with pytest.raises(Missing):
        change_arrest(actor=cast.officer.actor, arrest=arrest, version=1, facts={"search": ""})
