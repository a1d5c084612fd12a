"""Forms of a case: opening it, changing it, taking it a step on."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.actor import Actor
from aircop.reference.fields import CodeChoiceField
from aircop.reference.queries import codes
from aircop.web.forms import NoteInput
from seizures.enums import CaseStatus, Handling
from seizures.forms.case_wording import CASE_LABELS, label_of_case, shown_of_case
from seizures.forms.fields import NOT_CHOSEN
from seizures.forms.verification import VersionForm
from seizures.models import Case
from seizures.queries.case import case_named
from seizures.states import CASE, case_allows
from taskforces.models import Agency, TaskForce

SAY_WHY = {"required": gettext_lazy("Say why: whoever reads the case later wants to know.")}


class CaseForm(VersionForm):
    """What is told of a case. `record` names the case before it is written, so that a form sent twice makes one."""

    record = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    title = forms.CharField(
        label=CASE_LABELS["title"], max_length=150,
        help_text=gettext_lazy("What it is about, without names of persons: “False bottoms from one workshop”."),
        error_messages={"required": gettext_lazy("Give the case a title, without names of persons.")},
    )  # fmt: skip
    lead_agency = forms.ModelChoiceField(Agency.objects.none(), label=CASE_LABELS["lead_agency"], empty_label=None)
    offences = forms.MultipleChoiceField(
        label=CASE_LABELS["offences"], required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=CASE_LABELS["summary"], max_length=500, required=False, widget=NoteInput({"rows": 2}),
        help_text=gettext_lazy("For everybody who may see the case: no names."),
    )  # fmt: skip
    narrative = forms.CharField(
        label=CASE_LABELS["narrative"], max_length=20_000, required=False, widget=NoteInput,
        help_text=gettext_lazy("Only for those who may see identities."),
    )  # fmt: skip
    handling = forms.ChoiceField(label=CASE_LABELS["handling"], choices=Handling.choices)
    handling_words = forms.CharField(label=CASE_LABELS["handling_words"], max_length=300, required=False)
    parent = forms.CharField(
        label=CASE_LABELS["parent"], max_length=30, required=False,
        help_text=gettext_lazy("The reference of a larger case, if this one is a part of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, unit: TaskForce, identities: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        taking_part = Agency.objects.filter(participations__task_force=unit, participations__until__isnull=True)
        self.fields["lead_agency"].queryset = taking_part.distinct().order_by("name")  # type: ignore[attr-defined]
        self.fields["offences"].choices = codes("offence_type")  # type: ignore[attr-defined]
        if not identities:
            del self.fields["narrative"]

    def clean_parent(self) -> Case | None:
        """Return the larger case that the reference names, if the reader sees it."""
        text = self.cleaned_data["parent"]
        if not text:
            return None
        found = case_named(self.actor, text)
        if found is None:
            raise forms.ValidationError(_("No case that you may see has this reference."), code="missing")
        return found

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = (
            "title", "lead_agency", "offences", "summary", "narrative", "handling", "handling_words", "parent",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class CaseChangeForm(CaseForm):
    """A change of a case: only what differs from what the writer saw is sent."""

    field_order = ("title",)

    def __init__(self, *args: Any, case: Case, parent: str = "", **kwargs: Any) -> None:
        names = ("title", "lead_agency", "offences", "summary", "narrative", "handling", "handling_words", "version")
        stands = {name: getattr(case, name) for name in names} | {"parent": parent}
        super().__init__(*args, **{**kwargs, "initial": {**stands, **kwargs.get("initial", {})}})
        self.case = case
        if case.parent_id and not parent:  # a larger case that this reader does not see stays where it is
            del self.fields["parent"]

    def changed(self) -> dict[str, Any]:
        """Return the fields that were sent and differ from what stands."""
        return {name: value for name, value in self.told().items() if getattr(self.case, name) != value}

    def clashes(self) -> list[dict[str, Any]]:
        """Return, for each field that differs, both texts in words."""
        return [
            {
                "field": name,
                "label": label_of_case(name),
                "sent": _words(name, value),
                "current": _words(name, getattr(self.case, name)),
            }
            for name, value in self.changed().items()
            if name != "parent"
        ]


def _words(name: str, value: Any) -> str:
    return shown_of_case(name, value)


class StepForm(VersionForm):
    """To which state, and why."""

    then = forms.ChoiceField(
        label=gettext_lazy("Next"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the case goes from here.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}), error_messages=SAY_WHY
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["then"].choices = [(each.value, each.label) for each in steps_of(case)]  # type: ignore[attr-defined]

    def clean_then(self) -> CaseStatus:
        """Return the state."""
        return CaseStatus(self.cleaned_data["then"])


def steps_of(case: Case) -> Iterable[CaseStatus]:
    """Return the states to which a step may lead now; closing and merging have pages of their own."""
    ends = {CaseStatus.CLOSED, CaseStatus.MERGED}
    follow = CASE[CaseStatus(case.status)] - ends
    return [each for each in CaseStatus if each in follow and case_allows(case.status, each, case.suspended_from)]


class CloseForm(VersionForm):
    """With what outcome, and why."""

    outcome = CodeChoiceField(code_list="case_outcome", label=CASE_LABELS["outcome"], empty_label=NOT_CHOSEN)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}), error_messages=SAY_WHY,
        help_text=gettext_lazy("For example the court, the day and the judgment, without names."),
    )  # fmt: skip


class MergeForm(VersionForm):
    """Into which case, and why."""

    into = forms.CharField(
        label=gettext_lazy("Reference of the case that goes on"), max_length=30,
        error_messages={"required": gettext_lazy("Enter the reference of the other case.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}), error_messages=SAY_WHY
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_into(self) -> Case:
        """Return the case that the reference names, if the reader sees it."""
        found = case_named(self.actor, self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(_("No case that you may see has this reference."), code="missing")
        return found
