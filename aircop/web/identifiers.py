"""Identifiers in front of people: form fields that read them, and what is wrong with one in words.

The words point to the suspect character: they print it in brackets within its neighbours, and say what it may have
been where that can be told.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid
from aircop.identifiers import Fault
from aircop.identifiers.air_waybill import read_air_waybill
from aircop.identifiers.bag_tag import read_bag_tag
from aircop.identifiers.container import read_container
from aircop.identifiers.eticket import read_eticket
from aircop.identifiers.flight import read_flight
from aircop.identifiers.postal_item import read_postal_item
from aircop.identifiers.seat import read_seat

AROUND = 6  # characters shown on each side of the suspect
MOST_SUSPECTS = 3

READERS: Mapping[str, Callable[[str], Any]] = {
    "flight": read_flight,
    "seat": read_seat,
    "air_waybill": read_air_waybill,
    "postal_item": read_postal_item,
    "bag_tag": read_bag_tag,
    "eticket": read_eticket,
    "container": read_container,
}
NAMES: Mapping[str, Any] = {
    "mrz": gettext_lazy("Travel document"),
    "boarding_pass": gettext_lazy("Boarding pass"),
    "flight": gettext_lazy("Flight"),
    "seat": gettext_lazy("Seat"),
    "air_waybill": gettext_lazy("Air waybill"),
    "postal_item": gettext_lazy("Postal item"),
    "bag_tag": gettext_lazy("Bag tag"),
    "eticket": gettext_lazy("Ticket number"),
    "container": gettext_lazy("Container"),
}
EXAMPLES: Mapping[str, str] = {
    "flight": "AF702",
    "seat": "12A",
    "air_waybill": "176-12345675",
    "postal_item": "RR123456785GB",
    "bag_tag": "0074123456",
    "eticket": "057-2312345678",
    "container": "CSQU3054383",
}
WORDS: Mapping[str, Any] = {
    "empty": gettext_lazy("Nothing was entered."),
    "short": gettext_lazy("Characters are missing at the end."),
    "long": gettext_lazy("There are characters too many."),
    "digit": gettext_lazy("A digit belongs here."),
    "letter": gettext_lazy("A letter belongs here."),
    "character": gettext_lazy("Only letters and digits belong here."),
    "check_digit": gettext_lazy("The check digit does not fit: a character was misread or swapped."),
    "container_category": gettext_lazy("The fourth letter of a container is U, J or Z."),
    "flight_carrier": gettext_lazy("A flight begins with the airline: two characters with a letter, or three letters."),
    "flight_digits": gettext_lazy("A flight has at most four digits."),
    "flight_zero": gettext_lazy("There is no flight number zero."),
    "seat_letter": gettext_lazy("A seat ends in a letter from A to L; there is no I."),
    "seat_row": gettext_lazy("The row of a seat is a number from 1 to 999."),
    "mrz_length": gettext_lazy(
        "Travel documents have two lines of 44 or 36 characters, or three of 30: a character is missing or too many."
    ),
    "mrz_character": gettext_lazy("Only letters, digits and the sign < belong here."),
    "mrz_sex": gettext_lazy("The sex is M, F, X or the sign <."),
    "mrz_day": gettext_lazy("There is no such day."),
    "bcbp_kind": gettext_lazy("A boarding pass begins with M."),
    "bcbp_legs": gettext_lazy("The number of flights belongs here, from 1 to 4."),
    "bcbp_size": gettext_lazy("The length of what follows belongs here, in hexadecimal digits."),
    "bcbp_flight": gettext_lazy("The flight number belongs here."),
    "bcbp_day": gettext_lazy("The day of the year belongs here, from 001 to 366."),
    "bcbp_seat": gettext_lazy("The seat belongs here."),
    "unrecognised": gettext_lazy(
        "This is no identifier that is known here. Scan a travel document, a boarding pass, an air waybill, a postal"
        " item or a bag tag, or type it into its field."
    ),
}


def describe(fault: Fault) -> str:
    """Return what is wrong, at which character, and what it may have been."""
    told = [str(WORDS[fault.key])]
    if fault.position is not None and fault.position < len(fault.text):
        told.append(_("Look at character %(place)s: %(marked)s.") % {"place": _place(fault), "marked": marked(fault)})
    if fault.suspects:
        told.append(_meant(fault))
    return " ".join(told)


def marked(fault: Fault) -> str:
    """Return the suspect character in brackets, with its neighbours."""
    text, at = fault.text, fault.position or 0
    before, after = text[max(0, at - AROUND) : at], text[at + 1 : at + 1 + AROUND]
    return f"{before}[{text[at : at + 1]}]{after}"


def _place(fault: Fault) -> str:
    at = fault.position or 0
    if not fault.width:
        return str(at + 1)
    line, column = divmod(at, fault.width)
    return _("%(column)s of line %(line)s") % {"column": column + 1, "line": line + 1}


def _meant(fault: Fault) -> str:
    """Return what may have been misread: one sentence for the likely ones."""
    each = [
        _("%(meant)s instead of %(read)s") % {"meant": suspect.meant, "read": fault.text[suspect.position]}
        for suspect in fault.suspects[:MOST_SUSPECTS]
    ]
    return _("Perhaps it is %(each)s.") % {"each": _(" or ").join(each)}


def written(kind: str, text: str, field: str = "") -> str:
    """Return an identifier as it is stored. Raises `Invalid`, naming the field, when it cannot be read."""
    try:
        return str(READERS[kind](text)) if text.strip() else ""
    except Fault as fault:
        raise Invalid(describe(fault), field=field or kind, code=f"identifier_{fault.key}") from None


def _example(example: str) -> str:
    return _("For example %(example)s.") % {"example": example}


_such_as = lazy(_example, str)  # in the reader's language: a form's words are written before its reader is known


class IdentifierField(forms.CharField):
    """An identifier as typed or scanned; cleaned to the way it is stored."""

    def __init__(self, *, kind: str, **options: Any) -> None:
        self.kind = kind
        widget = forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})
        options.setdefault("widget", widget)
        options.setdefault("help_text", _such_as(EXAMPLES[kind]))
        super().__init__(max_length=60, required=False, **options)

    def clean(self, value: Any) -> str:
        """Return it as it is stored, or say which character is suspect."""
        return _clean(self.kind, super().clean(value))


class IdentifiersField(forms.CharField):
    """Several identifiers of one kind, separated by commas, semicolons or line breaks; cleaned to a list."""

    def __init__(self, *, kind: str, most: int, **options: Any) -> None:
        self.kind, self.most = kind, most
        options.setdefault("widget", forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}))
        super().__init__(max_length=40 * most, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it would be typed."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the identifiers, each once, in the order typed."""
        typed = super().clean(value).replace(";", ",").replace("\n", ",").split(",")
        found = list(dict.fromkeys(_clean(self.kind, each) for each in typed if each.strip()))
        if len(found) > self.most:
            raise ValidationError(_("Enter at most %(most)s.") % {"most": self.most}, code="many")
        return found


def _clean(kind: str, text: str) -> str:
    try:
        return written(kind, text)
    except Invalid as fault:
        raise ValidationError(fault.reason, code=fault.code) from None
