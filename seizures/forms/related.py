"""Agencies that helped, numbers elsewhere, and the decision on two records that look like one."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeChoiceField
from aircop.web.forms import NoteInput
from seizures.forms.fields import NOT_CHOSEN
from seizures.forms.verification import VersionForm
from taskforces.models import Agency
from taskforces.queries.task_force import agencies

NO_AGENCY = _("Choose the agency.")


class AgencyForm(forms.Form):
    """Which agency took part."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), empty_label=NOT_CHOSEN, error_messages={"required": NO_AGENCY}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()  # type: ignore[attr-defined]


class NumberForm(AgencyForm):
    """Under which number an agency or a network knows the seizure."""

    system = CodeChoiceField(
        code_list="reference_system",
        label=_("Register"),
        empty_label=NOT_CHOSEN,
        error_messages={"required": _("Choose whose number it is.")},
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter the number as it is written there.")},
    )

    field_order = ("system", "number", "agency")


class DecisionForm(VersionForm):
    """Which of two records is kept, or that they are two seizures."""

    FIRST, SECOND, APART = "first", "second", "apart"
    ONE = _("One seizure: %(reference)s counts, the other one is set aside")
    TWO = _("Two seizures: do not ask again")
    NONE = _("Choose which record counts, or that they are two seizures.")

    decision = forms.ChoiceField(label=_("What they are"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=NoteInput({"rows": 2}),
        help_text=_("Whoever reads the history of the records reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, first: str, second: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = cast("forms.ChoiceField", self.fields["decision"])
        decision.error_messages["required"] = self.NONE
        decision.choices = [
            (self.FIRST, self.ONE % {"reference": first}),
            (self.SECOND, self.ONE % {"reference": second}),
            (self.APART, self.TWO),
        ]


class PersonDecisionForm(DecisionForm):
    """Which of two persons the other one goes to, or that they are two."""

    ONE = _("One person: %(reference)s stays, the other one is set aside")
    TWO = _("Two persons: do not ask again")
    NONE = _("Choose who stays, or that they are two persons.")


class UnmergeForm(VersionForm):
    """Why two records are two after all."""

    words = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=NoteInput({"rows": 2}),
        help_text=_("Whoever reads the history of the records reads it."),
    )  # fmt: skip
