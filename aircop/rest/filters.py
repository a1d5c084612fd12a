"""Which query parameters an endpoint knows: a declared list, and anything else is a 400."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from aircop.rest.exceptions import BadParameters, Fault, bad_parameter
from aircop.rest.moments import day_of, instant_of

MAX_VALUES = 500
MAX_LENGTH = 200
MAX_NAME = 100  # characters of an unknown parameter's name that are echoed
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
type Apply = Callable[[QuerySet[Any], Any], QuerySet[Any]]


class Filter(ABC):
    """One query parameter: how its text is read, what it narrows, how the schema shows it.

    `to` is a lookup written by us ("airport__iata", "occurred_at__gte") or a function of (queryset, value). With
    `many` the parameter takes up to `MAX_VALUES` values, separated by commas or repeated; one value is a 400 twice.
    """

    schema: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def __init__(self, to: str | Apply, description: str, *, many: bool = False) -> None:
        self.to, self.description, self.many = to, description, many

    @abstractmethod
    def read(self, text: str) -> Any:
        """Return the value that `text` stands for, or raise ValueError with a sentence for people."""

    def value_schema(self) -> Mapping[str, Any]:
        """Return the OpenAPI schema of one value."""
        return self.schema

    def values(self, texts: Iterable[str]) -> list[Any]:
        """Return the values given; ValueError says what is wrong with the first that cannot be taken."""
        parts = [part for text in texts for part in (text.split(",") if self.many else [text])]
        limit = MAX_VALUES if self.many else 1
        if len(parts) > limit:
            raise ValueError(_("Give it once.") if limit == 1 else _("Give at most %(limit)d.") % {"limit": limit})
        for part in parts:
            if not part or len(part) > MAX_LENGTH or "\x00" in part or "\ufffd" in part:
                raise ValueError(_("This value cannot be read."))
        return [self.read(part) for part in parts]

    def narrow(self, queryset: QuerySet[Any], values: list[Any]) -> QuerySet[Any]:
        """Return the rows that fit."""
        value = values if self.many else values[0]
        if callable(self.to):
            return self.to(queryset, value)
        return queryset.filter(**{f"{self.to}__in" if self.many else self.to: value})

    def parameter(self, name: str) -> dict[str, Any]:
        """Return the parameter as OpenAPI shows it."""
        schema = dict(self.value_schema())
        shown = {"name": name, "in": "query", "required": False, "description": str(self.description)}
        if not self.many:
            return shown | {"schema": schema}
        listed = {"type": "array", "items": schema, "minItems": 1, "maxItems": MAX_VALUES}
        return shown | {"schema": listed, "style": "form", "explode": False}


class ChoiceFilter(Filter):
    """One of a fixed set of words; `choices` are (word, label) pairs, as of a TextChoices."""

    def __init__(
        self, to: str | Apply, description: str, *, choices: Iterable[tuple[str, Any]], many: bool = False
    ) -> None:
        super().__init__(to, description, many=many)
        self.words = [word for word, _label in choices]

    def read(self, text: str) -> str:
        """Return the word."""
        if text not in self.words:
            raise ValueError(_("Take one of: %(words)s.") % {"words": ", ".join(self.words)})
        return text

    def value_schema(self) -> Mapping[str, Any]:
        """Return the enumeration."""
        return {"type": "string", "enum": self.words}


class IdFilter(Filter):
    """An id."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "uuid"}

    def read(self, text: str) -> UUID:
        """Return the UUID; only the usual form with hyphens."""
        if not UUID_TEXT.fullmatch(text):
            raise ValueError(_("This is not an id."))
        return UUID(text)


class CodeFilter(Filter):
    """A code of a list: airport, country, substance, unit; letters, digits, hyphen, underscore, full stop."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"}

    def read(self, text: str) -> str:
        """Return the code."""
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", text):
            raise ValueError(_("This is not a code."))
        return text


class TextFilter(Filter):
    """Words to look for, as people type them. `to` says where."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}

    def read(self, text: str) -> str:
        """Return the text."""
        return text


class InstantFilter(Filter):
    """An instant with its offset."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date-time"}

    def read(self, text: str) -> datetime:
        """Return the instant. A “+” that arrived as a blank, as in unescaped addresses, is understood."""
        try:
            return instant_of(re.sub(r" (?=\d\d:\d\d$)", "+", text))
        except ValueError:
            raise ValueError(_("Write a time with its offset: 2026-03-01T08:30:00+00:00.")) from None


class QuantityFilter(Filter):
    """A quantity, not below zero."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,6})?$"}

    def read(self, text: str) -> Decimal:
        """Return the number."""
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text, re.ASCII):
            raise ValueError(_("Write a number: 2.5."))
        return Decimal(text)


class WholeNumberFilter(Filter):
    """A whole number between two bounds, both of them allowed."""

    def __init__(self, to: str | Apply, description: str, *, least: int, most: int) -> None:
        super().__init__(to, description)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        """Return the number."""
        if not re.fullmatch("[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise ValueError(_("Write a number from %(least)d to %(most)d.") % {"least": self.least, "most": self.most})
        return int(text)

    def value_schema(self) -> Mapping[str, Any]:
        """Return the bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class DayFilter(Filter):
    """A calendar day."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date"}

    def read(self, text: str) -> date:
        """Return the day."""
        try:
            return day_of(text)
        except ValueError:
            raise ValueError(_("Write a day: 2026-03-01.")) from None


class TruthFilter(Filter):
    """Yes or no."""

    schema: ClassVar[Mapping[str, Any]] = {"type": "boolean"}

    def read(self, text: str) -> bool:
        """Return the truth value."""
        if text not in ("true", "false"):
            raise ValueError(_("Write true or false."))
        return text == "true"


class Filters:
    """The filters of an endpoint, as class attributes: the attribute's name is the parameter's.

    Every list knows `id` besides. A trailing underscore, for names that Python keeps, is dropped.
    """

    id = IdFilter("pk", "Only these objects.", many=True)

    @classmethod
    def known(cls) -> dict[str, Filter]:
        """Return parameter name -> filter."""
        found: dict[str, Filter] = {}
        for ancestor in reversed(cls.__mro__):
            found |= {name.rstrip("_"): item for name, item in vars(ancestor).items() if isinstance(item, Filter)}
        return found

    @classmethod
    def apply(cls, queryset: QuerySet[Any], query: QueryDict) -> QuerySet[Any]:
        """Return the rows that the query asks for; 400 naming every parameter that cannot be taken."""
        for item, values in read_parameters(cls.known(), query):
            queryset = item.narrow(queryset, values)
        return queryset

    @classmethod
    def parameters(cls) -> list[dict[str, Any]]:
        """Return the OpenAPI parameters."""
        return [item.parameter(name) for name, item in cls.known().items()]


def read_parameters(known: Mapping[str, Filter], query: QueryDict) -> list[tuple[Filter, list[Any]]]:
    """Return the filters that the query names, with their values; every fault is reported at once."""
    found, faults = [], []
    for name, item in known.items():
        if name not in query:
            continue
        try:
            found.append((item, item.values(query.getlist(name))))
        except ValueError as error:
            faults.append(Fault(code="invalid", detail=str(error), parameter=name))
    if faults:
        raise BadParameters(*faults)
    return found


def check_names(query: QueryDict, known: Iterable[str], single: Iterable[str]) -> None:
    """Refuse parameters that the endpoint does not know, and repeats of those that take one value."""
    known = set(known)
    unknown = [name for name in query if name not in known]
    if unknown:
        told = _("This endpoint does not know this parameter.")
        raise BadParameters(*(Fault("unknown_parameter", told, parameter=name[:MAX_NAME]) for name in unknown))
    for name in single:
        if len(query.getlist(name)) > 1:
            raise bad_parameter(name, _("Give it once."))
