"""Taking a record out of sight: withdrawing it, restricting who sees it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from seizures.forms.verification import WhyForm
from seizures.models import Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_restrict_seizure, can_withdraw_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from seizures.views.verification import asked


@require_http_methods(["GET", "POST"])
def seizure_withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take the record out of everybody's sight."""
    seizure = visible_seizure(request.actor, pk)
    require(can_withdraw_seizure(request.actor, seizure))
    answer = asked(
        request,
        seizure,
        WhyForm,
        lambda terms: withdraw_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s is withdrawn."),
    )
    still_there = Seizure.objects.visible_to(request.actor).filter(pk=pk).exists()
    return answer if still_there else redirect("seizures:seizure-list")


@require_http_methods(["GET", "POST"])
def seizure_restrict(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then leave the record to the acting supervisor alone."""
    seizure = visible_seizure(request.actor, pk)
    require(can_restrict_seizure(request.actor, seizure))
    return asked(
        request,
        seizure,
        WhyForm,
        lambda terms: restrict_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s is restricted: only you see it, and whoever you share it with."),
    )
