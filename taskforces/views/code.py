"""Pages of the code lists, for who keeps the platform: all lists, one with its labels, and changing its codes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.requests import ActorRequest
from aircop.access.verdict import Verdict, require
from aircop.errors import Invalid, Missing
from aircop.reference.models import BEGINNING, Code, CodeList
from aircop.reference.queries import label, list_title
from taskforces.forms.code import CodeForm, EndForm, LabelForm
from taskforces.queries.code import codes_of, latest_code, list_lines
from taskforces.rules import can_end_code, can_keep_codes
from taskforces.services.code import add_code, end_code, label_code


def _crumbs(code_list: str = "") -> list[dict[str, str]]:
    crumbs = [{"label": _("Code lists"), "href": reverse("codes:code-list")}]
    if code_list:
        crumbs.append({"label": list_title(code_list), "href": reverse("codes:code-detail", args=[code_list])})
    return crumbs


def _known(request: ActorRequest, pk: str) -> CodeList:
    """Return a list to who may look after the lists."""
    require(can_keep_codes(request.actor))
    found = CodeList.objects.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


@require_GET
def code_list(request: ActorRequest) -> HttpResponse:
    """Show every list with its source, how many codes it has and when it changed last."""
    require(can_keep_codes(request.actor))
    context = {"lists": list_lines(timezone.now().date())}
    return render(request, "taskforces/code/list.html", context)


@require_GET
def code_detail(request: ActorRequest, pk: str) -> HttpResponse:
    """Show one list: its codes with their labels in every language, their days and their sources."""
    found = _known(request, pk)
    rows = list(codes_of(pk))
    used = dict.fromkeys(("en", "fr", *(each.language for row in rows for each in row.labels.all())))
    context = {
        "name": pk,
        "heading": list_title(pk),
        "source": found.source,
        "languages": [get_language_info(language)["name_translated"] for language in used],
        "rows": [_line(request, row, tuple(used)) for row in rows],
        "may_keep": can_keep_codes(request.actor, pk),
        "crumbs": _crumbs(),
    }
    return render(request, "taskforces/code/detail.html", context)


def _line(request: ActorRequest, row: Code, languages: tuple[str, ...]) -> dict[str, Any]:
    labels = {each.language: each for each in row.labels.all()}
    names = {language: get_language_info(language)["name_translated"] for language in languages}
    return {
        "row": row,
        "labels": [(names[language], language, labels.get(language)) for language in languages],
        "begins": row.valid_from if row.valid_from > BEGINNING else None,
        "over": row.valid_to is not None and row.valid_to < timezone.now().date(),
        "may_end": bool(can_end_code(request.actor, row)),
    }


@require_http_methods(["GET", "POST"])
def code_create(request: ActorRequest, pk: str) -> HttpResponse:
    """Add a code to a list."""
    _known(request, pk)
    require(can_keep_codes(request.actor, pk))
    form = CodeForm(request.POST if request.method == "POST" else None, code_list=pk)
    words = {"heading": _("Add a code"), "button": _("Add code"), "done": _("The code is added.")}
    return _answered(
        request, form, pk, lambda: add_code(actor=request.actor, code_list=pk, **form.told()), kicker=pk, **words
    )


@require_http_methods(["GET", "POST"])
def code_labels(request: ActorRequest, pk: str, code: str) -> HttpResponse:
    """Change what a code is called."""
    row = _code(request, pk, code, can_keep_codes(request.actor, pk))
    labels = {each.language: each.label for each in row.labels.all()}
    form = LabelForm(request.POST if request.method == "POST" else None, labels=labels)
    words = {
        "heading": _("Change labels"),
        "lead": _("Records of all years show the new words. They stay when a release brings the lists again."),
        "button": _("Save"),
        "done": _("The labels are changed."),
    }

    def act() -> Code:
        return label_code(actor=request.actor, code_list=pk, code=code, labels=form.labels())

    return _answered(request, form, pk, act, kicker=code, **words)


@require_http_methods(["GET", "POST"])
def code_end(request: ActorRequest, pk: str, code: str) -> HttpResponse:
    """Say on which day a code may be picked last, or take that back."""
    row = _code(request, pk, code)
    require(can_end_code(request.actor, row))
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": row.ended_here})
    words = {
        "heading": _("End “%(label)s”") % {"label": label(pk, code)},
        "lead": _("Records that name it keep it and go on showing its label. Nobody picks it after its last day."),
        "button": _("Save"),
        "done": _("The last day of the code is changed."),
    }

    def act() -> Code:
        return end_code(actor=request.actor, code_list=pk, code=code, last_day=form.cleaned_data["last_day"])

    return _answered(request, form, pk, act, kicker=code, **words)


def _code(request: ActorRequest, pk: str, code: str, *verdicts: Verdict) -> Code:
    _known(request, pk)
    row = latest_code(pk, code)
    if row is None:
        raise Missing
    for verdict in verdicts:
        require(verdict)
    return row


def _answered(
    request: ActorRequest, form: Any, pk: str, act: Callable[[], Code], *, done: str, **words: str
) -> HttpResponse:
    """Do the act of a form that is whole and lead to its list, or show the form with its faults."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
        else:
            messages.success(request, done)
            return redirect("codes:code-detail", pk=pk)
    context = {"form": form, "crumbs": _crumbs(pk), "back": reverse("codes:code-detail", args=[pk]), **words}
    return render(request, "taskforces/open.html", context)
