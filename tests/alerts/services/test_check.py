"""What the asked side holds on a request: found with its own eyes, told to nobody else."""

from typing import Any

import pytest

from aircop.access.actor import Actor
from aircop.access.roles import Role
from aircop.access.verdict import refuse
from aircop.audit.queries import entries as audited
from aircop.errors import Missing, NotAllowed
from alerts.queries.thread import messages_of
from alerts.services.acceptance import accept_conditions
from alerts.services.check import check_request
from alerts.services.message import Asked
from seizures.services.person import PersonFacts, add_person, identify_person
from tests.alerts.written import asked, say
from tests.cast import Cast
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db


def held(cast: Cast, by: Any, **names: str) -> Any:
    """Let somebody record a courier by name."""
    agency = cast.foreign if by is cast.partner_officer else cast.customs
    seizure = cast.seizure(by=by, lead_agency=agency)
    person = add_person(actor=by.actor, seizure=seizure, facts=PersonFacts(role="courier"))
    identify_person(actor=by.actor, person=person, names=names)
    return seizure


def test_what_is_held_is_shown_to_the_asked_side_alone(cast: Cast) -> None:
    theirs = held(cast, cast.partner_officer, family_name="Traoré", given_names="Moussa")
    ours = held(cast, cast.officer, family_name="Traoré", given_names="Moussa")
    request = asked(cast, about=Asked(name="TRAORE moussa", record=theirs.reference))
    found = check_request(actor=cast.partner_officer.actor, request=request)
    assert [hit.person.seizure_id for hit in found.persons] == [theirs.pk]
    assert ours.pk not in [hit.person.seizure_id for hit in found.persons]
    assert [row.pk for row in found.records] == [theirs.pk]
    assert entries("person.search")[0]["purpose"] == f"partner: {request.thread.reference}"
    assert len(entries("request.check")) == len(events("request_checked")) == 1
    for member in (cast.officer, cast.supervisor):
        with pytest.raises(NotAllowed):
            check_request(actor=member.actor, request=request)
    with pytest.raises(Missing):
        check_request(actor=cast.outsider.actor, request=request)
    assert len(messages_of(cast.officer.actor, request.thread)) == 1
    told = str(rows("SELECT payload::text FROM events_event WHERE kind = 'request_checked'"))
    assert str(theirs.pk) not in told


def test_nothing_is_sought_without_a_name_or_a_number(cast: Cast) -> None:
    request = asked(cast, about=Asked(record="ABJ1-S-1999-000001"))
    found = check_request(actor=cast.partner_officer.actor, request=request)
    assert (found.persons, found.records) == ([], [])
    assert found.unasked
    assert entries("person.search") == []


def test_who_may_not_search_by_name_is_told_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(cast)
    monkeypatch.setattr("alerts.services.check.can_search_persons", lambda _actor: refuse("Not you"))
    assert check_request(actor=cast.partner_officer.actor, request=request).unasked == "Not you"


def test_conditions_come_first(cast: Cast) -> None:
    request = asked(cast, said=say(handling="H3", handling_words="Not in any file"))
    with pytest.raises(Missing):
        check_request(actor=cast.partner_officer.actor, request=request)
    accept_conditions(actor=cast.partner_officer.actor, message=request.message)
    assert check_request(actor=cast.partner_officer.actor, request=request).message.pk == request.message_id


def test_the_audit_tells_the_asker_nothing_of_it(cast: Cast) -> None:
    """Neither that it was done, nor when, nor by whom; and the event lies on no list that it reads."""
    request = asked(cast)
    check_request(actor=cast.partner_officer.actor, request=request)

    def found(actor: Actor, **wanted: str) -> list[str]:
        return [row.actor_name for row in audited(actor, wanted).rows]

    auditor = cast.member("Esi Quaye", cast.foreign, Role.AUDITOR)
    assert found(auditor.actor, act="request.check") == [cast.partner_officer.user.name]
    assert found(cast.auditor.actor, act="request.check") == []
    assert found(cast.auditor.actor, act="request.ask") == [cast.officer.user.name]
    [event] = rows("SELECT access_list, root_list FROM events_event WHERE kind = 'request_checked'")
    assert (event["access_list"], event["root_list"]) == (None, None)
    [entry] = entries("request.check")
    assert (entry["object_ids"], entry["purpose"]) == ([request.pk], f"partner: {request.thread.reference}")
