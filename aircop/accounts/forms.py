"""Input of the account pages."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.accounts.enums import Theme
from aircop.accounts.models import User
from aircop.accounts.scopes import SCOPES
from aircop.web.frame import languages

PERIODS = {
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("1 year"),
}


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autofocus": True,
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


def _ask_for_code(field: forms.Field, label: str, *, recovery: bool) -> None:
    """Word a code field, and let phones show the right keyboard and offer the code."""
    field.label = label
    field.help_text = _("Or one of your recovery codes.") if recovery else ""
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "autofocus": True,
        "maxlength": 16,
    }
    if not recovery:
        field.widget.attrs["inputmode"] = "numeric"


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("Code from your authenticator app"), recovery=True)


class ConfirmCodeForm(CodeForm):  # type: ignore[misc]
    """Proving it again by code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("Code from your authenticator app"), recovery=True)


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """Proving it again by password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {
            "autocomplete": "current-password",
            "autofocus": True,
        }
        self.fields["password"].help_text = ""


class SetUpFactorForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("Code that the app shows now"), recovery=False)


def zones() -> list[tuple[str, str]]:
    """Return the time zones that people live in, by name."""
    inhabited = (
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return [
        ("UTC", "UTC"),
        *((zone, zone.replace("_", " ")) for zone in sorted(inhabited)),
    ]


class OwnAccountForm(forms.ModelForm[User]):
    """What a person chooses about its own account."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones)
    theme = forms.ChoiceField(label=gettext_lazy("Appearance"), choices=Theme.choices)

    class Meta:
        """The name is what others read."""

        model = User
        fields = ("name", "language", "timezone", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(each["code"], each["name"]) for each in languages()]  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """The old password, and the new one."""

    old = forms.CharField(
        label=gettext_lazy("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.missed = False
        self.fields["new"].help_text = _("At least 12 characters; no common word, not your name. A phrase is best.")

    def clean_old(self) -> str:
        """Refuse a password that is not the one of now, and remember the miss."""
        old: str = self.cleaned_data["old"]
        self.missed = not self.person.check_password(old)
        if self.missed:
            raise ValidationError(_("The password is not right."))
        return old

    def clean_new(self) -> str:
        """Apply the rules for passwords."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new


class TokenForm(forms.Form):
    """What a new token is for, what it may do and how long."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    lasts = forms.ChoiceField(label=gettext_lazy("How long"), choices=list(PERIODS.items()), initial="90")

    def clean_lasts(self) -> timedelta:
        """Return the time it lasts."""
        return timedelta(days=int(self.cleaned_data["lasts"]))


class FirstPasswordForm(forms.Form):
    """The first password of somebody who was invited."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("At least 12 characters; no common word, not your name. A phrase is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
