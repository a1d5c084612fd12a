"""Tags of the pages: icons, states, times, quantities, addresses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aircop.web import words
from aircop.web.looks import HANDLING_ICONS, look_of

register = template.Library()
SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"


@cache
def _sprite() -> str:
    return static(SPRITE)


@register.simple_tag
def icon(name: str, label: str = "", *, flip: bool = False) -> SafeString:
    """Draw an icon of the sprite: decorative, unless `label` names it; `flip` turns arrows in right-to-left text."""
    kind = "icon icon--flip" if flip else "icon"
    shape = format_html('<use href="{}#{}"/>', _sprite(), name)
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', kind, label, shape)
    return format_html('<svg class="{}" aria-hidden="true" focusable="false">{}</svg>', kind, shape)


@register.inclusion_tag("components/badge.html")
def status(code: object, label: str) -> dict[str, Any]:
    """Draw a workflow word with its shape and colour."""
    look = look_of(code)
    return {"label": label, "tone": look.tone, "icon": look.icon}


@register.inclusion_tag("components/clock.html")
def clock(due: datetime | None, done: datetime | None = None) -> dict[str, Any]:
    """Draw a term: due, overdue, or met."""
    return {"due": due, "clock": words.clock(due, done) if due else None}


@register.simple_tag
def options(groups: Iterable[tuple[str | None, Sequence[Mapping[str, Any]], int]]) -> SafeString:
    """Draw the options of a picker: it may have a thousand, and a template for each costs a page more than all else."""
    return format_html_join("", "{}", ((_group(name, choices),) for name, choices, _place in groups))


def _group(name: str | None, choices: Sequence[Mapping[str, Any]]) -> SafeString:
    told = ((each["value"], flatatt(each["attrs"]) if each["attrs"] else "", each["label"]) for each in choices)
    drawn = format_html_join("", '\n<option value="{}"{}>{}</option>', told)
    return format_html('\n<optgroup label="{}">{}\n</optgroup>', name, drawn) if name else drawn


@register.filter
def handling_icon(code: object) -> str:
    """Return the sign of a handling code."""
    return HANDLING_ICONS.get(str(code), "circle")


@register.simple_tag
def moment(at: datetime | None, zone: str = "", precision: str = "minute", *, short: bool = False) -> SafeString | str:
    """Draw an instant in GMT with the airport's time beside it where the two differ.

    A day or a month is the airport's own, because periods count by it. `short` leaves out the word GMT and the
    airport's time (the head of the column says GMT).
    """
    if at is None:
        return ""
    if precision in {"day", "month"}:
        shown = words.in_zone(at, zone or "UTC", precision)
        return format_html('<time class="moment" datetime="{}">{}</time>', at.isoformat(), shown)
    shown = words.in_zone(at, "UTC", precision)
    main = format_html('<time class="moment" datetime="{}">{}</time>', at.astimezone(UTC).isoformat(), shown)
    if short:
        return main
    if not words.differs(at, zone):
        return format_html("{} {}", main, mark_safe('<span class="moment__zone">GMT</span>'))
    local = words.beside(at, zone, precision)
    return format_html(
        '{} <span class="moment__zone">GMT</span> <span class="moment__local">{} {}</span>',
        main, local, words.place_of(zone),
    )  # fmt: skip


@register.filter
def day(at: date) -> str:
    """Return a day in words."""
    return words.day(at)


@register.simple_tag
def ago(at: datetime | None) -> SafeString | str:
    """Draw how long ago something was; the exact time is its title."""
    if at is None:
        return ""
    exact = words.in_zone(at, "UTC", "minute") + " GMT"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, words.ago(at, timezone.now()))


@register.simple_tag
def quantity(value: Decimal | str | None, unit: str = "", label: str = "", *, exact: bool = False) -> SafeString | str:
    """Draw a quantity for reading; what was recorded stands in its title."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    recorded = words.quantity(number, unit, label=label, exact=True)
    shown = words.quantity(number, unit, label=label, exact=exact)
    if shown == recorded:
        return format_html('<bdi class="quantity">{}</bdi>', shown)
    return format_html('<bdi class="quantity" title="{}">{}</bdi>', recorded, shown)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """Return the query string of this page with changes; None takes a parameter out."""
    request: HttpRequest = context["request"]
    changed = request.GET.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return "?" + changed.urlencode()


@register.filter
def error_rows(form: Any) -> list[dict[str, str]]:
    """Return what the error summary lists: each message with the id of the field it belongs to."""
    rows = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for field in form:
        # A group of buttons or boxes has no id of its own: it is entered by its first part.
        target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        rows += [{"text": str(text), "target": target, "label": str(field.label)} for text in field.errors]
    return rows
