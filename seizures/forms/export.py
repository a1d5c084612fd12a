"""What is asked before seizures leave the house in a file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """What for, whether with narratives and waybills, and that the conditions of H3 are kept, told in their words."""

    purpose = forms.CharField(
        label=_("What the file is for"),
        max_length=300,
        help_text=_("It is kept in the audit, with your name."),
        error_messages={"required": _("Say what the file is for: it is kept in the audit.")},
    )
    conditions_accepted = forms.BooleanField(
        error_messages={"required": _("Confirm the conditions, or take these seizures out by the filters.")}
    )
    identities = forms.BooleanField(label=_("With narratives and air waybills, where you may see them"), required=False)

    def __init__(self, *args: Any, conditions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if conditions:
            words = gettext("The file is used under these conditions (H3): %(words)s")
            self.fields["conditions_accepted"].label = words % {"words": "; ".join(conditions)}
        else:
            del self.fields["conditions_accepted"]
