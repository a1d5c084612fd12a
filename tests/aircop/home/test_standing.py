"""How far behind the readers of the log are, in figures."""

from datetime import timedelta

import pytest
from django.db import transaction

from aircop.audit.queries import last_sealed, unsealed
from aircop.events import consumers
from aircop.events.models import Consumer
from aircop.events.sequencer import sequence_now
from aircop.events.standing import NEVER, standing
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_consumer_is_behind_by_the_positions_it_has_not_read(cast: Cast) -> None:
    """And by the age of the oldest of them; what has no position yet is told apart."""
    with transaction.atomic():
        assert cast.officer
    waiting = standing("system")
    assert waiting.unsequenced.events > 0
    assert waiting.unsequenced.oldest > NEVER
    assert unsealed("system")[0] > 0
    sequence_now()
    told = standing("system")
    assert (told.unsequenced.events, told.position) == (0, waiting.position + waiting.unsequenced.events)
    assert unsealed("system") == (0, NEVER)
    sealed = last_sealed("system")
    assert sealed is not None
    assert timedelta(0) <= sealed < timedelta(minutes=1)
    name, other, *_rest = consumers.names()
    Consumer.objects.create(name=name, position=told.position - 1)
    Consumer.objects.create(name=other, position=told.position)
    behind = standing("system").consumers
    assert set(behind) == set(consumers.names())
    assert (behind[name].events, behind[other].events) == (1, 0)
    assert behind[name].oldest > behind[other].oldest == NEVER


def test_an_empty_chain_has_no_last_seal() -> None:
    """Nothing was sealed yet."""
    assert last_sealed("system") is None
