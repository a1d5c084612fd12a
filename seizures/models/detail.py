"""One detail of a commodity: what it is called, what it may hold, how far it travels."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from aircop.access.models import FieldClass


class Kind(StrEnum):
    """What a detail holds, and how it is kept in JSON."""

    TEXT = "text"  # one line
    CODE = "code"  # of a code list
    COUNTRY = "country"  # ISO 3166 alpha-2, as text
    DECIMAL = "decimal"  # text without trailing zeros, never a float
    WHOLE = "whole"  # a number
    DAY = "day"  # ISO 8601, as text
    FLAG = "flag"  # true or false; absent where nobody looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A field that only some commodities have. `wanted`: a report asks for it."""

    name: str
    label: str | Promise
    kind: Kind = Kind.TEXT
    code_list: str = ""
    suffix: str = ""  # what a decimal counts: %, ‰
    most: Decimal | None = None
    length: int = 100
    pattern: str = ""  # what a text must look like
    example: str = ""
    field_class: FieldClass = FieldClass.CASE
    wanted: bool = False


def text(name: str, label: Any, **more: Any) -> Detail:
    """Return a line of text."""
    return Detail(name=name, label=label, **more)


def secret(name: str, label: Any, **more: Any) -> Detail:
    """Return a line of text that only readers with the right to identities see: numbers of documents, free words."""
    return Detail(name=name, label=label, field_class=FieldClass.IDENTITY, **more)


def code(name: str, label: Any, code_list: str, **more: Any) -> Detail:
    """Return a code of a list."""
    return Detail(name=name, label=label, kind=Kind.CODE, code_list=code_list, **more)


def country(name: str, label: Any, **more: Any) -> Detail:
    """Return a country."""
    return Detail(name=name, label=label, kind=Kind.COUNTRY, code_list="country", **more)


def decimal(name: str, label: Any, *, suffix: str, most: int, **more: Any) -> Detail:
    """Return a decimal number between zero and the most it can be."""
    return Detail(name=name, label=label, kind=Kind.DECIMAL, suffix=suffix, most=Decimal(most), **more)


def whole(name: str, label: Any, **more: Any) -> Detail:
    """Return a whole number from zero on."""
    return Detail(name=name, label=label, kind=Kind.WHOLE, most=Decimal(100_000_000), **more)


def day(name: str, label: Any, **more: Any) -> Detail:
    """Return a calendar day."""
    return Detail(name=name, label=label, kind=Kind.DAY, **more)


def flag(name: str, label: Any, **more: Any) -> Detail:
    """Return yes or no."""
    return Detail(name=name, label=label, kind=Kind.FLAG, **more)
