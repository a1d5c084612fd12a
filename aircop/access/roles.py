"""Roles and what each may do, in plain words. Code, reviewed like code; never rows.

A permission says what a role may do at all; whether it may be done to one record also asks the access list
(`Level`) and the state of the record: see the `rules.py` of each domain.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(StrEnum):
    """What a person is in one agency or one task force, for a time."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    AGENCY_ADMIN = "agency_admin"
    PLATFORM_ADMIN = "platform_admin"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    PARTNER = "partner"


class Permission(StrEnum):
    """One thing that a role may do."""

    LOG_SEIZURE = "log_seizure"
    EDIT_SEIZURE = "edit_seizure"
    VERIFY_SEIZURE = "verify_seizure"
    LOCK_SEIZURE = "lock_seizure"
    REJECT_SEIZURE = "reject_seizure"
    SHARE_SEIZURE = "share_seizure"
    ASK_CONSENT = "ask_consent"
    WITHDRAW_SEIZURE = "withdraw_seizure"
    RESTRICT_SEIZURE = "restrict_seizure"
    MERGE_SEIZURE = "merge_seizure"
    MERGE_PERSON = "merge_person"
    OPEN_CASE = "open_case"
    EDIT_CASE = "edit_case"
    STEP_CASE = "step_case"
    CLOSE_CASE = "close_case"
    SHARE_CASE = "share_case"
    WITHDRAW_CASE = "withdraw_case"
    RESTRICT_CASE = "restrict_case"
    ERASE_BY_LAW = "erase_by_law"
    READ_AUDIT = "read_audit"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_UNITS = "manage_units"
    MANAGE_PEOPLE = "manage_people"
    HAND_OVER = "hand_over"
    MANAGE_CONTACTS = "manage_contacts"
    KEEP_ROSTER = "keep_roster"
    MANAGE_MILESTONES = "manage_milestones"
    WRITE_ALERT = "write_alert"
    WARN_AT_ONCE = "warn_at_once"
    PUBLISH_ALERT = "publish_alert"
    ANSWER_ALERT = "answer_alert"
    SEND_MESSAGE = "send_message"
    LEAD_GROUP = "lead_group"
    ADD_PARTY = "add_party"
    FOLLOW_DELIVERIES = "follow_deliveries"
    MANAGE_WEBHOOKS = "manage_webhooks"
    KEEP_CODES = "keep_codes"


ROLE_LABELS: dict[Role, Promise] = {
    Role.OFFICER: pgettext_lazy("role", "Officer"),
    Role.SUPERVISOR: pgettext_lazy("role", "Supervisor"),
    Role.ANALYST: pgettext_lazy("role", "Analyst"),
    Role.AGENCY_ADMIN: pgettext_lazy("role", "Agency administrator"),
    Role.PLATFORM_ADMIN: pgettext_lazy("role", "Platform administrator"),
    Role.COORDINATOR: pgettext_lazy("role", "Programme coordinator"),
    Role.AUDITOR: pgettext_lazy("role", "Auditor"),
    Role.PARTNER: pgettext_lazy("role", "Partner system"),
}

# What each permission allows, finishing the sentence "Your role does not allow you to ...".
PERMISSION_WORDS: dict[Permission, Promise] = {
    Permission.LOG_SEIZURE: _("log seizures"),
    Permission.EDIT_SEIZURE: _("change seizures"),
    Permission.VERIFY_SEIZURE: _("verify seizures"),
    Permission.LOCK_SEIZURE: _("lock seizures"),
    Permission.REJECT_SEIZURE: _("reject seizures"),
    Permission.SHARE_SEIZURE: _("share seizures"),
    Permission.ASK_CONSENT: _("ask for consent"),
    Permission.WITHDRAW_SEIZURE: _("withdraw seizures"),
    Permission.RESTRICT_SEIZURE: _("restrict who sees seizures"),
    Permission.MERGE_SEIZURE: _("say that two records are one seizure"),
    Permission.MERGE_PERSON: _("say that two persons on record are one"),
    Permission.OPEN_CASE: _("open cases"),
    Permission.EDIT_CASE: _("work on cases"),
    Permission.STEP_CASE: _("take cases a step on"),
    Permission.CLOSE_CASE: _("close and merge cases"),
    Permission.SHARE_CASE: _("share cases"),
    Permission.WITHDRAW_CASE: _("withdraw cases"),
    Permission.RESTRICT_CASE: _("restrict who sees cases"),
    Permission.ERASE_BY_LAW: _("erase records by order of the law"),
    Permission.READ_AUDIT: _("read the audit"),
    Permission.MANAGE_AGENCIES: _("open agencies"),
    Permission.MANAGE_UNITS: _("open task forces"),
    Permission.MANAGE_PEOPLE: _("manage people"),
    Permission.HAND_OVER: _("hand over the work of people who left"),
    Permission.MANAGE_CONTACTS: _("keep the contact directory"),
    Permission.KEEP_ROSTER: _("keep the duty roster of a unit"),
    Permission.MANAGE_MILESTONES: _("record milestones of task forces"),
    Permission.WRITE_ALERT: _("write alerts"),
    Permission.WARN_AT_ONCE: _("send urgent warnings at once"),
    Permission.PUBLISH_ALERT: _("review, publish and recall alerts"),
    Permission.ANSWER_ALERT: _("answer alerts"),
    Permission.SEND_MESSAGE: _("send messages and answer requests"),
    Permission.LEAD_GROUP: _("open and lead closed groups"),
    Permission.ADD_PARTY: _("let others into a thread of messages"),
    Permission.FOLLOW_DELIVERIES: _("follow the deliveries of an agency"),
    Permission.MANAGE_WEBHOOKS: _("keep the webhooks of an agency"),
    Permission.KEEP_CODES: _("keep the code lists"),
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        {
            Permission.LOG_SEIZURE,
            Permission.EDIT_SEIZURE,
            Permission.ASK_CONSENT,
            Permission.OPEN_CASE,
            Permission.EDIT_CASE,
            Permission.WRITE_ALERT,
            Permission.WARN_AT_ONCE,
            Permission.ANSWER_ALERT,
            Permission.SEND_MESSAGE,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.LOG_SEIZURE,
            Permission.EDIT_SEIZURE,
            Permission.VERIFY_SEIZURE,
            Permission.LOCK_SEIZURE,
            Permission.REJECT_SEIZURE,
            Permission.SHARE_SEIZURE,
            Permission.ASK_CONSENT,
            Permission.WITHDRAW_SEIZURE,
            Permission.RESTRICT_SEIZURE,
            Permission.MERGE_SEIZURE,
            Permission.MERGE_PERSON,
            Permission.OPEN_CASE,
            Permission.EDIT_CASE,
            Permission.STEP_CASE,
            Permission.CLOSE_CASE,
            Permission.SHARE_CASE,
            Permission.WITHDRAW_CASE,
            Permission.RESTRICT_CASE,
            Permission.HAND_OVER,
            Permission.MANAGE_CONTACTS,
            Permission.KEEP_ROSTER,
            Permission.WRITE_ALERT,
            Permission.WARN_AT_ONCE,
            Permission.PUBLISH_ALERT,
            Permission.ANSWER_ALERT,
            Permission.SEND_MESSAGE,
            Permission.LEAD_GROUP,
            Permission.ADD_PARTY,
            Permission.FOLLOW_DELIVERIES,
        }
    ),
    Role.ANALYST: frozenset({Permission.ASK_CONSENT, Permission.WRITE_ALERT, Permission.SEND_MESSAGE}),
    Role.AGENCY_ADMIN: frozenset(
        {
            Permission.MANAGE_PEOPLE,
            Permission.READ_AUDIT,
            Permission.ERASE_BY_LAW,
            Permission.HAND_OVER,
            Permission.MANAGE_CONTACTS,
            Permission.KEEP_ROSTER,
            Permission.FOLLOW_DELIVERIES,
            Permission.MANAGE_WEBHOOKS,
        }
    ),
    Role.PLATFORM_ADMIN: frozenset(
        {
            Permission.MANAGE_AGENCIES,
            Permission.MANAGE_UNITS,
            Permission.MANAGE_PEOPLE,
            Permission.ERASE_BY_LAW,
            Permission.MANAGE_CONTACTS,
            Permission.MANAGE_MILESTONES,
            Permission.KEEP_CODES,
        }
    ),
    Role.COORDINATOR: frozenset({Permission.MANAGE_CONTACTS, Permission.MANAGE_MILESTONES}),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
    Role.PARTNER: frozenset(),
}


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that hold a permission."""
    return tuple(role for role, held in ROLE_PERMISSIONS.items() if permission in held)


class Level(StrEnum):
    """How far a grant on an access list reaches: each level holds the ones before it."""

    VIEW = "view"
    CONTRIBUTE = "contribute"
    MANAGE = "manage"

    @property
    def reach(self) -> "tuple[Level, ...]":
        """Return this level and those below it."""
        order = tuple(Level)
        return order[: order.index(self) + 1]


SEE_IDENTITY = "see_identity"  # beside the levels: names, narrative, photos, booking references

LEVEL_LABELS: dict[Level, Promise] = {
    Level.VIEW: pgettext_lazy("level", "View"),
    Level.CONTRIBUTE: pgettext_lazy("level", "Add to it"),
    Level.MANAGE: pgettext_lazy("level", "Manage and share"),
}

# What each level allows another agency, as the page offers it.
LEVEL_WORDS: dict[Level, Promise] = {
    Level.VIEW: _("Read it"),
    Level.CONTRIBUTE: _("Read it and add what comes later: results, photos, references"),
    Level.MANAGE: _("Read it, add to it, and share it onward, never further than this share reaches"),
}

# Figures that add up, never personal data: who holds one of these sees no identities by any other seat either.
WITHOUT_IDENTITIES = frozenset({Role.COORDINATOR})

# Offices that keep accounts and units and read no records: what is shared with their agency is not shared with them.
WITHOUT_RECORDS = frozenset({Role.AGENCY_ADMIN, Role.PLATFORM_ADMIN})

# What each role of a task force holds on the unit's own list. Whole agencies hold nothing by default.
UNIT_LEVELS: dict[Role, tuple[Level, bool]] = {
    Role.OFFICER: (Level.CONTRIBUTE, True),
    Role.SUPERVISOR: (Level.MANAGE, True),
    Role.ANALYST: (Level.VIEW, True),
}
