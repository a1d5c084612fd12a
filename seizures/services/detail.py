"""Details of an item in the one spelling in which they are kept; what does not fit is refused by its name."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.reference.queries import require_code
from seizures.models.commodity import Commodity
from seizures.models.detail import Detail, Kind

NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
EMPTY = (None, "")


def canonical(kind: Commodity, given: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details that are given as they are kept, empty ones left out.

    Refuses a name that the class does not have, and values that are not of its kind. A code that stood before may
    have ended since.
    """
    kept = {}
    for name, value in given.items():
        if name not in kind.by_name:
            raise Invalid(_("This commodity has no such field."), field=f"details.{name[:60]}", code="unknown_field")
        if value not in EMPTY:
            detail = kind.by_name[name]
            kept[name] = value if stands.get(name) == value else _clean(detail, value)
    return {name: value for name, value in kept.items() if value not in EMPTY}


def _clean(detail: Detail, value: Any) -> Any:
    try:
        return CLEAN[detail.kind](detail, value)
    except Invalid as fault:
        raise Invalid(fault.reason, field=f"details.{detail.name}", code=fault.code) from fault


def _text(detail: Detail, value: Any) -> str:
    line = value.strip() if isinstance(value, str) else None
    if line is None or CONTROL.search(line):
        raise Invalid(_("Write one line of text."))
    if len(line) > detail.length:
        raise Invalid(_("Shorten it to %(count)d characters.") % {"count": detail.length})
    line = line.upper() if detail.pattern else line
    if line and detail.pattern and not re.fullmatch(detail.pattern, line, re.ASCII):
        raise Invalid(_("Write it like this: %(example)s.") % {"example": detail.example})
    return line


def _code(detail: Detail, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid(_("Write one line of text."))
    return require_code(detail.code_list, value).code


def _decimal(detail: Detail, value: Any) -> str:
    told = f"{value:f}" if isinstance(value, Decimal) else value
    if not isinstance(told, str) or not NUMBER.fullmatch(told):
        raise Invalid(_("Write the decimal number as a string: “12.5”."))
    number = Decimal(told)
    _not_more(detail, number)
    return f"{number.normalize():f}"


def _whole(detail: Detail, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Invalid(_("Enter a whole number, 0 or more."))
    _not_more(detail, Decimal(value))
    return value


def _not_more(detail: Detail, number: Decimal) -> None:
    if detail.most is not None and number > detail.most:
        raise Invalid(_("It cannot be more than %(most)s.") % {"most": detail.most})


def _day(_detail: Detail, value: Any) -> str:
    try:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Invalid(_("Write a day: 2026-03-01.")) from None


def _flag(_detail: Detail, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid(_("Say yes or no."))
    return value


CLEAN: Mapping[Kind, Callable[[Detail, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.COUNTRY: _code,
    Kind.DECIMAL: _decimal,
    Kind.WHOLE: _whole,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
}
