"""The generated pages of `docs/`: written from the code that they describe, so that they cannot lag behind it.

Each module has one function without arguments that returns a page as Markdown. The pages need no database.
"""

from collections.abc import Callable

from aircop.home.docs.data_dictionary import data_dictionary
from aircop.home.docs.events import events
from aircop.home.docs.roles import roles
from aircop.home.docs.scopes import scopes
from aircop.home.docs.states import (
    alert_states,
    case_states,
    pair_states,
    referral_states,
    request_states,
    seizure_states,
)

PAGES: dict[str, Callable[[], str]] = {
    "data-dictionary.md": data_dictionary,
    "events.md": events,
    "roles.md": roles,
    "scopes.md": scopes,
    "states/alert.md": alert_states,
    "states/request.md": request_states,
    "states/case.md": case_states,
    "states/pair.md": pair_states,
    "states/referral.md": referral_states,
    "states/seizure.md": seizure_states,
}

__all__ = ["PAGES"]
