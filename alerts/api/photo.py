"""`/api/v1/alerts/{id}/photos/`: the photos that an alert carries."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.verdict import refuse, require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.files import serving
from aircop.files.storage import LARGE
from aircop.rest.fields import EtagField, IdField, TextField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, check_view
from alerts.models import Alert, AlertPhoto
from alerts.queries.alert import visible_alert
from alerts.queries.photo import photos_of
from alerts.rules import can_change_alert
from alerts.services.photo import add_sent_photo, copy_photo, remove_photo
from seizures.models import Attachment
from seizures.rules import IDENTITIES_SCOPE


class AlertPhotoAnswer(StrictSerializer):
    """A photo that goes out with an alert. Shown only to who sees identities on it."""

    id = IdField()
    alert = IdField(source="alert_id")
    caption = TextField()
    width = WholeNumberField(source="file.width", allow_null=True)
    height = WholeNumberField(source="file.height", allow_null=True)
    picture = TextField(source="file.view", help_text="waiting, ready or failed")
    etag = EtagField()


class AlertPhotoBody(StrictSerializer):
    """A whole upload of your own, or a photo of the seizure that the alert is about: one of them."""

    upload = IdField(required=False, help_text="The id that you gave the upload.")
    attachment = IdField(required=False, help_text="The photo of the seizure of which a copy goes out.")
    caption = TextField(required=False, max_length=300, allow_blank=True)


class AlertPhotoView(Listed, Retrieved, Created, ResourceView):
    """Photos of one alert that the reader may see."""

    serializer_class = AlertPhotoAnswer
    bodies: ClassVar = {"create": AlertPhotoBody}
    required_scopes: ClassVar = {
        **dict.fromkeys(("list", "retrieve", "picture"), "alerts:read"),
        **dict.fromkeys(("create", "remove"), "alerts:write"),
    }
    orderings: ClassVar = ("id",)
    default_ordering = "id"
    alert_id: UUID
    alert: Alert

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the alert out of the address: what is left names the photo, as in any resource."""
        self.alert_id = kwargs.pop("pk")
        if "photo" in kwargs:
            kwargs["pk"] = kwargs.pop("photo")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the alert: hidden and missing are one 404."""
        super().initial(request, *args, **kwargs)
        self.alert = visible_alert(self.actor, self.alert_id)
        scopes = self.actor.scopes
        if scopes is not None and request.method in SAFE_METHODS and IDENTITIES_SCOPE not in scopes:
            words = _("This token lacks the scope “%(scope)s”.") % {"scope": IDENTITIES_SCOPE}
            require(refuse(words, "scope_missing"))

    def visible(self) -> QuerySet[AlertPhoto]:
        """Return what the reader may see of it."""
        return photos_of(self.actor, self.alert).order_by()

    def version_of(self, row: AlertPhoto) -> object:
        """Return what can change of a photo: whether its picture is drawn."""
        return row.file.view

    def note_read(self, rows: Any) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "alert.read", about=self.alert, ids=[row.pk for row in rows])

    def reverse_action(self, url_name: str, *_args: Any, args: Any = (), **_kwargs: Any) -> str:
        """Return the address of a photo, below its alert."""
        return reverse(f"api:photo-{url_name}", args=[self.alert.pk, *args])

    def perform_create(self, data: dict[str, Any]) -> AlertPhoto:
        """Put it in."""
        require(can_change_alert(self.actor, self.alert))
        told = {"actor": self.actor, "alert": self.alert, "caption": data.get("caption", "")}
        if ("upload" in data) == ("attachment" in data) or not (self.alert.seizure_id or "upload" in data):
            raise Invalid(_("Name an upload or a photo of the seizure, one of them."), field="upload")
        if "upload" in data:
            return add_sent_photo(upload=data["upload"], **told)
        attachment = Attachment(pk=data["attachment"], seizure_id=self.alert.seizure_id)  # type: ignore[misc]  # asked above
        return copy_photo(attachment=attachment, **told)

    def remove(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Take a photo out of an alert that was not told yet."""
        remove_photo(actor=self.actor, photo=self.fetch(pk))
        return Response(status=204)

    def picture(self, request: Request, pk: UUID) -> HttpResponse:  # noqa: ARG002
        """Return the picture drawn from it, as WebP."""
        row = self.fetch(pk)
        record(self.actor, "alert.read", about=self.alert, ids=[row.pk])
        return serving.picture(row.file, LARGE)


def _route(where: str, name: str, **actions: str) -> URLPattern:
    check_view(AlertPhotoView, list(actions.values()))
    view = AlertPhotoView.as_view({**actions}, detail=name != "list", basename="photo")
    return path(f"alerts/<uuid:pk>/photos/{where}", view, name=f"photo-{name}")


routes = [
    _route("", "list", get="list", post="create"),
    _route("<uuid:photo>/", "detail", get="retrieve"),
    _route("<uuid:photo>/remove/", "remove", post="remove"),
    _route("<uuid:photo>/picture/", "picture", get="picture"),
]
