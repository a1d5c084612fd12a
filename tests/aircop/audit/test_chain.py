"""The chain, sealed by the sequencer, attacked by the owner of the tables: each fault is named, with exit code 1."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from aircop.audit import chain
from aircop.audit.tasks import publish_head_task
from aircop.events.sequencer import sequence_now
from seizures.models import Seizure
from seizures.services.seizure import change_seizure
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Return a connection of the owner, who takes the triggers away first: nothing stops an owner."""
    with psycopg.connect(**connections["owner"].get_connection_params(), autocommit=True) as login:
        login.execute("SET ROLE aircop_owner")
        for table in ("audit_auditentry", "audit_seal", "audit_publishedhead"):
            login.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield login


@pytest.fixture
def seizure(cast: Cast) -> Seizure:
    """Make a handful of entries, with values, and seal them."""
    with transaction.atomic():
        made = cast.seizure()
        facts = {"summary": "Two bags.", "narrative": "Mrs X."}
        made = change_seizure(actor=cast.officer.actor, seizure=made, version=made.version, facts=facts)
        cast.seizure()
    sequence_now()
    return made


def verified(*arguments: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it said."""
    out, err = StringIO(), StringIO()
    try:
        call_command("audit_verify", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), err.getvalue()
    return 0, out.getvalue()


def sealed(owner: psycopg.Connection[Any]) -> list[Any]:
    """Return places and entries of the chain."""
    return owner.execute("SELECT sequence, entry_id FROM audit_seal ORDER BY sequence").fetchall()


def test_a_sealed_chain_is_sound(seizure: Seizure, owner: psycopg.Connection[Any]) -> None:
    """Every entry has a place, none waits, and a second turn seals nothing."""
    code, said = verified()
    places = sealed(owner)
    assert (code, f"{len(places)} entries sealed" in said) == (0, True)
    assert [place for place, _ in places] == list(range(1, len(places) + 1))
    assert owner.execute("SELECT count(*) FROM audit_unsealed").fetchone() == (0,)
    assert owner.execute("SELECT count(*) FROM audit_auditentry").fetchone() == (len(places),)
    sequence_now()
    assert sealed(owner) == places
    assert seizure.pk


def test_what_waits_is_no_fault_and_is_sealed_next(
    seizure: Seizure, cast: Cast, owner: psycopg.Connection[Any]
) -> None:
    before = len(sealed(owner))
    with transaction.atomic():
        cast.seizure()
    assert verified()[0] == 0
    sequence_now()
    assert (verified()[0], len(sealed(owner)) > before) == (0, True)
    assert seizure.pk


def test_a_late_commit_is_sealed_late_and_never_missed(cast: Cast, owner: psycopg.Connection[Any]) -> None:
    """An entry written before others, in a transaction that commits after they were sealed."""
    with transaction.atomic():
        assert cast.officer.actor
    with psycopg.connect(**connections["default"].get_connection_params()) as late:
        late.execute(LATE, {"id": "00000000-0000-7000-8000-000000000001"})
        sequence_now()
        before = len(sealed(owner))
        late.commit()
    sequence_now()
    assert len(sealed(owner)) == before + 1
    assert verified()[0] == 0


LATE = """
WITH e AS (INSERT INTO audit_auditentry (id, verb, outcome, reason, actor_name, acting_role, session, client, address,
  request_id, object_type, object_ids, reference, purpose, owner_agencies, recipients, handling, values_hash)
  VALUES (%(id)s, 'late', 'done', '', '', '', '', '', '', '', '', '{}', '', '', '{}', '{}', '', ''))
INSERT INTO audit_unsealed (entry_id) VALUES (%(id)s)
"""
ATTACKS: dict[str, tuple[str, str]] = {
    "an entry altered": ("UPDATE audit_auditentry SET actor_name = 'Somebody' WHERE id = %(victim)s", "altered"),
    "its time altered": ("UPDATE audit_auditentry SET at = at - interval '1 second' WHERE id = %(victim)s", "altered"),
    "an entry removed": (
        "DELETE FROM audit_auditentry WHERE id = %(victim)s",
        "entry {victim} at place {place} was removed",
    ),
    "a seal removed": ("DELETE FROM audit_seal WHERE entry_id = %(victim)s", "seal {place} was removed"),
    "entry and seal removed": (
        """WITH e AS (DELETE FROM audit_seal WHERE entry_id = %(victim)s)
        DELETE FROM audit_auditentry WHERE id = %(victim)s""",
        "seal {place} was removed",
    ),
    "two entries in each other's place": (
        """UPDATE audit_seal SET entry_id = CASE entry_id WHEN %(victim)s THEN %(next)s ELSE %(victim)s END
        WHERE entry_id IN (%(victim)s, %(next)s)""",
        "altered or reordered",
    ),
    "values altered": (
        """UPDATE audit_change SET values = '{"narrative": ["", "Mr Y."]}' WHERE entry_id = %(victim)s""",
        "the values of entry {victim}",
    ),
    "words altered": (
        "UPDATE audit_change SET reason = 'another' WHERE entry_id = %(victim)s",
        "the values of entry {victim}",
    ),
    "author of a change altered": (
        "UPDATE audit_change SET by_name = 'Somebody' WHERE entry_id = %(victim)s",
        "the values of entry {victim}",
    ),
    "a change on another record": (
        "UPDATE audit_change SET object_id = gen_random_uuid() WHERE entry_id = %(victim)s",
        "the values of entry {victim}",
    ),
    "an entry smuggled in": (
        """INSERT INTO audit_auditentry SELECT (jsonb_populate_record(e, jsonb_build_object('id', %(new)s::uuid))).*
        FROM audit_auditentry e WHERE id = %(victim)s""",
        "entry {new} ",
    ),
    "values smuggled in": (
        """INSERT INTO audit_change SELECT (jsonb_populate_record(c, jsonb_build_object('entry_id', %(new)s::uuid))).*
        FROM audit_change c WHERE entry_id = %(victim)s""",
        "values of no act: {new}",
    ),
    "an entry removed before it was sealed": (
        "INSERT INTO audit_unsealed VALUES (%(new)s)",
        "entry {new} was removed before",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_named(seizure: Seizure, owner: psycopg.Connection[Any], name: str) -> None:
    statement, said = ATTACKS[name]
    victim = owner.execute("SELECT id FROM audit_auditentry WHERE verb = 'seizure.change'").fetchone()
    assert victim is not None
    place = next(place for place, entry in sealed(owner) if entry == victim[0])
    following = next(entry for number, entry in sealed(owner) if number == place + 1)
    names = {"victim": victim[0], "next": following, "new": "00000000-0000-7000-8000-0000000000aa"}
    owner.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_entry_id_key")
    owner.execute(statement, names)
    code, told = verified()
    assert (code, said.format(place=place, **names) in told) == (1, True), told
    sequence_now()
    assert verified()[0] == 1, "sealing goes on and covers nothing up"
    assert seizure.pk


def test_the_tail_cannot_be_cut_behind_a_published_head(seizure: Seizure, owner: psycopg.Connection[Any]) -> None:
    """Nor behind one that was kept outside, when the published ones are cut too."""
    place = publish_head_task()
    assert publish_head_task() == place, "published once"
    head = owner.execute("SELECT sequence, digest FROM audit_publishedhead").fetchone()
    assert head is not None
    owner.execute("DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_seal WHERE sequence > 3)")
    owner.execute("DELETE FROM audit_seal WHERE sequence > 3")
    owner.execute("DELETE FROM audit_change")
    assert verified() == (1, verified()[1])
    assert "the tail was cut" in verified()[1]
    owner.execute("DELETE FROM audit_publishedhead")
    assert verified()[0] == 0
    code, told = verified("--head", f"{head[0]}:{head[1]}")
    assert (code, "the tail was cut" in told) == (1, True)
    assert seizure.pk


def _hash_anew(owner: psycopg.Connection[Any]) -> None:
    """Write a new chain over what stands, as somebody would who owns the tables and knows the code, but not the key."""
    previous = chain.GENESIS
    for row in list(chain._walk(owner)):
        now = chain.digest(previous, row)
        owner.execute(
            "UPDATE audit_seal SET previous = %s, digest = %s WHERE sequence = %s", [previous, now, row["sequence"]]
        )
        previous = now


def test_a_chain_that_was_hashed_anew_is_named(seizure: Seizure, owner: psycopg.Connection[Any]) -> None:
    """The forger alters an entry and all seals after it; the signatures are not the forger's to write."""
    publish_head_task()
    owner.execute("UPDATE audit_auditentry SET actor_name = 'Somebody' WHERE verb = 'seizure.change'")
    _hash_anew(owner)
    code, told = verified()
    assert (code, "sealed without the key" in told, "seizure.change" in told) == (1, True, True)
    assert seizure.pk


def test_a_published_head_that_the_chain_does_not_hold_is_named(
    seizure: Seizure, owner: psycopg.Connection[Any]
) -> None:
    publish_head_task()
    owner.execute("UPDATE audit_publishedhead SET digest = repeat('0', 64)")
    code, told = verified()
    assert (code, "is not the one that was published" in told, bool(seizure.pk)) == (1, True, True)


@pytest.mark.parametrize(
    "erase",
    ["DELETE FROM audit_change", "UPDATE audit_change SET values = '{}', reason = ''"],
    ids=["the row", "its values and words"],
)
def test_lawful_erasure_breaks_nothing(seizure: Seizure, owner: psycopg.Connection[Any], erase: str) -> None:
    owner.execute(erase)
    assert (verified()[0], bool(seizure.pk)) == (0, True)


def test_the_chain_is_the_same_in_every_time_zone(seizure: Seizure, owner: psycopg.Connection[Any]) -> None:
    """A sealer whose session speaks another zone than the verifier's."""
    owner.execute("SET TIME ZONE 'Asia/Tokyo'")
    assert (chain.verify(owner).fault, bool(seizure.pk)) == ("", True)


def test_heads_that_the_chain_holds_are_no_fault(seizure: Seizure, cast: Cast, owner: psycopg.Connection[Any]) -> None:
    """Several were published, and one is known from outside."""
    first = publish_head_task()
    with transaction.atomic():
        cast.seizure()
    sequence_now()
    assert publish_head_task() > first
    head = owner.execute("SELECT digest FROM audit_publishedhead WHERE sequence = %s", [first]).fetchone()
    assert head is not None
    assert (verified("--head", f"{first}:{head[0]}")[0], bool(seizure.pk)) == (0, True)


def test_an_empty_chain_is_sound_and_has_no_head() -> None:
    assert verified()[0] == 0
    assert publish_head_task() == 0


@pytest.mark.parametrize("head", ["", "12", "x:" + "0" * 64, "12:short"])
def test_a_head_is_written_as_place_and_digest(head: str) -> None:
    with pytest.raises(CommandError, match="PLACE:DIGEST"):
        call_command("audit_verify", f"--head={head}")


def test_more_than_one_batch_is_sealed_in_order(cast: Cast, owner: psycopg.Connection[Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(chain, "WAITING", chain.WAITING.replace("LIMIT 1000", "LIMIT 3"))
    monkeypatch.setattr(chain, "WALK", chain.WALK.replace("LIMIT 1000", "LIMIT 3"))
    with transaction.atomic():
        cast.seizure()
    sequence_now()
    total = owner.execute("SELECT count(*) FROM audit_auditentry").fetchone()
    assert (verified()[0], (len(sealed(owner)),)) == (0, total)
