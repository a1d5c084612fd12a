"""The same POST twice is one act."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from aircop.rest.idempotency import purge_idempotency_keys
from aircop.rest.models import IdempotencyKey
from aircop.rest.tasks import purge_idempotency_keys_task
from tests.aircop.rest.world import HIDDEN, NOTES, NOTES_PATH, call, faults, make_note, told, user


def post(body: Any, key: str = "k1", address: str = NOTES_PATH, **options: Any) -> HttpResponse:
    """Send a POST under a key."""
    return call("POST", address, body, headers={"Idempotency-Key": key}, **options)


def notes() -> int:
    """Return how many notes there are."""
    return IdempotencyKey.objects.filter(subject=NOTES).count()


@pytest.mark.django_db
class TestRepeats:
    """One after the other."""

    def test_same_answer(self) -> None:
        """And one object."""
        first, second = post({"name": "a"}), post({"name": "a"})
        assert (first.status_code, second.status_code, notes()) == (201, 201, 1)
        assert first.content == second.content
        assert (first["Location"], first["ETag"]) == (second["Location"], second["ETag"])
        assert "Idempotency-Replayed" not in first
        assert second["Idempotency-Replayed"] == "true"

    def test_white_space_and_order_do_not_matter(self) -> None:
        """The same thing said otherwise is the same thing."""
        post({"name": "a", "lines": []})
        again = call("POST", NOTES_PATH, raw=b'{"lines":[],   "name":"a"}', headers={"Idempotency-Key": "k1"})
        assert again["Idempotency-Replayed"] == "true"

    def test_other_body_is_422(self) -> None:
        """A key is for one request."""
        post({"name": "a"})
        assert post({"name": "b"}).status_code == 422
        assert notes() == 1

    def test_other_address_is_422(self) -> None:
        """Also another act with the same body, also another parameter."""
        note = make_note("a")
        post(None, address=f"{NOTES_PATH}{note.pk}/close/")
        assert post(None, address=f"{NOTES_PATH}{note.pk}/hide-away/").status_code == 422
        post({"name": "b"}, "k2")
        assert post({"name": "b"}, "k2", address=NOTES_PATH + "?dry_run=false").status_code == 422

    def test_keys_belong_to_their_sender(self) -> None:
        """Two people may think of the same key."""
        assert post({"name": "a"}).status_code == 201
        other = post({"name": "b"}, who=user(2))
        assert (other.status_code, notes()) == (201, 2)

    def test_without_a_key_each_is_its_own(self) -> None:
        """The header is the sender's choice."""
        call("POST", NOTES_PATH, {"name": "a"})
        call("POST", NOTES_PATH, {"name": "b"})
        assert notes() == 2

    def test_a_failure_frees_the_key(self) -> None:
        """What was not done can be done."""
        assert post({"name": ""}).status_code == 400
        note = make_note("x")
        address = f"{NOTES_PATH}{note.pk}/refuse/"
        assert post(None, "k2", address=address).status_code == 403
        assert post({"name": "a"}).status_code == 201
        assert post({"name": "b"}, "k2").status_code == 201

    def test_an_act_is_not_repeated(self) -> None:
        """Closing twice would be refused; the repeat is answered."""
        note = make_note("a")
        address = f"{NOTES_PATH}{note.pk}/close/"
        assert post(None, address=address).status_code == 200
        assert post(None, address=address)["Idempotency-Replayed"] == "true"
        assert post(None, "k2", address=address).status_code == 409

    def test_a_repeat_shows_only_what_may_be_seen_now(self) -> None:
        """The answer is read anew with the rights of the moment."""
        made = told(post({"name": "a"}))
        IdempotencyKey.objects.filter(pk=made["id"]).update(subject=HIDDEN)
        again = post({"name": "a"})
        assert again.status_code == 404
        assert b"name" not in again.content

    def test_nothing_of_the_request_is_kept(self) -> None:
        """A hash, a status, an id."""
        made = told(post({"name": "Amadou"}))
        held = IdempotencyKey.objects.get(key="k1")
        assert (held.status, held.object_id, len(held.fingerprint)) == (201, str(made["id"]), 64)

    @pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256])
    def test_keys_that_cannot_be_taken(self, key: str) -> None:
        """400 naming the header."""
        answer = post({"name": "a"}, key)
        assert answer.status_code == 400
        assert faults(answer) == [("Idempotency-Key", "invalid")]

    def test_a_day_later_the_key_is_free(self) -> None:
        """Even before the old one is purged; purging takes only old ones."""
        post({"name": "a"})
        IdempotencyKey.objects.filter(key="k1").update(created_at="2026-01-01T00:00:00Z")
        assert post({"name": "b"}).status_code == 201
        assert purge_idempotency_keys() == 0
        IdempotencyKey.objects.filter(key="k1").update(created_at="2026-01-01T00:00:00Z")
        assert purge_idempotency_keys_task() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_record() -> None:
    """Check-then-insert let hundreds through; the key first lets one."""
    start = Barrier(20)

    def send(_number: int) -> tuple[int, bool, Any]:
        try:
            start.wait()
            answer = post({"name": "only one"}, "parallel")
            return answer.status_code, "Idempotency-Replayed" in answer, told(answer)["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert {status for status, _replayed, _id in answers} == {201}
    assert sorted(replayed for _status, replayed, _id in answers) == [False] + [True] * 19
    assert len({made for _status, _replayed, made in answers}) == 1
    assert notes() == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_rollback_the_waiting_one_acts() -> None:
    """One in ten fails after writing; the key goes to the next, and one record is made."""
    note = make_note("a")
    start = Barrier(4)

    def send(number: int) -> int:
        try:
            start.wait()
            act = "refuse" if number else "close"
            return post(None, "same", address=f"{NOTES_PATH}{note.pk}/{act}/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(send, range(4)))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 422}
