"""What a platform administrator types about codes: a new one, its labels, its last day."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy

from aircop.reference.queries import label
from aircop.reference.seed import LANGUAGES
from taskforces.queries.code import headings_of
from taskforces.services.code import LABEL, NEEDED, SOURCE


def _day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, **options)


class LabelForm(forms.Form):
    """What a code is called, per language."""

    def __init__(self, *args: Any, labels: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            name = get_language_info(language)["name_translated"]
            self.fields[language] = forms.CharField(
                label=gettext_lazy("Label: %(language)s") % {"language": name},
                max_length=LABEL,
                required=language in NEEDED or language in (labels or {}),
                initial=(labels or {}).get(language, ""),
                widget=forms.TextInput(attrs={"lang": language, "dir": "auto"}),
            )

    def labels(self) -> dict[str, str]:
        """Return the label per language, empty ones too."""
        return {language: self.cleaned_data[language] for language in LANGUAGES}


class CodeForm(LabelForm):
    """A code that a list lacks."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Letters without accents, digits, dots, plus signs or hyphens. It never changes again."),
    )
    heading = forms.ChoiceField(label=gettext_lazy("Heading"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=SOURCE, help_text=gettext_lazy("Where the word was taken from.")
    )
    valid_from = _day(label=gettext_lazy("First day"))

    def __init__(self, *args: Any, code_list: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(row.code, label(code_list, row.code)) for row in headings_of(code_list)]
        self.fields["heading"].choices = [("", ""), *found]  # type: ignore[attr-defined]  # a choice
        if not found:
            del self.fields["heading"]
        self.fields["valid_from"].initial = timezone.now().date()

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = ("code", "source", "valid_from")
        rest = {name: self.cleaned_data[name] for name in names} | {"heading": self.cleaned_data.get("heading", "")}
        return rest | {"labels": self.labels()}


class EndForm(forms.Form):
    """The last day of a code."""

    last_day = _day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("On that day it can be picked for the last time. Empty: take back what was said here."),
    )
