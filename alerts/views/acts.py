"""What the acts on an alert have in common: what is said afterwards."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aircop.access.requests import ActorRequest
from aircop.errors import Invalid, StaleWrite
from alerts.models import Alert


def acted(request: ActorRequest, alert: Alert, act: Callable[[], object], words: str) -> HttpResponse:
    """Do the act and say so on the page of the alert; what was refused is said there too."""
    try:
        act()
    except StaleWrite:
        messages.warning(request, _("Somebody changed this record meanwhile. Read it again before you go on."))
    except Invalid as fault:
        messages.error(request, fault.reason)
    else:
        messages.success(request, words)
    return redirect("alerts:alert-detail", pk=alert.pk)
