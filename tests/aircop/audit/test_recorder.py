"""What an entry keeps and what it does not: owners as plain values, keyed hashes, no session key, no free text."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from aircop.access.roles import Level
from aircop.audit import record
from aircop.audit.history import histories, history
from aircop.audit.models import AuditEntry, Change, PublishedHead, Seal, Unsealed
from aircop.audit.recorder import canonical, keyed_hash
from aircop.events.stream import NotInTransaction
from seizures.models import Seizure
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import reject_seizure, verify_seizure
from tests.aircop.access.world import records
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, rows, values

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef-session-key"


def test_an_entry_tells_who_in_which_office_from_where(cast: Cast) -> None:
    actor = replace(
        cast.supervisor.actor, session=KEY, client="token", address="192.0.2.7", request_id="r-1", purpose="A report"
    )
    seizure = cast.seizure()
    record(actor, "seizure.read", about=seizure)
    entry = entries("seizure.read")[0]
    told = {name: entry[name] for name in ("actor_name", "acting_role", "address", "client", "request_id", "purpose")}
    assert told == {
        "actor_name": "Jean Aka",
        "acting_role": "supervisor",
        "address": "192.0.2.7",
        "client": "token",
        "request_id": "r-1",
        "purpose": "A report",
    }
    assert (entry["acting_agency"], entry["acting_unit"]) == (cast.police.pk, cast.abj.pk)
    assert (entry["owner_agency"], entry["owner_unit"], entry["access_list"]) == (
        cast.customs.pk,
        cast.abj.pk,
        seizure.access_list_id,
    )
    assert (entry["reference"], entry["handling"], entry["object_type"]) == (
        seizure.reference,
        "H0",
        "seizures.seizure",
    )
    assert values("seizure.read") == [], "reading is no part of a record's history"


def test_a_session_is_never_kept_in_clear(cast: Cast) -> None:
    record(replace(cast.officer.actor, session=KEY), "x.y")
    told = entries("x.y")[0]
    assert KEY not in str(told)
    assert len(told["session"]) == 64


def test_a_list_answer_is_one_entry_filed_under_its_owners(cast: Cast) -> None:
    """Of one agency as its own; of several under each."""
    own = records(cast, [(cast.abj.default_list, n) for n in range(3)])
    actor = cast.supervisor.actor
    record(actor, "seizure.list", rows=own)
    other = records(cast, [(cast.abj.default_list, 9)])
    other[0].owner_agency = cast.foreign.pk
    record(actor, "seizure.list", rows=[*own, *other])
    record(actor, "seizure.list", ids=[own[0].pk])
    record(actor, "seizure.list", rows=[])
    one, several, ids, none = entries("seizure.list")
    assert (one["object_ids"], one["owner_agency"], one["owner_agencies"]) == (
        [row.pk for row in own],
        cast.customs.pk,
        [],
    )
    assert (len(several["object_ids"]), several["owner_agency"]) == (4, None)
    assert set(several["owner_agencies"]) == {cast.customs.pk, cast.foreign.pk}
    assert (ids["object_ids"], none["object_ids"], none["owner_agency"]) == ([own[0].pk], [], None)


def test_the_hash_of_the_values_is_keyed(cast: Cast, settings: Any) -> None:
    """Who reads an entry cannot try out narratives until one fits."""
    seizure = cast.seizure()
    change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts={"summary": "Two."})
    told, kept = entries("seizure.change")[0], values("seizure.change")[0]
    plain = canonical(kept["values"])
    assert told["values_hash"] == keyed_hash(plain, "", kept["by_label"])
    settings.AUDIT_KEY = "another key"
    assert told["values_hash"] != keyed_hash(plain, "", kept["by_label"])


def test_what_a_person_wrote_about_a_record_is_erasable(cast: Cast) -> None:
    """The words of a rejection lie with the values, not in the chain; why it was shared, to whom, stays."""
    seizure = cast.seizure()
    reject_seizure(actor=cast.supervisor.actor, seizure=seizure, rejection="INC", words="Mrs X is not the courier.")
    entry, kept = entries("seizure.reject")[0], values("seizure.reject")[0]
    assert "Mrs X" not in str(entry)
    assert kept["reason"] == "Mrs X is not the courier."
    record(cast.agency_admin.actor, "person.disable", about=cast.officer.user, reason="Left the service")
    assert entries("person.disable")[0]["reason"] == "Left the service", "no record, no history to keep it in"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(cast: Cast) -> None:
    with transaction.atomic():
        actor = cast.officer.actor
    with pytest.raises(NotInTransaction):
        record(actor, "x.y")


# Rights of the roles ------------------------------------------------------------------------------------------------

TABLES = ("audit_auditentry", "audit_seal", "audit_publishedhead", "audit_unsealed", "audit_change")


@pytest.mark.parametrize("table", TABLES)
def test_the_application_changes_nothing_of_the_audit(cast: Cast, table: str) -> None:
    cast.seizure()
    column = rows(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' LIMIT 1")  # noqa: S608
    name = column[0]["column_name"]
    for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES[:3])
def test_not_even_the_owner_without_taking_a_trigger_away(cast: Cast, table: str) -> None:
    cast.seizure()
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
        with as_owner(), pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_application_does_not_seal(cast: Cast) -> None:
    assert cast.abj
    for table in ("audit_seal", "audit_publishedhead"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"INSERT INTO {table} DEFAULT VALUES")


# History ------------------------------------------------------------------------------------------------------------


def test_history_is_scoped_like_the_record_and_moves_with_it(cast: Cast) -> None:
    """Without the right to identities the texts stay hidden; before the share there is no history at all."""
    seizure = cast.seizure()
    facts = {"summary": "Two bags.", "narrative": "Mrs X."}
    seizure = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    assert cast.partner_officer.actor
    assert Change.objects.count() == 0
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring of Mrs X", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    partner = cast.partner_officer.actor
    shared = Seizure.objects.visible_to(partner).get()
    steps = history(shared, partner)
    assert [step.verb for step in steps] == ["seizure.verify", "seizure.change", "seizure.submit", "seizure.log"]
    told = {
        each.field: (each.new, each.hidden)
        for step in steps
        for each in step.differences
        if step.verb.endswith("change")
    }
    assert told == {"summary": ("Two bags.", False), "narrative": (None, True)}
    verified = {each.field: each.hidden for each in steps[0].differences}
    assert verified["verified_by_id"] is False, "known by the name of its field"
    assert "Mrs X" not in str(steps)
    own = cast.officer.actor
    assert [step.verb for step in history(Seizure.objects.visible_to(own).get(), own, limit=1)] == ["seizure.share"]


def test_several_histories_are_told_as_each_of_them_is(cast: Cast) -> None:
    """With whom records are shared is told in neither, to who does not serve with their owner."""
    seizures = [cast.seizure(), cast.seizure()]
    for seizure in seizures:
        terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
        share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    for member, verbs in ((cast.partner_officer, 0), (cast.officer, 2)):
        actor = member.actor
        found = histories(list(Seizure.objects.visible_to(actor)), actor)
        assert len([step for _about, step in found if step.verb == "seizure.share"]) == verbs
        assert len([step for _about, step in found if step.verb == "seizure.log"]) == len(seizures)


def test_how_they_name_themselves(cast: Cast) -> None:
    seizure = cast.seizure()
    with as_owner():
        entry = AuditEntry.objects.get(verb="seizure.submit")
        change = Change.objects.get(verb="seizure.submit")
    assert str(entry).endswith(f"Awa Kone seizure.submit {seizure.reference}")
    assert str(change) == "seizure.submit by Awa Kone"
    assert str(Unsealed(entry_id=seizure.pk)) == str(seizure.pk)
    assert str(Seal(sequence=3, digest="ab" * 32)) == "3 abababababab"
    assert str(PublishedHead(sequence=3, digest="ab")) == "3 ab"
