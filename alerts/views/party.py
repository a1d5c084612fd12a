"""The page on which a thread is opened to another unit or agency."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid
from alerts.forms.party import PartyForm
from alerts.message_rules import can_add_party
from alerts.queries.thread import visible_thread
from alerts.services.party import add_party
from seizures.forms.faults import put_fault


@require_http_methods(["GET", "POST"])
def party_create(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask who, saying what it will read, then let it in."""
    thread = visible_thread(request.actor, pk)
    require(can_add_party(request.actor, thread))
    form = PartyForm(request.POST if request.method == "POST" else None, parties=thread.parties.all())
    if request.method == "POST" and form.is_valid():
        try:
            party = add_party(actor=request.actor, thread=thread, receiver=form.who())
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("%(party)s takes part now.") % {"party": party})
            return redirect("messages:thread-detail", pk=pk)
    context = {"form": form, "thread": thread, "count": thread.messages.count()}
    return render(request, "alerts/party/create.html", context)
