"""A substance that the network never saw is told once, whoever finds it at the same moment."""

import json
import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections, transaction

from seizures.models import Seizure, SubstanceSighting
from seizures.services.item import add_item, change_item
from seizures.services.laboratory import record_lab_result
from seizures.services.seizure import log_seizure, submit_seizure
from tests.cast import Cast, Member
from tests.seizures.services.test_laboratory import RESULT
from tests.traces import events

RARE = "etonitazepyne"


def log(cast: Cast, by: Member, *, submit: bool = True, **found: Any) -> Seizure:
    return log_seizure(actor=by.actor, facts=cast.facts(), found=cast.found(**found), submit=submit)


def told() -> list[dict[str, Any]]:
    return [event for event in events("substance_first_seen") if RARE in event["payload"]]


@pytest.mark.django_db
def test_it_is_told_once_with_ids_and_codes_alone(cast: Cast) -> None:
    first = log(cast, cast.officer, substance=RARE, quantity=Decimal(3))
    log(cast, cast.colleague, substance=RARE, quantity=Decimal(4))
    (event,) = told()
    assert (event["object_id"], event["access_list"]) == (first.pk, first.access_list_id)
    assert json.loads(event["payload"]) == {"seizure": str(first.pk), "substance": RARE, "confirmed": False}


@pytest.mark.django_db
def test_a_draft_tells_nothing_until_it_is_submitted(cast: Cast) -> None:
    draft = log(cast, cast.officer, substance=RARE, submit=False)
    assert told() == []
    submit_seizure(actor=cast.officer.actor, seizure=draft)
    assert len(told()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["added", "changed", "confirmed"])
def test_however_it_becomes_known(cast: Cast, way: str) -> None:
    seizure = cast.seizure()
    terms: dict[str, Any] = {"actor": cast.officer.actor, "seizure": seizure}
    if way == "added":
        add_item(version=seizure.version, found=cast.found(substance=RARE), **terms)
    elif way == "changed":
        change_item(version=seizure.version, sequence=1, told={"substance": RARE}, **terms)
    else:
        facts = replace(RESULT, substance=RARE)
        record_lab_result(item=1, facts=facts, **terms)
    (event,) = told()
    assert ('"confirmed": true' in event["payload"]) == (way == "confirmed")


@pytest.mark.django_db
@pytest.mark.parametrize("substance", ["UNK", "OTH", ""])
def test_what_is_no_substance_is_no_sighting(cast: Cast, substance: str) -> None:
    log(cast, cast.officer, substance=substance)
    assert events("substance_first_seen") == []
    assert not SubstanceSighting.objects.filter(substance=substance).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_find_it_at_the_same_moment_tell_it_once(cast: Cast) -> None:
    """Each in a transaction of its own, held open until the other is at the same place."""
    with transaction.atomic():
        finders = [cast.officer, cast.colleague, cast.supervisor]
        facts, found = cast.facts(), cast.found(substance=RARE)
    together, faults = threading.Barrier(len(finders)), list[BaseException]()

    def find(member: Member) -> None:
        try:
            together.wait(10)
            with transaction.atomic():
                log_seizure(actor=member.actor, facts=facts, found=found)
        except BaseException as error:  # noqa: BLE001  told by the test below
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=find, args=[member]) for member in finders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_event WHERE kind = 'substance_first_seen'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM seizures_seizure")
        assert cursor.fetchone() == (len(finders),)
