"""Asks for a sign-in everywhere but on a short list, and for a second factor where it must be."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from aircop.accounts.public import API, BEFORE_SECOND_FACTOR, PUBLIC
from aircop.web.answers import IN_PLACE, in_place
from aircop.web.referer import page_before

READ_BY_PEOPLE = "api:docs"  # a page like others: who is not signed in is sent to sign in
LAPSED = 401
HAS_FACTOR = "second_factor"  # in the session, once seen: taking the factor away ends the sessions


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether a person signed in by session must still set up a second factor."""
    if not settings.SECOND_FACTOR_REQUIRED or request.session.get(HAS_FACTOR):
        return False
    has = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    if has:
        request.session[HAS_FACTOR] = True
    return not has


class SignInRequiredMiddleware:
    """Runs last before the view is called, so that no view can forget it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Everything is decided once the route is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Send whoever is not signed in, or not signed in well enough, to where that is done."""
        del view, args, kwargs
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in PUBLIC:
            return None
        if request.path.startswith(API) and (name != READ_BY_PEOPLE or request.user.is_authenticated):
            return self.leave_to_api(request)
        if in_place(request) and not self.is_theirs(request):
            return JsonResponse({"lapsed": True}, status=LAPSED)  # the page asks for a proof by itself
        if not request.user.is_authenticated:
            return self.to_sign_in(request)
        if name not in BEFORE_SECOND_FACTOR and lacks_second_factor(request):
            return redirect("accounts:factor-set-up")
        return None

    @staticmethod
    def is_theirs(request: HttpRequest) -> bool:
        """Whether the person for whom a page was made is signed in: another one must not send its text."""
        return request.user.is_authenticated and request.headers[IN_PLACE] in {"", str(request.user.pk)}

    @staticmethod
    def leave_to_api(request: HttpRequest) -> None:
        """Make a session without its second factor nobody; the interface answers 401."""
        by_session = getattr(request, "auth_token", None) is None and request.user.is_authenticated
        if by_session and lacks_second_factor(request):
            request.user = AnonymousUser()
            request.token_error = "second_factor_required"  # type: ignore[attr-defined]  # noqa: S105  a word for the 401

    @staticmethod
    def to_sign_in(request: HttpRequest) -> HttpResponseBase:
        """Redirect to the form, and from there back to where the person wanted to be.

        Whoever sent a form comes back to the page it was on: the address it was sent to may show nothing.
        """
        asked = request.get_full_path()
        if request.method not in {"GET", "HEAD"}:
            messages.warning(request, _("Your session had ended and nothing was saved. Sign in, then send it again."))
            asked = page_before(request) or "/"
        answer = redirect_to_login(asked)
        return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer
