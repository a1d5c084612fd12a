"""The Files tab, the files themselves, and the gallery of all records."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.files.models import Scan, StoredFile
from aircop.files.preparing import prepare_files
from seizures.models import Attachment, Seizure
from seizures.services.attachment import Shows, attach_file, withdraw_attachment
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.factories import pictures
from tests.traces import entries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]


def reader(member: Member) -> Client:
    """Return a browser that is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def added(cast: Cast, seizure: Seizure, data: bytes | None = None, **shows: Any) -> Attachment:
    """Add a photo as the officer."""
    content = data or pictures.photo()
    name = shows.pop("name", "IMG.jpg")
    return attach_file(actor=cast.officer.actor, seizure=seizure, name=name, data=content, shows=Shows(**shows))


def paths(made: Attachment) -> dict[str, str]:
    """Return every address of a file."""
    base = f"/seizures/{made.seizure_id}/files/{made.pk}/"
    ends = {"page": "", "original": "original/", "withdraw": "withdraw/", "thumb": "thumb.webp", "large": "large.webp"}
    return {name: base + end for name, end in ends.items()} | {"list": f"/seizures/{made.seizure_id}/files/"}


def test_the_tab_shows_photos_by_what_they_show(cast: Cast) -> None:
    seizure = cast.seizure()
    shoe, other = added(cast, seizure, concealment="SHO"), added(cast, seizure, pictures.photo(shade=5), caption="Bag")
    added(cast, seizure, pictures.PDF_WITH_SCRIPT, name="report.pdf")
    prepare_files()
    page = reader(cast.supervisor).get(paths(shoe)["list"])
    text = page.content.decode()
    assert text.index("<h2>Shoes</h2>") < text.index(str(shoe.pk)) < text.index("<h2>Other photos</h2>")
    assert text.index("<h2>Other photos</h2>") < text.index(str(other.pk)) < text.index("report.pdf")
    assert 'loading="lazy"' in text
    assert "not scanned" in text
    assert entries("attachment.list")[0]["object_id"] == seizure.pk


def test_a_file_is_added_without_script(cast: Cast) -> None:
    seizure, client = cast.seizure(), reader(cast.officer)
    sent = SimpleUploadedFile("x/../IMG.png", pictures.photo())
    path = f"/seizures/{seizure.pk}/files/"
    answer = client.post(path, {"file": sent, "caption": "Sole", "concealment": "SHO"})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    made = seizure.attachments.select_related("file").get(caption="Sole")
    assert made.file.name == "IMG.jpg"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (None, "Choose a file, or take a picture."),
        (SimpleUploadedFile("a.svg", pictures.SVG, "image/jpeg"), "screenshot"),
        (SimpleUploadedFile("a.jpg", b""), "The file is empty"),
        (SimpleUploadedFile("a.jpg", bytes(26_000_000)), "bigger than 25"),
    ],
    ids=["none", "svg", "empty", "big"],
)
def test_what_is_not_taken_is_said_at_the_field(cast: Cast, sent: Any, reason: str) -> None:
    seizure = cast.seizure()
    body = {"caption": "kept words"} | ({"file": sent} if sent else {})
    answer = reader(cast.officer).post(f"/seizures/{seizure.pk}/files/", body)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert reason in text
    assert "Error:" in text
    assert not seizure.attachments.filter(seizure=seizure).exists()


def test_the_original_is_a_download_that_nothing_opens(cast: Cast) -> None:
    made = added(cast, cast.seizure(), pictures.PDF_WITH_SCRIPT, name="Reçu\u202efdp.exe")
    answer = reader(cast.supervisor).get(paths(made)["original"])
    assert answer.content == pictures.PDF_WITH_SCRIPT
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"H0 Recufdp.pdf\"; filename*=UTF-8''H0%20Re%C3%A7ufdp.pdf"
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert entries("attachment.download")[0]["object_ids"] == [made.pk]


def test_pictures_are_shown_once_they_are_drawn(cast: Cast) -> None:
    made, client = added(cast, cast.seizure()), reader(cast.supervisor)
    assert client.get(paths(made)["thumb"]).status_code == 404
    assert "being prepared" in client.get(paths(made)["page"]).content.decode()
    prepare_files()
    answer = client.get(paths(made)["thumb"])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert len(answer.content) <= 30_000
    assert client.get(paths(made)["large"]).status_code == 200
    assert client.get(paths(made)["page"].removesuffix("/") + "/original.webp").status_code == 404


def test_what_a_scanner_found_is_locked_away(cast: Cast) -> None:
    made, client = added(cast, cast.seizure()), reader(cast.supervisor)
    with as_owner():
        StoredFile.objects.filter(pk=made.file_id).update(scan=Scan.INFECTED)
    assert client.get(paths(made)["original"]).status_code == 403
    assert "locked away" in client.get(paths(made)["page"]).content.decode()


@pytest.mark.parametrize("who", ["outsider", "partner_officer", "coordinator", "auditor", "platform_admin"])
def test_a_stranger_finds_nothing_at_any_address(cast: Cast, who: str) -> None:
    made = added(cast, cast.seizure())
    prepare_files()
    client = reader(getattr(cast, who))
    assert {name: client.get(path).status_code for name, path in paths(made).items()} == dict.fromkeys(paths(made), 404)
    assert client.post(paths(made)["withdraw"], {"words": "x"}).status_code == 404
    api = f"/api/v1/seizures/{made.seizure_id}/attachments/"
    for path in (api, f"{api}{made.pk}/", f"{api}{made.pk}/original/"):
        assert client.get(path).status_code == 404


def test_without_identities_no_file_is_shown_or_named(cast: Cast) -> None:
    """The record is shared, its files are not."""
    made = added(cast, cast.seizure(), caption="Face of the courier")
    prepare_files()
    assert cast.partner_officer
    share_seizure(
        actor=cast.supervisor.actor, seizure=made.seizure, agency=cast.foreign, level=Level.VIEW, reason="x", until=None
    )
    client = reader(cast.partner_officer)
    page = client.get(paths(made)["list"])
    assert page.status_code == 200
    assert "not shown to you" in page.content.decode()
    others = {name: path for name, path in paths(made).items() if name != "list"}
    assert {name: client.get(path).status_code for name, path in others.items()} == dict.fromkeys(others, 404)
    assert str(made.pk) not in page.content.decode()
    assert client.get(f"/api/v1/seizures/{made.seizure_id}/attachments/").json()["results"] == []
    assert client.get(f"/api/v1/seizures/{made.seizure_id}/attachments/{made.pk}/").status_code == 404
    assert "Face" not in client.get(f"/seizures/{made.seizure_id}/").content.decode()
    assert "Face" not in client.get("/seizures/gallery/").content.decode()


def test_without_identities_the_history_tells_of_no_file(cast: Cast) -> None:
    """Neither that one was added, nor that one was taken out of sight again."""
    seizure = cast.seizure()
    made = added(cast, seizure)
    withdraw_attachment(actor=cast.officer.actor, attachment=made, words="Another bag")
    share: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **share)
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.elsewhere, with_identities=True, **share)
    seizure.refresh_from_db()
    told = {"attachment.add", "attachment.withdraw"}
    assert {step.verb for step in history(seizure, cast.outsider.actor)} >= told
    assert {step.verb for step in history(seizure, cast.partner_officer.actor)} & told == set()


def test_a_file_is_reached_by_its_own_record_alone(cast: Cast) -> None:
    made, other = added(cast, cast.seizure()), cast.seizure()
    client = reader(cast.officer)
    assert client.get(paths(made)["page"].replace(str(made.seizure_id), str(other.pk))).status_code == 404


def test_withdrawing_asks_why(cast: Cast) -> None:
    made, client = added(cast, cast.seizure()), reader(cast.officer)
    assert client.get(paths(made)["withdraw"]).status_code == 200
    assert "This field is required" in client.post(paths(made)["withdraw"], {"words": ""}).content.decode()
    assert client.post(paths(made)["withdraw"], {"words": "Twice"}).status_code == 302
    assert client.get(paths(made)["page"]).status_code == 404
    assert "withdrew a file" in client.get(f"/seizures/{made.seizure_id}/").content.decode()


def test_the_gallery_is_narrowed_and_paged(cast: Cast) -> None:
    seizure = cast.seizure()
    for shade in range(26):
        added(cast, seizure, pictures.photo(40, 30, shade=shade), concealment="SHO" if shade % 2 else "")
    client = reader(cast.supervisor)
    first = client.get("/seizures/gallery/")
    assert first.content.decode().count('class="photo"') == 24
    following = client.get("/seizures/gallery/" + first.context["pager"].next)
    assert following.content.decode().count('class="photo"') == 2
    assert client.get("/seizures/gallery/?concealment=SHO").content.decode().count('class="photo"') == 13
    assert "No photo shows this method" in client.get("/seizures/gallery/?concealment=ING").content.decode()
    for rubbish in ("?concealment=nonsense", "?after=%00", "?after=abc", "?concealment=%00"):
        assert client.get(f"/seizures/gallery/{rubbish}").status_code == 200


def test_pages_cost_the_same_for_one_file_and_for_many(cast: Cast) -> None:
    seizure, client = cast.seizure(), reader(cast.supervisor)
    counts: dict[str, list[int]] = {"list": [], "gallery": []}
    for shade in range(5):
        made = added(cast, seizure, pictures.photo(40, 30, shade=shade))
        for name, path in (("list", paths(made)["list"]), ("gallery", "/seizures/gallery/")):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts[name].append(len(asked))
    assert len(set(counts["list"])) == len(set(counts["gallery"])) == 1, counts
    assert counts["list"][0] <= 15
    assert counts["gallery"][0] <= 12


def test_a_withdrawn_photo_leaves_the_gallery(cast: Cast) -> None:
    made = added(cast, cast.seizure())
    withdraw_attachment(actor=cast.officer.actor, attachment=made, words="x")
    assert "No photos yet" in reader(cast.officer).get("/seizures/gallery/").content.decode()
