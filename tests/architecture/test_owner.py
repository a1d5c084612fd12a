"""The owner's password is the one in its address, whatever signs it has."""

import re

import pytest
from django.db import connections

from aircop.env import database
from tests.architecture.tree import ROOT


@pytest.mark.django_db
@pytest.mark.parametrize("coded", ["plain", "p%40ss%3Aw%C3%A9rd", "100%", "%zz%2", "a%%41"])
def test_the_address_is_read_as_settings_read_it(coded: str) -> None:
    """By the function that the script makes."""
    script = (ROOT / "deploy" / "owner.sh").read_text(encoding="utf-8")
    made = re.search(r"CREATE FUNCTION pg_temp\.plain.*?\n\$\$;", script, re.DOTALL)
    assert made
    with connections["owner"].cursor() as cursor:
        cursor.execute(made.group().replace("%", "%%"), [])
        cursor.execute("SELECT pg_temp.plain(%s)", [coded])
        (plain,) = cursor.fetchone()
    assert plain == database(f"postgresql://owner:{coded}@postgres:5432/aircop")["PASSWORD"]
