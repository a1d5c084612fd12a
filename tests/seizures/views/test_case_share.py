"""The pages on which a case is shared, extended and taken back."""

from typing import Any

import pytest

from aircop.access.models import Share
from seizures.models import Seizure
from seizures.services.case_link import link_seizure
from seizures.services.referral import accept_referral, offer_referral
from seizures.views.case_shown import acts_of_case
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_case_is_shared_extended_and_taken_back(cast: Cast, signed_in: SignIn) -> None:
    """The whole way: preview, share with one of two, add the other, end. The receiver follows each step."""
    one, two = cast.seizure(), cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    client, partner = signed_in(cast.supervisor), signed_in(cast.partner_officer)
    address = f"/cases/{case.pk}/share/"
    assert str(one.reference) in client.get(address).content.decode()
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Joint inquiry", f"item-{one.pk}": "included"}
    preview = client.post(address, sent | {"preview": "1"}).content.decode()
    assert "The case without: Narrative, Notes." in preview
    assert "Included" in preview
    assert not Share.objects.filter(about_id=case.pk).exists()
    missed = client.post(address, sent | {"agency": ""}).content.decode()
    assert "Choose who is to see it" in missed
    answer = client.post(address, sent)
    head = Share.objects.get(about_id=case.pk)
    assert answer["Location"] == f"{address}{head.pk}/"
    assert partner.get(f"/seizures/{one.pk}/").status_code == 200
    assert cast.supervisor.actor.signed_in
    link_seizure(actor=cast.supervisor.actor, case=case, seizure=two)
    page = client.get(answer["Location"]).content.decode()
    assert all(str(each.reference) in page for each in (one, two))
    assert partner.get(f"/seizures/{two.pk}/").status_code == 404
    assert client.post(answer["Location"], {f"item-{two.pk}": "without"}).status_code == 302
    assert partner.get(f"/seizures/{two.pk}/").status_code == 200
    end = f"{address}{head.pk}/end/"
    assert "2 seizures that came by it" in client.get(end).content.decode()
    assert client.post(end).status_code == 302
    assert client.get(end).status_code == 404
    for each in (one, two):
        assert partner.get(f"/seizures/{each.pk}/").status_code == 404
        assert partner.get(f"/api/v1/seizures/{each.pk}/").status_code == 404
    assert not Seizure.objects.visible_to(cast.partner_officer.actor).exists()


def test_what_may_not_go_along_says_why(cast: Cast, signed_in: SignIn) -> None:
    """A seizure under H2 of another agency is offered with its reason, and H3 asks for its conditions."""
    bound = cast.seizure(handling="H2")
    strict = cast.seizure(handling="H3", handling_words="Ask first")
    case = cast.case(bound, strict, by=cast.supervisor)
    client, address = signed_in(cast.supervisor), f"/cases/{case.pk}/share/"
    page = client.get(address).content.decode()
    assert "H2: not passed on without consent" in page
    assert "Ask first" in page
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Ring", f"item-{strict.pk}": "without"}
    assert "Confirm the conditions" in client.post(address, sent).content.decode()
    assert client.post(address, sent | {f"item-{bound.pk}": "included"}).status_code == 200
    answer = client.post(address, sent | {"conditions_accepted": "on"})
    assert answer.status_code == 302
    extended = client.post(answer["Location"], {f"item-{bound.pk}": "included"})
    assert extended.status_code == 200


def test_who_may_not_share_it_finds_no_page(cast: Cast, signed_in: SignIn) -> None:
    case = cast.case(cast.seizure(), by=cast.supervisor)
    address = f"/cases/{case.pk}/share/"
    assert signed_in(cast.officer).get(address).status_code == 403
    assert signed_in(cast.partner_supervisor).get(address).status_code == 404
    assert signed_in(cast.supervisor).get(f"{address}{case.pk}/").status_code == 404
    assert signed_in(cast.officer).get(f"{address}{case.pk}/end/").status_code == 403


def test_the_same_by_the_api(cast: Cast, signed_in: SignIn) -> None:
    """Shared with what is named, extended, and taken back; a unit's share is one row of the answer."""
    one, two = cast.seizure(), cast.seizure()
    case = cast.case(one, two, by=cast.supervisor)
    client, partner = signed_in(cast.supervisor), signed_in(cast.partner_officer)
    address = f"/api/v1/cases/{case.pk}/"

    def post(act: str, body: dict[str, Any]) -> Any:
        return client.post(f"{address}{act}/", body, content_type="application/json")

    body = {"task_force": str(cast.acc.pk), "reason": "Joint inquiry"}
    chosen = {"items": [{"seizure": str(one.pk), "choice": "included"}]}
    (share,) = post("share", body | chosen).json()["shares"]
    assert (share["task_force"], share["agency"]) == (str(cast.acc.pk), None)
    statuses = [partner.get(f"/api/v1/seizures/{each.pk}/").status_code for each in (one, two)]
    assert statuses == [200, 404]
    more = {"share": share["id"], "items": [{"seizure": str(two.pk), "choice": "without"}]}
    assert post("extend-share", more).status_code == 200
    assert partner.get(f"/api/v1/seizures/{two.pk}/").status_code == 200
    assert post("unshare", {"share": share["id"]}).json()["shares"] == []
    assert [partner.get(f"/api/v1/seizures/{each.pk}/").status_code for each in (one, two)] == [404, 404]
    assert partner.get(address).status_code == 404
    assert partner.get(f"/cases/{case.pk}/").status_code == 404


def test_the_page_of_a_case_tells_what_became_of_it(cast: Cast, signed_in: SignIn) -> None:
    """Shared, offered and accepted: in words, on its timeline; the acts lead there."""
    case = cast.case(cast.seizure(), by=cast.supervisor)
    client = signed_in(cast.supervisor)
    acts = {act["href"]: act["verdict"].allowed for act in acts_of_case(cast.supervisor.actor, case)}
    assert all(acts[f"/cases/{case.pk}/{act}/"] for act in ("share", "refer"))
    assert cast.partner_supervisor.user
    told: dict[str, Any] = {"to_unit": cast.acc, "kind": "transfer", "reason": "The courier lives there"}
    referral = offer_referral(actor=cast.supervisor.actor, case=case, **told)
    accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    timeline = client.get(f"/cases/{case.pk}/timeline/").content.decode()
    for words in ("offered it to another unit.", "accepted it for another unit.", "took it over for another unit."):
        assert words in timeline
    assert "Transfer: it becomes theirs" in timeline
