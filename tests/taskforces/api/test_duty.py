"""The roster by REST: what runs for everybody, the rest for the unit, kept by its supervisors."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, Member
from tests.taskforces.rostered import on_duty

pytestmark = pytest.mark.django_db
SHIFTS = "/api/v1/duty-shifts/"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def body(cast: Cast, **changed: Any) -> dict[str, Any]:
    begins = timezone.now() + timedelta(days=1)
    return {
        "task_force": str(cast.abj.pk),
        "person": str(cast.officer.user.pk),
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=8)).isoformat(),
        "languages": ["fr"],
    } | changed


def test_a_shift_goes_in_and_is_taken_off(cast: Cast) -> None:
    client = client_of(cast.supervisor)
    made = client.post(SHIFTS, body(cast), content_type="application/json")
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["person"], row["languages"], row["backup"]) == (str(cast.officer.user.pk), ["fr"], False)
    assert client.get(f"{SHIFTS}{row['id']}/").json() == row
    gone = client.post(f"{SHIFTS}{row['id']}/remove/", content_type="application/json")
    assert gone.status_code == 204
    assert client.get(f"{SHIFTS}{row['id']}/").status_code == 404


def test_who_is_on_duty_is_named_to_colleagues(cast: Cast) -> None:
    row = on_duty(cast.officer, languages=["fr"])
    for member, person in ((cast.colleague, str(cast.officer.user.pk)), (cast.partner_officer, None)):
        [found] = client_of(member).get(f"{SHIFTS}?on_duty=true&language=fr&country=CI").json()["results"]
        assert (found["id"], found["person"]) == (str(row.pk), person)


def test_the_roster_by_unit_and_time(cast: Cast) -> None:
    client = client_of(cast.supervisor)
    runs = on_duty(cast.colleague)
    ahead = client.post(SHIFTS, body(cast), content_type="application/json").json()["id"]
    soon = (timezone.now() + timedelta(hours=2)).isoformat().replace("+00:00", "Z")

    def ids(query: str, who: Client = client) -> list[str]:
        return [row["id"] for row in who.get(f"{SHIFTS}?{query}").json()["results"]]

    assert ids(f"task_force={cast.abj.pk}") == [str(runs.pk), ahead]
    assert ids(f"ends_after={soon}") == [ahead]
    assert ids(f"starts_before={soon}") == [str(runs.pk)]
    assert ids("on_duty=false") == [ahead]
    assert ids("on_duty=false", client_of(cast.partner_officer)) == []
    assert ids(f"task_force={cast.acc.pk}") == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"person": "01890000-0000-7000-8000-000000000000"}, 400),
        ({"task_force": "01890000-0000-7000-8000-000000000000"}, 400),
        ({"ends_at": "2020-01-01T00:00:00Z"}, 400),
        ({"languages": ["xx"]}, 400),
        ({"nonsense": 1}, 400),
        ({"starts_at": "tomorrow"}, 400),
    ],
)
def test_rubbish_is_refused(cast: Cast, changed: dict[str, Any], status: int) -> None:
    answer = client_of(cast.supervisor).post(SHIFTS, body(cast, **changed), content_type="application/json")
    assert answer.status_code == status


def test_nobody_learns_who_serves_where_by_asking(cast: Cast) -> None:
    """The guard answers before the person is looked for."""
    for person in (cast.officer.user.pk, "01890000-0000-7000-8000-000000000000"):
        answer = client_of(cast.partner_supervisor).post(
            SHIFTS, body(cast, person=str(person)), content_type="application/json"
        )
        assert answer.status_code == 403
