"""What a platform administrator types to open an agency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from aircop.reference.fields import CodeChoiceField
from taskforces.models import Agency
from taskforces.queries.task_force import agencies


class AgencyForm(forms.Form):
    """A service of one country, or an international organisation."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("2 to 20 capitals, digits or hyphens: CI-DDA."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    short_name = forms.CharField(
        label=gettext_lazy("Short name"), max_length=40, help_text=gettext_lazy("As it stands in lists.")
    )
    kind = CodeChoiceField(label=gettext_lazy("Kind"), code_list="agency_kind")
    country = CodeChoiceField(
        label=gettext_lazy("Country"),
        code_list="country",
        required=False,
        help_text=gettext_lazy("Empty for an international organisation."),
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Belongs to"), queryset=Agency.objects.none(), required=False, empty_label=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = agencies()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["code"]).upper()

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        return self.cleaned_data | {"country": self.cleaned_data["country"] or None}
