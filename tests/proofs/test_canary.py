"""No byte that anybody receives holds a word that the classes of fields and the lists do not allow.

Every field of words of every record, of its parts, its history, its files and of what people keep for themselves holds
a word that stands nowhere else (`tests.proofs.rows`). Each actor walks the URL map, by every method that the matrix
knows, and what comes back is searched for all of them. New tables, fields and addresses join by themselves.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.proofs.ground import OTHERS, RECEIVERS, SHARED, UNIT, Ground
from tests.proofs.walk import masked, parted, reads, send, tag, whole, writes
from tests.proofs.words import LETTERS
from tests.traces import rows

pytestmark = pytest.mark.django_db
WORD = re.compile(rf"zq[{LETTERS}]{{5}}|\bx[{LETTERS}]{{3}}\b|90\d{{8}}".lower())


@pytest.fixture
def ground(cast: Cast, file_store: Path) -> Ground:
    return Ground(cast).build()


KEEPERS = (*UNIT, "agency_admin", "auditor")  # those who serve with the owner are told whom it shares with, and why


def words_in(text: str) -> set[str]:
    """Return what may be one of our words in a text."""
    return set(WORD.findall(text.lower()))


class Eye:
    """Looks through what one actor receives."""

    def __init__(self, ground: Ground, name: str) -> None:
        self.ground, self.name = ground, name
        self.client = Client(raise_request_exception=False)
        self.client.force_login(ground.member(name).user)
        self.seen: dict[str, str] = {}  # word -> where it was seen first
        self.leaks: dict[str, str] = {}

    def look(self, asked: str, answer: Any) -> None:
        """Search one answer."""
        if answer.status_code >= 500:
            self.leaks[f"{answer.status_code}"] = asked
        text = whole(answer).decode("utf-8", "replace").lower()
        for word in words_in(text):
            mark = self.ground.mint.marks.get(word)
            if mark is not None and self.ground.allowed(self.name, mark):
                self.seen.setdefault(word, asked)
            elif mark is not None:
                self.leaks.setdefault(f"{mark}", asked)
        if self.name not in KEEPERS:
            for word, what in self.ground.kept.items():
                if word.lower() in text:
                    self.leaks.setdefault(what, asked)

    def walk(self, records: tuple[str, ...]) -> None:
        """Ask for everything: lists once, records one by one, and what may be written to those that it sees."""
        for asked, path in reads({}, record=False):
            self.look(asked, send(self.client, "get", path))
        if self.name == "officer":
            for asked, path in reads(self.ground.own_keys, record=True):
                self.look(asked, send(self.client, "get", path))
        for form in ({"purpose": "Figures"}, {"purpose": "Figures", "identities": "on"}):
            self.look("export", send(self.client, "post", reverse("seizures:seizure-export"), form))
        for record in records:
            keys = self.ground.keys(record)
            for asked, path in reads(keys, record=True):
                self.look(f"{asked} of “{record}”", send(self.client, "get", path))
            if (self.name, record) in WRITES:
                for asked, method, path, body in writes(self.ground, keys):
                    held = tag(self.client, path) if method in {"patch", "delete"} else {}
                    self.look(f"{method} {asked} of “{record}”", send(self.client, method, path, body, **held))


# Which records each walks one by one: each way of seeing, and some of not seeing. (That hidden ones are answered like
# missing ones, on every route, the matrix holds.)
WALKED = {
    "officer": ("unshared", "draft", "restricted"),
    "colleague": ("draft",),
    "supervisor": ("manage with identities", "restricted"),
    "analyst": ("unshared",),
    "partner_officer": ("view", "view with identities", "contribute", "revoked"),
    "partner_supervisor": ("manage", "manage with identities", "expired"),
    "partner_analyst": ("view",),
    "partner_auditor": ("contribute with identities",),
    "coordinator": ("view with identities",),
    "agency_admin": ("unshared",),
    "outsider": ("withdrawn",),
}
# Whose writes are looked at, on which records: the others bring nothing back that these do not.
WRITES = {("officer", "unshared"), ("officer", "draft"), ("partner_officer", "view"), ("partner_supervisor", "manage")}

# Fields that no page and no answer shows to anybody.
UNSHOWN = {
    "seizures.Identity.latin": "for searching",
    "seizures.Identity.found_by": "for searching",
    "seizures.EntryDraft.typed": "comes back in the fields of its form",
    "seizures.EntryDraft.part": "which part a form is about",
    "seizures.IdentityDocument.digest": "for comparing across agencies",
    "alerts.Message.asked_key": "for comparing",
    "seizures.IdentityDocument.mrz": "read once, never shown again",
    "history of seizures.Seizure.occurred_zone": "told with the time",
}


WITHOUT_HISTORY = ("history of alerts.",)  # records whose pages show none


@pytest.mark.parametrize("names", [UNIT, RECEIVERS, OTHERS], ids=["unit", "receivers", "others"])
def test_nobody_receives_a_word_that_is_not_for_them(ground: Ground, names: tuple[str, ...]) -> None:
    eyes = [Eye(ground, name) for name in names]
    for eye in eyes:
        eye.walk(WALKED.get(eye.name, ()))
    assert {f"{eye.name}: {what}": where for eye in eyes for what, where in eye.leaks.items()} == {}
    assert mail.outbox == []
    words = [*ground.mint.marks, *(word.lower() for word in ground.kept)]
    assert words_in(str(rows("SELECT payload FROM events_event"))).isdisjoint(words), "events hold ids and codes"
    if names == UNIT:
        marks = ground.mint.marks
        seen = {marks[word].field for eye in eyes for word in eye.seen}
        told = {mark.field for mark in marks.values() if any(ground.allowed(name, mark) for name in names)}
        shown = (each for each in told - seen - set(UNSHOWN) if not each.endswith("withdrawn_reason"))
        lost = sorted(each for each in shown if not each.startswith(WITHOUT_HISTORY))
        assert not lost, f"What nobody walks past proves nothing: {lost}"


def test_no_search_finds_a_record_by_a_word_that_is_not_for_the_reader(ground: Ground) -> None:
    """Each hidden word is searched for, and answered like a word that never was."""
    client = Client()
    client.force_login(ground.member("partner_officer").user)
    paths = ("/api/v1/seizures/?q={}", "/seizures/?q={}", "/search/?q={}", "/api/v1/search/?q={}")
    never = {path: masked(client.get(path.format("zqnever")), "zqnever") for path in paths}
    marks = {word: mark for word, mark in ground.mint.marks.items() if mark.record in {"view", "unshared", "revoked"}}
    hidden = {
        (mark.record in SHARED, mark.field): word
        for word, mark in marks.items()
        if not ground.allowed("partner_officer", mark)
    }
    assert len(hidden) > 100
    found = {}
    for number, (told, word) in enumerate(hidden.items()):
        path = paths[number % len(paths)]
        text = masked(client.get(path.format(word)), word)
        if text != never[path]:
            found[told] = (path, *parted(never[path], text))
    assert not found, "\n".join(f"{told}: {where}" for told, where in found.items())
    seen = next(
        word for word, mark in marks.items() if (mark.field, mark.record) == ("seizures.Seizure.summary", "view")
    )
    assert masked(client.get(paths[0].format(seen)), seen) != never[paths[0]], "or the search finds nothing at all"
