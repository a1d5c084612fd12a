"""`/api/v1/seizures/{id}/attachments/`: photos and documents of a seizure."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Missing
from aircop.files import serving
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, check_view
from seizures.models import Attachment, Seizure
from seizures.queries.attachment import attachments_of
from seizures.rules import can_read_files
from seizures.services.attachment import Shows, attach_upload, withdraw_attachment


class AttachmentAnswer(StrictSerializer):
    """A photo or a document. Shown only to who sees identities on the seizure."""

    id = IdField()
    seizure = IdField(source="seizure_id")
    kind = TextField(help_text="photo or document")
    concealment = TextField()
    caption = TextField()
    item = IdField(source="item_id", allow_null=True)
    taken_at = InstantField(allow_null=True)
    recorded_at = InstantField()
    name = TextField(source="file.name")
    media_type = TextField(source="file.media_type")
    size = WholeNumberField(source="file.size")
    sha256 = TextField(source="file.sha256")
    width = WholeNumberField(source="file.width", allow_null=True)
    height = WholeNumberField(source="file.height", allow_null=True)
    scan = TextField(source="file.scan", help_text="unscanned, clean or infected")
    picture = TextField(source="file.view", help_text="waiting, ready, failed or none")
    etag = EtagField()


class AttachmentBody(StrictSerializer):
    """A whole upload of your own, and what it shows."""

    upload = IdField(help_text="The id that you gave the upload.")
    concealment = TextField(required=False, max_length=40)
    caption = TextField(required=False, max_length=300, allow_blank=True)
    taken_at = InstantField(required=False)
    item = IdField(required=False)


class WithdrawBody(StrictSerializer):
    """Why it is taken out of sight."""

    words = TextField(max_length=500)


class AttachmentView(Listed, Retrieved, Created, ResourceView):
    """Photos and documents of one seizure that the reader may see."""

    serializer_class = AttachmentAnswer
    bodies: ClassVar = {"create": AttachmentBody, "withdraw": WithdrawBody}
    required_scopes: ClassVar = {
        "list": "seizures:read",
        "retrieve": "seizures:read",
        "original": "seizures:read",
        "create": "seizures:write",
        "withdraw": "seizures:write",
    }
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "recorded_at"
    seizure_id: UUID
    seizure: Seizure

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the seizure out of the address: what is left names the file, as in any resource."""
        self.seizure_id = kwargs.pop("pk")
        if "attachment" in kwargs:
            kwargs["pk"] = kwargs.pop("attachment")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the seizure: hidden and missing are one 404."""
        super().initial(request, *args, **kwargs)
        found = Seizure.objects.visible_to(self.actor).filter(pk=self.seizure_id).first()
        if found is None:
            raise Missing
        self.seizure = found
        if self.actor.scopes is not None and request.method in SAFE_METHODS:
            require(can_read_files(self.actor, found))

    def visible(self) -> QuerySet[Attachment]:
        """Return what the reader may see of it."""
        return attachments_of(self.actor, self.seizure).order_by()

    def version_of(self, row: Attachment) -> object:
        """Return what can change of a file: what the scanner said, and whether its picture is drawn."""
        return f"{row.file.scan}-{row.file.view}"

    def note_read(self, rows: Any) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "attachment.list", about=self.seizure, ids=[row.pk for row in rows])

    def reverse_action(self, url_name: str, *_args: Any, args: Any = (), **_kwargs: Any) -> str:
        """Return the address of a file, below its seizure."""
        return reverse(f"api:attachment-{url_name}", args=[self.seizure.pk, *args])

    def perform_create(self, data: dict[str, Any]) -> Attachment:
        """File it."""
        upload = data.pop("upload")
        return attach_upload(actor=self.actor, seizure=self.seizure, upload=upload, shows=Shows(**data))

    def withdraw(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Take a file out of everybody's sight."""
        row = self.fetch(pk)
        withdraw_attachment(actor=self.actor, attachment=row, words=self.body()["words"])
        return Response(status=204)

    def original(self, request: Request, pk: UUID) -> HttpResponse:  # noqa: ARG002
        """Return the original, as it came, to be saved."""
        row = self.fetch(pk)
        record(self.actor, "attachment.download", about=self.seizure, ids=[row.pk])
        return serving.download(row.file, mark=self.seizure.handling)


def _route(where: str, name: str, **actions: str) -> URLPattern:
    check_view(AttachmentView, list(actions.values()))
    view = AttachmentView.as_view({**actions}, detail=name != "list", basename="attachment")
    return path(f"seizures/<uuid:pk>/attachments/{where}", view, name=f"attachment-{name}")


routes = [
    _route("", "list", get="list", post="create"),
    _route("<uuid:attachment>/", "detail", get="retrieve"),
    _route("<uuid:attachment>/withdraw/", "withdraw", post="withdraw"),
    _route("<uuid:attachment>/original/", "original", get="original"),
]
