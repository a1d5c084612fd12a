"""A merge of persons changes no figure: an arrest is a fact of its record, whoever is one with whom."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.models import Arrest, Case, Person, Seizure
from seizures.queries.case import progress_of
from seizures.queries.case_search import count_cases
from seizures.queries.checklist import checklists_of, unasked
from seizures.queries.completeness import completeness
from seizures.queries.follow_up import follow_up
from seizures.queries.person import arrested_count, persons_of
from seizures.queries.search import count_upto, looked_for
from seizures.queries.seizure import capped_count, kilograms
from seizures.services.case_link import link_person
from seizures.services.case_share import share_case
from seizures.services.person_duplicate import merge_persons, unmerge_person
from seizures.services.share import Terms, share_seizure
from seizures.views.people import differs, lacks_arrest
from tests.cast import Cast, Member
from tests.seizures.people import arrested, courier, named

pytestmark = pytest.mark.django_db
LISTS = ("seizures", "persons", "arrests", "cases")
FILTERS = ("arrests=true", "arrests=false", "incomplete=court", "completeness_below=70", "kg_from=1")
READERS = ("officer", "analyst", "partner_officer", "coordinator")


def counted(cast: Cast, reader: Member) -> dict[str, Any]:
    """Return every number that the reader is told of persons, arrests and the records around them."""
    client = Client()
    client.force_login(reader.user)
    figures: dict[str, Any] = {}
    for name in LISTS:
        figures[name] = client.get(f"/api/v1/{name}/?count=true").json()["count"]
    for asked in FILTERS:
        figures[asked] = client.get(f"/api/v1/seizures/?count=true&{asked}").json()["count"]
    for name in ("role=courier", "age_band=25-34", "sex=M"):
        figures[name] = client.get(f"/api/v1/persons/?count=true&{name}").json()["count"]
    figures["answers"] = client.get("/api/v1/seizures/?ordering=recorded_at").json()["results"]
    figures["arrested"] = client.get("/api/v1/arrests/?ordering=recorded_at").json()["results"]
    for page in ("/seizures/", "/seizures/?arrests=yes", "/cases/"):
        figures[page] = client.get(page).context["bar"]["count"]
    figures["file"] = _lines(client, "/seizures/export/")
    figures["file of cases"] = _lines(client, "/cases/export/")
    return figures | _read(reader)


def _lines(client: Client, address: str) -> list[list[str]]:
    answer: Any = client.post(address, {"purpose": "Figures"})
    if not answer.streaming:  # nothing to export
        return []
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row[:1] != ["Made (GMT)"]]


def _read(reader: Member) -> dict[str, Any]:
    """Return what pages reckon of the records."""
    actor = reader.actor
    seizures = Seizure.objects.visible_to(actor)
    told: dict[str, Any] = {
        "all": capped_count(seizures),
        "with arrests": count_upto(looked_for(seizures, "arrests", value=True), 100),
        "kilograms": kilograms(seizures, {}),
        "cases": count_cases(Case.objects.visible_to(actor)),
        "followed": follow_up(actor, [(date(2020, 1, 1), date(2030, 1, 1))]),
        "rows of persons": Person.objects.visible_to(actor).count(),
        "rows of arrests": Arrest.objects.filter(person__in=Person.objects.visible_to(actor)).count(),
    }
    for row in seizures.order_by("reference"):
        persons = persons_of(actor, row)
        told[row.reference or ""] = (
            row.persons_arrested,
            arrested_count(row),
            len(persons),
            differs(row, persons),
            lacks_arrest(actor, row),
            completeness(row, list(row.items.all())),
            checklists_of(row),
            row.version,
        )
    for case in Case.objects.visible_to(actor):
        told[case.reference or ""] = (progress_of([case]), unasked(actor, case), case.version)
    return told


def test_every_place_that_counts_says_the_same_before_and_after(cast: Cast) -> None:
    """For the unit, for who sees no identities, for another agency, for the programme; and once it is undone."""
    assert all((cast.analyst, cast.coordinator, cast.acc))
    first, second = cast.seizure(persons_arrested=1), cast.seizure(persons_arrested=2)
    one, other = named(cast, courier(cast, first)), named(cast, courier(cast, second))
    for person in (one, other):
        arrested(cast, person)
    arrested(cast, other, legal_basis_words="A second warrant")
    courier(cast, second, role="escort")
    case = cast.case(first, second)
    for person in (one, other):
        link_person(actor=cast.supervisor.actor, case=case, person=person, role="courier")
    share_case(
        actor=cast.supervisor.actor,
        case=case,
        receiver=cast.foreign,
        terms=Terms(level=Level.VIEW, reason="Ring", until=None),
    )
    for agency, names in ((cast.foreign, True), (cast.programme, False)):
        share_seizure(
            actor=cast.supervisor.actor,
            seizure=second,
            agency=agency,
            level=Level.VIEW,
            reason="Ring",
            until=None,
            with_identities=names,
        )

    def figures() -> dict[str, Any]:
        return {who: counted(cast, getattr(cast, who)) for who in READERS}

    before = figures()
    assert before["officer"]["persons"] == 3
    assert before["officer"]["arrests"] == 3
    merge_persons(actor=cast.supervisor.actor, kept=one, duplicate=other, words="Same passport")
    for who, told in figures().items():
        assert told == before[who], who
    unmerge_person(actor=cast.supervisor.actor, person=other, words="Two brothers")
    for who, told in figures().items():
        assert told == before[who], who
