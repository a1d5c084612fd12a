"""Stands in front of every way to sign in and counts the misses."""

from collections.abc import Callable

from allauth.account.internal.stagekit import unstash_login
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from aircop.accounts import lockout
from aircop.accounts.basic import basic_credentials
from aircop.accounts.models import User
from aircop.accounts.standing import covered_user, person_of
from aircop.web.answers import in_place

type NameReader = Callable[[HttpRequest], str]


def typed_name(request: HttpRequest) -> str:
    """Return what was typed into the form."""
    return request.POST.get("login", "")


def pending_name(request: HttpRequest) -> str:
    """Return the e-mail of a sign-in that waits for its second factor."""
    login = unstash_login(request, peek=True)
    return login.user.email if login and login.user else ""


def own_name(request: HttpRequest) -> str:
    """Return the e-mail of who is signed in and proves it again."""
    return getattr(request.user, "email", "")


def standing_name(request: HttpRequest) -> str:
    """Return the e-mail of the person for whom a page was made; of an unknown one what the page says."""
    covered, person = covered_user(request), person_of(request)
    if covered.is_authenticated and covered.pk == person:
        return str(covered.email)
    known = User.objects.filter(pk=person).values_list("email", flat=True).first() if person else None
    return known or str(person or "")


def client_id(request: HttpRequest) -> str:
    """Return the client that asks for a token, from the header or the body."""
    if basic := basic_credentials(request.headers.get("Authorization", "")):
        return basic[0]
    return request.POST.get("client_id", "")


WAYS: dict[str, NameReader] = {
    "accounts:sign-in": typed_name,
    "accounts:second-factor": pending_name,
    "accounts:confirm": own_name,
    "accounts:confirm-code": own_name,
    "accounts:password": own_name,
    "accounts:go-on": standing_name,
    "accounts:oauth-token": client_id,
}


class LockoutMiddleware:
    """Charges an attempt before its secret is looked at, and refunds it unless the secret was wrong.

    Whoever looks at a secret says so by `request.sign_in_missed = True`. A locked name gets the same answer whether
    it exists or not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Charge, let the attempt be looked at, refund; or answer that the name or the address is locked."""
        reader = self.way(request) if request.method == "POST" else None
        if reader is None:
            return self.get_response(request)
        address = getattr(request, "client_address", "")
        with transaction.atomic():
            attempt = lockout.charge(reader(request), address)
            response = self.locked(request, attempt) if attempt.refused else self.get_response(request)
            if not getattr(request, "sign_in_missed", False):
                lockout.refund(attempt)
        return response

    @staticmethod
    def way(request: HttpRequest) -> NameReader | None:
        """Return how to read the name if this is a way to sign in."""
        return next(
            (reader for name, reader in WAYS.items() if request.path == reverse(name)),
            None,
        )

    @staticmethod
    def locked(request: HttpRequest, attempt: lockout.Charge) -> HttpResponseBase:
        """Answer 429: to people with a page, to programs with the words of OAuth2."""
        response: HttpResponseBase
        if request.path == reverse("accounts:oauth-token"):
            response = JsonResponse(
                {"error": "slow_down", "error_description": "Too many misses."},
                status=429,
            )
        else:
            minutes = -(-attempt.wait // 60)
            if in_place(request):
                return LockoutMiddleware.locked_in_place(minutes, attempt)
            response = render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = str(attempt.wait)
        return response

    @staticmethod
    def locked_in_place(minutes: int, attempt: lockout.Charge) -> HttpResponseBase:
        """Answer a page that asks in place, in the words of the other page."""
        words = ngettext(
            "Too many misses. Try again in %(n)s minute.", "Too many misses. Try again in %(n)s minutes.", minutes
        )
        told = {"reason": words % {"n": minutes}}
        return JsonResponse(told, status=429, headers={"Retry-After": str(attempt.wait)})
