"""The lists that are filtered, kept as views, and exported: what differs between seizures and cases stands here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from aircop.access.actor import Actor
from seizures.enums import Listed
from seizures.forms.case_filter import CASE_ORDERS, CaseFilterForm, case_sentence
from seizures.forms.filter import ORDERS, FilterForm, kept, sentence


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its pages by name, its filters and orders, and how they read.

    `everything` is the address of the whole list, where one of the views opens by itself.
    """

    shows: Listed
    page: str
    save: str
    everything: str
    orders: Mapping[str, str]
    form: Callable[[QueryDict, Actor], Any]
    sentence: Callable[[Iterable[str], int], str]

    def asked(self, form: Any, order: str) -> list[tuple[str, str]]:
        """Return filters and order as far as the list could read them."""
        return kept(form, order, self.orders)


SEIZURES = Listing(
    Listed.SEIZURES,
    "seizures:seizure-list",
    "seizures:saved-view-create",
    "order=-occurred",
    ORDERS,
    lambda data, _actor: FilterForm(data),
    sentence,
)
CASES = Listing(
    Listed.CASES, "cases:case-list", "cases:case-view-create", "order=-recorded", CASE_ORDERS, CaseFilterForm,
    case_sentence,
)  # fmt: skip
LISTINGS: Mapping[str, Listing] = {each.shows.value: each for each in (SEIZURES, CASES)}
