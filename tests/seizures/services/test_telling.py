"""What may be told of a seizure, what follows from it, stale writes, and what a draft leaves."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.models import ListGroupGrant
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.reference.models import Airport
from seizures.enums import Handling
from seizures.models import Item, Seizure
from seizures.services.seizure import change_seizure, discard_seizure, log_seizure, submit_seizure
from seizures.services.verification import lock_seizure, reject_seizure, reopen_seizure, verify_seizure
from taskforces.models import Participation
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, values

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"direction": "SIDEWAYS"}, "direction"),
        ({"occurred_at": datetime(2199, 1, 1, tzinfo=UTC)}, "occurred_at"),
        ({"occurred_zone": "Mars/Olympus"}, "occurred_zone"),
        ({"occurred_zone": "../../etc/passwd"}, "occurred_zone"),
        ({"handling": Handling.H3}, "handling_words"),
    ],
)
def test_what_cannot_be_told(cast: Cast, told: dict[str, Any], field: str) -> None:
    """When it is logged, and when it is changed."""
    actor = cast.officer.actor
    with pytest.raises(Invalid) as fault, transaction.atomic():
        log_seizure(actor=actor, facts=cast.facts(**told), found=cast.found())
    assert fault.value.field == field
    seizure = cast.seizure()
    with pytest.raises(Invalid) as fault, transaction.atomic():
        change_seizure(actor=actor, seizure=seizure, version=seizure.version, facts=told)
    assert fault.value.field == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"substance": "moon dust"}, "substance"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"quantity": Decimal("Infinity")}, "quantity"),
    ],
)
def test_what_cannot_have_been_found(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=replace(cast.found(), **changed))
    assert fault.value.field == field


def test_the_lead_agency_takes_part_in_the_unit(cast: Cast) -> None:
    with pytest.raises(Invalid) as fault:
        log_seizure(actor=cast.officer.actor, facts=cast.facts(lead_agency=cast.elsewhere), found=cast.found())
    assert fault.value.field == "lead_agency"


def test_what_has_ended_since_stops_nobody_from_changing_the_rest(cast: Cast) -> None:
    """The lead agency left the unit and the code was retired: the summary can still be mended."""
    seizure = cast.seizure()
    with as_owner():
        Participation.objects.filter(agency=cast.customs).update(until=timezone.now())
        Seizure.objects.filter(pk=seizure.pk).update(place="retired-code")
        Item.objects.filter(seizure=seizure).update(form="retired-code")
    found = {"form": "retired-code", "quantity": Decimal(3)}
    actor = cast.colleague.actor
    changed = change_seizure(actor=actor, seizure=seizure, version=seizure.version, facts={"summary": "x"}, found=found)
    assert (changed.summary, changed.items.get().quantity) == ("x", Decimal(3))


def test_only_facts_can_be_changed(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(Invalid) as fault:
        change_seizure(actor=cast.officer.actor, seizure=seizure, version=2, facts={"status": "verified"})
    assert fault.value.field == "status"


def test_day_and_weight_follow_time_and_place(cast: Cast) -> None:
    seizure = cast.seizure()
    assert (seizure.occurred_zone, str(seizure.occurred_on)) == ("Africa/Abidjan", "2026-03-14")
    tokyo = {"airport": Airport.objects.get(pk="NRT"), "occurred_at": datetime(2026, 3, 14, 20, 0, tzinfo=UTC)}
    changed = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=tokyo)
    assert str(changed.occurred_on) == "2026-03-15"
    assert changed.items.get().kg_equivalent == Decimal("2.5")
    kept = values("seizure.change")[-1]["values"]
    assert kept["airport"] == ["ABJ", "NRT"]


def test_a_change_that_changes_nothing_leaves_nothing(cast: Cast) -> None:
    seizure = cast.seizure()
    same: dict[str, Any] = {"facts": {"summary": seizure.summary}, "found": asdict(cast.found())}
    after = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, **same)
    assert (after.version, entries("seizure.change")) == (seizure.version, [])


# Stale writes -------------------------------------------------------------------------------------------------------


def test_a_stale_change_is_told_both_texts(cast: Cast) -> None:
    seizure = cast.seizure()
    seen = seizure.version
    first = {"summary": "Three bags.", "narrative": "Two travellers."}
    change_seizure(actor=cast.colleague.actor, seizure=seizure, version=seen, facts=first)
    second = {"summary": "Four bags.", "narrative": "Two travellers.", "lead_agency": cast.police}
    with pytest.raises(StaleWrite) as stale:
        change_seizure(actor=cast.officer.actor, seizure=seizure, version=seen, facts=second)
    told = {clash.field: (clash.sent, clash.current) for clash in stale.value.clashes}
    assert told == {
        "summary": ("Four bags.", "Three bags."),
        "lead_agency": (str(cast.police.pk), str(cast.customs.pk)),
    }
    assert stale.value.version == seen + 1


def test_who_sees_no_identities_neither_writes_them_nor_is_told_them(cast: Cast) -> None:
    """A writer without the right, on the record's own list; neither a fresh nor a stale write tells the narrative."""
    seizure = cast.seizure()
    actor = cast.colleague.actor
    with as_owner():
        ListGroupGrant.objects.filter(group_id__in=actor.groups, permission__codename=SEE_IDENTITY).delete()
    for version in (seizure.version, seizure.version - 1):
        with pytest.raises(NotAllowed) as refused:
            change_seizure(actor=actor, seizure=seizure, version=version, facts={"narrative": "guess"})
        assert refused.value.code == "identity"
    with pytest.raises(StaleWrite) as stale:
        change_seizure(actor=actor, seizure=seizure, version=0, facts={"summary": "x"})
    assert [clash.field for clash in stale.value.clashes] == ["summary"]


@pytest.mark.parametrize(("act", "verified"), [(verify_seizure, False), (lock_seizure, True), (reopen_seizure, True)])
def test_a_supervisor_acts_on_the_version_that_was_seen(cast: Cast, act: Callable[..., Any], verified: bool) -> None:
    seizure = cast.seizure()
    if verified:
        seizure = verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    terms: dict[str, Any] = {"words": "x"} if act is reopen_seizure else {}
    with pytest.raises(StaleWrite):
        act(actor=cast.supervisor.actor, seizure=seizure, version=seizure.version - 1, **terms)
    act(actor=cast.supervisor.actor, seizure=seizure, version=seizure.version, **terms)


def test_what_was_sent_back_is_submitted_again_under_its_reference(cast: Cast) -> None:
    """The history does not begin anew, and the reason of the rejection is gone."""
    seizure = cast.seizure()
    sent_back = reject_seizure(actor=cast.supervisor.actor, seizure=seizure, rejection="INC")
    again = submit_seizure(actor=cast.officer.actor, seizure=sent_back, version=sent_back.version)
    assert (again.reference, again.status, again.rejection) == (seizure.reference, "submitted", "")
    assert values("seizure.submit")[-1]["values"] == {"status": ["rejected", "submitted"]}


# Drafts -------------------------------------------------------------------------------------------------------------


def _draft(cast: Cast, actor: Actor) -> Seizure:
    draft = cast.seizure(submit=False, narrative="The informant's name.")
    return change_seizure(actor=actor, seizure=draft, version=draft.version, facts={"narrative": "No name."})


def test_what_was_deleted_from_a_draft_is_nobodys_history(cast: Cast) -> None:
    """The history of the unit begins with what it was handed."""
    actor = cast.officer.actor
    submit_seizure(actor=actor, seizure=_draft(cast, actor))
    assert [row["values"] for verb in ("log", "change") for row in values(f"seizure.{verb}")] == [{}, {}]
    assert values("seizure.submit")[0]["values"]["narrative"] == [None, "No name."]
    assert all(entry["values_hash"] for verb in ("log", "change") for entry in entries(f"seizure.{verb}"))


def test_a_draft_vanishes(cast: Cast) -> None:
    actor = cast.officer.actor
    discard_seizure(actor=actor, seizure=_draft(cast, actor))
    with as_owner():
        assert (Seizure.objects.count(), Item.objects.count()) == (0, 0)


def test_a_draft_is_its_authors_alone(cast: Cast) -> None:
    draft = cast.seizure(submit=False)
    for other in (cast.colleague, cast.supervisor, cast.analyst):
        actor = other.actor
        assert not Seizure.objects.visible_to(actor).exists()
        assert not Item.objects.filter(seizure_id=draft.pk).exists(), "nor what was found in it, behind the wall"
        with pytest.raises(Missing):
            submit_seizure(actor=actor, seizure=draft)
    assert Seizure.objects.visible_to(cast.officer.actor).count() == 1


def test_a_form_sent_twice_makes_one_record(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(IntegrityError), transaction.atomic():
        log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), seizure_id=seizure.pk)
    assert len(entries("seizure.log")) == 1


def test_a_time_just_ahead_is_a_clock_that_goes_wrong(cast: Cast) -> None:
    assert cast.seizure(occurred_at=timezone.now() + timedelta(minutes=5)).status == "submitted"
