"""The tab of handling: asking, answering and taking back, on the pages and by the API."""

from typing import Any

import pytest
from django.urls import reverse

from aircop.access.roles import Level
from seizures.models import Consent, Seizure
from seizures.services.consent import ask_consent
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db


def url(name: str, seizure: Seizure, *more: Any) -> str:
    return reverse(f"seizures:{name}", args=[seizure.pk, *more])


def question(seizure: Seizure) -> Consent:
    return Consent.objects.get(seizure=seizure)


def test_asked_on_one_side_and_answered_on_the_other(cast: Cast, signed_in: SignIn) -> None:
    """The whole way through the pages, and what each side reads on the way."""
    seizure = cast.seizure(handling="H2")
    assert cast.owner_supervisor.user
    asking, owner = signed_in(cast.supervisor), signed_in(cast.owner_supervisor)
    page = asking.get(url("handling", seizure)).content.decode()
    assert "H2: not passed on without consent" in page
    assert url("consent-ask", seizure) in page
    missed = asking.post(url("consent-ask", seizure), {"kind": "share", "reason": "Same courier"})
    assert "Choose the agency with which you want to share it." in missed.content.decode()
    sent = {"kind": "share", "reason": "Same courier", "to_agency": cast.foreign.pk}
    assert asking.post(url("consent-ask", seizure), sent).status_code == 302
    again = asking.post(url("consent-ask", seizure), sent).content.decode()
    assert "Your agency has asked this already" in again
    consent = question(seizure)
    assert "Waits for an answer" in asking.get(url("handling", seizure)).content.decode()
    assert "Asked for your consent" in owner.get("/").content.decode()
    answer = url("consent-answer", seizure, consent.pk)
    assert answer in owner.get(url("handling", seizure)).content.decode()
    assert "Same courier" in owner.get(answer).content.decode()
    assert "Say why it is refused" in owner.post(answer, {"answer": "refused"}).content.decode()
    told = {"answer": "granted", "until": "2099-06-30", "words": "Names left out, please"}
    assert owner.post(answer, told).status_code == 302
    page = asking.get(url("handling", seizure)).content.decode()
    assert "Granted" in page
    assert "Names left out, please" in page
    assert asking.get(reverse("seizures:share-create", args=[seizure.pk])).status_code == 200
    end = url("consent-end", seizure, consent.pk)
    assert owner.get(end).status_code == 200
    assert "Say why" in owner.post(end, {"words": ""}).content.decode()
    assert owner.post(end, {"words": "The case is closed"}).status_code == 302
    assert asking.get(reverse("seizures:share-create", args=[seizure.pk])).status_code == 403


def test_under_h1_the_court_alone_is_asked_for(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure(handling="H1")
    page = signed_in(cast.supervisor).get(url("consent-ask", seizure)).content.decode()
    assert 'value="court"' in page
    assert 'value="share"' not in page
    assert signed_in(cast.officer).get(url("consent-ask", seizure)).status_code == 403


def test_a_question_of_others_is_a_404(cast: Cast, signed_in: SignIn) -> None:
    """For who sees the record by a share, and for who does not see it."""
    seizure = cast.seizure(handling="H2")
    consent = ask_consent(actor=cast.supervisor.actor, about=seizure, kind="export", reason="Report")
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.owner_supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    for member in (cast.partner_supervisor, cast.outsider):
        client = signed_in(member)
        assert client.get(url("consent-answer", seizure, consent.pk)).status_code == 404
        assert client.get(f"/api/v1/consents/{consent.pk}/").status_code == 404
    assert "Report" not in signed_in(cast.partner_supervisor).get(url("handling", seizure)).content.decode()


def test_the_same_by_the_api(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure(handling="H2")
    asking, owner = signed_in(cast.supervisor), signed_in(cast.owner_supervisor)
    body = {"seizure": str(seizure.pk), "kind": "share", "to_agency": str(cast.foreign.pk), "reason": "Ring"}

    def post(client: Any, path: str, sent: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/consents/{path}", sent, content_type="application/json")

    assert post(asking, "", body | {"to_agency": str(seizure.pk)}).status_code == 400
    made = post(asking, "", body)
    assert (made.status_code, made.json()["answer"]) == (201, "")
    pk = made.json()["id"]
    assert [each["id"] for each in owner.get("/api/v1/consents/?kind=share").json()["results"]] == [pk]
    assert post(asking, f"{pk}/answer-it/", {"answer": "granted"}).status_code == 403
    answered = post(owner, f"{pk}/answer-it/", {"answer": "granted", "expires_at": "2099-01-01T00:00:00Z"}).json()
    assert (answered["answer"], answered["expires_at"][:10]) == ("granted", "2099-01-01")
    assert asking.get(f"/api/v1/consents/{pk}/").json()["ended_at"] is None
    assert post(owner, f"{pk}/end/", {"words": "Over"}).json()["ended_at"]
    assert signed_in(cast.outsider).get("/api/v1/consents/").json()["results"] == []


def test_a_case_has_the_same_pages(cast: Cast, signed_in: SignIn) -> None:
    """Asked, answered and taken back; My work leads the owner to the question."""
    case = cast.case(by=cast.owner_supervisor, handling="H2")
    asking, owner = signed_in(cast.supervisor), signed_in(cast.owner_supervisor)
    page = asking.get(f"/cases/{case.pk}/handling/").content.decode()
    assert "H2: not passed on without consent" in page
    assert f"/cases/{case.pk}/consents/add/" in page
    form = asking.get(f"/cases/{case.pk}/consents/add/").content.decode()
    assert 'value="export"' not in form
    sent = {"kind": "share", "reason": "Same courier", "to_agency": cast.foreign.pk}
    assert asking.post(f"/cases/{case.pk}/consents/add/", {"kind": "share", "reason": "x"}).status_code == 200
    assert asking.post(f"/cases/{case.pk}/consents/add/", sent).status_code == 302
    consent = Consent.objects.get(case=case)
    answer, end = (f"/cases/{case.pk}/consents/{consent.pk}/{act}/" for act in ("answer", "end"))
    assert answer in owner.get("/").content.decode()
    assert "Same courier" in owner.get(answer).content.decode()
    assert owner.post(answer, {"answer": "granted", "words": "Names left out"}).status_code == 302
    page = asking.get(f"/cases/{case.pk}/handling/").content.decode()
    assert "Names left out" in page
    timeline = owner.get(f"/cases/{case.pk}/timeline/").content.decode()
    assert "asked for consent." in timeline
    assert "Share it onward" in timeline
    assert owner.get(end).status_code == 200
    assert owner.post(end, {"words": "The case is closed"}).status_code == 302
    assert asking.get(f"/seizures/{case.pk}/handling/").status_code == 404


def test_a_case_by_the_api(cast: Cast, signed_in: SignIn) -> None:
    case = cast.case(by=cast.owner_supervisor, handling="H2")
    asking = signed_in(cast.supervisor)
    told = {"kind": "share", "to_agency": str(cast.foreign.pk), "reason": "Ring"}

    def post(sent: dict[str, Any]) -> Any:
        return asking.post("/api/v1/consents/", sent, content_type="application/json")

    for wrong in (told, told | {"case": str(case.pk), "seizure": str(case.pk)}):
        assert post(wrong).json()["errors"][0]["pointer"] == "/seizure"
    assert post(told | {"seizure": str(case.pk)}).status_code == 404
    made = post(told | {"case": str(case.pk)})
    assert (made.status_code, made.json()["case"], made.json()["seizure"]) == (201, str(case.pk), None)
    found = asking.get(f"/api/v1/consents/?case={case.pk}").json()["results"]
    assert [each["id"] for each in found] == [made.json()["id"]]
