"""`/api/v1/uploads/`: sending a file in pieces, as people's browsers and scripts do it.

POST announces it under an id of the sender's own, PATCH brings the next piece at `Upload-Offset`, GET says where to go
on after an interruption, DELETE gives up. The whole file is then filed with a record by that record's own resource.
"""

from collections.abc import Mapping
from typing import IO, Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.files.models import Upload
from aircop.files.services.upload import MOST_PIECE, WrongOffset, begin_upload, cancel_upload, receive_piece
from aircop.rest.exceptions import BodyTooLarge, bad_parameter
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, WholeNumberField
from aircop.rest.parsers import StrictJSONParser
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, Removed, ResourceView, Retrieved

OFFSET = "Upload-Offset"
PIECE = "application/offset+octet-stream"
LARGEST = 2**31 - 1


class PieceParser(BaseParser):
    """The bytes of one piece, no more than a piece may hold."""

    media_type = PIECE

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Return the bytes; 413 for too many."""
        data = stream.read(MOST_PIECE + 1)
        if len(data) > MOST_PIECE:
            raise BodyTooLarge
        return data


class UploadAnswer(StrictSerializer):
    """A file on its way: how much of it arrived, and what it became."""

    id = IdField(source="client")
    name = TextField()
    size = WholeNumberField()
    offset = WholeNumberField(source="received", help_text="Where the next piece begins.")
    record = IdField(allow_null=True, help_text="The record that it waits for.")
    filed_as = IdField(allow_null=True, help_text="The attachment that it became.")
    expires_at = InstantField(help_text="When it is forgotten unless it goes on.")
    etag = EtagField()


class UploadBody(StrictSerializer):
    """The announcement of a file."""

    id = IdField(help_text="Your own id of this file, a UUID: a repeat finds what is there.")
    name = TextField(max_length=255)
    size = WholeNumberField(min_value=0, max_value=LARGEST)
    sha256 = TextField(required=False, max_length=64)
    record = IdField(required=False, help_text="The record that it belongs to, where it is not written yet.")


class UploadView(Listed, Retrieved, Created, Removed, ResourceView):
    """The caller's own files on their way."""

    serializer_class = UploadAnswer
    parser_classes = (StrictJSONParser, PieceParser)
    bodies: ClassVar = {"create": UploadBody}
    raw_bodies: ClassVar = {"partial_update": PIECE}
    preconditions: ClassVar = {
        "partial_update": {
            "name": OFFSET, "in": "header", "required": True, "schema": {"type": "integer", "minimum": 0},
            "description": "Where the piece begins. 409 names the right place in the same header of the answer.",
        }
    }  # fmt: skip
    required_scopes: ClassVar = dict.fromkeys(
        ("list", "retrieve", "create", "partial_update", "destroy"), "seizures:write"
    )
    orderings: ClassVar = ("expires_at",)
    default_ordering = "-expires_at"
    lookup_field = "client"
    lookup_url_kwarg = "pk"

    def visible(self) -> QuerySet[Upload]:
        """Return the caller's own; nobody sees another's."""
        return Upload.objects.filter(owner_id=self.actor.subject_id)

    def version_of(self, row: Upload) -> object:
        """Return how far it is."""
        return f"{row.received}{'-filed' if row.filed_as else ''}"

    def perform_create(self, data: dict[str, Any]) -> Upload:
        """Announce it."""
        return begin_upload(actor=self.actor, client=data.pop("id"), **data)

    def partial_update(self, request: Request, pk: UUID | str) -> Response:
        """Take the next piece; the answer says where the one after it begins."""
        row = self.fetch(pk)
        offset, data = _offset(request), cast("Any", request.data)
        if not isinstance(data, bytes):
            raise bad_parameter("Content-Type", _("Send the piece as %(kind)s.") % {"kind": PIECE})
        try:
            row = receive_piece(actor=self.actor, client=row.client, offset=offset, data=data)
        except WrongOffset as wrong:
            answer = self.handle_exception(wrong)
            answer.headers[OFFSET] = str(wrong.offset)
            return answer
        return self.answer(row)

    def perform_destroy(self, row: Upload) -> None:
        """Give it up."""
        cancel_upload(actor=self.actor, client=row.client)


def _offset(request: Request) -> int:
    text = request.headers.get(OFFSET, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        raise bad_parameter(OFFSET, _("Say where the piece begins, as a whole number."))
    return int(text)
