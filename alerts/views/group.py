"""Pages of closed groups: which there are, one of them with its members, opening and ending it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.web.pagination import marks_asked, pager
from alerts import message_rules as rules
from alerts.forms.group import GroupForm, MemberForm, end_of
from alerts.models import ClosedGroup, Thread
from alerts.queries.group import members_of, visible_group
from alerts.services.group import add_member, end_group, end_membership_in_group, open_group
from seizures.forms.faults import put_fault
from taskforces.queries.task_force import acting_unit

SIZE = 50
LATEST = 20  # threads on the page of a group


@require_GET
def group_list(request: ActorRequest) -> HttpResponse:
    """Show the closed groups of which the reader is a member."""
    marks, notes = marks_asked(request)
    found = page(ClosedGroup.objects.visible_to(request.actor).with_rows(), order="-recorded_at", size=SIZE, **marks)
    record(request.actor, "group.list", rows=found.rows)
    context = {
        "rows": found.rows,
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=""),
        "notes": notes,
        "may_open": rules.can_open_group(request.actor),
    }
    return render(request, "alerts/group/list.html", context)


@require_http_methods(["GET", "POST"])
def group_create(request: ActorRequest) -> HttpResponse:
    """Open a closed group."""
    require(rules.can_open_group(request.actor))
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            zone = acting_unit(request.actor).airport.timezone
            group = open_group(actor=request.actor, purpose=form.purpose(zone))
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("The group is open. Now say who belongs to it."))
            return redirect("messages:group-detail", pk=group.pk)
    return render(request, "alerts/group/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def group_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show a group with its members and what is written there; who leads it lets further ones in."""
    actor, group = request.actor, visible_group(request.actor, pk)
    may_add = rules.can_add_member(actor, group)
    form = MemberForm(request.POST if request.method == "POST" else None) if may_add else None
    if request.method == "POST":
        require(may_add)
        if form is not None and form.is_valid() and _added(request, group, form):
            return redirect("messages:group-detail", pk=pk)
    record(actor, "group.read", about=group)
    members = members_of(group)
    for each in members:
        each.group = group
    threads = Thread.objects.visible_to(actor).with_rows().filter(group=group).order_by("-last_at", "-id")[:LATEST]
    context = {
        "group": group,
        "members": [{"row": row, "may_end": rules.can_end_membership_in_group(actor, row)} for row in members],
        "threads": threads,
        "form": form,
        "leads": rules.can_lead_group(actor, group),
        "may_add": may_add,
        "may_write": rules.can_open_thread(actor, group),
    }
    return render(request, "alerts/group/detail.html", context)


def _added(request: ActorRequest, group: ClosedGroup, form: Any) -> bool:
    try:
        until = end_of(form.cleaned_data["until"], group.task_force.airport.timezone)
        member = add_member(actor=request.actor, group=group, receiver=form.who(), until=until)
    except Invalid as fault:
        put_fault(form, fault)
        return False
    messages.success(request, _("%(member)s is a member now.") % {"member": member})
    return True


@require_POST
def group_member_end(request: ActorRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Take a member out."""
    group = visible_group(request.actor, pk)
    found = next((row for row in members_of(group) if row.pk == member), None)
    if found is None:
        raise Missing
    found.group = group
    end_membership_in_group(actor=request.actor, member=found)
    messages.success(request, _("%(member)s is no member any more.") % {"member": found})
    return redirect("messages:group-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def group_end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask once, then end a group."""
    group = visible_group(request.actor, pk)
    require(rules.can_lead_group(request.actor, group))
    if request.method == "POST":
        end_group(actor=request.actor, group=group)
        messages.success(request, _("The group has ended. Its members go on reading."))
        return redirect("messages:group-detail", pk=pk)
    return render(request, "alerts/group/end.html", {"group": group, "form": forms.Form()})
