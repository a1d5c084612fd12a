"""Partner systems: programmes of other organisations that read and write through the REST interface."""

from typing import ClassVar

import uuid6
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiClient(models.Model):
    """A partner's system: its account, its OAuth2 registration, its agency and what it may ask for.

    The agency's id is a plain value, because agencies live on a higher floor. The account's seats give the rights;
    the scopes only narrow them. `purpose` is why it was let in; each of its exports is done for that.
    """

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_client")
    application = models.OneToOneField(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
        on_delete=models.PROTECT,
        related_name="api_client",
    )
    agency_id = models.UUIDField(_("agency"))
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("may"))
    purpose = models.CharField(_("purpose"), max_length=200)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    class Meta:
        """Words."""

        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")
        indexes: ClassVar = [models.Index(fields=["agency_id"], name="accounts_client_agency")]

    def __str__(self) -> str:
        return str(self.user)
