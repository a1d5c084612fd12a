"""What somebody who left had begun: told by number, given to somebody who stays, read by nobody on the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from aircop.access.actor import NOBODY
from aircop.access.roles import Role
from aircop.accounts.services.person import disable_person
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.events.models import Event
from seizures.enums import EntryForm
from seizures.models import Case, EntryDraft, Seizure
from seizures.queries.entry_draft import own_entries
from seizures.queries.work import own_unfinished
from seizures.services.case import open_case
from seizures.services.case_task import add_task
from seizures.services.entry_draft import Writing, keep_entry
from seizures.services.verification import reject_seizure
from seizures.services.withdrawal import restrict_seizure
from taskforces.models import Handover, HandoverLine
from taskforces.queries.handover import leavers, successors, units_to_hand_over
from taskforces.rules import can_hand_over
from taskforces.services.handover import hand_over
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
SECRET = "Typed at three in the morning"


def begin_entry(member: Member) -> EntryDraft:
    """Half fill a form."""
    typed = {"summary": [SECRET]}
    return keep_entry(actor=member.actor, writing=Writing(record=uuid4(), form=EntryForm.QUICK, typed=typed))


def leave(member: Member) -> None:
    """End the membership."""
    end_membership(actor=founder(), membership=member.membership, reason="Posted elsewhere")


def give(cast: Cast, by: Member, to: Member, **told: Any) -> Handover:
    """Hand the officer's work over."""
    asked: dict[str, Any] = {"task_force": cast.abj, "person": cast.officer.user, "reason": "She left"}
    return hand_over(**{"successor": to.user} | asked | told, actor=by.actor)


def kinds(cast: Cast, by: Member) -> dict[str, int]:
    """Return what the officer left, as somebody is told."""
    by.actor  # noqa: B018  binds who asks
    return next((dict(each.kinds) for each in leavers(cast.abj) if each.person == cast.officer.user), {})


@pytest.fixture
def left(cast: Cast) -> Cast:
    """An officer left with something of each kind, and one record of hers stays out of it."""
    for _each in (cast.colleague, cast.supervisor, cast.agency_admin):
        pass
    cast.seizure(submit=False)
    reject_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(), rejection="INC")
    case = open_case(actor=cast.supervisor.actor, title="Ring", seizures=[cast.seizure()])
    add_task(actor=cast.supervisor.actor, case=case, kind="other", title="Call Lomé", assignee=cast.officer.user)
    begin_entry(cast.officer)
    assert kinds(cast, cast.supervisor) == {}
    leave(cast.officer)
    return cast


def test_how_much_is_told_and_not_a_word(left: Cast) -> None:
    """To a supervisor of the unit and to the administrator of her agency; to nobody else."""
    whole = {"draft": 1, "rejected": 1, "task": 1, "entry": 1}
    assert kinds(left, left.supervisor) == kinds(left, left.agency_admin) == whole
    told = leavers(left.abj)[0].words
    assert sorted(told) == ["1 draft of a seizure", "1 half-filled entry", "1 seizure sent back", "1 task"]
    police = left.member("Eva Police", left.police, Role.AGENCY_ADMIN)
    for other in (left.colleague, left.partner_supervisor, left.auditor, police):
        assert kinds(left, other) == {}


def test_the_successor_goes_on_with_all_of_it(left: Cast) -> None:
    """As its own; one entry, one event, and whoever handed over has read nothing."""
    made = give(left, left.supervisor, left.colleague)
    actor = left.colleague.actor
    assert {(row.status, row.recorded_by_id) for row in own_unfinished(actor)} == {
        ("draft", left.colleague.user.pk),
        ("rejected", left.officer.user.pk),  # who logged it stays what it was
    }
    assert [entry.typed for entry in own_entries(actor)] == [{"summary": [SECRET]}]
    task = Case.objects.visible_to(actor).get().tasks.get(assignee=left.colleague.user)
    assert (task.title, task.version) == ("Call Lomé", 2)
    assert sorted(made.lines.values_list("kind", flat=True)) == ["draft", "entry", "rejected", "task"]
    entry = AuditEntry.objects.get(verb="work.hand_over")
    assert (entry.object_id, entry.reason, entry.recipients) == (made.pk, "She left", ["Yao Brou"])
    assert (entry.owner_agency, entry.owner_unit, len(entry.object_ids)) == (left.customs.pk, left.abj.pk, 4)
    payload = Event.objects.get(kind="work_handed_over").payload
    assert (payload["successor"], payload["things"]) == (str(left.colleague.user.pk), 4)
    assert SECRET not in str(payload) + str(entry.__dict__)
    assert str(made) == f"{left.officer.user.pk} to {left.colleague.user.pk}"
    assert str(made.lines.get(kind="task")) == f"task {task.pk}"
    assert kinds(left, left.supervisor) == {}
    with pytest.raises(Missing):
        give(left, left.supervisor, left.colleague)


def test_nobody_hands_half_filled_entries_to_themselves(left: Cast) -> None:
    """The rest they may; what remains goes to another."""
    give(left, left.supervisor, left.supervisor)
    assert kinds(left, left.supervisor) == {"entry": 1}
    assert own_entries(left.supervisor.actor) == []
    with pytest.raises(Invalid, match="choose somebody else"):
        give(left, left.supervisor, left.supervisor)
    assert Handover.objects.count() == 1
    give(left, left.agency_admin, left.supervisor)
    assert len(own_entries(left.supervisor.actor)) == 1


def test_an_administrator_hands_over_what_it_does_not_see(left: Cast) -> None:
    """And sees none of it afterwards."""
    give(left, left.agency_admin, left.colleague)
    actor = left.agency_admin.actor
    assert not Seizure.objects.visible_to(actor).exists()
    assert own_entries(actor) == []
    assert len(own_unfinished(left.colleague.actor)) == 2


@pytest.mark.parametrize(
    ("by", "told", "error"),
    [
        ("colleague", {}, NotAllowed),
        ("partner_supervisor", {}, NotAllowed),
        ("auditor", {}, NotAllowed),
        ("supervisor", {"reason": " "}, Invalid),
        ("supervisor", {"successor": "analyst"}, Invalid),
        ("supervisor", {"successor": "partner_officer"}, Invalid),
        ("supervisor", {"successor": "officer"}, Invalid),
        ("supervisor", {"person": "colleague"}, Missing),
        ("supervisor", {"person": "outsider"}, Missing),
    ],
)
def test_what_is_refused(left: Cast, by: str, told: dict[str, str], error: type[Exception]) -> None:
    """Others' units, people who have not left, receivers who do not log there, no reason; nothing is written."""
    people = {name: value if name == "reason" else getattr(left, value).user for name, value in told.items()}
    with pytest.raises(error):
        give(left, getattr(left, by), left.colleague, **people)
    left.supervisor.actor  # noqa: B018  binds who asks
    assert not Handover.objects.exists()
    assert kinds(left, left.supervisor)["draft"] == 1


def _hand_over_in_the_database(cast: Cast, to: UUID) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seizures_hand_over(%s, %s, %s)", [cast.abj.pk, cast.officer.user.pk, to])
        return cursor.fetchall()


def test_the_database_asks_for_itself(left: Cast) -> None:
    """A forgotten rule gives nothing: neither to who may not, nor to a receiver from elsewhere."""
    for by, to in (
        (left.colleague, left.colleague),
        (left.partner_supervisor, left.colleague),
        (left.supervisor, left.partner_officer),
        (left.supervisor, left.officer),
        (left.supervisor, left.analyst),
    ):
        by.actor  # noqa: B018  binds who asks
        assert _hand_over_in_the_database(left, to.user.pk) == []
    leave(left.supervisor)
    left.supervisor.actor  # noqa: B018
    assert _hand_over_in_the_database(left, left.colleague.user.pk) == []


def test_a_closed_account_has_left(cast: Cast) -> None:
    """Whatever its memberships say."""
    assert cast.colleague
    begin_entry(cast.officer)
    disable_person(actor=cast.agency_admin.actor, person=cast.officer.user, reason="Left the service")
    assert kinds(cast, cast.supervisor) == {"entry": 1}


def test_who_still_logs_elsewhere_keeps_half_filled_entries(cast: Cast) -> None:
    """They can be sent; the drafts of the unit that was left cannot, and are handed over."""
    begin_entry(cast.officer)
    cast.seizure(submit=False)
    second = cast.unit("ABJ2", "ABJ", cast.customs)
    start_membership(
        actor=founder(), person=cast.officer.user, agency=cast.customs, role=Role.OFFICER, task_force=second
    )
    leave(cast.officer)
    assert kinds(cast, cast.supervisor) == {"draft": 1}


def test_an_entry_about_a_record_goes_with_the_records_unit(cast: Cast) -> None:
    """Not to one who could not see the record: what was restricted stays with who restricted it."""
    open_one, restricted = cast.seizure(), cast.seizure()
    for about in (open_one, restricted):
        writing = Writing(record=uuid4(), form=EntryForm.CHANGE, typed={"summary": [SECRET]})
        keep_entry(actor=cast.officer.actor, writing=writing, about=about)
    restrict_seizure(actor=cast.supervisor.actor, seizure=restricted, words="Under cover")
    leave(cast.officer)
    assert kinds(cast, cast.supervisor) == {"entry": 1}


def test_what_was_handed_over_is_handed_on_when_the_successor_leaves(left: Cast) -> None:
    """The seizure that was sent back too, once."""
    give(left, left.supervisor, left.colleague)
    leave(left.colleague)
    third = left.member("Ali Sow", left.customs, Role.OFFICER, left.abj)
    left.supervisor.actor  # noqa: B018
    assert [dict(each.kinds) for each in leavers(left.abj)] == [{"draft": 1, "rejected": 1, "task": 1, "entry": 1}]
    with as_owner():
        Handover.objects.update(at=timezone.now() - timedelta(minutes=1))
    give(left, left.supervisor, third, person=left.colleague.user)
    assert len(own_unfinished(third.actor)) == 2
    left.supervisor.actor  # noqa: B018
    assert leavers(left.abj) == []
    assert HandoverLine.objects.filter(kind="rejected").count() == 2


def test_who_may_hand_over(cast: Cast) -> None:
    """Role and reach."""
    table = {
        "supervisor": "yes", "agency_admin": "yes", "officer": "role", "analyst": "role", "auditor": "role",
        "coordinator": "role", "platform_admin": "role", "outsider": "role", "partner_supervisor": "other_unit",
    }  # fmt: skip
    assert cast.officer
    found = {who: can_hand_over(getattr(cast, who).actor, cast.abj).code or "yes" for who in table}
    assert found == table
    assert can_hand_over(NOBODY, cast.abj).code == "role"
    elsewhere = cast.member("Eva Lima", cast.elsewhere, Role.AGENCY_ADMIN)
    assert can_hand_over(elsewhere.actor, cast.abj).code == "other_unit"


def test_where_one_hands_over(cast: Cast) -> None:
    """A supervisor in the unit, an administrator wherever its people served."""
    assert cast.officer
    assert [unit.code for unit in units_to_hand_over(cast.supervisor.actor)] == ["ABJ1"]
    assert [unit.code for unit in units_to_hand_over(cast.agency_admin.actor)] == ["ABJ1"]
    assert list(units_to_hand_over(NOBODY)) == []
    assert cast.supervisor.user in successors(cast.abj, cast.officer.user.pk)
