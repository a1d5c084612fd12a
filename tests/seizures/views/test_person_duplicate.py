"""The pages and the interface on which somebody decides whether two persons of one agency are one."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seizures.models import Person, PersonHint
from seizures.queries.person_duplicate import person_hints
from seizures.services.hints import note_person_hints
from seizures.services.person_duplicate import merge_persons
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.api.test_person import client_of as program_of
from tests.seizures.people import SECRETS, courier, named
from tests.traces import entries

pytestmark = pytest.mark.django_db
QUEUE = "/persons/duplicates/"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def text(client: Client, path: str, sent: Any = None) -> str:
    answer = client.get(path) if sent is None else client.post(path, sent, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def two(cast: Cast, **told: Any) -> tuple[Person, Person]:
    """Write the same courier into two seizures, and let the system look."""
    one, other = (named(cast, courier(cast, cast.seizure(), **told)) for _each in range(2))
    with as_owner():
        note_person_hints([other.pk], using="default")
    return one, other


@pytest.fixture
def pair(cast: Cast) -> tuple[Person, Person]:
    return two(cast)


@pytest.fixture
def hint(cast: Cast, pair: tuple[Person, Person]) -> PersonHint:
    return person_hints(cast.supervisor.actor).get()


def test_the_queue_tells_why_and_no_names(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    page = text(client_of(cast.supervisor), QUEUE)
    assert all(str(each.seizure) in page for each in pair)
    assert "same document" in page
    assert not any(secret in page for secret in SECRETS)
    assert sorted(entries("person.list")[-1]["object_ids"]) == sorted(each.pk for each in pair)
    for member in (cast.outsider, cast.partner_supervisor):
        assert "Nobody looks like a duplicate" in text(client_of(member), QUEUE)
    assert client_of(cast.coordinator).get(QUEUE).status_code == 403


def test_both_are_read_side_by_side_and_each_reading_is_kept(
    cast: Cast, pair: tuple[Person, Person], hint: PersonHint
) -> None:
    page = text(client_of(cast.officer), f"{QUEUE}{hint.pk}/")
    assert page.count("Ibrahima Ousmane") == page.count("AA0123456") == 2
    assert "You cannot merge them" in page
    told = entries("person.read_identity")
    assert {tuple(each["object_ids"]) for each in told} == {(person.pk,) for person in pair}
    for member in (cast.partner_supervisor, cast.coordinator, cast.outsider):
        assert client_of(member).get(f"{QUEUE}{hint.pk}/").status_code == 404


def test_a_supervisor_merges_and_undoes(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    client, address = client_of(cast.supervisor), f"{QUEUE}{hint.pk}/"
    identity = f"/persons/{hint.second_id}/identity/"
    paths = [f"/api/v1/persons/{each.pk}/" for each in pair]
    before = [client.get(path).content for path in paths]
    assert "May be the same person" in text(client, identity)
    answer = text(client, address, {"decide": "1", "decision": "first", "words": "One traveller"})
    assert f"P1 of {hint.second.seizure} is the same person as P1 of {hint.first.seizure}" in answer
    assert "They are one person." in text(client, address)
    assert "The same person as" in text(client, identity)
    assert "May be the same person" not in text(client, identity)
    assert "The same person as" in text(client, f"/seizures/{hint.second.seizure_id}/people/")
    assert "The same person elsewhere" in text(client, f"/persons/{hint.first_id}/identity/")
    assert "Nobody looks like a duplicate" in text(client, QUEUE)
    assert "Undo the merge" in text(client, f"/persons/{hint.second_id}/unmerge/")
    text(client, f"/persons/{hint.second_id}/unmerge/", {"words": "Two"})
    assert [client.get(path).content for path in paths] == before
    assert "May be the same person" in text(client, identity)
    assert client.post(f"/persons/{hint.second_id}/unmerge/").status_code == 404


def test_an_officer_only_tells_apart(cast: Cast, hint: PersonHint) -> None:
    client, address = client_of(cast.officer), f"{QUEUE}{hint.pk}/"
    assert client.post(address, {"decide": "1", "decision": "second"}).status_code == 403
    assert "Choose who stays" in text(client, address, {"decide": "1"})
    assert "They are two persons" in text(client, address, {"decide": "1", "decision": "apart", "words": "Cousins"})
    assert "They are two persons." in text(client, address)
    assert "They are two persons." in text(client, address, {"decide": "1", "decision": "apart"}), "decided once"
    assert client.get(f"/persons/{hint.first_id}/unmerge/").status_code == 403


def test_minors_and_victims_are_named_only_for_a_reason(cast: Cast) -> None:
    two(cast, role="victim")
    hint = person_hints(cast.supervisor.actor).get()
    client, address = client_of(cast.supervisor), f"{QUEUE}{hint.pk}/"
    for sent in (None, {"purpose": " "}, {"decide": "1"}):
        page = text(client, address, sent)
        assert not any(secret in page for secret in SECRETS)
        assert page.count("the identity is masked") == 2
    assert entries("person.read_identity") == []
    assert "Traoré" in text(client, address, {"purpose": "One child or two"})
    assert {each["purpose"] for each in entries("person.read_identity")} == {"One child or two"}


def test_pages_cost_the_same_for_many_pairs(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    client = client_of(cast.supervisor)

    def cost(path: str) -> int:
        text(client, path)
        with CaptureQueriesContext(connection) as asked:
            text(client, path)
        return len(asked)

    pages = (QUEUE, f"/persons/{pair[0].pk}/identity/", f"/seizures/{pair[0].seizure_id}/people/")
    first = [cost(path) for path in pages]
    assert max(first) <= 15, first
    assert cost(f"{QUEUE}{hint.pk}/") <= 15
    more = [named(cast, courier(cast, cast.seizure())) for _each in range(3)]
    with as_owner():
        note_person_hints([each.pk for each in more], using="default")
    merge_persons(actor=cast.supervisor.actor, kept=more[0], duplicate=more[1])
    assert [cost(path) for path in pages] == first


# The interface --------------------------------------------------------------------------------------------------------


def test_the_interface_tells_and_decides(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    client, (one, other) = client_of(cast.supervisor), pair
    [row] = client.get(f"/api/v1{QUEUE}").json()["results"]
    assert (row["id"], row["reasons"][0], row["score"]) == (str(hint.pk), "same_document", 210)
    assert client.get(f"/api/v1{QUEUE}{hint.pk}/").json() == row

    def post(act: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/persons/{other.pk}/{act}/", body, content_type="application/json")

    paths = [f"/api/v1/persons/{each.pk}/" for each in pair]
    before = [client.get(path) for path in paths]
    merged = post("merge", {"kept": str(one.pk), "words": "One traveller"})
    assert merged.json()["merged_into"] == str(one.pk)
    assert client.get(paths[1]).headers["ETag"] != before[1].headers["ETag"]
    assert post("merge", {"kept": str(one.pk)}).status_code == 400
    undone = post("unmerge", {})
    assert undone.json() == before[1].json()
    for path, then in zip(paths, before, strict=True):
        now = client.get(path)
        assert (now.content, now.headers["ETag"]) == (then.content, then.headers["ETag"]), "byte for byte"
    assert post("unmerge", {}).status_code == 404
    assert post("tell-apart", {"other": str(one.pk)}).status_code == 200
    assert client.get(f"/api/v1{QUEUE}").json()["results"] == []
    assert post("tell-apart", {"other": str(one.pk)}).status_code == 400
    assert post("merge", {"kept": "?"}).status_code == 400


def test_a_program_needs_the_scope_for_identities(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    blind = program_of(cast.supervisor, "persons:read", "persons:write")
    assert blind.get(f"/api/v1{QUEUE}").status_code == 403
    body = {"kept": str(pair[0].pk)}
    merge = f"/api/v1/persons/{pair[1].pk}/merge/"
    assert blind.post(merge, body, content_type="application/json").status_code == 403
    seeing = program_of(cast.supervisor, "persons:write", "persons:identities", "persons:read")
    assert seeing.post(merge, body, content_type="application/json").status_code == 200
    assert "merged_into" not in blind.get(f"/api/v1/persons/{pair[1].pk}/").json(), "redacted"


def test_strangers_decide_nothing_in_the_interface(cast: Cast, pair: tuple[Person, Person], hint: PersonHint) -> None:
    for member in (cast.partner_supervisor, cast.outsider):
        client = client_of(member)
        assert client.get(f"/api/v1{QUEUE}").json()["results"] == []
        assert client.get(f"/api/v1{QUEUE}{hint.pk}/").status_code == 404
        for act, body in (
            ("merge", {"kept": str(pair[0].pk)}),
            ("unmerge", {}),
            ("tell-apart", {"other": str(pair[0].pk)}),
        ):
            path = f"/api/v1/persons/{pair[1].pk}/{act}/"
            assert client.post(path, body, content_type="application/json").status_code == 404


def test_a_search_tells_whom_somebody_went_to(cast: Cast, pair: tuple[Person, Person]) -> None:
    merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    client = client_of(cast.supervisor)
    page = text(client, "/persons/search/", {"name": "Traoré", "purpose": "control"})
    assert page.count("The same person as") == 1
    body = {"name": "Traoré", "purpose": "control"}
    rows = client.post("/api/v1/persons/search/", body, content_type="application/json").json()["results"]
    assert {row["id"]: row["merged_into"] for row in rows} == {
        str(pair[0].pk): None,
        str(pair[1].pk): str(pair[0].pk),
    }
