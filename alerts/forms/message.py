"""What people type when they write to other units, ask them, and answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid
from aircop.files.kinds import KINDS, MOST_BYTES
from aircop.reference.queries import codes
from aircop.web.forms import NoteInput
from alerts.enums import Clock, MessageKind
from alerts.models import InformationRequest
from alerts.services.message import SCHEME, Asked, Say
from alerts.services.request import Ask
from seizures.enums import Handling
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import agencies, units

NOT_GRADED: Any = gettext_lazy("Not graded")
PLAIN = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "dir": "auto"}


class SeveralFiles(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleaned to a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return each file that was chosen, checked one by one."""
        sent: Iterable[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in sent]


class SayForm(forms.Form):
    """The words of a message, how they are handled and graded, and what comes along."""

    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=8_000,
        widget=NoteInput({"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )
    attached = FilesField(
        label=gettext_lazy("Photos and documents"),
        required=False,
        allow_empty_file=True,  # said in our own words
        max_length=255,
        widget=SeveralFiles({"accept": ",".join(KINDS)}),
        help_text=gettext_lazy("JPEG, PNG, WebP or PDF, up to 25 MB each."),
    )
    handling = forms.ChoiceField(label=gettext_lazy("Handling"), choices=Handling.choices, initial=Handling.H0)
    handling_words = forms.CharField(
        label=gettext_lazy("Conditions of handling"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Under H3: who reads it takes note of them first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("source_grade", _("Source")), ("information_grade", _("Information"))):
            offered = [each for each in codes(name) if str(each[0]).startswith(SCHEME)]
            self.fields[name] = forms.ChoiceField(label=words, required=False, choices=[("", NOT_GRADED), *offered])

    def say(self) -> Say:
        """Return the message as the services take it."""
        told: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in ("body", "handling", "handling_words", "source_grade", "information_grade")
        }
        files = [(str(each.name), each.read(MOST_BYTES + 1)) for each in self.cleaned_data["attached"]]
        return Say(**told, files=files)

    def put_fault(self, fault: Invalid) -> None:
        """Put what a service refused onto the field that it concerns."""
        name = {
            "asked_name": "name",
            "asked_number": "number",
            "asked_record": "record",
            "file": "attached",
            "files": "attached",
        }.get(fault.field, fault.field)
        if name == "again":
            self.fields["again"].widget = forms.CheckboxInput()
        self.add_error(name if name in self.fields else None, fault.reason)

    @property
    def details_open(self) -> bool:
        """Whether handling, grades and files must not hide: one of them is at fault or was filled."""
        names = ("attached", "handling", "handling_words", "source_grade", "information_grade")
        return any(name in self.errors for name in names) or self["handling"].value() != Handling.H0


class ThreadForm(SayForm):
    """A first message: about what, and to whom."""

    subject = forms.CharField(
        label=gettext_lazy("Subject, in one line"),
        max_length=120,
        help_text=gettext_lazy("Without names: it stands in lists and on lock screens."),
        error_messages={"required": gettext_lazy("Say in one line what it is about, without names.")},
    )
    units = forms.ModelMultipleChoiceField(
        TaskForce.objects.none(),
        label=gettext_lazy("Task forces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("subject", "units", "agencies", "body", "attached", "handling", "handling_words")

    def __init__(self, *args: Any, unit: UUID | None, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:  # the members of the group read it
            del self.fields["units"], self.fields["agencies"]
            return
        self.fields["units"].queryset = units().exclude(pk=unit)  # type: ignore[attr-defined, misc]
        self.fields["agencies"].queryset = agencies()  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what the thread is about, and who takes part."""
        names = ("subject", "units", "agencies")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def receivers(parties: Iterable[TaskForce | Agency]) -> list[Any]:
    """Return units and agencies as one list to choose from, each kind under its word."""
    rows = list(parties)
    grouped = (
        (_("Task forces"), [(f"unit:{row.pk}", str(row)) for row in rows if isinstance(row, TaskForce)]),
        (_("Agencies"), [(f"agency:{row.pk}", str(row)) for row in rows if isinstance(row, Agency)]),
    )
    return [(words, rows) for words, rows in grouped if rows]


class AskForm(SayForm):
    """A request for information: of whom, how soon, and about whom or what."""

    subject = forms.CharField(
        label=gettext_lazy("Subject, in one line"),
        max_length=120,
        help_text=gettext_lazy("Without names: it stands in lists and on lock screens."),
        error_messages={"required": gettext_lazy("Say in one line what it is about, without names.")},
    )
    receiver = forms.ChoiceField(
        label=gettext_lazy("Whom you ask"), error_messages={"required": gettext_lazy("Choose whom you ask.")}
    )
    clock = forms.ChoiceField(
        label=gettext_lazy("How soon you need the answer"),
        choices=Clock.choices,
        initial=Clock.USUAL,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=200, widget=forms.TextInput(PLAIN),
        help_text=gettext_lazy("The asked side looks for it among what it holds."),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Number of a document"), required=False, max_length=40, widget=forms.TextInput(PLAIN)
    )
    record = forms.CharField(
        label=gettext_lazy("Reference of a record"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Send it once more"), required=False, widget=forms.HiddenInput
    )  # fmt: skip
    field_order = ("subject", "receiver", "name", "number", "record", "body", "clock", "again")

    def __init__(self, *args: Any, parties: Iterable[TaskForce | Agency], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("What you want to know, and why")
        self.parties = {self._key(each): each for each in parties}
        self.fields["receiver"].choices = [("", _("Choose")), *receivers(self.parties.values())]  # type: ignore[attr-defined]
        if not new:
            del self.fields["subject"]

    @staticmethod
    def _key(party: TaskForce | Agency) -> str:
        return f"{'unit' if isinstance(party, TaskForce) else 'agency'}:{party.pk}"

    def ask(self) -> Ask:
        """Return what is asked, of whom."""
        told = self.cleaned_data
        return Ask(
            receiver=self.parties[told["receiver"]],
            clock=told["clock"],
            about=Asked(name=told["name"], number=told["number"], record=told["record"]),
            again=told["again"],
        )


class AnswerForm(SayForm):
    """A further message, or an answer to one of the requests that wait."""

    kind = forms.ChoiceField(label=gettext_lazy("As"), widget=forms.RadioSelect)
    refusal = forms.ChoiceField(label=gettext_lazy("Why you refuse"), required=False)
    field_order = ("kind", "refusal", "body")

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(str(kind), kind.label) for kind in (MessageKind.GENERAL, MessageKind.FEEDBACK)]
        self.fields["kind"].choices = [*answers, *free]  # type: ignore[attr-defined]
        self.fields["kind"].initial = answers[0][0] if answers else MessageKind.GENERAL
        if any(value.startswith("refuse:") for value, _label in answers):
            self.fields["refusal"].choices = [("", _("Choose")), *codes("refusal_reason")]  # type: ignore[attr-defined]
        else:
            del self.fields["refusal"]

    def chosen(self) -> tuple[str, UUID | None]:
        """Return what kind of message it is, and which request it answers."""
        kind, _colon, request = str(self.cleaned_data["kind"]).partition(":")
        return kind, UUID(request) if request else None


def answer_words(request: InformationRequest, *, several: bool) -> dict[str, str]:
    """Return what the answers to a request are called; with its time where several wait."""
    words = {
        "reply": _("Reply"),
        "refuse": _("Refusal"),
        "back": _("Question to the asker"),
        "clarify": _("Clarification"),
    }
    if not several:
        return words
    at = request.asked_at.strftime("%d.%m. %H:%M")
    return {name: f"{text} ({at})" for name, text in words.items()}
