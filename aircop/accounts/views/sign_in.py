"""Signing in and out: allauth's views, as far as they are wanted, and a sign-out."""

from allauth.account.views import login, reauthenticate
from allauth.mfa.base.views import authenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.recovery_codes.views import (
    download_recovery_codes,
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aircop.accounts.fresh import answers_its_exceptions
from aircop.accounts.middleware.session import FORGET
from aircop.accounts.standing import covered_user

sign_in = answers_its_exceptions(login)
second_factor = answers_its_exceptions(authenticate)
confirm = answers_its_exceptions(reauthenticate)
confirm_code = answers_its_exceptions(reauthenticate_by_code)
factor_set_up = answers_its_exceptions(activate_totp)
factor_remove = answers_its_exceptions(deactivate_totp)
recovery_codes = answers_its_exceptions(view_recovery_codes)
recovery_codes_new = answers_its_exceptions(generate_recovery_codes)
recovery_codes_download = answers_its_exceptions(download_recovery_codes)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask, or sign out."""
    if request.method != "POST":
        return (
            render(request, "accounts/sign_out.html") if request.user.is_authenticated else redirect("accounts:sign-in")
        )
    if not request.user.is_authenticated:
        request.user = covered_user(request)
    logout(request)
    messages.success(request, _("You are signed out."))
    answer = redirect("accounts:sign-in")
    answer.headers["Clear-Site-Data"] = FORGET
    return answer
