"""Addresses of accounts. What is not here is not offered: no sign-up, no change of e-mail, no other OAuth2."""

from django.urls import URLPattern, include, path

from aircop.accounts import oauth
from aircop.accounts.views import account, choice, invitation, session, sign_in, standing, token

accounts_urls: list[URLPattern] = [
    path("account/", account.account, name="account"),
    path("account/sign-in/", sign_in.sign_in, name="sign-in"),
    path("account/second-factor/", sign_in.second_factor, name="second-factor"),
    path("account/sign-out/", sign_in.sign_out, name="sign-out"),
    path("account/standing/", standing.show, name="standing"),
    path("account/cover/", standing.cover, name="cover"),
    path("account/go-on/", standing.go_on, name="go-on"),
    path("account/confirm/", sign_in.confirm, name="confirm"),
    path("account/confirm/code/", sign_in.confirm_code, name="confirm-code"),
    path("account/factor/set-up/", sign_in.factor_set_up, name="factor-set-up"),
    path("account/factor/remove/", sign_in.factor_remove, name="factor-remove"),
    path("account/recovery-codes/", sign_in.recovery_codes, name="recovery-codes"),
    path(
        "account/recovery-codes/new/",
        sign_in.recovery_codes_new,
        name="recovery-codes-new",
    ),
    path(
        "account/recovery-codes/download/",
        sign_in.recovery_codes_download,
        name="recovery-codes-download",
    ),
    path("account/password/", account.password, name="password"),
    path("account/sessions/end-others/", session.session_end_others, name="session-end-others"),
    path("account/sessions/<uuid:pk>/end/", session.session_end, name="session-end"),
    path("account/tokens/", token.token_issue, name="token-issue"),
    path("account/tokens/<uuid:pk>/revoke/", token.token_revoke, name="token-revoke"),
    path("account/unit/", choice.acting_unit, name="acting-unit"),
    path("account/language/", choice.language, name="language"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("oauth/token", oauth.token, name="oauth-token"),
]

# The names by which allauth finds its own pages. Each address is taken by the list above; these only lead back there.
ALLAUTH = {
    "account_login": ("account/sign-in/", sign_in.sign_in),
    "account_reauthenticate": ("account/confirm/", sign_in.confirm),
    "mfa_authenticate": ("account/second-factor/", sign_in.second_factor),
    "mfa_reauthenticate": ("account/confirm/code/", sign_in.confirm_code),
    "mfa_activate_totp": ("account/factor/set-up/", sign_in.factor_set_up),
    "mfa_deactivate_totp": ("account/factor/remove/", sign_in.factor_remove),
    "mfa_view_recovery_codes": ("account/recovery-codes/", sign_in.recovery_codes),
    "mfa_generate_recovery_codes": (
        "account/recovery-codes/new/",
        sign_in.recovery_codes_new,
    ),
    "mfa_download_recovery_codes": (
        "account/recovery-codes/download/",
        sign_in.recovery_codes_download,
    ),
    "mfa_index": ("account/", account.account),
}

urlpatterns = [
    path("", include((accounts_urls, "accounts"))),
    *(path(route, view, name=name) for name, (route, view) in ALLAUTH.items()),
]
