"""The answer to "may I?": yes, or no with a reason that a person can read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import PERMISSION_WORDS, Permission
from aircop.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not; a refusal carries the reason shown on the button and in the answer."""

    allowed: bool
    reason: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return self.allowed


type Rule = Callable[..., Verdict]
RULES: dict[str, Rule] = {}


def allow() -> Verdict:
    """Return a yes."""
    return Verdict(allowed=True)


def refuse(reason: str | Promise, code: str = "not_allowed") -> Verdict:
    """Return a no with its reason."""
    return Verdict(allowed=False, reason=str(reason), code=code)


def lacks(permission: Permission) -> Verdict:
    """Refuse because the role in which the actor acts does not hold the permission."""
    return refuse(_("Your role does not allow you to %(act)s.") % {"act": PERMISSION_WORDS[permission]}, "role")


def in_unit(actor: Actor, permission: Permission) -> Verdict:
    """Allow who acts in a task force and may do it there; otherwise say what is missing."""
    if not actor.may(permission):
        return lacks(permission)
    if actor.acting is not None and actor.acting.unit_id is not None:
        return allow()
    if any(each.unit_id for each in actor.memberships):
        return refuse(_("You act for an agency without a task force: choose the unit you work in first."), "no_unit")
    return refuse(_("This is done from a task force, and you serve in none: you act for your agency alone."), "no_unit")


def rule[**P](function: Callable[P, Verdict]) -> Callable[P, Verdict]:
    """Register a rule `can_<verb>_<noun>` under `<verb>_<noun>`, for the template tag `{% can %}`."""
    RULES[function.__name__.removeprefix("can_")] = function
    return function


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the verdict's reason unless it is a yes."""
    if not verdict:
        raise NotAllowed(verdict.reason, code=verdict.code)


def judge(name: str, actor: Actor, obj: Any) -> Verdict:
    """Ask the rule of that name."""
    return RULES[name](actor, obj)
