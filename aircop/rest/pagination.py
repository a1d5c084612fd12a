"""Lists: cursor paging that stays stable while others write, in the orders that a view allows."""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from aircop.paging import Mark, keyset
from aircop.rest import cursors
from aircop.rest.cursors import BACKWARD, FORWARD
from aircop.rest.exceptions import bad_parameter

PAGE_SIZE, MAX_PAGE_SIZE = 50, 500
COUNT_CAP = 10_000
__all__ = ["CursorPage", "keyset"]
PARAMETERS = frozenset({"cursor", "page_size", "ordering", "count"})


class CursorPage(BasePagination):
    """Reads one page for a view: `orderings`, `default_ordering` and `pager` are the view's.

    Answers `{"next", "previous", "results"}`, and with `?count=true` a count that stops at `COUNT_CAP`.
    """

    display_page_controls = False

    def paginate_queryset(
        self,
        queryset: Any,
        request: Request,
        view: Any = None,
    ) -> list[Any]:
        """Return the rows of the page that the query parameters name."""
        query = request.query_params
        self.request = request
        self.order = _ordering(query.get("ordering"), view)
        token, size, count = query.get("cursor"), _page_size(query.get("page_size")), _flag(query.get("count"))
        start = {} if token is None else self._start(token, queryset.model)
        self.page = view.pager(queryset, order=self.order, size=size, **start)
        self.counted = _counted(view.counter(queryset, COUNT_CAP + 1)) if count else {}
        return list(self.page.rows)

    def get_paginated_data(self, data: Sequence[Any]) -> dict[str, Any]:
        """Return the list's answer around the rows' representations."""
        after, before = self._link(self.page.next, FORWARD), self._link(self.page.previous, BACKWARD)
        return {"next": after, "previous": before} | self.counted | {"results": data}

    def _start(self, token: str, model: type[Model]) -> dict[str, Mark]:
        """Return the pager's argument for a token."""
        mark, direction = cursors.decode(token, order=self.order, model=model)
        return {"after" if direction == FORWARD else "before": mark}

    def _link(self, mark: Any, direction: str) -> str | None:
        if mark is None:
            return None
        address = self.request.build_absolute_uri()
        return replace_query_param(address, "cursor", cursors.encode(self.order, mark, direction))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the OpenAPI schema of the list's answer."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "count": {"type": "integer", "description": f"With count=true; stops at {COUNT_CAP}."},
                "count_capped": {"type": "boolean", "description": "With count=true: there are at least so many."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the OpenAPI parameters of paging."""
        orders = [sign + name for name in view.orderings for sign in ("", "-")]
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        order = {"type": "string", "enum": orders, "default": view.default_ordering}
        return [
            _parameter("cursor", {"type": "string"}, "A place in the list, from `next` or `previous`."),
            _parameter("page_size", size, "How many rows."),
            _parameter("ordering", order, "The order; “-” in front means descending."),
            _parameter("count", {"type": "boolean", "default": False}, f"Also count, up to {COUNT_CAP}."),
        ]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _ordering(text: str | None, view: Any) -> str:
    order: str = view.default_ordering if text is None else text
    if order.removeprefix("-") not in view.orderings or order.startswith("--"):
        names = ", ".join(view.orderings)
        raise bad_parameter(
            parameter="ordering", detail=_("Order by one of: %(names)s.") % {"names": names}, code="not_allowed"
        )
    return order


def _page_size(text: str | None) -> int:
    if text is None:
        return PAGE_SIZE
    if re.fullmatch("[0-9]{1,4}", text) and 1 <= int(text) <= MAX_PAGE_SIZE:
        return int(text)
    raise bad_parameter(
        parameter="page_size", detail=_("Write a number from 1 to %(limit)d.") % {"limit": MAX_PAGE_SIZE}
    )


def _flag(text: str | None) -> bool:
    if text in (None, "true", "false"):
        return text == "true"
    raise bad_parameter(parameter="count", detail=_("Write true or false."))


def counted_upto(queryset: QuerySet[Any], most: int) -> int:
    """Count no further than a limit, so that the cost does not grow with the table."""
    return queryset.order_by()[:most].count()


def _counted(count: int) -> dict[str, Any]:
    return {"count": min(count, COUNT_CAP), "count_capped": count > COUNT_CAP}
