"""A unit's life on its page: steps for everybody, recording for the programme."""

import pytest
from django.test import Client

from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    """Return a client signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def test_everybody_sees_how_far_a_unit_has_come(cast: Cast) -> None:
    cast.milestone(cast.abj)
    context = client_of(cast.outsider).get(f"/task-forces/{cast.abj.pk}/").context
    states = {str(step["label"]): step["state"] for step in context["steps"]}
    assert (states["Letter of agreement"], states["Operational"]) == ("current", "todo")
    assert context["may_reach"] is False


def test_the_coordinator_records_and_strikes(cast: Cast) -> None:
    client, page = client_of(cast.coordinator), f"/task-forces/{cast.abj.pk}/"
    refused = client.post(f"{page}milestones/new/", {"kind": "OPS", "reached_on": "2025-01-02"})
    assert "letter of agreement first" in refused.content.decode()
    for kind in ("LOA", "OPS"):
        sent = {"kind": kind, "reached_on": "2025-01-02", "document": "LOA/2025/1"}
        assert client.post(f"{page}milestones/new/", sent).status_code == 302
    shown = client.get(page).context["milestones"]
    assert [each["document"] for each in shown] == ["LOA/2025/1", "LOA/2025/1"]
    strike = f"{page}milestones/{shown[1]['pk']}/strike/"
    assert client.post(strike, {"reason": ""}).status_code == 200
    assert client.post(strike, {"reason": "Too early"}).status_code == 302
    assert client.post(strike, {"reason": "Twice"}).status_code == 404
    elsewhere = f"/task-forces/{cast.acc.pk}/milestones/{shown[0]['pk']}/strike/"
    assert client.get(elsewhere).status_code == 404
