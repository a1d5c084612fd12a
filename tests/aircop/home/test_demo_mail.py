"""The mails of the demo: read by the person to whom they are addressed, and nowhere but in the demo."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
PAGE = "/demo/mail/"


def read(member: Member) -> Any:
    client = Client()
    client.force_login(member.user)
    return client.get(PAGE)


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    """Keep mails in a folder, as the demo does."""
    settings.DEMO = True
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}
    return tmp_path


def test_everybody_reads_the_own_mails_newest_first(cast: Cast, demo: Path) -> None:
    own, other = cast.officer.user.email, cast.colleague.user.email
    for day, (subject, to) in enumerate((("First", own.upper()), ("Theirs", other), ("Second <b>", own)), start=1):
        text = "Open it:\n\nhttp://localhost:8000/alerts/1/"
        EmailMessage(subject, text, to=[to], headers={"Date": f"0{day} Nov 2026 10:00:00 +0000"}).send()
    page = read(cast.officer).content.decode()
    assert page.index("Second &lt;b&gt;") < page.index("First")
    assert "Theirs" not in page
    assert '<a href="http://localhost:8000/alerts/1/"' in page
    assert "Theirs" in read(cast.colleague).content.decode()


@pytest.mark.usefixtures("demo")
def test_without_mails_it_says_so(cast: Cast) -> None:
    assert "No mail for you yet" in read(cast.officer).content.decode()


@pytest.mark.usefixtures("demo")
def test_what_is_no_mail_is_passed_over(cast: Cast, demo: Path) -> None:
    (demo / "20261122-100000-1.log").write_bytes(b"\xff\x00 nonsense")
    (demo / "20261122-100000-2.log").write_bytes(f"To: {cast.officer.user.email}\n\n".encode())
    assert read(cast.officer).status_code == 200


def test_elsewhere_there_is_no_such_page(cast: Cast, settings: Any, demo: Path) -> None:
    assert demo.exists()
    settings.DEMO = False
    assert read(cast.officer).status_code == 404
    settings.DEMO, settings.MAILERS = True, {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    assert read(cast.officer).status_code == 404
