"""Who keeps agencies, units and code lists sees no case, by whatever door and whatever is shared."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.models import Seizure
from seizures.services.share import share_seizure
from tests.architecture.routes import routes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = ("false bottom", "behaviour noted", "ABJ1-S-")
LISTS = ("/", "/seizures/", "/search/?q=bottom", "/seizures/duplicates/", "/api/v1/seizures/", "/api/v1/persons/",
         "/api/v1/search/?q=bottom", "/api/v1/duplicate-hints/", "/api/v1/uploads/", "/agencies/", "/task-forces/",
         "/api/v1/seizures/export/?as=ndjson")  # fmt: skip


@pytest.fixture
def shared(cast: Cast) -> Seizure:
    """Return a record that a unit shared with the programme's agency, identities included."""
    seizure = cast.seizure()
    terms: dict[str, Any] = {"level": Level.MANAGE, "reason": "Programme reporting", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.programme, with_identities=True, **terms)
    return seizure


def test_the_agency_it_belongs_to_may_read_what_is_shared(cast: Cast, shared: Seizure) -> None:
    """Or the tests below would hold nothing: its coordinator does."""
    client = Client()
    client.force_login(cast.coordinator.user)
    assert client.get(f"/seizures/{shared.pk}/").status_code == 200


def test_no_page_of_a_record_opens(cast: Cast, shared: Seizure) -> None:
    """404 for each that takes its id; writing is refused as well."""
    client = Client()
    client.force_login(cast.platform_admin.user)
    of_records = [
        route for route in routes()
        if route.name.startswith(("seizures:", "persons:", "api:seizure", "api:attachment", "api:field", "api:lab"))
        and "<uuid:pk>" in route.pattern
    ]  # fmt: skip
    assert len(of_records) > 40
    for route in of_records:
        path = route.path(pk=shared.pk)
        for method in ("get", "post"):
            answer = getattr(client, method)(path, *([{}] if method == "post" else []), content_type="application/json")
            assert answer.status_code in {400, 403, 404, 405}, f"{method} {path}"
            assert not any(word in answer.content.decode() for word in WORDS), path


@pytest.mark.parametrize("path", LISTS)
def test_no_list_tells_of_it(cast: Cast, shared: Seizure, path: str) -> None:
    """Neither its words nor its reference; not even that there is one."""
    client = Client()
    client.force_login(cast.platform_admin.user)
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer.status_code < 500
    assert not any(word in body.decode() for word in (*WORDS, str(shared.pk)))
