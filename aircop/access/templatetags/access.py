"""`{% can "verify_seizure" seizure as verdict %}`: asks the rule with the reader's actor."""

from typing import Any

from django import template

from aircop.access.verdict import Verdict, judge

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: template.Context, name: str, obj: Any) -> Verdict:
    """Return the verdict of the rule `can_<name>` on the object."""
    return judge(name, context["request"].actor, obj)
