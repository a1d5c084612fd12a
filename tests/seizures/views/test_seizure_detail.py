"""The page of one seizure, and the acts that start from it."""

from typing import Any

import pytest
from django.urls import reverse
from uuid6 import uuid7

from aircop.access.roles import Level
from seizures.models import Seizure
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import reject_seizure, verify_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def at(seizure: Seizure, name: str = "seizure-detail") -> str:
    """Return an address of the seizure."""
    return reverse(f"seizures:{name}", args=[seizure.pk])


def now(cast: Cast, seizure: Seizure) -> Seizure:
    """Return the seizure as it stands."""
    return Seizure.objects.visible_to(cast.supervisor.actor).get(pk=seizure.pk)


def test_an_outsider_gets_what_an_id_that_never_was_gets(cast: Cast, signed_in: SignIn) -> None:
    """Same status, same body, same headers, on every page and act of the record."""
    seizure, outsider = cast.seizure(), signed_in(cast.outsider)
    never = uuid7()
    for name in ("detail", "change", "discard", "submit", "verify", "reject", "reopen", "lock"):
        for method in (outsider.get, outsider.post):
            hidden = method(reverse(f"seizures:seizure-{name}", args=[seizure.pk]))
            missing = method(reverse(f"seizures:seizure-{name}", args=[never]))
            assert hidden.status_code == missing.status_code
            assert hidden.status_code in {404, 405}
            assert hidden.content == missing.content
            assert hidden.headers.keys() == missing.headers.keys()


def test_free_text_is_for_those_who_may_see_identities(cast: Cast, signed_in: SignIn) -> None:
    """Without the right neither the text nor its name is on the page, in the facts or in the history."""
    seizure = cast.seizure(handling="H1")
    share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    inside = signed_in(cast.officer).get(at(seizure)).content.decode()
    outside = signed_in(cast.partner_officer).get(at(seizure)).content.decode()
    assert "Passenger named in the booking" in inside
    assert "Passenger named" not in outside
    assert "are not shown to you" in outside
    assert "Two kilograms in a false bottom." in outside
    assert "Awa Kone" in inside
    assert "Awa Kone" not in outside
    assert "H1" in outside


def test_acts_that_fit_the_state_stay_visible_with_their_reason(cast: Cast, signed_in: SignIn) -> None:
    """One main act; a refused one says why."""
    seizure = cast.seizure()
    officer, supervisor = (signed_in(member).get(at(seizure)) for member in (cast.officer, cast.supervisor))
    assert next((str(act["label"]), act["kind"]) for act in supervisor.context["acts"]) == ("Verify", "primary")
    refused = {str(act["label"]): act["verdict"].reason for act in officer.context["refused"]}
    assert refused["Verify"] == "Your role does not allow you to verify seizures."
    assert "Your role does not allow you to verify seizures." in officer.content.decode()
    assert [act["kind"] for act in officer.context["acts"]].count("primary") == 1


def test_verify_lock_and_open_again(cast: Cast, signed_in: SignIn) -> None:
    """Each act is one POST; locking and opening again ask first."""
    seizure, supervisor = cast.seizure(), signed_in(cast.supervisor)
    assert supervisor.post(at(seizure, "seizure-verify"), {"version": now(cast, seizure).version}).status_code == 302
    assert now(cast, seizure).status == "verified"
    reopen = at(seizure, "seizure-reopen")
    assert supervisor.get(reopen).status_code == 200
    assert "required" in supervisor.post(reopen, {}).content.decode()
    supervisor.post(reopen, {"words": "A second bag", "version": now(cast, seizure).version})
    assert now(cast, seizure).status == "submitted"
    supervisor.post(at(seizure, "seizure-verify"))
    assert supervisor.get(at(seizure, "seizure-lock")).status_code == 200
    supervisor.post(at(seizure, "seizure-lock"), {"version": now(cast, seizure).version})
    assert now(cast, seizure).status == "locked"
    assert supervisor.get(at(seizure, "seizure-change")).status_code == 403


def test_sent_back_mended_and_submitted_again(cast: Cast, signed_in: SignIn) -> None:
    """The author reads why, in the head of the page and in its history."""
    seizure, supervisor, officer = cast.seizure(), signed_in(cast.supervisor), signed_in(cast.officer)
    reject = at(seizure, "seizure-reject")
    assert "required" in supervisor.post(reject, {"words": "x"}).content.decode()
    supervisor.post(reject, {"rejection": "INC", "words": "Weigh it again.", "version": now(cast, seizure).version})
    page = officer.get(at(seizure)).content.decode()
    assert "Sent back to its author" in page
    assert "Weigh it again." in page
    assert officer.post(at(seizure, "seizure-submit"), {"version": now(cast, seizure).version}).status_code == 302
    assert now(cast, seizure).status == "submitted"


@pytest.mark.parametrize("version", ["1", "0", "-1", "x", "99999999999999999999", "\0"])
def test_an_act_on_a_version_that_is_gone_does_nothing_and_says_so(cast: Cast, signed_in: SignIn, version: str) -> None:
    """Whoever verifies has read what it verifies."""
    seizure = cast.seizure()
    change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts={"flight_number": "AF703"})
    answer = signed_in(cast.supervisor).post(at(seizure, "seizure-verify"), {"version": version}, follow=True)
    assert "Somebody changed this record meanwhile" in answer.content.decode()
    assert now(cast, seizure).status == "submitted"


def test_nobody_verifies_what_it_logged_itself(cast: Cast, signed_in: SignIn) -> None:
    """Refused with the reason, and nothing changed."""
    seizure = cast.seizure(by=cast.supervisor)
    refused = signed_in(cast.supervisor).post(at(seizure, "seizure-verify"))
    assert refused.status_code == 403
    assert "somebody else must verify it" in refused.content.decode()


def test_a_draft_is_thrown_away_after_a_question(cast: Cast, signed_in: SignIn) -> None:
    """And is gone."""
    draft, officer = cast.seizure(submit=False), signed_in(cast.officer)
    assert officer.get(at(draft, "seizure-discard")).status_code == 200
    assert officer.post(at(draft, "seizure-discard")).status_code == 302
    assert officer.get(at(draft)).status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "rejected", "verified"])
def test_the_steps_show_where_it_stands(cast: Cast, signed_in: SignIn, state: str) -> None:
    """One step is the present one, in every state."""
    seizure = cast.seizure(submit=state != "draft")
    acts: dict[str, Any] = {"verified": verify_seizure, "rejected": reject_seizure}
    if state in acts:
        more = {"rejection": "INC"} if state == "rejected" else {}
        acts[state](actor=cast.supervisor.actor, seizure=seizure, **more)
    steps = signed_in(cast.officer).get(at(seizure)).context["steps"]
    assert [step["state"] for step in steps if step["state"] in {"current", "stopped"}] == [
        "stopped" if state == "rejected" else "current"
    ]
