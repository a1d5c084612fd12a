"""What stands around every page: where one can go, who one is, what one may do from anywhere.

Pages do nothing for it. An entry shows when its URL name is known and the actor holds its permission in any
membership. Apps of higher floors add live values (`bell`, `person`) with `provide` when they are ready.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# What the reader may choose for this device: name -> values, the usual one first. Kept in a cookie of that name.
PREFERENCES = {"theme": ("auto", "light", "dark"), "keys": ("on", "off")}
OFFERED = ("en", "fr")  # languages whose catalogues are whole; the others are shown in the gallery alone


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: a URL name, its words and icon, the permission it takes, and what else lies under it."""

    url: str
    label: str | Promise
    icon: str
    permission: str = ""
    also: tuple[str, ...] = ()  # namespaces without an entry of their own, or pages of another one

    @property
    def app(self) -> str:
        """The URL namespace, by which the current place is known."""
        return self.url.partition(":")[0]

    @property
    def noun(self) -> str:
        """The word with which the names of its pages begin."""
        return _noun(self.url.partition(":")[2])


def _noun(page: str) -> str:
    return page.partition("-")[0]


PLACES = (
    Place("home:my-work", _("My work"), "inbox"),
    Place("seizures:seizure-list", _("Seizures"), "package", also=("persons", "told", "hits")),
    Place("alerts:alert-list", _("Alerts"), "bell"),
    Place("messages:thread-list", _("Messages"), "mail"),
    Place("cases:case-list", _("Cases"), "file-text"),
    Place("taskforces:task-force-list", _("Units"), "building-community"),
    Place("alerts:outcome-list", _("Statistics"), "chart-bar"),
    Place("contacts:contact-list", _("Contacts"), "phone"),
    Place("shares:referral-list", _("Referrals"), "send"),
    Place("shares:share-list", pgettext_lazy("place", "Shares"), "share"),
    Place("agencies:agency-list", _("Agencies"), "shield-check", permission="manage_agencies"),
    Place("people:person-list", _("People"), "users", permission="manage_people"),
    Place("codes:code-list", _("Code lists"), "language", permission="keep_codes"),
    Place(
        "audit:entry-list",
        pgettext_lazy("place", "Audit"),
        "shield-check",
        permission="read_audit",
        also=("home:audit-export",),
    ),
)
FIRST_ACT = Place("seizures:seizure-create", _("Log a seizure"), "plus", permission="log_seizure")
SEARCH = "home:search"
BELL, UNREAD, STREAM = "alerts:alert-list", "alerts:unread", "/events/stream"
ACCOUNT = "accounts:account"
SIGN_IN = "accounts:sign-in"
SIGN_OUT = "accounts:sign-out"
STANDING, COVER, GO_ON = "accounts:standing", "accounts:cover", "accounts:go-on"
UNIT_CHOICE = "accounts:acting-unit"
HOME = "home:my-work"

type Provider = Callable[[HttpRequest], Any]
_providers: dict[str, Provider] = {}


class FrameActor(Protocol):
    """What the frame asks of whoever stands behind the request."""

    name: str
    memberships: Iterable[Any]
    acting: Any

    @property
    def signed_in(self) -> bool:
        """Whether anybody stands behind it."""

    def holds(self, permission: str) -> bool:
        """Whether any membership in force holds the permission."""


def provide(name: str, provider: Provider) -> None:
    """Add a live value to the frame (`bell`: a number of things unread); a second call replaces the first."""
    _providers[name] = provider


def address(name: str) -> str:
    """Return the address of a URL name, or nothing when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def cookie_of(preference: str) -> str:
    """Return the name of the cookie that keeps a preference."""
    return f"aircop-{preference}"


def chosen(request: HttpRequest, preference: str) -> str:
    """Return what the reader chose on this device, or the usual value."""
    values = PREFERENCES[preference]
    value = request.COOKIES.get(cookie_of(preference), "")
    return value if value in values else values[0]


def _may(actor: FrameActor, place: Place) -> bool:
    return not place.permission or actor.holds(place.permission)


def _current(here: str, page: str) -> Place | None:
    """Return the place of a page: of several in one namespace the one whose noun the page's name begins with.

    The first of them has all the pages whose names begin with none.
    """
    near = [place for place in PLACES if {here, f"{here}:{page}"} & set(place.also)]
    near = near or [place for place in PLACES if place.app == here]
    return next((place for place in near if place.noun == _noun(page)), near[0] if near else None)


def _entry(place: Place, *, current: bool = False) -> dict[str, Any]:
    return {"label": place.label, "icon": place.icon, "href": address(place.url), "current": current}


def places_for(actor: FrameActor, here: str, page: str = "") -> list[dict[str, Any]]:
    """Return the entries of the rail that this actor may open, by the namespace and the name of the current page."""
    now = _current(here, page)
    entries = [_entry(place, current=place is now) for place in PLACES if _may(actor, place)]
    return [entry for entry in entries if entry["href"]]


def units_of(actor: FrameActor) -> list[dict[str, Any]]:
    """Return the memberships between which the actor can choose the acting one."""
    acting = getattr(actor.acting, "membership_id", None)
    return [
        {"label": each.label, "value": str(each.membership_id), "current": each.membership_id == acting}
        for each in actor.memberships
    ]


def languages() -> list[dict[str, Any]]:
    """Return the languages on offer, each in its own name."""
    names = {"en": "English", "fr": "Français"}
    return [{"code": code, "name": names[code], "current": code == get_language()} for code in OFFERED]


def _may_log(actor: FrameActor) -> bool:
    """Whether the first act is open in any membership: it takes the permission and a unit to log for."""
    return any(each.unit_id is not None and each.may(FIRST_ACT.permission) for each in actor.memberships)


def _signed_in(request: HttpRequest, actor: FrameActor) -> dict[str, Any]:
    match = request.resolver_match
    here, page = (match.app_name, match.url_name or "") if match else ("", "")
    first_act = _entry(FIRST_ACT) if _may_log(actor) else {}
    return {
        "places": places_for(actor, here, page),
        "first_act": first_act if first_act.get("href") else None,
        "search": address(SEARCH),
        "bell_href": address(BELL),
        "bell_ask": address(UNREAD),
        "bell_stream": STREAM if settings.LIVE_STREAM else "",
        "person": {"name": actor.name, "detail": getattr(actor.acting, "label", "")},
        "units": units_of(actor),
        "unit_choice": address(UNIT_CHOICE),
        "account": address(ACCOUNT),
        "sign_out": address(SIGN_OUT),
        "proof": {"standing": address(STANDING), "cover": address(COVER), "go_on": address(GO_ON)},
        "cover_after": settings.SESSION_COVER_SECONDS,
        "acting": getattr(actor.acting, "membership_id", ""),
        **{name: provider(request) for name, provider in _providers.items()},
    }


def frame_for(request: HttpRequest) -> dict[str, Any]:
    """Return all that the layouts show around a page for this request."""
    common = {
        "demo": settings.DEMO,
        "home": address(HOME) or "/",
        "theme": chosen(request, "theme"),
        "keys": chosen(request, "keys"),
        "preference": address("web:preference"),
        "languages": languages(),
        "language_choice": address("web:language"),
        "sign_in": address(SIGN_IN),
        "path": request.get_full_path(),
    }
    actor = cast("FrameActor | None", getattr(request, "actor", None))
    if actor is None or not actor.signed_in:
        return {**common, "signed_in": False}
    return {**common, "signed_in": True, **_signed_in(request, actor)}
