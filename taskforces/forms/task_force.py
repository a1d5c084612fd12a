"""What a platform administrator types to open a unit, and to admit an agency to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Missing
from aircop.reference.models import Airport
from aircop.reference.queries import airport
from aircop.web.widgets import CodeInput
from taskforces.enums import UnitKind
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import agencies, outside


class TaskForceForm(forms.Form):
    """A unit at an airport, and the agency that hosts it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=4,
        help_text=gettext_lazy("Three capitals and a digit: ABJ1. Every reference that the unit gives begins with it."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=UnitKind.choices)
    airport = forms.CharField(
        label=gettext_lazy("Airport"),
        max_length=3,
        help_text=gettext_lazy("IATA code."),
        widget=CodeInput(source=reverse_lazy("seizures:airport-search")),
    )
    host_agency = forms.ModelChoiceField(
        label=gettext_lazy("Host agency"), queryset=Agency.objects.none(), empty_label=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host_agency"].queryset = agencies()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["code"]).upper()

    def clean_airport(self) -> Airport:
        """Return the airport of the code."""
        try:
            return airport(self.cleaned_data["airport"].upper())
        except Missing:
            raise ValidationError(_("No airport has this code. Look for it by its town.")) from None


class AdmitForm(forms.Form):
    """Which agency begins to take part."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label="")

    def __init__(self, *args: Any, unit: TaskForce, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = outside(unit.pk)  # type: ignore[attr-defined]
