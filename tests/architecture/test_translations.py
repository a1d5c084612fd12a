"""Most readers speak French: every word that the application shows is in the French catalogue, and reaches the page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from aircop.accounts.models import User
from tests.architecture.catalogue import (
    PLACEHOLDER,
    bare_words,
    french,
    key,
    shown,
    untranslated,
    words_of_the_code,
    wrong_placeholders,
)
from tests.architecture.tree import ROOT
from tests.cast import Cast, Member

TEMPLATES = ROOT / "templates"
# The gallery shows components to those who build pages, with samples in English and Arabic.
GALLERY = "home/styleguide"
NAMES = frozenset({"AIRCOP", "· AIRCOP", "GMT"})
TELLING = 12  # letters from which on words are no chance


@pytest.fixture(autouse=True)
def language_of_the_tests() -> Iterator[None]:
    """Leave English behind: a request leaves its language with the thread that served it."""
    with translation.override("en"):
        yield


# The catalogue ------------------------------------------------------------------------------------------------------


def test_every_word_is_in_the_french_catalogue(tmp_path: Path) -> None:
    """Neither untranslated nor guessed nor left over from words that are gone: `make messages`, then translate."""
    words, entries = words_of_the_code(tmp_path), french()
    known = {key(entry) for entry in entries if not entry.obsolete}
    missing = sorted(str(each) for each in words - known)
    gaps = [entry.msgid for entry in entries if not entry.obsolete and untranslated(entry)]
    print(f"{len(words)} texts, {len(missing) + len(gaps)} untranslated")  # noqa: T201  the count is asked for
    assert missing == []
    assert gaps == []
    assert sorted(str(each) for each in known - words) == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


def test_translations_take_the_same_values() -> None:
    """A placeholder that is lost or misspelt loses a value or breaks the page."""
    assert [entry.msgid for entry in french() if wrong_placeholders(entry)] == []


def test_french_is_set_as_french_is() -> None:
    """No line breaks before : ; ? ! and inside « »; typographic apostrophes."""
    texts = [text for entry in french() for text in (entry.msgstr, *entry.msgstr_plural.values())]
    loose = re.compile(r" [:;?!»]|« |\w'\w")
    assert [text for text in texts if loose.search(text)] == []


# Templates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_hold_no_words_that_cannot_be_translated(path: Path) -> None:
    """Text, labels and titles go through `translate`."""
    if not str(path.relative_to(TEMPLATES)).startswith(GALLERY):
        assert set(bare_words(path.read_text(encoding="utf-8"))) - NAMES == set()


# Pages --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def telling() -> list[str]:
    """Return the English words that would show that a page is not in French."""
    pieces = (piece.strip() for entry in french() for piece in _pieces(entry.msgid) if entry.msgid != entry.msgstr)
    return sorted({piece for piece in pieces if len(piece) > TELLING})


def _pieces(words: str) -> list[str]:
    return PLACEHOLDER.split(" ".join(words.split()))


def french_speaker(member: Member) -> Client:
    """Return a browser in which the member chose French."""
    client = Client()
    client.force_login(member.user)
    client.post("/account/language/", {"language": "fr", "next": "/"})
    return client


def pages(cast: Cast) -> Iterator[tuple[str, str]]:
    """Return the main pages by name, as people who read French get them."""
    seizure, draft = cast.seizure(), cast.seizure(submit=False)
    officer, supervisor = french_speaker(cast.officer), french_speaker(cast.supervisor)
    seizure_page, unit_page = f"/seizures/{seizure.pk}/", f"/task-forces/{cast.abj.pk}/"
    for client, address in (
        (Client(headers={"accept-language": "fr"}), "/account/sign-in/"),
        *(
            (officer, each)
            for each in ("/", "/seizures/", "/seizures/?substance=cocaine&direction=OUT&since=2026-01-01")
        ),
        *((officer, each) for each in ("/seizures/new/", seizure_page, f"{seizure_page}change/", "/nothing-here/")),
        *((officer, f"/seizures/{draft.pk}/{each}") for each in ("", "discard/")),
        *((officer, each) for each in ("/task-forces/", unit_page, "/account/", "/account/password/", "/audit/")),
        *((supervisor, f"{seizure_page}{each}") for each in ("", "share/", "reject/", "lock/")),
        (supervisor, "/"),
        (french_speaker(cast.auditor), "/audit/"),
    ):
        yield address, client.get(address, follow=True).content.decode()
    yield "an empty quick entry", officer.post("/seizures/new/", {}).content.decode()
    yield "an empty share", supervisor.post(f"{seizure_page}share/", {}).content.decode()


@pytest.mark.django_db
def test_pages_are_french_for_those_who_read_french(cast: Cast, telling: list[str]) -> None:
    """None of the catalogue's English is left on them."""
    faults = []
    for name, page in pages(cast):
        assert 'lang="fr"' in page, name
        text = "\n".join(shown(page))
        faults += [f"{name}: {words}" for words in telling if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    assert faults == []


@pytest.mark.django_db
def test_the_language_is_remembered(cast: Cast) -> None:
    """On the device, for the pages before the sign-in, and on the account, for other devices."""
    client = french_speaker(cast.officer)
    assert User.objects.get(pk=cast.officer.user.pk).language == "fr"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert 'lang="fr"' in client.get("/account/sign-in/", headers={"accept-language": "en"}).content.decode()


def test_numbers_and_days_read_as_in_french() -> None:
    """A comma before decimals, narrow groups of thousands, months by their French names."""
    from datetime import UTC, datetime  # noqa: PLC0415
    from decimal import Decimal  # noqa: PLC0415

    from aircop.web.words import in_zone, number, quantity  # noqa: PLC0415

    with translation.override("fr"):
        assert number(Decimal("1234.5")).replace("\u202f", "\u00a0") == "1\u00a0234,5"
        assert quantity(Decimal("2.5"), "kg") == "2,5\u00a0kg"
        assert in_zone(datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "UTC", "minute") == "21 nov. 2026 14:05"
