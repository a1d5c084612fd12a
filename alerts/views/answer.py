"""What comes back on an alert: it arrived, this was done."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from alerts.forms.alert import AnswerForm
from alerts.queries.alert import own_addressee, visible_alert
from alerts.rules import can_answer_alert
from alerts.services.answer import acknowledge_alert, answer_alert
from alerts.views.acts import acted
from seizures.models import Seizure


@require_POST
def alert_acknowledge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say that it arrived and is in hand."""
    alert = visible_alert(request.actor, pk)
    return acted(
        request,
        alert,
        lambda: acknowledge_alert(actor=request.actor, alert=alert),
        _("Noted: your unit has it in hand."),
    )


@require_http_methods(["GET", "POST"])
def alert_answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say what was done, and what came of it."""
    actor = request.actor
    alert = visible_alert(actor, pk)
    require(can_answer_alert(actor, alert, own_addressee(actor, alert)))
    form = AnswerForm(request.POST or None, names=SEE_IDENTITY in grants.held(actor, alert))
    found = _seizure(request, form) if request.method == "POST" and form.is_valid() else None
    if request.method == "POST" and form.is_valid():
        told = {"result": form.cleaned_data["result"], "words": form.cleaned_data.get("words", "")}
        return acted(
            request,
            alert,
            lambda: answer_alert(actor=actor, alert=alert, seizure=found, **told),
            _("Your answer is with the unit that told the alert."),
        )
    return render(request, "alerts/alert/answer.html", {"form": form, "alert": alert})


def _seizure(request: ActorRequest, form: AnswerForm) -> Seizure | None:
    """Return the seizure that was named, if one was; a fault stands at the field."""
    reference = form.cleaned_data["seizure"].strip().upper()
    if not reference:
        return None
    found = Seizure.objects.visible_to(request.actor).filter(reference=reference).first()
    if found is None:
        form.add_error("seizure", _("There is no such seizure, or you do not see it. Check the reference."))
    return found
