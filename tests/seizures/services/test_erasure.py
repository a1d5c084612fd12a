"""Erasure by order of the law: what is emptied, what stays, who may, and that the chain stays sound."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from aircop.access.models import FieldClass
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.events.sequencer import sequence_now
from aircop.files import storage
from aircop.files.models import Upload
from seizures.models import EntryDraft, Identity, IdentityDocument, Person, Seizure
from seizures.services.attachment import attach_upload
from seizures.services.erasure import erase_seizure
from seizures.services.item import add_item
from seizures.services.seizure import change_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.factories import pictures
from tests.seizures.people import arrested, courier, named
from tests.seizures.services.test_attachment import sent
from tests.traces import entries, events, rows, values

ORDER = "Tribunal d'Abidjan, 14/2026, 2 March 2026"


def stands(seizure: Seizure) -> Seizure:
    with as_owner():
        return Seizure.objects.get(pk=seizure.pk)


def telling(cast: Cast, **changed: Any) -> Seizure:
    """Log a seizure that tells of people in every field that can."""
    told = {"air_waybill": "176-12345675", "summary": "Mr X carried it.", "narrative": "Mr X, again."} | changed
    return cast.seizure(**told)


@pytest.mark.django_db
def test_what_tells_of_people_is_emptied_and_what_counts_stays(cast: Cast) -> None:
    seizure = telling(cast, handling="H3", handling_words="Ask Mr Y first")
    assert erase_seizure(actor=cast.agency_admin.actor, reference=seizure.reference or "", order=ORDER)
    after = stands(seizure)
    columns = {field.name for field in Seizure._meta.concrete_fields}
    taken = [name for name, each in Seizure.FIELDS.items() if each == FieldClass.IDENTITY and name in columns]
    emptied = dict.fromkeys((*taken, "summary"), "") | {"checklists": []}
    assert {name: getattr(after, name) for name in emptied} == emptied
    assert (after.handling_words, after.status, after.reference) == ("-", "submitted", seizure.reference)
    assert (after.flight_number, after.airport_id) == (seizure.flight_number, "ABJ")
    assert after.erased_at is not None
    assert after.withdrawn_at == after.erased_at
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()
    with as_owner():
        assert after.items.get().quantity == seizure.items.get().quantity


@pytest.mark.django_db
def test_items_lose_what_tells_of_people_and_keep_what_counts(cast: Cast) -> None:
    """Within the details of a commodity too."""
    seizure = telling(cast)
    found = cast.found(
        commodity="DOC", substance="", quantity=Decimal(1), unit="piece",
        details={"document_number": "X1234567", "document_type": "passport"}, exhibit_note="Of Mr X", markings="Lion",
    )  # fmt: skip
    add_item(actor=cast.officer.actor, seizure=seizure, version=seizure.version, found=found)
    erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order=ORDER)
    with as_owner():
        item = seizure.items.get(sequence=2)
    assert (item.details, item.exhibit_note, item.markings) == ({"document_type": "passport"}, "", "")
    assert (item.quantity, item.unit, item.commodity) == (1, "piece", "DOC")


@pytest.mark.django_db
def test_persons_stay_as_counts_and_nobody_can_be_named(cast: Cast) -> None:
    """A minor goes on counting as one; names, documents and what was written of an arrest are gone."""
    seizure = telling(cast)
    person = named(cast, courier(cast, seizure))
    arrest = arrested(cast, person, legal_basis_words="Found with Mr X")
    erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order=ORDER)
    with as_owner():
        after = Person.objects.get(pk=person.pk)
        arrest.refresh_from_db()
        assert not Identity.objects.filter(person=person).exists()
        assert not IdentityDocument.objects.filter(person=person).exists()
    assert (after.role, after.sex, after.minor) == (person.role, person.sex, person.minor)
    assert (after.ingestion_suspected, arrest.legal_basis_words, arrest.agency_id) == (False, "", cast.customs.pk)


@pytest.mark.django_db
def test_it_is_not_found_and_what_was_begun_of_it_is_gone(cast: Cast) -> None:
    """Neither the words for searching nor a change that somebody was typing stay behind."""
    seizure = telling(cast)
    with as_owner():
        EntryDraft.objects.create(
            author=cast.officer.user, record=seizure.pk, about=seizure.pk, form="change", typed={"narrative": "X"}
        )
    assert rows("SELECT 1 FROM seizures_search WHERE id = %s", seizure.pk)
    erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order=ORDER)
    assert not rows("SELECT 1 FROM seizures_search WHERE id = %s", seizure.pk)
    assert not rows("SELECT 1 FROM seizures_entrydraft WHERE record = %s", seizure.pk)


@pytest.mark.django_db
def test_the_values_of_its_history_go_and_those_of_others_stay(cast: Cast) -> None:
    seizure, other = telling(cast), telling(cast)
    change_seizure(
        actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts={"narrative": "Mr Z, rather."}
    )
    erase_seizure(actor=cast.platform_admin.actor, reference=str(seizure.pk), order=ORDER)
    kept = {row["object_id"]: row["values"] for row in values("seizure.submit")}
    assert kept[seizure.pk] == {}
    assert kept[other.pk]["narrative"] == [None, "Mr X, again."]
    assert [(row["values"], row["reason"]) for row in values("seizure.change")] == [({}, "")]


@pytest.mark.django_db
def test_it_leaves_one_entry_with_the_order_and_one_event_with_the_id(cast: Cast) -> None:
    seizure = telling(cast)
    assert erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order=f" {ORDER} ")
    assert not erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order="Once more")
    (entry,) = entries("seizure.erase")
    assert (entry["purpose"], entry["object_id"], entry["reason"]) == (ORDER, seizure.pk, "")
    assert entry["actor_name"] == "Aya Diallo"
    (event,) = events("seizure_erased")
    assert json.loads(event["payload"]) == {"seizure": str(seizure.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize("act", [withdraw_seizure, restrict_seizure])
def test_it_reaches_what_nobody_sees(cast: Cast, act: Any) -> None:
    seizure = telling(cast)
    act(actor=cast.supervisor.actor, seizure=seizure, words="Mr X complained")
    withdrawn = stands(seizure).withdrawn_at
    assert erase_seizure(actor=cast.agency_admin.actor, reference=str(seizure.pk), order=ORDER)
    after = stands(seizure)
    assert (after.narrative, after.withdrawn_reason) == ("", "")
    assert after.withdrawn_at == (withdrawn or after.erased_at)


@pytest.mark.django_db
def test_refusals(cast: Cast) -> None:
    seizure = telling(cast)
    terms: dict[str, Any] = {"reference": str(seizure.pk), "order": ORDER}
    for member in (cast.officer, cast.supervisor, cast.auditor):
        with pytest.raises(NotAllowed):
            erase_seizure(actor=member.actor, **terms)
    stranger = cast.member("Edem Ahu", cast.foreign, cast.agency_admin.membership.role)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed) as refusal:
        erase_seizure(actor=stranger.actor, **terms)
    assert refusal.value.code == "agency"
    with pytest.raises(Invalid):
        erase_seizure(actor=cast.agency_admin.actor, **terms | {"order": "  "})
    with pytest.raises(Missing):
        erase_seizure(actor=cast.agency_admin.actor, **terms | {"reference": "ABJ1-S-2026-999999"})
    with as_owner():
        Seizure.objects.filter(pk=seizure.pk).update(legal_hold=True)
    with pytest.raises(NotAllowed) as refusal:
        erase_seizure(actor=cast.agency_admin.actor, **terms)
    assert refusal.value.code == "hold"
    assert stands(seizure).narrative == "Mr X, again."


# By the command, each login on a connection of its own --------------------------------------------------------------


@pytest.fixture
def sealed(cast: Cast, transactional_db: None) -> tuple[Seizure, Member]:
    """Make a record and its administrator, and seal what was done."""
    with transaction.atomic():
        seizure, admin = telling(cast), cast.agency_admin
    sequence_now()
    return seizure, admin


def run(*arguments: str) -> tuple[int, str]:
    """Run a command; return its exit code and what it said."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), err.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_chain_stays_sound_and_an_unlawful_change_is_still_named(sealed: tuple[Seizure, Member]) -> None:
    seizure, admin = sealed
    arguments = ("erase_seizure", str(seizure.reference), "--order", ORDER, "--by", admin.user.email)
    assert "is erased" in run(*arguments)[1]
    sequence_now()
    assert run("audit_verify")[0] == 0
    assert "nothing was done" in run(*arguments)[1]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT values::text, reason FROM audit_change WHERE object_id = %s", [seizure.pk])
        assert set(cursor.fetchall()) == {("{}", "")}
        cursor.execute(
            """UPDATE audit_change SET values = '{"narrative": [null, "Nobody."]}' WHERE verb LIKE '%submit'"""
        )
    code, told = run("audit_verify")
    assert (code, "values of entry" in told) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_is_wrong(sealed: tuple[Seizure, Member], cast: Cast) -> None:
    seizure, admin = sealed
    with transaction.atomic():
        officer = cast.officer
    for reference, by, words in (
        ("ABJ1-S-2026-999999", admin.user.email, "There is no seizure"),
        (str(seizure.pk), "nobody@example.org", "There is no open account"),
        (str(seizure.pk), officer.user.email, "does not allow you"),
    ):
        with pytest.raises(CommandError, match=words):
            run("erase_seizure", reference, "--order", ORDER, "--by", by)


@pytest.mark.django_db
@pytest.mark.usefixtures("file_store")
def test_what_was_sent_for_it_goes_with_its_name_and_its_pieces(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """Filed with it, or still waiting to be."""
    seizure, data = cast.seizure(), pictures.photo()
    filed, waiting, other = (sent(cast.officer, data) for _each in range(3))
    attach_upload(actor=cast.officer.actor, seizure=seizure, upload=filed)
    with as_owner():
        Upload.objects.filter(client=waiting).update(record=seizure.pk, name="passport of Mr X.jpg")
        left = Upload.objects.get(client=waiting)
    with django_capture_on_commit_callbacks(using="owner", execute=True):
        erase_seizure(actor=cast.agency_admin.actor, reference=seizure.reference or "", order=ORDER)
    with as_owner():
        assert [row.client for row in Upload.objects.all()] == [other]
    assert not storage.store().exists(storage.piece_name(left.pk, 0))
