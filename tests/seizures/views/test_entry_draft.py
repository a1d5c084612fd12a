"""Half-filled forms: kept by the page or by the button, gone on with, never two truths without a choice."""

from typing import Any

import pytest
from uuid6 import uuid7

from seizures.models import Seizure
from seizures.queries.entry_draft import own_entries
from seizures.services.seizure import submit_seizure
from seizures.views import entry_draft
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
NEW, KEEP = "/seizures/new/", "/seizures/entries/keep/"
HALF = {"airport": "abi", "occurred_0": "soon", "amount_0": "2,", "amount_1": "g", "persons_arrested": "two"}
PLACE: dict[str, Any] = {"headers": {"X-In-Place": ""}}


def half(**told: str) -> dict[str, str]:
    """Return a half-filled quick entry as the browser sends it."""
    return HALF | {"entry_form": "quick", "record": str(uuid7()), "revision": "0"} | told


def test_keep_as_draft_takes_a_half_filled_form(cast: Cast, signed_in: SignIn) -> None:
    """Without script: it waits under My work, and opens as it was left, letters in a number field included."""
    officer, sent = signed_in(cast.officer), half(draft="1")
    home = officer.post(NEW, sent, follow=True)
    assert home.redirect_chain == [("/", 302)]
    assert "Kept as you left it" in home.content.decode()
    resume = f"/seizures/new/{sent['record']}/"
    assert resume in home.content.decode()
    page = officer.get(resume)
    form = page.context["form"]
    for name, text in HALF.items():
        assert f'value="{text}"' in page.content.decode() or f'value="{text}" selected' in page.content.decode(), name
    assert str(form["record"].value()) == sent["record"]
    assert page.context["entry"]["revision"] == 1
    assert not form.is_bound
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()


def test_sent_it_is_no_entry_any_more(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """Its address leads to the record; a save that comes late is told so."""
    officer = signed_in(cast.officer)
    marks = {"entry_form": "quick", "revision": "0"}
    officer.post(KEEP, typed | marks, **PLACE)
    made = officer.post(NEW, typed | marks | {"revision": "1"}).headers["Location"]
    assert own_entries(cast.officer.actor) == []
    assert officer.get(f"/seizures/new/{typed['record']}/").headers["Location"] == made
    late = officer.post(KEEP, typed | marks, **PLACE)
    assert (late.status_code, late.json()["location"]) == (410, made)


def test_a_page_that_sends_itself_is_told_where_to_go(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """And whether the form was sent before, with this text or with another."""
    officer, form = signed_in(cast.officer), typed | {"entry_form": "quick", "revision": "0"}
    first, again = officer.post(NEW, form, **PLACE).json(), officer.post(NEW, form, **PLACE).json()
    assert (first["new"], first["differs"], again["new"], again["differs"]) == (True, False, False, False)
    other = officer.post(NEW, form | {"amount_0": "3"}, **PLACE).json()
    assert (other["new"], other["differs"], other["location"]) == (False, True, first["location"])
    assert Seizure.objects.visible_to(cast.officer.actor).count() == 1


def test_a_page_that_sends_itself_gets_its_faults_as_a_page(cast: Cast, signed_in: SignIn) -> None:
    """The marks come back with them."""
    sent = half()
    page = signed_in(cast.officer).post(NEW, sent, **PLACE)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert sent["record"] in page.content.decode()


def test_another_window_is_shown_both_texts(cast: Cast, signed_in: SignIn) -> None:
    """As a part of the page to a page, as a page of its own to a browser."""
    officer, sent = signed_in(cast.officer), half()
    assert officer.post(KEEP, sent, **PLACE).json()["revision"] == 1
    other = sent | {"amount_0": "7,5", "direction": "OUT"}
    for options in (PLACE, {}):
        clash = officer.post(KEEP, other, **options)
        body = clash.content.decode()
        assert clash.status_code == 412
        assert all(text in body for text in ("2, ", "7,5 ", "Outbound"))
        assert ("<html" in body) == (not options)
    assert officer.post(KEEP, other | {"revision": "1"}).status_code == 302
    assert own_entries(cast.officer.actor)[0].typed["amount_0"] == ["7,5"]


def test_a_change_begun_is_put_back(cast: Cast, signed_in: SignIn) -> None:
    """Over the record as it stands; nothing of it is saved before it is sent."""
    seizure = cast.seizure()
    officer = signed_in(cast.officer)
    address = f"/seizures/{seizure.pk}/change/"
    page = officer.get(address)
    sent = _fields(page) | {"summary": "Three ki", "persons_arrested": "tw", "draft": "1"}
    assert officer.post(address, sent).headers["Location"] == "/"
    assert address in officer.get("/").content.decode()
    again = officer.get(address)
    assert (again.context["form"]["summary"].value(), again.context["form"]["persons_arrested"].value()) == (
        "Three ki",
        "tw",
    )
    last = _fields(again) | {"summary": "Three kilograms.", "persons_arrested": "1"}
    done = officer.post(address, last)
    assert done.status_code == 302, done.context["form"].errors
    assert own_entries(cast.officer.actor) == []
    assert Seizure.objects.visible_to(cast.officer.actor).get().summary == "Three kilograms."


def test_a_change_begun_before_somebody_elses_is_compared(cast: Cast, signed_in: SignIn) -> None:
    """Its marks and version are those of then."""
    seizure = cast.seizure(submit=False)
    officer = signed_in(cast.officer)
    address = f"/seizures/{seizure.pk}/change/"
    officer.post(address, _fields(officer.get(address)) | {"summary": "Mine", "draft": "1"})
    submit_seizure(actor=cast.officer.actor, seizure=seizure)
    other = signed_in(cast.colleague)
    other.post(address, _fields(other.get(address)) | {"summary": "Theirs"})
    clash = officer.post(address, _fields(officer.get(address)))
    assert clash.status_code == 412
    assert "Theirs" in clash.content.decode()


def test_strangers_find_nothing(cast: Cast, signed_in: SignIn) -> None:
    """The same 404 as for an id that never was; no change of a hidden record can be begun."""
    sent = half()
    signed_in(cast.officer).post(KEEP, sent)
    colleague = signed_in(cast.colleague)
    assert colleague.get(f"/seizures/new/{sent['record']}/").status_code == 404
    assert colleague.post(f"/seizures/entries/{sent['record']}/discard/").status_code == 404
    hidden = cast.seizure(submit=False)
    for about in (str(hidden.pk), str(uuid7()), "x", ""):
        assert colleague.post(KEEP, half(entry_form="change", about=about)).status_code in {400, 404}


def test_thrown_away_it_is_gone(cast: Cast, signed_in: SignIn) -> None:
    """And does not come back with a late save."""
    officer, sent = signed_in(cast.officer), half()
    officer.post(KEEP, sent)
    assert officer.post(f"/seizures/entries/{sent['record']}/discard/").headers["Location"] == "/"
    assert officer.get(f"/seizures/new/{sent['record']}/").status_code == 404
    assert officer.post(KEEP, sent, **PLACE).status_code == 410
    assert own_entries(cast.officer.actor) == []


@pytest.mark.parametrize(
    "rubbish",
    [
        {"record": "x"},
        {"entry_form": "?"},
        {"revision": "-1"},
        {"revision": "9" * 30},
        {"writer": "x"},
        {"airport": "a\x00b"},
        {"airport": "é" * 40_000},
    ],
)
def test_rubbish_is_refused_or_kept(cast: Cast, signed_in: SignIn, rubbish: dict[str, str]) -> None:
    """Never a fault of the house."""
    assert signed_in(cast.officer).post(KEEP, half() | rubbish, **PLACE).status_code < 500


def test_a_page_that_runs_wild_is_told_to_wait(cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the seconds."""
    monkeypatch.setattr(entry_draft, "PER_SECOND", 0.01)
    officer = signed_in(cast.officer)
    answers = [officer.post(KEEP, half() | {"record": "x"}) for _each in range(45)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def _fields(page: Any) -> dict[str, Any]:
    """Return what the browser would send of a change as it was shown."""
    form, entry = page.context["form"], page.context["entry"]
    sent: dict[str, Any] = {
        "entry_form": entry["form"],
        "record": str(entry["record"]),
        "revision": str(entry["revision"]),
    }
    sent["about"] = str(entry["about"])
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "widgets"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            for index, (part, each) in enumerate(zip(widget.widgets, parts, strict=True)):
                sent[f"{bound.name}_{index}"] = str(part.format_value(each) or "").strip("[]'")
        elif isinstance(value, list | tuple):
            sent[bound.name] = [str(each) for each in value]
        elif value is not None:
            sent[bound.name] = str(getattr(value, "pk", value))
    return sent
