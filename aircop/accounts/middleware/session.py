"""Ends sessions: idle too long, too long in all, or nobody's seat."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aircop.accounts.sessions import Ending, ending, touch

WORDS: dict[Ending, str | Promise] = {
    "idle": _("You were signed out because nothing happened for a while. Sign in to go on."),
    "absolute": _("You were signed out because your day's session is over. Sign in to go on."),
    "seat": _("You hold no place in an agency or a task force now. Ask your agency's administrator."),
}


class SessionEndMiddleware:
    """Signs out whoever's session is over, before anything else happens. Tokens have ends of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session, or note that it was used."""
        by_session = getattr(request, "auth_token", None) is None and request.user.is_authenticated
        if by_session:
            if why := ending(request):
                logout(request)
                messages.warning(request, str(WORDS[why]))
            else:
                touch(request)
        return self.get_response(request)
