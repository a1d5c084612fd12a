"""What the page of one seizure costs, for the reader with the most to do on it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast

pytestmark = pytest.mark.django_db
CEILING = 15


def test_the_page_of_a_supervisor_stays_under_the_ceiling(cast: Cast) -> None:
    seizure = cast.seizure()
    client = Client()
    client.force_login(cast.supervisor.user)
    address = f"/seizures/{seizure.pk}/"
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    assert len(caught) <= CEILING, [query["sql"][:90] for query in caught]
