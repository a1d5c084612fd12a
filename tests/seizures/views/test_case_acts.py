"""Cases out of sight, their saved views, their file, and two people at one task."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from aircop.audit.models import AuditEntry
from seizures.enums import Listed
from seizures.models import Case
from seizures.queries.saved_view import own_views
from seizures.services.case_share import share_case
from seizures.services.case_task import add_task, change_task
from seizures.services.referral import offer_referral
from seizures.services.saved_view import save_view
from seizures.services.share import Terms
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn, sent_by

pytestmark = pytest.mark.django_db
LIST = "/cases/"


def opened(cast: Cast, **told: Any) -> Case:
    return cast.case(cast.seizure(), by=cast.supervisor, **told)


# Out of sight ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "stays"), [("withdraw", False), ("restrict", True)])
def test_a_case_is_taken_out_of_sight_with_a_reason(cast: Cast, signed_in: SignIn, act: str, *, stays: bool) -> None:
    case = opened(cast)
    client, address = signed_in(cast.supervisor), f"/cases/{case.pk}/{act}/"
    assert f'href="{address}"' in client.get(f"/cases/{case.pk}/").content.decode()
    assert f'href="{address}"' not in signed_in(cast.officer).get(f"/cases/{case.pk}/").content.decode()
    asked = client.get(address)
    assert client.post(address, {"words": ""}).status_code == 200, "it asks why"
    assert client.post(address, {"words": "Late", "version": 99}).status_code == 200, "another version"
    sent = sent_by(asked.context["form"]) | {"words": "An officer under suspicion"}
    answer = client.post(address, sent)
    assert answer["Location"] == (f"/cases/{case.pk}/" if stays else LIST)
    assert client.get(f"/cases/{case.pk}/").status_code == (200 if stays else 404)
    assert signed_in(cast.officer).get(f"/cases/{case.pk}/").status_code == 404
    if stays:
        assert "Restricted: only a supervisor" in client.get(f"/cases/{case.pk}/").content.decode()
        assert "restricted who sees it" in client.get(f"/cases/{case.pk}/timeline/").content.decode()


def test_the_overview_says_that_an_offer_waits(cast: Cast, signed_in: SignIn) -> None:
    case, client = opened(cast), signed_in(cast.supervisor)
    assert "Offered by" not in client.get(f"/cases/{case.pk}/").content.decode()
    offer_referral(actor=cast.supervisor.actor, case=case, to_unit=cast.acc, kind="refer", reason="He lives there")
    page = client.get(f"/cases/{case.pk}/")
    assert "Offered by ABJ1 to" in " ".join(page.content.decode().split())
    refused = {str(act["label"]): act["verdict"].code for act in page.context["refused"]}
    assert refused["Offer to another unit"] == "offered"
    asked = signed_in(cast.partner_supervisor).get(f"/cases/{case.pk}/")
    assert "Offered by ABJ1 to" in " ".join(asked.content.decode().split())


# Saved views ----------------------------------------------------------------------------------------------------------


def tabs(page: Any) -> list[tuple[str, bool]]:
    return [(tab["label"], tab["current"]) for tab in page.context["views"]["tabs"]]


def test_a_view_of_cases_is_a_tab_of_its_own_list(cast: Cast, signed_in: SignIn) -> None:
    opened(cast)
    client = signed_in(cast.supervisor)
    page = client.get(f"{LIST}?status=open&mine=yes")
    save = page.context["views"]["save"]
    assert save == "/cases/views/add/?mine=yes&status=open"
    assert "Cases: " in client.get(save).content.decode()
    answer = client.post(save, {"name": "My open ones", "chosen": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?mine=yes&status=open", 302)]
    assert tabs(answer) == [("All", False), ("My open ones", True)]
    assert client.get(LIST, follow=True).redirect_chain == [(f"{LIST}?mine=yes&status=open", 302)]
    assert tabs(client.get(f"{LIST}?order=-recorded"))[0] == ("All", True)
    assert tabs(client.get("/seizures/")) == [], "the other list knows nothing of it"
    view = own_views(cast.supervisor.actor, Listed.CASES)[0]
    changed = client.get(f"/seizures/views/{view.pk}/")
    assert "Cases: " in changed.content.decode()
    gone = client.post(f"/seizures/views/{view.pk}/remove/", follow=True)
    assert gone.redirect_chain == [(f"{LIST}?mine=yes&status=open", 302)]


def test_the_same_name_and_one_that_opens_for_each_list(cast: Cast) -> None:
    actor = cast.officer.actor
    save_view(actor=actor, name="Mine", filters={"mine": "yes"}, shows=Listed.CASES, chosen=True)
    save_view(actor=actor, name="Mine", filters={"substance": "cocaine"}, chosen=True)
    both = [*own_views(actor), *own_views(actor, Listed.CASES)]
    assert [(each.shows, each.chosen) for each in both] == [("seizures", True), ("cases", True)]


# The file -------------------------------------------------------------------------------------------------------------


def lines(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def table(rows: list[list[str]]) -> list[dict[str, str]]:
    start = next(at for at, row in enumerate(rows) if row[:1] == ["Reference"])
    end = next(at for at, row in enumerate(rows) if at > start and not row)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 : end]]


def note(rows: list[list[str]], name: str) -> str:
    return next((row[1] for row in rows if row[:1] == [name]), "")


def export(client: Client, **sent: Any) -> Any:
    return client.post("/cases/export/", {"purpose": "Weekly figures"} | sent)


def test_what_is_listed_leaves_in_a_file(cast: Cast, signed_in: SignIn) -> None:
    """A line for each case, for a purpose; texts in full where one may see them, and never as a formula."""
    case = opened(cast, summary="=1+1", narrative="Mr Secret paid", offences=["drug-trafficking"])
    opened(cast, title="Another one")
    client = signed_in(cast.supervisor)
    assert "A CSV file for spreadsheets, a line for each case" in client.get("/cases/export/").content.decode()
    assert client.post("/cases/export/", {"purpose": ""}).context["form"].errors
    rows = lines(export(client, q="workshop", identities="on"))
    (told,) = table(rows)
    assert (told["Reference"], told["Summary"], told["Narrative"]) == (case.reference, "'=1+1", "Mr Secret paid")
    assert (told["Tasks"], told["Tasks finished"], told["Status"]) == ("6", "0", "Open")
    assert note(rows, "Cases") == "1"
    assert {row.get("Narrative", "") for row in table(lines(export(client)))} == {""}
    assert len(table(lines(export(client)))) == 2
    assert len(table(lines(export(client, id=str(case.pk))))) == 1, "only what was ticked"
    told_of = list(AuditEntry.objects.filter(verb__startswith="case.export").order_by("id")[:2])
    assert [(each.verb, each.purpose) for each in told_of] == [
        ("case.export", "Weekly figures"), ("case.export_end", "Weekly figures"),
    ]  # fmt: skip


def test_what_may_not_be_passed_on_is_left_out_and_counted(cast: Cast, signed_in: SignIn) -> None:
    cases = [
        opened(cast, handling=each, handling_words="Eyes only" if each == "H3" else "") for each in ("H1", "H2", "H3")
    ]
    for case in cases:
        terms = Terms(level=Level.VIEW, reason="Ring", until=None, conditions_accepted=True)
        share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    other, own = signed_in(cast.partner_officer), signed_in(cast.supervisor)
    assert export(other).context["form"].errors, "the conditions of H3 are confirmed first"
    rows = lines(export(other, conditions_accepted="on"))
    assert {row["Handling"] for row in table(rows)} == {"H1", "H3"}
    assert note(rows, "Left out").startswith("1 case that you see on screen is left out")
    assert note(rows, "Not for court without consent (H1)") == "1"
    assert len(table(lines(export(own, conditions_accepted="on")))) == 3, "its own agency exports them"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "workshop"},
        {"q": "nowhere"},
        {"status": "open"},
        {"status": "draft"},
        {"unit": "ABJ1"},
        {"offence": "drug-trafficking"},
        {"mine": "yes"},
        {"overdue": "yes"},
        {"q": "workshop", "mine": "yes", "order": "recorded"},
        {"ticked": "two"},
        {"ticked": "two", "q": "workshop"},
    ],
)
def test_the_file_holds_what_the_list_shows(cast: Cast, signed_in: SignIn, asked: dict[str, Any]) -> None:
    """Words, filters, order and ticks; conditions are asked for what is listed, and for nothing else."""
    first = opened(cast, offences=["drug-trafficking"], handling="H3", handling_words="Not to the press")
    opened(cast, title="Another one", handling="H3", handling_words="Eyes only")
    second = opened(cast, title="A second workshop")
    cast.case(by=cast.supervisor, draft=True)
    task = add_task(actor=cast.supervisor.actor, case=second, kind="other", title="Ask", due_on=date(2026, 1, 5))
    assert task.due_on
    cast.case(by=cast.partner_officer, lead_agency=cast.foreign)
    client = signed_in(cast.supervisor)
    asked = dict(asked)
    if ticked := {first.pk, second.pk} if asked.pop("ticked", "") else set():
        asked["id"] = [str(each) for each in ticked]
    page = client.get("/cases/", {name: value for name, value in asked.items() if name != "id"})
    shown = [row["record"] for row in page.context["rows"] if not ticked or row["record"].pk in ticked]
    form = client.get("/cases/export/", asked).context["form"]
    label = str(form.fields["conditions_accepted"].label) if "conditions_accepted" in form.fields else ""
    words = {row.handling_words for row in shown if row.handling_words}
    assert {each for each in ("Not to the press", "Eyes only") if each in label} == words
    answer = export(client, conditions_accepted="on", **asked)
    if shown:
        assert [row["Reference"] for row in table(lines(answer))] == [row.reference or "" for row in shown]
    else:
        assert answer["Content-Type"].startswith("text/html"), "an empty list asks again"


# Two at one task ------------------------------------------------------------------------------------------------------


def test_of_two_at_one_task_one_is_told_both_texts(cast: Cast, signed_in: SignIn) -> None:
    case, actor = opened(cast), cast.supervisor.actor
    task = add_task(actor=actor, case=case, kind="other", title="Ask the airline")
    client, address = signed_in(cast.supervisor), f"/cases/{case.pk}/tasks/{task.pk}/"
    mine = sent_by(client.get(address).context["form"]) | {"title": "Ask the airline for the crew list"}
    change_task(actor=cast.officer.actor, task=task, version=task.version, facts={"title": "Ask the handling agent"})
    both = client.post(address, mine)
    assert both.status_code == 412
    (clash,) = both.context["clashes"]
    assert (clash["sent"], clash["current"]) == ("Ask the airline for the crew list", "Ask the handling agent")
    again = sent_by(both.context["form"])
    assert again["title"] == "Ask the airline for the crew list"
    assert client.post(address, again).status_code == 302
    task.refresh_from_db()
    assert task.title == "Ask the airline for the crew list"


def test_what_came_of_a_changed_task_is_not_lost(cast: Cast, signed_in: SignIn) -> None:
    case, actor = opened(cast), cast.supervisor.actor
    task = add_task(actor=actor, case=case, kind="other", title="Ask the airline")
    client, address = signed_in(cast.supervisor), f"/cases/{case.pk}/tasks/{task.pk}/finish/"
    mine = sent_by(client.get(address).context["form"]) | {"words": "They sent the list"}
    change_task(actor=cast.officer.actor, task=task, version=task.version, facts={"title": "Ask the handling agent"})
    shown = client.post(address, mine)
    assert shown.status_code == 412
    assert "Ask the handling agent" in shown.content.decode()
    again = sent_by(shown.context["form"])
    assert again["words"] == "They sent the list"
    assert client.post(address, again).status_code == 302
