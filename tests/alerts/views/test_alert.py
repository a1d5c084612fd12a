"""Pages of alerts: written, told, read, answered; shown to who was told and to nobody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from alerts.models import Alert, Answer
from alerts.services.addressee import Chosen
from alerts.services.delivery import fan_out
from alerts.services.telling import recall_alert, submit_alert
from tests.alerts.told import drafted, published, warned
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def typed(**changed: Any) -> dict[str, Any]:
    ends = timezone.now() + timedelta(days=3)
    usual = {
        "kind": "warning", "severity": "high", "title": "Two couriers", "body": "Hard-shell suitcases",
        "route": "ABJ, ACC", "valid_until_0": ends.strftime("%Y-%m-%d"), "valid_until_1": "10:00",
        "valid_until_2": "Africa/Abidjan", "handling": "H0",
    }  # fmt: skip
    return usual | changed


def test_an_alert_is_written_by_form_and_told(cast: Cast) -> None:
    assert cast.partner_officer
    client = signed(cast.officer)
    assert client.get("/alerts/new/").status_code == 200
    answer = client.post("/alerts/new/", typed(units=[str(cast.acc.pk)], flight_number="AF 0702"))
    assert answer.status_code == 302
    assert cast.officer.actor
    alert = Alert.objects.visible_to(cast.officer.actor).get()
    assert (alert.title, alert.flight_number, alert.route) == ("Two couriers", "AF702", ["ABJ", "ACC"])
    page = client.get(answer["Location"]).content.decode()
    assert "Hand to review" in page
    assert "Warn at once" in page
    assert client.post(f"/alerts/{alert.pk}/submit/", {"version": alert.version}).status_code == 302
    reviewer = signed(cast.supervisor)
    assert reviewer.get(f"/alerts/{alert.pk}/publish/").status_code == 200
    assert reviewer.post(f"/alerts/{alert.pk}/publish/", {"version": alert.version + 1}).status_code == 302
    reader = signed(cast.partner_officer)
    fan_out(alert.pk)
    assert "Two couriers" in reader.get("/alerts/").content.decode()
    assert "Two couriers" in reader.get("/").content.decode()
    assert reader.get(f"/alerts/{alert.pk}/").status_code == 200
    assert 'id="alerts"' not in reader.get("/").content.decode()
    assert reader.post(f"/alerts/{alert.pk}/answer/", {"result": "checked"}).status_code == 302
    assert "Two couriers" not in reader.get("/").content.decode()


@pytest.mark.parametrize("changed", [{"title": ""}, {"route": "QQQ"}, {"valid_until_0": "2020-01-01"}])
def test_what_cannot_be_stays_in_the_form(cast: Cast, changed: dict[str, str]) -> None:
    answer = signed(cast.officer).post("/alerts/new/", typed(units=[str(cast.acc.pk)]) | changed)
    assert answer.status_code == 200
    assert "Hard-shell suitcases" in answer.content.decode()


def test_it_is_filled_in_from_a_seizure_that_one_sees(cast: Cast) -> None:
    seizure = cast.seizure(flight_number="AF702")
    client = signed(cast.officer)
    page = client.get(f"/alerts/new/?seizure={seizure.pk}").content.decode()
    assert "AF702" in page
    assert client.post(f"/alerts/new/?seizure={seizure.pk}", typed(corridor="on")).status_code == 302
    assert Alert.objects.visible_to(cast.officer.actor).get().seizure_id == seizure.pk
    for strange in (uuid4(), "x"):
        assert client.get(f"/alerts/new/?seizure={strange}").status_code == 404
    assert signed(cast.partner_officer).get(f"/alerts/new/?seizure={seizure.pk}").status_code == 404
    assert f"/alerts/new/?seizure={seizure.pk.hex}" in client.get(f"/seizures/{seizure.pk}/").content.decode()


def test_a_record_of_which_nothing_is_told_opens_no_form_and_typing_is_kept(cast: Cast) -> None:
    """Under H2 its agency is asked first; whoever typed meanwhile reads why at the field."""
    seizure = cast.seizure(handling="H2")
    client, form = signed(cast.colleague), f"/alerts/new/?seizure={seizure.pk}"
    refused = client.get(form)
    assert refused.status_code == 403
    assert "ask that agency to consent first" in refused.content.decode()
    kept = client.post(form, typed(units=[str(cast.acc.pk)], handling="H2"))
    assert kept.status_code == 200
    assert list(kept.context["form"].errors) == ["handling"]
    assert "Hard-shell suitcases" in kept.content.decode()
    assert signed(cast.officer).get(form).status_code == 200


def test_the_draft_says_that_all_on_the_route_are_meant(cast: Cast) -> None:
    client, words = signed(cast.officer), "also those that come to it before the alert is told"
    assert client.post("/alerts/new/", typed(route="ABJ LFW", corridor="on")).status_code == 302
    alert = Alert.objects.visible_to(cast.officer.actor).get()
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert "Nobody is addressed yet." in page
    assert words in page
    assert client.get(f"/alerts/{alert.pk}/change/").context["form"].initial["corridor"] is True
    assert words not in client.get(f"/alerts/{published(cast).pk}/").content.decode()


def test_the_second_writer_sees_both_texts(cast: Cast) -> None:
    alert = drafted(cast)
    client = signed(cast.officer)
    assert client.get(f"/alerts/{alert.pk}/change/").status_code == 200
    units = {"units": [str(cast.acc.pk)]}
    assert client.post(f"/alerts/{alert.pk}/change/", typed(version=1, **units)).status_code == 302
    again = client.post(f"/alerts/{alert.pk}/change/", typed(title="Three couriers", version=1, **units))
    assert again.status_code == 200
    page = again.content.decode()
    assert "Three couriers" in page
    assert "Two couriers" in page
    faulty = client.post(f"/alerts/{alert.pk}/change/", typed(route="QQQ", version=2, **units))
    assert faulty.status_code == 200


def test_strangers_find_nothing(cast: Cast) -> None:
    alert = published(cast)
    for path in ("", "change/", "publish/", "recall/", "answer/", "discard/"):
        answers = [signed(cast.outsider).get(f"/alerts/{each}/{path}") for each in (alert.pk, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]


def test_names_are_shown_to_who_may_see_them(cast: Cast) -> None:
    alert = published(cast, person_details="Traoré", chosen=Chosen(units=[cast.acc], agencies=[cast.programme]))
    assert "Traoré" in signed(cast.partner_officer).get(f"/alerts/{alert.pk}/").content.decode()
    page = signed(cast.coordinator).get(f"/alerts/{alert.pk}/")
    assert page.status_code == 200
    assert "Traoré" not in page.content.decode()


def test_acts_of_the_reviewer(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast, kind="general"))
    client = signed(cast.supervisor)
    assert client.post(f"/alerts/{alert.pk}/publish/", {"version": alert.version}).status_code == 200
    assert client.get(f"/alerts/{alert.pk}/return/").status_code == 200
    assert client.post(f"/alerts/{alert.pk}/return/", {"words": "Which flight?"}).status_code == 302
    urgent = warned(cast)
    assert client.post(f"/alerts/{urgent.pk}/review/", {"version": 1}).status_code == 302  # stale: said on the page
    assert client.post(f"/alerts/{urgent.pk}/review/").status_code == 302
    told = published(cast)
    assert client.get(f"/alerts/{told.pk}/recall/").status_code == 200
    assert client.post(f"/alerts/{told.pk}/recall/", {"reason": "Wrong flight"}).status_code == 302
    assert "Wrong flight" in client.get(f"/alerts/{told.pk}/").content.decode()


def test_a_warning_goes_out_from_its_draft(cast: Cast) -> None:
    alert, empty, gone = drafted(cast), drafted(cast, chosen=Chosen()), drafted(cast)
    client = signed(cast.officer)
    assert client.post(f"/alerts/{alert.pk}/warn/").status_code == 302
    assert client.post(f"/alerts/{empty.pk}/warn/").status_code == 302  # nobody addressed: said on the page
    assert "at least one" in client.get(f"/alerts/{empty.pk}/").content.decode()
    assert client.get(f"/alerts/{gone.pk}/discard/").status_code == 200
    assert client.post(f"/alerts/{gone.pk}/discard/").status_code == 302
    assert client.get(f"/alerts/{gone.pk}/").status_code == 404


def test_an_answer_comes_back(cast: Cast) -> None:
    alert = published(cast)
    client = signed(cast.partner_officer)
    assert client.post(f"/alerts/{alert.pk}/acknowledge/").status_code == 302
    assert client.get(f"/alerts/{alert.pk}/answer/").status_code == 200
    assert client.post(f"/alerts/{alert.pk}/answer/", {}).status_code == 200
    wrong = client.post(f"/alerts/{alert.pk}/answer/", {"result": "seizure", "seizure": "ABJ1-S-2026-999999"})
    assert "Check the reference" in wrong.content.decode()
    assert client.post(f"/alerts/{alert.pk}/answer/", {"result": "checked"}).status_code == 302
    assert cast.partner_officer.actor
    assert Answer.objects.filter(alert=alert).count() == 1
    assert "nothing found" in signed(cast.officer).get(f"/alerts/{alert.pk}/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    published(cast)
    client = signed(cast.officer)
    client.get("/alerts/")
    with django_assert_max_num_queries(12) as one:
        client.get("/alerts/")
    for _each in range(5):
        recall_alert(actor=cast.supervisor.actor, alert=published(cast), reason="Wrong flight")
    with django_assert_max_num_queries(len(one)):
        page = client.get("/alerts/?status=recalled")
    assert page.content.decode().count("/alerts/0") >= 5
    assert client.get("/alerts/?after=x&kind=rumour").status_code == 200


def test_the_weight_comes_from_the_seizure_and_is_the_authors_to_change(cast: Cast) -> None:
    seizure = cast.seizure()
    client = signed(cast.officer)
    assert 'name="weight_kg" value="2.500"' in client.get(f"/alerts/new/?seizure={seizure.pk}").content.decode()
    told = typed(units=[str(cast.acc.pk)], weight_kg="0")
    assert "above zero" in client.post("/alerts/new/", told).content.decode()
    answer = client.post("/alerts/new/", told | {"weight_kg": "12.3456"})
    assert cast.officer.actor
    assert str(Alert.objects.visible_to(cast.officer.actor).get().weight_kg) == "12.346"
    assert "12.3\N{NO-BREAK SPACE}kg" in client.get(answer["Location"]).content.decode()
