"""Sending a file in pieces over the API: resumed, refused, counted, cancelled, swept; two finishes at once."""

import hashlib
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from aircop.access.binding import acting
from aircop.accounts.services.token import issue_token
from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from aircop.files import storage
from aircop.files.models import Upload
from aircop.files.rules import MOST_OPEN
from aircop.files.sweeping import sweep_files
from seizures.models import Attachment, Seizure
from seizures.queries.attachment import attachments_of
from seizures.services.attachment import attach_upload
from seizures.services.seizure import log_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.factories import pictures
from tests.seizures.services.test_attachment import sent
from tests.seizures.views.test_attachment import added

UPLOADS = "/api/v1/uploads/"
PIECE = "application/offset+octet-stream"


def reader(member: Member) -> Client:
    """Return a browser that is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def begin(client: Client, data: bytes, **told: Any) -> dict[str, Any]:
    """Announce a file and return the answer."""
    body = {"id": str(uuid4()), "name": "IMG_1.jpg", "size": len(data)} | told
    answer = client.post(UPLOADS, body, content_type="application/json")
    return {"status": answer.status_code, **answer.json()}


def patch(client: Client, key: str, data: bytes, offset: int | str | None, kind: str = PIECE) -> Any:
    """Send one piece."""
    headers = {} if offset is None else {"Upload-Offset": str(offset)}
    return client.patch(f"{UPLOADS}{key}/", data, content_type=kind, headers=headers)


@pytest.mark.django_db
@pytest.mark.usefixtures("file_store")
class TestPieces:
    """One after the other, from wherever it stopped."""

    def test_it_goes_on_where_it_stopped_and_is_filed_once(self, cast: Cast) -> None:
        seizure, client, data = cast.seizure(), reader(cast.officer), pictures.photo(1200, 900)
        key = begin(client, data, sha256=hashlib.sha256(data).hexdigest())["id"]
        assert patch(client, key, data[:5000], 0).json()["offset"] == 5000
        lost = patch(client, key, data[:5000], 0)  # its answer never came, so it is sent again
        assert (lost.status_code, lost.headers["Upload-Offset"]) == (409, "5000")
        again = begin(client, data, id=key, sha256=hashlib.sha256(data).hexdigest())  # the tab was killed
        assert (again["status"], again["offset"]) == (201, 5000)
        assert client.get(f"{UPLOADS}{key}/").json()["offset"] == 5000
        assert patch(client, key, data[5000:], 5000).json()["offset"] == len(data)
        path = f"/api/v1/seizures/{seizure.pk}/attachments/"
        made = [client.post(path, {"upload": key}, content_type="application/json") for _again in range(2)]
        assert [answer.status_code for answer in made] == [201, 201]
        assert made[0].json() == made[1].json()
        assert made[0].json()["sha256"] == hashlib.sha256(data).hexdigest()
        assert len(client.get(path).json()["results"]) == 1
        assert client.get(made[0].headers["Location"] + "original/").content == data

    @pytest.mark.parametrize(
        ("told", "status", "word"),
        [
            ({"size": 0}, 400, "empty"),
            ({"size": 26_000_000}, 400, "bigger"),
            ({"size": -1}, 400, ""),
            ({"sha256": "x"}, 400, "64 digits"),
            ({"id": "x"}, 400, ""),
            ({"name": "n" * 300}, 400, ""),
            ({"colour": "red"}, 400, ""),
        ],
    )
    def test_what_cannot_be_is_refused_before_a_byte_is_sent(
        self, cast: Cast, told: dict[str, Any], status: int, word: str
    ) -> None:
        answer = begin(reader(cast.officer), b"123", **told)
        assert answer["status"] == status
        assert word in str(answer)

    @pytest.mark.parametrize("data", [pictures.SVG, pictures.hollow_png(9000, 9000), pictures.HEIC])
    def test_the_last_piece_of_a_file_that_is_not_taken_is_refused(self, cast: Cast, data: bytes) -> None:
        client = reader(cast.officer)
        key = begin(client, data)["id"]
        answer = patch(client, key, data, 0)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["detail"]
        assert client.get(f"{UPLOADS}{key}/").json()["offset"] == 0

    def test_what_is_not_what_was_announced_is_refused(self, cast: Cast) -> None:
        client, data = reader(cast.officer), pictures.photo()
        key = begin(client, data, sha256="0" * 64)["id"]
        assert "differs" in str(patch(client, key, data, 0).json())

    @pytest.mark.parametrize(
        ("data", "offset", "kind", "status"),
        [
            (b"x", None, PIECE, 400),
            (b"x", "-1", PIECE, 400),
            (b"x", "1e3", PIECE, 400),
            (b"x", "٣", PIECE, 400),
            (b"", "0", PIECE, 400),
            (b"x" * 2000, "0", PIECE, 400),
            (bytes(1_048_577), "0", PIECE, 413),
            (b"{}", "0", "application/json", 400),
            (b"x", "0", "text/plain", 415),
            (b"x", "5", PIECE, 409),
        ],
    )
    def test_pieces_that_cannot_be(self, cast: Cast, data: bytes, offset: str | None, kind: str, status: int) -> None:
        client = reader(cast.officer)
        key = begin(client, bytes(1000))["id"]
        assert patch(client, key, data, offset, kind).status_code == status

    def test_a_used_id_is_not_another_file(self, cast: Cast) -> None:
        client = reader(cast.officer)
        key = begin(client, b"123")["id"]
        assert begin(client, b"12345", id=key)["status"] == 400
        assert begin(reader(cast.colleague), b"12345", id=key)["status"] == 201  # ids are each sender's own

    def test_so_many_at_a_time(self, cast: Cast) -> None:
        client = reader(cast.officer)
        ends = timezone.now() + timedelta(days=1)
        told = {"owner": cast.officer.user, "name": "x", "size": 9, "expires_at": ends}
        with as_owner():
            Upload.objects.bulk_create([Upload(client=uuid4(), **told) for _each in range(MOST_OPEN)])
        answer = begin(client, b"123")
        assert (answer["status"], "on their way" in str(answer)) == (403, True)

    def test_who_adds_to_no_record_sends_no_file(self, cast: Cast) -> None:
        for member in (cast.analyst, cast.coordinator, cast.platform_admin):
            assert begin(reader(member), b"123")["status"] == 403

    def test_cancelled_and_ended_uploads_leave_nothing(
        self, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        client, data = reader(cast.officer), pictures.photo()
        kept, gone = begin(client, data)["id"], begin(client, data)["id"]
        for key in (kept, gone):
            patch(client, key, data[:100], 0)
        tag = client.get(f"{UPLOADS}{gone}/").headers["ETag"]
        assert client.delete(f"{UPLOADS}{gone}/").status_code == 428
        with django_capture_on_commit_callbacks(execute=True):
            assert client.delete(f"{UPLOADS}{gone}/", headers={"If-Match": tag}).status_code == 204
        with as_owner():
            row = Upload.objects.get(client=kept)
            Upload.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        assert storage.store().exists(storage.piece_name(row.pk, 0))
        assert sweep_files()[0] == 1
        assert not storage.store().exists(storage.piece_name(row.pk, 0))
        assert client.get(f"{UPLOADS}{kept}/").status_code == 404

    def test_a_file_comes_in_so_many_pieces_and_no_more(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """Byte by byte a file of 25 MB would be as many files in the store."""
        monkeypatch.setattr("aircop.files.services.upload.MOST_PIECES", 3)
        client, data = reader(cast.officer), pictures.photo()
        key = begin(client, data)["id"]
        assert [patch(client, key, data[at : at + 1], at).status_code for at in range(4)] == [200, 200, 200, 400]

    def test_a_token_reads_files_only_with_the_scope_for_identities(self, cast: Cast) -> None:
        seizure = cast.seizure()
        person = cast.officer
        _token, secret = issue_token(actor=person.actor, person=person.user, label="x", scopes=["seizures:read"])
        made = added(cast, seizure, name="Traore passport.jpg")
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        base = f"/api/v1/seizures/{seizure.pk}/attachments/"
        for path in (base, f"{base}{made.pk}/", f"{base}{made.pk}/original/"):
            for answer in (client.get(path), client.head(path)):
                assert answer.status_code == 403
                assert "Traore" not in str(answer.headers)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_store")
class TestForReal:
    """With real commits."""

    def test_two_finishes_at_once_make_one_file(self, cast: Cast) -> None:
        with transaction.atomic():
            seizure, data = cast.seizure(), pictures.photo()
            client, owner = sent(cast.officer, data), cast.officer.user.pk
        made: list[Any] = []

        def finish() -> None:
            try:
                with acting(owner) as actor:
                    found = Seizure.objects.visible_to(actor).get(pk=seizure.pk)
                    made.append(attach_upload(actor=actor, seizure=found, upload=client).pk)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=finish) for _each in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 4
        assert len(set(made)) == 1
        with transaction.atomic():
            assert attachments_of(cast.officer.actor, seizure).count() == 1

    def test_photos_sent_before_saving_are_filed_by_the_event(self, cast: Cast) -> None:
        record = uuid4()
        with transaction.atomic():
            sent(cast.officer, pictures.photo(), record=record)
            facts, found = cast.facts(), cast.found()
        with transaction.atomic():
            made = log_seizure(actor=cast.officer.actor, facts=facts, found=found, seizure_id=record)
        sequence_now()
        run_consumer("photos_taken_before")
        with transaction.atomic():
            row: Attachment = attachments_of(cast.officer.actor, made).get()
        assert row.recorded_by == cast.officer.user
