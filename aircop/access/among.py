"""The lookup `among`: as `in`, but the values travel as one array.

The text of the statement is then the same for any number of values, and nothing has to take it apart: a page of a
hundred rows spent more on splitting `IN (%s, %s, ...)` than the database did on reading the rows.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Lookup, UUIDField
from django.db.models.sql.compiler import SQLCompiler


@UUIDField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup[Any]):
    """`column = ANY(array)`, for ids."""

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        """Return the values as they are: ids need no preparation."""
        return self.rhs if hasattr(self.rhs, "resolve_expression") else list(self.rhs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        left, params = self.process_lhs(compiler, connection)
        right, values = compiler.compile(self.rhs) if hasattr(self.rhs, "as_sql") else ("%s", [self.rhs])
        return f"{left} = ANY({right})", (*params, *values)
