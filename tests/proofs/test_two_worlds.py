"""Two worlds that differ only in what a reader may not see look the same to that reader, byte for byte.

Times and the request's id are masked. What is compared is every GET of the URL map, and what a record of the reader's
own looks like that is logged meanwhile: so numbers, counts, totals, tags, order, completeness and hints are held too.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from aircop.access.models import FieldClass
from aircop.accounts.sessions import COARSE, SEEN_AT
from seizures.models import Case, CasePerson, CaseRelation, CaseSeizure, Seizure
from seizures.services.attachment import attach_file
from seizures.services.hints import note_hints, note_person_hints
from tests.cast import Cast
from tests.databases import as_owner
from tests.factories import pictures
from tests.proofs.ground import Ground
from tests.proofs.rows import Filler
from tests.proofs.walk import masked, parted, reads, send
from tests.seizures.people import arrested, courier, named

pytestmark = pytest.mark.django_db
ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
DICE = {"accounts:factor-set-up"}  # shows a new secret each time
WAYBILL = "176-12345675"


class Reader:
    """Somebody who looks at everything that it may ask for."""

    def __init__(self, ground: Ground, name: str) -> None:
        self.ground, self.name = ground, name
        self.client = Client()
        self.client.force_login(ground.member(name).user)
        session = self.client.session
        session[SEEN_AT] -= COARSE  # the first request notes from where it comes
        session.save()
        self.client.get("/")

    def looks(self, *records: str) -> dict[str, str]:
        """Return what comes back, by what was asked for: ids made meanwhile stand in the order of their appearance."""
        known: dict[str, str] = {}

        def numbered(found: re.Match[str]) -> str:
            return known.setdefault(found[0].replace("-", ""), f"id {len(known)}")

        asked = [(name, path) for name, path in reads({}, record=False) if name not in DICE]
        asked += [
            (f"{name} of “{each}”", path)
            for each in records
            for name, path in reads(self.ground.keys(each), record=True)
        ]
        with transaction.atomic():
            told = self._log()
            told |= {name: masked(send(self.client, "get", path)) for name, path in asked}
            transaction.set_rollback(True)
        return {name: ID.sub(numbered, text) for name, text in told.items()}

    def _log(self) -> dict[str, str]:
        """Log a record of one's own, as far as one may."""
        unit = self.ground.cast.customs if self.name == "colleague" else self.ground.cast.foreign
        body = {
            "airport": "ABJ", "occurred_at": "2026-03-14T03:10:00+00:00", "direction": "OUT", "conveyance": "CRG",
            "air_waybill": WAYBILL, "persons_arrested": 1, "lead_agency": str(unit.pk),
            "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
        }  # fmt: skip
        answer = self.client.post("/api/v1/seizures/", json.dumps(body), content_type="application/json")
        if answer.status_code != 201:
            return {"own": masked(answer)}
        own = answer.json()["id"]
        with as_owner():
            note_hints(own, using="default")
        paths = {
            "own page": f"/seizures/{own}/", "own relations": f"/seizures/{own}/related/",
            "own hints": "/api/v1/duplicate-hints/", "duplicates": "/seizures/duplicates/",
        } | self._name(own)  # fmt: skip
        return {"own": masked(answer)} | {name: masked(self.client.get(path)) for name, path in paths.items()}

    def _name(self, own: str) -> dict[str, str]:
        """Write somebody into the record whom others know too; return what may tell of that."""

        def sent(path: str, body: dict[str, str]) -> dict[str, str]:
            told: dict[str, str] = self.client.post(path, json.dumps(body), content_type="application/json").json()
            return told

        person = sent(f"/api/v1/seizures/{own}/persons/", {"role": "courier"})["id"]
        sent(f"/api/v1/persons/{person}/identify/", {"family_name": "Traoré", "birth_date": "1990-05-17"})
        with as_owner():
            note_person_hints([UUID(person)], using="default")
        return {
            "own person": f"/persons/{person}/identity/", "own person told": f"/api/v1/persons/{person}/",
            "persons twice": "/persons/duplicates/", "persons hinted at": "/api/v1/persons/duplicates/",
        }  # fmt: skip


def more_records(ground: Ground) -> None:
    """Log more of everything beside what the reader sees: alike, later, shared with others, ended."""
    cast = ground.cast
    for name in ("expired", "revoked", "draft"):
        ground.log(name)
    alike = cast.seizure(conveyance="CRG", air_waybill=WAYBILL)
    ground.put("unshared", alike)
    person = named(cast, courier(cast, alike))
    with as_owner():
        note_hints(alike.pk, using="default")
        note_person_hints([person.pk], using="default")
    ground.write_what_is_ones_own()


def other_identities(ground: Ground) -> None:
    """Say otherwise, in each field of the class identity, what a record holds that was shared without identities."""
    sheaf = ground.sheaves["view"]
    seizure = sheaf.rows[Seizure]
    seizure = Seizure.objects.visible_to(ground.cast.officer.actor).get(pk=seizure.pk)
    attach_file(actor=ground.cast.officer.actor, seizure=seizure, name="y.jpg", data=pictures.photo(40, 30, shade=99))
    with as_owner():
        Filler(ground.mint).rewrite(sheaf, FieldClass.IDENTITY)


def ones_own(ground: Ground) -> None:
    """Let the officer begin what is nobody else's: drafts, entries, views, uploads."""
    ground.log("draft")
    ground.write_what_is_ones_own()
    with as_owner():
        Filler(ground.mint).rewrite(ground.sheaves["restricted"], *FieldClass)


def hidden_links(ground: Ground) -> None:
    """Let a case that the reader sees be about more that it does not see: seizures, a person arrested, another case."""
    cast, case = ground.cast, ground.sheaves["view"].rows[Case]
    hidden = cast.seizure(persons_arrested=1)
    person = named(cast, courier(cast, hidden))
    arrested(cast, person)
    other = cast.case(hidden)
    with as_owner():
        by = cast.officer.user
        CaseSeizure(case=case, seizure=hidden, linked_by=by).save(force_insert=True)
        CasePerson(case=case, person=person, role="courier", linked_by=by).save(force_insert=True)
        CaseRelation(case=case, other=other, linked_by=by).save(force_insert=True)


@pytest.mark.parametrize(
    ("names", "records", "differs"),
    [
        (("partner_officer", "coordinator", "partner_admin"), ("view",), more_records),
        (("partner_officer",), ("view",), other_identities),
        (("colleague",), ("view",), ones_own),
        (("partner_supervisor",), ("view",), hidden_links),
    ],
    ids=["more records", "other identities", "what is one's own", "hidden links"],
)
def test_what_is_hidden_changes_nothing(
    cast: Cast, file_store: Path, names: tuple[str, ...], records: tuple[str, ...], differs: Callable[[Ground], None]
) -> None:
    ground = Ground(cast).build("view", "restricted")
    readers = [Reader(ground, name) for name in names]
    before = [reader.looks(*records) for reader in readers]
    differs(ground)
    for reader, told in zip(readers, before, strict=True):
        after = reader.looks(*records)
        differ = {name: parted(text, after[name]) for name, text in told.items() if text != after[name]}
        assert not differ, "\n".join(f"{reader.name}, {name}: {where}" for name, where in differ.items())
