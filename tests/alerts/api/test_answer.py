"""`/api/v1/alerts/{id}/answers/`, and the alerts that nobody has answered, for programs."""

from uuid import uuid4

import pytest

from alerts.services.addressee import Chosen
from alerts.services.answer import answer_alert
from alerts.services.telling import submit_alert
from tests.alerts.api.test_alert import ALERTS, call
from tests.alerts.told import drafted, published
from tests.cast import Cast, Member
from tests.traces import entries

pytestmark = pytest.mark.django_db


def ids(member: Member, which: str) -> list[str]:
    answer = call(member, "GET", f"{ALERTS}?unanswered={which}")
    assert answer.status_code == 200
    return [each["id"] for each in answer.json()["results"]]


def test_each_reader_gets_the_answers_it_is_told(cast: Cast) -> None:
    alert = published(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.elsewhere]))
    seizure = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    answer_alert(
        actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=seizure, words="In the lining"
    )
    answer_alert(actor=cast.outsider.actor, alert=alert, result="noted")
    path = f"{ALERTS}{alert.pk}/answers/"
    ours = call(cast.supervisor, "GET", path).json()["results"]
    assert [(each["task_force"], each["agency"], each["result"]) for each in ours] == [
        (str(cast.acc.pk), None, "seizure"),
        (None, str(cast.elsewhere.pk), "noted"),
    ]
    assert [(each["words"], each["seizure"]) for each in ours] == [("In the lining", None), ("", None)]
    theirs = call(cast.partner_officer, "GET", path).json()["results"]
    assert [each["seizure"] for each in theirs] == [str(seizure.pk)]
    assert [each["result"] for each in call(cast.outsider, "GET", path).json()["results"]] == ["noted"]
    assert entries("alert.read")[-1]["object_id"] == alert.pk


def test_strangers_find_no_answers(cast: Cast) -> None:
    alert = published(cast)
    for pk in (alert.pk, uuid4()):
        assert call(cast.outsider, "GET", f"{ALERTS}{pk}/answers/").status_code == 404


def test_what_is_unanswered_is_asked_for(cast: Cast) -> None:
    alert = published(cast)
    assert ids(cast.partner_officer, "by_us") == ids(cast.officer, "by_others") == [str(alert.pk)]
    assert ids(cast.partner_officer, "by_others") == ids(cast.officer, "by_us") == []
    assert ids(cast.agency_admin, "by_others") == []
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    assert ids(cast.partner_officer, "by_us") == ids(cast.officer, "by_others") == []
    assert call(cast.officer, "GET", f"{ALERTS}?unanswered=nobody").status_code == 400


def test_the_reviewer_says_until_when(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    path = f"{ALERTS}{alert.pk}/publish/"
    late = call(cast.supervisor, "POST", path, {"answer_by": "2036-01-01T10:00:00+00:00"})
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (400, "/answer_by")
    assert call(cast.supervisor, "POST", path, {"no_answer": True}).json()["answer_by"] is None
