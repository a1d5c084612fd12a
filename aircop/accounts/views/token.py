"""One's own tokens: issued and shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aircop.accounts.forms import TokenForm
from aircop.accounts.fresh import fresh_sign_in_required
from aircop.accounts.models import Token
from aircop.accounts.services.token import issue_token, revoke_token
from aircop.accounts.views.account import account_context, me
from aircop.errors import Missing


@fresh_sign_in_required
def token_issue(request: HttpRequest) -> HttpResponse:
    """Issue a token and show it, this once."""
    form = TokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/account.html", account_context(request, token_form=form))
    token, secret = issue_token(actor=request.actor, person=me(request), **form.cleaned_data)  # type: ignore[attr-defined]
    return render(request, "accounts/token.html", {"token": token, "secret": secret})


@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Revoke one of one's tokens."""
    token = Token.objects.of(me(request).pk).filter(pk=pk).first()
    if token is None:
        raise Missing
    revoke_token(actor=request.actor, token=token)  # type: ignore[attr-defined]
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:account")
