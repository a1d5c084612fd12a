"""Pages of the roster: a week typed at once, names for colleagues alone, who is on duty now in the directory."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from taskforces.models import DutyShift
from tests.cast import Cast, Member
from tests.taskforces.rostered import on_duty
from tests.traces import entries

pytestmark = pytest.mark.django_db
CONTACTS = "/contacts/"


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def roster(cast: Cast) -> str:
    return f"/task-forces/{cast.abj.pk}/duty/"


def typed(member: Member, **changed: Any) -> dict[str, Any]:
    tomorrow = (timezone.now() + timedelta(days=1)).date()
    usual = {
        "person": str(member.user.pk),
        "first": tomorrow.isoformat(),
        "begins": "18:00",
        "ends": "06:00",
        "languages": ["fr"],
    }
    return usual | changed


def test_a_supervisor_fills_a_week_in_one_go(cast: Cast) -> None:
    client = signed(cast.supervisor)
    last = (timezone.now() + timedelta(days=7)).date().isoformat()
    page = client.post(roster(cast), typed(cast.officer, last=last), follow=True)
    assert "7 shifts are on the roster." in page.content.decode()
    rows = DutyShift.objects.visible_to(cast.supervisor.actor)
    assert {(row.starts_at.hour, row.ends_at - row.starts_at) for row in rows} == {(18, timedelta(hours=12))}
    assert len(page.context["days"]) == 7
    assert "Take off" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"person": ""}, "person"),
        ({"first": "x"}, "first"),
        ({"last": "2020-01-01"}, "last"),
        ({"last": "2099-01-01"}, "last"),
        ({"first": "2020-01-01"}, "ends"),
        ({"first": "2099-01-01"}, "first"),
        ({"languages": ["xx"]}, "languages"),
        ({"begins": "25:00"}, "begins"),
    ],
)
def test_what_was_typed_wrongly_is_said_at_its_field(cast: Cast, changed: dict[str, Any], field: str) -> None:
    answer = signed(cast.supervisor).post(roster(cast), typed(cast.officer, **changed))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not DutyShift.objects.visible_to(cast.supervisor.actor).exists()


def test_two_shifts_of_one_person_at_a_time_are_refused_in_words(cast: Cast) -> None:
    client = signed(cast.supervisor)
    client.post(roster(cast), typed(cast.officer))
    again = client.post(roster(cast), typed(cast.officer))
    assert "This person is on duty at this time already" in again.content.decode()


def test_what_runs_is_ended_and_what_is_to_come_taken_off(cast: Cast) -> None:
    client, runs = signed(cast.supervisor), on_duty(cast.officer)
    assert "End now" in client.get(roster(cast)).content.decode()
    assert client.post(f"{roster(cast)}{runs.pk}/remove/").status_code == 302
    assert "Nobody is on the roster" in client.get(roster(cast)).content.decode()


def test_others_see_who_is_on_duty_without_the_name(cast: Cast) -> None:
    on_duty(cast.officer, languages=["fr"])
    on_duty(cast.colleague, starts_at=timezone.now() + timedelta(hours=2), ends_at=timezone.now() + timedelta(hours=3))
    for member, named in ((cast.analyst, True), (cast.agency_admin, True), (cast.partner_officer, False)):
        page = signed(member).get(roster(cast))
        text = page.content.decode()
        assert (cast.officer.user.name in text, cast.colleague.user.name in text) == (named, named)
        assert "French" in text
        assert (page.context["form"] is not None) == (member is cast.agency_admin)
    assert (
        "Nobody is on duty by the roster"
        in signed(cast.partner_officer).get(f"/task-forces/{cast.acc.pk}/duty/").content.decode()
    )


def test_every_look_at_a_roster_is_noted(cast: Cast) -> None:
    row = on_duty(cast.officer)
    cast.desk(cast.abj)
    client = signed(cast.outsider)
    client.get(roster(cast))
    client.get(CONTACTS)
    assert [entry["object_ids"] for entry in entries("duty_shift.list")] == [[row.pk], [row.pk]]


def test_an_unknown_unit_is_not_there(cast: Cast) -> None:
    client = signed(cast.supervisor)
    assert client.get("/task-forces/01890000-0000-7000-8000-000000000000/duty/").status_code == 404
    assert client.post(f"{roster(cast)}01890000-0000-7000-8000-000000000000/remove/").status_code == 404


def test_the_directory_says_who_is_on_duty_now_and_in_which_language(cast: Cast) -> None:
    """Two clicks: the contacts, then the language. A desk whose hours are over answers while somebody is on duty."""
    cast.desk(cast.abj, name="Duty desk", function="DUTY", hours=[], languages=["fr"])
    cast.desk(cast.abj, name="Laboratory", function="LAB", hours=[])
    client = signed(cast.partner_officer)
    assert client.get(CONTACTS).context["rows"] == []
    on_duty(cast.officer, languages=["fr", "wo"])
    on_duty(cast.supervisor, backup=True, languages=["en"])
    page = client.get(CONTACTS)
    [row] = page.context["rows"]
    assert (row["contact"].name, [each["languages"] for each in row["officers"]]) == (
        "Duty desk",
        [["French", "Wolof"], ["English"]],
    )
    assert [each["label"] for each in page.context["spoken"]] == ["English", "French", "Wolof"]
    assert cast.officer.user.name not in page.content.decode()
    assert "stands in" in page.content.decode()
    wolof = client.get(f"{CONTACTS}{page.context['spoken'][2]['href']}&after=x")
    assert [each["contact"].name for each in wolof.context["rows"]] == ["Duty desk"]
    assert client.get(f"{CONTACTS}?language=ha").context["rows"] == []
    assert client.get(f"{CONTACTS}?unit=ACC1").context["spoken"] == []
    assert client.get(f"{CONTACTS}?agency=CI-CUS&function=LAB").context["spoken"] == []


def test_who_is_on_duty_in_a_unit_without_a_desk_is_shown_all_the_same(cast: Cast) -> None:
    on_duty(cast.officer, languages=["fr"])
    client = signed(cast.colleague)
    page = client.get(CONTACTS)
    assert [each["name"] for each in page.context["deskless"]] == [cast.officer.user.name]
    cast.desk(cast.abj, function="LAB")
    on_duty(cast.partner_officer)
    assert [each["name"] for each in client.get(f"{CONTACTS}?country=GH").context["deskless"]] == [""]
    assert client.get(f"{CONTACTS}?country=CI&language=fr").context["deskless"]


def test_the_directory_and_the_roster_cost_the_same_for_one_and_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed(cast.supervisor)
    cast.desk(cast.abj)
    for member in (cast.officer, cast.colleague, cast.supervisor, cast.partner_officer):
        on_duty(member, languages=["fr"])
        client.get(CONTACTS)
        with django_assert_max_num_queries(14):
            client.get(CONTACTS)
        with django_assert_max_num_queries(12):
            client.get(roster(cast))


def test_the_page_of_a_unit_leads_to_its_roster(cast: Cast) -> None:
    assert roster(cast) in signed(cast.outsider).get(f"/task-forces/{cast.abj.pk}/").content.decode()
