"""The filters of the contact directory, and what they say in words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aircop.access.actor import Actor
from aircop.reference.fields import CodeChoiceField
from aircop.reference.queries import label, labels
from taskforces.models import TaskForce
from taskforces.queries.contact_point import countries_with_contacts

ANY = pgettext_lazy("no filter", "Any")
NOW, ANY_TIME = "now", "any"
DUTY = [(NOW, gettext_lazy("On duty now")), (ANY_TIME, gettext_lazy("At any time"))]


class ContactFilterForm(forms.Form):
    """Who is asked for: on duty now unless said otherwise. A filter that cannot be read is left out.

    `also` are countries to choose beside those that have a desk.
    """

    duty = forms.ChoiceField(label=gettext_lazy("Answers"), choices=DUTY, required=False, initial=NOW)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    language = CodeChoiceField(
        label=gettext_lazy("Speaks"),
        code_list="language",
        required=False,
    )
    function = CodeChoiceField(
        label=gettext_lazy("Function"),
        code_list="contact_function",
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, data: QueryDict, *, actor: Actor, also: Iterable[str] = ()) -> None:
        asked = data.copy()
        asked.setdefault("duty", NOW)
        super().__init__(asked, auto_id="filter_%s")
        named = labels("country")
        countries = sorted((named.get(code, code), code) for code in {*countries_with_contacts(actor), *also})
        self.fields["country"].choices = [("", ANY), *((code, name) for name, code in countries)]  # type: ignore[attr-defined]
        units = TaskForce.objects.order_by("code").values_list("code", "name")
        self.fields["unit"].choices = [("", ANY), *((code, f"{code} {name}") for code, name in units)]  # type: ignore[attr-defined]

        for name in ("language", "function"):
            self.fields[name].empty_label = str(ANY)  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """Return the filters that have a readable value."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {"duty": NOW} | found

    def words(self) -> dict[str, str]:
        """Return, per filter that narrows, what it says."""
        return {name: _say(name, value) for name, value in self.wanted().items() if value != ANY_TIME}


def _say(name: str, value: Any) -> str:
    match name:
        case "duty":
            return _("on duty now")
        case "country":
            return _("in %(country)s") % {"country": label("country", value)}
        case "language":
            return _("speaking %(language)s") % {"language": label("language", value)}
        case "function":
            return label("contact_function", value)
    return str(value)


def sentence(words: dict[str, str], count: int) -> str:
    """Return what is shown, in words that follow the count."""
    said = ", ".join(words.values()) or _("the whole directory")
    return ngettext("desk: %(filters)s", "desks: %(filters)s", count) % {"filters": said}
