"""Roles, levels, verdicts, the template tag, and the backend that answers Django's question."""

from typing import Any
from typing import cast as cast_to

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory

from aircop.access.actor import NOBODY
from aircop.access.middleware import ActorMiddleware, actor_of
from aircop.access.roles import (
    LEVEL_LABELS,
    PERMISSION_WORDS,
    ROLE_LABELS,
    ROLE_PERMISSIONS,
    UNIT_LEVELS,
    Level,
    Permission,
    Role,
)
from aircop.access.sharing import own_shares_of
from aircop.access.verdict import allow, judge, lacks, refuse, require
from aircop.accounts.session_store import SessionStore
from aircop.errors import NotAllowed
from seizures.models import Seizure
from seizures.services.seizure import log_seizure
from tests.aircop.access.world import derived, give, records
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_every_role_level_and_permission_has_words() -> None:
    assert set(ROLE_LABELS) == set(ROLE_PERMISSIONS) == set(Role)
    assert set(PERMISSION_WORDS) == set(Permission)
    assert set(LEVEL_LABELS) == set(Level)
    assert all(str(words) for words in (*ROLE_LABELS.values(), *PERMISSION_WORDS.values(), *LEVEL_LABELS.values()))


def test_the_programme_holds_no_right_over_records() -> None:
    """Neither may it see identities by default, nor does a unit know its roles."""
    records_ = {each for each in Permission if each.value.endswith("_seizure")}
    for role in (Role.COORDINATOR, Role.PLATFORM_ADMIN, Role.AGENCY_ADMIN, Role.AUDITOR, Role.PARTNER):
        assert not ROLE_PERMISSIONS[role] & records_
        assert role not in UNIT_LEVELS


def test_a_level_holds_those_below_it() -> None:
    assert Level.MANAGE.reach == (Level.VIEW, Level.CONTRIBUTE, Level.MANAGE)
    assert Level.VIEW.reach == (Level.VIEW,)


def test_a_refusal_says_why() -> None:
    require(allow())
    with pytest.raises(NotAllowed) as refused:
        require(lacks(Permission.VERIFY_SEIZURE))
    assert (refused.value.reason, refused.value.code) == ("Your role does not allow you to verify seizures.", "role")
    assert refuse("No.").code == "not_allowed"


def test_a_page_asks_the_rule(cast: Cast) -> None:
    seizure = cast.seizure()
    request: Any = RequestFactory().get("/")
    request.actor = cast.officer.actor
    text = '{% load access %}{% can "verify_seizure" seizure as verdict %}{{ verdict.allowed }} {{ verdict.reason }}'
    said = Template(text).render(Context({"request": request, "seizure": seizure}))
    assert said == f"False {judge('verify_seizure', request.actor, seizure).reason}"


def test_the_backend_answers_from_the_same_grants(cast: Cast) -> None:
    """For lists alone; not for who is nobody or closed; and nobody gets a free pass."""
    unit_list = cast.abj.default_list
    supervisor, outsider = cast.supervisor.user, cast.outsider.user
    assert [supervisor.has_perm(f"access.{name}", unit_list) for name in ("view", "manage", "see_identity")] == [
        True
    ] * 3
    assert cast.officer.user.has_perm("access.manage", unit_list) is False
    assert outsider.has_perm("access.view", unit_list) is False
    assert (supervisor.has_perm("access.view"), supervisor.has_perm("access.view", cast.abj)) == (False, False)
    assert AnonymousUser().has_perm("access.view", unit_list) is False
    supervisor.is_active = False
    assert supervisor.has_perm("access.view", unit_list) is False


def test_identities_are_not_the_coordinators_by_the_backend_either(cast: Cast) -> None:
    own = derived(cast.abj.default_list)
    group = cast.programme.group
    give(own, group, with_identities=True)
    coordinator = cast.coordinator.user
    assert [coordinator.has_perm(f"access.{name}", own) for name in ("view", "see_identity")] == [True, False]
    assert cast.platform_admin.user.has_perm("access.view", own) is False


def test_own_shares_of_a_page_are_those_made_for_one_record(cast: Cast, django_assert_num_queries: Any) -> None:
    own = derived(cast.abj.default_list)
    shares = [give(own, cast.outsider.user), give(own, cast.partner_officer.user)]
    rows = records(cast, [(own, 0), (cast.abj.default_list, 1)])
    with django_assert_num_queries(1):
        assert own_shares_of(rows) == {own.pk: shares}
    with django_assert_num_queries(0):
        assert own_shares_of(rows[1:]) == {}


def test_before_a_view_runs_nobody_asks() -> None:
    request: Any = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert ActorMiddleware(lambda each: each)(request).actor is NOBODY  # type: ignore[arg-type,return-value,attr-defined]
    assert actor_of(request) is NOBODY


def test_nobody_reads_nothing_without_asking_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list(Seizure.objects.visible_to(NOBODY)) == []


def test_who_serves_with_the_owner(cast: Cast) -> None:
    """In its unit; or, where there is no unit, in its agency."""
    actor = cast.officer.actor
    assert actor.serves(cast.foreign.pk, cast.abj.pk)
    assert not actor.serves(cast.customs.pk, cast.acc.pk)
    assert actor.serves(cast.customs.pk, None)
    assert not actor.serves(cast.foreign.pk, None)


def _run(cast: Cast, view: Any) -> Any:
    request: Any = RequestFactory().get("/")
    request.user, request.session = cast.officer.user, SessionStore()
    middleware = ActorMiddleware(lambda each: each)  # type: ignore[arg-type,return-value]
    middleware(request)
    return request, middleware.process_view(request, view, (), {})


def test_a_view_runs_bound_and_its_answer_is_rendered_there(cast: Cast) -> None:
    """A template asks the database too; it must stand behind the same wall."""
    cast.seizure()
    assert cast.outsider.actor

    def view(request: Any) -> Any:
        text = "{% for each in rows %}{{ each.reference }}{% endfor %}"
        rows = Seizure.objects.visible_to(request.actor)
        answer: Any = SimpleTemplateResponse(cast_to("Any", Template(text)))
        answer.context_data, answer._is_rendered = {"rows": rows}, False
        answer.resolve_template = lambda each: type("T", (), {"render": lambda _s, c, _r: each.render(Context(c))})()
        return answer

    _request, answer = _run(cast, view)
    assert b"ABJ1-S-" in answer.content


def test_a_failed_answer_is_undone(cast: Cast) -> None:
    def view(request: Any) -> HttpResponse:
        log_seizure(actor=request.actor, facts=cast.facts(), found=cast.found())
        return HttpResponse(status=503)

    _request, answer = _run(cast, view)
    assert answer.status_code == 503
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()


def test_a_view_without_a_transaction_is_left_alone_and_asks_as_nobody(cast: Cast) -> None:
    request, answer = _run(cast, transaction.non_atomic_requests(lambda each: each))
    assert (answer, request.actor) == (None, NOBODY)
