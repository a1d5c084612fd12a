"""People of an agency: who they are, what they hold, and what is done about their accounts."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.roles import ROLE_LABELS, Permission, Role
from aircop.access.verdict import lacks, require
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.accounts.models import Session, User
from aircop.accounts.rules import can_disable_person, can_invite_person
from aircop.accounts.services.person import disable_person, enable_person, end_sessions, reset_second_factor
from aircop.audit import record
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.paging import Mark, keyset
from aircop.web.pagination import pager, place_asked, read_text_token
from taskforces.forms.invitation import SeatForm, WhyForm
from taskforces.models import Membership
from taskforces.queries.access_review import review_is_due
from taskforces.queries.person import managed_people, managed_person, memberships_shown
from taskforces.rules import can_end_membership
from taskforces.services.membership import end_membership, start_membership

SIZE = 50


def may_manage(request: ActorRequest) -> None:
    """Refuse whoever manages nobody."""
    if not request.actor.may(Permission.MANAGE_PEOPLE):
        require(lacks(Permission.MANAGE_PEOPLE))


@require_GET
def person_list(request: ActorRequest) -> HttpResponse:
    """Show the people whom one manages, by name."""
    may_manage(request)
    people = managed_people(request.actor)
    if asked := request.GET.get("q", "").replace("\x00", "").strip()[:80]:
        people = people.filter(name__icontains=asked)
    try:
        marks = {name: Mark(*place) for name, place in place_asked(request, read_text_token).items()}
    except Invalid:
        marks = {}
    found = keyset(people, order="name", size=SIZE, **marks)
    record(request.actor, "account.list", ids=[each.pk for each in found.rows])
    context = {
        "people": [_row(each) for each in found.rows],
        "asked": asked,
        "review_due": review_is_due(request.actor),
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous),
    }
    return render(request, "taskforces/person/list.html", context)


def _row(person: User) -> dict[str, Any]:
    state = "active" if person.has_usable_password() else "pending"
    seats: list[Membership] = person.memberships_now  # type: ignore[attr-defined]
    return {
        "person": person,
        "state": state if person.is_active else "ended",
        "state_label": {
            "active": _("Signs in"),
            "pending": pgettext("account", "Invited"),
            "ended": _("Closed"),
        }[state if person.is_active else "ended"],
        "seats": [_seat(each) for each in seats],
    }


def _seat(membership: Membership) -> dict[str, Any]:
    unit = membership.task_force.code if membership.task_force else ""
    return {
        "membership": membership,
        "role": ROLE_LABELS[Role(membership.role)],
        "place": " · ".join(filter(None, (membership.agency.short_name, unit))),
    }


@require_GET
def person_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one person: the account, its seats with their terms, and what may be done."""
    return _page(request, managed_person(request.actor, pk))


def _page(request: ActorRequest, person: User, form: SeatForm | None = None) -> HttpResponse:
    record(request.actor, "account.read", about=person)
    seats = memberships_shown(request.actor, person)
    context = {
        **_row(person),
        "every_seat": [_seat(each) | {"may_end": bool(can_end_membership(request.actor, each))} for each in seats],
        "sessions": Session.objects.of(person.pk).live().count(),
        "may": can_disable_person(request.actor, person),
        "may_invite": can_invite_person(request.actor, person),
        "form": form or SeatForm(actor=request.actor),
        "crumbs": [{"label": _("People"), "href": reverse("people:person-list")}],
    }
    return render(request, "taskforces/person/detail.html", context)


@require_POST
@fresh_sign_in_required
def seat_start(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give a person another role."""
    person = managed_person(request.actor, pk)
    form = SeatForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, person, form)
    until = form.cleaned_data["until"]
    try:
        start_membership(
            actor=request.actor,
            person=person,
            agency=form.agency_chosen,
            role=Role(form.cleaned_data["role"]),
            task_force=form.unit_chosen,
            valid_to=datetime.combine(until, time.max, UTC) if until else None,
        )
    except (Invalid, NotAllowed) as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, person, form)
    messages.success(request, _("The role is given."))
    return redirect("people:person-detail", pk=person.pk)


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def seat_end(request: ActorRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """Ask why, then end a role now."""
    person = managed_person(request.actor, pk)
    found = memberships_shown(request.actor, person).filter(pk=membership).first()
    if found is None:
        raise Missing
    require(can_end_membership(request.actor, found))
    return _asked(
        request,
        person,
        lambda reason: end_membership(actor=request.actor, membership=found, reason=reason),
        heading=_("End this role"),
        lead=_("Every right that rests on it ends in the same minute."),
        done=_("The role is ended."),
    )


type Act = Callable[[str], object]


def _asked(request: ActorRequest, person: User, act: Act, *, heading: str, lead: str, done: str) -> HttpResponse:
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("people:person-detail", pk=person.pk)
    crumbs = [
        {"label": _("People"), "href": reverse("people:person-list")},
        {"label": person.name, "href": reverse("people:person-detail", args=[person.pk])},
    ]
    context = {"form": form, "person": person, "heading": heading, "lead": lead, "crumbs": crumbs}
    return render(request, "taskforces/person/ask.html", context)


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def person_disable(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then close the account."""
    person = managed_person(request.actor, pk)
    require(can_disable_person(request.actor, person))
    return _asked(
        request,
        person,
        lambda reason: disable_person(actor=request.actor, person=person, reason=reason),
        heading=_("Close this account"),
        lead=_("Its sessions and tokens end at once and do not come back."),
        done=_("The account is closed."),
    )


@require_POST
@fresh_sign_in_required
def person_enable(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open a closed account again."""
    person = managed_person(request.actor, pk)
    enable_person(actor=request.actor, person=person)
    messages.success(request, _("The account is open again."))
    return redirect("people:person-detail", pk=person.pk)


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def person_reset_factor(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take a lost second factor away."""
    person = managed_person(request.actor, pk)
    require(can_disable_person(request.actor, person))
    return _asked(
        request,
        person,
        lambda reason: reset_second_factor(actor=request.actor, person=person, reason=reason),
        heading=_("Reset the second factor"),
        lead=_("Make sure who asks: call back, or meet in person. The sessions of the account end."),
        done=_("The second factor is reset. It is set up anew at the next sign-in."),
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def person_end_sessions(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then end every session of the person."""
    person = managed_person(request.actor, pk)
    require(can_disable_person(request.actor, person))
    return _asked(
        request,
        person,
        lambda reason: end_sessions(actor=request.actor, person=person, reason=reason),
        heading=_("End all sessions"),
        lead=_("Whoever is signed in to this account, on whatever device, is signed out."),
        done=_("Every session of the account is ended."),
    )
