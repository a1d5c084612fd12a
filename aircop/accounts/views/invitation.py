"""The page behind an invitation's link: it needs no sign-in, and opens once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.accounts.forms import FirstPasswordForm
from aircop.accounts.rules import can_accept_invitation
from aircop.accounts.services.invitation import accept_invitation, read_link
from aircop.accounts.sessions import actor_at
from aircop.errors import Invalid, Missing


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the invited person choose a password; every link that opens nothing gets the same answer."""
    try:
        found = read_link(token)
    except Missing:
        return render(request, "accounts/invitation_ended.html", status=404)
    actor = actor_at(request, found.person)
    if not can_accept_invitation(actor, found):
        return render(request, "accounts/invitation_ended.html", status=404)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(actor=actor, invitation=found, password=form.cleaned_data["password"])
        except Invalid as fault:
            form.add_error("password", fault.reason)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("accounts:sign-in")
    return render(request, "accounts/invitation.html", {"form": form, "person": found.person})
