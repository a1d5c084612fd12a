"""Pages of the directory: who is on duty first, every look noted, keeping it by forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aircop.audit.models import AuditEntry
from taskforces.models import ContactPoint
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
LIST = "/contacts/"


def client_of(member: Member) -> Client:
    """Return a client signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def names(answer: Any) -> list[str]:
    """Return the desks that a page shows."""
    return [row["contact"].name for row in answer.context["rows"]]


def typed(**changed: Any) -> dict[str, Any]:
    """Return a form as typed."""
    return {
        "function": "DUTY",
        "name": "Night desk",
        "phones": "+225 27 20 22 11 00\n27 20 22 11 01",
        "languages": ["fr", "en"],
        "when": "weekly",
        "day_1": "08:00-12:00, 22:00-06:00",
        "day_7": "20:00-04:00",
        "channel_1": "I247",
        "address_1": "IP ABIDJAN",
        "verify_every_days": "30",
    } | changed


def test_who_is_on_duty_comes_first_and_the_rest_on_demand(cast: Cast) -> None:
    """The page opens on the question that is asked at night."""
    cast.desk(cast.abj, name="Always", languages=["fr"])
    cast.desk(cast.acc, name="Never", hours=[], languages=["en", "tw"])
    client = client_of(cast.outsider)
    assert names(client.get(LIST)) == ["Always"]
    assert names(client.get(f"{LIST}?duty=any")) == ["Always", "Never"]
    assert names(client.get(f"{LIST}?duty=any&language=tw")) == ["Never"]
    assert names(client.get(f"{LIST}?duty=any&country=CI")) == ["Always"]
    assert names(client.get(f"{LIST}?unit=ACC1")) == []
    assert names(client.get(f"{LIST}?duty=any&unit=ACC1&function=DUTY")) == ["Never"]


def test_every_look_is_noted_with_what_was_shown(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    client = client_of(cast.outsider)
    client.get(LIST)
    client.get(f"{LIST}{contact.pk}/")
    with as_owner():
        rows = AuditEntry.objects.filter(actor_id=cast.outsider.user.pk, verb__startswith="contact_point")
        assert [(row.verb, row.object_ids) for row in rows.order_by("at")] == [
            ("contact_point.list", [contact.pk]),
            ("contact_point.read", []),
        ]


def test_a_stale_desk_is_red(cast: Cast) -> None:
    contact = cast.desk(cast.abj, verified_on=timezone.now().date() - timedelta(days=100))
    body = client_of(cast.officer).get(f"{LIST}{contact.pk}/").content.decode()
    assert "badge--bad" in body
    assert "10 days late" in body


def test_pages_go_on_by_key(cast: Cast) -> None:
    """Fifty to a page; a token that is not ours begins anew."""
    for number in range(52):
        cast.desk(cast.abj, name=f"Desk {number}")
    client = client_of(cast.officer)
    first = client.get(LIST)
    second = client.get(LIST + first.context["pager"].next)
    assert len(names(first)) == 50
    assert len(names(second)) == 2
    assert not set(names(first)) & set(names(second))
    assert names(client.get(LIST + second.context["pager"].previous)) == names(first)
    nul = "WyJcdTAwMDAiLCIwMTg5MDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ"
    for token in ("x", "WyJhIl0", "W251bGwsMV0", "%00", nul):
        assert names(client.get(f"{LIST}?after={token}")) == names(first)


def test_the_list_costs_the_same_for_one_desk_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = client_of(cast.officer)
    cast.desk(cast.abj)
    client.get(LIST)
    for count in (1, 8):
        for number in range(count):
            cast.desk(cast.acc if number % 2 else cast.customs, name=f"Desk {number}")
        with django_assert_max_num_queries(12):
            client.get(LIST)


def test_an_empty_directory_says_what_to_do(cast: Cast) -> None:
    client = client_of(cast.officer)
    assert "Show the whole directory" in client.get(LIST).content.decode()
    assert "The directory is empty" in client.get(f"{LIST}?duty=any").content.decode()


def test_a_supervisor_adds_a_desk_of_the_unit(cast: Cast) -> None:
    client = client_of(cast.supervisor)
    page = client.get(f"{LIST}new/")
    offered = [label for _key, label in page.context["form"].fields["owner"].choices]
    assert offered == ["ABJ1 Unit ABJ1", "Agency CI-POL"]
    answer = client.post(f"{LIST}new/", typed(owner=str(cast.abj.pk)))
    assert answer.status_code == 302
    contact = ContactPoint.objects.visible_to(cast.supervisor.actor).get()
    assert contact.phones == ["+2252720221100", "+2252720221101"]
    assert [(span.lower, span.upper) for span in contact.hours] == [(0, 240), (480, 720), (1320, 1800), (9840, 10080)]
    assert contact.channels == [{"channel": "I247", "address": "IP ABIDJAN"}]
    shown = client.get(f"{LIST}{contact.pk}/").context["row"]
    assert shown["hours"].startswith("Mon 00:00")
    form = client.get(f"{LIST}{contact.pk}/change/").context["form"]
    assert form.initial["day_7"] == "20:00-00:00"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"phones": "12"}, "phones"),
        ({"day_1": "morning"}, "day_1"),
        ({"day_1": "", "day_7": ""}, "day_1"),
        ({"address_1": ""}, "address_1"),
        ({"owner": "x"}, "owner"),
        ({"languages": ["xx"]}, "languages"),
        ({"function": "\x00"}, "function"),
    ],
)
def test_a_fault_stands_at_its_field(cast: Cast, told: dict[str, Any], field: str) -> None:
    answer = client_of(cast.supervisor).post(f"{LIST}new/", typed(owner=str(cast.abj.pk)) | told)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_desk_of_another_unit_is_not_offered(cast: Cast) -> None:
    """Nor taken when it is sent all the same."""
    answer = client_of(cast.supervisor).post(f"{LIST}new/", typed(owner=str(cast.acc.pk)))
    assert "owner" in answer.context["form"].errors


def test_the_second_writer_keeps_the_typing_and_is_told(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    client = client_of(cast.supervisor)
    assert client.post(f"{LIST}{contact.pk}/change/", typed(version="1")).status_code == 302
    answer = client.post(f"{LIST}{contact.pk}/change/", typed(version="1", name="Day desk"))
    assert "Somebody changed this contact meanwhile" in answer.content.decode()
    assert answer.context["form"]["name"].value() == "Day desk"
    assert client.post(f"{LIST}{contact.pk}/change/", typed(version="2", name="Day desk")).status_code == 302


def test_made_sure_of_and_taken_out_by_button(cast: Cast) -> None:
    contact = cast.desk(cast.abj, verified_on=timezone.now().date() - timedelta(days=100))
    client = client_of(cast.supervisor)
    client.post(f"{LIST}{contact.pk}/verify/", {"version": "1"})
    assert not client.get(f"{LIST}{contact.pk}/").context["contact"].stale
    stale = client.post(f"{LIST}{contact.pk}/verify/", {"version": "1"}, follow=True)
    assert "Read it again" in stale.content.decode()
    assert client.post(f"{LIST}{contact.pk}/remove/", {"reason": ""}).status_code == 200
    client.post(f"{LIST}{contact.pk}/remove/", {"reason": "Closed", "version": "2"})
    assert client.get(f"{LIST}{contact.pk}/").status_code == 404
