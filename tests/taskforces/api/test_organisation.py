"""Agencies, units, milestones and people by REST."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.roles import Role
from aircop.accounts.services.person import set_password
from aircop.accounts.services.token import issue_token
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.traces import entries, events

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def send(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    """Post a body."""
    return client.post(f"{API}{path}", body or {}, content_type="application/json", headers=headers)


def test_an_agency_and_a_unit_are_opened(cast: Cast) -> None:
    """And another agency admitted, each once under its key."""
    client = client_of(cast.platform_admin)
    told = {"code": "SN-DOU", "name": "Customs of Senegal", "short_name": "Douanes", "kind": "customs"}
    agency = send(client, "agencies/", told | {"parent": str(cast.customs.pk)}, **{"Idempotency-Key": "a"})
    assert (agency.status_code, agency.json()["parent"]) == (201, str(cast.customs.pk))
    again = send(client, "agencies/", told | {"parent": str(cast.customs.pk)}, **{"Idempotency-Key": "a"})
    assert again.json() == agency.json()
    unit = send(client, "task-forces/", {"code": "DSS1", "name": "Dakar", "airport": "DSS",
                                         "host_agency": agency.json()["id"]})  # fmt: skip
    assert unit.status_code == 201, unit.content
    admitted = send(client, f"task-forces/{unit.json()['id']}/admit/", {"agency": str(cast.customs.pk)})
    assert admitted.json()["agencies"] == [agency.json()["id"], str(cast.customs.pk)]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("agencies/", {"code": "ci-x", "name": "x", "short_name": "x", "kind": "customs"}, "/code"),
        ("agencies/", {"code": "CI-CUS", "name": "x", "short_name": "x", "kind": "customs"}, "/code"),
        ("agencies/", {"code": "CI-X", "name": "x", "short_name": "x", "kind": "x"}, "/kind"),
        ("agencies/", {"code": "CI-X", "name": "x", "short_name": "x", "kind": "customs", "country": "QQ"}, "/country"),
        ("agencies/", {"code": "CI-X", "name": "x", "short_name": "x", "kind": "customs", "parent": str(uuid7())},
         "/parent"),
        ("task-forces/", {"code": "DSS1", "name": "x", "airport": "ZZZ", "host_agency": "{customs}"}, "/airport"),
        ("task-forces/", {"code": "D1", "name": "x", "airport": "DSS", "host_agency": "{customs}"}, "/code"),
        ("task-forces/", {"code": "DSS1", "name": "x", "airport": "DSS", "host_agency": str(uuid7())}, "/host_agency"),
        ("milestones/", {"task_force": str(uuid7()), "kind": "TRN", "reached_on": "2026-01-05"}, "/task_force"),
        ("milestones/", {"task_force": "{unit}", "kind": "x", "reached_on": "2026-01-05"}, "/kind"),
        ("milestones/", {"task_force": "{unit}", "kind": "TRN", "reached_on": "2199-01-05"}, "/reached_on"),
        ("people/", {"agency": "{customs}", "role": "auditor", "email": "x", "name": "x"}, "/email"),
        ("people/", {"agency": "{customs}", "role": "partner", "email": "x@example.org", "name": "x"}, "/role"),
        ("people/", {"agency": str(uuid7()), "role": "auditor", "email": "x@example.org", "name": "x"}, "/agency"),
    ],
)  # fmt: skip
def test_rubbish_is_a_400_at_its_field(cast: Cast, path: str, body: dict[str, Any], pointer: str) -> None:
    """Never a 5xx."""
    words = {"{customs}": str(cast.customs.pk), "{unit}": str(cast.abj.pk)}
    answer = send(client_of(cast.platform_admin), path, {name: words.get(value, value) for name, value in body.items()})
    assert answer.status_code == 400, answer.content
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_milestones_are_recorded_and_struck_out(cast: Cast) -> None:
    """A struck one is gone; everybody reads what stands."""
    client = client_of(cast.coordinator)
    made = send(client, "milestones/", {"task_force": str(cast.abj.pk), "kind": "LOA", "reached_on": "2025-03-01",
                                        "document": "L/1"})  # fmt: skip
    assert made.status_code == 201, made.content
    reader = client_of(cast.outsider)
    found = reader.get(f"{API}milestones/?task_force={cast.abj.pk}&kind=LOA&reached_from=2025-01-01").json()["results"]
    assert [(each["id"], each["task_force"], each["document"]) for each in found] == [
        (made.json()["id"], str(cast.abj.pk), "L/1")
    ]
    assert reader.get(f"{API}task-forces/{cast.abj.pk}/").json()["stage"] == "LOA"
    operational = {"task_force": str(cast.acc.pk), "kind": "OPS", "reached_on": "2025-03-01"}
    assert send(client, "milestones/", operational).status_code == 403
    assert send(client, f"milestones/{made.json()['id']}/strike/", {"reason": "Wrong unit"}).status_code == 204
    assert reader.get(f"{API}milestones/{made.json()['id']}/").status_code == 404


def test_a_person_is_invited_closed_and_opened(cast: Cast) -> None:
    """By the administrator of the agency; each act leaves its entry and its event."""
    client = client_of(cast.agency_admin)
    told = {"agency": str(cast.customs.pk), "task_force": str(cast.abj.pk), "role": "officer",
            "email": "New@Example.org", "name": "New Person", "language": "fr"}  # fmt: skip
    made = send(client, "people/", told)
    assert made.status_code == 201, made.content
    assert "link" not in made.json()
    person = made.json()
    assert (person["email"], person["invited"], person["active"]) == ("new@example.org", True, True)
    assert [(each["role"], each["task_force"]) for each in person["memberships"]] == [("officer", str(cast.abj.pk))]
    assert entries("person.invite")
    for act, active in (("disable", False), ("enable", True), ("reset-factor", True), ("end-sessions", True)):
        answer = send(client, f"people/{person['id']}/{act}/", {"reason": "Asked for"})
        assert (answer.status_code, answer.json()["active"]) == (200, active)
    assert [len(events(kind)) for kind in ("person_disabled", "second_factor_reset", "sessions_ended")] == [1, 1, 1]
    assert send(client, f"people/{person['id']}/disable/").status_code == 400
    assert send(client, "people/", told).status_code == 400


def test_filters_tell_nothing_of_other_agencies(cast: Cast) -> None:
    """Whom one keeps may sit elsewhere too: neither the answer nor a filter tells where."""
    officer = cast.officer.user
    start_membership(actor=founder(), person=officer, agency=cast.elsewhere, role=Role.OFFICER)
    client = client_of(cast.agency_admin)
    shown = client.get(f"{API}people/{officer.pk}/").json()
    assert [each["agency"] for each in shown["memberships"]] == [str(cast.customs.pk)]

    def found(who: Client, query: str) -> set[str]:
        return {each["name"] for each in who.get(f"{API}people/?{query}").json()["results"]}

    assert found(client, f"agency={cast.elsewhere.pk}") == set()
    assert found(client, f"task_force={cast.abj.pk}") == {"Awa Kone"}
    assert found(client_of(cast.platform_admin), f"agency={cast.elsewhere.pk}&active=true") == {"Awa Kone"}
    assert found(client, "active=false") == set()


def test_who_keeps_nobody_finds_nobody(cast: Cast) -> None:
    """403 for the list and for inviting, 404 for a person: as on the pages."""
    client = client_of(cast.supervisor)
    assert client.get(f"{API}people/").status_code == 403
    assert send(client, "people/", {}).status_code == 403
    assert client.get(f"{API}people/{cast.officer.user.pk}/").status_code == 404
    assert send(client, f"people/{cast.officer.user.pk}/disable/", {"reason": "x"}).status_code == 404


def test_a_session_proves_anew_who_it_is(cast: Cast) -> None:
    """An old session closes no account; a token does, with its scope."""
    admin = cast.agency_admin
    set_password(actor=founder(), person=admin.user, password="a long enough word 17")
    admin.user.refresh_from_db()
    path = f"people/{cast.officer.user.pk}/end-sessions/"
    client, now = client_of(admin), timezone.now()
    for age, status in ((timedelta(hours=1), 403), (timedelta(minutes=1), 200)):
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, admin.user, "password", reauthenticated=True)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] = (now - age).timestamp()
        request.session.save()
        answer = send(client, path, {"reason": "x"})
        assert (answer.status_code, "Prove" in answer.content.decode()) == (status, status == 403)
        assert client.get(f"{API}people/").status_code == 200
    for scopes, status in ((["people:write"], 200), (["people:read"], 403)):
        _token, secret = issue_token(actor=admin.actor, person=admin.user, label="x", scopes=scopes)
        assert send(Client(), path, {"reason": "x"}, Authorization=f"Bearer {secret}").status_code == status
