"""Where one is signed in: one's own sessions, ended one by one or all but this."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aircop.accounts.services.session import end_own_other_sessions, end_own_session
from aircop.accounts.views.account import me


@require_POST
def session_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of one's other sessions."""
    end_own_session(actor=request.actor, person=me(request), handle=pk)  # type: ignore[attr-defined]
    messages.success(request, _("That session is ended."))
    return redirect("accounts:account")


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """End all but the session at hand."""
    ended = end_own_other_sessions(actor=request.actor, person=me(request))  # type: ignore[attr-defined]
    words = ngettext("%(n)s other session is ended.", "%(n)s other sessions are ended.", ended)
    messages.success(request, words % {"n": ended} if ended else _("You are signed in nowhere else."))
    return redirect("accounts:account")
