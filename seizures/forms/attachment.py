"""Adding a photo or a document, and taking it out of sight."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.files.kinds import KINDS
from aircop.web.forms import NoteInput
from seizures.forms.fields import picker
from seizures.services.attachment import Shows

TAKEN = ",".join(KINDS)  # named one by one: phones then send JPEG where their camera writes something else


class AttachmentForm(forms.Form):
    """The file, the concealment that it shows, and a few words."""

    file = forms.FileField(
        label=_("Photo or document"),
        allow_empty_file=True,  # said in our own words
        max_length=255,
        widget=forms.FileInput({"accept": TAKEN}),
        help_text=_("JPEG, PNG, WebP or PDF, up to 25 MB."),
        error_messages={"required": _("Choose a file, or take a picture.")},
    )
    caption = forms.CharField(
        label=_("Caption"), max_length=300, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concealment"] = picker("concealment", label=_("Concealment it shows"), required=False)

    def shows(self) -> Shows:
        """Return what is said about the file."""
        return Shows(concealment=self.cleaned_data["concealment"], caption=self.cleaned_data["caption"])


class WithdrawForm(forms.Form):
    """Why a file is taken out of sight."""

    words = forms.CharField(
        label=_("Why"), max_length=500, widget=NoteInput, help_text=_("The auditor reads it.")
    )  # fmt: skip


class GalleryForm(forms.Form):
    """Which concealment method the photos show."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concealment"] = picker("concealment", label=_("Concealment"), required=False)
