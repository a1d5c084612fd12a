"""The pages that ask of each linked seizure whether it may go along cost the same for a few as for many."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aircop.access import grants
from aircop.access.models import ShareVia
from aircop.access.roles import Level
from seizures.models import Case, Seizure
from seizures.services.case_link import link_seizure
from seizures.services.case_share import share_case
from seizures.services.share import Terms
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def _abroad(cast: Cast) -> Seizure:
    """Return a seizure of another unit, under H2, that was shared with the police so that it may share it on."""
    seizure = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign, handling="H2")
    reader = grants.Reader(label="Police", group_id=cast.police.group_id, agency_id=cast.police.pk)
    with as_owner():
        derived = grants.own_list(seizure)
        Seizure.objects.filter(pk=seizure.pk).update(access_list=derived)
        told: dict[str, Any] = {"reason": "Ring", "via": ShareVia.DIRECT, "by": None, "with_identities": True}
        grants.give(derived, reader, level=Level.MANAGE, **told)
    return seizure


def _link(cast: Cast, case: Case, count: int) -> None:
    """Link so many more: of the unit and of the other one by turns."""
    for each in range(count):
        seizure = _abroad(cast) if each % 2 else cast.seizure(handling="H2")
        actor = cast.supervisor.actor
        link_seizure(actor=actor, case=case, seizure=Seizure.objects.visible_to(actor).get(pk=seizure.pk))


@pytest.mark.parametrize("page", ["case-share", "case-refer", "case-extend"])
def test_a_page_costs_the_same_for_three_linked_and_for_twelve(cast: Cast, signed_in: SignIn, page: str) -> None:
    """Some are of the unit, some of another one: under H2 the consent is asked for as well."""
    case = cast.case(by=cast.supervisor)
    terms = Terms(level=Level.VIEW, reason="Ring", until=None)
    head = share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    address = reverse(f"shares:{page}", args=[case.pk, *([head.pk] if page == "case-extend" else [])])
    client, costs = signed_in(cast.supervisor), []
    for more in (3, 9):
        _link(cast, case, more)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200
        costs.append(len(asked))
    assert answer.content.decode().count("item-") >= 12
    assert costs[0] == costs[1]
