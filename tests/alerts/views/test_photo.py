"""The page on which photos are put into an alert."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aircop.files.preparing import prepare_files
from alerts.models import AlertPhoto
from alerts.services.telling import submit_alert
from seizures.services.attachment import attach_file
from tests.alerts.told import drafted
from tests.alerts.views.test_alert import signed
from tests.cast import Cast
from tests.factories import pictures

pytestmark = pytest.mark.django_db


def sent(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.jpg", data, "image/jpeg")


def test_from_the_device_and_from_the_seizure(cast: Cast, file_store: Path) -> None:
    assert file_store
    seizure = cast.seizure()
    attached = attach_file(actor=cast.officer.actor, seizure=seizure, name="x.jpg", data=pictures.photo())
    prepare_files()
    alert = drafted(cast, seizure=seizure)
    client, path = signed(cast.officer), f"/alerts/{alert.pk}/photos/"
    assert "Take a copy" in client.get(path).content.decode()
    assert client.post(path, {"file": sent(pictures.photo(30, 20)), "caption": "The lining"}).status_code == 302
    assert client.post(path, {"attachment": str(attached.pk)}).status_code == 302
    assert client.post(path, {"attachment": str(alert.pk)}).status_code == 404
    assert "The lining" in client.get(path).content.decode()
    assert "Choose a file" in client.post(path, {}).content.decode()
    assert "Only photos" in client.post(path, {"file": sent(pictures.PDF_WITH_SCRIPT)}).content.decode()
    assert cast.officer.actor
    photo = AlertPhoto.objects.get(alert=alert, caption="The lining")
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert "The lining" in page
    assert f'href="{path}"' in page
    assert client.post(f"{path}{photo.pk}/remove/").status_code == 302
    for _each in range(8):
        client.post(path, {"attachment": str(attached.pk)})
    assert "8 photos at most" in client.get(path).content.decode()


def test_only_while_it_is_written(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    assert signed(cast.colleague).get(f"/alerts/{alert.pk}/photos/").status_code == 403
    assert signed(cast.supervisor).get(f"/alerts/{alert.pk}/photos/").status_code == 200


def test_an_alert_about_a_case_is_filled_in_from_it(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor, summary="One workshop, three couriers.")
    client = signed(cast.officer)
    page = client.get(f"/alerts/new/?case={case.pk}").content.decode()
    assert "One workshop, three couriers." in page
    assert f"/alerts/new/?case={case.pk.hex}" in client.get(f"/cases/{case.pk}/").content.decode()
    assert signed(cast.partner_officer).get(f"/alerts/new/?case={case.pk}").status_code == 404
    assert client.get("/alerts/new/?case=x").status_code == 404
