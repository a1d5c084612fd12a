"""What people type to invite others: one person, or a pasted list."""

import csv
import io
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.actor import Actor
from aircop.access.roles import ROLE_LABELS, UNIT_LEVELS, Permission, Role
from aircop.web.frame import languages
from taskforces.models import Agency, TaskForce
from taskforces.rules import PROGRAMME_ROLES
from taskforces.services.invitation import MOST, UNSEATED, Invitee

COLUMNS = ("email", "name", "role", "unit", "staff_id", "language")


def agencies_for(actor: Actor) -> list[Agency]:
    """Return the agencies into which the actor may invite: all for the platform, else its own."""
    rows = Agency.objects.order_by("name")
    own = actor.acting.agency_id if actor.acting else None
    return list(rows if actor.may(Permission.MANAGE_AGENCIES) else rows.filter(pk__in=[own] if own else []))


def roles_for(actor: Actor) -> list[tuple[str, Any]]:
    """Return the roles that the actor may give."""
    kept = UNSEATED if actor.may(Permission.MANAGE_AGENCIES) else UNSEATED | PROGRAMME_ROLES
    return [(role.value, ROLE_LABELS[role]) for role in Role if role not in kept]


class SeatForm(forms.Form):
    """A role, in an agency and perhaps a unit, for a time."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("For officers, supervisors and analysts of a task force."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(each.pk): each for each in agencies_for(actor)}
        self.units = {each.code: each for each in TaskForce.objects.order_by("code")}
        named = [(key, each.name) for key, each in self.agencies.items()]
        self.fields["agency"].choices = named  # type: ignore[attr-defined]
        self.fields["role"].choices = roles_for(actor)  # type: ignore[attr-defined]
        units = [("", _("None: of the whole agency")), *((code, str(each)) for code, each in self.units.items())]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    @property
    def agency_chosen(self) -> Agency:
        """Return the agency."""
        return self.agencies[self.cleaned_data["agency"]]

    @property
    def unit_chosen(self) -> TaskForce | None:
        """Return the unit, if one was chosen."""
        return self.units.get(self.cleaned_data["unit"])

    def clean(self) -> dict[str, Any]:
        """Ask for a unit where the role is served in one, as far as the words go; the rule decides."""
        cleaned = super().clean() or {}
        if cleaned.get("unit") and cleaned.get("role") not in UNIT_LEVELS:
            self.add_error("unit", _("This role is not served in a task force."))
        return cleaned


class InviteForm(SeatForm):
    """One person with a first role."""

    field_order = ("name", "email")
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254)
    staff_id = forms.CharField(label=gettext_lazy("Staff number"), required=False, max_length=32)
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["until"]
        self.fields["language"].choices = [(each["code"], each["name"]) for each in languages()]  # type: ignore[attr-defined]

    def invitee(self) -> Invitee:
        """Return who is invited."""
        told = self.cleaned_data
        return Invitee(**{name: told[name] for name in COLUMNS})


class BulkForm(forms.Form):
    """A list, pasted from a spreadsheet or a CSV file."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    people = forms.CharField(
        label=gettext_lazy("People, one per line"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(each.pk): each for each in agencies_for(actor)}
        named = [(key, each.name) for key, each in self.agencies.items()]
        self.fields["agency"].choices = named  # type: ignore[attr-defined]
        self.roles = dict(roles_for(actor))
        self.fields["people"].help_text = _(
            "E-mail, name, role, unit, staff number, language (en, fr), parted by commas, semicolons or tabs. "
            "Roles: %(roles)s."
        ) % {"roles": ", ".join(str(words).lower() for words in self.roles.values())}

    def clean_people(self) -> list[Invitee]:
        """Return the lines of the list; a heading line and empty lines are left out."""
        text = self.cleaned_data["people"]
        mark = max("\t;,", key=text.partition("\n")[0].count)
        try:
            rows = [
                [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True)
            ]
        except csv.Error as error:
            raise ValidationError(_("A quotation mark is not closed. Paste the list again.")) from error
        lines = [row for row in rows if any(row) and row[0].lower() not in {"email", "e-mail"}]
        if len(lines) > MOST:
            raise ValidationError(_("Give from 1 to %(most)s people.") % {"most": MOST})
        if any(len(row) > len(COLUMNS) for row in lines):
            raise ValidationError(_("A line has more than six parts. Put names with commas in quotation marks."))
        spoken = {each["code"] for each in languages()}
        return [_invitee(row, spoken, self._known()) for row in lines]

    def _known(self) -> dict[str, str]:
        """Return the roles by what a list may call them: the words shown here, or their code."""
        return {str(words).lower(): code for code, words in self.roles.items()} | {code: code for code in self.roles}


def _invitee(row: list[str], spoken: set[str], roles: dict[str, str]) -> Invitee:
    told = dict(zip(COLUMNS, [*row, *[""] * len(COLUMNS)], strict=False))
    language = told["language"].lower() if told["language"].lower() in spoken else "en"
    role = told["role"].lower()
    return Invitee(**told | {"role": roles.get(role, role), "unit": told["unit"].upper(), "language": language})


class WhyForm(forms.Form):
    """Why something is done to an account."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
