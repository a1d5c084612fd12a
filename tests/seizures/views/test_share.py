"""Sharing from the page: a look first, then a term and a reason; and the end of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aircop.access.sharing import who_can_see
from seizures.models import Seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def address(seizure: Seizure) -> str:
    """Return where it is shared."""
    return reverse("seizures:share-create", args=[seizure.pk])


def test_a_look_shows_what_they_will_see_and_shares_nothing(cast: Cast, signed_in: SignIn) -> None:
    """With and without names and free text; what was typed stays."""
    seizure, supervisor = cast.seizure(), signed_in(cast.supervisor)
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Ring", "preview": "1"}
    plain = supervisor.post(address(seizure), sent)
    assert "Passenger named" not in plain.content.decode()
    assert "Two kilograms" in plain.content.decode()
    assert "Passenger named" in supervisor.post(address(seizure), sent | {"with_identities": "on"}).content.decode()
    assert 'value="Ring"' in plain.content.decode() or ">Ring</textarea>" in plain.content.decode().replace("\n", "")
    assert "Passenger named" not in supervisor.get(address(seizure)).content.decode()
    assert signed_in(cast.partner_officer).get(f"/seizures/{seizure.pk}/").status_code == 404


def test_shared_until_a_day_and_ended_before(cast: Cast, signed_in: SignIn) -> None:
    """The partner sees it while it is shared and not a moment longer."""
    seizure, supervisor = cast.seizure(), signed_in(cast.supervisor)
    partner, page = signed_in(cast.partner_officer), f"/seizures/{seizure.pk}/"
    day = timezone.now().date() + timedelta(days=30)
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Ring", "until": day.isoformat()}
    assert supervisor.post(address(seizure), sent).status_code == 302
    assert partner.get(page).status_code == 200
    sight = who_can_see(Seizure.objects.visible_to(cast.supervisor.actor).get(), cast.supervisor.actor)[-1]
    assert sight.until is not None
    assert (sight.until.date(), sight.until.hour) == (day, 23)
    end = reverse("seizures:share-end", args=[seizure.pk, sight.share_id])
    assert end in supervisor.get(page).content.decode()
    assert "Ring" in supervisor.get(end).content.decode()
    assert supervisor.post(end).status_code == 302
    assert partner.get(page).status_code == 404
    assert supervisor.get(end).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("agency", ""), ("agency", "x"), ("level", "own"), ("until", "2020-01-01"), ("reason", " ")]
)
def test_a_fault_is_said_at_its_field(cast: Cast, signed_in: SignIn, field: str, value: str) -> None:
    """And nobody sees more than before."""
    seizure = cast.seizure()
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Ring", "until": "", field: value}
    page = signed_in(cast.supervisor).post(address(seizure), sent)
    assert page.status_code == 200
    assert field in page.context["form"].errors


def test_h3_is_shared_only_with_its_conditions_accepted(cast: Cast, signed_in: SignIn) -> None:
    """The words stand beside the box."""
    seizure, supervisor = cast.seizure(handling="H3", handling_words="National desk only"), signed_in(cast.supervisor)
    sent = {"agency": cast.foreign.pk, "level": "view", "reason": "Ring"}
    asked = supervisor.post(address(seizure), sent)
    assert "conditions_accepted" in asked.context["form"].errors
    assert "National desk only" in asked.content.decode()
    assert supervisor.post(address(seizure), sent | {"conditions_accepted": "on"}).status_code == 302


def test_an_officer_is_told_why_it_may_not_share(cast: Cast, signed_in: SignIn) -> None:
    """403 with the reason, for the form and for an end."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    refused = officer.get(address(seizure))
    assert refused.status_code == 403
    assert "share seizures" in refused.content.decode()
    assert officer.post(reverse("seizures:share-end", args=[seizure.pk, seizure.pk])).status_code == 403
