"""Letting somebody into a thread: on its page, and by REST."""

import pytest

from alerts.services import party
from tests.alerts.api.test_alert import call
from tests.alerts.views.test_alert import signed
from tests.alerts.written import opened, wrote
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_page_says_what_will_be_read(cast: Cast) -> None:
    """All of it; afterwards the thread shows who came, and since when."""
    assert cast.elsewhere
    thread = opened(cast)
    wrote(cast.partner_officer, thread)
    client = signed(cast.supervisor)
    here = f"/messages/{thread.pk}/"
    before = client.get(here).content.decode()
    assert f'href="{here}let-in/"' in before
    assert "joined" not in before, "all were there from the first"
    asked = client.get(f"{here}let-in/").content.decode()
    assert "the 2 messages written so far" in asked
    assert f"unit:{cast.acc.pk}" not in asked, "it takes part already"
    for wrong in ("", "unit:nobody", f"unit:{cast.acc.pk}"):
        assert "Error:" in client.post(f"{here}let-in/", {"receiver": wrong}).content.decode()
    done = client.post(f"{here}let-in/", {"receiver": f"agency:{cast.elsewhere.pk}"}, follow=True).content.decode()
    assert "takes part now" in done
    assert done.count("joined") == 1
    assert "Noted." in signed(cast.outsider).get(here).content.decode()


def test_a_fault_of_the_service_stands_on_the_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when somebody else was faster."""
    thread = opened(cast)
    monkeypatch.setattr(party, "MOST_PARTIES", 1)
    told = {"receiver": f"agency:{cast.elsewhere.pk}"}
    answer = signed(cast.supervisor).post(f"/messages/{thread.pk}/let-in/", told)
    assert "at most" in answer.content.decode()


def test_others_are_told_why_not(cast: Cast) -> None:
    thread = opened(cast)
    here = f"/messages/{thread.pk}/"
    assert "let-in" not in signed(cast.officer).get(here).content.decode()
    for member in (cast.officer, cast.partner_supervisor):
        assert signed(member).get(f"{here}let-in/").status_code == 403
    assert signed(cast.outsider).get(f"{here}let-in/").status_code == 404


def test_by_rest(cast: Cast) -> None:
    """One receiver; repeated under a key it is done once."""
    thread = opened(cast)
    path = f"/api/v1/threads/{thread.pk}/add-party/"
    for body in (
        {},
        {"agency": str(cast.elsewhere.pk), "task_force": str(cast.acc.pk)},
        {"agency": str(thread.pk)},
        {"task_force": str(cast.acc.pk)},
        {"person": "a@b.org"},
    ):
        assert call(cast.supervisor, "POST", path, body).status_code == 400, body
    done = call(cast.supervisor, "POST", path, {"agency": str(cast.elsewhere.pk)})
    assert done.status_code == 200
    assert [each["agency"] for each in done.json()["parties"]] == [None, None, str(cast.elsewhere.pk)]
    assert all(each["joined_at"] for each in done.json()["parties"])
    assert call(cast.outsider, "GET", f"/api/v1/threads/{thread.pk}/").status_code == 200
    assert call(cast.officer, "POST", path, {"agency": str(cast.elsewhere.pk)}).status_code == 403
