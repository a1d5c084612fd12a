"""Grants and shares that stood before they named a root, or an agency, name them afterwards."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import ListGroupGrant, ListUserGrant, Seat, Share
from seizures.services.withdrawal import restrict_seizure
from tests.cast import Cast

BEFORE = "0006_shares_of_threads"


def forget_agencies() -> None:
    """Let the shares of restricted records name no agency and no end, as they did."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE access_share DISABLE TRIGGER access_share_kept")
        cursor.execute(
            "UPDATE access_share SET agency_id = NULL, by_agency = NULL, until = NULL WHERE user_id IS NOT NULL"
        )
        cursor.execute("ALTER TABLE access_share ENABLE TRIGGER access_share_kept")


@pytest.mark.django_db(transaction=True)
def test_what_stood_is_told_its_root_and_its_agency(cast: Cast) -> None:
    """The agency is that of the seat in the record's unit, and the share ends when the seats there do."""
    ends = timezone.now() + timedelta(days=9)
    with transaction.atomic():
        supervisor, seizure = cast.supervisor, cast.seizure()
        restricted = restrict_seizure(actor=supervisor.actor, seizure=seizure, words="Under cover")
    share = Share.objects.using("owner").get(access_list=restricted.access_list)
    seats = Seat.objects.using("owner").filter(user=supervisor.user, agency_id=cast.police.pk)
    seats.update(valid_to=ends)
    forget_agencies()
    call_command("migrate", "access", BEFORE, database="owner", verbosity=0)
    call_command("migrate", database="owner", verbosity=0)
    share = Share.objects.using("owner").get(pk=share.pk)
    assert (share.agency_id, share.by_agency, share.until) == (cast.police.pk, cast.police.pk, ends)
    own = ListUserGrant.objects.using("owner").filter(content_object=restricted.access_list)
    assert {grant.expires_at for grant in own} == {ends}
    for model in (ListGroupGrant, ListUserGrant):
        rows = model.objects.using("owner").select_related("content_object")
        assert rows
        assert [row.pk for row in rows if row.root_id != row.content_object.root_id] == []


@pytest.mark.django_db(transaction=True)
def test_who_left_before_reads_nothing_afterwards(cast: Cast) -> None:
    """A seat elsewhere is not the one in which it was restricted; what was taken back stays as it was."""
    with transaction.atomic():
        supervisor, seizures = cast.supervisor, [cast.seizure(), cast.seizure()]
        first, second = (
            restrict_seizure(actor=supervisor.actor, seizure=each, words="Under cover") for each in seizures
        )
        grants.take_back(Share.objects.get(access_list=first.access_list), by=None)
    moved = {"agency_id": cast.foreign.pk, "unit_id": cast.acc.pk}
    Seat.objects.using("owner").filter(user=supervisor.user).update(**moved)
    forget_agencies()
    before = Share.objects.using("owner").get(access_list=first.access_list).revoked_at
    call_command("migrate", "access", BEFORE, database="owner", verbosity=0)
    call_command("migrate", database="owner", verbosity=0)
    taken, ended = (Share.objects.using("owner").get(access_list=each.access_list) for each in (first, second))
    assert (taken.revoked_at, taken.agency_id, ended.agency_id) == (before, None, None)
    assert not ended.runs
    assert not ListUserGrant.objects.using("owner").filter(user=supervisor.user).exists()
