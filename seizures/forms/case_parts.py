"""Forms of what belongs to a case: links, agencies, tasks, notes."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.actor import Actor
from aircop.accounts.models import User
from aircop.reference.fields import CodeChoiceField
from aircop.web.forms import NoteInput
from seizures.forms.case_wording import CASE_LABELS, label_of_case, shown_of_case
from seizures.forms.fields import NOT_CHOSEN
from seizures.forms.filter import DayField
from seizures.forms.related import AgencyForm
from seizures.forms.verification import VersionForm
from seizures.models import Case, CaseNote, CaseTask, Person, Seizure
from seizures.queries.case import case_named, seizure_named

BY_REFERENCE = gettext_lazy("As it stands on the record, for example ABJ1-S-2026-000012.")


class SeizureLinkForm(forms.Form):
    """Which seizure."""

    seizure = forms.CharField(
        label=gettext_lazy("Reference of the seizure"), max_length=30, help_text=BY_REFERENCE,
        error_messages={"required": gettext_lazy("Enter the reference of the seizure.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_seizure(self) -> Seizure:
        """Return the seizure, if the reader sees it."""
        found = seizure_named(self.actor, self.cleaned_data["seizure"])
        if found is None:
            raise forms.ValidationError(_("No seizure that you may see has this reference."), code="missing")
        return found


class CaseLinkForm(forms.Form):
    """Which other case."""

    other = forms.CharField(
        label=gettext_lazy("Reference of the case"), max_length=30,
        error_messages={"required": gettext_lazy("Enter the reference of the other case.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_other(self) -> Case:
        """Return the case, if the reader sees it."""
        found = case_named(self.actor, self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError(_("No case that you may see has this reference."), code="missing")
        return found


class CaseAgencyForm(AgencyForm):
    """Which agency takes part."""


class PersonLinkForm(forms.Form):
    """Which person of the linked seizures, and in what role."""

    person = forms.ChoiceField(
        label=CASE_LABELS["person"], error_messages={"required": gettext_lazy("Choose the person.")}
    )
    role = CodeChoiceField(code_list="case_role", label=CASE_LABELS["case_role"], empty_label=NOT_CHOSEN)

    def __init__(self, *args: Any, persons: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        rows = [(key, f"{each.seizure.reference} · {each.pseudonym}") for key, each in self.persons.items()]
        self.fields["person"].choices = [("", NOT_CHOSEN), *rows]  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        """Return the person."""
        return self.persons[self.cleaned_data["person"]]


class TaskForm(VersionForm):
    """What is to do, by whom, until when."""

    kind = CodeChoiceField(code_list="follow_up", label=CASE_LABELS["kind"], empty_label=NOT_CHOSEN)
    title = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=160, required=False,
        help_text=gettext_lazy("Without names of persons."),
    )  # fmt: skip
    assignee = forms.ChoiceField(label=CASE_LABELS["assignee"], required=False)
    due_on = DayField(label=CASE_LABELS["due_on"])

    def __init__(self, *args: Any, people: Mapping[UUID, str], task: CaseTask | None = None, **kwargs: Any) -> None:
        self.task = task
        stands = {name: getattr(task, name) for name in ("kind", "title", "due_on", "version")} if task else {}
        if task and task.assignee_id:
            stands["assignee"] = str(task.assignee_id)
            people = {task.assignee_id: _name_of(task.assignee), **people}
        super().__init__(*args, **{**kwargs, "initial": {**stands, **kwargs.get("initial", {})}})
        nobody = [("", gettext_lazy("Nobody yet"))]
        self.fields["assignee"].choices = [*nobody, *((str(pk), name) for pk, name in people.items())]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        chosen = self.cleaned_data["assignee"]
        assignee = User.objects.get(pk=chosen) if chosen else None
        return {name: self.cleaned_data[name] for name in ("kind", "title", "due_on")} | {"assignee": assignee}

    def clashes(self) -> list[dict[str, Any]]:
        """Return, for each field that was sent and differs from the task as it stands, both texts in words."""
        return [
            {
                "field": name,
                "label": label_of_case(name) if name != "title" else self.fields[name].label,
                "sent": shown_of_case(name, value),
                "current": shown_of_case(name, getattr(self.task, name)),
            }
            for name, value in self.told().items()
            if value != getattr(self.task, name)
        ]


def _name_of(person: User | None) -> str:
    return person.name if person else ""


class FinishForm(VersionForm):
    """That it is done, or why it does not apply."""

    not_applicable = forms.BooleanField(label=gettext_lazy("It does not apply to this case"), required=False)
    words = forms.CharField(
        label=CASE_LABELS["words"], max_length=300, required=False, widget=NoteInput({"rows": 2}),
        help_text=gettext_lazy("In a few words, without names. If it does not apply, say why."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """A note, and perhaps which one it corrects."""

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=10_000, widget=NoteInput,
        help_text=gettext_lazy("It stays as it is: a correction is a further note."),
        error_messages={"required": gettext_lazy("Write the note first.")},
    )  # fmt: skip
    corrects = forms.ChoiceField(label=CASE_LABELS["corrects"], required=False)

    def __init__(self, *args: Any, notes: Iterable[CaseNote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(note.pk), _("Note %(number)s") % {"number": note.sequence}) for note in notes]
        self.fields["corrects"].choices = [("", gettext_lazy("None")), *rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields["corrects"]

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        corrects = self.cleaned_data.get("corrects")
        return {"text": self.cleaned_data["text"], "corrects": UUID(corrects) if corrects else None}
