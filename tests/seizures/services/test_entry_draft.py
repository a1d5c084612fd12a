"""What is typed is kept while it is typed: word for word, its author's alone, both texts when there are two."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from uuid6 import uuid7

from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, NotAllowed
from aircop.events.models import Event
from seizures.enums import EntryForm
from seizures.models import EntryDraft
from seizures.queries.entry_draft import own_entries, part_begun
from seizures.services.entry_draft import (
    LARGEST,
    MOST,
    Ended,
    Writing,
    WrittenElsewhere,
    _begin,
    discard_entry,
    finish_entry,
    forget_old_entries,
    keep_entry,
)
from tests.cast import Cast
from tests.conftest import as_owner

pytestmark = pytest.mark.django_db
TYPED = {"amount_0": ["2,"], "airport": ["AB"], "substance:words": ["coc"]}


def writing(**told: Any) -> Writing:
    """Return a text of the quick entry."""
    usual: dict[str, Any] = {"record": uuid7(), "form": EntryForm.QUICK, "typed": TYPED}
    return Writing(**usual | told)


def age(days: int) -> None:
    """Let every entry lie for days."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE seizures_entrydraft SET saved_at = now() - make_interval(days => %s)", [days])


def test_it_is_kept_word_for_word(cast: Cast) -> None:
    """Valid or not; a blank at the end too."""
    typed = {"amount_0": [" 2,5 kg? "], "persons_arrested": ["zwei\r\n"], "boxes": ["a", "b"], "empty": [""]}
    text = writing(typed=typed)
    keep_entry(actor=cast.officer.actor, writing=text)
    (kept,) = own_entries(cast.officer.actor)
    assert (kept.typed, kept.record, kept.form, kept.revision) == (typed, text.record, "quick", 1)


def test_who_may_not_log_cannot_begin(cast: Cast) -> None:
    """Nor change what it may not change."""
    with pytest.raises(NotAllowed):
        keep_entry(actor=cast.analyst.actor, writing=writing())
    verified = cast.seizure()
    change = writing(form=EntryForm.CHANGE)
    with pytest.raises(NotAllowed):
        keep_entry(actor=cast.analyst.actor, writing=change, about=verified)


def test_what_was_begun_goes_on_when_the_right_is_gone(cast: Cast) -> None:
    """The record may be verified meanwhile: the text is not lost for it."""
    seizure = cast.seizure()
    text = writing(form=EntryForm.CHANGE)
    keep_entry(actor=cast.officer.actor, writing=text, about=seizure)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_listgroupgrant")
    more = writing(form=EntryForm.CHANGE, record=text.record, typed={"summary": ["More."]}, revision=1)
    assert keep_entry(actor=cast.officer.actor, writing=more, about=seizure).typed == {"summary": ["More."]}
    begun = part_begun(cast.officer.actor, EntryForm.CHANGE, seizure.pk)
    assert begun
    assert begun.record == text.record


def test_nobody_else_sees_it(cast: Cast) -> None:
    """Neither by the query, nor past it, nor as the system."""
    keep_entry(actor=cast.officer.actor, writing=writing())
    for stranger in (cast.colleague, cast.supervisor, cast.platform_admin, cast.auditor):
        assert own_entries(stranger.actor) == []
        assert EntryDraft._default_manager.count() == 0
    assert cast.officer.actor.signed_in
    assert EntryDraft._default_manager.count() == 1
    with connections["system"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE aircop_system")
        cursor.execute("SELECT count(*) FROM seizures_entrydraft")
        assert cursor.fetchone() == (0,)
        cursor.execute("SET LOCAL ROLE aircop_app")


def test_the_id_of_somebody_elses_entry_tells_nothing(cast: Cast) -> None:
    """Each has its own under the same id."""
    text = writing()
    keep_entry(actor=cast.officer.actor, writing=text)
    other = keep_entry(actor=cast.colleague.actor, writing=writing(record=text.record, typed={"airport": ["ACC"]}))
    assert other.typed == {"airport": ["ACC"]}
    assert own_entries(cast.officer.actor)[0].typed == TYPED


def test_the_audit_tells_beginning_and_end_and_no_keystroke(cast: Cast) -> None:
    """And the stream tells nothing at all."""
    actor, text = cast.officer.actor, writing()
    before = Event.objects.count()
    entry = keep_entry(actor=actor, writing=text)
    for revision in (1, 2, 3):
        keep_entry(actor=actor, writing=writing(record=text.record, typed={"n": [str(revision)]}, revision=revision))
    discard_entry(actor=actor, entry=entry)
    with as_owner():
        verbs = list(AuditEntry.objects.filter(object_id=entry.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["entry.begin", "entry.discard"]
    assert Event.objects.count() == before


def test_two_windows_lose_neither_text(cast: Cast) -> None:
    """The later one is told what stands, and goes over it only when it says that it saw it."""
    actor, record = cast.officer.actor, uuid7()
    keep_entry(actor=actor, writing=writing(record=record, writer=uuid4(), sequence=1))
    second = writing(record=record, typed={"airport": ["LFW"]}, writer=uuid4(), sequence=1)
    with pytest.raises(WrittenElsewhere) as clash:
        keep_entry(actor=actor, writing=second)
    assert clash.value.stands.typed == TYPED
    chosen = writing(record=record, typed=second.typed, writer=second.writer, sequence=2, revision=1)
    assert keep_entry(actor=actor, writing=chosen).typed == {"airport": ["LFW"]}


def test_the_same_text_is_no_clash(cast: Cast) -> None:
    """Whoever wrote it."""
    actor, record = cast.officer.actor, uuid7()
    keep_entry(actor=actor, writing=writing(record=record, writer=uuid4()))
    assert keep_entry(actor=actor, writing=writing(record=record, writer=uuid4())).revision == 1


def test_a_save_that_arrives_late_takes_nothing_back(cast: Cast) -> None:
    """Nor does a page clash with its own answers that were lost."""
    actor, record, page = cast.officer.actor, uuid7(), uuid4()
    for sequence, said in ((1, "2"), (3, "2.5"), (2, "2.")):
        text = writing(record=record, typed={"amount_0": [said]}, writer=page, sequence=sequence)
        keep_entry(actor=actor, writing=text)
    assert own_entries(actor)[0].typed == {"amount_0": ["2.5"]}


def test_what_was_sent_does_not_come_back(cast: Cast) -> None:
    """A save that was under way, another device: the text is gone and stays so; the same form again is known."""
    actor, text = cast.officer.actor, writing()
    keep_entry(actor=actor, writing=text)
    assert not finish_entry(actor=actor, writing=text)
    assert own_entries(actor) == []
    assert EntryDraft._default_manager.get().typed == {}
    with pytest.raises(Ended):
        keep_entry(actor=actor, writing=text)
    assert not finish_entry(actor=actor, writing=text)
    assert finish_entry(actor=actor, writing=writing(record=text.record, typed={"airport": ["ACC"]}))


def test_what_was_sent_without_ever_being_kept_does_not_come_back(cast: Cast) -> None:
    """The first save may be slower than the form."""
    actor, text = cast.officer.actor, writing()
    finish_entry(actor=actor, writing=text)
    with pytest.raises(Ended):
        keep_entry(actor=actor, writing=text)


def test_too_much_is_refused(cast: Cast) -> None:
    """In one entry, and of them."""
    actor = cast.officer.actor
    with pytest.raises(Invalid) as fault:
        keep_entry(actor=actor, writing=writing(typed={"narrative": ["é" * (LARGEST // 2)]}))
    assert fault.value.code == "too_large"
    for _each in range(MOST):
        keep_entry(actor=actor, writing=writing())
    with pytest.raises(Invalid) as fault:
        keep_entry(actor=actor, writing=writing())
    assert fault.value.code == "too_many"
    assert len(own_entries(actor)) == MOST, "all are shown: nobody can finish what is not"


def test_thirty_days_later_it_is_gone(cast: Cast) -> None:
    """The system reaches nothing younger."""
    keep_entry(actor=cast.officer.actor, writing=writing())
    age(29)
    assert forget_old_entries() == 0
    age(31)
    assert forget_old_entries() == 1
    assert own_entries(cast.officer.actor) == []


def test_what_another_request_began_in_this_moment_is_gone_on_with(cast: Cast) -> None:
    """One row, one entry in the audit."""
    actor, text = cast.officer.actor, writing()
    first = _begin(actor, text, None)
    assert _begin(actor, text, None).pk == first.pk
    with as_owner():
        assert AuditEntry.objects.filter(verb="entry.begin", object_id=first.pk).count() == 1
