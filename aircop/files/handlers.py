"""Stops a form that sends more than a file may hold while it arrives, before the disk is full of it."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from aircop.files.kinds import MOST_BYTES


class CappedUploadHandler(FileUploadHandler):
    """Counts what arrives; one byte too many ends the upload, and the form says why."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Pass the bytes on, as long as they are not too many."""
        self.arrived += len(raw_data)
        if self.arrived > MOST_BYTES:
            if self.request is not None:
                self.request.too_big = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """Leave the file to the next handler."""
        return
