"""The filters of the list of seizures, and what they say in words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aircop.reference.queries import airport_name
from aircop.web.pagination import AFTER, BEFORE
from aircop.web.words import day
from seizures.enums import SeizureStatus
from seizures.forms.fields import AirportField, choice, picker
from seizures.forms.wording import LABELS, shown
from seizures.queries.seizure import FILTERS
from taskforces.models import TaskForce

ORDERS = {
    "-occurred": "-occurred_at", "occurred": "occurred_at", "-recorded": "-recorded_at", "recorded": "recorded_at",
}  # fmt: skip
KNOWN = frozenset({*FILTERS, "order", AFTER, BEFORE})
ANY = pgettext_lazy("no filter", "Any")


class DayField(forms.DateField):
    """A day from the calendar of the browser, or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], widget=widget, required=False, **kwargs)


class FilterForm(forms.Form):
    """What a list of seizures is narrowed by. A filter that cannot be read is left out, and says so."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        units = TaskForce.objects.order_by("code").values_list("code", "name")
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("Unit"),
            required=False,
            choices=[("", ANY), *((code, f"{code} {name}") for code, name in units)],
        )
        self.fields["airport"] = AirportField(label=LABELS["airport"], required=False)
        self.fields["commodity"] = choice("commodity", label=LABELS["items.commodity"], required=False)
        self.fields["substance"] = picker("substance", label=LABELS["items.substance"], required=False)
        self.fields["direction"] = choice("direction", label=LABELS["direction"], required=False)
        self.fields["conveyance"] = choice("conveyance", label=LABELS["conveyance"], required=False)
        self.fields["status"] = forms.ChoiceField(
            label=LABELS["status"], required=False, choices=[("", ANY), *SeizureStatus.choices]
        )
        self.fields["since"] = DayField(label=gettext_lazy("From (day at the airport)"))
        self.fields["until"] = DayField(label=gettext_lazy("To (day at the airport)"))
        for name in ("commodity", "direction", "conveyance"):
            self.fields[name].empty_label = ANY  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """Return the filters that have a readable value, as the query takes them."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "airport" in found:
            found["airport"] = found["airport"].pk
        return found

    def unknown(self) -> list[str]:
        """Return the parameters of the address that this list does not know."""
        return [name[:40] for name in self.data if name not in KNOWN][:5]

    def words(self) -> dict[str, str]:
        """Return, per filter, what it says."""
        return {name: _say(name, value) for name, value in self.wanted().items()}


def _say(name: str, value: Any) -> str:
    match name:
        case "unit":
            return str(value)
        case "airport":
            return _("at %(airport)s") % {"airport": airport_name(value)}
        case "since":
            return _("from %(day)s") % {"day": day(value)}
        case "until":
            return _("to %(day)s") % {"day": day(value)}
        case "commodity" | "substance":
            return shown(f"items.{name}", value)
    return shown(name, value)


def sentence(words: Iterable[str], count: int) -> str:
    """Return what is shown, in words that follow the count."""
    filters = ", ".join(words)
    if not filters:
        return ngettext("seizure: all that you may see", "seizures: all that you may see", count)
    return ngettext("seizure: %(filters)s", "seizures: %(filters)s", count) % {"filters": filters}
