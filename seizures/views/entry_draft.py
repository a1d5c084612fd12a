"""Forms half filled: kept while they are typed, gone on with later, thrown away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing
from aircop.rest.throttling import Buckets
from aircop.web.answers import in_place
from seizures.enums import EntryForm
from seizures.forms.entry_draft import address_of, entry_clashes, put_typed
from seizures.models import EntryDraft, Seizure
from seizures.queries.entry_draft import own_entry
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_log_seizure
from seizures.services.entry_draft import Ended, Writing, WrittenElsewhere, discard_entry, keep_entry
from seizures.views.blank import own_record, quick_form
from seizures.views.filling import quick_page, writing_of
from seizures.views.part_forms import blank_form
from taskforces.queries.task_force import acting_unit

CONFLICT, GONE, TOO_LARGE, TOO_MANY = 412, 410, 413, 429
SAVES = Buckets()
PER_SECOND, BURST = 1.0, 40  # a page saves every three seconds; several pages, and a stack after a time without line


@require_POST
def entry_keep(request: ActorRequest) -> HttpResponse:
    """Keep what stands in a form now, valid or not. A page asks for this every few seconds while somebody types."""
    if wait := SAVES.take(str(request.actor.subject_id), per_second=PER_SECOND, burst=BURST):
        return JsonResponse({"wait": wait}, status=TOO_MANY, headers={"Retry-After": str(int(wait) + 1)})
    writing = writing_of(request)
    if writing is None:
        raise Invalid(_("This form cannot be kept. Open it again."))
    try:
        entry = _kept(request, writing)
    except WrittenElsewhere as clash:
        return _clash(request, writing, clash.stands)
    except Ended:
        return _gone(request, writing.record)
    except Invalid as fault:
        return _said(request, fault)
    told = {"revision": entry.revision, "saved_at": entry.saved_at, "resume": resume_address(entry)}
    if in_place(request):
        return JsonResponse(told)
    return kept_answer(request)


def _kept(request: ActorRequest, writing: Writing) -> EntryDraft:
    """Keep it, unless the record that it was to become is there already."""
    about = None if writing.form == EntryForm.QUICK else _about(request)
    if about is None and own_record(request.actor, writing.record):
        raise Ended
    return keep_entry(actor=request.actor, writing=writing, about=about)


def _about(request: ActorRequest) -> Seizure:
    try:
        return visible_seizure(request.actor, UUID(request.POST.get("about", "")))
    except ValueError:
        raise Missing from None


def keep_for_later(request: ActorRequest, about: Seizure | None = None) -> HttpResponse | None:
    """Keep a form that is sent with the button "Keep as draft" before it is whole; None when it has no marks."""
    writing = writing_of(request)
    if writing is None:
        return None
    try:
        keep_entry(actor=request.actor, writing=writing, about=about)
    except WrittenElsewhere as clash:
        return _clash(request, writing, clash.stands)
    except Ended:
        return _gone(request, writing.record)
    return kept_answer(request)


def kept_answer(request: ActorRequest) -> HttpResponse:
    """Lead to where it waits."""
    messages.success(request, _("Kept as you left it. Only you see it, and it waits here until you go on."))
    home = reverse("home:my-work")
    return JsonResponse({"location": home}) if in_place(request) else HttpResponseRedirect(home)


def _clash(request: ActorRequest, writing: Writing, stands: EntryDraft) -> HttpResponse:
    """Show both texts; the writer's own stays in its form, and the next save of it names the one that stands."""
    form = blank_form(request, stands, writing.typed)
    put_typed(form, writing.typed)
    context = {
        "clashes": entry_clashes(form, writing.typed, stands.typed),
        "stands": stands,
        "resume": resume_address(stands),
        "writing": writing,
    }
    name = "seizures/entry_draft/clash.html" if in_place(request) else "seizures/entry_draft/conflict.html"
    return render(request, name, context, status=CONFLICT)


def _gone(request: ActorRequest, record: UUID) -> HttpResponse:
    made = own_record(request.actor, record)
    entry = None if made else own_entry(request.actor, record)
    about = made.pk if made else entry.about if entry and entry.digest else None
    where = reverse("seizures:seizure-detail", args=[about]) if about else ""
    sent = made or (entry and entry.digest)
    reason = _("This entry was sent already.") if sent else _("This entry was thrown away in another window.")
    if in_place(request):
        return JsonResponse({"reason": reason, "location": where}, status=GONE)
    messages.warning(request, reason)
    return redirect(where or "home:my-work")


def _said(request: ActorRequest, fault: Invalid) -> HttpResponse:
    if not in_place(request):
        raise fault
    return JsonResponse({"reason": fault.reason}, status=TOO_LARGE)


def resume_address(entry: EntryDraft) -> str:
    """Return where somebody goes on with an entry."""
    if entry.about is not None:
        return address_of(entry.form, entry.about, entry.part)
    return reverse("seizures:entry-resume", args=[entry.record])


@require_GET
def entry_resume(request: ActorRequest, record: UUID) -> HttpResponse:
    """Go on with a quick entry: every field as it was left. What was sent meanwhile leads to its record."""
    require(can_log_seizure(request.actor))
    entry = own_entry(request.actor, record)
    if entry.ended_at or entry.form != EntryForm.QUICK:
        made = own_record(request.actor, record)
        if made is None:
            raise Missing
        return redirect("seizures:seizure-detail", pk=made.pk)
    unit = acting_unit(request.actor)
    form = quick_form(request, unit)
    put_typed(form, entry.typed)
    form.initial["record"] = entry.record
    return quick_page(request, form, unit, entry=entry)


@require_POST
def entry_discard(request: ActorRequest, record: UUID) -> HttpResponse:
    """Throw away what was typed."""
    entry = own_entry(request.actor, record)
    if entry.ended_at is None:
        discard_entry(actor=request.actor, entry=entry)
        messages.success(request, _("The entry is gone."))
    return redirect("home:my-work")
