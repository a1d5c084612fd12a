"""The filters of the list of cases, and what they say in words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aircop.access.actor import Actor
from aircop.reference.queries import codes, label
from aircop.web.pagination import AFTER, BEFORE
from seizures.enums import CaseStatus
from seizures.forms.case_wording import CASE_LABELS
from seizures.forms.filter import ANY, LONGEST
from seizures.queries.case import units_and_agencies
from taskforces.models import TaskForce

CASE_ORDERS = {"-recorded": "-recorded_at", "recorded": "recorded_at"}
YES = [("yes", gettext_lazy("Yes"))]


class CaseFilterForm(forms.Form):
    """What a list of cases is narrowed by. A filter that cannot be read is left out, and says so."""

    def __init__(self, data: QueryDict, actor: Actor) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.actor = actor
        units, agencies = units_and_agencies()
        self.fields["q"] = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=LONGEST)
        self.fields["status"] = _among(CASE_LABELS["status"], CaseStatus.choices)
        self.fields["unit"] = _among(gettext_lazy("Unit"), units)
        self.fields["agency"] = _among(CASE_LABELS["agency"], agencies)
        self.fields["offence"] = _among(gettext_lazy("Offence"), codes("offence_type"))
        self.fields["mine"] = _among(gettext_lazy("Mine: opened by me, or with a task for me"), YES)
        self.fields["overdue"] = _among(gettext_lazy("With an overdue task"), YES)

    def chosen(self) -> dict[str, Any]:
        """Return the fields that have a readable value."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def wanted(self) -> dict[str, Any]:
        """Return what is asked, as the search takes it."""
        asked: dict[str, Any] = {}
        for name, value in self.chosen().items():
            match name:
                case "unit":
                    asked["task_force"] = TaskForce.objects.values_list("pk", flat=True).get(code=value)
                case "mine":
                    asked["mine"] = self.actor.subject_id
                case "overdue":
                    asked["overdue"] = True
                case _:
                    asked[name] = value
        return asked

    def unknown(self) -> list[str]:
        """Return the parameters of the address that this list does not know."""
        return [name[:40] for name in self.data if name not in {*self.fields, "order", AFTER, BEFORE}][:5]

    def words(self) -> dict[str, str]:
        """Return, per filter, what it says."""
        return {name: self._say(name, value) for name, value in self.chosen().items()}

    def _say(self, name: str, value: Any) -> str:
        match name:
            case "q":
                return _("“%(words)s”") % {"words": value}
            case "offence":
                return label("offence_type", value)
            case "mine":
                return _("mine")
            case "overdue":
                return _("with an overdue task")
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]


def _among(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", ANY), *choices])


def case_sentence(words: Iterable[str], count: int) -> str:
    """Return what is shown, in words that follow the count."""
    filters = ", ".join(words)
    if not filters:
        return ngettext("case: all that you may see", "cases: all that you may see", count)
    return ngettext("case: %(filters)s", "cases: %(filters)s", count) % {"filters": filters}
