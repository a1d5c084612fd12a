"""`docs/roles.md`: who may do what at all, and how far the roles of a task force reach."""

from aircop.access.roles import (
    LEVEL_LABELS,
    PERMISSION_WORDS,
    ROLE_LABELS,
    ROLE_PERMISSIONS,
    SEE_IDENTITY,
    UNIT_LEVELS,
    Level,
    Permission,
    Role,
)
from aircop.access.verdict import RULES
from aircop.accounts import rules as of_accounts
from aircop.home.docs.markdown import document, summary, table
from seizures import rules as of_seizures
from taskforces import rules as of_task_forces

INTRO = (
    "A permission says what a role may do at all. Whether it may be done to one record also asks the access list on "
    "which the record lies (the level) and the state that the record is in: the rules below say both."
)
LEVELS = (
    "Each level holds the ones before it. `see_identity` stands beside the levels: names, narrative, photos, booking "
    "references. A task force's own access list is granted to its roles, never to whole agencies."
)

RULE_BOOKS = {
    "People and partner systems": of_accounts,
    "Agencies and task forces": of_task_forces,
    "Seizures": of_seizures,
}


def _permissions() -> str:
    head = ["a person may", *(str(ROLE_LABELS[role]) for role in Role)]
    rows = [
        [PERMISSION_WORDS[permission], *("yes" if permission in ROLE_PERMISSIONS[role] else "" for role in Role)]
        for permission in Permission
    ]
    return table(head, rows)


def _unit_levels() -> str:
    rows = [
        [ROLE_LABELS[role], LEVEL_LABELS[level], "yes" if identities else "no"]
        for role, (level, identities) in UNIT_LEVELS.items()
    ]
    return table(["role in the unit", "level on the unit's list", "sees identities"], rows)


def _rules() -> list[str]:
    parts = []
    for title, module in RULE_BOOKS.items():
        of_module = [name for name in sorted(RULES) if RULES[name].__module__ == module.__name__]
        rows = [[name.replace("_", " "), summary(RULES[name])] for name in of_module]
        parts += [f"### {title}", table(["act", "who may, in which case"], rows)]
    return parts


def roles() -> str:
    """Return the page."""
    levels = table(["level", "in words"], [[f"`{level}`", LEVEL_LABELS[level]] for level in Level])
    parts = ["## Permissions of roles", _permissions(), "## Levels on an access list", LEVELS, levels]
    parts += [f"Beside them: `{SEE_IDENTITY}`.", "## What the roles of a task force hold", _unit_levels()]
    return document("Roles and rights", INTRO, *parts, "## Rules", *_rules())
