"""Every protected table stands behind the wall, as the database itself tells it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from aircop.access.models import Protected

pytestmark = pytest.mark.django_db
RECORDS: list[Any] = [model for model in apps.get_models() if issubclass(model, Protected)]
PARTS: list[Any] = [model for model in apps.get_models() if hasattr(model, "FIELDS") and model not in RECORDS]
LIST_INDEXES = ("access_list_id, {} DESC, id DESC", "root_list_id, {} DESC, id DESC", "({} DESC, id DESC")


def _ask(sql: str, *params: str) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@pytest.mark.parametrize("model", [*RECORDS, *PARTS], ids=lambda model: model._meta.label)
def test_the_table_is_walled(model: Any) -> None:
    """Enabled, not forced: the owner must migrate and dump. The application has a policy for reading."""
    table = model._meta.db_table
    assert _ask("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table) == [(True, False)]
    policies = _ask("SELECT cmd, roles::text, qual FROM pg_policies WHERE tablename = %s", table)
    reading = [qual for cmd, roles, qual in policies if cmd in {"SELECT", "ALL"} and "aircop_app" in roles]
    assert reading
    assert all(qual and qual != "true" for qual in reading)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_a_record_lies_on_a_list_and_its_root(model: Any) -> None:
    """The two columns agree with the list (a foreign key on both), and each order has its three indexes."""
    table = model._meta.db_table
    keys = [row[0] for row in _ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
                                   "AND contype = 'f'", table)]  # fmt: skip
    assert any("(access_list_id, root_list_id)" in key for key in keys)
    indexes = " ".join(row[0] for row in _ask("SELECT indexdef FROM pg_indexes WHERE tablename = %s", table))
    columns = {field.name for field in model._meta.concrete_fields}
    orders = [name for name in ("occurred_at", "recorded_at", "last_at") if name in columns]
    assert orders
    assert [wanted for order in orders for each in LIST_INDEXES if (wanted := each.format(order)) not in indexes] == []


def test_the_roles_stay_below_the_wall() -> None:
    """Neither superuser, nor owner, nor exempt from the policies."""
    rows = _ask(
        "SELECT rolname, rolsuper, rolbypassrls, pg_has_role(oid, 'aircop_owner', 'USAGE') FROM pg_roles "
        "WHERE rolname IN ('aircop_app', 'aircop_system')"
    )
    assert sorted(rows) == [("aircop_app", False, False, False), ("aircop_system", False, False, False)]


def test_only_the_system_sees_everything() -> None:
    """No policy of the application's is without a condition on the row."""
    open_to_all = _ask(
        "SELECT tablename, policyname FROM pg_policies WHERE qual = 'true' AND NOT roles = ARRAY['aircop_system'::name]"
    )
    assert open_to_all == []
