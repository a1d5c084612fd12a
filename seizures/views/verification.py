"""A supervisor's acts on a seizure: verify, reject, open again, lock."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.web.versions import seen_version
from seizures.forms.verification import RejectForm, ReopenForm, VersionForm
from seizures.models import Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_lock_seizure, can_reject_seizure, can_reopen_seizure
from seizures.services.verification import lock_seizure, reject_seizure, reopen_seizure, verify_seizure
from seizures.views.acts import acted


@require_POST
def seizure_verify(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Confirm a submitted seizure."""
    seizure, version = visible_seizure(request.actor, pk), seen_version(request)
    return acted(
        request,
        seizure,
        lambda: verify_seizure(actor=request.actor, seizure=seizure, version=version),
        _("%(reference)s is verified."),
    )


def asked(
    request: ActorRequest,
    seizure: Seizure,
    kind: type[VersionForm],
    act: Callable[[dict[str, Any]], Seizure],
    words: str,
) -> HttpResponse:
    """Ask in a form, then do the act with what was said."""
    sent = request.POST if request.method == "POST" else None
    form = kind(sent, initial={"version": seizure.version})
    if sent is not None and form.is_valid():
        terms = {**form.cleaned_data, "version": seen_version(request)}
        return acted(request, seizure, lambda: act(terms), words)
    name = (request.resolver_match.url_name if request.resolver_match else "").removeprefix("seizure-")  # type: ignore[union-attr]
    return render(request, f"seizures/seizure/{name}.html", {"form": form, "seizure": seizure})


@require_http_methods(["GET", "POST"])
def seizure_reject(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send a submitted seizure back to its author, with a reason."""
    seizure = visible_seizure(request.actor, pk)
    require(can_reject_seizure(request.actor, seizure))
    return asked(
        request,
        seizure,
        RejectForm,
        lambda terms: reject_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s goes back to its author."),
    )


@require_http_methods(["GET", "POST"])
def seizure_reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open a verified seizure for changes again, saying why."""
    seizure = visible_seizure(request.actor, pk)
    require(can_reopen_seizure(request.actor, seizure))
    return asked(
        request,
        seizure,
        ReopenForm,
        lambda terms: reopen_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s is open for changes again."),
    )


@require_http_methods(["GET", "POST"])
def seizure_lock(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask first, then close a verified seizure against changes."""
    seizure = visible_seizure(request.actor, pk)
    require(can_lock_seizure(request.actor, seizure))
    return asked(
        request,
        seizure,
        VersionForm,
        lambda terms: lock_seizure(actor=request.actor, seizure=seizure, **terms),
        _("%(reference)s is locked."),
    )
