"""The name of a saved view, and whether the list opens with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seizures.services.saved_view import LONGEST_NAME


class ViewForm(forms.Form):
    """What a person says of a view."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, error_messages={"required": _("Give the view a name.")},
        help_text=_("Only you see it, as a tab above the list."),
    )  # fmt: skip
    chosen = forms.BooleanField(label=_("Open the list with this view"), required=False)
