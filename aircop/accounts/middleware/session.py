"""Ends sessions: idle too long, too long in all, or nobody's seat."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aircop.accounts.sessions import COVERED, Ending, ending, touch
from aircop.web.answers import in_place

WAITS = "X-Page-Waits"  # sent by a page that asks by itself: nobody used the session
FORGET = '"storage"'  # databases, caches and workers of the site; pages are in no cache anyway
WORDS: dict[Ending, str | Promise] = {
    "idle": _("You were signed out because nothing happened for a while. Sign in to go on."),
    "absolute": _("You were signed out because your day's session is over. Sign in to go on."),
    "seat": _("You hold no place in an agency or a task force now. Ask your agency's administrator."),
}


class SessionEndMiddleware:
    """Signs out whoever's session is over, before anything else happens. Tokens have ends of their own.

    Behind a covered session stands nobody until its person has proved itself (`aircop.accounts.standing`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session, or note that it was used."""
        by_session = getattr(request, "auth_token", None) is None and request.user.is_authenticated
        if by_session:
            if why := ending(request):
                logout(request)
                if not in_place(request):
                    messages.warning(request, str(WORDS[why]))
                return self.forgotten(self.get_response(request), why)
            if COVERED in request.session:
                request.covered_user, request.user = request.user, AnonymousUser()  # type: ignore[attr-defined]
            elif WAITS not in request.headers:
                touch(request)
        return self.get_response(request)

    @staticmethod
    def forgotten(response: HttpResponseBase, why: Ending) -> HttpResponseBase:
        """Let the browser forget what it stored, unless the same person may come back to it today."""
        if why != "idle":
            response.headers["Clear-Site-Data"] = FORGET
        return response
