"""Photos that go out with an alert: copies, shown to who sees identities, drawn anew."""

from uuid import uuid4

import pytest
from django.test import Client

from aircop.access.roles import Level
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.files.models import StoredFile, Upload
from aircop.files.preparing import prepare_files
from aircop.files.services.upload import begin_upload, receive_piece
from aircop.files.sweeping import sweep_files
from alerts.models import Alert, AlertPhoto
from alerts.queries.alert import case_of
from alerts.queries.photo import photos_of, photos_to_copy, visible_photo
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert, discard_alert
from alerts.services.erasure import erase_alert
from alerts.services.photo import MOST, add_photo, add_sent_photo, copy_photo, remove_photo
from alerts.services.telling import publish_alert, submit_alert
from seizures.models import Seizure
from seizures.services.attachment import attach_file
from seizures.services.case_share import share_case
from seizures.services.seizure import change_seizure
from seizures.services.share import Terms
from tests.alerts.told import drafted, published
from tests.cast import Cast
from tests.databases import as_owner
from tests.factories import pictures
from tests.traces import entries, events, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]


def tell(cast: Cast, alert: Alert) -> Alert:
    return publish_alert(actor=cast.supervisor.actor, alert=submit_alert(actor=cast.officer.actor, alert=alert))


def test_a_photo_goes_out_to_who_sees_identities_alone(cast: Cast) -> None:
    alert = drafted(cast)
    assert cast.acc
    photo = add_photo(
        actor=cast.officer.actor, alert=alert, name="x.jpg", data=pictures.photo(), caption=" The lining "
    )
    assert photo.caption == "The lining"
    tell(cast, alert)
    assert visible_photo(cast.partner_officer.actor, alert.pk, photo.pk) == photo
    with pytest.raises(Missing):
        visible_photo(cast.outsider.actor, alert.pk, photo.pk)
    assert len(events("alert_photo_added")) == len(entries("photo.add")) == 1
    with pytest.raises(NotAllowed):
        add_photo(actor=cast.supervisor.actor, alert=alert, name="y.jpg", data=pictures.photo())


def test_it_carries_a_copy_of_the_seizures_photo(cast: Cast) -> None:
    seizure = cast.seizure()
    attached = attach_file(actor=cast.officer.actor, seizure=seizure, name="x.jpg", data=pictures.photo())
    prepare_files()
    alert = drafted(cast, seizure=seizure)
    [offered] = photos_to_copy(cast.officer.actor, alert)
    assert offered == attached
    photo = copy_photo(actor=cast.officer.actor, alert=alert, attachment=offered)
    assert photo.file_id != attached.file_id
    assert photo.file.view == "ready"
    tell(cast, alert)
    assert photos_to_copy(cast.partner_officer.actor, alert) == []
    client = Client()
    client.force_login(cast.partner_officer.user)
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert f"/alerts/{alert.pk}/photos/{photo.pk}/thumb/" in page
    assert str(seizure.pk) not in page
    assert client.get(f"/alerts/{alert.pk}/photos/{photo.pk}/large/")["Content-Type"] == "image/webp"
    assert client.get(f"/alerts/{alert.pk}/photos/{photo.pk}/original/").status_code == 404
    with pytest.raises(Missing):
        copy_photo(actor=cast.partner_officer.actor, alert=drafted(cast, by=cast.partner_officer), attachment=attached)


def test_what_is_handled_more_strictly_meanwhile_is_not_copied(cast: Cast) -> None:
    """The record is bound after the alert was begun; and of another record than its own no alert takes a photo."""
    seizure, other = cast.seizure(), cast.seizure()
    mine, strange = (
        attach_file(actor=cast.officer.actor, seizure=each, name="x.jpg", data=pictures.photo())
        for each in (seizure, other)
    )
    prepare_files()
    alert = drafted(cast, by=cast.colleague, seizure=seizure)
    with pytest.raises(Missing):
        copy_photo(actor=cast.colleague.actor, alert=alert, attachment=strange)
    version = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk).version
    change_seizure(actor=cast.officer.actor, seizure=seizure, version=version, facts={"handling": "H2"})
    with pytest.raises(NotAllowed) as refused:
        copy_photo(actor=cast.colleague.actor, alert=alert, attachment=mine)
    assert refused.value.code == "handling"
    assert not AlertPhoto.objects.exists()


def test_an_upload_is_filed_once(cast: Cast) -> None:
    data, client, actor = pictures.photo(60, 40), uuid4(), cast.officer.actor
    begin_upload(actor=actor, client=client, name="x.jpg", size=len(data))
    receive_piece(actor=actor, client=client, offset=0, data=data)
    alert, other = drafted(cast), drafted(cast)
    first = add_sent_photo(actor=cast.officer.actor, alert=alert, upload=client)
    assert add_sent_photo(actor=cast.officer.actor, alert=alert, upload=client) == first
    with pytest.raises(Invalid):
        add_sent_photo(actor=cast.officer.actor, alert=other, upload=client)
    assert Upload.objects.get(client=client).filed_as == first.pk


def test_what_is_no_photo_and_too_many_are_refused(cast: Cast) -> None:
    alert, actor = drafted(cast), cast.officer.actor
    with pytest.raises(Invalid):
        add_photo(actor=actor, alert=alert, name="x.pdf", data=pictures.PDF_WITH_SCRIPT)
    for _each in range(MOST):
        add_photo(actor=actor, alert=alert, name="x.jpg", data=pictures.photo(20, 20))
    with pytest.raises(Invalid):
        add_photo(actor=actor, alert=alert, name="x.jpg", data=pictures.photo(20, 20))


def test_it_is_taken_out_and_goes_with_the_draft(cast: Cast) -> None:
    alert, actor = drafted(cast), cast.officer.actor
    one, _two = (add_photo(actor=actor, alert=alert, name="x.jpg", data=pictures.photo(20, 20)) for _each in range(2))
    remove_photo(actor=actor, photo=one)
    with pytest.raises(Missing):
        remove_photo(actor=actor, photo=one)
    assert len(events("alert_photo_removed")) == len(entries("photo.remove")) == 1
    discard_alert(actor=actor, alert=alert)
    assert sweep_files()[1] == 2
    with as_owner():
        assert not StoredFile.objects.exists()


def test_a_court_takes_it_along(cast: Cast) -> None:
    alert = drafted(cast)
    add_photo(actor=cast.officer.actor, alert=alert, name="x.jpg", data=pictures.photo(20, 20))
    tell(cast, alert)
    erase_alert(actor=cast.agency_admin.actor, reference=str(alert.pk), order="Court, 1/2026")
    assert rows("SELECT 1 FROM alerts_alertphoto") == []


def test_without_identities_there_is_no_photo(cast: Cast) -> None:
    """An alert without names and photos lets nobody see identities."""
    alert = published(cast)
    assert not AlertPhoto.objects.exists()
    assert list(photos_of(cast.partner_officer.actor, alert)) == []
    assert str(AlertPhoto(caption="The lining")) == "The lining"


def test_the_case_is_shown_to_who_sees_it(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    alert = published(cast, case=case)
    assert case_of(cast.officer.actor, alert) == case
    assert case_of(cast.partner_officer.actor, alert) is None
    terms = Terms(level=Level.VIEW, reason="Same route", until=None)
    share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    assert case_of(cast.partner_officer.actor, alert) == case
    theirs = cast.case(by=cast.partner_officer, lead_agency=cast.foreign)
    assert cast.officer.actor
    with pytest.raises(Missing):
        drafted(cast, case=theirs)


def test_the_chosen_sub_region_stays_chosen(cast: Cast) -> None:
    assert cast.acc
    region = cast.acc.airport.country.sub_region
    alert = drafted(cast, chosen=Chosen(regions=[region]))
    assert alert.regions == [region]
    client = Client()
    client.force_login(cast.officer.user)
    page = client.get(f"/alerts/{alert.pk}/change/").content.decode()
    assert f'value="{region}" id="id_regions_' in page.replace("\n", " ")
    assert "checked" in page.partition(f'value="{region}"')[2][:120]
    changed = change_alert(actor=cast.officer.actor, alert=alert, told={}, chosen=Chosen(units=[cast.acc]))
    assert changed.regions == []
