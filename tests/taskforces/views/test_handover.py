"""The pages of handing over: how much, to whom, why."""

import pytest
from django.test import Client

from seizures.queries.work import own_unfinished
from taskforces.services.membership import end_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    """Return somebody's browser."""
    client = Client()
    client.force_login(member.user)
    return client


def test_from_the_unit_to_the_successor(cast: Cast) -> None:
    """The supervisor finds who left, hands over, and the list is empty."""
    assert cast.colleague
    draft = cast.seizure(submit=False, summary="Not a word of this.")
    end_membership(actor=founder(), membership=cast.officer.membership, reason="Posted elsewhere")
    browser = client_of(cast.supervisor)
    here = f"/task-forces/{cast.abj.pk}/hand-over/"
    assert here in browser.get(f"/task-forces/{cast.abj.pk}/").content.decode()
    listed = browser.get(here).content.decode()
    form = browser.get(f"{here}{cast.officer.user.pk}/").content.decode()
    for page in (listed, form):
        assert "1 draft of a seizure" in page
        assert "Not a word" not in page
        assert str(draft.pk) not in page
    bad = browser.post(f"{here}{cast.officer.user.pk}/", {"successor": str(cast.officer.user.pk), "reason": ""})
    assert "Error:" in bad.content.decode()
    told = {"successor": str(cast.colleague.user.pk), "reason": "Posted elsewhere"}
    done = browser.post(f"{here}{cast.officer.user.pk}/", told, follow=True)
    assert "Handed over to Yao Brou" in done.content.decode()
    assert "Nothing is left behind" in done.content.decode()
    assert [row.pk for row in own_unfinished(cast.colleague.actor)] == [draft.pk]


def test_a_refusal_stands_on_the_form(cast: Cast) -> None:
    """Half-filled entries alone, to oneself."""
    from tests.taskforces.services.test_handover import begin_entry, leave  # noqa: PLC0415

    begin_entry(cast.officer)
    leave(cast.officer)
    browser = client_of(cast.supervisor)
    address = f"/task-forces/{cast.abj.pk}/hand-over/{cast.officer.user.pk}/"
    answer = browser.post(address, {"successor": str(cast.supervisor.user.pk), "reason": "I go on"})
    assert "choose somebody else" in answer.content.decode()


def test_a_unit_that_is_none(cast: Cast) -> None:
    """Is not found; the link stands for nobody who may not."""
    browser = client_of(cast.supervisor)
    assert browser.get(f"/task-forces/{cast.officer.user.pk}/hand-over/").status_code == 404
    assert "hand-over" not in client_of(cast.officer).get(f"/task-forces/{cast.abj.pk}/").content.decode()
