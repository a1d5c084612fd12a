"""Asking for consent under H1 and H2, and answering."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.web.forms import NoteInput
from seizures.enums import ConsentAnswer, ConsentKind
from seizures.forms.share import DAYS
from seizures.models import Case, Seizure
from seizures.queries.consent import kinds_for
from taskforces.models import Agency
from taskforces.queries.task_force import agencies

SAY_WHY = {"required": gettext_lazy("Say what it is for: the other agency decides by it.")}


class AskConsentForm(forms.Form):
    """What for, for whom and why."""

    kind = forms.ChoiceField(label=gettext_lazy("What you want to do"), widget=forms.RadioSelect)
    to_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("With which agency"),
        empty_label=gettext_lazy("Choose"),
        required=False,
        help_text=gettext_lazy("For sharing it onward: the consent holds for this agency alone."),
    )
    to_words = forms.CharField(
        label=gettext_lazy("Who gets the file"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("The court, the prosecutor, the ministry."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}), error_messages=SAY_WHY,
        help_text=gettext_lazy("The agency whose record it is reads it, and the auditor."),
    )  # fmt: skip

    def __init__(self, *args: Any, about: Seizure | Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in kinds_for(about)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["to_agency"].queryset = agencies()  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0][0]
        if not any(kind == ConsentKind.SHARE for kind, _label in kinds):
            del self.fields["to_agency"]
        if [kind for kind, _label in kinds] == [ConsentKind.SHARE]:
            del self.fields["to_words"]

    def clean(self) -> dict[str, Any]:
        """Ask for the agency with which it is to be shared."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == ConsentKind.SHARE and not cleaned.get("to_agency"):
            self.add_error("to_agency", _("Choose the agency with which you want to share it."))
        return cleaned


class AnswerForm(forms.Form):
    """Granted or refused, until when, and what is said to it."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=ConsentAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it is granted or refused.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A day at your airport. Without one the consent holds until you take it back."),
        error_messages={"invalid": gettext_lazy("Enter the date as day, month and year, for example 30/06/2027.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What you say to it"), max_length=500, required=False, widget=NoteInput({"rows": 2}),
        help_text=gettext_lazy("Who asked reads it. A refusal needs a reason."),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        day = self.cleaned_data["until"]
        ends = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(self.zone)) if day else None
        return {**self.cleaned_data, "until": ends}


class EndConsentForm(forms.Form):
    """Why a consent is taken back."""

    words = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}),
        error_messages={"required": gettext_lazy("Say why: who asked reads it.")},
    )  # fmt: skip
