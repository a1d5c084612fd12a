"""The audit as a signed file: an agency's entries of a period, checked by anybody who holds the public key."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.access.verdict import allow, lacks, require
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.audit import record
from aircop.audit.export import Asked, Told, export_lines
from aircop.audit.forms import AuditExportForm
from aircop.audit.signing import public_half, signing_key
from aircop.errors import Missing


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def audit_export(request: ActorRequest) -> Any:
    """Ask for the days and what for, then send the file. It takes a fresh proof of who asks."""
    actor = request.actor
    require(allow() if actor.holds(Permission.READ_AUDIT) else lacks(Permission.READ_AUDIT))
    key = signing_key()
    agencies = actor.agencies_with(Permission.READ_AUDIT)
    form = AuditExportForm(request.POST if request.method == "POST" else None, agencies=agencies)
    if request.method == "POST" and form.is_valid() and key is not None:
        return _send(actor, form, key)
    return _ask(request, form, key)


def _ask(request: ActorRequest, form: AuditExportForm, key: Ed25519PrivateKey | None) -> HttpResponse:
    context = {
        "form": form,
        "key": public_half(key) if key else "",
        "crumbs": [{"label": _("Audit"), "href": reverse("audit:entry-list")}],
    }
    return render(request, "audit/export.html", context)


def _send(actor: Actor, form: AuditExportForm, key: Ed25519PrivateKey) -> Any:
    asked = form.asked(by=actor.name)
    record(actor, "audit.export", purpose=asked.purpose, owners=[asked.agency_id])
    response: Any = StreamingHttpResponse(_streamed(actor, asked, key), content_type="application/x-ndjson")
    name = f"audit-{asked.since:%Y%m%d}-{asked.until:%Y%m%d}.ndjson"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _streamed(actor: Actor, asked: Asked, key: Ed25519PrivateKey) -> Iterator[bytes]:
    """Yield the file in a transaction of its own: the one of the request is over by then, and so may the right be."""
    told = Told()
    try:
        with transaction.atomic():
            if asked.agency_id not in bind(actor).agencies_with(Permission.READ_AUDIT):
                raise Missing
            yield from export_lines(asked, key, told)
    finally:
        with transaction.atomic():
            counts = {"entries": (None, told.entries), "withheld": (None, told.withheld), "whole": (None, told.whole)}
            said = f"{told.entries} sha256:{told.sha256}"
            record(
                bind(actor), "audit.export_end", changes=counts, reason=said, purpose=asked.purpose,
                owners=[asked.agency_id],
            )  # fmt: skip
