"""JSON in: strict, bounded, UTF-8 only."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

from aircop.rest import strictjson
from aircop.rest.exceptions import BodyTooLarge


class StrictJSONParser(BaseParser):
    """The one format that the API reads (see `strictjson` for what it refuses)."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Return the body's value; 400 for what is malformed, 413 over the limit, 415 for another charset."""
        _check_charset(media_type or self.media_type)
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        try:
            return strictjson.loads(body)
        except strictjson.MalformedError as error:
            raise ParseError(str(error), code="malformed") from error


def _check_charset(media_type: str) -> None:
    """JSON is UTF-8 and nothing else."""
    charset = parse_header_parameters(media_type)[1].get("charset", "utf-8")
    if charset.strip("\"'").lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(media_type)
