"""The laboratory tab: side by side, added by forms, waiting in my work; and the law under the picker."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aircop.access.roles import Level
from aircop.reference import queries
from seizures.models import LabResult, Seizure
from seizures.queries.seizure import kilograms, narrowed
from seizures.services.item import change_item
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.services.test_laboratory import indicated, reported
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
REPORT = {
    "laboratory": "National laboratory", "report_number": "LAB/1", "reported_on": "20/03/2026", "method": "gc-ms",
    "finding": "identified", "substance": "ketamine", "purity": "82,4", "uncertainty": "1.5", "net_0": "2.31",
    "net_1": "kg", "others": ["tramadol"],
}  # fmt: skip


def address(name: str, seizure: Seizure, *more: Any) -> str:
    return reverse(f"seizures:{name}", args=[seizure.pk, *more])


def test_presumptive_and_confirmed_side_by_side(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    page = officer.get(address("laboratory", seizure)).content.decode()
    assert "as it was logged; not tested" in page
    assert "no laboratory result yet" in page
    assert officer.post(address("lab-result-add", seizure, 1), REPORT).status_code == 302
    indicated(cast, seizure)
    page = officer.get(address("laboratory", seizure)).content.decode()
    for words in ("Positive, Scott test", "82.4 ± 1.5\xa0% pure", "2.31", "Ketamine", "confirmed", "Tramadol", "LAB/1"):
        assert words in page, words


def test_a_correction_from_the_page(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    wrong = reported(cast, seizure)
    where = f"{address('lab-result-add', seizure, 1)}?supersedes={wrong.pk}"
    assert where in officer.get(address("laboratory", seizure)).content.decode()
    assert "A correction" in officer.get(where).content.decode()
    assert officer.post(where, REPORT | {"substance": "mdma"}).status_code == 302
    page = officer.get(address("laboratory", seizure)).content.decode()
    assert ("Superseded" in page, "corrects L1" in page) == (True, True)
    assert where not in page
    for rubbish in ("x", "01890000-0000-7000-8000-000000000000"):
        assert officer.post(f"{address('lab-result-add', seizure, 1)}?supersedes={rubbish}", REPORT).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"report_number": ""}, "report_number"),
        ({"reported_on": "soon"}, "reported_on"),
        ({"substance": ""}, "substance"),
        ({"purity": "101"}, "purity"),
        ({"net_1": "l"}, "net"),
        ({"others": ["nothing"]}, "others"),
        ({"reported_on": "2026-03-01"}, "reported_on"),
    ],
)
def test_a_fault_is_said_at_its_field(cast: Cast, signed_in: SignIn, changed: dict[str, Any], field: str) -> None:
    page = signed_in(cast.officer).post(address("lab-result-add", cast.seizure(), 1), REPORT | changed)
    assert (page.status_code, field in page.context["form"].errors) == (200, True)
    assert not LabResult.objects.filter(seizure__isnull=False).exists()


def test_the_unknown_is_sent_and_waits_in_my_work(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    told = {"substance": "UNK"}
    change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    officer = signed_in(cast.officer)
    assert "Nobody knows yet what it is" in officer.get(address("laboratory", seizure)).content.decode()
    sent = {"laboratory": "National laboratory", "sent_on": "2026-03-15"}
    assert officer.post(address("lab-request-add", seizure, 1), sent).status_code == 302
    page = officer.get(address("laboratory", seizure)).content.decode()
    assert ("Waiting for the laboratory" in page, address("lab-request-add", seizure, 1) in page) == (True, False)
    desk = signed_in(cast.supervisor).get("/").content.decode()
    assert ("At the laboratory" in desk, "item 1, at National laboratory" in desk) == (True, True)
    assert 'value="National laboratory"' in officer.get(address("lab-result-add", seizure, 1)).content.decode()
    officer.post(address("lab-result-add", seizure, 1), REPORT)
    assert "At the laboratory" not in signed_in(cast.supervisor).get("/").content.decode()


def test_who_reads_and_who_adds(cast: Cast, signed_in: SignIn) -> None:
    seizure = cast.seizure()
    indicated(cast, seizure, operator="Sgt Kone")
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    partner, ours = signed_in(cast.partner_officer), signed_in(cast.officer)
    page = partner.get(address("laboratory", seizure)).content.decode()
    assert ("Sgt Kone" in page, "Positive" in page, "Add a field test" in page) == (False, True, False)
    assert "Sgt Kone" in ours.get(address("laboratory", seizure)).content.decode()
    for name in ("field-test-add", "lab-request-add", "lab-result-add"):
        assert partner.get(address(name, seizure, 1)).status_code == 403
        assert ours.get(address(name, seizure, 2)).status_code == 404
        assert signed_in(cast.outsider).get(address(name, seizure, 1)).status_code == 404


def test_the_page_costs_the_same_for_any_number_of_rows(cast: Cast, signed_in: SignIn, settings: Any) -> None:
    settings.REFERENCE_CHECK_SECONDS = 3600
    queries.warm()
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    where, counts = address("laboratory", seizure), []
    for number in range(2):
        reported(cast, seizure, report_number=f"A{number}")
        for minute in range(3):
            indicated(cast, seizure, tested_at=seizure.occurred_at.replace(minute=20 + minute + 10 * number))
        officer.get(where)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(where).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18


# The law ------------------------------------------------------------------------------------------------------------


def law(client: Any, **query: str) -> str:
    return str(client.get(reverse("seizures:substance-status"), query).content.decode())


def test_the_law_of_a_day_and_a_country(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    assert "1961 Convention, Schedule IV" in law(officer, substance="cannabis", airport="ABJ", on="2019-01-01")
    assert "1961 Convention, Schedule IV" not in law(officer, substance="cannabis", airport="ABJ", on="2021-01-01")
    here = law(officer, substance="tramadol", airport="ABJ")
    assert "Under no international convention" in here
    assert "That does not mean that there is none" in here
    there = law(officer, substance="tramadol", airport="LHR", occurred_0="2026-01-01")
    assert "controlled by national law since 10 Jun 2014" in there
    assert "controlled by national law" not in law(officer, substance="tramadol", airport="LHR", on="2014-06-09")


@pytest.mark.parametrize(
    "query", [{}, {"substance": "x"}, {"substance": "UNK"}, {"substance": "\0", "airport": "???", "on": "x" * 50}]
)
def test_rubbish_tells_nothing(cast: Cast, signed_in: SignIn, query: dict[str, str]) -> None:
    assert "Choose a substance" in law(signed_in(cast.officer), **query)


def test_under_the_picker_comes_the_part_alone(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    where = reverse("seizures:substance-status")
    part = officer.get(where, {"substance": "heroin", "airport": "ABJ"}, headers={"HX-Request": "true"})
    assert ("<html" in part.content.decode(), "Schedule IV" in part.content.decode()) == (False, True)
    entry = officer.get(reverse("seizures:seizure-create")).content.decode()
    assert where in entry
    assert "closest form" not in entry.partition(where)[2].partition(">")[0], "the typing stays out of the address"


def test_the_record_tells_the_law_of_its_own_day(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).get(f"/seizures/{cast.seizure().pk}/").content.decode()
    assert "Legal status of Cocaine on 14 Mar 2026" in page
    assert queries.controls("cannabis", date(2019, 1, 1)) != queries.controls("cannabis", date(2021, 1, 1))


# Elsewhere ----------------------------------------------------------------------------------------------------------


def test_lists_find_both_names_and_weigh_what_figures_use(cast: Cast, signed_in: SignIn) -> None:
    """Logged as cocaine, confirmed as ketamine: found under both, counted as ketamine."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    cast.seizure()
    reported(cast, seizure)
    counted = {}
    for substance in ("cocaine", "ketamine"):
        page = officer.get("/seizures/", {"substance": substance})
        rows = Seizure.objects.visible_to(cast.officer.actor)
        counted[substance] = (
            len(page.context["rows"]),
            kilograms(narrowed(rows, {"substance": substance}), {"substance": substance}),
        )
    assert counted == {"cocaine": (2, Decimal("2.5")), "ketamine": (1, Decimal("2.5"))}


def test_the_record_and_its_answer_tell_what_was_confirmed(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    reported(cast, seizure)
    page = officer.get(f"/seizures/{seizure.pk}/").content.decode()
    assert "Confirmed by the laboratory" in page
    assert "Legal status of Ketamine" in page
    (item,) = officer.get(f"/api/v1/seizures/{seizure.pk}/").json()["items"]
    names = ("substance", "confirmed_substance", "confirmed_finding", "figure_basis", "figure_substance", "figure_kg")
    assert tuple(item[name] for name in names) == (
        "cocaine", "ketamine", "identified", "confirmed", "ketamine", "2.5",
    )  # fmt: skip
