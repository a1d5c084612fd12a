"""Resources: one 404, entity tags, scopes, methods."""

from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured

from aircop.rest.models import IdempotencyKey
from aircop.rest.routers import ResourceRouter
from aircop.rest.views import Listed, ResourceView
from tests.aircop.rest.world import HIDDEN, NOTES_PATH, SCOPES, MeView, NoteView, call, make_note, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> IdempotencyKey:
    """Write a note."""
    return make_note("a")


def at(pk: Any, act: str = "") -> str:
    """Return the address of a note, or of an act on it."""
    return f"{NOTES_PATH}{pk}/{act + '/' if act else ''}"


class TestMissing:
    """Nobody can tell hidden from never was."""

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_hidden_is_missing(self, method: str) -> None:
        """Same body, same headers, same length."""
        hidden = make_note("h", subject=HIDDEN)
        answers = []
        for pk in (hidden.pk, hidden.pk + 1):
            answer = call(method, at(pk), {"name": "x"}, headers={"If-Match": '"0"'})
            document = told(answer)
            document.pop("instance")
            answers.append((answer.status_code, document, dict(answer.headers) | {"Content-Length": ""}))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404

    @pytest.mark.parametrize("act", ["close", "hide-away", "refuse"])
    def test_acts_on_hidden(self, act: str) -> None:
        """Even with a body that the act would refuse."""
        hidden = make_note("h", subject=HIDDEN)
        assert call("POST", at(hidden.pk, act), {"x": 1}).status_code == 404

    @pytest.mark.parametrize("path", ["x/", "field-notes/x/", "field-notes/1/unknown/", "field-notes", "%00/", "%ff/"])
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
    def test_unknown_paths(self, path: str, method: str) -> None:
        """The same document, whatever the method."""
        answer, missing = call(method, f"/api/v1/{path}"), told(call("GET", at(10**9)))
        document = told(answer)
        assert answer.status_code == 404
        assert document | {"instance": ""} == missing | {"instance": ""}
        assert answer["Content-Type"] == "application/problem+json"

    def test_strangers_learn_nothing(self) -> None:
        """Who is not signed in gets 401 everywhere."""
        note = make_note("a")
        for address in (at(note.pk), at(10**9), "/api/v1/x/"):
            answer = call("GET", address, who=None)
            assert answer.status_code == 401
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert told(answer) | {"instance": ""} == told(call("GET", at(1), who=None)) | {"instance": ""}


class TestVersions:
    """ETag out, If-Match in."""

    def test_every_object_answer_has_its_tag(self, note: IdempotencyKey) -> None:
        """Detail, create, patch, act; and the row in a list."""
        assert call("GET", at(note.pk))["ETag"] == '"0"'
        assert call("POST", NOTES_PATH, {"name": "b"})["ETag"] == '"0"'
        assert call("PATCH", at(note.pk), {"name": "c"}, headers={"If-Match": '"0"'})["ETag"] == '"1"'
        assert call("POST", at(note.pk, "close"))["ETag"] == '"2"'
        assert {row["etag"] for row in told(call("GET", NOTES_PATH))["results"]} == {'"2"', '"0"'}

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize(
        ("tag", "status"),
        [(None, 428), ("*", 428), ('"7"', 412), ('W/"0"', 412), ("0", 412), ("", 412), ('"0', 412), ("é", 412)],
    )
    def test_refused(self, note: IdempotencyKey, method: str, tag: str | None, status: int) -> None:
        """Without a version, or with another one."""
        headers = {} if tag is None else {"If-Match": tag}
        body = {"name": "x"} if method == "PATCH" else None
        assert call(method, at(note.pk), body, headers=headers).status_code == status
        note.refresh_from_db()
        assert note.key == "a"

    def test_one_of_several(self, note: IdempotencyKey) -> None:
        """If-Match is a list."""
        assert call("PATCH", at(note.pk), {"name": "x"}, headers={"If-Match": '"9", "0"'}).status_code == 200

    def test_delete(self, note: IdempotencyKey) -> None:
        """Answers nothing, and the object is gone."""
        answer = call("DELETE", at(note.pk), headers={"If-Match": '"0"'})
        assert (answer.status_code, answer.content) == (204, b"")
        assert call("GET", at(note.pk)).status_code == 404

    def test_acts_honour_a_tag(self, note: IdempotencyKey) -> None:
        """It is not asked for, but it counts."""
        assert call("POST", at(note.pk, "close"), headers={"If-Match": '"9"'}).status_code == 412
        assert call("POST", at(note.pk, "close"), headers={"If-Match": '"0"'}).status_code == 200

    def test_classes_of_viewers_have_tags_of_their_own(self, note: IdempotencyKey, monkeypatch: Any) -> None:
        """One who sees less cannot take the tag for that of one who sees more."""
        monkeypatch.setattr(NoteView, "viewer_of", lambda _self, _row: "identities")
        assert call("GET", at(note.pk))["ETag"] == '"0-identities"'
        assert call("PATCH", at(note.pk), {"name": "x"}, headers={"If-Match": '"0"'}).status_code == 412

    def test_without_a_version_the_answer_is_hashed(self, note: IdempotencyKey, monkeypatch: Any) -> None:
        """Reference rows have no counter."""
        monkeypatch.setattr(NoteView, "version_of", ResourceView.version_of)
        monkeypatch.setattr(NoteView, "represent", lambda _self, rows: [{"name": row.key} for row in rows])
        first = call("GET", at(note.pk))["ETag"]
        IdempotencyKey.objects.filter(pk=note.pk).update(key="b")
        second = call("GET", at(note.pk))["ETag"]
        assert first != second
        assert len(first) == len('"0123456789abcdef"')


class TestWrites:
    """Create and act."""

    def test_create(self) -> None:
        """201, where it lies, and the object."""
        answer = call("POST", NOTES_PATH, {"name": "b", "lines": [{"quantity": "1.5"}]})
        made = told(answer)
        assert (answer.status_code, made["name"]) == (201, "b")
        assert answer["Location"] == f"http://testserver{at(made['id'])}"
        assert told(call("GET", at(made["id"]))) == made

    def test_faults_by_pointer(self) -> None:
        """Every fault at once."""
        answer = call("POST", NOTES_PATH, {"colour": 1, "lines": [{"quantity": "1"}, {"quantity": 2, "x": 1}]})
        pointers = {fault["pointer"] for fault in told(answer)["errors"]}
        assert pointers == {"/name", "/colour", "/lines/1/quantity", "/lines/1/x"}

    def test_own_parameters(self) -> None:
        """An action may declare some."""
        assert call("POST", NOTES_PATH + "?dry_run=false", {"name": "b"}).status_code == 201
        assert call("POST", NOTES_PATH + "?dry_run=maybe", {"name": "b"}).status_code == 400

    def test_an_act_out_of_sight(self, note: IdempotencyKey) -> None:
        """What the reader may no longer see is not shown once more."""
        answer = call("POST", at(note.pk, "hide-away"))
        assert (answer.status_code, answer.content) == (204, b"")

    def test_acts_take_nothing_unless_they_say_so(self, note: IdempotencyKey) -> None:
        """A member that nobody reads is refused."""
        assert call("POST", at(note.pk, "close"), {"reason": "x"}).status_code == 400
        assert call("POST", at(note.pk, "close"), {}).status_code == 200

    def test_wrong_state(self, note: IdempotencyKey) -> None:
        """409 with the reason."""
        call("POST", at(note.pk, "close"))
        answer = call("POST", at(note.pk, "close"))
        assert (answer.status_code, told(answer)["detail"]) == (409, "It is closed.")


class TestMethods:
    """There is no PUT."""

    @pytest.mark.parametrize("method", ["PUT", "TRACE", "OPTIONS", "NONSENSE"])
    def test_not_known(self, note: IdempotencyKey, method: str) -> None:
        """405 that names what there is."""
        answer = call(method, at(note.pk))
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, PATCH, DELETE, HEAD"

    def test_head(self, note: IdempotencyKey) -> None:
        """HEAD is a GET."""
        assert call("HEAD", at(note.pk))["ETag"] == '"0"'

    def test_allow_only_in_405(self, note: IdempotencyKey) -> None:
        """So that all 404s are alike."""
        assert "Allow" not in call("GET", at(note.pk))

    def test_other_formats(self) -> None:
        """406 as a problem document."""
        answer = call("GET", NOTES_PATH, headers={"Accept": "text/html"})
        assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")


class TestScopes:
    """A token only narrows."""

    def test_read_token(self, note: IdempotencyKey) -> None:
        """Reads, and is told which scope it lacks."""
        assert call("GET", at(note.pk), scopes=("notes:read",)).status_code == 200
        answer = call("POST", at(note.pk, "close"), scopes=("notes:read",))
        assert (answer.status_code, told(answer)["type"]) == (403, "urn:aircop:problem:scope_missing")
        assert "notes:write" in told(answer)["detail"]

    def test_scope_before_sight(self) -> None:
        """What a token may do does not depend on whether the thing is there."""
        assert call("GET", at(10**9), scopes=()).status_code == 403

    def test_full_token(self, note: IdempotencyKey) -> None:
        """All scopes, all acts."""
        assert call("POST", at(note.pk, "close"), scopes=SCOPES).status_code == 200

    def test_any_token(self, monkeypatch: Any) -> None:
        """Who am I is told to every token."""
        monkeypatch.setattr(MeView, "required_scopes", {"list": ""})
        assert call("GET", "/api/v1/me/", scopes=()).status_code == 200

    def test_every_action_names_its_scope(self) -> None:
        """A view that forgets one cannot be routed."""

        class Forgetful(Listed, ResourceView):
            required_scopes: ClassVar = {}

        router = ResourceRouter()
        router.register("forgetful", Forgetful, "forgetful")
        with pytest.raises(ImproperlyConfigured, match="list"):
            _ = router.urls

    def test_names_are_kebab_case(self) -> None:
        """Of the address."""
        with pytest.raises(ImproperlyConfigured):
            ResourceRouter().register("taskForces", NoteView, "x")


def test_a_resource_without_ids() -> None:
    """Who am I: no list, no paging."""
    assert call("GET", "/api/v1/me/").status_code == 200
    assert call("GET", "/api/v1/me/?page_size=1").status_code == 400


def test_a_view_must_say_what_is_visible() -> None:
    """Nothing is open by default."""
    with pytest.raises(NotImplementedError):
        ResourceView().visible()
