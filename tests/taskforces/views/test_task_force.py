"""Pages of units: everybody may know that they exist; names are for colleagues."""

from typing import Any

import pytest
from django.test import Client
from uuid6 import uuid7

from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
LIST = "/task-forces/"


def page(member: Member, address: str) -> Any:
    """Return a page as the member gets it."""
    client = Client()
    client.force_login(member.user)
    return client.get(address)


def test_every_unit_is_listed_the_own_one_first(cast: Cast) -> None:
    """With its airport, country and agencies."""
    _ = cast.abj, cast.acc
    units = page(cast.partner_officer, LIST).context["units"]
    assert [unit.code for unit in units] == ["ACC1", "ABJ1"]
    body = page(cast.outsider, LIST).content.decode()
    assert "Abidjan (ABJ)" in body
    assert "CI-POL" in body


def test_the_list_costs_the_same_for_one_unit_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """One read for units, one for agencies."""
    _ = cast.abj, cast.acc
    client = Client()
    client.force_login(cast.officer.user)
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_people_of_the_unit_see_names(cast: Cast) -> None:
    """Of all agencies in it."""
    _ = cast.supervisor, cast.colleague
    shown = page(cast.officer, f"{LIST}{cast.abj.pk}/").context
    assert {each["name"] for each in shown["people"]} == {"Awa Kone", "Jean Aka", "Yao Brou"}
    assert shown["others"] == []


def test_others_see_how_many_serve_in_each_role(cast: Cast) -> None:
    """Another unit, an agency without one, the programme: not one name."""
    _ = cast.officer, cast.colleague, cast.supervisor
    for member in (cast.partner_officer, cast.outsider, cast.coordinator):
        answer = page(member, f"{LIST}{cast.abj.pk}/")
        assert answer.context["people"] == []
        assert [(str(each["role"]), each["count"]) for each in answer.context["others"]] == [
            ("Officer", 2),
            ("Supervisor", 1),
        ]
        assert "Awa Kone" not in answer.content.decode()


def test_people_of_an_agency_see_their_own_colleagues_only(cast: Cast) -> None:
    """The administrator of the customs sees the customs officer, and counts the police."""
    _ = cast.officer, cast.colleague
    shown = page(cast.agency_admin, f"{LIST}{cast.abj.pk}/").context
    assert [each["name"] for each in shown["people"]] == ["Awa Kone"]
    assert [each["count"] for each in shown["others"]] == [1]


def test_who_keeps_the_units_sees_all_names(cast: Cast) -> None:
    """The platform administrator seats people."""
    _ = cast.officer, cast.colleague
    assert len(page(cast.platform_admin, f"{LIST}{cast.abj.pk}/").context["people"]) == 2


def test_a_unit_leads_to_its_seizures(cast: Cast) -> None:
    """By address, not by import."""
    assert "/seizures/?unit=ABJ1" in page(cast.outsider, f"{LIST}{cast.abj.pk}/").content.decode()


def test_no_such_unit(cast: Cast) -> None:
    """404."""
    assert page(cast.officer, f"{LIST}{uuid7()}/").status_code == 404
