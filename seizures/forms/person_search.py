"""What is asked of the search of persons, and how often one may ask."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aircop.access.actor import Actor
from aircop.rest.throttling import Buckets
from aircop.web.forms import NoteInput
from seizures.forms.fields import choice
from seizures.queries.person_search import Asked

OTHER = "OTHER"
SEARCHES = Buckets()


def seconds_to_wait(actor: Actor) -> float:
    """Take one search from what the actor may still do now; return 0, or the seconds to wait for the next."""
    per_minute = settings.PERSON_SEARCHES_PER_MINUTE
    if not per_minute:
        return 0
    return SEARCHES.take(str(actor.subject_id), per_second=per_minute / 60, burst=settings.PERSON_SEARCH_BURST)


class PersonSearchForm(forms.Form):
    """A name or the number of a document, and why it is looked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "dir": "auto"}
        self.fields["name"] = forms.CharField(
            label=_("Name"), required=False, max_length=200, widget=forms.TextInput(plain),
            help_text=_("In any script and order. Other spellings and aliases are found too."),
        )  # fmt: skip
        self.fields["number"] = forms.CharField(
            label=_("Number of a document"), required=False, max_length=40, widget=forms.TextInput(plain)
        )
        self.fields["purpose"] = choice("search_purpose", label=_("Why you search"))
        self.fields["words"] = forms.CharField(
            label=_("More about why"), required=False, max_length=250, widget=NoteInput({"rows": 2}),
            help_text=_("Kept with your name for the auditor: a reference, for example. Write no names here."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a name or a number, and for words where the reason is another one."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["name"] or cleaned["number"]):
            self.add_error("name", _("Enter a name, or the number of a document."))
        if cleaned.get("purpose") == OTHER and not cleaned.get("words"):
            self.add_error("words", _("Say which other reason it is."))
        return cleaned

    def asked(self) -> Asked:
        """Return what is looked for."""
        return Asked(name=self.cleaned_data["name"], number=self.cleaned_data["number"])

    def purpose(self) -> str:
        """Return the reason as the audit keeps it."""
        return ": ".join(part for part in (self.cleaned_data["purpose"], self.cleaned_data["words"]) if part)
