"""Changing a seizure: the form remembers what it showed, so that only what its writer touched is sent."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

from aircop.errors import Clash
from aircop.web.forms import Moment, Quantity
from seizures.forms.seizure import DETAILS, FACTS, ITEM, ITEM_DETAILS, DetailForm
from seizures.forms.wording import label_of, shown
from seizures.models import Seizure

THEIRS = "theirs"
OF_ITEM = (*ITEM, *ITEM_DETAILS, "amount")


def initial_of(seizure: Seizure) -> dict[str, Any]:
    """Return a seizure as the form shows it."""
    item = next(iter(seizure.items.all()))
    return {
        **{name: getattr(seizure, name) for name in (*FACTS, *DETAILS)},
        **{name: getattr(item, name) for name in (*ITEM, *ITEM_DETAILS)},
        "airport": seizure.airport_id,
        "lead_agency": seizure.lead_agency_id,
        "occurred": Moment(seizure.occurred_at, seizure.occurred_zone),
        "amount": Quantity(item.quantity.normalize(), item.unit),
    }


def _raw(widget: forms.Widget, value: Any) -> list[str]:
    """Return what a browser would send for a value, part by part."""
    if isinstance(widget, forms.MultiWidget):
        parts: list[Any] = value if isinstance(value, list) else widget.decompress(value) or []
        return [text for part, each in zip(widget.widgets, parts, strict=False) for text in _raw(part, each)]
    told = widget.format_value(value)
    every = told if isinstance(told, list) else [told]
    return ["" if each is None else str(each).replace("\r\n", "\n").strip() for each in every]


def _mark(widget: forms.Widget, value: Any) -> str:
    return hashlib.sha256("\x1f".join(_raw(widget, value)).encode(errors="replace")).hexdigest()[:16]


class ChangeForm(DetailForm):
    """All fields of a seizure, the version that was shown, and a mark of each field as it was shown.

    Somebody may have changed the record meanwhile. Then fields that this writer left alone follow the record, and
    for each field that the writer touched it says whether its own text or the other one shall stand.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seizure: Seizure, identities: bool, **kwargs: Any) -> None:
        start = initial_of(seizure) | {"version": seizure.version}
        super().__init__(*args, initial=start | kwargs.pop("kept", {}), **kwargs)
        if not identities:
            del self.fields["narrative"], self.fields["air_waybill"]
        self.seizure = seizure
        self.initial["marks"] = " ".join(
            f"{name}:{_mark(field.widget, field.prepare_value(start[name]))}"
            for name, field in self.fields.items()
            if name in start and name != "version"
        )

    def touched(self) -> set[str]:
        """Return the fields whose text is not what the form showed, less those given up in favour of the other text."""
        marks = _marks(self.data.get("marks", ""))
        return {
            name
            for name, field in self.fields.items()
            if name not in {"version", "marks"}
            and self.data.get(f"keep-{name}") != THEIRS
            and _mark(field.widget, field.widget.value_from_datadict(self.data, self.files, name)) != marks.get(name)
        }

    def facts_changed(self) -> dict[str, Any]:
        """Return the facts that the writer touched."""
        touched = self.touched()
        names = touched | ({"occurred_at", "occurred_zone"} if "occurred" in touched else set())
        return {name: value for name, value in self.told().items() if name in names}

    def found_changed(self) -> dict[str, Any]:
        """Return the fields of the first item that the writer touched."""
        told = {name: self.cleaned_data[name] for name in self.touched() & set(OF_ITEM)}
        amount = told.pop("amount", None)
        return told if amount is None else told | {"quantity": amount.value, "unit": amount.unit}

    def kept(self) -> Mapping[str, Any]:
        """Return what the writer touched, as typed, to be shown again over the record as it stands."""
        return {name: self[name].value() for name in self.touched()}

    def clashes(self, stands: Seizure) -> tuple[Clash, ...]:
        """Return, for each field that this writer and somebody else touched, both texts as people read them."""
        current = initial_of(stands)
        before, after = _marks(self.data.get("marks", "")), _marks(self.initial["marks"])
        both = {name for name in self.touched() if before.get(name) != after.get(name)}
        return tuple(
            Clash(name, label_of(_called(name)), sent, now)
            for name in self.fields
            if name in both
            and (sent := shown(_called(name), self.cleaned_data[name])) != (now := shown(_called(name), current[name]))
        )


def _marks(text: Any) -> dict[str, str]:
    """Read the marks that a form carried; what is broken is no mark."""
    return dict(pair.split(":", 1) for pair in str(text).split() if ":" in pair)


def _called(name: str) -> str:
    return f"items.{name}" if name in OF_ITEM else name
