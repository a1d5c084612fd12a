"""What a share would show, part by part: said from the classes of the fields, so that it cannot promise too little."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.models import FieldClass
from aircop.access.roles import SEE_IDENTITY
from seizures.forms.wording import label_of
from seizures.models import Conveyance, FieldTest, Item, LabResult, Seizure

PARTS: tuple[tuple[Any, Any], ...] = (
    (gettext_lazy("What happened"), Seizure),
    (gettext_lazy("What was found"), Item),
    (gettext_lazy("What carried it"), Conveyance),
    (gettext_lazy("Laboratory"), (FieldTest, LabResult)),
)
# How the fields of a part are called in the history; and what nobody writes, as it goes with the arrests.
CALLED: Mapping[Any, str] = {
    Seizure: "",
    Item: "items.",
    Conveyance: "conveyance_details.",
    FieldTest: "field_tests.",
    LabResult: "lab_results.",
}
KEPT = frozenset({"checklists"})


def parts(held: frozenset[str]) -> list[dict[str, str]]:
    """Return, per part of the record, whether a reader with these rights sees all of it, some of it or nothing."""
    identities = SEE_IDENTITY in held
    rows = [_row(label, models, identities=identities) for label, models in PARTS]
    people = _("names, documents and dates of birth too") if identities else _("role, sex and age band only")
    files = _("shown, and may be downloaded") if identities else _("not shown")
    return [
        *rows,
        {"label": _("People"), "value": people},
        {"label": _("Photos and documents"), "value": files},
        {"label": _("History"), "value": _("which unit acted and what changed; not which officer, nor who else reads")},
    ]


def _row(label: Any, models: Any, *, identities: bool) -> dict[str, str]:
    hidden = [] if identities else sorted(set(_hidden(models if isinstance(models, tuple) else (models,))))
    words = _("all but: %(fields)s") % {"fields": ", ".join(hidden)} if hidden else _("all of it")
    return {"label": str(label), "value": words}


def _hidden(models: Iterable[Any]) -> Iterable[str]:
    """Yield what the fields of the class identity are called that somebody writes."""
    for model in models:
        for field in model._meta.concrete_fields:
            if model.FIELDS.get(field.name) == FieldClass.IDENTITY and field.name not in KEPT:
                yield label_of(f"{CALLED[model]}{field.name}")
