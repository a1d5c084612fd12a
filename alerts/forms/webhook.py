"""What an administrator types about a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from alerts.enums import AlertKind


class WebhookForm(forms.Form):
    """An address, and the kinds of alert that ring there."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("It begins with https:// and is reached from the open network."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the address of the system.")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which alerts ring there"),
        choices=AlertKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one kind of alert.")},
    )

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"url": self.cleaned_data["url"], "kinds": self.cleaned_data["kinds"]}
