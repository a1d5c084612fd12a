"""Every page that a person can open: its address in the small world, who opens it, and what is done on it first."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Page

from tests.journeys.hands import PASSWORD
from tests.journeys.world import World

type Address = Callable[[World], str]

LOGGERS = ("officer", "supervisor")
EVERYBODY = ("officer", "supervisor", "partner_officer", "outsider", "auditor", "platform_admin")
NOBODY = "nobody"  # not signed in
SECURED = "colleague"  # has a second factor


@dataclass(frozen=True)
class Place:
    """One page in one state. `does` is done after it opened; `touch` says whether it is made for thumbs."""

    name: str
    address: Address
    readers: tuple[str, ...] = ("officer",)
    state: str = ""
    status: int = 200
    does: Callable[[Page], None] | None = None
    touch: bool = True
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.name} {self.state}".strip()


def at(path: str) -> Address:
    """Return an address that holds nothing of the world."""
    return lambda _world: path


def seizure(state: str, act: str = "") -> Address:
    """Return the page of the seizure in a state, or of an act on it."""
    return lambda world: f"/seizures/{world.seizures[state].pk}/{act}"


def person(who: str, act: str) -> Address:
    """Return a page of a person of the small world."""
    return lambda world: f"/persons/{world.persons[who].pk}/{act.format(arrest=world.arrest.pk)}"


def thread(state: str, act: str = "") -> Address:
    """Return the page of a thread, or of an act on it."""
    return lambda world: f"/messages/{world.written[state].pk}/{act}"


def group(act: str = "") -> Address:
    """Return the page of the closed group, or of an act on it."""
    return lambda world: f"/messages/groups/{world.written['group'].pk}/{act}"


def subscription(world: World) -> str:
    """Return the page of what the officer watches for."""
    return f"/alerts/subscriptions/{world.subscription.pk}/"


def check(world: World) -> str:
    """Return the page on which the asked side looks for what it holds."""
    return f"/messages/{world.written['asked'].pk}/requests/{world.written['request'].pk}/check/"


def alert(state: str, act: str = "") -> Address:
    """Return the page of the alert in a state, or of an act on it."""
    return lambda world: f"/alerts/{world.alerts[state].pk}/{act}"


def case(act: str = "") -> Address:
    """Return the page of the case of the small world, or of an act on it."""
    return lambda world: f"/cases/{world.file.pk}/{act.format(task=world.task.pk)}"


def _end_of_share(world: World) -> str:
    return f"/seizures/{world.verified.pk}/share/{world.share.pk}/end/"


def _consent(act: str, *, granted: bool = False) -> Address:
    return lambda world: f"/seizures/{world.bound.pk}/consents/{world.consents[granted].pk}/{act}/"


def _consent_of_case(act: str, *, granted: bool = False) -> Address:
    return lambda world: f"/cases/{world.bound_case.pk}/consents/{world.case_consents[granted].pk}/{act}/"


def _referral(act: str, *, taken: bool = False) -> Address:
    return lambda world: f"/referrals/{world.referrals[taken].pk}/{act}/"


def _sharing_case(world: World) -> str:
    return f"/cases/{world.case.pk}/share/"


def _case_share(act: str = "") -> Address:
    return lambda world: f"/cases/{world.case.pk}/share/{world.case_share.pk}/{act}"


def _photo(act: str = "") -> Address:
    return lambda world: f"/seizures/{world.verified.pk}/files/{world.photo.pk}/{act}"


def _unit(world: World) -> str:
    return f"/task-forces/{world.cast.abj.pk}/"


def _roster(world: World) -> str:
    return f"{_unit(world)}duty/"


def _handover(world: World) -> str:
    return f"{_unit(world)}hand-over/{world.leaver.user.pk}/"


def contact(act: str = "") -> Address:
    """Return the page of the unit's desk, or of an act on it."""
    return lambda world: f"/contacts/{world.desk.pk}/{act}"


def _person(act: str = "") -> Address:
    return lambda world: f"/people/{world.cast.officer.user.pk}/{act}"


def _seat(world: World) -> str:
    return f"/people/{world.cast.officer.user.pk}/roles/{world.cast.officer.membership.pk}/end/"


def _strike(world: World) -> str:
    return f"{_unit(world)}milestones/{world.milestone.pk}/strike/"


def _send(button: str) -> Callable[[Page], None]:
    """Return the act of sending a form as it stands: empty, so that it comes back with its faults."""

    def send(page: Page) -> None:
        with page.expect_event("load"):
            page.get_by_role("button", name=button, exact=True).click()

    return send


def _missed(button: str) -> Callable[[Page], None]:
    """Return the act of sending a form that a script sends: its faults come without another page being loaded."""

    def send(page: Page) -> None:
        page.get_by_role("button", name=button, exact=True).click()
        page.locator(".errors-box").wait_for()

    return send


def _code_asked(page: Page) -> None:
    """Sign in as somebody with a second factor, as far as the code."""
    page.get_by_label("E-mail").fill("yao.brou@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor/")


def _proved(page: Page) -> None:
    """Prove again who it is, where the last proof is too old."""
    if "/confirm/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/account/tokens/")


def _new_token(page: Page) -> None:
    _proved(page)
    page.get_by_label("What it is for").fill("Nightly list")
    page.get_by_label("Read seizures").check()
    _send("Issue token")(page)


def _picked(page: Page) -> None:
    page.get_by_role("combobox", name="Substance").click()


def _saved(page: Page) -> None:
    """Save a view, under another name at each visit, and open it to change it."""
    page.get_by_label("Name").fill(f"Cocaine {uuid4().hex[:6]}")
    _send("Save")(page)
    page.get_by_role("link", name="Change this view").click()
    page.wait_for_url("**/seizures/views/*/")


def _half(page: Page) -> None:
    """Leave the quick entry half filled, and come back to it."""
    page.get_by_label("Quantity").fill("2,")
    page.get_by_role("button", name="Keep as draft").click()
    page.get_by_role("link", name="Go on").first.click()
    page.wait_for_url("**/seizures/new/*/")


PLACES = (
    Place("accounts:sign-in", at("/account/sign-in/"), (NOBODY,)),
    Place("accounts:sign-in", at("/account/sign-in/"), (NOBODY,), "missed", does=_send("Sign in")),
    Place("accounts:second-factor", at("/account/sign-in/"), (NOBODY,), does=_code_asked),
    Place("accounts:account", at("/account/"), EVERYBODY),
    Place("accounts:password", at("/account/password/")),
    Place("accounts:password", at("/account/password/"), state="missed", does=_send("Change password")),
    Place("accounts:sign-out", at("/account/sign-out/")),
    Place("accounts:confirm", at("/account/confirm/")),
    Place("accounts:factor-set-up", at("/account/factor/set-up/")),
    Place("accounts:confirm-code", at("/account/confirm/code/"), (SECURED,)),
    Place("accounts:recovery-codes", at("/account/recovery-codes/"), (SECURED,)),
    Place("accounts:recovery-codes-new", at("/account/recovery-codes/new/"), (SECURED,)),
    Place("accounts:factor-remove", at("/account/factor/remove/"), (SECURED,)),
    Place("accounts:token-issue", at("/account/tokens/"), does=_proved),
    Place("accounts:token-issue", at("/account/tokens/"), state="issued", does=_new_token),
    Place("home:my-work", at("/"), EVERYBODY),
    Place("home:search", at("/search/"), EVERYBODY),
    Place("home:search", at("/search/?q=cocaine"), LOGGERS, "found"),
    Place("home:search", at("/search/?q=nowhere"), LOGGERS, "nothing"),
    Place("home:styleguide", at("/styleguide/"), touch=False),
    Place("home:styleguide-arabic", at("/styleguide/arabic/"), touch=False, language="ar"),
    Place("home:styleguide-dialog", at("/styleguide/dialog/")),
    Place("seizures:seizure-list", at("/seizures/"), EVERYBODY),
    Place("seizures:seizure-list", at("/seizures/?substance=heroin&direction=IN"), LOGGERS, "empty"),
    Place("seizures:seizure-list", at("/seizures/?nonsense=1&since=never"), LOGGERS, "misread"),
    Place("seizures:saved-view-create", at("/seizures/views/add/?substance=cocaine"), LOGGERS),
    Place(
        "seizures:saved-view-create", at("/seizures/views/add/?substance=cocaine"), state="missed", does=_send("Save")
    ),
    Place("seizures:saved-view-change", at("/seizures/views/add/?substance=cocaine"), does=_saved),
    Place("seizures:seizure-export", at("/seizures/export/?substance=cocaine"), LOGGERS),
    Place("seizures:seizure-export", at("/seizures/export/"), state="missed", does=_send("Export as CSV")),
    Place("seizures:seizure-create", at("/seizures/new/"), LOGGERS),
    Place("seizures:seizure-create", at("/seizures/new/"), state="missed", does=_missed("Submit")),
    Place("seizures:seizure-create", at("/seizures/new/"), state="picking", does=_picked),
    Place("seizures:entry-offline", at("/seizures/new/offline/"), LOGGERS),
    Place("seizures:entry-resume", at("/seizures/new/"), state="begun", does=_half),
    Place("seizures:seizure-detail", seizure("draft"), state="draft"),
    Place("seizures:seizure-detail", seizure("submitted"), LOGGERS, "submitted"),
    Place("seizures:seizure-detail", seizure("rejected"), LOGGERS, "rejected"),
    Place("seizures:seizure-detail", seizure("verified"), ("officer", "supervisor", "partner_officer"), "verified"),
    Place("seizures:seizure-detail", seizure("locked"), LOGGERS, "locked"),
    Place("seizures:seizure-change", seizure("submitted", "change/"), LOGGERS),
    Place("seizures:item-add", seizure("submitted", "items/add/")),
    Place("seizures:item-add", seizure("submitted", "items/add/?commodity=FIR"), state="firearms"),
    Place("seizures:item-add", seizure("submitted", "items/add/"), state="missed", does=_missed("Add item")),
    Place("seizures:item-change", seizure("submitted", "items/1/change/")),
    Place("seizures:item-remove", seizure("submitted", "items/1/remove/")),
    Place("seizures:conveyance-change", seizure("submitted", "conveyance/"), LOGGERS),
    Place("seizures:route-change", seizure("submitted", "route/"), LOGGERS),
    Place("seizures:laboratory", seizure("verified", "laboratory/"), ("officer", "supervisor", "partner_officer")),
    Place("seizures:laboratory", seizure("submitted", "laboratory/"), LOGGERS, "empty"),
    Place("seizures:field-test-add", seizure("verified", "laboratory/1/test/")),
    Place(
        "seizures:field-test-add",
        seizure("verified", "laboratory/1/test/"),
        state="missed",
        does=_send("Save the test"),
    ),
    Place("seizures:lab-request-add", seizure("submitted", "laboratory/1/send/")),
    Place("seizures:lab-result-add", seizure("verified", "laboratory/1/result/")),
    Place("seizures:substance-status", at("/seizures/substance/?substance=ketamine&airport=ABJ")),
    Place("seizures:attachment-list", seizure("verified", "files/"), ("officer", "supervisor", "partner_officer")),
    Place("seizures:attachment-list", seizure("submitted", "files/"), LOGGERS, "empty"),
    Place("seizures:attachment-list", seizure("submitted", "files/"), state="missed", does=_send("Add")),
    Place("seizures:attachment-detail", _photo(), ("officer", "supervisor")),
    Place("seizures:attachment-withdraw", _photo("withdraw/")),
    Place("seizures:gallery", at("/seizures/gallery/"), ("officer", "outsider")),
    Place("seizures:gallery", at("/seizures/gallery/?concealment=ING"), ("officer",), "narrowed"),
    Place("seizures:seizure-discard", seizure("draft", "discard/")),
    Place("seizures:seizure-reject", seizure("submitted", "reject/"), ("supervisor",)),
    Place("seizures:seizure-reopen", seizure("verified", "reopen/"), ("supervisor",)),
    Place("seizures:seizure-withdraw", seizure("submitted", "withdraw/"), ("supervisor",)),
    Place("seizures:seizure-restrict", seizure("submitted", "restrict/"), ("supervisor",)),
    Place("seizures:seizure-lock", seizure("verified", "lock/"), ("supervisor",)),
    Place(
        "seizures:person-list", seizure("verified", "people/"), ("officer", "supervisor", "partner_officer"), "arrested"
    ),
    Place("seizures:person-list", seizure("rejected", "people/"), LOGGERS, "empty"),
    Place("seizures:person-create", seizure("submitted", "people/add/")),
    Place("seizures:person-create", seizure("submitted", "people/add/"), state="missed", does=_missed("Save")),
    Place("persons:person-search", at("/persons/search/"), LOGGERS),
    Place("persons:person-search", at("/persons/search/"), LOGGERS, "missed", does=_send("Search")),
    Place("persons:person-duplicate-list", at("/persons/duplicates/"), ("supervisor", "outsider")),
    Place(
        "persons:person-duplicate-decide",
        lambda world: f"/persons/duplicates/{world.person_hint.pk}/",
        ("officer", "supervisor"),
    ),
    Place("persons:person-unmerge", lambda world: f"/persons/{world.person_merged.pk}/unmerge/", ("supervisor",)),
    Place(
        "persons:person-identity",
        lambda world: f"/persons/{world.person_merged.pk}/identity/",
        ("supervisor",),
        "merged",
    ),
    Place("persons:person-change", person("child", "change/")),
    Place("persons:person-identify", person("courier", "identify/")),
    Place("persons:person-identity", person("courier", "identity/"), LOGGERS),
    Place("persons:person-identity", person("child", "identity/"), state="masked"),
    Place("persons:person-remove", person("child", "remove/")),
    Place("persons:arrest-create", person("child", "arrest/")),
    Place("persons:arrest-change", person("courier", "arrests/{arrest}/change/")),
    Place("persons:arrest-outcome", person("courier", "arrests/{arrest}/outcome/")),
    Place("seizures:share-create", seizure("verified", "share/"), ("supervisor",)),
    Place("seizures:share-create", seizure("verified", "share/"), ("supervisor",), "missed", does=_send("Share")),
    Place("seizures:share-end", _end_of_share, ("supervisor",)),
    Place("seizures:handling", seizure("verified", "handling/"), ("officer", "supervisor", "partner_officer")),
    Place("shares:share-list", at("/shares/"), EVERYBODY),
    Place("shares:share-list", at("/shares/?stale=endless"), ("supervisor",), "stale"),
    Place("shares:share-stop", lambda world: f"/shares/{world.share.pk}/end/", ("supervisor",)),
    Place("shares:referral-list", at("/referrals/"), ("supervisor", "outsider")),
    Place("shares:case-refer", lambda world: f"/cases/{world.other_case.pk}/refer/", ("supervisor",)),
    Place(
        "shares:case-refer",
        lambda world: f"/cases/{world.other_case.pk}/refer/",
        ("supervisor",),
        "missed",
        does=_send("Offer"),
    ),
    Place("shares:referral-accept", _referral("accept"), ("partner_supervisor",)),
    Place("shares:referral-decline", _referral("decline"), ("partner_supervisor",)),
    Place("shares:referral-withdraw", _referral("withdraw"), ("supervisor",)),
    Place("shares:referral-hand-back", _referral("hand-back", taken=True), ("partner_supervisor",)),
    Place("shares:case-share", _sharing_case, ("supervisor",)),
    Place("shares:case-share", _sharing_case, ("supervisor",), "missed", does=_send("Share")),
    Place("shares:case-extend", _case_share(), ("supervisor",)),
    Place("shares:case-unshare", _case_share("end/"), ("supervisor",)),
    Place("seizures:consent-ask", lambda world: f"/seizures/{world.bound.pk}/consents/add/", ("supervisor",)),
    Place(
        "seizures:consent-ask",
        lambda world: f"/seizures/{world.bound.pk}/consents/add/",
        ("supervisor",),
        "missed",
        does=_send("Ask for consent"),
    ),
    Place("cases:case-handling", case("handling/"), ("officer", "supervisor")),
    Place("cases:case-consent-ask", lambda world: f"/cases/{world.bound_case.pk}/consents/add/", ("supervisor",)),
    Place("cases:case-consent-answer", _consent_of_case("answer"), ("owner_supervisor",)),
    Place("cases:case-consent-end", _consent_of_case("end", granted=True), ("owner_supervisor",)),
    Place("seizures:consent-answer", _consent("answer"), ("owner_supervisor",)),
    Place("seizures:consent-end", _consent("end", granted=True), ("owner_supervisor",)),
    Place("seizures:related", seizure("verified", "related/"), LOGGERS),
    Place("seizures:related", seizure("submitted", "related/"), ("supervisor",), "missed", does=_send("Add a number")),
    Place("seizures:duplicate-list", at("/seizures/duplicates/"), ("supervisor", "outsider")),
    Place("seizures:duplicate-decide", lambda world: f"/seizures/duplicates/{world.hint.pk}/", ("supervisor",)),
    Place("seizures:seizure-unmerge", lambda world: f"/seizures/{world.merged.pk}/unmerge/", ("supervisor",)),
    Place("cases:case-list", at("/cases/"), EVERYBODY),
    Place("cases:case-list", at("/cases/?status=court"), LOGGERS, "empty"),
    Place("cases:case-follow-up", at("/cases/follow-up/"), EVERYBODY),
    Place("cases:case-create", lambda world: f"/cases/new/?id={world.verified.pk}"),
    Place("cases:case-create", at("/cases/new/"), state="missed", does=_send("Open the case")),
    Place("cases:case-detail", case(), LOGGERS),
    Place("cases:case-detail", lambda world: f"/cases/{world.file_draft.pk}/", state="draft"),
    Place("cases:case-change", case("change/")),
    Place("cases:case-step", case("step/"), ("supervisor",)),
    Place("cases:case-close", case("close/"), ("supervisor",)),
    Place("cases:case-merge", case("merge/"), ("supervisor",)),
    Place("cases:case-withdraw", case("withdraw/"), ("supervisor",)),
    Place("cases:case-restrict", case("restrict/"), ("supervisor",)),
    Place("cases:case-view-create", at("/cases/views/add/?status=court"), LOGGERS),
    Place("cases:case-export", at("/cases/export/"), LOGGERS),
    Place("cases:case-discard", lambda world: f"/cases/{world.file_draft.pk}/discard/"),
    Place("cases:case-seizures", case("seizures/"), LOGGERS),
    Place("cases:case-seizures", case("seizures/"), state="missed", does=_send("Link the seizure")),
    Place("cases:case-persons", case("persons/"), LOGGERS),
    Place("cases:case-related", case("related/"), LOGGERS),
    Place("cases:case-tasks", case("tasks/"), LOGGERS),
    Place("cases:case-tasks", case("tasks/"), state="missed", does=_send("Add the task")),
    Place("cases:case-task-change", case("tasks/{task}/")),
    Place("cases:case-task-finish", case("tasks/{task}/finish/")),
    Place("cases:case-notes", case("notes/"), LOGGERS),
    Place("cases:case-timeline", case("timeline/"), LOGGERS),
    Place("cases:case-sight", case("sight/"), LOGGERS),
    Place("taskforces:task-force-list", at("/task-forces/"), EVERYBODY),
    Place("taskforces:task-force-detail", _unit, ("officer", "partner_officer", "platform_admin")),
    Place("people:review-list", at("/people/reviews/"), ("agency_admin",)),
    Place("people:review-detail", lambda world: f"/people/reviews/{world.review.pk}/", ("agency_admin",)),
    Place("taskforces:handover-create", _handover, ("supervisor",)),
    Place("taskforces:handover-list", lambda world: f"{_unit(world)}hand-over/", ("supervisor",)),
    Place("taskforces:milestone-create", lambda world: f"{_unit(world)}milestones/new/", ("platform_admin",)),
    Place("taskforces:milestone-strike", _strike, ("platform_admin",)),
    Place("accounts:invitation", at("/invitation/nothing/"), (NOBODY,), status=404),
    Place("people:person-list", at("/people/"), ("platform_admin",)),
    Place("people:person-invite", at("/people/invite/"), ("platform_admin",)),
    Place("people:person-invite-many", at("/people/invite/list/"), ("platform_admin",)),
    Place("people:person-detail", _person(), ("platform_admin",)),
    Place("people:seat-end", _seat, ("platform_admin",)),
    Place("people:person-disable", _person("disable/"), ("platform_admin",)),
    Place("people:person-reset-factor", _person("factor/"), ("platform_admin",)),
    Place("people:person-end-sessions", _person("sessions/"), ("platform_admin",)),
    Place("contacts:contact-list", at("/contacts/"), EVERYBODY),
    Place("contacts:contact-list", at("/contacts/?duty=any&language=zu"), state="empty"),
    Place("contacts:contact-list", at("/contacts/?language=pt"), ("officer",), "speaking"),
    Place("taskforces:duty-list", _roster, ("officer", "supervisor", "outsider")),
    Place("taskforces:duty-list", _roster, ("supervisor",), "missed", does=_send("Put on the roster")),
    Place("contacts:contact-create", at("/contacts/new/"), ("supervisor",)),
    Place("contacts:contact-create", at("/contacts/new/"), ("supervisor",), "missed", does=_send("Save")),
    Place("contacts:contact-detail", contact(), ("officer", "supervisor")),
    Place("agencies:agency-list", at("/agencies/"), ("officer", "platform_admin")),
    Place("agencies:agency-detail", at("/agencies/CI-CUS/"), ("officer", "platform_admin")),
    Place("agencies:agency-hits", at("/agencies/CI-CUS/hits/"), ("agency_admin",)),
    Place("hits:hit-list", at("/hits/"), ("outsider", "auditor"), "empty"),
    Place("hits:hit-list", at("/hits/"), ("officer", "partner_officer")),
    Place("agencies:agency-create", at("/agencies/new/"), ("platform_admin",)),
    Place("agencies:agency-create", at("/agencies/new/"), ("platform_admin",), "missed", does=_send("Open agency")),
    Place("codes:code-list", at("/codes/"), ("platform_admin",)),
    Place("codes:code-detail", at("/codes/concealment/"), ("platform_admin",)),
    Place("codes:code-detail", at("/codes/substance/"), ("platform_admin",), "not kept here"),
    Place("codes:code-create", at("/codes/concealment/new/"), ("platform_admin",)),
    Place("codes:code-create", at("/codes/concealment/new/"), ("platform_admin",), "missed", does=_send("Add code")),
    Place("codes:code-labels", at("/codes/packaging/brick/labels/"), ("platform_admin",)),
    Place("codes:code-end", at("/codes/packaging/brick/end/"), ("platform_admin",)),
    Place("taskforces:task-force-create", at("/task-forces/new/"), ("platform_admin",)),
    Place("taskforces:agency-admit", lambda world: f"{_unit(world)}agencies/new/", ("platform_admin",)),
    Place("contacts:contact-change", contact("change/"), ("supervisor",)),
    Place("contacts:contact-remove", contact("remove/"), ("supervisor",)),
    Place("alerts:alert-list", at("/alerts/"), ("officer", "outsider")),
    Place("alerts:alert-create", at("/alerts/new/"), ("officer",)),
    Place("alerts:alert-detail", alert("told"), ("officer", "supervisor", "partner_officer")),
    Place("alerts:alert-detail", alert("recalled"), ("partner_officer",), "recalled"),
    Place("alerts:alert-detail", alert("begun"), ("officer",), "draft"),
    Place("alerts:alert-change", alert("begun", "change/"), ("officer",)),
    Place("alerts:alert-discard", alert("begun", "discard/"), ("officer",)),
    Place("alerts:alert-publish", alert("review", "publish/"), ("supervisor",)),
    Place("alerts:alert-return", alert("review", "return/"), ("supervisor",)),
    Place("alerts:alert-recall", alert("told", "recall/"), ("supervisor",)),
    Place("alerts:photo-list", alert("begun", "photos/"), ("officer",)),
    Place("alerts:alert-detail", alert("warned"), ("officer", "partner_supervisor"), "nobody reacted"),
    Place("messages:thread-list", at("/messages/"), ("officer", "partner_officer", "outsider")),
    Place("messages:thread-create", at("/messages/new/"), ("officer",)),
    Place("messages:request-create", at("/messages/ask/"), ("officer",)),
    Place("messages:thread-detail", thread("asked"), ("officer", "partner_officer")),
    Place("messages:thread-detail", thread("bound"), ("partner_officer",), "bound"),
    Place("messages:thread-detail", thread("closed"), ("partner_officer",), "closed"),
    Place("messages:thread-admit", thread("asked", "let-in/"), ("supervisor",)),
    Place("messages:thread-ask", thread("asked", "ask/"), ("officer",)),
    Place("messages:thread-check", check, ("partner_officer",)),
    Place("messages:group-list", at("/messages/groups/"), ("officer", "outsider")),
    Place("messages:group-create", at("/messages/groups/new/"), ("supervisor",)),
    Place("messages:group-detail", group(), ("supervisor", "partner_officer")),
    Place("messages:group-end", group("end/"), ("supervisor",)),
    Place("alerts:alert-answer", alert("told", "answer/"), ("partner_officer",)),
    Place("alerts:outcome-list", at("/alerts/statistics/"), ("officer", "partner_officer", "coordinator")),
    Place("alerts:outcome-export", at("/alerts/statistics/export/"), ("officer",)),
    Place(
        "alerts:outcome-export", at("/alerts/statistics/export/"), ("officer",), "missed", does=_send("Export as CSV")
    ),
    Place("alerts:answer-list", at("/alerts/unanswered/"), ("officer", "partner_officer", "coordinator")),
    Place("told:seizure-alerts", seizure("submitted", "alerts/"), ("officer",)),
    Place("alerts:delivery-list", at("/alerts/deliveries/"), ("supervisor", "partner_supervisor")),
    Place("alerts:subscription-list", at("/alerts/subscriptions/"), ("officer", "outsider", "platform_admin")),
    Place("alerts:subscription-create", at("/alerts/subscriptions/new/"), ("officer",)),
    Place("alerts:subscription-create", at("/alerts/subscriptions/new/"), ("officer",), "missed", does=_send("Save")),
    Place("alerts:subscription-change", subscription, ("officer",)),
    Place("alerts:quiet-hours", at("/alerts/quiet-hours/"), ("officer", "outsider")),
    Place("alerts:webhook-list", at("/alerts/webhooks/"), ("agency_admin",)),
    Place("alerts:webhook-create", at("/alerts/webhooks/new/"), ("agency_admin",)),
    Place("alerts:webhook-create", at("/alerts/webhooks/new/"), ("agency_admin",), "missed", does=_send("Add")),
    Place("audit:entry-list", at("/audit/"), ("auditor",)),
    Place("audit:entry-list", at("/audit/?side=records&kind=opened"), ("auditor",), "what others opened"),
    Place("audit:entry-list", at("/audit/?persn=Awa"), ("auditor",), "unknown filter", status=400),
    Place("home:audit-export", at("/audit/export/"), ("auditor",)),
    Place("page not found", at("/seizures/01890000-0000-7000-8000-000000000000/"), status=404),
    Place("page not allowed", at("/audit/"), status=403),
)

# Addresses that answer no page to a GET, and why.
NO_PAGES = {
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "favicon.ico": "a picture",
    "web:preference": "a choice is posted",
    "web:language": "a choice is posted",
    "accounts:language": "a choice is posted",
    "accounts:acting-unit": "a choice is posted",
    "accounts:session-end": "an act is posted",
    "accounts:session-end-others": "an act is posted",
    "accounts:token-revoke": "an act is posted",
    "accounts:oauth-token": "for machines",
    "accounts:recovery-codes-download": "a file",
    "accounts:standing": "for the page that stands",
    "accounts:cover": "an act is posted",
    "accounts:go-on": "a proof is posted",
    "seizures:entry-worker": "a script",
    "alerts:delivery-resend": "an act is posted",
    "alerts:unread": "for the page that stands open",
    "alerts:subscription-switch": "an act is posted",
    "alerts:subscription-remove": "an act is posted",
    "alerts:quiet-hours-end": "an act is posted",
    "alerts:webhook-try": "an act is posted",
    "alerts:webhook-stop": "an act is posted",
    "contacts:contact-verify": "an act is posted",
    "taskforces:duty-remove": "an act is posted",
    "people:person-enable": "an act is posted",
    "agencies:agency-hits-close": "an act is posted",
    "people:person-invite-again": "an act is posted",
    "people:seat-start": "an act is posted",
    "home:came-back-seen": "an act is posted",
    "home:demo-mail": "in the demo alone",
    "home:styleguide-airports": "for the picker",
    "seizures:airport-search": "for the picker",
    "alerts:photo-picture": "a picture",
    "alerts:photo-remove": "an act is posted",
    "messages:thread-accept": "an act is posted",
    "messages:thread-withdraw": "an act is posted",
    "messages:thread-file": "a file",
    "messages:thread-picture": "a picture",
    "messages:group-member-end": "an act is posted",
    "seizures:attachment-download": "a file",
    "seizures:attachment-picture": "a picture",
    "seizures:alike": "a hint beside a form",
    "seizures:assistance-end": "an act is posted",
    "seizures:external-reference-end": "an act is posted",
    "seizures:saved-view-remove": "an act is posted",
    "seizures:entry-keep": "a text is posted",
    "seizures:entry-discard": "an act is posted",
    "seizures:seizure-submit": "an act is posted",
    "seizures:seizure-verify": "an act is posted",
    "alerts:alert-accept": "an act is posted",
    "alerts:alert-acknowledge": "an act is posted",
    "alerts:alert-review": "an act is posted",
    "alerts:alert-submit": "an act is posted",
    "alerts:alert-warn": "an act is posted",
    "cases:case-agency-end": "an act is posted",
    "cases:case-person-unlink": "an act is posted",
    "cases:case-seizure-unlink": "an act is posted",
    "cases:case-unlink": "an act is posted",
    "people:review-begin": "an act is posted",
    "people:review-decide": "an act is posted",
}
