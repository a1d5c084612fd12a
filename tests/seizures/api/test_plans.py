"""The plans of lists and details for the readers that are hardest to serve: no table of records is read row by row."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.pages import page
from seizures.models import Seizure
from seizures.queries.search import looked_for
from tests.bench.plans import Asked, asked, sequential_scans

RECORDS = 2_000  # the wall makes a row dear enough that plans of so few are those of a million
TABLES = ("seizures_seizure", "seizures_item")
URL = "/api/v1/seizures/"
PATHS = (
    f"{URL}?page_size=100",
    f"{URL}?page_size=100&ordering=occurred_at",
    f"{URL}?page_size=100&airport=ABJ&status=verified,locked",
    f"{URL}?page_size=100&q=cocaine",
    f"{URL}?page_size=100&q=000777&count=true",
    f"{URL}?page_size=100&substance=ketamine&concealment=PST&kg_from=1&occurred_from=2024-01-01&ordering=recorded_at",
    f"{URL}?page_size=100&drug_group=COC&direction=OUT&place=CHK&detection=XRB&arrests=true&form=powder",
)


def readers() -> list[dict[str, Any]]:
    """Return the five readers of the bench, with tokens."""
    call_command("make_records", seizures=RECORDS, seed=7, world="bench", verbosity=0, stdout=StringIO())
    found: list[dict[str, Any]] = json.loads(Path(settings.DATA_DIR, "bench-readers.json").read_text(encoding="utf-8"))
    return found


def ask(reader: dict[str, Any], path: str) -> tuple[Asked, Any]:
    """Return what a read asked, and its answer."""
    with asked() as notes:
        answer = Client(headers={"Authorization": f"Bearer {reader['token']}"}).get(path)
    assert answer.status_code == 200, answer.content
    return notes, answer.json()


@pytest.mark.django_db(transaction=True)
def test_no_reader_makes_the_database_read_all_records() -> None:
    everyone = readers()
    with transaction.atomic(), asked() as notes:
        bind(Actor(subject_id=everyone[0]["id"]))
        assert not Seizure.objects.filter(summary="in no index").exists()
    assert sequential_scans(everyone[0]["id"], notes, TABLES[0]), "a scan is not recognised"
    for reader in everyone:
        for path in PATHS:
            notes, _ = ask(reader, path)
            for table in TABLES:
                assert sequential_scans(reader["id"], notes, table) == [], (reader["kind"], path)
        _, first = ask(reader, PATHS[0])
        assert first["results"], reader["kind"]
        notes, _ = ask(reader, f"{URL}{first['results'][-1]['id']}/")
        for table in TABLES:
            assert sequential_scans(reader["id"], notes, table) == [], (reader["kind"], "detail")


SCANS = (
    "SELECT COALESCE(sum(seq_scan), 0), sum(idx_scan) FROM pg_stat_xact_user_tables WHERE relname = 'seizures_search'"
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked_for", [{"q": "cocaine"}, {"q": "000777"}, {"drug_group": "COC", "arrests": True}])
def test_the_index_of_words_is_never_read_row_by_row(asked_for: dict[str, Any]) -> None:
    """Its function explains itself to nobody, so the database's own counts are asked."""
    for reader in readers():
        with transaction.atomic():
            actor = bind(Actor(subject_id=reader["id"]))
            rows = Seizure.objects.visible_to(actor)
            for name, value in asked_for.items():
                rows = looked_for(rows, name, value)
            page(rows, size=100)
            with connection.cursor() as cursor:
                cursor.execute(SCANS)
                row_by_row, by_index = cursor.fetchone()
        assert (row_by_row, by_index > 0) == (0, True), (reader["kind"], asked_for)
