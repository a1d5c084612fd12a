"""Fifty people at one record, and one form sent twenty times: one act each, and nobody's text is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from uuid6 import uuid7

from seizures.models import Seizure
from tests.cast import Cast, Member
from tests.seizures.views.test_seizure_change import sent_by

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, REPEATS = 50, 20
JSON = "application/json"


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Let everybody press the button at the same moment, each on a connection of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(60)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def windows(cast: Cast, count: int) -> list[Client]:
    """Return open windows of the unit's three writers, signed in."""
    writers = (cast.officer, cast.colleague, cast.supervisor)
    return [_client(writers[number % len(writers)]) for number in range(count)]


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def logged(cast: Cast, **told: Any) -> Seizure:
    with transaction.atomic():
        return cast.seizure(**told)


def stands(cast: Cast, seizure: Seizure) -> Seizure:
    with transaction.atomic():
        return Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)


def test_of_fifty_editors_one_wins_each_version_and_every_text_stays(cast: Cast) -> None:
    """The others are shown what stands with their own text over it, and save that on top of it, one by one."""
    seizure, clients = logged(cast), windows(cast, EDITORS)
    address = reverse("seizures:seizure-change", args=[seizure.pk])
    form = sent_by(clients[0].get(address).context["form"])
    sent = [form | {"summary": f"Text of window {number}."} for number in range(EDITORS)]
    told = {"summary": seizure.summary}
    for left in (EDITORS, 10):
        before = stands(cast, seizure).version
        answers = at_once([partial(clients[n].post, address, sent[n]) for n in range(left)])
        assert Counter(answer.status_code for answer in answers) == {302: 1, 412: left - 1}
        winner = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
        after = stands(cast, seizure)
        assert (after.version, after.summary) == (before + 1, sent[winner]["summary"])
        for n, answer in enumerate(answers):
            if n != winner:
                assert all(text in answer.content.decode() for text in (sent[n]["summary"], after.summary))
                assert f'name="version" value="{after.version}"' in answer.content.decode()
                sent[n] |= {"version": str(after.version)}
        told[f"round {left}"] = after.summary
        clients.append(clients.pop(winner))
        sent.append(sent.pop(winner))
    page = clients[0].get(reverse("seizures:seizure-detail", args=[seizure.pk])).content.decode()
    assert [text for text in told.values() if text not in page] == []


def test_of_fifty_programs_one_changes_the_version_it_read(cast: Cast) -> None:
    """The others are told that it moved on, and their text is theirs still; a second reading takes them in."""
    seizure, clients = logged(cast), windows(cast, EDITORS)
    path = f"/api/v1/seizures/{seizure.pk}/"
    tags = [client.get(path).headers["ETag"] for client in clients]
    texts = [f"Text of program {number}." for number in range(EDITORS)]

    def change(n: int) -> Any:
        return clients[n].patch(path, {"summary": texts[n]}, content_type=JSON, headers={"If-Match": tags[n]})

    answers = at_once([partial(change, n) for n in range(EDITORS)])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: EDITORS - 1}
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
    after = stands(cast, seizure)
    assert (after.summary, after.version) == (texts[winner], seizure.version + 1)
    loser = (winner + 1) % EDITORS
    assert clients[loser].get(path).json()["summary"] == texts[winner]


def test_one_form_sent_twenty_times_is_one_record(cast: Cast) -> None:
    """From two windows of one person; each is led to the same record."""
    first = logged(cast)
    typed = {
        "airport": "ABJ", "occurred_0": "2026-03-14", "occurred_1": "03:10", "occurred_2": "Africa/Abidjan",
        "direction": "OUT", "conveyance": "PAX", "commodity": "DRG", "substance": "cocaine", "amount_0": "2.786",
        "amount_1": "kg", "lead_agency": str(cast.customs.pk), "persons_arrested": "1", "record": str(uuid7()),
    }  # fmt: skip
    clients = [_client(cast.officer) for _each in range(REPEATS)]
    address = reverse("seizures:seizure-create")
    answers = at_once([partial(client.post, address, typed) for client in clients])
    assert Counter(answer.status_code for answer in answers) == {302: REPEATS}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with transaction.atomic():
        rows = Seizure.objects.visible_to(cast.officer.actor).exclude(pk=first.pk)
        references = list(rows.values_list("reference", flat=True))
    assert references == [f"{first.reference}"[:-1] + "2"], "one record, and no number was used up"


def test_one_create_sent_twenty_times_under_its_key_is_one_record(cast: Cast) -> None:
    """Each gets the same answer."""
    first = logged(cast)
    body = {
        "airport": "ABJ", "occurred_at": "2026-03-14T03:10:00+00:00", "direction": "OUT", "conveyance": "PAX",
        "persons_arrested": 1, "lead_agency": str(cast.customs.pk),
        "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
    }  # fmt: skip
    clients = [_client(cast.officer) for _each in range(REPEATS)]
    key = {"Idempotency-Key": "one-and-the-same"}
    answers = at_once([partial(c.post, "/api/v1/seizures/", body, content_type=JSON, headers=key) for c in clients])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == REPEATS - 1
    with transaction.atomic():
        assert Seizure.objects.visible_to(cast.officer.actor).exclude(pk=first.pk).count() == 1
