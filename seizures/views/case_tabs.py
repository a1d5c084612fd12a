"""What all pages of a case share: its tabs, its head, and how an act ends."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aircop.access.requests import ActorRequest
from aircop.errors import Invalid, StaleWrite
from seizures.forms.faults import put_fault
from seizures.models import Case

TABS: dict[str, Promise] = {
    "cases:case-detail": _("Overview"),
    "cases:case-seizures": _("Seizures"),
    "cases:case-persons": _("Persons"),
    "cases:case-tasks": _("Tasks"),
    "cases:case-notes": _("Notes"),
    "cases:case-related": _("Agencies and cases"),
    "cases:case-timeline": _("Timeline"),
    "cases:case-handling": _("Handling and consent"),
    "cases:case-sight": _("Who can see the case"),
}
STALE = _("Somebody changed this record meanwhile. Read it again before you go on.")


def page_of(case: Case, current: str) -> dict[str, Any]:
    """Return what the frame of each page of a case shows."""
    tabs = [
        {"label": label, "href": reverse(name, args=[case.pk]), "current": name == current}
        for name, label in TABS.items()
    ]
    crumbs = [{"label": _("Cases"), "href": reverse("cases:case-list")}]
    if current != "cases:case-detail":
        crumbs.append({"label": str(case), "href": reverse("cases:case-detail", args=[case.pk])})
    return {"case": case, "tabs": tabs, "crumbs": crumbs, "heading": case.title}


def done(request: ActorRequest, case: Case, act: Callable[[], Any], words: Any, then: str) -> HttpResponse:
    """Do an act that asks for nothing, and lead back to the page of the case from which it was asked."""
    try:
        act()
    except StaleWrite:
        messages.warning(request, STALE)
    except Invalid as fault:
        messages.error(request, fault.reason)
    else:
        messages.success(request, words)
    return redirect(then, pk=case.pk)


def sent(request: ActorRequest) -> Any:
    """Return what was posted, or nothing to fill a form with."""
    return request.POST if request.method == "POST" else None


def tried(request: ActorRequest, form: forms.Form, act: Callable[[], Any], words: Any, *, stale: bool = True) -> bool:
    """Whether a form was sent, is whole, and its act was done; what was refused stands on the form then.

    Where the page shows both texts itself (`stale` is false), a write that came too late is raised.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except StaleWrite:
        if not stale:
            raise
        form.add_error(None, str(STALE))
    except Invalid as fault:
        put_fault(form, fault)
    else:
        messages.success(request, words)
        return True
    return False


def asked(
    request: ActorRequest, case: Case, form: forms.Form, words: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Ask in a form of its own; `words` are its title, button, and perhaps an introduction and where Cancel leads."""
    context = page_of(case, "") | {"form": form, "back": "cases:case-detail"} | words
    context["back"] = reverse(context["back"], args=[case.pk])
    return render(request, "seizures/case/form.html", context, status=status)
