"""Photos that go out with an alert: putting them in, taking them out, and the pictures themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing
from aircop.files import serving
from alerts.forms.alert import PhotoForm
from alerts.models import Alert
from alerts.queries.alert import visible_alert
from alerts.queries.photo import photos_of, photos_to_copy, visible_photo
from alerts.rules import can_change_alert, can_tell_names
from alerts.services.photo import add_photo, copy_photo, remove_photo
from seizures.views.sent_file import keep_sent_file


@require_http_methods(["GET", "POST"])
def photo_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show the photos of an alert that was not told yet, and take one more: from the device, or from the seizure."""
    actor = request.actor
    alert = visible_alert(actor, pk)
    require(can_change_alert(actor, alert))
    require(can_tell_names(actor, alert))
    copied = request.POST.get("attachment", "")
    sent = request.method == "POST" and not copied
    form = PhotoForm(request.POST if sent else None, request.FILES if sent else None)
    if copied:
        _copy(request, alert, copied)
        return redirect("alerts:photo-list", pk=pk)
    if sent and _added(request, alert, form):
        messages.success(request, _("The photo is added."))
        return redirect("alerts:photo-list", pk=pk)
    photos = list(photos_of(actor, alert))
    context = {"alert": alert, "photos": photos, "offered": photos_to_copy(actor, alert), "form": form}
    return render(request, "alerts/photo/list.html", context)


def _copy(request: ActorRequest, alert: Alert, named: str) -> None:
    found = next((row for row in photos_to_copy(request.actor, alert) if str(row.pk) == named), None)
    if found is None:
        raise Missing
    try:
        copy_photo(actor=request.actor, alert=alert, attachment=found)
    except Invalid as fault:
        messages.error(request, fault.reason)
    else:
        messages.success(request, _("The photo is added."))


def _added(request: ActorRequest, alert: Alert, form: PhotoForm) -> bool:
    def keep(name: str, data: bytes) -> object:
        return add_photo(actor=request.actor, alert=alert, name=name, data=data, caption=form.cleaned_data["caption"])

    return keep_sent_file(request, form, keep)


@require_POST
def photo_remove(request: ActorRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """Take a photo out of an alert that was not told yet."""
    remove_photo(actor=request.actor, photo=visible_photo(request.actor, pk, photo))
    messages.success(request, _("The photo is taken out."))
    return redirect("alerts:photo-list", pk=pk)


@require_GET
def photo_picture(request: ActorRequest, pk: UUID, photo: UUID, size: str) -> HttpResponse:
    """Give out the picture drawn from a photo, small or large; the page that shows it was audited."""
    return serving.picture(visible_photo(request.actor, pk, photo).file, size)
