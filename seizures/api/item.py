"""Items below a seizure: `/api/v1/seizures/{id}/items/`. All of them are written under the tag of their seizure."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.rest.views import ResourceView, act
from seizures.api.item_shape import ItemBody
from seizures.models import Seizure
from seizures.services.found import Found
from seizures.services.item import add_item, change_item, remove_item


class ItemActs(ResourceView):
    """Adding, changing and removing items of a seizure."""

    item_bodies: ClassVar = {"items": ItemBody, "item": ItemBody}
    item_scopes: ClassVar = {"items": "seizures:write", "item": "seizures:write", "remove_item": "seizures:write"}

    @act
    def items(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Add what else was found."""
        add_item(actor=self.actor, seizure=row, version=row.version, found=Found(**data))
        return row

    @action(detail=True, methods=["patch"], url_path="items/<int:sequence>", url_name="item")
    def item(self, request: Request, pk: UUID, sequence: int) -> Response:
        """Change the fields of an item that are sent; If-Match names the version of the seizure."""
        row = self.matched(request, pk)
        terms = {"seizure": row, "sequence": sequence, "version": row.version}
        change_item(actor=self.actor, told=self.body(), **terms)
        return self.answer_with(pk, status.HTTP_200_OK)

    @item.mapping.delete
    def remove_item(self, request: Request, pk: UUID, sequence: int) -> Response:
        """Take out an item that was added by mistake; If-Match names the version of the seizure."""
        row = self.matched(request, pk)
        remove_item(actor=self.actor, seizure=row, sequence=sequence, version=row.version)
        return Response(status=status.HTTP_204_NO_CONTENT)
