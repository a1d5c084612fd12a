"""The pages and the API of shares: what was given, what is held, and ending one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.reference import queries
from seizures.models import Seizure
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
URL, API = "/shares/", "/api/v1/shares/"


def give(cast: Cast, seizure: Seizure, receiver: Any, **terms: Any) -> Share:
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None} | terms
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=receiver, **told)


def test_the_giver_and_the_receiver_each_see_their_side(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    share = give(cast, seizure, cast.foreign)
    stop = f"{URL}{share.pk}/end/"
    mine = signed_in(cast.supervisor).get(URL).content.decode()
    assert all(text in mine for text in (str(seizure.reference), "Same ring", cast.foreign.name, stop))
    assert "Nothing is shared with you" in signed_in(cast.supervisor).get(f"{URL}?side=held").content.decode()
    theirs = signed_in(cast.partner_officer).get(URL).content.decode()
    assert str(seizure.reference) in theirs
    assert cast.police.name in theirs
    assert stop not in theirs
    assert str(seizure.reference) not in signed_in(cast.outsider).get(URL).content.decode()
    empty = signed_in(cast.supervisor).get(f"{URL}?stale=soon").content.decode()
    assert "No shares here" in empty
    assert str(seizure.reference) in signed_in(cast.supervisor).get(f"{URL}?stale=endless").content.decode()
    assert signed_in(cast.supervisor).get(f"{URL}?stale=nonsense&after=rubbish").status_code == 400
    assert "nobody of the receiver" in signed_in(cast.supervisor).get(f"{URL}?stale=idle").content.decode()


def test_an_administrator_sees_the_list_and_ends_a_share(cast: Cast, signed_in: SignIn) -> None:
    """The reference without a way to the record, which the office does not read."""
    seizure = cast.seizure()
    share = give(cast, seizure, cast.acc)
    admin = signed_in(cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN))
    page = admin.get(URL).content.decode()
    assert str(seizure.reference) in page
    assert f"/seizures/{seizure.pk}/" not in page
    stop = f"{URL}{share.pk}/end/"
    assert "Same ring" in admin.get(stop).content.decode()
    assert admin.post(stop).status_code == 302
    assert admin.get(stop).status_code == 404
    assert not Seizure.objects.visible_to(cast.partner_officer.actor).exists()


def test_the_api_lists_both_sides_and_revokes(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    share, other = give(cast, seizure, cast.foreign), give(cast, seizure, cast.outsider.membership)
    supervisor, partner = signed_in(cast.supervisor), signed_in(cast.partner_officer)
    given = supervisor.get(f"{API}?object={seizure.pk}").json()["results"]
    assert {(each["id"], each["side"]) for each in given} == {(str(share.pk), "given"), (str(other.pk), "given")}
    (held,) = partner.get(API).json()["results"]
    assert (held["id"], held["side"], held["reference"], held["given_by"]) == (
        str(share.pk), "held", seizure.reference, str(cast.police.pk),
    )  # fmt: skip
    assert supervisor.get(f"{API}?stale=endless&agency={cast.foreign.pk}").json()["results"][0]["id"] == str(share.pk)
    assert supervisor.get(f"{API}?stale=never").status_code == 400
    assert partner.post(f"{API}{share.pk}/revoke/", content_type="application/json").status_code == 403
    assert signed_in(cast.outsider).get(f"{API}{share.pk}/").status_code == 404
    assert supervisor.post(f"{API}{share.pk}/revoke/", content_type="application/json").status_code == 204
    assert partner.get(API).json()["results"] == []
    assert partner.get(f"/api/v1/seizures/{seizure.pk}/").status_code == 404


def test_the_list_costs_the_same_for_one_share_and_for_many(cast: Cast, signed_in: SignIn, settings: Any) -> None:
    settings.REFERENCE_CHECK_SECONDS = 3600
    queries.warm()
    give(cast, cast.seizure(), cast.foreign)
    client, counts = signed_in(cast.supervisor), []
    client.get(URL)
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        counts.append(len(asked))
        for receiver in (cast.elsewhere, cast.acc, cast.programme):
            give(cast, cast.seizure(), receiver)
    assert counts[0] == counts[1] <= 12


def test_the_form_names_one_receiver(cast: Cast, signed_in: SignIn) -> None:
    """A unit or a person may be chosen instead of an agency, and not two of them; the preview says what they get."""
    seizure = cast.seizure()
    client, address = signed_in(cast.supervisor), f"/seizures/{seizure.pk}/share/"
    terms = {"level": "view", "reason": "Ring", "until": ""}
    assert "Choose who is to see it" in client.post(address, terms).content.decode()
    both = terms | {"agency": cast.foreign.pk, "unit": cast.acc.pk}
    assert "Choose one of the three" in client.post(address, both).content.decode()
    nobody = client.post(address, terms | {"person": "nobody@example.org"}).content.decode()
    assert "Nobody with this address reads records here" in nobody
    preview = client.post(address, terms | {"preview": "1"}).content.decode()
    assert "role, sex and age band only" in preview
    assert "all but: Air waybill, Narrative<" in preview
    assert "all but: Tested by<" in preview
    whole = client.post(address, terms | {"preview": "1", "with_identities": "on"}).content.decode()
    assert "names, documents and dates of birth too" in whole
    assert client.post(address, terms | {"unit": cast.acc.pk}).status_code == 302
    assert client.post(address, terms | {"person": cast.outsider.user.email}).status_code == 302
    assert Seizure.objects.visible_to(cast.outsider.actor).exists()
