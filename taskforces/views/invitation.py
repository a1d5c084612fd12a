"""Inviting people: one by a form, many by a list that is looked through first."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.accounts.models import Invitation
from aircop.accounts.services.invitation import issue_invitation, link_token
from taskforces.forms.invitation import BulkForm, InviteForm
from taskforces.queries.person import managed_person
from taskforces.services.invitation import FaultyList, faults_of, invite_people
from taskforces.views.person import may_manage


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("People"), "href": reverse("people:person-list")}]


def _link(request: ActorRequest, invitation: Invitation) -> str:
    return request.build_absolute_uri(reverse("accounts:invitation", args=[link_token(invitation)]))


def _invited(request: ActorRequest, made: list[Invitation]) -> HttpResponse:
    """Show who was invited; the links too, this once, where no mail carries them."""
    shown = settings.DEMO or not settings.MAIL or settings.TESTING
    rows = [
        {
            "person": each.person,
            "link": request.build_absolute_uri(reverse("accounts:invitation", args=[link_token(each)]))
            if shown
            else "",
            "until": each.expires_at,
        }
        for each in made
    ]
    return render(request, "taskforces/person/invited.html", {"rows": rows, "shown": shown, "crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def person_invite(request: ActorRequest) -> HttpResponse:
    """Invite one person."""
    may_manage(request)
    form = InviteForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_people(actor=request.actor, agency=form.agency_chosen, people=[form.invitee()])
        except FaultyList as faulty:
            form.add_error(None, faulty.faults[0][1])
        else:
            return _invited(request, made)
    return render(request, "taskforces/person/invite.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def person_invite_many(request: ActorRequest) -> HttpResponse:
    """Look through a list, then invite all of it; one faulty line invites nobody."""
    may_manage(request)
    form = BulkForm(request.POST if request.method == "POST" else None, actor=request.actor)
    context = {"form": form, "crumbs": _crumbs()}
    if request.method == "POST" and form.is_valid():
        people, agency = form.cleaned_data["people"], form.agencies[form.cleaned_data["agency"]]
        faults = dict(faults_of(request.actor, agency, people))
        if "invite" in request.POST and not faults:
            return _invited(request, invite_people(actor=request.actor, agency=agency, people=people))
        lines = [
            {"line": line, "told": each, "role": form.roles.get(each.role, each.role), "fault": faults.get(line, "")}
            for line, each in enumerate(people, 1)
        ]
        context |= {"lines": lines, "faults": len(faults)}
    return render(request, "taskforces/person/invite_many.html", context)


@require_POST
@fresh_sign_in_required
def person_invite_again(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give a person who has never signed in a new link; the earlier one ends."""
    person = managed_person(request.actor, pk)
    agency = request.actor.acting.agency_id if request.actor.acting else person.pk
    return _invited(request, [issue_invitation(actor=request.actor, person=person, agency_id=agency)])
