"""`/api/v1/requests/{id}/check/`: what the asked side holds, to it alone; scope, measure, conditions."""

from typing import Any

import pytest
from django.test import Client

from alerts.models import InformationRequest
from alerts.services.message import Asked
from seizures.forms.person_search import SEARCHES
from tests.alerts.api.test_alert import call
from tests.alerts.api.test_message import token
from tests.alerts.services.test_check import held
from tests.alerts.written import asked, say
from tests.cast import Cast
from tests.traces import entries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_search_yet() -> None:
    SEARCHES.clear()


def url(request: InformationRequest) -> str:
    return f"/api/v1/requests/{request.pk}/check/"


def test_what_is_held_is_told_to_the_asked_side_alone(cast: Cast) -> None:
    theirs = held(cast, cast.partner_officer, family_name="Traoré", given_names="Moussa")
    request = asked(cast, about=Asked(name="TRAORE moussa", record=theirs.reference))
    answer = call(cast.partner_officer, "GET", url(request))
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["records"] == [{"kind": "seizure", "id": str(theirs.pk), "reference": theirs.reference}]
    (person,) = body["persons"]
    assert (person["seizure"], person["identity"]["family_name"]) == (str(theirs.pk), "Traoré")
    assert (body["more"], body["unasked"]) == (False, "")
    assert entries("person.search")[0]["purpose"] == f"partner: {request.thread.reference}"
    assert len(entries("request.check")) == 1
    assert call(cast.officer, "GET", url(request)).status_code == 403
    assert call(cast.outsider, "GET", url(request)).status_code == 404
    assert call(cast.partner_officer, "POST", url(request)).status_code == 405


def test_a_token_without_identities_is_told_of_records_alone(cast: Cast) -> None:
    theirs = held(cast, cast.partner_officer, family_name="Traoré", given_names="Moussa")
    request = asked(cast, about=Asked(name="TRAORE moussa", record=theirs.reference))
    body = Client().get(url(request), headers=token(cast.partner_officer, "messages:read")).json()
    assert ([each["id"] for each in body["records"]], body["persons"]) == ([str(theirs.pk)], [])
    assert "persons:identities" in body["unasked"]
    assert entries("person.search") == []
    assert Client().get(url(request), headers=token(cast.partner_officer, "alerts:read")).status_code == 403
    assert Client().get(url(request)).status_code == 401


def test_many_at_once_have_to_wait(cast: Cast, settings: Any) -> None:
    settings.PERSON_SEARCHES_PER_MINUTE, settings.PERSON_SEARCH_BURST = 60, 1
    request = asked(cast)
    assert call(cast.partner_officer, "GET", url(request)).status_code == 200
    late = call(cast.partner_officer, "GET", url(request))
    assert (late.status_code, late.headers["Retry-After"]) == (429, "1")


def test_conditions_come_first(cast: Cast) -> None:
    request = asked(cast, said=say(handling="H3", handling_words="Not in any file"))
    assert call(cast.partner_officer, "GET", url(request)).status_code == 404
    assert call(cast.partner_officer, "GET", f"{url(request)}?name=x").status_code == 400
