"""`/api/v1/alerts/{id}/photos/`: put in and read by programs."""

from uuid import uuid4

import pytest
from django.test import Client

from aircop.accounts.services.token import issue_token
from aircop.files.preparing import prepare_files
from aircop.files.services.upload import begin_upload, receive_piece
from alerts.services.photo import add_photo
from alerts.services.telling import publish_alert, submit_alert
from seizures.services.attachment import attach_file
from tests.alerts.api.test_alert import ALERTS, call
from tests.alerts.told import drafted
from tests.cast import Cast
from tests.factories import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]


def test_a_program_puts_photos_in_and_takes_them_out(cast: Cast) -> None:
    data, client, actor = pictures.photo(60, 40), str(uuid4()), cast.officer.actor
    begin_upload(actor=actor, client=client, name="x.jpg", size=len(data))  # type: ignore[arg-type]
    receive_piece(actor=actor, client=client, offset=0, data=data)  # type: ignore[arg-type]
    seizure = cast.seizure()
    attached = attach_file(actor=cast.officer.actor, seizure=seizure, name="x.jpg", data=data)
    path = f"{ALERTS}{drafted(cast, seizure=seizure).pk}/photos/"
    sent = call(cast.officer, "POST", path, {"upload": client, "caption": "The lining"})
    assert (sent.status_code, sent.json()["caption"]) == (201, "The lining")
    assert sent["Location"].endswith(f"{path}{sent.json()['id']}/")
    copied = call(cast.officer, "POST", path, {"attachment": str(attached.pk)})
    assert copied.status_code == 201
    assert call(cast.officer, "POST", path, {}).status_code == 400
    assert len(call(cast.officer, "GET", path).json()["results"]) == 2
    assert call(cast.officer, "POST", f"{path}{sent.json()['id']}/remove/").status_code == 204
    assert call(cast.officer, "GET", f"{path}{sent.json()['id']}/").status_code == 404


def test_the_picture_is_for_who_was_told_and_sees_identities(cast: Cast) -> None:
    alert = drafted(cast)
    photo = add_photo(actor=cast.officer.actor, alert=alert, name="x.jpg", data=pictures.photo())
    publish_alert(actor=cast.supervisor.actor, alert=submit_alert(actor=cast.officer.actor, alert=alert))
    prepare_files()
    path = f"{ALERTS}{alert.pk}/photos/{photo.pk}/"
    assert call(cast.partner_officer, "GET", path).json()["picture"] == "ready"
    answer = call(cast.partner_officer, "GET", f"{path}picture/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert call(cast.outsider, "GET", f"{path}picture/").status_code == 404
    actor = cast.partner_officer.actor
    _row, secret = issue_token(actor=actor, person=cast.partner_officer.user, label="x", scopes=["alerts:read"])
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(path, headers=headers).status_code == 403
