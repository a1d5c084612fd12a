"""Two people at the same moment: numbers without gaps, and no act that loses a record which another one moves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction

from aircop.access.roles import Level
from aircop.errors import NotAllowed, StaleWrite
from seizures.models import Seizure
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import verify_seizure
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same moment, each on a connection and in a transaction of its own; return values or errors."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with transaction.atomic():
                barrier.wait(30)
                return act()
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _logged(cast: Cast) -> Seizure:
    with transaction.atomic():
        return cast.seizure()


def test_references_have_no_gaps_and_no_twins(cast: Cast) -> None:
    """Twenty submit at once, of whom every fourth fails after the number was taken."""
    officer, seizure = cast.officer, _logged(cast)

    def submit(fails: bool) -> Callable[[], Any]:
        def act() -> str | None:
            made = cast.seizure(by=officer)
            if fails:
                raise ZeroDivisionError
            return made.reference

        return act

    results = at_once(*(submit(number % 4 == 0) for number in range(20)))
    given = sorted(result for result in results if isinstance(result, str))
    assert sum(isinstance(result, ZeroDivisionError) for result in results) == 5
    start = f"{seizure.reference}"[:-6]
    assert given == [f"{start}{number:06d}" for number in range(2, 17)]


def test_two_shares_at_once_both_count(cast: Cast) -> None:
    """The second one waits for the first, which moves the record to a list of its own: it must find it there."""
    seizure, agencies = _logged(cast), (cast.foreign, cast.elsewhere)

    def share(agency: Any) -> Callable[[], Any]:
        terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
        return lambda: share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=agency, **terms)

    assert cast.supervisor
    shares = at_once(*(share(agency) for agency in agencies))
    assert [getattr(given, "agency_id", given) for given in shares] == [agency.pk for agency in agencies]
    assert len({given.access_list_id for given in shares}) == 1
    for reader in (cast.partner_officer, cast.outsider):
        with transaction.atomic():
            assert Seizure.objects.visible_to(reader.actor).count() == 1


def test_sharing_and_verifying_at_once_both_happen(cast: Cast) -> None:
    seizure, foreign, supervisor = _logged(cast), cast.foreign, cast.supervisor
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    results = at_once(
        lambda: share_seizure(actor=supervisor.actor, seizure=seizure, agency=foreign, **terms),
        lambda: verify_seizure(actor=supervisor.actor, seizure=seizure),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    with transaction.atomic():
        stands = Seizure.objects.visible_to(supervisor.actor).get()
    assert (stands.status, stands.access_list_id == stands.root_list_id) == ("verified", False)


def test_one_of_two_changes_of_the_same_version_is_kept(cast: Cast) -> None:
    seizure, writers = _logged(cast), [cast.officer, cast.colleague]

    def change(number: int) -> Callable[[], Any]:
        facts = {"summary": f"Text {number}"}
        return lambda: change_seizure(
            actor=writers[number % 2].actor, seizure=seizure, version=seizure.version, facts=facts
        )

    results = at_once(*(change(number) for number in range(6)))
    kept = [result for result in results if isinstance(result, Seizure)]
    assert len(kept) == 1
    assert sum(isinstance(result, StaleWrite) for result in results) == 5


def test_a_seizure_is_verified_once(cast: Cast) -> None:
    seizure, supervisor = _logged(cast), cast.supervisor
    verify: Callable[[], Any] = lambda: verify_seizure(actor=supervisor.actor, seizure=seizure)  # noqa: E731
    results = at_once(*[verify] * 4)
    assert sum(isinstance(result, Seizure) for result in results) == 1
    assert {result.code for result in results if isinstance(result, NotAllowed)} == {"state"}
