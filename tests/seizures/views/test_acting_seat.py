"""Two seats at one browser: a page shows what either sees, a form asks for what the one may write in which one acts."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.models import FieldClass, ListGroupGrant
from aircop.access.roles import SEE_IDENTITY, Level, Role
from seizures.models import Case, Conveyance, Item, Seizure
from seizures.services.share import share_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import arrested, courier
from tests.seizures.services.test_laboratory import indicated
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def reader(cast: Cast, signed_in: SignIn, record: Seizure) -> Client:
    """Return somebody who acts for an agency that may add to the record, and sees its names by the seat in Accra."""
    member = cast.member("Efua Owusu", cast.elsewhere, Role.OFFICER)
    start_membership(actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc)
    told: dict[str, Any] = {"level": Level.CONTRIBUTE, "reason": "Ring", "until": None}
    for agency, names in ((cast.elsewhere, False), (cast.foreign, True)):
        share_seizure(actor=cast.supervisor.actor, seizure=record, agency=agency, with_identities=names, **told)
    client = signed_in(member)
    client.post("/account/unit/", {"unit": str(member.membership.pk)})
    return client


def test_the_laboratory_is_read_with_every_seat(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    indicated(cast, seizure, operator="Agent Kouassi")
    client = reader(cast, signed_in, seizure)
    assert "Agent Kouassi" in client.get(f"/seizures/{seizure.pk}/laboratory/").content.decode()


def test_what_became_of_an_arrest_is_asked_for_as_far_as_it_may_be_written(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    arrest = arrested(cast, person)
    client = reader(cast, signed_in, seizure)
    page = client.get(f"/persons/{person.pk}/arrests/{arrest.pk}/outcome/")
    assert list(page.context["form"].fields) == ["outcome", "outcome_date", "sentence_months"]
    assert str(person) in page.context["title"]
    typed = {"outcome": "convicted", "outcome_date": "2026-06-01", "judgment": "Court"}
    assert client.post(f"/persons/{person.pk}/arrests/{arrest.pk}/outcome/", typed).status_code == 302


@pytest.mark.parametrize("page", ["change", "conveyance", "items/1/change"])
def test_a_seizure_is_changed_as_far_as_it_may_be_written(cast: Cast, signed_in: SignIn, page: str) -> None:
    """A role that does not see names, beside one that does in the same unit."""
    hidden(asked_by_two_roles(cast, signed_in, f"/seizures/{cast.seizure().pk}/{page}/"), Conveyance, Item, Seizure)


def test_a_case_is_changed_as_far_as_it_may_be_written(cast: Cast, signed_in: SignIn) -> None:
    hidden(asked_by_two_roles(cast, signed_in, f"/cases/{cast.case().pk}/change/"), Case)


def asked_by_two_roles(cast: Cast, signed_in: SignIn, address: str) -> list[str]:
    """Return the fields of a form in a seat that sees no names; the other one is that of a supervisor."""
    start_membership(
        actor=founder(), person=cast.officer.user, agency=cast.police, role=Role.SUPERVISOR, task_force=cast.abj
    )
    group = cast.abj.unit_roles.get(role=Role.OFFICER).group_id
    with as_owner():
        ListGroupGrant.objects.filter(group_id=group, permission__codename=SEE_IDENTITY).delete()
    client = signed_in(cast.officer)
    client.post("/account/unit/", {"unit": str(cast.officer.membership.pk)})
    return list(client.get(address).context["form"].fields)


def hidden(fields: list[str], *models: type[Any]) -> None:
    """Hold that there are fields, and none of identity."""
    names = {name.removeprefix("details-") for name in fields}
    assert "version" in names
    for model in models:
        told = {each for each, kind in model.FIELDS.items() if kind == FieldClass.IDENTITY}
        assert not told & names
