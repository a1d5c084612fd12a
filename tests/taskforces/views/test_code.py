"""The pages of the code lists: all lists, one list, and its codes changed; for nobody else."""

from typing import Any

import pytest
from django.test import Client

from aircop.reference import queries, seed
from aircop.reference.models import Code
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
SENT = {"code": "keg", "en": "Keg", "fr": "Tonnelet", "source": "Own list", "valid_from": "2026-01-05"}
PAGES = ("", "packaging/", "packaging/new/", "packaging/brick/labels/", "packaging/brick/end/", "nothing/")


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    queries.forget()
    yield
    queries.forget()


def client_of(member: Member) -> Client:
    """Return a client signed in."""
    client = Client()
    client.force_login(member.user)
    return client


@pytest.mark.parametrize("who", ["officer", "supervisor", "analyst", "agency_admin", "coordinator", "auditor"])
def test_everybody_else_is_refused(cast: Cast, who: str) -> None:
    """Before it is said whether there is such a list."""
    client = client_of(getattr(cast, who))
    for page in PAGES:
        assert client.get(f"/codes/{page}").status_code == 403
    assert client.post("/codes/packaging/new/", SENT).status_code == 403
    assert not Code.objects.filter(code="keg").exists()


def test_every_list_is_shown_with_its_source(cast: Cast, django_assert_max_num_queries: Any, settings: Any) -> None:
    settings.REFERENCE_CHECK_SECONDS = 3600
    client = client_of(cast.platform_admin)
    client.get("/codes/")
    with django_assert_max_num_queries(9):
        answer = client.get("/codes/")
    lines = {line.name: line for line in answer.context["lists"]}
    assert set(lines) == {each.name for each in seed.read_lists()}
    assert (lines["packaging"].kept, lines["commodity"].kept) == (True, False)
    assert lines["packaging"].in_force == len(seed.read_codes(seed.SeedList("packaging", "s", {})))
    assert 'href="/codes/"' in answer.content.decode()


def test_a_list_is_shown_in_every_language(cast: Cast, django_assert_max_num_queries: Any, settings: Any) -> None:
    """In as many reads for two hundred codes as for ten; one that the program rests on without acts."""
    settings.REFERENCE_CHECK_SECONDS = 3600
    client = client_of(cast.platform_admin)
    client.get("/codes/place/")
    for name in ("country", "place"):
        with django_assert_max_num_queries(10):
            answer = client.get(f"/codes/{name}/")
        assert answer.status_code == 200
    commodities = client.get("/codes/commodity/").content.decode()
    assert "مخدرات" in commodities
    assert "Stupéfiants" in commodities
    assert "changes with a release" in commodities
    assert "/codes/commodity/new/" not in commodities
    assert "/codes/packaging/brick/end/" in client.get("/codes/packaging/").content.decode()
    assert "/codes/packaging/OTH/end/" not in client.get("/codes/packaging/").content.decode()


def test_a_code_is_added_worded_and_ended(cast: Cast) -> None:
    """Each act leads back to the list, which shows what was said here."""
    client = client_of(cast.platform_admin)
    assert client.post("/codes/packaging/new/", SENT).headers["Location"] == "/codes/packaging/"
    labels = client.get("/codes/packaging/brick/labels/")
    assert labels.context["form"]["fr"].initial == "Pain ou brique"
    sent = {"en": "Block", "fr": "Pain"}
    assert client.post("/codes/packaging/brick/labels/", sent).status_code == 302
    assert client.post("/codes/packaging/brick/end/", {"last_day": "2020-06-30"}).status_code == 302
    assert client.get("/codes/packaging/brick/end/").status_code == 200
    page = client.get("/codes/packaging/").content.decode()
    for words in ("Keg", "added here", "worded here", "set here", "30 Jun 2020", "ended", "Own list"):
        assert words in page
    line = next(each for each in client.get("/codes/").context["lists"] if each.name == "packaging")
    assert (line.ended, str(line.since)) == (1, "2026-01-05")
    assert client.post("/codes/concealment/new/", SENT | {"heading": "BODY", "code": "SOLE"}).status_code == 302
    assert Code.objects.get(code="SOLE").parent.code == "BODY"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("page", "sent", "field"),
    [("packaging/new/", SENT | {"code": "brick"}, "code"), ("packaging/new/", SENT | {"en": ""}, "en"),
     ("packaging/new/", SENT | {"valid_from": "soon"}, "valid_from"), ("packaging/new/", SENT | {"fr": "\x00"}, "fr"),
     ("concealment/new/", SENT | {"heading": "nothing"}, "heading"),
     ("packaging/brick/labels/", {"en": "Bundle", "fr": ""}, "fr"),
     ("packaging/brick/end/", {"last_day": "1899-12-31"}, "last_day")],
)  # fmt: skip
def test_a_fault_comes_back_at_its_field(cast: Cast, page: str, sent: dict[str, str], field: str) -> None:
    answer = client_of(cast.platform_admin).post(f"/codes/{page}", sent)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}


def test_missing_lists_and_codes_and_lists_of_the_program(cast: Cast) -> None:
    client = client_of(cast.platform_admin)
    for page in ("nothing/", "nothing/new/", "nothing/x/labels/", "packaging/x/labels/", "packaging/x/end/"):
        assert client.get(f"/codes/{page}").status_code == 404
    for page in ("substance/new/", "substance/cocaine/labels/", "substance/cocaine/end/", "packaging/OTH/end/"):
        assert client.get(f"/codes/{page}").status_code == 403
    assert client.post("/codes/substance/new/", SENT).status_code == 403
