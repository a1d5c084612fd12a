"""What the acts on a seizure have in common: what is said afterwards."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aircop.access.requests import ActorRequest
from aircop.errors import StaleWrite
from seizures.models import Seizure


def acted(request: ActorRequest, seizure: Seizure, act: Callable[[], Seizure], words: str) -> HttpResponse:
    """Do the act and say so on the page of the record; after a stale write the page shows what changed."""
    try:
        done = act()
    except StaleWrite:
        messages.warning(request, _("Somebody changed this record meanwhile. Read it again before you go on."))
    else:
        messages.success(request, words % {"reference": done.reference})
    return redirect("seizures:seizure-detail", pk=seizure.pk)
