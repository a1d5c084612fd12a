"""Logging a seizure, changing it, handing it in, throwing a draft away."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid
from aircop.web.answers import led_to
from aircop.web.versions import seen_version
from seizures.enums import EntryForm
from seizures.forms.carried_along import details_carried
from seizures.forms.change import ChangeForm
from seizures.forms.faults import put_fault
from seizures.forms.seizure import QuickForm
from seizures.models import Seizure
from seizures.queries.seizure import own_by_id, visible_seizure
from seizures.rules import can_change_seizure, can_discard_seizure, can_log_seizure
from seizures.services.conveyance import set_conveyance
from seizures.services.entry_draft import finish_entry
from seizures.services.route import set_route
from seizures.services.seizure import change_seizure, discard_seizure, log_seizure, submit_seizure
from seizures.views.acts import acted
from seizures.views.blank import change_form, own_id, quick_form
from seizures.views.entry_draft import keep_for_later
from seizures.views.filling import filled, quick_page, writing_of
from seizures.views.kept import KeptPage
from seizures.views.logged import note_logged
from seizures.views.shown import on_the_way
from seizures.views.tabs import sections
from taskforces.queries.task_force import acting_unit


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def seizure_create(request: ActorRequest) -> HttpResponse:
    """Take the eight fields of the quick entry; the main button submits, the other one keeps a draft."""
    require(can_log_seizure(request.actor))
    unit = acting_unit(request.actor)
    if request.method == "POST" and (answer := filled(request, unit)):
        return answer
    form = quick_form(request, unit, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seizure, new = _log_once(request.actor, form, submit="draft" not in request.POST)
        except Invalid as fault:
            put_fault(form, fault)
        else:
            return _saved(request, seizure, new=new)
    if form.errors and "draft" in request.POST and (kept := keep_for_later(request)):
        return kept
    return quick_page(request, form, unit)


def _log_once(actor: Actor, form: QuickForm, *, submit: bool) -> tuple[Seizure, bool]:
    """Log what the form tells, unless the same form made a record already; say whether it is new."""
    record_id = own_id(actor, form.cleaned_data["record"])
    if record_id and (known := own_by_id(actor, record_id)):
        return known, False
    try:
        return _log(actor, form, record_id, submit=submit), True
    except IntegrityError:  # sent twice at the same moment
        known = own_by_id(actor, record_id) if record_id else None
        return (known, False) if known else (_log(actor, form, None, submit=submit), True)


@transaction.atomic
def _log(actor: Actor, form: QuickForm, record_id: UUID | None, *, submit: bool) -> Seizure:
    """Log what the form tells, with what a scan told beyond its fields."""
    seizure = log_seizure(actor=actor, seizure_id=record_id, facts=form.facts(), found=form.found(), submit=submit)
    if details := details_carried(form.cleaned_data):
        seizure = set_conveyance(actor=actor, seizure=seizure, version=seizure.version, told=details)
    if legs := form.cleaned_data["legs"]:
        seizure = set_route(actor=actor, seizure=seizure, version=seizure.version, legs=legs)
    return seizure


def _saved(request: ActorRequest, seizure: Seizure, *, new: bool) -> HttpResponse:
    """Say what became of the form; what was typed so far is deleted with it."""
    writing = writing_of(request)
    differs = bool(writing and finish_entry(actor=request.actor, writing=writing))
    if not new:
        messages.info(request, _("This form was saved already. Here is the record that it made."))
    elif seizure.reference:
        note_logged(request, seizure)
        messages.success(request, _("%(reference)s is submitted.") % {"reference": seizure.reference})
    else:
        messages.success(request, _("Kept as a draft. Only you see it until you submit it."))
    return led_to(request, "seizures:seizure-detail", pk=seizure.pk, told={"new": new, "differs": differs})


@require_http_methods(["GET", "POST"])
def seizure_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change what happened; when somebody else was faster, show both texts and let the writer choose."""
    seizure = visible_seizure(request.actor, pk)
    require(can_change_seizure(request.actor, seizure))
    page = KeptPage(
        request=request,
        seizure=seizure,
        kind=EntryForm.CHANGE,
        template="seizures/seizure/change.html",
        make=lambda data=None, *, typed=None, **more: change_form(request, seizure, data=data, **more),  # noqa: ARG005
        context={
            "sections": sections(seizure, "seizures:seizure-change"),
            "travels": on_the_way(seizure, grants.held(request.actor, seizure)),
        },
    )
    return page.answer(lambda form: _change(request.actor, seizure, form))


def _change(actor: Actor, seizure: Seizure, form: ChangeForm) -> None:
    version = form.cleaned_data["version"]
    change_seizure(actor=actor, seizure=seizure, version=version, facts=form.facts_changed())


@require_POST
def seizure_submit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Hand a draft, or a mended seizure, to the unit."""
    seizure = visible_seizure(request.actor, pk)
    version = seen_version(request)
    return acted(
        request,
        seizure,
        lambda: submit_seizure(actor=request.actor, seizure=seizure, version=version),
        _("%(reference)s is submitted."),
    )


@require_http_methods(["GET", "POST"])
def seizure_discard(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask first, then throw a draft away."""
    seizure = visible_seizure(request.actor, pk)
    require(can_discard_seizure(request.actor, seizure))
    if request.method == "POST":
        with transaction.atomic():
            discard_seizure(actor=request.actor, seizure=seizure)
        messages.success(request, _("The draft is gone."))
        return redirect("seizures:seizure-list")
    return render(request, "seizures/seizure/discard.html", {"seizure": seizure})
