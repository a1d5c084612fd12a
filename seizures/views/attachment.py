"""Photos and documents of a seizure: the tab with its gallery, adding, withdrawing, and the files themselves."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.files import serving
from aircop.reference.queries import label
from seizures.enums import AttachmentKind, SeizureStatus
from seizures.forms.attachment import AttachmentForm, WithdrawForm
from seizures.models import Attachment, Seizure
from seizures.queries.attachment import attachments_of, visible_attachment
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_add_to_seizure, can_handle_identities, can_read_files, can_withdraw_attachment
from seizures.services.attachment import attach_file, withdraw_attachment
from seizures.views.sent_file import keep_sent_file
from seizures.views.tabs import tabs


@require_http_methods(["GET", "POST"])
def attachment_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the files of a seizure by what they show, and take one more; with script they travel in the background."""
    seizure = visible_seizure(request.actor, pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(can_add_to_seizure(request.actor, seizure))
        require(can_handle_identities(request.actor, seizure))
        if _added(request, seizure, form):
            messages.success(request, _("The file is added."))
            return redirect("seizures:attachment-list", pk=pk)
    with grants.asked_once():
        context = _context(request, seizure, form)
    record(request.actor, "attachment.list", about=seizure)
    return render(request, "seizures/attachment/list.html", context)


def _added(request: ActorRequest, seizure: Seizure, form: AttachmentForm) -> bool:
    def keep(name: str, data: bytes) -> object:
        return attach_file(actor=request.actor, seizure=seizure, name=name, data=data, shows=form.shows())

    return keep_sent_file(request, form, keep)


def _context(request: ActorRequest, seizure: Seizure, form: AttachmentForm) -> dict[str, Any]:
    actor = request.actor
    rows = list(attachments_of(actor, seizure))
    photos = [row for row in rows if row.kind == AttachmentKind.PHOTO]
    return {
        "seizure": seizure,
        "tabs": tabs(seizure, "seizures:attachment-list"),
        "groups": _by_concealment(photos),
        "documents": [row for row in rows if row.kind == AttachmentKind.DOCUMENT],
        "identities": can_read_files(actor, seizure).allowed,
        "adding": can_add_to_seizure(actor, seizure) and can_handle_identities(actor, seizure),
        "serves": actor.serves(seizure.owner_agency, seizure.owner_unit),
        "form": form,
        "crumbs": [
            {"label": _("Seizures"), "href": reverse("seizures:seizure-list")},
            {"label": str(seizure), "href": reverse("seizures:seizure-detail", args=[seizure.pk])},
        ],
    }


def _by_concealment(photos: list[Attachment]) -> list[dict[str, Any]]:
    """Return the photos by the concealment that they show; those that show none come last."""
    named = sorted(photos, key=lambda row: (not row.concealment, label("concealment", row.concealment), row.pk))
    return [
        {"label": label("concealment", code) or _("Other photos"), "photos": list(rows)}
        for code, rows in groupby(named, key=lambda row: row.concealment)
    ]


@require_GET
def attachment_detail(request: ActorRequest, pk: UUID, attachment: UUID) -> HttpResponse:
    """Show one file: the picture as large as a screen, what is known of the original, and the way to it."""
    found = visible_attachment(request.actor, pk, attachment)
    seizure = visible_seizure(request.actor, pk)
    record(request.actor, "attachment.read", about=seizure, ids=[found.pk])
    context = {
        "seizure": seizure,
        "row": found,
        "rows": _facts(found, serves=request.actor.serves(seizure.owner_agency, seizure.owner_unit)),
        "withdrawing": can_withdraw_attachment(request.actor, found),
        "crumbs": [
            {"label": str(seizure), "href": reverse("seizures:seizure-detail", args=[seizure.pk])},
            {"label": _("Files"), "href": reverse("seizures:attachment-list", args=[seizure.pk])},
        ],
    }
    return render(request, "seizures/attachment/detail.html", context)


def _facts(row: Attachment, *, serves: bool) -> list[dict[str, str]]:
    file = row.file
    by = str(row.recorded_by) if serves else row.agency.name if row.agency else ""
    told = [
        (_("Concealment"), label("concealment", row.concealment)),
        (_("File"), file.name),
        (
            _("Kind"),
            f"{file.media_type}, {file.width} \N{MULTIPLICATION SIGN} {file.height}" if file.width else file.media_type,
        ),
        (_("Added by"), by),
        (_("Malicious programs"), file.get_scan_display()),
        (_("SHA-256 of the file"), file.sha256),
    ]
    return [{"label": name, "value": value} for name, value in told if value]


@require_http_methods(["GET", "POST"])
def attachment_withdraw(request: ActorRequest, pk: UUID, attachment: UUID) -> HttpResponse:
    """Ask why, then take a file out of sight; of a draft it is thrown away."""
    found = visible_attachment(request.actor, pk, attachment)
    require(can_withdraw_attachment(request.actor, found))
    draft = found.seizure.status == SeizureStatus.DRAFT
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    form.fields["words"].required = not draft
    if request.method == "POST" and form.is_valid():
        withdraw_attachment(actor=request.actor, attachment=found, words=form.cleaned_data["words"])
        messages.success(request, _("The file is gone.") if draft else _("The file is withdrawn."))
        return redirect("seizures:attachment-list", pk=pk)
    context = {"form": form, "seizure": found.seizure, "row": found, "draft": draft}
    return render(request, "seizures/attachment/withdraw.html", context)


@require_GET
def attachment_download(request: ActorRequest, pk: UUID, attachment: UUID) -> HttpResponse:
    """Give out the original, as it came, to be saved: no browser opens it."""
    found = visible_attachment(request.actor, pk, attachment)
    answer = serving.download(found.file, mark=found.seizure.handling)
    record(request.actor, "attachment.download", about=found.seizure, ids=[found.pk])
    return answer


@require_GET
def attachment_picture(request: ActorRequest, pk: UUID, attachment: UUID, size: str) -> HttpResponse:
    """Give out the picture drawn from a photo, small or large; the page that shows it was audited."""
    return serving.picture(visible_attachment(request.actor, pk, attachment).file, size)
