"""Referrals on the pages of both sides and by the API."""

from typing import Any

import pytest
from django.test import Client

from seizures.models import Referral
from seizures.services.case_step import close_case
from seizures.services.verification import reopen_seizure, verify_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
API = "/api/v1/referrals/"


def test_offered_on_one_side_and_taken_over_on_the_other(cast: Cast, signed_in: SignIn) -> None:
    """The whole way through the pages: what is refused, the clock on both sides, the acceptance."""
    one = verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    ours, theirs = signed_in(cast.supervisor), signed_in(cast.partner_supervisor)
    address = f"/cases/{case.pk}/refer/"
    assert str(one.reference) in ours.get(address).content.decode()
    assert "Choose the unit to which you offer it." in ours.post(address, {"kind": "transfer"}).content.decode()
    sent = {"to_unit": cast.acc.pk, "kind": "transfer", "reason": "The courier lives there", "due_at": "2099-01-31",
            f"item-{one.pk}": "included", "with_identities": "on"}  # fmt: skip
    late = ours.post(address, sent | {"due_at": "2020-01-31"}).content.decode()
    assert "The time for the answer must lie ahead." in late
    assert ours.post(address, sent).status_code == 302
    referral = Referral.objects.get(case=case)
    accept, withdraw = (f"/referrals/{referral.pk}/{act}/" for act in ("accept", "withdraw"))
    for client, own, other in ((ours, withdraw, accept), (theirs, accept, withdraw)):
        page = client.get("/referrals/").content.decode()
        assert "2099" in page
        assert own in page
        assert other not in page
    assert "The courier lives there" in theirs.get(accept).content.decode()
    assert theirs.post(accept).status_code == 302
    page = ours.get("/referrals/").content.decode()
    assert "Accepted" in page
    assert ours.get(f"/seizures/{one.pk}/").status_code == 200
    assert ours.get(f"/seizures/{one.pk}/change/").status_code == 403
    assert signed_in(cast.outsider).get("/referrals/").status_code == 200
    assert signed_in(cast.outsider).get(accept).status_code == 404


def test_the_page_says_what_may_no_longer_be_taken_over(cast: Cast, signed_in: SignIn) -> None:
    """By its reference, on the page that asks; the list offers no acceptance of a case that has ended."""
    one = verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(persons_arrested=0))
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    told = {"to_unit": cast.acc.pk, "kind": "transfer", "reason": "Ring", f"item-{one.pk}": "without"}
    assert signed_in(cast.supervisor).post(f"/cases/{case.pk}/refer/", told).status_code == 302
    accept, decline = (f"/referrals/{Referral.objects.get(case=case).pk}/{act}/" for act in ("accept", "decline"))
    reopen_seizure(actor=cast.supervisor.actor, seizure=one, words="A weight was wrong")
    theirs = signed_in(cast.partner_supervisor)
    page = theirs.post(accept)
    assert page.status_code == 200
    assert f"{one.reference}: it is not verified yet" in page.content.decode()
    close_case(actor=cast.supervisor.actor, case=case, outcome="other", reason="Nothing came of it")
    listed = theirs.get("/referrals/").content.decode()
    assert decline in listed
    assert accept not in listed
    assert theirs.post(accept).status_code == 403


@pytest.mark.parametrize(("act", "sent", "who"), [
    ("decline", {"words": "Not ours"}, "partner_supervisor"),
    ("withdraw", {}, "supervisor"),
])  # fmt: skip
def test_an_offer_is_declined_or_withdrawn(
    cast: Cast, signed_in: SignIn, act: str, sent: dict[str, str], who: str
) -> None:
    """Asked first; afterwards the other side finds nothing, on any surface."""
    case = cast.case(by=cast.supervisor)
    assert cast.partner_supervisor.user
    told = {"to_unit": cast.acc.pk, "kind": "refer", "reason": "Ring"}
    assert signed_in(cast.supervisor).post(f"/cases/{case.pk}/refer/", told).status_code == 302
    referral = Referral.objects.get(case=case)
    address = f"/referrals/{referral.pk}/{act}/"
    client = signed_in(getattr(cast, who))
    assert client.get(address).status_code == 200
    if sent:
        assert "Say why: the other unit reads it." in client.post(address, {"words": ""}).content.decode()
    assert client.post(address, sent).status_code == 302
    theirs = signed_in(cast.partner_supervisor)
    assert theirs.get(f"{API}{referral.pk}/").status_code == 404
    assert theirs.get(API).json()["results"] == []
    assert theirs.get(f"/cases/{case.pk}/share/").status_code == 404
    assert "No referrals" in theirs.get("/referrals/").content.decode()


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"{API}{path}", body, content_type="application/json")


def test_the_same_by_the_api(cast: Cast, signed_in: SignIn) -> None:
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    ours, theirs = signed_in(cast.supervisor), signed_in(cast.partner_supervisor)
    body = {"case": str(case.pk), "task_force": str(cast.acc.pk), "kind": "refer", "reason": "Ring",
            "items": [{"seizure": str(one.pk), "choice": "without"}]}  # fmt: skip
    assert post(ours, "", body | {"task_force": str(one.pk)}).status_code == 400
    assert post(ours, "", body | {"items": [{"seizure": str(case.pk), "choice": "without"}]}).status_code == 400
    assert post(theirs, "", body).status_code == 404
    made = post(ours, "", body)
    assert (made.status_code, made.json()["status"]) == (201, "offered")
    pk = made.json()["id"]
    assert post(ours, f"{pk}/accept/", {}).status_code == 403
    assert theirs.get(f"/api/v1/seizures/{one.pk}/").json()["narrative"] is None
    accepted = post(theirs, f"{pk}/accept/", {"work_due_at": "2099-01-01T00:00:00Z"}).json()
    assert (accepted["status"], accepted["work_due_at"][:4]) == ("accepted", "2099")
    assert [each["id"] for each in ours.get(f"{API}?status=accepted&case={case.pk}").json()["results"]] == [pk]
    assert post(theirs, f"{pk}/decline/", {"words": "x"}).status_code == 403
    assert post(ours, f"{pk}/withdraw/", {}).status_code == 403
    assert post(theirs, f"{pk}/hand-back/", {"words": "Done"}).status_code == 204
    assert theirs.get(f"/api/v1/seizures/{one.pk}/").status_code == 404
    assert ours.get(f"{API}{pk}/").json()["answer_words"] == "Done"
