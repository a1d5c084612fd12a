"""Views of the list belong to one person: kept under a name, called otherwise, removed, seen by nobody else."""

from typing import Any

import pytest
from django.db import connections
from django.http import QueryDict

from aircop.access.actor import NOBODY
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.events.models import Event
from seizures.forms.filter import FilterForm
from seizures.models import SavedView
from seizures.queries.saved_view import own_view, own_views
from seizures.services.saved_view import ASKABLE, MOST, remove_view, rename_view, save_view
from tests.cast import Cast
from tests.conftest import as_owner

pytestmark = pytest.mark.django_db
COCAINE = {"substance": "cocaine", "order": "-recorded"}


def saved(cast: Cast, name: str = "Cocaine", **told: Any) -> SavedView:
    """Let the officer save a view."""
    return save_view(actor=cast.officer.actor, **({"name": name, "filters": COCAINE} | told))


def told_of(view: SavedView) -> tuple[list[str], list[str]]:
    """Return what audit and stream tell of a view."""
    with as_owner():
        entries = AuditEntry.objects.filter(object_id=view.pk).order_by("id").values_list("verb", flat=True)
        return list(entries), list(
            Event.objects.filter(object_id=view.pk).order_by("id").values_list("kind", flat=True)
        )


def test_it_is_kept_renamed_and_removed(cast: Cast) -> None:
    """Each time with an entry and an event."""
    actor, view = cast.officer.actor, saved(cast, "  Cocaine \n in  cargo ")
    assert [(each.name, each.query) for each in own_views(actor)] == [
        ("Cocaine in cargo", "order=-recorded&substance=cocaine")
    ]
    rename_view(actor=actor, view=view, name="Snow", chosen=True)
    rename_view(actor=actor, view=view, name="Snow", chosen=True)
    assert [(each.name, each.chosen) for each in own_views(actor)] == [("Snow", True)]
    remove_view(actor=actor, view=view)
    assert own_views(actor) == []
    assert told_of(view) == (
        ["view.save", "view.rename", "view.remove"], ["view_saved", "view_renamed", "view_removed"],
    )  # fmt: skip


def test_nobody_else_sees_it(cast: Cast) -> None:
    """Neither by the query, nor past it, nor as the system; nor is it changed by naming it."""
    view = saved(cast)
    for stranger in (cast.colleague, cast.supervisor, cast.platform_admin, cast.auditor):
        assert own_views(stranger.actor) == []
        assert SavedView._default_manager.count() == 0
        with pytest.raises(Missing):
            own_view(stranger.actor, view.pk)
        with pytest.raises(Missing):
            rename_view(actor=stranger.actor, view=view, name="Mine", chosen=False)
        with pytest.raises(Missing):
            remove_view(actor=stranger.actor, view=view)
    assert cast.officer.actor.signed_in
    assert SavedView._default_manager.count() == 1
    with connections["system"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE aircop_system")
        cursor.execute("SELECT count(*) FROM seizures_savedview")
        assert cursor.fetchone() == (0,)
        cursor.execute("SET LOCAL ROLE aircop_app")


def test_the_stream_and_the_audit_never_say_what_somebody_looks_for(cast: Cast) -> None:
    """A view may hold a name."""
    view = saved(cast, "Ring of Adjoa", filters={"q": "Adjoa"})
    with as_owner():
        rows = [
            *AuditEntry.objects.filter(object_id=view.pk).values(),
            *Event.objects.filter(object_id=view.pk).values(),
        ]
    assert len(rows) == 2
    assert "Adjoa" not in str(rows)


def test_the_list_opens_with_one_of_them(cast: Cast) -> None:
    """The one that was chosen last."""
    first, second = saved(cast, "A", chosen=True), saved(cast, "B", chosen=True)
    assert [(each.name, each.chosen) for each in own_views(cast.officer.actor)] == [("A", False), ("B", True)]
    rename_view(actor=cast.officer.actor, view=first, name="A", chosen=True)
    assert [each.chosen for each in own_views(cast.officer.actor)] == [True, False]
    rename_view(actor=cast.officer.actor, view=first, name="A", chosen=False)
    assert [each.chosen for each in own_views(cast.officer.actor)] == [False, False]
    assert own_view(cast.officer.actor, second.pk).chosen is False


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"filters": {}}, "invalid"),
        ({"filters": {"access_list__name": "x"}}, "invalid"),
        ({"filters": {"id": "01890000-0000-7000-8000-000000000000"}}, "invalid"),
        ({"filters": {"q": "x" * 1000}}, "invalid"),
        ({"name": " \n"}, "invalid"),
        ({"name": "x" * 41}, "invalid"),
        ({"name": "a\x00b"}, "invalid"),
        ({"name": "cocaine"}, "invalid"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, told: dict[str, Any], code: str) -> None:
    """Unknown filters, none, too long; names empty, too long, or taken in whatever case; nothing is written."""
    saved(cast)
    with pytest.raises(Invalid) as fault:
        saved(cast, **told)
    assert fault.value.code == code
    assert len(own_views(cast.officer.actor)) == 1


def test_the_same_name_for_two_people(cast: Cast) -> None:
    """Tells neither of the other."""
    saved(cast)
    assert save_view(actor=cast.colleague.actor, name="Cocaine", filters=COCAINE).name == "Cocaine"


def test_there_are_no_more_than_tabs_can_hold(cast: Cast) -> None:
    """Twenty."""
    for number in range(MOST):
        saved(cast, str(number))
    with pytest.raises(Invalid) as fault:
        saved(cast)
    assert fault.value.code == "too_many"


def test_who_is_not_signed_in_keeps_none(cast: Cast) -> None:
    """Nor does anything see the views of others."""
    saved(cast)
    with pytest.raises(NotAllowed):
        save_view(actor=NOBODY, name="Cocaine", filters=COCAINE)
    assert own_views(NOBODY) == []


@pytest.mark.usefixtures("cast")
def test_what_can_be_kept_is_what_the_list_can_be_asked() -> None:
    """A filter that the list gains can be kept, or fails here."""
    assert {*FilterForm(QueryDict()).fields, "order"} == ASKABLE
