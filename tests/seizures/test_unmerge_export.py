"""An undone merge leaves no trace in what leaves the house: file and answers are the same bytes as before."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from seizures.exports.csv_file import csv_text
from seizures.exports.table import SeizureTable
from seizures.models import Seizure
from seizures.rules import can_export_seizure
from seizures.services.assistance import add_assisting_agency, add_external_reference
from seizures.services.duplicate import merge_seizures, unmerge_seizure
from seizures.services.seizure import log_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import Cast, Member
from tests.seizures.api.test_person import client_of
from tests.seizures.people import arrested, courier, named

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
# The tag counts changes: a merge and its undoing are two, and a number that comes back would let a writer who read the
# merged record overwrite a later one. Everything else must be equal.
TAG = re.compile(rb'"etag": ?"(?:[^"\\]|\\.)*"')


def csv_of(member: Member, *, identities: bool) -> bytes:
    """Return the export of every seizure that the member sees, as it is streamed."""
    rows = Seizure.objects.visible_to(member.actor)
    table = SeizureTable(member.actor, rows, may=can_export_seizure, identities=identities)
    return "".join(csv_text(table, shown="all", at=AT)).encode()


def json_of(member: Member, *paths: str) -> list[bytes]:
    """Return the answers of the interface, without their tags."""
    client, found = client_of(member, "seizures:read", "persons:read", "persons:identities"), []
    for path in paths:
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        found.append(TAG.sub(b'"etag": ""', answer.content))
    return found


@pytest.mark.parametrize("state", ["submitted", "locked"])
def test_the_export_after_an_undone_merge_is_byte_equal(cast: Cast, state: str) -> None:
    """With agencies, outside numbers, persons and arrests on both records, for those who merge and those who read."""

    def parcel(by: Member, quantity: str, unit: str, **facts: Any) -> Seizure:
        found = cast.found(substance="heroin", quantity=Decimal(quantity), unit=unit)
        return log_seizure(actor=by.actor, facts=cast.facts(narrative="A parcel", **facts), found=found)

    kept = parcel(cast.officer, "341.61", "g")
    duplicate = parcel(cast.colleague, "0.341", "kg", lead_agency=cast.police)
    for seizure, number in ((kept, "pv 1/2026"), (duplicate, "pv 77/2026")):
        arrested(cast, named(cast, courier(cast, seizure)))
        add_external_reference(
            actor=cast.officer.actor, seizure=seizure, agency=cast.police, system="NAT", number=number
        )
    add_assisting_agency(actor=cast.officer.actor, seizure=kept, agency=cast.foreign)
    if state == "locked":
        verify_seizure(actor=cast.supervisor.actor, seizure=duplicate)
        lock_seizure(actor=cast.supervisor.actor, seizure=duplicate)
    paths = [f"seizures/{each.pk}/{part}" for each in (kept, duplicate) for part in ("", "persons/")] + ["seizures/"]
    members = (cast.supervisor, cast.officer, cast.analyst)

    def exported() -> list[list[bytes]]:
        files = [[csv_of(member, identities=identities) for identities in (True, False)] for member in members]
        return files + [json_of(member, *paths) for member in members]

    before = exported()
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate, words="One parcel")
    merged = exported()
    assert all(now != then for now, then in zip(merged, before, strict=True)), "a merge is seen"
    unmerge_seizure(actor=cast.supervisor.actor, seizure=duplicate, words="Two after all")
    assert exported() == before
