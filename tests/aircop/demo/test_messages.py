"""The exchanges of the demo world: one in each state that a page shows."""

from pathlib import Path

import pytest

from alerts.models import ClosedGroup, InformationRequest, Message, MessageFile, Thread
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def test_both_stories_are_told(world: Path) -> None:
    assert world
    with as_owner():
        states = sorted(InformationRequest.objects.values_list("status", flat=True))
        kinds = set(Message.objects.values_list("kind", flat=True))
        assert states == ["answered", "open", "refused"]
        assert kinds == {"request", "clarification", "reply", "feedback", "refusal", "general"}
        assert (
            Thread.objects.exclude(group=None).count()
            == ClosedGroup.objects.count()
            == MessageFile.objects.count()
            == 1
        )
        assert set(Thread.objects.values_list("handling", flat=True)) == {"H0", "H1", "H3"}
