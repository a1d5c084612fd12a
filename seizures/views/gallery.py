"""Photos of all seizures that the reader may see, by the concealment that they show."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.audit import record
from aircop.errors import Invalid
from aircop.paging import Mark
from aircop.rest.pagination import keyset
from aircop.web.pagination import pager, place_asked
from seizures.forms.attachment import GalleryForm
from seizures.queries.attachment import visible_photos

SIZE = 24


@require_GET
def gallery(request: ActorRequest) -> HttpResponse:
    """Show photos, the newest first, of one concealment method or of all."""
    form = GalleryForm(request.GET)
    wanted = form.cleaned_data["concealment"] if form.is_valid() else ""
    try:
        marks = {name: Mark(*place) for name, place in place_asked(request).items()}
    except Invalid:
        marks = {}
    photos = visible_photos(request.actor, wanted).select_related("file", "seizure__airport")
    found = keyset(photos, order="-recorded_at", size=SIZE, **marks)
    record(request.actor, "attachment.gallery", rows={row.seizure for row in found.rows})
    context = {
        "photos": found.rows,
        "form": form,
        "wanted": wanted,
        "pager": pager(
            request,
            next_mark=found.next,
            previous_mark=found.previous,
            words=_shown(len(found.rows)),
        ),
    }
    return render(request, "seizures/attachment/gallery.html", context)


def _shown(count: int) -> str:
    return ngettext("%(count)d photo", "%(count)d photos", count) % {"count": count}
