"""People as administrators see them: of their own agency, and what they hold there."""

import pytest
from django.test import Client

from aircop.access.roles import Role
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_what_somebody_holds_elsewhere_is_the_other_agencys(cast: Cast) -> None:
    """The list and the page of a person tell the administrator of one agency nothing of the roles in another."""
    officer = cast.officer.user
    start_membership(actor=founder(), person=officer, agency=cast.elsewhere, role=Role.OFFICER)
    for path in ("/people/", f"/people/{officer.pk}/"):
        page = client_of(cast.agency_admin).get(path).content.decode()
        assert cast.customs.short_name in page
        assert cast.elsewhere.short_name not in page
        assert cast.elsewhere.short_name in client_of(cast.platform_admin).get(path).content.decode()
