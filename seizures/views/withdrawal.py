"""Taking a seizure or a case out of sight: withdrawing it, restricting who sees it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.web.versions import seen_version
from seizures.case_rules import can_restrict_case, can_withdraw_case
from seizures.forms.verification import WhyForm
from seizures.models import Seizure
from seizures.queries.case import visible_case
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_restrict_seizure, can_withdraw_seizure
from seizures.services.withdrawal import restrict_case, restrict_seizure, withdraw_case, withdraw_seizure
from seizures.views import case_tabs
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


@require_http_methods(["GET", "POST"])
def case_withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take the case out of everybody's sight."""
    case = visible_case(request.actor, pk)
    require(can_withdraw_case(request.actor, case))
    form = WhyForm(case_tabs.sent(request), initial={"version": case.version})
    if case_tabs.tried(
        request, form,
        lambda: withdraw_case(
            actor=request.actor, case=case, words=form.cleaned_data["words"], version=seen_version(request)
        ),
        _("%(reference)s is withdrawn.") % {"reference": case},
    ):  # fmt: skip
        return redirect("cases:case-list")
    intro = _(
        "It leaves every list and share, for everybody, and what went along with its shares is shared no longer. Its "
        "seizures stay. It is kept for the auditor and cannot be brought back from here."
    )
    return case_tabs.asked(
        request, case, form, {"title": _("Withdraw this case"), "button": _("Withdraw"), "intro": intro}
    )


@require_http_methods(["GET", "POST"])
def case_restrict(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask why, then leave the case to the acting supervisor alone."""
    case = visible_case(request.actor, pk)
    require(can_restrict_case(request.actor, case))
    form = WhyForm(case_tabs.sent(request), initial={"version": case.version})
    if case_tabs.tried(
        request, form,
        lambda: restrict_case(
            actor=request.actor, case=case, words=form.cleaned_data["words"], version=seen_version(request)
        ),
        _("%(reference)s is restricted: only you see it, and whoever you share it with.") % {"reference": case},
    ):  # fmt: skip
        return redirect("cases:case-detail", pk=pk)
    intro = _(
        "The unit, whoever opened it and everybody it was shared with lose sight of it. Only you see it then, and "
        "whoever you share it with afterwards. Its seizures keep their readers: restrict each where that is needed."
    )
    return case_tabs.asked(
        request, case, form, {"title": _("Restrict who sees this case"), "button": _("Restrict"), "intro": intro}
    )
