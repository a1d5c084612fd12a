"""Services and rules about people: who may, what is refused, what is left behind."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction
from django.test import override_settings

from aircop.access.actor import NOBODY
from aircop.access.roles import Role
from aircop.accounts import rules
from aircop.accounts.bearer import resolve
from aircop.accounts.models import User
from aircop.accounts.services import person as services
from aircop.accounts.services.token import issue_token
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, NotAllowed
from aircop.events.models import Event
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

LONG = "another long phrase 9"


def left_behind(person: User) -> tuple[list[str], list[str]]:
    """Return verbs and kinds of events about a person."""
    with as_owner():
        verbs = AuditEntry.objects.filter(object_id=person.pk).order_by("at", "id").values_list("verb", flat=True)
        kinds = Event.objects.filter(object_id=person.pk).order_by("id").values_list("kind", flat=True)
        return list(verbs), list(kinds)


def test_creating_a_person(cast: Cast) -> None:
    person = services.create_person(
        actor=cast.agency_admin.actor, email=" New@Example.ORG ", name=" Nia ", password=LONG
    )
    assert (person.email, person.name, person.kind, person.is_active) == ("new@example.org", "Nia", "person", True)
    assert person.check_password(LONG)
    assert left_behind(person) == (["person.create"], ["person_created"])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": "a\0@b.org"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "aircop-demo-officer-1"}, "password"),
        ({"password": "newcomer@example.org"}, "password"),
    ],
)
def test_what_an_account_cannot_be(told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        services.create_person(actor=founder(), **({"email": "newcomer@example.org", "name": "N"} | told))
    assert fault.value.field == field


def test_one_account_per_email_in_whatever_capitals(cast: Cast) -> None:
    with pytest.raises(Invalid) as fault:
        services.create_person(actor=founder(), email=cast.officer.user.email.upper(), name="Another")
    assert fault.value.field == "email"
    with pytest.raises(IntegrityError), transaction.atomic(), as_owner():
        User.objects.filter(pk=cast.outsider.user.pk).update(email=cast.officer.user.email.upper())


def test_closing_and_opening(cast: Cast) -> None:
    admin, person = cast.agency_admin.actor, cast.officer.user
    closed = services.disable_person(actor=admin, person=person, reason="left")
    assert not closed.is_active
    assert closed.disabled_at is not None
    services.disable_person(actor=admin, person=person)
    opened = services.enable_person(actor=admin, person=person)
    assert opened.is_active
    assert opened.disabled_at is None
    services.enable_person(actor=admin, person=person)
    assert left_behind(person)[0][1:] == ["person.disable", "person.enable"]
    assert left_behind(person)[1][1:] == ["person_disabled", "person_enabled"]


def test_a_reopened_account_has_no_token_of_before(cast: Cast) -> None:
    person = cast.officer.user
    actor, lasts = cast.officer.actor, timedelta(days=9)
    token, secret = issue_token(actor=actor, person=person, label="export", scopes=["seizures:read"], lasts=lasts)
    services.disable_person(actor=cast.agency_admin.actor, person=person)
    services.enable_person(actor=cast.agency_admin.actor, person=person)
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert resolve(secret) is None


def test_an_account_is_closed_at_a_time_or_not_at_all(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.officer.user.pk).update(is_active=False)


def test_a_failing_audit_undoes_the_act(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    person = cast.officer.user
    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        services.disable_person(actor=founder(), person=person)
    cast.officer.user.refresh_from_db()
    assert cast.officer.user.is_active


def test_partner_systems_get_no_password(cast: Cast) -> None:
    with as_owner():
        User.objects.filter(pk=cast.officer.user.pk).update(kind="client")
    with pytest.raises(Invalid):
        services.set_password(actor=founder(), person=cast.officer.user, password=LONG)


ACTS: dict[str, Callable[..., Any]] = {
    "disable": lambda actor, person: services.disable_person(actor=actor, person=person),
    "enable": lambda actor, person: services.enable_person(actor=actor, person=person),
    "password": lambda actor, person: services.set_password(actor=actor, person=person, password=LONG),
    "factor": lambda actor, person: services.reset_second_factor(actor=actor, person=person, reason="lost"),
}
MANAGERS = {
    # who: reason of the refusal when managing an officer of the customs, or none
    "agency_admin": None,
    "platform_admin": None,
    "officer": "role",
    "supervisor": "role",
    "analyst": "role",
    "coordinator": "role",
    "auditor": "role",
    "outsider": "role",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("who", "code"), MANAGERS.items())
def test_who_may_manage_an_officer(cast: Cast, who: str, code: str | None, act: str) -> None:
    target = cast.member("Somebody Else", cast.customs, Role.OFFICER, cast.abj).user
    actor = getattr(cast, who).actor
    if code is None:
        assert ACTS[act](actor, target).pk == target.pk
    else:
        with pytest.raises(NotAllowed) as refusal:
            ACTS[act](actor, target)
        assert refusal.value.code == code


def test_nobody_manages_without_signing_in(cast: Cast) -> None:
    assert rules.can_create_person(NOBODY).code == "role"
    assert rules.can_manage_person(NOBODY, cast.officer.user).code == "role"


def test_an_administrator_manages_nobody_who_sits_elsewhere_too(cast: Cast) -> None:
    admin = cast.agency_admin.actor
    assert rules.can_manage_person(admin, cast.partner_officer.user).code == "agency"
    start_membership(actor=founder(), person=cast.officer.user, agency=cast.foreign, role=Role.OFFICER)
    assert rules.can_manage_person(admin, cast.officer.user).code == "agency"


def test_an_administrator_does_not_manage_the_platforms_administrator(cast: Cast) -> None:
    start_membership(actor=founder(), person=cast.platform_admin.user, agency=cast.customs, role=Role.OFFICER)
    assert not rules.can_manage_person(cast.agency_admin.actor, cast.platform_admin.user)


def test_a_newcomer_without_a_seat_is_managed_by_who_opened_the_account(cast: Cast) -> None:
    person = services.create_person(actor=cast.agency_admin.actor, email="new@example.org", name="New")
    assert rules.can_manage_person(cast.agency_admin.actor, person)


def test_nobody_closes_the_own_account(cast: Cast) -> None:
    admin = cast.agency_admin
    assert rules.can_disable_person(admin.actor, admin.user).code == "self"


def test_ones_own_choices_are_ones_own(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.change_own_account(actor=cast.colleague.actor, person=cast.officer.user, name="Somebody")
    with pytest.raises(NotAllowed):
        services.change_password(actor=cast.agency_admin.actor, person=cast.officer.user, password=LONG)
    person = services.change_own_account(
        actor=cast.officer.actor, person=cast.officer.user, theme="dark", email="x@y.z"
    )
    assert (person.theme, person.email) == ("dark", cast.officer.user.email)


def test_nobody_gets_a_free_pass(cast: Cast) -> None:
    user = cast.platform_admin.user
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.has_perm("access.view")
    assert not user.has_perms(["access.view"])
    assert not user.has_module_perms("access")
    assert not User(is_active=False).has_perm("access.view")


def test_names_of_an_account() -> None:
    assert (User(name="Awa Koné").get_full_name(), User(name="Awa Koné").get_short_name()) == ("Awa Koné", "Awa")
    assert str(User(email="a@b.c")) == "a@b.c"


@override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS)
def test_argon2_outside_these_tests() -> None:
    hashers = import_module("aircop.settings").PASSWORD_HASHERS
    with override_settings(PASSWORD_HASHERS=hashers):
        user = User()
        user.set_password(LONG)
        assert identify_hasher(user.password).algorithm == "argon2"
