"""What is asked before seizures leave the house in a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """What for, and whether with narratives and waybills."""

    purpose = forms.CharField(
        label=_("What the file is for"),
        max_length=300,
        help_text=_("It is kept in the audit, with your name."),
        error_messages={"required": _("Say what the file is for: it is kept in the audit.")},
    )
    identities = forms.BooleanField(label=_("With narratives and air waybills, where you may see them"), required=False)
