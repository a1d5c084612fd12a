"""What comes back on an alert: it arrived, this was done, that came of it; and who has said nothing yet."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from alerts.forms.alert import AnswerForm
from alerts.queries.alert import own_addressee, visible_alert
from alerts.queries.answer import came_from, told_about, waiting_for_others, waiting_for_us
from alerts.rules import can_answer_alert, can_answer_alerts, can_tell_names
from alerts.services.answer import acknowledge_alert, answer_alert
from alerts.views.acts import acted
from seizures.models import Seizure
from seizures.queries.seizure import visible_seizure


@require_POST
def alert_acknowledge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say that it arrived and is in hand."""
    alert = visible_alert(request.actor, pk)
    return acted(
        request,
        alert,
        lambda: acknowledge_alert(actor=request.actor, alert=alert),
        _("Noted: your side has it in hand."),
    )


@require_http_methods(["GET", "POST"])
def alert_answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say what was done, and what came of it."""
    actor = request.actor
    alert = visible_alert(actor, pk)
    require(can_answer_alert(actor, alert, own_addressee(actor, alert)))
    form = AnswerForm(request.POST or None, names=bool(can_tell_names(actor, alert)))
    found = _seizure(request, form) if request.method == "POST" and form.is_valid() else None
    if request.method == "POST" and form.is_valid():
        told = {"result": form.cleaned_data["result"], "words": form.cleaned_data.get("words", "")}
        return acted(
            request,
            alert,
            lambda: answer_alert(actor=actor, alert=alert, seizure=found, **told),
            _("Your answer is with the unit that told the alert."),
        )
    context = {"form": form, "alert": alert, "words": can_tell_names(actor, alert)}
    return render(request, "alerts/alert/answer.html", context)


@require_GET
def answer_list(request: ActorRequest) -> HttpResponse:
    """Show which alerts the own side has not answered, and on which of its own somebody has not."""
    actor = request.actor
    to_us, to_others = waiting_for_us(actor), waiting_for_others(actor)
    if to_us or to_others:
        record(actor, "alert.list", rows={row.pk: row for row in (*to_us, *to_others)}.values())
    context = {
        "to_us": to_us,
        "to_others": to_others,
        "may_answer": can_answer_alerts(actor),
        "crumbs": [{"label": _("Alerts"), "href": reverse("alerts:alert-list")}],
    }
    return render(request, "alerts/answer/list.html", context)


@require_GET
def seizure_alerts(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show of which alerts a seizure came, and which tell of it: a panel of its page, and a page by itself."""
    seizure = visible_seizure(request.actor, pk)
    origins, about = came_from(request.actor, seizure), told_about(request.actor, seizure)
    if origins or about:
        record(request.actor, "alert.list", rows={row.pk: row for row in (*origins, *about)}.values())
    back = {"label": str(seizure), "href": reverse("seizures:seizure-detail", args=[pk])}
    context = {"seizure": seizure, "origins": origins, "about": about, "crumbs": [back]}
    return render(request, "alerts/answer/seizure.html", context)


def _seizure(request: ActorRequest, form: AnswerForm) -> Seizure | None:
    """Return the seizure that was named, if one was; a fault stands at the field."""
    reference = form.cleaned_data["seizure"].strip().upper()
    if not reference:
        return None
    found = Seizure.objects.visible_to(request.actor).filter(reference=reference).first()
    if found is None:
        form.add_error("seizure", _("There is no such seizure, or you do not see it. Check the reference."))
    return found
