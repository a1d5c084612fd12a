"""Codes, airports and countries as a person reads them."""

from django import template

from aircop.reference import queries

register = template.Library()


@register.simple_tag
def code(code_list: str, value: str | None) -> str:
    """Show the label of a code in the reader's language: `{% code "substance" item.substance %}`."""
    return queries.label(code_list, value) if value else ""


@register.simple_tag
def airport(iata: str | None) -> str:
    """Show city and code of an airport without asking the database: `{% airport seizure.airport_id %}`."""
    return queries.airport_name(iata) if iata else ""


@register.simple_tag
def country(alpha2: str | None) -> str:
    """Show the name of a country in the reader's language: `{% country leg.country_id %}`."""
    return queries.country_name(alpha2) if alpha2 else ""
