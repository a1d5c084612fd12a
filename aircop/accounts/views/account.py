"""One's own account: choices, memberships, second factor, password, tokens."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aircop.access.roles import ROLE_LABELS
from aircop.accounts.choices import keep_language, keep_theme
from aircop.accounts.devices import device_words
from aircop.accounts.forms import OwnAccountForm, PasswordForm, TokenForm
from aircop.accounts.models import Session, Token, User
from aircop.accounts.rules import can_issue_token
from aircop.accounts.services.person import change_own_account, change_password


def me(request: HttpRequest) -> User:
    """Return who is signed in; the middleware has made sure that somebody is."""
    return cast("User", request.user)


def sessions_shown(request: HttpRequest) -> list[dict[str, Any]]:
    """Return one's sessions, the one at hand first, then the last used."""
    key = request.session.session_key
    rows = Session.objects.of(me(request).pk).live().order_by("-seen_at")
    return sorted(
        (
            {"session": row, "device": device_words(row.agent), "here": row.session_key == key, "handle": row.handle}
            for row in rows
        ),
        key=lambda row: not row["here"],
    )


def account_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what the account page shows."""
    person, actor = me(request), request.actor  # type: ignore[attr-defined]
    return {
        "person": person,
        "form": OwnAccountForm(instance=person),
        "memberships": [
            {"membership_id": each.membership_id, "label": each.label, "role_label": ROLE_LABELS[each.role]}
            for each in actor.memberships
        ],
        "acting": actor.acting,
        "has_factor": Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists(),
        "factor_required": settings.SECOND_FACTOR_REQUIRED,
        "sessions": sessions_shown(request),
        "tokens": Token.objects.of(person.pk),
        "token_form": TokenForm(),
        "may_issue": can_issue_token(actor, person),
        **more,
    }


def account(request: HttpRequest) -> HttpResponse:
    """Show one's account; take one's choices."""
    form = OwnAccountForm(
        request.POST if request.method == "POST" else None,
        instance=User.objects.get(pk=me(request).pk),
    )
    if request.method == "POST" and form.is_valid():
        person = change_own_account(actor=request.actor, person=me(request), **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
        response = redirect("accounts:account")
        keep_language(response, person.language)
        keep_theme(response, person.theme)
        return response
    return render(request, "accounts/account.html", account_context(request, form=form))


def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; other sessions end, this one goes on under a new key."""
    form = PasswordForm(request.POST or None, person=me(request))
    if request.method == "POST" and form.is_valid():
        person = change_password(actor=request.actor, person=me(request), password=form.cleaned_data["new"])  # type: ignore[attr-defined]
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed. Other sessions of yours have ended."))
        return redirect("accounts:account")
    request.sign_in_missed = form.missed  # type: ignore[attr-defined]
    return render(request, "accounts/password.html", {"form": form})
