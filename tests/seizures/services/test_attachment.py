"""Files of a seizure: added once, guarded, told, withdrawn, swept; shown to who sees identities alone."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from aircop.access.roles import Level, Role
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.files import storage
from aircop.files.models import StoredFile, Upload
from aircop.files.services.upload import begin_upload, cancel_upload, receive_piece
from aircop.files.sweeping import sweep_files
from seizures.models import Attachment, Seizure
from seizures.queries.attachment import attachments_of, visible_attachment, visible_photos
from seizures.services.attachment import Shows, attach_file, attach_upload, withdraw_attachment
from seizures.services.seizure import discard_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from seizures.tasks import attach_waiting, attach_waiting_task
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.factories import pictures
from tests.traces import entries, events, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]


def sent(member: Member, data: bytes, *, client: UUID | None = None, piece: int = 100_000, **told: Any) -> UUID:
    """Send a file in pieces, as a browser does."""
    chosen, actor = client or uuid4(), member.actor
    begin_upload(actor=actor, client=chosen, name=told.pop("name", "IMG_1.jpg"), size=len(data), **told)
    for begin in range(0, len(data), piece):
        receive_piece(actor=actor, client=chosen, offset=begin, data=data[begin : begin + piece])
    return chosen


def added(cast: Cast, seizure: Seizure, data: bytes | None = None, name: str = "IMG_1.jpg", **shows: Any) -> Attachment:
    """Add a file in one piece, as the officer."""
    content = data if data is not None else pictures.photo()
    return attach_file(actor=cast.officer.actor, seizure=seizure, name=name, data=content, shows=Shows(**shows))


def test_a_photo_is_filed_with_its_hash_and_told(cast: Cast) -> None:
    seizure, data = cast.seizure(), pictures.photo()
    shows = Shows(concealment="SHO", caption=" Sole, opened ")
    client = sent(cast.officer, data, sha256=hashlib.sha256(data).hexdigest())
    made = attach_upload(actor=cast.officer.actor, seizure=seizure, upload=client, shows=shows)
    seen = visible_attachment(cast.supervisor.actor, seizure.pk, made.pk)
    assert (seen.concealment, seen.caption, seen.agency) == ("SHO", "Sole, opened", cast.customs)
    assert (seen.file.media_type, seen.file.size, seen.file.width, seen.file.height) == (
        "image/jpeg",
        len(data),
        640,
        480,
    )
    assert seen.file.sha256 == hashlib.sha256(data).hexdigest()
    assert storage.get(storage.content_name(seen.file.sha256)) == data
    assert entries("attachment.add")[0]["object_id"] == seizure.pk
    assert values("attachment.add")[0]["values"]["attachments.sha256"] == [None, seen.file.sha256]
    assert [each["object_id"] for each in events("attachment_added")] == [seizure.pk]


def test_a_repeated_finish_makes_nothing_double(cast: Cast) -> None:
    seizure, other = cast.seizure(), cast.seizure()
    client = sent(cast.officer, pictures.photo())
    made = [attach_upload(actor=cast.officer.actor, seizure=seizure, upload=client) for _again in range(3)]
    assert len({each.pk for each in made}) == 1
    assert attachments_of(cast.officer.actor, seizure).count() == 1
    assert len(events("attachment_added")) == 1
    with pytest.raises(Invalid, match="filed before"):
        attach_upload(actor=cast.officer.actor, seizure=other, upload=client)


def test_what_has_not_arrived_is_not_filed(cast: Cast) -> None:
    seizure, data, client = cast.seizure(), pictures.photo(), uuid4()
    begin_upload(actor=cast.officer.actor, client=client, name="a.jpg", size=len(data))
    receive_piece(actor=cast.officer.actor, client=client, offset=0, data=data[:1000])
    with pytest.raises(Invalid, match="not arrived"):
        attach_upload(actor=cast.officer.actor, seizure=seizure, upload=client)


def test_an_upload_of_somebody_else_does_not_exist(cast: Cast) -> None:
    seizure, client = cast.seizure(), sent(cast.officer, pictures.photo())
    with pytest.raises(Missing):
        attach_upload(actor=cast.colleague.actor, seizure=seizure, upload=client)
    with pytest.raises(Missing):
        cancel_upload(actor=cast.colleague.actor, client=client)
    assert not Upload.objects.exists()  # the wall: the colleague is bound


@pytest.mark.parametrize("who", ["analyst", "coordinator", "outsider", "partner_officer"])
def test_who_may_not_add_adds_nothing(cast: Cast, who: str) -> None:
    seizure = cast.seizure()
    with pytest.raises((NotAllowed, Missing)):
        attach_file(actor=getattr(cast, who).actor, seizure=seizure, name="a.jpg", data=pictures.photo())
    assert not entries("attachment.add")


def test_a_locked_record_takes_what_comes_later(cast: Cast) -> None:
    seizure = cast.seizure()
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    lock_seizure(actor=cast.supervisor.actor, seizure=seizure)
    assert added(cast, seizure).pk


def test_an_agency_with_the_level_adds_only_where_it_sees_identities(cast: Cast) -> None:
    seizure = cast.seizure()
    assert cast.partner_officer
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.CONTRIBUTE, "reason": "Same route", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    seizure = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
    mine = added(cast, seizure)
    actor = cast.partner_officer.actor
    assert not attachments_of(actor, Seizure.objects.visible_to(actor).get(pk=seizure.pk)).exists()
    with pytest.raises(Missing):
        visible_attachment(actor, seizure.pk, mine.pk)
    with pytest.raises(NotAllowed):
        attach_file(actor=actor, seizure=seizure, name="a.jpg", data=pictures.photo())
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, with_identities=True, **terms)
    assert attach_file(actor=cast.partner_officer.actor, seizure=seizure, name="a.jpg", data=pictures.photo()).pk
    assert visible_attachment(cast.partner_officer.actor, seizure.pk, mine.pk).pk == mine.pk


def test_the_wall_shows_a_stored_file_through_its_record_alone(cast: Cast) -> None:
    file = added(cast, cast.seizure()).file
    found = {}
    for who in ("officer", "supervisor", "outsider", "partner_officer"):
        assert getattr(cast, who).actor
        found[who] = StoredFile.objects.filter(pk=file.pk).exists()
    assert found == {"officer": True, "supervisor": True, "outsider": False, "partner_officer": False}


def test_photos_of_a_method_from_all_records_that_one_sees(cast: Cast) -> None:
    first, second = cast.seizure(), cast.seizure()
    shoes, bag = added(cast, first, concealment="SHO"), added(cast, second, pictures.photo(shade=3), caption="bag")
    added(cast, first, pictures.PDF_WITH_SCRIPT, name="report.pdf")
    gone = added(cast, first, pictures.photo(shade=9), concealment="SHO")
    withdraw_attachment(actor=cast.officer.actor, attachment=gone, words="Blurred")
    assert set(visible_photos(cast.supervisor.actor).values_list("pk", flat=True)) == {shoes.pk, bag.pk}
    assert list(visible_photos(cast.supervisor.actor, "SHO").values_list("pk", flat=True)) == [shoes.pk]
    for who in ("outsider", "coordinator", "partner_officer", "auditor"):
        assert not visible_photos(getattr(cast, who).actor).exists()


# Withdrawing ----------------------------------------------------------------------------------------------------------


def test_withdrawing_needs_a_reason_and_keeps_everything(cast: Cast) -> None:
    seizure = cast.seizure()
    made = added(cast, seizure)
    with pytest.raises(Invalid, match="Say why"):
        withdraw_attachment(actor=cast.officer.actor, attachment=made)
    withdraw_attachment(actor=cast.officer.actor, attachment=made, words="Shows a bystander")
    assert not attachments_of(cast.officer.actor, seizure).exists()
    kept = seizure.attachments.get(pk=made.pk)
    assert (kept.withdrawn_reason, kept.withdrawn_by) == ("Shows a bystander", cast.officer.user)
    assert storage.get(storage.content_name(made.file.sha256))
    assert values("attachment.withdraw")[0]["reason"] == "Shows a bystander"
    assert len(events("attachment_withdrawn")) == 1
    with pytest.raises(NotAllowed, match="already"):
        withdraw_attachment(actor=cast.officer.actor, attachment=made, words="again")


@pytest.mark.parametrize(
    ("who", "may"), [("officer", True), ("supervisor", True), ("colleague", False), ("analyst", False)]
)
def test_who_added_it_or_a_supervisor_withdraws_it(cast: Cast, who: str, may: bool) -> None:
    made = added(cast, cast.seizure())
    actor = getattr(cast, who).actor
    if may:
        withdraw_attachment(actor=actor, attachment=made, words="Twice")
    else:
        with pytest.raises(NotAllowed):
            withdraw_attachment(actor=actor, attachment=made, words="Twice")


def test_a_court_s_hold_keeps_files(cast: Cast) -> None:
    seizure = cast.seizure()
    made = added(cast, seizure)
    with as_owner():
        Seizure._base_manager.filter(pk=seizure.pk).update(legal_hold=True)
    with pytest.raises(NotAllowed, match="legal hold"):
        withdraw_attachment(actor=cast.supervisor.actor, attachment=made, words="x")


def test_with_a_draft_its_files_go_content_and_all(cast: Cast) -> None:
    """What another record holds too stays."""
    draft, other = cast.seizure(submit=False), cast.seizure()
    kept = added(cast, other).file
    shared, alone = added(cast, draft).file, added(cast, draft, pictures.photo(shade=77))
    withdraw_attachment(actor=cast.officer.actor, attachment=alone)  # of a draft: gone, and needs no reason
    discard_seizure(actor=cast.officer.actor, seizure=draft)
    assert sweep_files()[1] == 2
    assert shared.sha256 == kept.sha256
    assert storage.store().exists(storage.content_name(kept.sha256))
    assert not storage.store().exists(storage.content_name(alone.file.sha256))
    assert sweep_files() == (0, 0)


# What arrives before its record -------------------------------------------------------------------------------------


def test_photos_taken_before_saving_are_filed_when_the_record_is_there(cast: Cast) -> None:
    record = uuid4()
    sent(cast.officer, pictures.photo(), record=record)
    owner = cast.officer.user.pk
    assert attach_waiting(owner, record) == 0
    assert attach_waiting_task() == 0
    seizure = cast.seizure()
    with as_owner():
        Upload.objects.filter(record=record).update(record=seizure.pk)
    assert attach_waiting(owner, seizure.pk) == 1
    assert attach_waiting(owner, seizure.pk) == 0
    assert attachments_of(cast.officer.actor, seizure).count() == 1


@pytest.mark.parametrize("first", [False, True])
def test_what_waited_is_filed_in_the_seat_that_may(cast: Cast, *, first: bool) -> None:
    """Of two seats that add to the record, one sees names: whichever it is, the photo goes in by that."""
    seizure = cast.seizure()
    member = cast.member("Efua Owusu", cast.elsewhere, Role.OFFICER)
    start_membership(actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc)
    for agency, names in ((cast.elsewhere, first), (cast.foreign, not first)):
        terms: dict[str, Any] = {"level": Level.CONTRIBUTE, "reason": "Ring", "until": None, "with_identities": names}
        share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=agency, **terms)
    sent(member, pictures.photo(), record=seizure.pk)
    assert attach_waiting(member.user.pk, seizure.pk) == 1
    [entry] = entries("attachment.add")
    assert entry["acting_agency"] == (cast.elsewhere if first else cast.foreign).pk


def test_the_clock_files_what_was_forgotten_and_only_for_its_sender(cast: Cast) -> None:
    """Whoever sends a file for a record that it may not add to, waits for ever."""
    seizure = cast.seizure()
    sent(cast.partner_officer, pictures.photo(shade=1), record=seizure.pk)
    sent(cast.officer, pictures.photo(), record=seizure.pk)
    assert attach_waiting_task() == 1
    assert attachments_of(cast.officer.actor, seizure).count() == 1


def test_what_a_photo_shows_is_checked(cast: Cast) -> None:
    seizure, ahead = cast.seizure(), timezone.now() + timedelta(days=1)
    elsewhere = cast.seizure().items.get().pk
    for shows, field in (({"taken_at": ahead}, "taken_at"), ({"item": elsewhere}, "item")):
        with pytest.raises(Invalid) as refusal:
            added(cast, seizure, **shows)
        assert refusal.value.field == field
    assert not entries("attachment.add")


def test_a_record_holds_no_more_files_than_people_look_through(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seizure = cast.seizure()
    first = added(cast, seizure)
    monkeypatch.setattr("seizures.services.attachment.MOST", 1)
    with pytest.raises(Invalid, match="1 files at most"):
        added(cast, seizure, pictures.photo(shade=4))
    withdraw_attachment(actor=cast.officer.actor, attachment=first, words="Blurred")
    assert added(cast, seizure, pictures.photo(shade=4)).pk


def test_a_photo_is_withdrawn_from_its_own_record_alone(cast: Cast) -> None:
    made = added(cast, cast.seizure())
    made.seizure = cast.seizure()
    with pytest.raises(Missing):
        withdraw_attachment(actor=cast.officer.actor, attachment=made, words="Blurred")
