"""The quick entry: eight fields, submitted or kept, never twice, nothing lost."""

from typing import Any

import pytest
from django.urls import reverse

from seizures.models import Seizure
from seizures.services.seizure import log_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
NEW = "/seizures/new/"


def only(cast: Cast) -> Seizure:
    """Return the one seizure that the officer sees."""
    return Seizure.objects.visible_to(cast.officer.actor).get()


def test_it_begins_with_my_airport_my_agency_and_now(cast: Cast, signed_in: SignIn) -> None:
    """So that only what nobody can know has to be told; the order of the fields is the order of the keyboard."""
    page = signed_in(cast.officer).get(NEW)
    form = page.context["form"]
    assert form["airport"].value() == "ABJ"
    assert form["lead_agency"].value() == cast.customs.pk
    assert form["occurred"].value().zone == "Africa/Abidjan"
    assert form["commodity"].value() == "DRG"
    body = page.content.decode()
    names = ["airport", "occurred_0", "direction", "conveyance", "commodity", "substance", "amount_0", "lead_agency"]
    places = [body.index(f'name="{name}"') for name in (*names, "persons_arrested")]
    assert places == sorted(places)
    assert 'inputmode="decimal"' in body
    assert "tabindex" not in body.partition('<form method="post"')[2].partition("</form>")[0]


def test_saved_is_submitted_and_the_page_says_what_is_missing_and_who_sees_it(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    """One tap after the last field."""
    officer = signed_in(cast.officer)
    answer = officer.post(NEW, typed, follow=True)
    seizure = only(cast)
    assert answer.redirect_chain == [(reverse("seizures:seizure-detail", args=[seizure.pk]), 302)]
    body = answer.content.decode()
    assert f"{seizure.reference} is submitted." in body
    assert "Place in the airport" in [gap["label"] for gap in answer.context["missing"]]
    assert "ABJ1: Supervisor" in body
    assert (seizure.status, seizure.pk.version) == ("submitted", 7)
    assert str(seizure.pk)[:13] == typed["record"][:13], "the form's time, so that records sort"
    assert seizure.items.get().quantity.normalize().as_tuple() == (0, (2, 7, 8, 6), -3)


def test_kept_as_a_draft_it_is_seen_by_its_author_alone(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """The second button."""
    answer = signed_in(cast.officer).post(NEW, typed | {"draft": "1"})
    assert answer.status_code == 302
    seizure = only(cast)
    assert (seizure.status, seizure.reference) == ("draft", None)
    assert signed_in(cast.colleague).get(answer.headers["Location"]).status_code == 404


def test_the_same_form_sent_twice_makes_one_record(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """A finger that trembles, a line that was slow."""
    officer = signed_in(cast.officer)
    first, second = officer.post(NEW, typed), officer.post(NEW, typed, follow=True)
    assert second.redirect_chain == [(first.headers["Location"], 302)]
    assert "saved already" in second.content.decode()
    assert str(only(cast).pk) in first.headers["Location"]


def test_the_id_of_a_hidden_record_is_answered_as_one_that_never_was(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    """Each makes a record under another id than the form's, so nothing tells that one of them was taken."""
    taken = log_seizure(actor=cast.partner_officer.actor, facts=_foreign(cast), found=cast.found())
    officer = signed_in(cast.officer)
    for asked in (str(taken.pk), typed["record"]):
        answer = officer.post(NEW, typed | {"record": asked})
        assert answer.status_code == 302
        assert asked not in answer.headers["Location"]
        assert asked[:13] in answer.headers["Location"]


def _foreign(cast: Cast) -> Any:
    return cast.facts(airport=cast.acc.airport, lead_agency=cast.foreign)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("airport", "QQQ", "No airport has this code"),
        ("occurred_0", "2099-01-01", "still to come"),
        ("substance", "", "Choose the substance"),
        ("amount_0", "0", "above zero"),
        ("amount_0", "two", "Enter a number"),
        ("direction", "ZZ", "valid choice"),
        ("persons_arrested", "", "in figures"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any], field: str, value: str, said: str
) -> None:
    """Faults that the form finds and faults that the service finds look the same."""
    sent = typed | {field: value}
    page = signed_in(cast.officer).post(NEW, sent)
    assert page.status_code == 200
    form = page.context["form"]
    assert said in str(form.errors)
    assert form.non_field_errors() == []
    assert {name: form.data[name] for name in sent} == sent
    assert page.content.decode().count(typed["record"]) == 1
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()


def test_an_airport_is_found_by_its_town_typed_in_full(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """Without script, or faster than the list comes: one airport of that name is taken, of several one is asked for."""
    officer = signed_in(cast.officer)
    several = officer.post(NEW, typed | {"airport": "London"})
    assert "London (LHR)" in str(several.context["form"].errors["airport"])
    assert officer.post(NEW, typed | {"airport": "abidjan"}).status_code == 302
    assert only(cast).airport_id == "ABJ"


def test_cash_needs_no_substance(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    """Only drugs, precursors and new substances have one."""
    cash = {"commodity": "CUR", "substance": "", "amount_0": "350", "amount_1": "EUR"}
    assert signed_in(cast.officer).post(NEW, typed | cash).status_code == 302


def test_a_unit_that_the_commodity_does_not_have_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    """Cash has a currency, and gold no tablets."""
    officer = signed_in(cast.officer)
    for commodity, unit, said in (("CUR", "kg", "in its currency"), ("GLD", "tablet", "these units: Gram")):
        wrong = {"commodity": commodity, "substance": "", "amount_0": "350", "amount_1": unit}
        assert said in str(officer.post(NEW, typed | wrong).context["form"].errors["amount"])


def test_who_may_not_log_is_told_why(cast: Cast, signed_in: SignIn) -> None:
    """By role, and by acting for an agency without a unit."""
    assert "log seizures" in signed_in(cast.analyst).get(NEW).content.decode()
    refused = signed_in(cast.outsider).get(NEW)
    assert refused.status_code == 403
    assert "you serve in none" in refused.content.decode()


def test_an_airport_is_found_by_code_and_by_town(cast: Cast, signed_in: SignIn) -> None:
    """What the picker asks for."""
    officer = signed_in(cast.officer)
    for text in ("abj", "Abidj"):
        assert officer.get("/seizures/airports/", {"q": text}).json()["results"][0]["code"] == "ABJ"
    assert officer.get("/seizures/airports/", {"q": "\0"}).json() == {"results": []}
