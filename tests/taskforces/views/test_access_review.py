"""The pages of the review of access."""

import pytest
from django.test import Client

from taskforces.models import AccessReview, ReviewLine
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
PAGE = "/people/reviews/"


def client_of(member: Member) -> Client:
    """Return somebody's browser."""
    client = Client()
    client.force_login(member.user)
    return client


def test_from_the_reminder_to_the_last_line(cast: Cast) -> None:
    """My work and the list of people say that it is due; every line is decided; then it is kept."""
    assert cast.officer
    browser = client_of(cast.agency_admin)
    for page in ("/", "/people/", PAGE):
        assert "ninety days" in browser.get(page).content.decode()
    listed = browser.post(f"{PAGE}begin/", follow=True).content.decode()
    assert "Awa Kone" in listed
    assert "no second factor" in listed
    assert "Go on with the review" in browser.get(PAGE).content.decode()
    review = AccessReview.objects.get()
    seat = ReviewLine.objects.get(who="Awa Kone")
    refused = browser.post(f"{PAGE}{review.pk}/decide/", {"line": [str(seat.pk)], "act": "end"})
    assert refused.status_code == 400
    assert "Say why it ends" in refused.content.decode()
    rubbish = browser.post(f"{PAGE}{review.pk}/decide/", {"line": ["x"], "act": "confirm"})
    assert "Choose lines" in rubbish.content.decode()
    told = {"line": [str(seat.pk)], "act": "end", "reason": "Left"}
    assert "Decided, and kept" in browser.post(f"{PAGE}{review.pk}/decide/", told, follow=True).content.decode()
    rest = [str(each.pk) for each in ReviewLine.objects.filter(decision="")]
    done = browser.post(f"{PAGE}{review.pk}/decide/", {"line": rest, "act": "confirm"}, follow=True).content.decode()
    assert "The review is finished" in done
    assert "Every line is decided" in done
    assert "ninety days" not in browser.get("/").content.decode()
    assert f"{PAGE}{review.pk}/" in browser.get(PAGE).content.decode()


def test_others_are_told_why_not(cast: Cast) -> None:
    """And find no review of another agency."""
    for member in (cast.officer, cast.auditor, cast.coordinator):
        assert client_of(member).get(PAGE).status_code == 403
    assert client_of(cast.agency_admin).get(f"{PAGE}{cast.officer.user.pk}/").status_code == 404
