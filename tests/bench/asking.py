"""What one reader's list and detail ask of the database."""

import statistics
from typing import Any

from django.db import connection
from django.test import Client

from aircop.accounts.models import Token, digest_of
from tests.bench.plans import asked, sequential_scans

TABLES = {"seizures": "seizures_seizure", "cases": "seizures_case"}
REPEATS = 7


def ask(secret: str, what: str) -> dict[str, Any]:
    """Return what a list and a detail of seizures or of cases cost the reader with this token."""
    connection.ensure_connection()  # the client's signals would close it between requests
    client = Client(headers={"Authorization": f"Bearer {secret}"}, SERVER_NAME="localhost")
    subject = Token.objects.get(digest=digest_of(secret)).user_id

    def get(path: str) -> tuple[Any, Any]:
        with asked() as notes:
            answer = client.get(path, secure=True, headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 200, answer.content[:500]
        return notes, answer.json()

    def look() -> Any:
        told = {"name": "Mohamed Traoré", "purpose": "control"}
        with asked() as notes:
            answer = client.post(
                "/api/v1/persons/search/", told, "application/json", secure=True, headers={"X-Forwarded-Proto": "https"}
            )
        assert answer.status_code == 200, answer.content[:500]
        return notes

    path, table = f"/api/v1/{what}/?page_size=100", TABLES[what]
    lists = [get(path) for _ in range(REPEATS)]
    notes, page = lists[-1]
    detail, _ = get(f"/api/v1/{what}/{page['results'][0]['id']}/")
    persons = [look() for _ in range(2)][-1]
    ten, _ = get(f"/api/v1/{what}/?page_size=10")
    return {
        "rows": len(page["results"]),
        "list_queries": len(notes),
        "list_queries_of_ten": len(ten),
        "list_sql_ms": statistics.median(each.ms for each, _page in lists[1:]),
        "detail_queries": len(detail),
        "detail_sql_ms": detail.ms,
        "person_queries": len(persons),
        "person_sql_ms": persons.ms,
        "sequential_scans": len(sequential_scans(subject, notes, table) + sequential_scans(subject, detail, table)),
    }
