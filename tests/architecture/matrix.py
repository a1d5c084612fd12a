"""The authorisation matrix: every route and method, and what each role gets for a record of its own unit.

A route that is not listed here fails the build. `foreign` is the answer for a record of another unit, the same for all
roles: 404, as for an id that never was, unless the thing is open to everybody who is signed in.
"""

from dataclasses import dataclass, field
from typing import Any

UNIT = ("officer", "supervisor", "analyst")
OTHERS = ("agency_admin", "platform_admin", "coordinator", "auditor", "outsider")
ROLES = (*UNIT, *OTHERS)
DESK_OF = ("supervisor", "agency_admin")  # of the unit, and of its host agency


@dataclass(frozen=True)
class Row:
    """What each role gets. `state` names the record of the route, `body` what is sent."""

    own: dict[str, int]
    foreign: int | None = None
    state: str = "submitted"
    body: dict[str, Any] = field(default_factory=dict)
    key: str = "ABJ"  # of a route whose key is a word
    keepers: dict[str, int] = field(default_factory=dict)  # roles that keep foreign ones too, and get this

    def abroad(self, role: str) -> int | None:
        """Return what a role gets for a record of another unit."""
        return self.keepers.get(role, self.foreign)


def everybody(status: int, *, foreign: int | None = None, key: str = "ABJ", **body: Any) -> Row:
    """Return a row in which every role gets the same."""
    return Row(dict.fromkeys(ROLES, status), foreign, body=body, key=key)


def unit(officer: int, supervisor: int, analyst: int, *, state: str = "submitted", **body: Any) -> Row:
    """Return a row of a record: its unit gets these, everybody else a 404."""
    of_unit = dict(zip(UNIT, (officer, supervisor, analyst), strict=True))
    return Row({**dict.fromkeys(OTHERS, 404), **of_unit}, 404, state, body)


def some(others: int, body: dict[str, Any] | None = None, **own: int) -> Row:
    """Return a row without a record: the named roles get theirs, the others the first."""
    return Row({**dict.fromkeys(ROLES, others), **own}, body=body or {})


def kept(status: int, *keepers: str, programme: int | None = None, **body: Any) -> Row:
    """Return a row of what everybody sees and few keep: the named roles their own, the programme all, others a 403."""
    every = dict.fromkeys(("platform_admin", "coordinator"), programme or status)
    own = {**dict.fromkeys(ROLES, 403), **dict.fromkeys(keepers, status), **every}
    return Row(own, 403, body=body, keepers=every)


def rostered(status: int, *, foreign: int) -> Row:
    """Return a row about the duty roster of a unit: its supervisors and its host agency's administrators keep it."""
    return Row({**dict.fromkeys(ROLES, 403), **dict.fromkeys(DESK_OF, status)}, foreign)


def managed(status: int, **body: Any) -> Row:
    """Return a row about a person of the customs: its administrator and the platform's; others find nobody."""
    platform = {"platform_admin": status}
    own = {**dict.fromkeys(ROLES, 404), "agency_admin": status, **platform}
    return Row(own, 404, body=body, keepers=platform)


REFUSED, MISSING = 403, 404


def platform(status: int, **body: Any) -> Row:
    """Return a row of what everybody sees and the platform's administrator alone keeps: 403 to all others."""
    own = {**dict.fromkeys(ROLES, 403), "platform_admin": status}
    return Row(own, 403, body=body, keepers={"platform_admin": status})


def platform_list(status: int, key: str, **body: Any) -> Row:
    """Return a row about a code list, which the platform's administrator alone looks after; its code is a sample."""
    return Row({**dict.fromkeys(ROLES, 403), "platform_admin": status}, body=body, key=key)


def hooked(status: int) -> Row:
    """Return a row about a webhook of the customs: its administrator keeps it, to all others it is not there."""
    return Row({**dict.fromkeys(ROLES, 404), "agency_admin": status}, 404)


OFFICES = ("agency_admin", "platform_admin")  # read no alerts


def readers(status: int, body: dict[str, Any] | None = None) -> Row:
    """Return a row of what everybody keeps for itself who reads alerts."""
    return Row(dict.fromkeys(ROLES, status) | dict.fromkeys(OFFICES, 403), body=body or {})


def own_one(status: int, body: dict[str, Any] | None = None) -> Row:
    """Return a row about something of one's own; offices have none, and another's is not there."""
    return Row(dict.fromkeys(ROLES, status) | dict.fromkeys(OFFICES, 404), 404, body=body or {})


def followed(status: int) -> Row:
    """Return a row about a delivery to the police, whose supervisor follows it; nobody else finds it."""
    return Row({**dict.fromkeys(ROLES, 404), "supervisor": status}, 404)


# Addresses that are no resource: an icon, and what answers 404 below the API.
UNNAMED = {"favicon.ico", "api:api/v1/"}

A_SHIFT: dict[str, Any] = {
    "task_force": "{unit}",
    "person": "{colleague}",
    "starts_at": "{soon}",
    "ends_at": "{later}",
}
A_WEBHOOK: dict[str, Any] = {"url": "https://alerts.example.org/new", "kinds": ["warning"]}
A_SEIZURE: dict[str, Any] = {
    "airport": "ABJ",
    "occurred_at": "2026-03-14T03:10:00+00:00",
    "direction": "OUT",
    "conveyance": "PAX",
    "persons_arrested": 1,
    "lead_agency": "{customs}",
    "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
}
AN_ITEM = {"commodity": "DRG", "substance": "cocaine", "amount_0": "2", "amount_1": "kg"}
A_FILE = {"id": "01890000-0000-7000-8000-00000000abcd", "name": "IMG_1.jpg", "size": 1000}
A_DESK: dict[str, Any] = {
    "task_force": "{unit}",
    "function": "DUTY",
    "name": "Duty desk",
    "phones": ["+2252720221100"],
    "around_the_clock": True,
}
AN_AGENCY = {
    "code": "SN-DOU",
    "name": "Customs of Senegal",
    "short_name": "Douanes",
    "kind": "customs",
    "country": "SN",
}
A_NEW_CODE = {
    "code_list": "packaging", "code": "tin-box", "labels": {"en": "Tin box", "fr": "Boîte de fer-blanc"},
    "source": "Officers of Abidjan", "valid_from": "2026-01-01",
}  # fmt: skip
A_CODE = {"code": "keg", "en": "Keg", "fr": "Tonnelet", "source": "Network list", "valid_from": "2026-01-05"}
A_UNIT = {"code": "DSS1", "name": "Dakar", "airport": "DSS", "host_agency": "{customs}"}
A_MILESTONE = {"task_force": "{unit}", "kind": "TRN", "reached_on": "2026-01-05"}
AN_INVITATION = {"agency": "{customs}", "role": "auditor", "email": "new@example.org", "name": "New Person"}
ENTRY = {"entry_form": "quick", "record": "01890000-0000-7000-8000-000000000001", "amount_0": "2,"}
SHARE = {"agency": "{agency}", "level": "view", "reason": "Same route"}

A_REFERRAL = {"case": "{case}", "task_force": "{unit}", "kind": "refer", "reason": "x"}
A_QUESTION = {"seizure": "{h2}", "kind": "export", "reason": "For the ministry"}
A_WARNING = {"kind": "warning", "title": "Two couriers", "valid_until": "{soon}"}
A_MESSAGE = {"subject": "Two couriers", "body": "Do you know them?", "agencies": ["{agency}"]}
AN_ASKING = {"subject": "One courier", "body": "Do you know him?", "agency": "{agency}"}
A_HANDOVER = {"task_force": "{unit}", "person": "{member}", "successor": "{member}", "reason": "Posted elsewhere"}
ADMINS = {"agency_admin": 404, "platform_admin": 404}

MATRIX: dict[str, Row] = {
    # Pages ----------------------------------------------------------------------------------------------------------
    "GET home:my-work": everybody(200),
    "POST home:came-back-seen": everybody(302),
    "GET home:search": everybody(200),
    "GET home:demo-mail": everybody(404),
    "GET home:styleguide": everybody(200),
    "GET home:styleguide-arabic": everybody(200),
    "GET home:styleguide-dialog": everybody(200),
    "GET home:styleguide-airports": everybody(200),
    "GET taskforces:task-force-list": everybody(200),
    "GET taskforces:task-force-detail": everybody(200, foreign=200),
    "GET taskforces:handover-list": Row({**dict.fromkeys(ROLES, 403), "supervisor": 200, "agency_admin": 200}, 403),
    # Nobody of the cast has left: tests/taskforces/views/test_handover.py asks for one who has.
    "GET taskforces:handover-create": Row({**dict.fromkeys(ROLES, 403), "supervisor": 404, "agency_admin": 404}, 403),
    "POST taskforces:handover-create": Row({**dict.fromkeys(ROLES, 403), "supervisor": 404, "agency_admin": 404}, 403),
    "GET taskforces:task-force-create": some(403, platform_admin=200),
    "POST taskforces:task-force-create": some(403, platform_admin=200),
    "GET taskforces:agency-admit": platform(200),
    "POST taskforces:agency-admit": platform(302, agency="{agency}"),
    "GET agencies:agency-list": everybody(200),
    "GET agencies:agency-detail": everybody(200, key="CI-CUS"),
    "GET agencies:agency-hits": Row({**dict.fromkeys(ROLES, 403), "agency_admin": 200}, key="CI-CUS"),
    "POST agencies:agency-hits": Row({**dict.fromkeys(ROLES, 403), "agency_admin": 200}, key="CI-CUS"),
    "POST agencies:agency-hits-close": Row(dict.fromkeys(ROLES, 403), key="CI-CUS"),
    "GET cases:case-handling": unit(200, 200, 200),
    "GET cases:case-consent-ask": unit(403, 403, 403),
    "POST cases:case-consent-ask": unit(403, 403, 403),
    "GET cases:case-consent-answer": unit(404, 404, 404),
    "POST cases:case-consent-answer": unit(404, 404, 404),
    "GET cases:case-consent-end": unit(404, 404, 404),
    "POST cases:case-consent-end": unit(404, 404, 404),
    "GET hits:hit-list": everybody(200),
    "GET agencies:agency-create": some(403, platform_admin=200),
    "POST agencies:agency-create": some(403, platform_admin=200),
    "GET codes:code-list": some(403, platform_admin=200),
    "GET codes:code-detail": platform_list(200, "packaging"),
    "GET codes:code-create": platform_list(200, "packaging"),
    "POST codes:code-create": platform_list(302, "packaging", **A_CODE),
    "GET codes:code-labels": platform_list(404, "packaging"),
    "POST codes:code-labels": platform_list(404, "packaging"),
    "GET codes:code-end": platform_list(404, "packaging"),
    "POST codes:code-end": platform_list(404, "packaging"),
    "GET taskforces:milestone-create": kept(200),
    "POST taskforces:milestone-create": kept(302, kind="TRN", reached_on="2026-01-05"),
    "GET taskforces:milestone-strike": kept(200),
    "POST taskforces:milestone-strike": kept(302, reason="Wrong unit"),
    "GET people:person-list": some(403, agency_admin=200, platform_admin=200),
    "GET people:review-list": some(403, agency_admin=200, platform_admin=200),
    "POST people:review-begin": some(403, agency_admin=302, platform_admin=302),
    # There is none: tests/taskforces/views/test_access_review.py asks for one.
    "GET people:review-detail": Row({**dict.fromkeys(ROLES, 403), **ADMINS}, 403, keepers=ADMINS),
    "POST people:review-decide": Row({**dict.fromkeys(ROLES, 403), **ADMINS}, 403, keepers=ADMINS),
    "GET people:person-invite": some(403, agency_admin=200, platform_admin=200),
    "POST people:person-invite": some(403, agency_admin=200, platform_admin=200),
    "GET people:person-invite-many": some(403, agency_admin=200, platform_admin=200),
    "GET people:person-detail": managed(200),
    "POST people:person-invite-again": managed(200),
    "POST people:seat-start": managed(200),
    "GET people:seat-end": managed(200),
    "POST people:seat-end": managed(302, reason="Posted elsewhere"),
    "GET people:person-disable": managed(200),
    "POST people:person-disable": managed(302, reason="Left"),
    "POST people:person-enable": managed(302),
    "GET people:person-reset-factor": managed(200),
    "POST people:person-reset-factor": managed(302, reason="Phone lost"),
    "GET people:person-end-sessions": managed(200),
    "POST people:person-end-sessions": managed(302, reason="Desk left open"),
    "GET contacts:contact-list": everybody(200),
    "GET contacts:contact-create": some(403, supervisor=200, agency_admin=200, platform_admin=200, coordinator=200),
    "POST contacts:contact-create": some(403, supervisor=200, agency_admin=200, platform_admin=200, coordinator=200),
    "GET contacts:contact-detail": everybody(200, foreign=200),
    "GET contacts:contact-change": kept(200, *DESK_OF),
    "POST contacts:contact-change": kept(200, *DESK_OF),
    "POST contacts:contact-verify": kept(302, *DESK_OF),
    "GET contacts:contact-remove": kept(200, *DESK_OF),
    "POST contacts:contact-remove": kept(302, *DESK_OF, reason="Closed"),
    "GET taskforces:duty-list": everybody(200, foreign=200),
    "POST taskforces:duty-list": rostered(200, foreign=403),
    "POST taskforces:duty-remove": rostered(302, foreign=404),
    "GET seizures:seizure-list": everybody(200),
    "GET seizures:seizure-export": everybody(200),
    "POST seizures:seizure-export": everybody(200),
    "GET seizures:airport-search": everybody(200),
    "GET seizures:seizure-create": some(403, officer=200, supervisor=200),
    "POST seizures:seizure-create": some(403, officer=200, supervisor=200),
    "GET seizures:entry-worker": everybody(200),
    "GET seizures:entry-offline": some(403, officer=200, supervisor=200),
    "GET seizures:gallery": everybody(200),
    "POST seizures:alike": some(403, officer=200, supervisor=200),
    "GET seizures:duplicate-list": everybody(200),
    "GET seizures:duplicate-decide": everybody(404, foreign=404),
    "POST seizures:duplicate-decide": everybody(404, foreign=404),
    "GET seizures:seizure-unmerge": unit(403, 403, 403),
    "POST seizures:seizure-unmerge": unit(403, 403, 403),
    "GET seizures:related": unit(200, 200, 200),
    "POST seizures:related": unit(200, 200, 200),
    "POST seizures:assistance-end": unit(404, 404, 403),
    "POST seizures:external-reference-end": unit(404, 404, 403),
    "GET seizures:saved-view-create": everybody(200),
    "POST seizures:saved-view-create": everybody(200, name="Cocaine"),  # the filters stand in the address: here none
    "GET seizures:saved-view-change": everybody(404, foreign=404),  # a view is its author's: nobody has one
    "POST seizures:saved-view-change": everybody(404, foreign=404),
    "POST seizures:saved-view-remove": everybody(404, foreign=404),
    "GET seizures:entry-resume": some(403, officer=404, supervisor=404),  # an entry is its author's: nobody has one
    "POST seizures:entry-keep": some(403, ENTRY, officer=302, supervisor=302),
    "POST seizures:entry-discard": everybody(404),
    "GET seizures:seizure-detail": unit(200, 200, 200),
    "GET seizures:seizure-change": unit(200, 200, 403),
    "POST seizures:seizure-change": unit(200, 200, 403),
    "GET seizures:item-add": unit(200, 200, 403),
    "POST seizures:item-add": unit(302, 302, 403, version="{version}", **AN_ITEM),
    "GET seizures:item-change": unit(200, 200, 403),
    "POST seizures:item-change": unit(302, 302, 403, version="{version}", **AN_ITEM),
    "GET seizures:item-remove": unit(200, 200, 403, state="several"),
    "POST seizures:item-remove": unit(302, 302, 403, state="several"),
    "GET seizures:conveyance-change": unit(200, 200, 403),
    "POST seizures:conveyance-change": unit(200, 200, 403),
    "GET seizures:route-change": unit(200, 200, 403),
    "POST seizures:route-change": unit(200, 200, 403),
    "GET seizures:seizure-discard": unit(200, 404, 404, state="draft"),
    "POST seizures:seizure-discard": unit(302, 404, 404, state="draft"),
    "POST seizures:seizure-submit": unit(302, 302, 403, state="rejected"),
    "POST seizures:seizure-verify": unit(403, 302, 403),
    "GET seizures:seizure-reject": unit(403, 200, 403),
    "POST seizures:seizure-reject": unit(403, 302, 403, rejection="INC"),
    "GET seizures:seizure-reopen": unit(403, 200, 403, state="verified"),
    "POST seizures:seizure-reopen": unit(403, 302, 403, state="verified", words="Wrong weight."),
    "GET seizures:seizure-withdraw": unit(403, 200, 403),
    "POST seizures:seizure-withdraw": unit(403, 302, 403, words="Logged twice"),
    "GET seizures:seizure-restrict": unit(403, 200, 403),
    "POST seizures:seizure-restrict": unit(403, 302, 403, words="Under cover"),
    "GET seizures:seizure-lock": unit(403, 200, 403, state="verified"),
    "POST seizures:seizure-lock": unit(403, 302, 403, state="verified"),
    "GET seizures:person-list": unit(200, 200, 200),
    "GET seizures:person-create": unit(200, 200, 403),
    "POST seizures:person-create": unit(200, 200, 403),
    "GET persons:person-search": some(200, coordinator=403),
    "POST persons:person-search": some(200, {"name": "Traoré", "purpose": "control"}, coordinator=403),
    "GET persons:person-duplicate-list": some(200, coordinator=403),
    "GET persons:person-duplicate-decide": everybody(404, foreign=404),
    "POST persons:person-duplicate-decide": everybody(404, foreign=404),
    "GET persons:person-unmerge": unit(403, 200, 403),
    "POST persons:person-unmerge": unit(403, 404, 403),
    "GET persons:person-change": unit(200, 200, 403),
    "POST persons:person-change": unit(302, 302, 403, role="escort", version="1"),
    "GET persons:person-identify": unit(200, 200, 403),
    "POST persons:person-identify": unit(302, 302, 403, family_name="Traoré", version="1"),
    "GET persons:person-identity": unit(200, 200, 200),
    "POST persons:person-identity": unit(200, 200, 200),
    "GET persons:person-remove": unit(200, 200, 403),
    "POST persons:person-remove": unit(302, 302, 403, words="Another passenger", version="1"),
    "GET persons:arrest-create": unit(200, 200, 403),
    "POST persons:arrest-create": unit(200, 200, 403),
    "GET persons:arrest-change": unit(200, 200, 403),
    "POST persons:arrest-change": unit(200, 200, 403),
    "GET persons:arrest-outcome": unit(200, 200, 403),
    "POST persons:arrest-outcome": unit(302, 302, 403, outcome="remanded", outcome_date="2026-03-15"),
    "GET seizures:handling": unit(200, 200, 200),
    "GET seizures:consent-ask": unit(403, 200, 200, state="h2"),
    "POST seizures:consent-ask": unit(403, 302, 302, state="h2", kind="export", reason="For the ministry"),
    "GET seizures:consent-answer": unit(403, 403, 403, state="h2"),
    "POST seizures:consent-answer": unit(403, 403, 403, state="h2", answer="granted"),
    "GET seizures:consent-end": unit(403, 403, 403, state="h2"),
    "POST seizures:consent-end": unit(403, 403, 403, state="h2", words="Over"),
    "GET shares:share-list": everybody(200),
    "GET shares:referral-list": everybody(200),
    "GET shares:referral-accept": unit(403, 403, 403),
    "POST shares:referral-accept": unit(403, 403, 403),
    "GET shares:referral-decline": unit(403, 403, 403),
    "POST shares:referral-decline": unit(403, 403, 403, words="Not ours"),
    "GET shares:referral-withdraw": unit(403, 200, 403),
    "POST shares:referral-withdraw": unit(403, 302, 403),
    "GET shares:referral-hand-back": unit(403, 403, 403),
    "POST shares:referral-hand-back": unit(403, 403, 403, words="Done"),
    "GET shares:case-refer": unit(403, 403, 403),  # it is offered already
    "POST shares:case-refer": unit(403, 403, 403),
    "GET shares:case-share": unit(403, 200, 403),
    "POST shares:case-share": unit(403, 302, 403, **SHARE),
    "GET shares:case-extend": unit(403, 200, 403),
    "POST shares:case-extend": unit(403, 302, 403),
    "GET shares:case-unshare": unit(403, 200, 403),
    "POST shares:case-unshare": unit(403, 302, 403),
    "GET shares:share-stop": Row({**dict.fromkeys(ROLES, 404), "supervisor": 200}, 404, "shared"),
    "POST shares:share-stop": Row({**dict.fromkeys(ROLES, 404), "supervisor": 302}, 404, "shared"),
    "GET seizures:share-create": unit(403, 200, 403),
    "POST seizures:share-create": unit(403, 302, 403, **SHARE),
    "GET seizures:share-end": unit(403, 200, 403, state="shared"),
    "POST seizures:share-end": unit(403, 302, 403, state="shared"),
    "GET seizures:substance-status": everybody(200),
    "GET seizures:laboratory": unit(200, 200, 200),
    "GET seizures:field-test-add": unit(200, 200, 403),
    "POST seizures:field-test-add": unit(
        302,
        302,
        403,
        kit="scott",
        result="negative",
        tested_at_0="2026-03-14",
        tested_at_1="03:10",
        tested_at_2="Africa/Abidjan",
    ),
    "GET seizures:lab-request-add": unit(200, 200, 403),
    "POST seizures:lab-request-add": unit(302, 302, 403, laboratory="National laboratory", sent_on="2026-03-15"),
    "GET seizures:lab-result-add": unit(200, 200, 403),
    "POST seizures:lab-result-add": unit(
        302,
        302,
        403,
        laboratory="National laboratory",
        report_number="L1",
        reported_on="2026-03-20",
        method="gc-ms",
        finding="none",
    ),
    "GET seizures:attachment-list": unit(200, 200, 200),
    "POST seizures:attachment-list": unit(200, 200, 403),
    "GET seizures:attachment-detail": unit(200, 200, 200),
    "GET seizures:attachment-download": unit(200, 200, 200),
    "GET seizures:attachment-picture": unit(404, 404, 404),  # it is not drawn yet
    "GET seizures:attachment-withdraw": unit(200, 200, 403),
    "POST seizures:attachment-withdraw": unit(302, 302, 403, words="Logged twice"),
    # Cases ----------------------------------------------------------------------------------------------------------
    "GET cases:case-list": everybody(200),
    "GET cases:case-create": some(403, officer=200, supervisor=200),
    "POST cases:case-create": some(403, officer=200, supervisor=200),
    "GET cases:case-follow-up": everybody(200),
    "GET cases:case-view-create": everybody(200),
    "POST cases:case-view-create": everybody(200, name="At court"),  # the filters stand in the address: here none
    "GET cases:case-export": everybody(200),
    "POST cases:case-export": everybody(200),
    "GET cases:case-withdraw": unit(403, 200, 403),
    "POST cases:case-withdraw": unit(403, 302, 403, words="Opened twice"),
    "GET cases:case-restrict": unit(403, 200, 403),
    "POST cases:case-restrict": unit(403, 302, 403, words="Under cover"),
    "GET cases:case-detail": unit(200, 200, 200),
    "GET cases:case-change": unit(200, 200, 403),
    "POST cases:case-change": unit(200, 200, 403),
    "GET cases:case-step": unit(403, 200, 403),
    "POST cases:case-step": unit(403, 302, 403, then="court", reason="Charged"),
    "GET cases:case-close": unit(403, 200, 403),
    "POST cases:case-close": unit(403, 302, 403, outcome="convicted", reason="Judgment"),
    "GET cases:case-merge": unit(403, 200, 403),
    "POST cases:case-merge": unit(403, 200, 403),
    "GET cases:case-discard": unit(200, 404, 404, state="draft"),
    "POST cases:case-discard": unit(302, 404, 404, state="draft"),
    "GET cases:case-seizures": unit(200, 200, 200),
    "POST cases:case-seizures": unit(200, 200, 200),
    "POST cases:case-seizure-unlink": unit(302, 302, 403),
    "GET cases:case-persons": unit(200, 200, 200),
    "POST cases:case-persons": unit(200, 200, 200),
    "POST cases:case-person-unlink": unit(302, 302, 403),
    "GET cases:case-related": unit(200, 200, 200),
    "POST cases:case-related": unit(200, 200, 200),
    "POST cases:case-agency-end": unit(404, 404, 403),
    "POST cases:case-unlink": unit(404, 404, 404),
    "GET cases:case-tasks": unit(200, 200, 200),
    "POST cases:case-tasks": unit(200, 200, 200),
    "GET cases:case-task-change": unit(200, 200, 403),
    "POST cases:case-task-change": unit(302, 302, 403, kind="phone"),
    "GET cases:case-task-finish": unit(200, 200, 403),
    "POST cases:case-task-finish": unit(302, 302, 403, words="Done"),
    "GET cases:case-notes": unit(200, 200, 200),
    "POST cases:case-notes": unit(200, 200, 200),
    "GET cases:case-timeline": unit(200, 200, 200),
    "GET cases:case-sight": unit(200, 200, 200),
    "GET audit:entry-list": some(403, agency_admin=200, auditor=200),
    "GET home:audit-export": some(403, agency_admin=200, auditor=200),
    "POST home:audit-export": some(403, agency_admin=200, auditor=200),
    # The own account: the same for everybody, about nobody else ---------------------------------------------------
    "GET accounts:account": everybody(200),
    "GET accounts:sign-out": everybody(200),
    "GET accounts:standing": everybody(200),
    "POST accounts:cover": everybody(200),
    "POST accounts:go-on": everybody(401),  # nobody of the cast has a password
    # Alerts ---------------------------------------------------------------------------------------------------------
    "GET alerts:alert-list": everybody(200),
    "GET alerts:alert-create": some(403, officer=200, supervisor=200, analyst=200),
    "GET alerts:alert-detail": unit(200, 200, 200, state="told"),
    "GET alerts:alert-change": unit(200, 200, 403, state="review"),
    "GET alerts:photo-list": unit(200, 200, 403, state="review"),
    "POST alerts:photo-list": unit(200, 200, 403, state="review"),  # nothing is sent
    "GET alerts:photo-picture": unit(404, 404, 404, state="review"),  # there is none, as the tests of photos show
    "POST alerts:photo-remove": unit(404, 404, 404, state="review"),
    "POST alerts:alert-submit": unit(302, 404, 404, state="begun"),
    "POST alerts:alert-warn": unit(302, 404, 404, state="begun"),
    "GET alerts:alert-discard": unit(200, 404, 404, state="begun"),
    "GET alerts:alert-publish": unit(403, 200, 403, state="review"),
    "GET alerts:alert-return": unit(403, 200, 403, state="review"),
    "POST alerts:alert-review": unit(403, 302, 403, state="warned"),
    "GET alerts:alert-recall": unit(403, 200, 403, state="told"),
    "POST alerts:alert-accept": unit(403, 403, 403, state="told"),  # it carries no conditions
    "POST alerts:alert-acknowledge": unit(403, 403, 403, state="told"),  # the own unit is not addressed
    "GET alerts:alert-answer": unit(403, 403, 403, state="told"),
    "GET alerts:answer-list": everybody(200),
    "GET told:seizure-alerts": unit(200, 200, 200),
    "GET alerts:outcome-list": everybody(200),
    "GET alerts:outcome-export": everybody(200),
    "POST alerts:outcome-export": everybody(200),
    "GET api:alert-statistics-list": everybody(200),
    "GET api:request-statistics-list": everybody(200),
    "GET alerts:unread": everybody(200),
    "GET alerts:delivery-list": some(403, supervisor=200, agency_admin=200),
    "POST alerts:delivery-resend": followed(302),
    "GET alerts:subscription-list": everybody(200),
    "GET alerts:subscription-create": readers(200),
    "GET alerts:subscription-change": own_one(200),
    "POST alerts:subscription-switch": own_one(302),
    "POST alerts:subscription-remove": own_one(302),
    "GET alerts:quiet-hours": readers(200),
    "POST alerts:quiet-hours-end": readers(404),  # nobody of them has any
    "GET alerts:webhook-list": some(403, agency_admin=200),
    "GET alerts:webhook-create": some(403, agency_admin=200),
    "POST alerts:webhook-try": hooked(302),
    "POST alerts:webhook-stop": hooked(302),
    "GET accounts:confirm": everybody(403),  # the cast has neither password nor factor to confirm by
    "GET accounts:confirm-code": everybody(403),  # the cast has neither password nor factor to confirm by
    "GET accounts:factor-set-up": everybody(200),
    "GET accounts:factor-remove": everybody(404),  # nobody of the cast has a second factor
    "GET accounts:recovery-codes": everybody(404),  # nobody of the cast has a second factor
    "GET accounts:recovery-codes-new": everybody(200),
    "GET accounts:recovery-codes-download": everybody(404),  # nobody of the cast has a second factor
    "GET accounts:password": everybody(200),
    "POST accounts:token-issue": everybody(200),
    "POST accounts:session-end": everybody(302, foreign=404),
    "POST accounts:session-end-others": everybody(302),
    "POST accounts:token-revoke": everybody(302, foreign=404),
    "POST accounts:acting-unit": everybody(302),
    # REST -----------------------------------------------------------------------------------------------------------
    "GET api:schema": everybody(200),
    "GET api:docs": everybody(200),
    "GET api:search-list": everybody(400),
    "GET api:me-list": everybody(200),
    "GET api:airport-list": everybody(200),
    "GET api:airport-detail": everybody(200),
    "GET api:code-list-list": everybody(200),
    "POST api:kept-code-list": some(403, A_NEW_CODE, platform_admin=201),
    "GET api:kept-code-detail": everybody(200, key="packaging:brick"),
    "POST api:kept-code-labels": platform_list(200, "packaging:brick", en="Brick, pressed"),
    "POST api:kept-code-end": platform_list(200, "packaging:brick", last_day="2099-01-31"),
    "GET api:code-list-detail": everybody(200, key="substance"),
    "GET api:agency-list": everybody(200),
    "GET api:agency-detail": everybody(200, foreign=200),
    "POST api:agency-open-hits": Row(
        {**dict.fromkeys(ROLES, 403), "agency_admin": 200}, 403, body={"contact": "{desk}"}
    ),
    "POST api:agency-close-hits": Row(dict.fromkeys(ROLES, 403), 403),
    "GET api:hit-list": everybody(200),
    "GET api:person-list": everybody(200),
    "GET api:arrest-list": everybody(200),
    "GET api:arrest-detail": unit(200, 200, 200),
    "GET api:audit-list": some(403, agency_admin=200, auditor=200),
    "GET api:hit-detail": everybody(404, foreign=404),
    "GET api:task-force-list": everybody(200),
    "GET api:task-force-detail": everybody(200, foreign=200),
    "POST api:agency-list": some(403, AN_AGENCY, platform_admin=201),
    "POST api:task-force-list": some(403, A_UNIT, platform_admin=201),
    "POST api:task-force-admit": platform(200, agency="{agency}"),
    "GET api:milestone-list": everybody(200),
    "POST api:milestone-list": some(403, A_MILESTONE, platform_admin=201, coordinator=201),
    "GET api:milestone-detail": everybody(200, foreign=200),
    "POST api:milestone-strike": kept(204, reason="Wrong unit"),
    "GET api:people-list": some(403, agency_admin=200, platform_admin=200),
    "POST api:people-list": some(403, AN_INVITATION, agency_admin=201, platform_admin=201),
    "GET api:people-detail": managed(200),
    "POST api:people-disable": managed(200, reason="Left"),
    "POST api:people-enable": managed(200, reason="Back"),
    "POST api:people-reset-factor": managed(200, reason="Phone lost"),
    "POST api:people-end-sessions": managed(200, reason="Desk left open"),
    "GET api:access-review-list": some(403, agency_admin=200, platform_admin=200),
    "POST api:access-review-list": some(403, agency_admin=201, platform_admin=201),
    # There is none: tests/taskforces/api/test_access_review.py asks for one.
    "GET api:access-review-detail": everybody(404, foreign=404),
    "POST api:access-review-decide": everybody(404, foreign=404),
    "GET api:access-review-line-list": everybody(404, foreign=404),
    "GET api:handover-list": some(403, supervisor=200, agency_admin=200),
    "POST api:handover-list": some(403, A_HANDOVER, supervisor=400, agency_admin=400),  # nobody of the cast has left
    "GET api:handover-detail": everybody(404, foreign=404),  # there is none
    "GET api:leaver-list": Row({**dict.fromkeys(ROLES, 403), "supervisor": 200, "agency_admin": 200}, 403),
    "GET api:alert-list": everybody(200),
    "POST api:alert-list": some(403, A_WARNING, officer=201, supervisor=201, analyst=201),
    "GET api:alert-detail": unit(200, 200, 200, state="told"),
    "PATCH api:alert-detail": unit(200, 200, 403, state="review", title="Other words"),
    "GET api:photo-list": unit(200, 200, 200, state="told"),
    "POST api:photo-list": unit(400, 400, 403, state="review"),
    "GET api:photo-detail": unit(404, 404, 404, state="told"),  # see tests/alerts/api/test_photo.py
    "GET api:photo-picture": unit(404, 404, 404, state="told"),
    "POST api:photo-remove": unit(404, 404, 404, state="told"),
    "POST api:alert-submit": unit(200, 404, 404, state="begun"),
    "POST api:alert-warn": unit(200, 404, 404, state="begun"),
    "POST api:alert-publish": unit(403, 200, 403, state="review"),
    "POST api:alert-give-back": unit(403, 200, 403, state="review", words="Say which flights"),
    "POST api:alert-review": unit(403, 200, 403, state="warned"),
    "POST api:alert-recall": unit(403, 200, 403, state="told", reason="Wrong flight"),
    "POST api:alert-accept": unit(403, 403, 403, state="told"),
    "POST api:alert-acknowledge": unit(403, 403, 403, state="told"),
    "GET api:delivery-list": everybody(200),
    "GET api:delivery-detail": followed(200),
    "POST api:delivery-resend": followed(200),
    "GET api:subscription-list": everybody(200),
    "POST api:subscription-list": readers(201, {"name": "Night flights"}),
    "GET api:subscription-detail": own_one(200),
    "PATCH api:subscription-detail": own_one(200, {"via": "ADD"}),
    "DELETE api:subscription-detail": own_one(204),
    "GET api:webhook-list": everybody(200),
    "POST api:webhook-list": some(403, A_WEBHOOK, agency_admin=201),
    "GET api:webhook-detail": hooked(200),
    "POST api:webhook-try-out": hooked(200),
    "POST api:webhook-stop": hooked(200),
    "GET api:alert-answers": unit(200, 200, 200, state="told"),
    "POST api:alert-reply": unit(403, 403, 403, state="told", result="noted"),
    # Messages, requests and groups: the thread was begun by the other unit, which asks this one -------------------
    "GET messages:thread-list": everybody(200),
    "GET messages:thread-create": some(403, officer=200, supervisor=200, analyst=200),
    "GET messages:request-create": some(403, officer=200, supervisor=200, analyst=200),
    "GET messages:thread-detail": unit(200, 200, 200),
    "GET messages:thread-admit": unit(403, 403, 403),  # the other unit began it: see tests/alerts/views/test_party.py
    "POST messages:thread-admit": unit(403, 403, 403),
    "GET messages:thread-ask": unit(200, 200, 200),
    "POST messages:thread-accept": unit(302, 302, 302),
    "GET messages:thread-check": unit(200, 200, 200),
    "POST messages:thread-withdraw": unit(403, 403, 403),
    "GET messages:thread-file": unit(404, 404, 404),  # there is none: see tests/alerts/views/test_thread.py
    "GET messages:thread-picture": unit(404, 404, 404),
    "GET messages:group-list": everybody(200),
    "GET messages:group-create": some(403, supervisor=200),
    "GET messages:group-detail": unit(200, 200, 200),
    "GET messages:group-end": unit(403, 200, 403),
    "POST messages:group-member-end": unit(403, 403, 403),  # the unit that leads stays
    "GET api:thread-list": everybody(200),
    "POST api:thread-list": some(403, A_MESSAGE, officer=201, supervisor=201, analyst=201),
    "GET api:thread-detail": unit(200, 200, 200),
    "POST api:thread-add-party": unit(403, 403, 403, agency="{agency}"),
    "GET api:message-list": everybody(200),
    "POST api:message-list": some(
        404, {"thread": "{thread}", "body": "Noted."}, officer=201, supervisor=201, analyst=201
    ),
    "GET api:message-detail": unit(200, 200, 200),
    "POST api:message-accept": unit(200, 200, 200),
    "GET api:message-file": unit(404, 404, 404),
    "GET api:request-list": everybody(200),
    "POST api:request-list": some(403, AN_ASKING, officer=201, supervisor=201, analyst=201),
    "GET api:request-detail": unit(200, 200, 200),
    "GET api:request-check": unit(200, 200, 200),
    "POST api:request-reply": unit(200, 200, 200, body="Yes."),
    "POST api:request-refuse": unit(200, 200, 200, body="No.", refusal="ongoing"),
    "POST api:request-ask-back": unit(200, 200, 200, body="When?"),
    "POST api:request-clarify": unit(403, 403, 403, body="1990"),
    "POST api:request-withdraw": unit(403, 403, 403),
    "GET api:group-list": everybody(200),
    "POST api:group-list": some(403, {"name": "Westerlies"}, supervisor=201),
    "GET api:group-detail": unit(200, 200, 200),
    "POST api:group-add-member": unit(403, 200, 403, agency="{agency}"),
    "POST api:group-end-member": unit(403, 403, 403, member="{member}"),
    "POST api:group-end": unit(403, 200, 403),
    "GET api:upload-list": everybody(200),
    "POST api:upload-list": some(403, A_FILE, officer=201, supervisor=201, outsider=201),
    "GET api:upload-detail": everybody(200, foreign=404),
    "PATCH api:upload-detail": everybody(400, foreign=404),  # no piece is sent here
    "DELETE api:upload-detail": everybody(204, foreign=404),
    "GET api:field-test-list": unit(200, 200, 200),
    "GET api:field-test-detail": unit(
        404, 404, 404
    ),  # there is none; tests/seizures/api/test_laboratory.py asks for one
    "POST api:field-test-list": unit(
        201, 201, 403, item=1, kit="scott", result="negative", tested_at="2026-03-14T03:10:00Z"
    ),
    "GET api:lab-request-list": unit(200, 200, 200),
    "GET api:lab-request-detail": unit(404, 404, 404),
    "POST api:lab-request-list": unit(201, 201, 403, item=1, laboratory="National laboratory", sent_on="2026-03-15"),
    "GET api:lab-result-list": unit(200, 200, 200),
    "GET api:lab-result-detail": unit(404, 404, 404),
    "POST api:lab-result-list": unit(
        201,
        201,
        403,
        item=1,
        laboratory="National laboratory",
        report_number="L1",
        reported_on="2026-03-20",
        method="gc-ms",
        finding="none",
    ),
    "GET api:attachment-list": unit(200, 200, 200),
    "POST api:attachment-list": unit(404, 404, 403, upload="01890000-0000-7000-8000-000000000000"),
    "GET api:attachment-detail": unit(200, 200, 200),
    "GET api:attachment-original": unit(200, 200, 200),
    "POST api:attachment-withdraw": unit(204, 204, 403, words="Logged twice"),
    "GET api:contact-point-list": everybody(200),
    "POST api:contact-point-list": some(
        403, A_DESK, supervisor=201, agency_admin=201, platform_admin=201, coordinator=201
    ),
    "GET api:contact-point-detail": everybody(200, foreign=200),
    "PATCH api:contact-point-detail": kept(200, *DESK_OF, email="desk@example.org"),
    "POST api:contact-point-verify": kept(200, *DESK_OF),
    "POST api:contact-point-remove": kept(204, *DESK_OF, reason="Closed"),
    "GET api:duty-shift-list": everybody(200),
    "POST api:duty-shift-list": some(403, A_SHIFT, supervisor=201, agency_admin=201),
    "GET api:duty-shift-detail": everybody(200, foreign=404),
    "POST api:duty-shift-remove": rostered(200, foreign=404),
    "GET api:seizure-list": everybody(200),
    "POST api:seizure-list": some(403, A_SEIZURE, officer=201, supervisor=201),
    "GET api:seizure-detail": unit(200, 200, 200),
    "PATCH api:seizure-detail": unit(200, 200, 403, summary="Three bags."),
    "DELETE api:seizure-detail": unit(204, 404, 404, state="draft"),
    "POST api:seizure-items": unit(200, 200, 403, **A_SEIZURE["items"][0]),
    "PATCH api:seizure-item": unit(200, 200, 403, markings="A star"),
    "DELETE api:seizure-item": unit(204, 204, 403, state="several"),
    "POST api:seizure-submit": unit(200, 200, 403, state="rejected"),
    "POST api:seizure-verify": unit(403, 200, 403),
    "POST api:seizure-reject": unit(403, 200, 403, rejection="INC"),
    "POST api:seizure-reopen": unit(403, 200, 403, state="verified", words="Wrong weight."),
    "POST api:seizure-withdraw": unit(403, 204, 403, words="Logged twice"),
    "POST api:seizure-restrict": unit(403, 200, 403, words="Under cover"),
    "POST api:seizure-lock": unit(403, 200, 403, state="verified"),
    "GET api:referral-list": everybody(200),
    "POST api:referral-list": some(404, A_REFERRAL, officer=403, supervisor=403, analyst=403),
    "GET api:referral-detail": unit(200, 200, 200),
    "POST api:referral-accept": unit(403, 403, 403),
    "POST api:referral-decline": unit(403, 403, 403, words="Not ours"),
    "POST api:referral-withdraw": unit(403, 200, 403),
    "POST api:referral-hand-back": unit(403, 403, 403, words="Done"),
    "GET api:share-list": everybody(200),
    "GET api:share-detail": Row({**dict.fromkeys(ROLES, 404), "supervisor": 200}, 404),
    "POST api:share-revoke": Row({**dict.fromkeys(ROLES, 404), "supervisor": 204}, 404),
    "GET api:consent-list": everybody(200),
    "POST api:consent-list": some(404, A_QUESTION, officer=403, supervisor=201, analyst=201),
    "GET api:consent-detail": unit(200, 200, 200),
    "POST api:consent-answer-it": unit(403, 403, 403, answer="granted"),
    "POST api:consent-end": unit(403, 403, 403, words="Over"),
    "GET api:case-list": everybody(200),
    "POST api:case-list": some(403, {"title": "Two couriers"}, officer=201, supervisor=201),
    "GET api:case-detail": unit(200, 200, 200),
    "PATCH api:case-detail": unit(200, 200, 403, summary="Two bags."),
    "DELETE api:case-detail": unit(204, 404, 404, state="draft"),
    "POST api:case-step": unit(403, 200, 403, status="court", reason="Charged"),
    "POST api:case-close": unit(403, 200, 403, outcome="convicted", reason="Judgment"),
    "POST api:case-merge": unit(400, 400, 400, into="01890000-0000-7000-8000-000000000000", reason="Same"),
    "POST api:case-withdraw": unit(403, 204, 403, words="Opened twice"),
    "POST api:case-restrict": unit(403, 200, 403, words="Under cover"),
    "POST api:case-link": unit(200, 200, 403, seizure="{several}"),
    "POST api:case-unlink": unit(200, 200, 403, seizure="{submitted}"),
    "POST api:case-share": unit(403, 200, 403, **SHARE),
    "POST api:case-extend-share": unit(403, 404, 403, share="{share}", items=[]),
    "POST api:case-unshare": unit(404, 404, 404, share="{share}"),  # a share of another record
    "POST api:case-add-agency": unit(200, 200, 403, agency="{agency}"),
    "POST api:case-end-agency": unit(404, 404, 403, agency="{agency}"),
    "GET api:case-task-list": unit(200, 200, 200),
    "POST api:case-task-list": unit(201, 201, 403, kind="phone"),
    "GET api:case-task-detail": unit(200, 200, 200),
    "PATCH api:case-task-detail": unit(412, 412, 412, kind="phone"),  # asked with the tag of its case
    "POST api:case-task-finish": unit(200, 200, 403),
    "GET api:case-note-list": unit(200, 200, 200),
    "POST api:case-note-list": unit(201, 201, 403, text="He called."),
    "GET api:case-note-detail": unit(404, 404, 404),  # there is none; tests/seizures/api/test_case.py asks for one
    "GET api:duplicate-hint-list": everybody(200),
    "GET api:duplicate-hint-detail": everybody(404, foreign=404),
    "POST api:seizure-merge": unit(404, 404, 404, kept="01890000-0000-7000-8000-000000000000"),
    "POST api:seizure-unmerge": unit(403, 403, 403),
    "POST api:seizure-tell-apart": unit(404, 404, 404, other="01890000-0000-7000-8000-000000000000"),
    "POST api:seizure-add-agency": unit(200, 200, 403, agency="{agency}"),
    "POST api:seizure-add-number": unit(200, 200, 403, agency="{agency}", system="CEN", number="2026-1"),
    "GET api:seizure-persons": unit(200, 200, 200),
    "POST api:seizure-persons": unit(201, 201, 403, role="courier"),
    "POST api:person-search": some(200, {"name": "Traoré", "purpose": "control"}, coordinator=403),
    "GET api:person-detail": unit(200, 200, 200),
    "PATCH api:person-detail": unit(200, 200, 403, role="escort"),
    "POST api:person-identify": unit(200, 200, 403, family_name="Traoré"),
    "POST api:person-read-identity": unit(200, 200, 200),
    "GET api:person-hint-list": everybody(200),
    "GET api:person-hint-detail": everybody(404, foreign=404),
    "POST api:person-merge": unit(404, 404, 404, kept="{agency}"),
    "POST api:person-unmerge": unit(403, 404, 403),
    "POST api:person-tell-apart": unit(404, 404, 404, other="{agency}"),
    "POST api:person-remove": unit(204, 204, 403, words="Another passenger"),
    "POST api:person-arrests": unit(200, 200, 403, agency="{customs}", arrested_at="2026-03-14T03:10:00+00:00"),
    "POST api:person-change-arrest": unit(200, 200, 403, arrest="{arrest}", version=1, search="same"),
    "POST api:person-outcomes": unit(200, 200, 403, arrest="{arrest}", outcome="remanded", outcome_date="2026-03-15"),
    "POST api:seizure-share": unit(403, 200, 403, **SHARE),
    "POST api:seizure-unshare": unit(403, 200, 403, state="shared", share="{share}"),
}
