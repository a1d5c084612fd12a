"""The list that everybody of the network reads: one, made when it is first needed."""

import pytest

from aircop.access.models import AccessList, ListKind, Share
from aircop.access.network import _made, network_list
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_there_is_one_list_however_often_it_is_asked_for(cast: Cast) -> None:
    """Whoever waited while another made it takes the one that was made."""
    assert cast.officer.actor.signed_in
    first = network_list()
    assert {network_list().pk, _made().pk} == {first.pk}
    assert AccessList.objects.filter(kind=ListKind.NETWORK).count() == 1
    assert Share.objects.in_force().filter(access_list=first).count() == 1
