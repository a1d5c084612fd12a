"""Reads of airports and countries, and the local calendar by which seizures are counted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from aircop import errors
from aircop.reference.models import Airport
from aircop.reference.queries.codes import label
from aircop.reference.queries.snapshot import current
from aircop.reference.words import words


def airport(iata: str) -> Airport:
    """Return the airport with an IATA code in any case; raise `Missing` when there is none."""
    found = Airport.objects.filter(pk=iata.strip().upper()).first() if "\0" not in iata else None
    if found is None:
        raise errors.Missing
    return found


def airport_search(text: str, limit: int = 10) -> list[Airport]:
    """Return the airports that a text may mean: by code first, then by city, then by words of the name."""
    tokens = words(text[:80])[:6]
    return list(_ranked(tokens)[:limit]) if tokens else []


def _ranked(tokens: tuple[str, ...]) -> QuerySet[Airport]:
    """Return airports holding a word that begins with each token, codes and known places first, closed ones last."""
    code = tokens[0].upper() if len(tokens) == 1 else ""
    matches = Q()
    for token in tokens:
        matches &= Q(search_text__contains=f" {token}")
    rank = Case(
        When(pk=code, then=Value(0)),
        When(Q(icao=code) & ~Q(icao=""), then=Value(1)),
        When(Q(search_text__regex=rf"^ \S+( \S+)? {tokens[0]}") & Q(kind="international"), then=Value(2)),
        When(kind="international", then=Value(3)),
        When(kind="closed", then=Value(9)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return Airport.objects.filter(matches).order_by(rank, "city", "iata")


def airport_name(iata: str) -> str:
    """Return “Abidjan (ABJ)” without asking the database; the code itself when no airport has it."""
    found = current().airports.get(iata)
    return f"{found[0]} ({iata})" if found else iata


def local_time(where: Airport | str, instant: datetime) -> datetime:
    """Return an instant on the clock of an airport (or of its IATA code); the instant must carry its zone."""
    if instant.tzinfo is None:
        message = "An instant without a zone has no local time."
        raise ValueError(message)
    return instant.astimezone(where.zone if isinstance(where, Airport) else _zone(where))


def local_date(where: Airport | str, instant: datetime) -> date:
    """Return the airport's calendar day at an instant: periods are counted by it."""
    return local_time(where, instant).date()


def _zone(iata: str) -> ZoneInfo:
    found = current().airports.get(iata)
    if found is None:
        raise errors.Missing
    return ZoneInfo(found[1])


def country_name(alpha2: str, language: str | None = None) -> str:
    """Return the name of a country in a language (default: the reader's)."""
    return label("country", alpha2, language)


def sub_region(alpha2: str) -> str:
    """Return the code of the sub-region under which a country is reported, or nothing."""
    return current().sub_regions.get(alpha2, "")
