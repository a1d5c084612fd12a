"""Small choices made from the frame: language, the membership in which one acts."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from aircop.access.middleware import ACTING_KEY
from aircop.accounts.choices import keep_language
from aircop.accounts.services.person import change_own_account
from aircop.accounts.views.account import me


def _back(request: HttpRequest) -> HttpResponse:
    """Go back to the page that the choice was made on."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return redirect(asked if safe else "/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of pages: for this device, and for the account of whoever is signed in."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        keep_language(response, code)
        if request.user.is_authenticated:
            change_own_account(actor=request.actor, person=me(request), language=code)  # type: ignore[attr-defined]
    return response


@require_POST
def acting_unit(request: HttpRequest) -> HttpResponse:
    """Choose the membership in which one acts from now on; one that is not held is ignored."""
    held = {str(each.membership_id) for each in request.actor.memberships}  # type: ignore[attr-defined]
    if (chosen := request.POST.get("unit", "")) in held:
        request.session[ACTING_KEY] = str(UUID(chosen))
    return _back(request)
