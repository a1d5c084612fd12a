"""What a supervisor says when sending a seizure back or opening it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeChoiceField
from aircop.web.forms import NoteInput
from seizures.forms.fields import NOT_CHOSEN

SAY_WHY = {"required": _("Say why in a few words: it stays in the history.")}


class VersionForm(forms.Form):
    """The version of the record that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


class RejectForm(VersionForm):
    """Why a seizure goes back to its author."""

    rejection = CodeChoiceField(code_list="rejection_reason", label=_("Reason"), empty_label=NOT_CHOSEN)
    rejection.error_messages["required"] = _("Choose why it goes back: the author reads it.")
    words = forms.CharField(
        label=_("What has to be mended"), max_length=500, required=False, widget=NoteInput,
        help_text=_("The author reads it in the history of the record."),
    )  # fmt: skip


class WhyForm(VersionForm):
    """Why a record is taken out of sight."""

    words = forms.CharField(
        label=_("Why"), max_length=500, widget=NoteInput, error_messages=SAY_WHY,
        help_text=_("The auditor reads it, and whoever still sees the record."),
    )  # fmt: skip


class ReopenForm(VersionForm):
    """Why a verified seizure is opened again."""

    words = forms.CharField(
        label=_("Why it is opened again"), max_length=500, widget=NoteInput, error_messages=SAY_WHY,
        help_text=_("It has to be verified again afterwards."),
    )  # fmt: skip
