"""What must not be learnt by the way: who else reads a record, whose records a list showed, whether an id exists."""

from typing import Any

import pytest

from aircop.access.roles import Level
from aircop.audit.models import AuditEntry
from seizures.models import Seizure
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.api.test_seizure import BODY, URL, client_of, post

pytestmark = pytest.mark.django_db


def test_a_list_is_filed_under_the_agency_whose_records_it_showed(cast: Cast) -> None:
    """Else nobody can ask who opened an agency's records by the API."""
    seizure = cast.seizure()
    client_of(cast.colleague).get(URL)
    entry = AuditEntry.objects.filter(verb="seizure.list").latest("at")
    assert (entry.object_ids, entry.owner_agency) == ([seizure.pk], seizure.owner_agency)


def test_an_agency_from_outside_is_not_told_who_else_reads(cast: Cast) -> None:
    """Not even one that was given the highest level: it cannot take a share back either."""
    seizure = cast.seizure()
    for agency, level in ((cast.foreign, Level.MANAGE), (cast.elsewhere, Level.VIEW)):
        terms: dict[str, Any] = {"agency": agency, "level": level, "reason": "Same ring", "until": None}
        share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    address = f"{URL}{seizure.pk}/"
    assert len(client_of(cast.supervisor).get(address).json()["shares"]) == 2
    assert client_of(cast.partner_supervisor).get(address).json()["shares"] == []


@pytest.mark.parametrize(
    "money",
    [
        {"value": "10.00"},
        {"value": "0"},
        {"currency": "XOF"},
        {"value": "10.00", "currency": "xof"},
        {"value": "10.00", "currency": "12"},
        {"value": "-1.00", "currency": "XOF"},
    ],
)
def test_money_that_cannot_be_is_refused_and_nothing_is_written(cast: Cast, money: dict[str, str]) -> None:
    """A 400, not a constraint of the database that nobody foresaw."""
    answer = post(client_of(cast.officer), URL, BODY | {"items": [BODY["items"][0] | money]})
    assert answer.status_code == 400
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()
