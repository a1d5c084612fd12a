"""Pages of threads: what is new first, one of them, writing, what came along."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.pages import page
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.files import serving
from aircop.files.kinds import too_big
from aircop.web.pagination import marks_asked, pager
from alerts import message_rules as rules
from alerts.forms.message import AnswerForm, SayForm, ThreadForm, answer_words
from alerts.models import ClosedGroup, InformationRequest, Thread
from alerts.queries.group import members_now, visible_group
from alerts.queries.request import requests_in
from alerts.queries.thread import record_of, unread_in, unread_threads, visible_file, visible_thread
from alerts.services.message import send_message
from alerts.services.message_delivery import mark_thread_read
from alerts.services.request import ask_back, clarify_request, refuse_request, reply_to_request
from alerts.services.thread import Opening, open_thread
from alerts.views.thread_shown import clock_of, lines_of, row_of
from seizures.models import Case, Seizure

SIZE = 50


@require_GET
def thread_list(request: ActorRequest) -> HttpResponse:
    """Show what was written to the reader: what is new for it first, then everything, the latest first."""
    actor = request.actor
    marks, notes = marks_asked(request)
    news = unread_threads(actor)
    rows = Thread.objects.visible_to(actor).with_rows().exclude(pk__in=[each.pk for each in news])
    found = page(rows, order="-last_at", size=SIZE, **marks)
    fresh = [] if marks else news
    record(actor, "thread.list", rows=[*fresh, *found.rows])
    unread = unread_in(actor, fresh)
    context = {
        "news": [row_of(actor, each, unread.get(each.pk, 0)) for each in fresh],
        "rows": [row_of(actor, each, 0) for each in found.rows],
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous, words=""),
        "notes": notes,
        "may_write": rules.can_open_thread(actor),
    }
    return render(request, "alerts/thread/list.html", context)


@require_http_methods(["GET", "POST"])
def thread_create(request: ActorRequest) -> HttpResponse:
    """Write a first message; with `?seizure=`, `?case=` or `?group=` it is about that record, or in that group."""
    actor = request.actor
    group = named_group(request)
    require(rules.can_open_thread(actor, group))
    about = record_of_address(request)
    unit = actor.acting.unit_id if actor.acting else None
    form = ThreadForm(*sent(request), unit=unit, closed=group is not None, initial=_first(about))

    def begin() -> Thread:
        opening = Opening(**form.told(), group=group, **about_of(about))
        return open_thread(actor=actor, opening=opening, say=form.say())

    made = tried(request, form, begin)
    if made is not None:
        messages.success(request, _("The message is sent."))
        return redirect("messages:thread-detail", pk=made.pk)
    context = {"form": form, "group": group, "about": about}
    return render(request, "alerts/thread/form.html", context)


@require_http_methods(["GET", "POST"])
def thread_detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show a thread to its end, and take an answer below it; whoever opens it has read it now."""
    actor = request.actor
    thread = visible_thread(actor, pk)
    with grants.asked_once():
        requests = requests_in(actor, thread)
        verdict = rules.can_write_in_thread(actor, thread)
        form = AnswerForm(*sent(request), answers=_answers(actor, requests)) if verdict else None
    if request.method == "POST":
        require(verdict)
        assert form is not None  # noqa: S101  the rule refuses who writes nothing
        if tried(request, form, lambda: _answer(actor, thread, requests, form)):
            messages.success(request, _("The message is sent."))
            return redirect("messages:thread-detail", pk=pk)
    record(actor, "thread.read", about=thread)
    mark_thread_read(actor=actor, thread_id=thread.pk)
    with grants.asked_once():
        lines = lines_of(actor, thread, requests)
    sides = [] if thread.group else list(thread.parties.all())
    context = {
        "thread": thread,
        "parties": members_now(thread.group) if thread.group else sides,
        "begun": min((each.joined_at for each in sides), default=None),  # who was there from the first joined together
        "lines": lines,
        "record": record_of(actor, thread),
        "clock": clock_of(actor, requests),
        "form": form,
        "verdict": verdict,
        "may_add": bool(rules.can_add_party(actor, thread)),
        "hidden": not lines,
    }
    return render(request, "alerts/thread/detail.html", context)


def _answers(actor: Actor, requests: list[InformationRequest]) -> list[tuple[str, str]]:
    """Return what the reader may answer now: the kind and the request, in words."""
    running = [each for each in requests if each.runs]
    found = []
    for each in running:
        words = answer_words(each, several=len(running) > 1)
        may: tuple[tuple[str, Callable[..., Any]], ...] = (
            ("clarify", rules.can_clarify_request),
            ("reply", rules.can_answer_request),
            ("refuse", rules.can_answer_request),
            ("back", rules.can_ask_back),
        )
        found += [(f"{name}:{each.pk}", words[name]) for name, rule in may if rule(actor, each)]
    return found


def _answer(actor: Actor, thread: Thread, requests: list[InformationRequest], form: AnswerForm) -> object:
    kind, named = form.chosen()
    if named is None:
        return send_message(actor=actor, thread=thread, say=form.say(), kind=kind)
    request = next(each for each in requests if each.pk == named)
    if kind == "refuse":
        return refuse_request(
            actor=actor, request=request, say=form.say(), refusal=form.cleaned_data.get("refusal", "")
        )
    acts: dict[str, Callable[..., object]] = {"reply": reply_to_request, "back": ask_back, "clarify": clarify_request}
    return acts[kind](actor=actor, request=request, say=form.say())


@require_GET
def file_download(request: ActorRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Give out the original of what came along, as it came, to be saved."""
    thread = visible_thread(request.actor, pk)
    row = visible_file(request.actor, thread, file)
    answer = serving.download(row.file, mark=row.message.handling)
    record(request.actor, "message.download", about=thread, ids=[row.pk])
    return answer


@require_GET
def file_picture(request: ActorRequest, pk: UUID, file: UUID, size: str) -> HttpResponse:
    """Give out the picture drawn from a photo, small or large; the page that shows it was audited."""
    thread = visible_thread(request.actor, pk)
    return serving.picture(visible_file(request.actor, thread, file).file, size)


# Shared with the pages of requests ------------------------------------------------------------------------------------


def sent(request: ActorRequest) -> tuple[Any, Any]:
    """Return what was sent, as forms take it."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def tried[R](request: ActorRequest, form: SayForm, act: Callable[[], R]) -> R | None:
    """Do the act that a form asks for, if it was sent and whole; what was refused stands at its field."""
    if request.method != "POST":
        return None
    if getattr(request, "too_big", False):
        form.is_valid()
        form.put_fault(too_big())
        return None
    if not form.is_valid():
        return None
    try:
        return act()
    except Invalid as fault:
        form.put_fault(fault)
        return None


def named_group(request: ActorRequest) -> ClosedGroup | None:
    """Return the closed group that the address names, if it names one."""
    text = request.GET.get("group", "")
    return visible_group(request.actor, _id(text)) if text else None


def record_of_address(request: ActorRequest) -> Seizure | Case | None:
    """Return the record that the address names, if it names one; Missing when the reader does not see it."""
    for name, kind in (("seizure", Seizure), ("case", Case)):
        if text := request.GET.get(name, ""):
            found: Seizure | Case | None = kind.objects.visible_to(request.actor).filter(pk=_id(text)).first()
            if found is None:
                raise Missing
            return found
    return None


def about_of(about: Seizure | Case | None) -> dict[str, Any]:
    """Return a record under the name by which a thread holds it."""
    return {} if about is None else {"seizure" if isinstance(about, Seizure) else "case": about}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None


def _first(about: Seizure | Case | None) -> dict[str, Any]:
    """Return what stands in a new form: the handling of what it is about."""
    return {} if about is None else {"handling": about.handling, "handling_words": about.handling_words}
