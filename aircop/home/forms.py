"""What the search of the house asks."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {"seizure": _("Seizures")}
PERIODS = {"30": _("Last 30 days"), "90": _("Last 90 days"), "365": _("Last year")}
LONGEST = 200


class SearchForm(forms.Form):
    """Words, and perhaps a kind of record and a time."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", pgettext_lazy("no filter", "Any")), *KINDS.items()]
    )
    period = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", pgettext_lazy("no filter", "Any")), *PERIODS.items()]
    )

    def words(self) -> str:
        """Return what was typed, if it can be read."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).strip()

    def since(self) -> date | None:
        """Return the first day of the time asked for."""
        self.is_valid()
        days = self.cleaned_data.get("period")
        return timezone.now().date() - timedelta(days=int(days)) if days else None
