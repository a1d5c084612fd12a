"""Agencies and units are opened on pages, by who keeps the platform."""

from typing import Any

import pytest
from django.test import Client
from uuid6 import uuid7

from taskforces.models import Agency, TaskForce
from tests.cast import Cast, Member
from tests.traces import entries

pytestmark = pytest.mark.django_db
AGENCY = {"code": "sn-dou", "name": "Customs of Senegal", "short_name": "Douanes", "kind": "customs", "country": "SN"}
UNIT = {"code": "dss1", "name": "Dakar", "kind": "jaitf", "airport": "dss"}


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_every_agency_is_listed_with_its_units(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """One read for agencies, one for what they take part in."""
    _ = cast.abj, cast.acc, cast.elsewhere
    client = client_of(cast.outsider)
    client.get("/agencies/")
    with django_assert_max_num_queries(9):
        answer = client.get("/agencies/")
    found = {each.code: [part.task_force.code for part in each.units_now] for each in answer.context["agencies"]}
    assert found == {"CI-CUS": ["ABJ1"], "CI-POL": ["ABJ1"], "GH-NCC": ["ACC1"], "PT-PJ": [], "UN-PROG": []}
    assert "Open an agency" not in answer.content.decode()
    assert "Open an agency" in client_of(cast.platform_admin).get("/agencies/").content.decode()


def test_an_agency_is_found_by_code_and_by_id(cast: Cast) -> None:
    """With its units; who keeps its people is led to inviting."""
    _ = cast.abj
    for key in ("CI-CUS", "ci-cus", cast.customs.pk):
        answer = client_of(cast.officer).get(f"/agencies/{key}/")
        assert answer.context["agency"] == cast.customs
        assert [unit.code for unit in answer.context["units"]] == ["ABJ1"]
        assert "Invite a person" not in answer.content.decode()
    assert "Invite a person" in client_of(cast.agency_admin).get("/agencies/CI-CUS/").content.decode()
    for key in ("CI-XXX", uuid7()):
        assert client_of(cast.officer).get(f"/agencies/{key}/").status_code == 404


def test_an_agency_is_opened(cast: Cast) -> None:
    """Its code in capitals, below another one if said so."""
    client = client_of(cast.platform_admin)
    answer = client.post("/agencies/new/", AGENCY | {"parent": str(cast.customs.pk)})
    assert answer.headers["Location"] == "/agencies/SN-DOU/"
    made = Agency.objects.get(code="SN-DOU")
    assert (made.country_id, made.parent) == ("SN", cast.customs)
    assert entries("agency.open")[-1]["actor_id"] == cast.platform_admin.user.pk
    assert "Customs of Senegal" in client.get("/agencies/CI-CUS/").content.decode()
    assert "Agency CI-CUS" in client.get("/agencies/SN-DOU/").content.decode()
    international = client.post("/agencies/new/", AGENCY | {"code": "UN-X", "country": ""})
    assert international.status_code == 302
    assert "International" in client.get("/agencies/UN-X/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"code": "ci-cus"}, "code"), ({"code": "A B"}, "code"), ({"name": " "}, "name"), ({"kind": "nothing"}, "kind"),
     ({"country": "XX"}, "country"), ({"parent": "nothing"}, "parent"), ({"name": "\x00"}, "name")],
)  # fmt: skip
def test_a_faulty_agency_comes_back_with_its_fault(cast: Cast, wrong: dict[str, str], field: str) -> None:
    """At the field."""
    assert cast.customs
    answer = client_of(cast.platform_admin).post("/agencies/new/", AGENCY | wrong)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}


def test_a_unit_is_opened_and_another_agency_admitted(cast: Cast) -> None:
    """Admitted once; an agency that takes part is not offered again."""
    client = client_of(cast.platform_admin)
    answer = client.post("/task-forces/new/", UNIT | {"host_agency": str(cast.foreign.pk)})
    unit = TaskForce.objects.get(code="DSS1")
    page = f"/task-forces/{unit.pk}/"
    assert answer.headers["Location"] == page
    assert "Admit an agency" in client.get(page).content.decode()
    offered = client.get(f"{page}agencies/new/").context["form"].fields["agency"].queryset
    assert cast.foreign not in offered
    assert client.post(f"{page}agencies/new/", {"agency": str(cast.foreign.pk)}).status_code == 200
    assert client.post(f"{page}agencies/new/", {"agency": str(cast.customs.pk)}).headers["Location"] == page
    assert [part.agency for part in client.get(page).context["unit"].agencies_now] == [cast.customs, cast.foreign]
    assert client.get(f"/task-forces/{uuid7()}/agencies/new/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"code": "ABJ1"}, "code"), ({"code": "AB12"}, "code"), ({"airport": "XXX"}, "airport"), ({"name": ""}, "name"),
     ({"kind": "club"}, "kind"), ({"host_agency": ""}, "host_agency")],
)  # fmt: skip
def test_a_faulty_unit_comes_back_with_its_fault(cast: Cast, wrong: dict[str, str], field: str) -> None:
    """At the field."""
    assert cast.abj
    told = UNIT | {"host_agency": str(cast.customs.pk)} | wrong
    answer = client_of(cast.platform_admin).post("/task-forces/new/", told)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
