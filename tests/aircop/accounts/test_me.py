"""`/api/v1/me/` and the description of the API: who I am, and where a stranger is sent."""

import pytest
from django.test import Client

from aircop.access.roles import Role
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_who_i_am_has_a_tag_that_changes_with_it(cast: Cast) -> None:
    """The same person, the same tag; another membership, another one."""
    client = Client()
    client.force_login(cast.officer.user)
    tags = [client.get("/api/v1/me/")["ETag"] for _time in range(2)]
    start_membership(actor=founder(), person=cast.officer.user, agency=cast.foreign, role=Role.ANALYST)
    assert tags[0] == tags[1] != client.get("/api/v1/me/")["ETag"]


def test_a_stranger_who_opens_the_description_is_sent_to_sign_in() -> None:
    """It is a page; everything else below the API answers 401 itself."""
    client = Client()
    answer = client.get("/api/v1/docs/")
    assert (answer.status_code, "next=/api/v1/docs/" in answer["Location"]) == (302, True)
    assert client.get("/api/v1/schema/").status_code == 401


def test_logging_is_offered_to_whom_it_is_open(cast: Cast) -> None:
    """An officer whose agency belongs to no unit has nowhere to log."""
    offered = {}
    for member in (cast.officer, cast.outsider, cast.analyst):
        client = Client()
        client.force_login(member.user)
        offered[member.user.name] = client.get("/account/").context["frame"]["first_act"] is not None
    assert offered == {"Awa Kone": True, "Rui Alves": False, "Mariam Cisse": False}
