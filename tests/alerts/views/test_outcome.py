"""The page of figures, its file and its addresses for programs."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.web.words import NBSP
from alerts.models import Answer
from alerts.services.addressee import Chosen
from alerts.services.answer import answer_alert
from alerts.services.request import refuse_request
from tests.alerts.told import drafted, publish_reviewed, published
from tests.alerts.views.test_alert import signed
from tests.alerts.written import asked, say
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/alerts/statistics/", "/alerts/statistics/export/"


def page(member: Member, query: str = "") -> str:
    answer = signed(member).get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode()).replace(NBSP, " ")


def happened(cast: Cast) -> None:
    """Let an alert be answered after two hours with a seizure, and a request be refused."""
    alert = published(cast)
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="seizure")
    with as_owner():
        Answer.objects.filter(alert=alert).update(at=alert.published_at + timedelta(hours=2))  # type: ignore[operator]
    request = asked(cast)
    said = say("The law forbids it.")
    refuse_request(actor=cast.partner_officer.actor, request=request, say=said, refusal="legal_basis")


def test_the_page_tells_what_came_of_it(cast: Cast) -> None:
    happened(cast)
    text = page(cast.officer)
    for words in ("1 (100 %)", "2 h", "n = 1", str(cast.acc), "Ghana", "Warning about a person", "formal request"):
        assert words in text, words
    assert [each["owner_agencies"] or [each["owner_agency"]] for each in entries("outcome.read")] == [[cast.customs.pk]]


def test_who_has_nothing_to_count_is_told_what_is_counted(cast: Cast) -> None:
    happened(cast)
    for member in (cast.outsider, cast.coordinator):
        assert "Nothing to count in these days" in page(member)


def test_the_days_that_are_counted_stand_in_the_form(cast: Cast) -> None:
    answer = signed(cast.supervisor).get(PAGE)
    period = answer.context["period"]
    for each in (period.since, period.until):
        assert f'value="{each}"' in answer.content.decode()


def test_the_days_are_chosen(cast: Cast) -> None:
    happened(cast)
    today = timezone.now().date()
    assert "Nothing to count" in page(cast.officer, "?since=2025-01-01&until=2025-02-01")
    assert "By countries" in page(cast.officer, f"?since={today}&until={today}")
    assert "By countries" in page(cast.officer, f"?since={today}")
    for query, words in (
        ("?since=2026-02-01&until=2026-01-01", "lies before the first"),
        ("?since=1999-02-01&until=2026-01-01", "five years at most"),
        ("?since=nonsense", "By countries"),
        ("?until=0001-01-01", "Nothing to count"),
        ("?since=9999-12-31", "Nothing to count"),
    ):
        assert words in page(cast.officer, query), query


def test_only_requests_or_only_alerts(cast: Cast) -> None:
    asked(cast)
    assert "No alert in these days." in page(cast.officer)
    published(cast)
    assert "No request in these days." in page(cast.colleague) or "Requests for information" in page(cast.colleague)


def test_an_alert_without_requests(cast: Cast) -> None:
    published(cast)
    assert "No request in these days." in page(cast.officer)


def test_the_file_asks_what_it_is_for_and_says_it(cast: Cast) -> None:
    happened(cast)
    client = signed(cast.officer)
    assert client.get(f"{EXPORT}?since=2026-01-01").status_code == 200
    assert "Say what the file is for" in client.post(EXPORT, {"purpose": " "}).content.decode()
    assert entries("outcome.export%") == []
    answer = client.post(EXPORT, {"purpose": "For the annual meeting"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="alerts-')
    lines = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    head = next(number for number, line in enumerate(lines) if line[:1] == ["From"] and "Alerts" in line)
    assert lines[head][:6] == ["From", "To", "Alerts", "Addressed", "Answered", "of"]
    assert lines[head + 1][1:10] == ["Ghana", "1", "1", "1", "1", "120", "120", "1", "1"]
    assert [(each["verb"], each["purpose"]) for each in entries("outcome.export%")] == [
        ("outcome.export", "For the annual meeting"),
        ("outcome.export_end", "For the annual meeting"),
    ]


def test_no_cell_is_a_formula(cast: Cast) -> None:
    happened(cast)
    with as_owner():
        type(cast.acc).objects.filter(pk=cast.acc.pk).update(name="=1+1")
        type(cast.elsewhere).objects.filter(pk=cast.elsewhere.pk).update(name="=HYPERLINK(1)")
    alert = drafted(cast, chosen=Chosen(agencies=[cast.elsewhere]))
    publish_reviewed(cast, alert)
    text = signed(cast.officer).post(EXPORT, {"purpose": "x"}).content.decode()
    assert "'=HYPERLINK" in text
    assert "\r\n=" not in text


def test_programs_read_the_same(cast: Cast) -> None:
    happened(cast)
    client = signed(cast.officer)
    alerts = client.get("/api/v1/alert-statistics/").json()
    assert alerts["total"] == {
        "alerts": 1,
        "addressed": 1,
        "answered": 1,
        "yielded": 1,
        "times": {"n": 1, "median": 7_200, "ninth_of_ten": 7_200},
    }
    assert [(each["from_country"], each["to_country"]) for each in alerts["by_countries"]] == [("CI", "GH")]
    assert [each["task_force"] for each in alerts["by_asked"]] == [str(cast.acc.pk)]
    requests = client.get("/api/v1/request-statistics/?since=2026-01-01").json()
    assert requests["refusals"] == [{"from_country": "CI", "to_country": "GH", "reason": "legal_basis", "refused": 1}]
    assert [each["clock"] for each in requests["by_clock"]] == ["3d"]
    empty = signed(cast.outsider).get("/api/v1/alert-statistics/").json()["total"]
    assert empty["times"] == {"n": 0, "median": None, "ninth_of_ten": None}


@pytest.mark.parametrize(
    "query", ["since=2026-02-01&until=2026-01-01", "since=1990-01-01&until=2026-01-01", "since=x", "other=1"]
)
def test_days_that_cannot_be_are_a_bad_request(cast: Cast, query: str) -> None:
    for what in ("alert", "request"):
        assert signed(cast.officer).get(f"/api/v1/{what}-statistics/?{query}").status_code == 400


def test_the_page_costs_the_same_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _each in range(4):
        happened_again(cast)
    client = signed(cast.officer)
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(PAGE)


def happened_again(cast: Cast) -> None:
    """Let one more alert be told, to a unit and an agency."""
    alert = drafted(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.elsewhere]))
    publish_reviewed(cast, alert)
