"""Sharing onward what was shared with one's agency: within one's own terms, taken back by oneself, ended with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.access.sharing import who_can_see
from aircop.errors import Invalid, NotAllowed
from seizures.models import Seizure
from seizures.services.share import share_seizure, unshare_seizure
from tests.cast import Cast, Member
from tests.seizures.views.conftest import SignIn, signed_in
from tests.traces import entries, events

__all__ = ["signed_in"]

pytestmark = pytest.mark.django_db


def sees(member: Member, seizure: Seizure) -> bool:
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def give(cast: Cast, giver: Member, seizure: Seizure, **terms: Any) -> Share:
    told: dict[str, Any] = {"agency": cast.foreign, "level": Level.MANAGE, "reason": "Ring", "until": None} | terms
    return share_seizure(actor=giver.actor, seizure=seizure, **told)


def onward(cast: Cast, seizure: Seizure, **terms: Any) -> Share:
    """Share with the agency elsewhere, as the supervisor of the agency with which it was shared."""
    return give(cast, cast.partner_supervisor, seizure, **{"agency": cast.elsewhere, "level": Level.VIEW} | terms)


def test_what_was_shared_onward_is_seen_audited_and_taken_back(cast: Cast) -> None:
    seizure = cast.seizure()
    give(cast, cast.supervisor, seizure)
    share = onward(cast, seizure)
    assert (share.by_agency, sees(cast.outsider, seizure)) == (cast.foreign.pk, True)
    entry = entries("seizure.share")[-1]
    assert (entry["acting_agency"], entry["owner_agency"], entry["recipients"]) == (
        cast.foreign.pk, cast.customs.pk, [cast.elsewhere.name],
    )  # fmt: skip
    unshare_seizure(actor=cast.partner_supervisor.actor, seizure=seizure, share_id=share.pk)
    assert (sees(cast.outsider, seizure), sees(cast.partner_officer, seizure)) == (False, True)
    assert len(events("access_ended")) == 1


def test_an_agency_takes_back_what_it_gave_and_nothing_else(cast: Cast) -> None:
    seizure = cast.seizure()
    own = give(cast, cast.supervisor, seizure)
    other = give(cast, cast.supervisor, seizure, agency=cast.elsewhere, level=Level.VIEW)
    for share in (own, other):
        with pytest.raises(NotAllowed) as refusal:
            unshare_seizure(actor=cast.partner_supervisor.actor, seizure=seizure, share_id=share.pk)
        assert refusal.value.code == "giver"
    given = onward(cast, seizure)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=given.pk)
    assert sees(cast.outsider, seizure), "the owner's own share goes on"


@pytest.mark.parametrize(
    ("own", "terms", "field"),
    [
        ({"until": 30}, {"until": None}, "until"),
        ({"until": 30}, {"until": 31}, "until"),
        ({"until": 30}, {"until": 30}, ""),
        ({"until": None}, {"until": 30}, ""),
        ({}, {"with_identities": True}, "identity"),
        ({"with_identities": True, "until": 30}, {"with_identities": True, "until": 31}, "until"),
        ({"with_identities": True}, {"with_identities": True, "until": 31}, ""),
    ],
)
def test_never_wider_than_the_own_share(cast: Cast, own: dict[str, Any], terms: dict[str, Any], field: str) -> None:
    """Neither longer nor with identities that were not given."""
    now = timezone.now()

    def told(these: dict[str, Any]) -> dict[str, Any]:
        days = these.get("until")
        return these | {"until": now + timedelta(days=days) if days else None}

    seizure = cast.seizure()
    give(cast, cast.supervisor, seizure, **told(own))
    if not field:
        assert onward(cast, seizure, **told(terms)).pk
        return
    with pytest.raises((Invalid, NotAllowed)) as refusal:
        onward(cast, seizure, **told(terms))
    assert getattr(refusal.value, "field", "") == field or refusal.value.code == field
    assert not sees(cast.outsider, seizure)


def test_identities_of_another_way_are_not_given_on_by_this_one(cast: Cast) -> None:
    """The share at `manage` hides names; a second one that only reads shows them, and is not to be passed on."""
    seizure = cast.seizure()
    give(cast, cast.supervisor, seizure)
    give(cast, cast.supervisor, seizure, level=Level.VIEW, with_identities=True)
    with pytest.raises(Invalid) as fault:
        onward(cast, seizure, with_identities=True)
    assert fault.value.field == "with_identities"


def test_what_was_given_on_ends_with_the_share_by_which_it_was(cast: Cast) -> None:
    """Along the whole chain; another share that reaches as far keeps it."""
    seizure = cast.seizure()
    first, second = give(cast, cast.supervisor, seizure), give(cast, cast.supervisor, seizure, reason="Method")
    onward(cast, seizure, level=Level.MANAGE)
    far = cast.member("Lea Sousa", cast.elsewhere, Role.SUPERVISOR)
    third = give(cast, far, seizure, agency=cast.programme, level=Level.VIEW)
    give(cast, far, seizure, agency=cast.foreign, level=Level.VIEW)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=first.pk)
    assert [sees(who, seizure) for who in (cast.partner_officer, cast.outsider, cast.coordinator)] == [True] * 3
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=second.pk)
    assert [sees(who, seizure) for who in (cast.partner_officer, cast.outsider, cast.coordinator)] == [False] * 3
    third.refresh_from_db()
    assert not third.runs
    assert len(entries("seizure.unshare")) == len(events("access_ended")) == 5


def test_who_lost_the_share_shares_nothing(cast: Cast) -> None:
    seizure = cast.seizure()
    share = give(cast, cast.supervisor, seizure)
    give(cast, cast.supervisor, seizure, level=Level.VIEW)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=share.pk)
    with pytest.raises(NotAllowed):
        onward(cast, seizure)


def test_the_page_of_the_record_lets_the_agency_end_what_it_gave(cast: Cast, signed_in: SignIn) -> None:
    """It sees its own way in and what it gave; not what others were given."""
    seizure = cast.seizure()
    own = give(cast, cast.supervisor, seizure)
    other = give(cast, cast.supervisor, seizure, agency=cast.programme, level=Level.VIEW)
    partner = signed_in(cast.partner_supervisor)
    sent = {"agency": cast.elsewhere.pk, "level": "view", "reason": "Same ring", "until": ""}
    assert partner.post(reverse("seizures:share-create", args=[seizure.pk]), sent).status_code == 302
    actor = cast.partner_supervisor.actor
    seen = who_can_see(Seizure.objects.visible_to(actor).get(), actor)
    assert [sight.label for sight in seen] == [cast.foreign.name, cast.elsewhere.name]
    given = reverse("seizures:share-end", args=[seizure.pk, seen[1].share_id])
    page = partner.get(f"/seizures/{seizure.pk}/").content.decode()
    assert given in page
    for share in (own, other):
        address = reverse("seizures:share-end", args=[seizure.pk, share.pk])
        assert address not in page
        assert partner.get(address).status_code == 404
    assert partner.post(given).status_code == 302
    assert not sees(cast.outsider, seizure)


def test_the_tag_of_a_record_changes_with_every_share_that_it_shows(cast: Cast, signed_in: SignIn) -> None:
    seizure, address = cast.seizure(), "/api/v1/seizures/"
    supervisor = signed_in(cast.supervisor)
    tags = []
    for reason in ("Ring", "Method"):
        give(cast, cast.supervisor, seizure, reason=reason)
        answer = supervisor.get(f"{address}{seizure.pk}/")
        listed = supervisor.get(address).json()["results"][0]
        assert listed["etag"] == answer["ETag"] == answer.json()["etag"]
        tags.append(answer["ETag"])
    assert len(set(tags)) == 2
    partner = signed_in(cast.partner_supervisor)
    before = partner.get(f"{address}{seizure.pk}/")["ETag"]
    give(cast, cast.supervisor, seizure, agency=cast.programme, level=Level.VIEW)
    assert partner.get(f"{address}{seizure.pk}/")["ETag"] == before, "what it is not shown does not change its answer"
