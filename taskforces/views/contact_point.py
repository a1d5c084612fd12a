"""Pages of the contact directory: who is on duty now, and keeping it right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.access.verdict import lacks, require
from aircop.audit import record
from aircop.errors import Invalid, StaleWrite
from aircop.paging import keyset
from aircop.reference.queries import label
from aircop.web.pagination import address_without, bar_of, count_words, marks_asked, pager, read_text_token
from aircop.web.versions import seen_version
from taskforces.forms.contact_filter import ANY_TIME, ContactFilterForm, sentence
from taskforces.forms.contact_point import DeskForm, NewDeskForm, RemoveForm, desk_as_typed
from taskforces.models import ContactPoint, DutyShift
from taskforces.queries.contact_point import capped_count, narrowed, visible_contact
from taskforces.queries.duty import DESK, fitting, on_duty_now, without_desk
from taskforces.rules import can_change_contact_point
from taskforces.services.contact_point import (
    Desk,
    add_contact_point,
    change_contact_point,
    remove_contact_point,
    verify_contact_point,
)
from taskforces.views.contact_shown import card, row_of
from taskforces.views.duty_shown import shift_row

SIZE = 50


@require_GET
def contact_list(request: ActorRequest) -> HttpResponse:
    """Show who is on duty now, narrowed as the address says; the list that is shown is noted in the audit."""
    duty = on_duty_now(request.actor)
    also = {each.task_force.airport.country_id for each in duty}
    form = ContactFilterForm(request.GET, actor=request.actor, also=also)
    rows = narrowed(ContactPoint.objects.visible_to(request.actor).with_duty(), form.wanted(), duty)
    marks, notes = marks_asked(request, read_text_token)
    found = keyset(rows.with_rows(), order="sort_key", size=SIZE, **marks)
    record(request.actor, "contact_point.list", rows=found.rows)
    count, words = capped_count(rows), form.words()
    deskless = without_desk(request.actor, fitting(duty, form.wanted()))
    manned = {each.task_force_id for each in found.rows if each.function == DESK}
    shown = [each for each in duty if each.task_force_id in manned]
    if shown or deskless:
        record(request.actor, "duty_shift.list", rows=[*shown, *deskless])
    officers = [shift_row(request.actor, each) for each in shown]
    context = {
        "rows": [row_of(each) | {"officers": _officers(each, officers)} for each in found.rows],
        "deskless": [shift_row(request.actor, each) for each in deskless],
        "spoken": _spoken(request, duty, form.wanted()),
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=_shown(found.rows, count)),
        "form": form,
        "bar": {
            "count": count_words(count),
            "words": sentence(words, count),
            **bar_of(request, words, off={"duty": ANY_TIME}, everything=f"duty={ANY_TIME}"),
        },
        "may_add": request.actor.may(Permission.MANAGE_CONTACTS),
        "notes": notes,
    }
    return render(request, "taskforces/contact_point/list.html", context)


def _officers(contact: ContactPoint, officers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who is on duty now at a duty desk of a unit."""
    unit = contact.task_force_id if contact.function == DESK else None
    return [each for each in officers if unit and each["shift"].task_force_id == unit]


def _spoken(request: ActorRequest, duty: list[DutyShift], wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the languages of those on duty now where the reader looks, each one click away."""
    here = fitting(duty, wanted | {"language": ""})
    codes = sorted({code for each in here for code in each.languages}, key=lambda code: label("language", code))
    return [{"label": label("language", code), "href": address_without(request, language=code)} for code in codes]


def _shown(rows: Any, count: int) -> str:
    return _("%(here)s of %(count)s") % {"here": len(rows), "count": count_words(count)} if count else ""


@require_GET
def contact_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show one desk; the look is noted in the audit."""
    contact = visible_contact(request.actor, pk)
    record(request.actor, "contact_point.read", about=contact)
    may = can_change_contact_point(request.actor, contact)
    context = {"contact": contact, "row": card(contact), "may": may, "crumbs": _crumbs()}
    return render(request, "taskforces/contact_point/detail.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Contacts"), "href": reverse("contacts:contact-list")}]


@require_http_methods(["GET", "POST"])
def contact_create(request: ActorRequest) -> HttpResponse:
    """Put a desk into the directory."""
    if not request.actor.may(Permission.MANAGE_CONTACTS):
        require(lacks(Permission.MANAGE_CONTACTS))
    sent = request.POST if request.method == "POST" else None
    form = NewDeskForm(sent, actor=request.actor, initial={"owner": request.GET.get("owner", "")})
    if sent is not None and form.is_valid():
        try:
            contact = add_contact_point(actor=request.actor, owner=form.owner_chosen, desk=Desk(**form.told()))
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("%(name)s is in the directory.") % {"name": contact.name})
            return redirect("contacts:contact-detail", pk=contact.pk)
    return render(request, "taskforces/contact_point/form.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
def contact_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change what the directory says about a desk; the second of two writers is told and sees both."""
    contact = visible_contact(request.actor, pk)
    require(can_change_contact_point(request.actor, contact))
    sent = request.POST if request.method == "POST" else None
    form = DeskForm(sent, initial=desk_as_typed(contact))
    if sent is not None and form.is_valid():
        try:
            change_contact_point(
                actor=request.actor, contact=contact, changes=form.told(), version=seen_version(request)
            )
        except StaleWrite:
            again = sent.copy()
            again["version"] = str(contact.version)
            form = DeskForm(again, initial=desk_as_typed(contact))
            form.add_error(None, _("Somebody changed this contact meanwhile. Compare with the card, then save again."))
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("contacts:contact-detail", pk=contact.pk)
    context = {"form": form, "contact": contact, "crumbs": _crumbs()}
    return render(request, "taskforces/contact_point/form.html", context)


def put_fault(form: DeskForm, fault: Invalid) -> None:
    """Put what a service refused onto the field that it concerns."""
    name = {"channels": "channel_1", "hours": "when"}.get(fault.field, fault.field)
    form.add_error(name if name in form.fields else None, fault.reason)


@require_POST
def contact_verify(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note that somebody made sure of a desk today."""
    contact = visible_contact(request.actor, pk)
    try:
        verify_contact_point(actor=request.actor, contact=contact, version=seen_version(request))
    except StaleWrite:
        messages.warning(request, _("Somebody changed this contact meanwhile. Read it again before you confirm it."))
    else:
        messages.success(request, _("Verified today."))
    return redirect("contacts:contact-detail", pk=contact.pk)


@require_http_methods(["GET", "POST"])
def contact_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take a desk out of the directory."""
    contact = visible_contact(request.actor, pk)
    require(can_change_contact_point(request.actor, contact))
    sent = request.POST if request.method == "POST" else None
    form = RemoveForm(sent, initial={"version": contact.version})
    if sent is not None and form.is_valid():
        try:
            remove_contact_point(
                actor=request.actor, contact=contact, reason=sent["reason"], version=seen_version(request)
            )
        except StaleWrite:
            messages.warning(request, _("Somebody changed this contact meanwhile. Read it again before you go on."))
            return redirect("contacts:contact-detail", pk=contact.pk)
        messages.success(request, _("%(name)s left the directory.") % {"name": contact.name})
        return redirect("contacts:contact-list")
    return render(
        request, "taskforces/contact_point/remove.html", {"form": form, "contact": contact, "crumbs": _crumbs()}
    )
